# Golden values for parametric survival: survival::survreg on data that ship with R.
# Run: Rscript tests/golden/parametric.R > tests/golden/parametric.json
suppressPackageStartupMessages({library(survival); library(jsonlite)})
control <- survreg.control(maxiter = 200, rel.tolerance = 1e-14)
one <- function(name, lower, upper, x, dist) {
  y <- Surv(lower, ifelse(is.finite(upper), upper, NA), type = "interval2")
  f <- survreg(y ~ x, dist = dist, control = control)
  list(name = name, distribution = dist, theta = unname(c(coef(f), log(f$scale))),
       std_error = unname(sqrt(diag(vcov(f)))), log_likelihood = f$loglik[2])
}
l <- lung[complete.cases(lung[, c("time", "status", "age", "sex")]), ]
v <- veteran
sets <- list(
  lung = list(lower = l$time, upper = ifelse(l$status == 2, l$time, Inf),
              x = cbind(l$age, l$sex)),
  lung_monthly_visits = list(lower = ifelse(l$status == 2, 30 * (ceiling(l$time / 30) - 1), l$time),
                             upper = ifelse(l$status == 2, 30 * ceiling(l$time / 30), Inf),
                             x = cbind(l$age, l$sex)),
  veteran = list(lower = v$time, upper = ifelse(v$status == 1, v$time, Inf),
                 x = cbind(v$trt, v$karno))
)
sets$lung_monthly_visits$lower <- pmax(sets$lung_monthly_visits$lower, 0)
fits <- list()
for (s in names(sets)) for (d in c("weibull", "lognormal", "loglogistic")) {
  z <- sets[[s]]
  lower <- ifelse(z$lower == 0, NA, z$lower)   # left-censored at the first visit
  fits[[length(fits) + 1]] <- one(s, lower, z$upper, z$x, d)
}
w <- 0.5 + (seq_len(nrow(v)) %% 4) / 2   # probability weights; robust errors from weighted dfbeta
f <- survreg(Surv(time, status) ~ trt + karno, v, weights = w, control = control)
weighted <- list(weight = w, theta = unname(c(coef(f), log(f$scale))),
                 std_error = unname(sqrt(diag(crossprod(residuals(f, type = "dfbeta", weighted = TRUE))))))
writeLines(toJSON(list(header = list(R = R.version.string, survival = as.character(packageVersion("survival"))),
                       data = lapply(sets, function(z) list(lower = z$lower, upper = ifelse(is.finite(z$upper), z$upper, -1), x = z$x)),
                       fits = fits, weighted = weighted), digits = NA, auto_unbox = TRUE))
