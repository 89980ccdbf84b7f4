# Golden values for repeats, frailty, intervals and pseudo-observations, from R's survival.
# Run from the repository's root:  Rscript tests/golden/recurrent.R
# Writes tests/golden/recurrent/*.json and tests/golden/frailty.json; the tests need no R.

suppressMessages({
  library(survival)
  library(jsonlite)
})

header <- list(
  R = paste(R.version$major, R.version$minor, sep = "."),
  survival = as.character(packageVersion("survival")),
  script = "tests/golden/recurrent.R"
)
control <- coxph.control(eps = 1e-13, iter.max = 200, outer.max = 200, toler.chol = 1e-14)

# Repeats: mean cumulative count by person, and its K-sample test as a robust score test.
mean_count <- function(d) {
  fit <- survfit(Surv(d$entry, d$time, d$event) ~ 1, id = d$person)
  m <- coxph(Surv(d$entry, d$time, d$event) ~ factor(d$group), cluster = d$person, ties = "breslow", init = rep(0, max(d$group)), iter = 0)
  test <- coxph(Surv(d$entry, d$time, d$event) ~ factor(d$group), cluster = d$person, ties = "breslow", control = control)
  list(time = fit$time, mean = fit$cumhaz, std_error = fit$std.chaz, n_risk = fit$n.risk, test = unname(test$rscore))
}
recurrent <- file.path("tests", "golden", "recurrent")
dir.create(recurrent, showWarnings = FALSE)
repeats <- function(name, d) write_json(
  list(header = header, data = d, values = mean_count(d)),
  file.path(recurrent, paste0(name, ".json")), digits = NA, auto_unbox = TRUE
)
b <- bladder1[bladder1$stop > bladder1$start, ] # three arms; deaths are ends of observation here
repeats("bladder", with(b, list(entry = start, time = stop, event = as.integer(status == 1),
                                group = as.integer(treatment) - 1, person = id)))
repeats("cgd", with(cgd, list(entry = tstart, time = tstop, event = status,
                              group = as.integer(treat) - 1, person = id)))
r <- rhDNase
r2 <- data.frame(id = r$id, trt = r$trt, fev = r$fev)
r2 <- r2[!duplicated(r2$id), ]
r3 <- tmerge(r2, unique(data.frame(id = r$id, fu = as.numeric(r$end.dt - r$entry.dt))), id = id, tstop = fu)
r3 <- tmerge(r3, r[!is.na(r$ivstart), ], id = id, infect = event(ivstart))
r3 <- r3[r3$id %in% unique(r3$id)[1:150], ]
repeats("rhdnase", with(r3, list(entry = tstart, time = tstop, event = infect, group = trt, person = id)))

# Shared gamma frailty at given variances; sparse = FALSE is the exact information.
frailty_at <- function(d, theta) {
  group <- d$group
  X <- as.matrix(d$X)
  m <- coxph(Surv(d$time, d$event) ~ X + frailty(group, theta = theta, sparse = FALSE), control = control)
  s <- coxph(Surv(d$time, d$event) ~ X + frailty(group, theta = theta, sparse = TRUE), control = control)
  p <- seq_len(ncol(X))
  list(theta = theta, coef = unname(coef(m)[p]), covariance = unname(as.matrix(m$var[p, p])),
       loglik = unname(s$history[[1]]$c.loglik), log_frailty = unname(s$frail))
}
groups <- list(
  kidney = with(kidney, list(time = time, event = status, X = unname(cbind(age, sex - 1)), group = id)),
  rats = with(subset(rats, sex == "f")[1:90, ], list(
    time = time, event = status, X = unname(cbind(rx)), group = litter
  ))
)
found <- lapply(groups, function(d) list(data = d, values = lapply(c(0.1, 0.4, 1.5), function(k) frailty_at(d, k))))

# Pseudo-observations of a restricted mean, by leaving out one person at a time.
area <- function(time, event, horizon) {
  unname(summary(survfit(Surv(time, event) ~ 1), rmean = horizon)$table["rmean"])
}
left_out <- with(veteran[1:40, ], sapply(1:40, function(i) {
  40 * area(time, status, 150) - 39 * area(time[-i], status[-i], 150)
}))
write_json(
  list(header = header, frailty = found, pseudo = list(
    time = veteran$time[1:40], event = veteran$status[1:40], horizon = 150, values = left_out
  )),
  file.path("tests", "golden", "frailty.json"), digits = NA, auto_unbox = TRUE
)
