# Golden errors of differences between curves whose groups share clusters, from R's survival.
# Run from the repository's root:  Rscript tests/golden/shared_clusters.R
# survfit() gives each row's influence on the curve of its group; summed by cluster and subtracted,
# their squares are the variance of the difference.

suppressMessages({
  library(survival)
  library(jsonlite)
})
header <- list(
  R = paste(R.version$major, R.version$minor, sep = "."),
  survival = as.character(packageVersion("survival")), script = "tests/golden/shared_clusters.R"
)

# Value and influence (rows by times) of one group, by what survfit() calls the curve.
of_group <- function(d, own, times, what) {
  d <- lapply(d, function(x) x[own])
  y <- if (what == "pstate") Surv(d$time, factor(d$event, 0:2)) else Surv(d$time, d$event)
  s <- survfit(y ~ 1, id = seq_along(d$time), robust = TRUE, influence = TRUE)
  at <- findInterval(times, s$time)
  if (what == "pstate") {
    list(value = s$pstate[at, 2], pull = s$influence.pstate[, at + 1, 2])
  } else {
    list(value = s[[what]][at], pull = s[[paste0("influence.", c(surv = "surv", cumhaz = "chaz")[[what]])]][, at])
  }
}

difference <- function(d, times, what) {
  found <- lapply(0:1, function(g) of_group(d, d$group == g, times, what))
  pull <- matrix(0, length(d$time), length(times))
  pull[d$group == 1, ] <- found[[2]]$pull
  pull[d$group == 0, ] <- -found[[1]]$pull
  list(
    times = times, estimate = found[[2]]$value - found[[1]]$value,
    std_error = sqrt(colSums(rowsum(pull, d$cluster)^2))
  )
}

r <- rotterdam[seq(1, nrow(rotterdam), 3), ]
r <- with(r, list(
  time = ceiling(pmin(rtime, dtime) / 30.4375), event = ifelse(recur == 1, 1, 2 * death),
  group = as.integer(hormon), cluster = (pid * 7) %% 45
))
first <- within(r, event <- as.integer(event > 0))
times <- c(12, 30, 60, 100)
write_json(
  list(header = header, data = r, values = list(
    kaplan_meier = difference(first, times, "surv"), nelson_aalen = difference(first, times, "cumhaz"),
    cumulative_incidence = difference(r, times, "pstate")
  )),
  file.path("tests", "golden", "shared_clusters.json"), digits = NA, auto_unbox = TRUE
)
