# Golden values of standardized (adjusted) survival curves, from R's survival.
# Run from the repository's root:  Rscript tests/golden/adjusted.R
# R has no error for an average of predicted curves. The average is taken over survfit() of everyone;
# its error is put together from numerical derivatives by the coefficients and the variance of the
# cumulative baseline hazard, worked out from risk sets one by one.

suppressMessages({
  library(survival)
  library(jsonlite)
})
header <- list(
  R = paste(R.version$major, R.version$minor, sep = "."),
  survival = as.character(packageVersion("survival")),
  script = "tests/golden/adjusted.R"
)
control <- coxph.control(eps = 1e-13, iter.max = 60, toler.chol = 1e-14)

# Mean survival of the rows of `people` at `times`, from coefficients b.
mean_curve <- function(d, people, times, b) {
  m <- coxph(
    Surv(time, event) ~ arm + age + karno, d, ties = "efron", init = b,
    control = coxph.control(iter.max = 0), x = TRUE
  )
  s <- survfit(m, newdata = people, censor = TRUE)
  S <- as.matrix(summary(s, times = times, extend = TRUE)$surv)
  rowMeans(S)
}

# Variance of the hazard up to each time for a person with predictor 0, by Efron's rule.
hazard_variance <- function(d, times, b) {
  r <- exp(as.matrix(d[, c("arm", "age", "karno")]) %*% b)
  at <- sort(unique(d$time[d$event == 1]))
  parts <- sapply(at, function(t) {
    tied <- d$time == t & d$event == 1
    D <- sum(tied)
    s <- sum(r[d$time >= t]) - (seq_len(D) - 1) / D * sum(r[tied])
    sum(1 / s^2)
  })
  sapply(times, function(t) sum(parts[at <= t]))
}

# Derivative of the mean by the cumulative hazard of a person with predictor 0.
by_hazard <- function(d, people, times, b) {
  m <- coxph(Surv(time, event) ~ arm + age + karno, d, init = b, control = coxph.control(iter.max = 0))
  eta <- as.matrix(people[, c("arm", "age", "karno")]) %*% b
  base <- basehaz(m, centered = FALSE)
  H <- sapply(times, function(t) max(c(0, base$hazard[base$time <= t])))
  sapply(H, function(h) -mean(exp(eta) * exp(-h * exp(eta))))
}

values_of <- function(d, times) {
  m <- coxph(Surv(time, event) ~ arm + age + karno, d, control = control)
  b <- coef(m)
  groups <- lapply(0:1, function(k) transform(d, arm = k))
  slope <- function(people, j) {
    step <- 1e-4 * sqrt(vcov(m)[j, j])
    up <- down <- b
    up[j] <- b[j] + step
    down[j] <- b[j] - step
    (mean_curve(d, people, times, up) - mean_curve(d, people, times, down)) / (2 * step)
  }
  beta <- lapply(groups, function(g) sapply(seq_along(b), function(j) slope(g, j)))
  hazard <- lapply(groups, function(g) by_hazard(d, g, times, b))
  v <- hazard_variance(d, times, b)
  error <- function(h, q) sqrt(h^2 * v + rowSums((q %*% vcov(m)) * q))
  list(
    estimate = sapply(groups, function(g) mean_curve(d, g, times, b)),
    std_error = sapply(1:2, function(k) error(hazard[[k]], beta[[k]])),
    difference_error = error(hazard[[2]] - hazard[[1]], beta[[2]] - beta[[1]])
  )
}

d <- with(veteran, data.frame(
  time = ceiling(time / 7), event = status, arm = trt - 1, age = age, karno = karno
))
times <- c(2, 8, 20, 52)
write_json(
  list(header = header, data = as.list(d), times = times, values = values_of(d, times)),
  file.path("tests", "golden", "adjusted.json"), digits = NA, auto_unbox = TRUE, matrix = "columnmajor"
)
