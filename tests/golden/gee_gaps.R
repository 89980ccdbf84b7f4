# Golden values for working correlations when visits are missed; prints JSON. Needs r-cran-geepack.
# Run: Rscript tests/golden/gee_gaps.R > tests/golden/gee_gaps.json
suppressMessages(library(geepack))
library(jsonlite)
epil <- MASS::epil
epil$w <- 0.5 + (epil$subject * 37 %% 11) / 40
gaps <- epil[(seq_len(nrow(epil)) * 7) %% 10 > 2, ]
one <- function(data, structure, weights = rep(1, nrow(data))) {
  data$.w <- weights
  fit <- geeglm(y ~ trt + base, family = poisson, id = subject, waves = data$period, data = data, weights = .w,
                corstr = structure, control = geese.control(epsilon = 1e-12, maxit = 200))
  list(beta = unname(coef(fit)), se = unname(summary(fit)$coefficients$Std.err), alpha = unname(fit$geese$alpha))
}
cat(toJSON(list(
  r = R.version.string, geepack = as.character(packageVersion("geepack")),
  data = list(y = gaps$y, trt = as.character(gaps$trt), base = gaps$base, subject = gaps$subject,
              period = gaps$period, w = gaps$w),
  exchangeable = one(gaps, "exchangeable"), autoregressive = one(gaps, "ar1"),
  weighted = one(gaps, "exchangeable", gaps$w), weighted_autoregressive = one(gaps, "ar1", gaps$w),
  full = list(y = epil$y, trt = as.character(epil$trt), base = epil$base, subject = epil$subject, period = epil$period),
  unstructured = one(epil, "unstructured")), digits = NA, auto_unbox = TRUE), "\n")
