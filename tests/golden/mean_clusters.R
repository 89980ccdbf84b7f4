# Golden values of mean cumulative counts whose errors add up clusters of people, from R's survival.
# Run from the repository's root:  Rscript tests/golden/mean_clusters.R
# Writes tests/golden/mean_clusters.json; the tests need no R.

suppressMessages({
  library(survival)
  library(jsonlite)
})
header <- list(
  R = paste(R.version$major, R.version$minor, sep = "."),
  survival = as.character(packageVersion("survival")), script = "tests/golden/mean_clusters.R"
)

# The mean, its error by cluster, and the robust score test of two groups, as a chi-square.
clustered <- function(d) {
  y <- Surv(d$start, d$stop, d$event)
  fit <- survfit(y ~ 1, id = d$person, cluster = d$cluster)
  test <- coxph(y ~ factor(d$group), cluster = d$cluster, ties = "breslow")
  list(time = fit$time, mean = fit$cumhaz, std_error = fit$std.chaz, test = unname(test$rscore))
}

r <- rhDNase
r2 <- unique(data.frame(id = r$id, trt = r$trt, inst = r$inst))
r3 <- tmerge(r2, unique(data.frame(id = r$id, fu = as.numeric(r$end.dt - r$entry.dt))), id = id, tstop = fu)
r3 <- tmerge(r3, r[!is.na(r$ivstart), ], id = id, infect = event(ivstart))
r3 <- r3[r3$id %in% unique(r3$id)[1:200], ]
sets <- list(
  cgd = with(cgd, list(start = tstart, stop = tstop, event = status, person = id,
                       group = as.integer(treat) - 1, cluster = as.integer(center))),
  rhdnase = with(r3, list(start = tstart, stop = tstop, event = infect, person = id,
                          group = trt, cluster = inst))
)
write_json(
  list(header = header, sets = lapply(sets, function(d) list(data = d, values = clustered(d)))),
  file.path("tests", "golden", "mean_clusters.json"), digits = NA, auto_unbox = TRUE
)
