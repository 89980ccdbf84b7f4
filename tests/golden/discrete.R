# Golden values for discrete-time hazards: stats::glm on person-periods written out in full.
# Run: Rscript tests/golden/discrete.R > tests/golden/discrete.json
suppressPackageStartupMessages({library(survival); library(jsonlite)})
v <- veteran
periods <- function(d, width) do.call(rbind, lapply(seq_len(nrow(d)), function(i) {
  last <- if (d$status[i] == 1) ceiling(d$time[i] / width) else floor(d$time[i] / width)
  if (last < 1) return(NULL)
  data.frame(p = 1:last, y = c(rep(0, last - 1), d$status[i]), trt = d$trt[i], karno = d$karno[i])
}))
fits <- list(); options(warn = -1)  # glm warns that it used all its rounds; that is wanted
for (link in c("logit", "cloglog")) {
  f <- glm(y ~ p + I(p^2) + trt + karno, binomial(link), periods(v, 30), control = glm.control(epsilon = 1e-300, maxit = 200))
  fits[[length(fits) + 1]] <- list(link = link, baseline = "quadratic", beta = unname(coef(f)), std_error = unname(sqrt(diag(vcov(f)))), log_likelihood = as.numeric(logLik(f)))
}
d <- v; d$time <- pmin(d$time, 120); d$status <- ifelse(v$time > 120, 0, v$status)
for (link in c("logit", "cloglog")) {
  f <- glm(y ~ 0 + factor(p) + trt + karno, binomial(link), periods(d, 30), control = glm.control(epsilon = 1e-300, maxit = 200))
  fits[[length(fits) + 1]] <- list(link = link, baseline = "periods", beta = unname(coef(f)), std_error = unname(sqrt(diag(vcov(f)))), log_likelihood = as.numeric(logLik(f)))
}
visits <- c(20, 60, 180)   # unequal periods, as between interviews; followed to the last
long <- do.call(rbind, lapply(seq_len(nrow(v)), function(i) {
  seen <- v$status[i] == 1 && v$time[i] <= 180
  last <- if (seen) which(v$time[i] <= visits)[1] else sum(visits <= v$time[i])
  if (last < 1) return(NULL)
  data.frame(p = 1:last, y = c(rep(0, last - 1), as.numeric(seen)), trt = v$trt[i], karno = v$karno[i])
}))
on_visits <- lapply(c(logit = "logit", cloglog = "cloglog"), function(link) {
  f <- glm(y ~ 0 + factor(p) + trt + karno, binomial(link), long, control = glm.control(epsilon = 1e-300, maxit = 200))
  list(beta = unname(coef(f)), std_error = unname(sqrt(diag(vcov(f)))), log_likelihood = as.numeric(logLik(f)))
})
writeLines(toJSON(list(header = list(R = R.version.string, survival = as.character(packageVersion("survival"))),
                       data = list(time = v$time, status = v$status, trt = v$trt, karno = v$karno), fits = fits, visits = visits, on_visits = on_visits), digits = NA, auto_unbox = TRUE))
