# Golden values of regression of the restricted mean by pseudo-observations.
# Run from the repository's root:  Rscript tests/golden/rmst_regression.R
# Each person is left out in turn, with survfit() for the restricted mean; then lm() and a Gaussian
# glm() with log link, errors from sandwich (HC0, HC3) and clubSandwich (CR2).

suppressMessages({
  library(survival)
  library(sandwich)
  library(clubSandwich)
  library(geepack)
  library(jsonlite)
})
version_of <- function(p) as.character(packageVersion(p))
header <- list(
  R = paste(R.version$major, R.version$minor, sep = "."), survival = version_of("survival"),
  sandwich = version_of("sandwich"), clubSandwich = version_of("clubSandwich"),
  geepack = version_of("geepack"), script = "tests/golden/rmst_regression.R"
)

mean_time <- function(time, event, horizon) {
  unname(summary(survfit(Surv(time, event) ~ 1), rmean = horizon)$table["rmean"])
}
pseudo_of <- function(time, event, horizon) {
  n <- length(time)
  whole <- mean_time(time, event, horizon)
  sapply(seq_len(n), function(i) n * whole - (n - 1) * mean_time(time[-i], event[-i], horizon))
}

values_of <- function(d, horizon) {
  y <- pseudo_of(d$time, d$event, horizon)
  X <- as.matrix(d$X)
  line <- lm(y ~ X)
  ratio <- glm(
    y ~ X, family = gaussian("log"), start = c(log(mean(y)), rep(0, ncol(X))),
    control = glm.control(epsilon = 1e-14, maxit = 200)
  )
  gee <- geeglm(y ~ X, id = seq_along(y), corstr = "independence", family = gaussian)
  # HC0 is what generalized estimating equations report.
  stopifnot(all.equal(unname(sqrt(diag(vcovHC(line, "HC0")))), unname(summary(gee)$coefficients[, 2]), tolerance = 1e-6))
  cr2 <- vcovCR(line, cluster = d$cluster, type = "CR2")
  list(
    pseudo = y,
    difference = unname(coef(line)), difference_error = unname(sqrt(diag(vcovHC(line, "HC3")))),
    log_ratio = unname(coef(ratio)), ratio_error = unname(sqrt(diag(vcovHC(ratio, "HC3")))),
    cluster_error = unname(sqrt(diag(cr2))),
    cluster_df = coef_test(line, cr2, test = "Satterthwaite")$df_Satt,
    within = local({
      z <- numeric(length(y))
      for (g in unique(d$cluster2)) {
        own <- d$cluster2 == g
        z[own] <- pseudo_of(d$time[own], d$event[own], horizon)
      }
      unname(coef(lm(z ~ X)))
    })
  )
}

l <- na.omit(lung[, c("time", "status", "age", "sex", "ph.ecog", "inst")])
sets <- list(
  lung = list(
    horizon = 365, data = with(l, list(
      time = time, event = status - 1, X = cbind(age, sex), cluster = inst, cluster2 = as.integer(ph.ecog > 0)
    ))
  ),
  veteran_weeks = list(
    horizon = 26, data = with(veteran, list(
      time = ceiling(time / 7), event = status, X = cbind(trt, karno, prior),
      cluster = rep(1:8, length.out = 137), cluster2 = as.integer(celltype %in% c("smallcell", "adeno"))
    ))
  )
)
write_json(
  list(header = header, sets = lapply(sets, function(s) list(
    horizon = s$horizon, data = c(s$data[names(s$data) != "X"], list(X = unname(s$data$X))),
    values = values_of(s$data, s$horizon)
  ))),
  file.path("tests", "golden", "rmst_regression.json"), digits = NA, auto_unbox = TRUE
)
