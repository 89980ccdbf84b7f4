# Golden values of restricted means with weights and clusters, from R's survival.
# Run from the repository's root:  Rscript tests/golden/rmst_robust.R
# survfit() gives each row's influence on the curve; integrated up to the horizon it is the influence
# on the restricted mean, whose squares are summed by cluster, over both groups together.

suppressMessages({
  library(survival)
  library(jsonlite)
})
header <- list(
  R = paste(R.version$major, R.version$minor, sep = "."),
  survival = as.character(packageVersion("survival")), script = "tests/golden/rmst_robust.R"
)

# Mean and influence (one per row) of a group.
of_group <- function(d, own, horizon) {
  d <- lapply(d, function(x) x[own])
  y <- if (is.null(d$entry)) Surv(d$time, d$event) else Surv(d$entry, d$time, d$event)
  s <- survfit(y ~ 1, weights = d$weight, id = seq_along(d$time), robust = TRUE, influence = 1)
  width <- diff(c(pmin(s$time, horizon), horizon))
  inside <- s$time <= horizon
  first <- min(s$time[1], horizon)
  list(
    mean = first + sum((s$surv * width)[inside]),
    pull = drop(s$influence.surv[, inside, drop = FALSE] %*% width[inside]) * 1
  )
}

values_of <- function(d, horizon) {
  groups <- sort(unique(d$group))
  pull <- matrix(0, length(d$time), length(groups))
  mean <- numeric(length(groups))
  for (g in seq_along(groups)) {
    own <- d$group == groups[g]
    found <- of_group(d, own, horizon)
    pull[own, g] <- found$pull
    mean[g] <- found$mean
  }
  list(
    mean = mean, covariance = crossprod(pull), cluster_covariance = crossprod(rowsum(pull, d$cluster))
  )
}

l <- lung[!is.na(lung$inst), ]
sets <- list(
  lung = list(horizon = 18, data = with(l, list(
    time = ceiling(time / 30.4375), event = status - 1, group = sex, weight = 0.5 + (age %% 4) / 2,
    cluster = inst
  ))),
  veteran = list(horizon = 200, data = with(veteran, list(
    time = time, event = status, group = trt, weight = 1 + (karno %% 3) / 3,
    cluster = rep(1:50, length.out = 137)
  ))),
  mgus_age = list(horizon = 85, data = with(mgus2[1:300, ], list(
    entry = age, time = age + pmax(futime, 0.5) / 12, event = death, group = as.integer(sex == "M"),
    weight = 1 + (seq_len(300) %% 2), cluster = rep(1:60, each = 5)
  )))
)
write_json(
  list(header = header, sets = lapply(sets, function(s) list(
    horizon = s$horizon, data = s$data, values = values_of(s$data, s$horizon)
  ))),
  file.path("tests", "golden", "rmst_robust.json"), digits = NA, auto_unbox = TRUE
)
