# Golden values of the curve of a hazard ratio over time, from R's survival and splines.
# Run from the repository's root:  Rscript tests/golden/proportional.R
# A natural cubic spline (4 df) of scaled Schoenfeld residuals in transformed time, as
# plot.cox.zph draws it, with its error at each event time.

suppressMessages({
  library(survival)
  library(splines)
  library(jsonlite)
})
header <- list(
  R = paste(R.version$major, R.version$minor, sep = "."),
  survival = as.character(packageVersion("survival")),
  script = "tests/golden/proportional.R"
)
control <- coxph.control(eps = 1e-13, iter.max = 60, toler.chol = 1e-14)

curve_of <- function(d, transform) {
  X <- as.matrix(d$X)
  m <- coxph(Surv(d$time, d$event) ~ X, control = control)
  z <- cox.zph(m, transform = transform, terms = FALSE)
  y <- as.matrix(z$y)
  at <- !duplicated(z$time)
  B <- ns(z$x, df = 4, intercept = TRUE)
  inverse <- solve(crossprod(B))
  share <- rowSums((B %*% inverse) * B)
  list(
    time = z$time[at],
    estimate = unname((B %*% inverse %*% t(B) %*% y)[at, , drop = FALSE]),
    std_error = unname(sqrt(outer(share, diag(vcov(m)) * m$nevent)))[at, , drop = FALSE],
    statistic = unname(z$table[, "chisq"])
  )
}

sets <- list(
  veteran = with(veteran, list(time = time, event = status, X = cbind(trt, karno))),
  lung = with(na.omit(lung[, c("time", "status", "age", "sex", "ph.ecog")]), list(
    time = ceiling(time / 30.4375), event = status - 1, X = cbind(age, sex, ph.ecog)
  ))
)
write_json(
  list(header = header, sets = lapply(sets, function(d) list(
    data = list(time = d$time, event = d$event, X = unname(d$X)),
    values = sapply(c("km", "rank", "identity", "log"), function(k) curve_of(d, k), simplify = FALSE)
  ))),
  file.path("tests", "golden", "proportional.json"), digits = NA, auto_unbox = TRUE
)
