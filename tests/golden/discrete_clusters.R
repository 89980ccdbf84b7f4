# Golden values for discrete-time hazards of people who share clusters, or carry weights: glm on
# person-periods written out, sandwich for plain and clubSandwich for bias-reduced variances. The
# latter is that of the weighted least squares at the estimates, on rows scaled to equal spread:
# for a glm clubSandwich takes another root, which depends on how rows are collapsed to cells.
# Run: Rscript tests/golden/discrete_clusters.R > tests/golden/discrete_clusters.json
suppressPackageStartupMessages({library(survival); library(sandwich); library(clubSandwich); library(jsonlite)})
v <- transform(veteran, row = seq_len(nrow(veteran)), twelve = seq_len(nrow(veteran)) %% 12,
               fifty = seq_len(nrow(veteran)) %% 50, w = 1 + seq_len(nrow(veteran)) %% 4 / 2)
v$status <- ifelse(v$time > 120, 0, v$status); v$time <- pmin(v$time, 120)
long <- do.call(rbind, lapply(seq_len(nrow(v)), function(i) {
  last <- if (v$status[i] == 1) ceiling(v$time[i] / 30) else floor(v$time[i] / 30)
  if (last < 1) return(NULL)
  cbind(data.frame(p = 1:last, y = c(rep(0, last - 1), v$status[i])), v[i, c("trt", "karno", "row", "twelve", "fifty", "w")], row.names = NULL)
}))
control <- glm.control(epsilon = 1e-300, maxit = 200); options(warn = -1)
fits <- list()
for (link in c("logit", "cloglog")) {
  f <- glm(y ~ 0 + factor(p) + trt + karno, binomial(link), long, control = control)
  g <- glm(y ~ 0 + factor(p) + trt + karno, binomial(link), long, weights = w, control = control)
  root <- sqrt(f$weights)
  scaled <- data.frame(model.matrix(f) * root); names(scaled) <- paste0("x", seq_along(scaled))
  scaled$z <- root * (residuals(f, "working") + predict(f, type = "link"))
  least <- lm(z ~ 0 + ., scaled)
  few <- coef_test(least, vcov = vcovCR(least, cluster = long$twelve, type = "CR2"), test = "Satterthwaite")
  plain <- function(m, by) unname(sqrt(diag(vcovCL(m, cluster = by, type = "HC0", cadjust = FALSE))))
  fits[[link]] <- list(beta = unname(coef(f)), few = few$SE, df = few$df_Satt, many = plain(f, long$fifty),
                       weighted = unname(coef(g)), alone = plain(g, long$row), weighted_many = plain(g, long$fifty))
}
writeLines(toJSON(list(header = list(R = R.version.string, survival = as.character(packageVersion("survival")), sandwich = as.character(packageVersion("sandwich")), clubSandwich = as.character(packageVersion("clubSandwich"))),
                       data = as.list(v[c("time", "status", "trt", "karno", "twelve", "fifty", "w")]), fits = fits), digits = NA, auto_unbox = TRUE))
