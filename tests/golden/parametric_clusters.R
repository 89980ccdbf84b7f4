# Golden values for clustered errors of parametric survival: survival::survreg with cluster().
# Run: Rscript tests/golden/parametric_clusters.R > tests/golden/parametric_clusters.json
suppressPackageStartupMessages({library(survival); library(jsonlite)})
control <- survreg.control(maxiter = 200, rel.tolerance = 1e-14)
r <- retinopathy   # 197 people, two eyes each
one <- function(dist) {
  f <- survreg(Surv(futime, status) ~ trt + age + cluster(id), r, dist = dist, control = control)
  list(distribution = dist, theta = unname(c(coef(f), if (dist != "exponential") log(f$scale))),
       std_error = unname(sqrt(diag(vcov(f)))))
}
writeLines(toJSON(list(header = list(R = R.version.string, survival = as.character(packageVersion("survival"))),
                       data = as.list(r[, c("futime", "status", "trt", "age", "id")]),
                       fits = lapply(c("exponential", "weibull", "lognormal", "loglogistic"), one)),
                  digits = NA, auto_unbox = TRUE))
