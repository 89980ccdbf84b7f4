# Golden values of log-rank tests with weights and clusters, from R's survival.
# Run from the repository's root:  Rscript tests/golden/logrank_robust.R
# With even weights over time the test is the robust score test of coxph with Breslow's ties at no
# effect. With Fleming-Harrington weights over time it is worked out from risk sets one by one.

suppressMessages({
  library(survival)
  library(jsonlite)
})
header <- list(
  R = paste(R.version$major, R.version$minor, sep = "."),
  survival = as.character(packageVersion("survival")), script = "tests/golden/logrank_robust.R"
)

even_test <- function(d, weighted, clustered) {
  d$w_ <- if (weighted) d$weight else rep(1, length(d$time))
  d$c_ <- if (clustered) d$cluster else seq_along(d$time)
  y <- if (is.null(d$entry)) Surv(d$time, d$event) else Surv(d$entry, d$time, d$event)
  form <- if (is.null(d$stratum)) y ~ factor(group) else y ~ factor(group) + strata(stratum)
  unname(coxph(form, d, weights = w_, cluster = c_, ties = "breslow")$rscore)
}

# Early weights S(t-) of the pooled weighted curve; unstratified.
early_test <- function(d) {
  k <- length(unique(d$group))
  X <- model.matrix(~ factor(d$group))[, -1, drop = FALSE]
  w <- d$weight
  at <- sort(unique(d$time[d$event == 1]))
  scores <- matrix(0, length(w), k - 1)
  S <- 1
  for (t in at) {
    risk <- d$time >= t
    dead <- d$time == t & d$event == 1
    Y <- sum(w[risk])
    dE <- sum(w[dead])
    mean_x <- colSums(w[risk] * X[risk, , drop = FALSE]) / Y
    centered <- sweep(X, 2, mean_x)
    scores <- scores + S * (dead - risk * dE / Y) * centered
    S <- S * (1 - dE / Y)
  }
  parts <- rowsum(scores * w, d$cluster)
  U <- colSums(parts)
  drop(U %*% solve(crossprod(parts), U))
}

set.seed(11)
l <- lung[!is.na(lung$ph.ecog) & !is.na(lung$inst), ]
sets <- list(
  lung = with(l, list(
    time = ceiling(time / 30.4375), event = status - 1, group = pmin(ph.ecog, 2), stratum = sex,
    weight = 0.5 + (age %% 4) / 2, cluster = inst
  )),
  veteran = with(veteran, list(
    time = time, event = status, group = trt, weight = 1 + (karno %% 3) / 3,
    cluster = rep(1:50, length.out = 137)
  )),
  heart = with(heart, list(
    entry = start, time = stop, event = event, group = as.integer(surgery), cluster = id,
    weight = 1 + (id %% 3) / 2
  ))
)
write_json(
  list(header = header, sets = lapply(sets, function(d) list(data = d, values = list(
    weighted = even_test(d, TRUE, FALSE), clustered = even_test(d, FALSE, TRUE),
    both = even_test(d, TRUE, TRUE), early = if (is.null(d$entry)) early_test(d) else NULL
  )))),
  file.path("tests", "golden", "logrank_robust.json"), digits = NA, auto_unbox = TRUE, null = "null"
)
