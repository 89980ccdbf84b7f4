# Golden values of regression of the cumulative incidence at a day by pseudo-observations.
# Run from the repository's root:  Rscript tests/golden/incidence_regression.R
# Each person is left out in turn, with survfit() of several states for the incidence; then lm() and
# a Gaussian glm() with log link, errors from sandwich (HC3) and clubSandwich (CR2).

suppressMessages({
  library(survival)
  library(sandwich)
  library(clubSandwich)
  library(jsonlite)
})
version_of <- function(p) as.character(packageVersion(p))
header <- list(
  R = paste(R.version$major, R.version$minor, sep = "."), survival = version_of("survival"),
  sandwich = version_of("sandwich"), clubSandwich = version_of("clubSandwich"),
  script = "tests/golden/incidence_regression.R"
)

incidence <- function(time, status, horizon) {
  state <- factor(status, 0:2, c("censored", "first", "other"))
  fit <- survfit(Surv(time, state) ~ 1, timefix = FALSE)
  at <- findInterval(horizon, fit$time)
  if (at == 0) 0 else unname(fit$pstate[at, fit$states == "first"])
}
pseudo_of <- function(time, status, horizon) {
  n <- length(time)
  whole <- incidence(time, status, horizon)
  sapply(seq_len(n), function(i) n * whole - (n - 1) * incidence(time[-i], status[-i], horizon))
}

values_of <- function(d, horizon) {
  y <- pseudo_of(d$time, d$status, horizon)
  X <- as.matrix(d$X)
  line <- lm(y ~ X)
  ratio <- glm(
    y ~ X, family = gaussian("log"), start = c(log(mean(y)), rep(0, ncol(X))),
    control = glm.control(epsilon = 1e-14, maxit = 500)
  )
  cr2 <- vcovCR(line, cluster = d$cluster, type = "CR2")
  list(
    pseudo = y,
    difference = unname(coef(line)), difference_error = unname(sqrt(diag(vcovHC(line, "HC3")))),
    log_ratio = unname(coef(ratio)), ratio_error = unname(sqrt(diag(vcovHC(ratio, "HC3")))),
    cluster_error = unname(sqrt(diag(cr2))),
    cluster_df = coef_test(line, cr2, test = "Satterthwaite")$df_Satt
  )
}

m <- na.omit(mgus2[1:300, c("age", "sex", "mspike", "futime", "ptime", "pstat", "death")])
p <- na.omit(pbc[1:250, c("time", "status", "age", "edema", "stage")])
sets <- list(
  mgus_years = list(horizon = 10, data = with(m, list(
    time = ceiling(pmin(futime, ptime) / 12 + 1e-9), status = ifelse(pstat == 1, 1, 2 * death),
    X = cbind(age, sex == "M"), cluster = seq_along(age) %% 17
  ))),
  pbc_days = list(horizon = 2000, data = with(p, list(
    time = time, status = c(0, 2, 1)[status + 1], X = cbind(age, edema),
    cluster = as.integer(stage) * 3 + seq_along(age) %% 3
  )))
)
write_json(
  list(header = header, sets = lapply(sets, function(s) list(
    horizon = s$horizon, data = c(s$data[names(s$data) != "X"], list(X = unname(s$data$X))),
    values = values_of(s$data, s$horizon)
  ))),
  file.path("tests", "golden", "incidence_regression.json"), digits = NA, auto_unbox = TRUE
)
