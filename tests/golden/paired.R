# Golden values for matched comparisons; prints JSON. Base R only.
library(jsonlite)
set.seed(11)
sets <- list(
  small = round(rnorm(9, 0.6), 3),
  middle = round(rnorm(23, 0.5), 3),
  ties = round(rnorm(40, 0.5, 2)),
  large = round(rnorm(120, 0.2), 6)
)
score <- function(d) {
  t <- t.test(d)
  w <- suppressWarnings(wilcox.test(d, conf.int = TRUE))
  list(
    change = d,
    t = list(mean = unname(t$estimate), t = unname(t$statistic), p = t$p.value,
             low = t$conf.int[1], high = t$conf.int[2]),
    rank = list(v = unname(w$statistic), p = w$p.value, median = unname(w$estimate),
                low = w$conf.int[1], high = w$conf.int[2])
  )
}
answer <- function(k) {
  b <- binom.test(k[3], k[2] + k[3])
  odds <- b$conf.int / (1 - b$conf.int)
  list(counts = k, p = b$p.value, odds_low = odds[1],
       odds_high = if (is.finite(odds[2])) odds[2] else NULL)
}
answers <- list(lost = c(36, 12, 2, 0), gained = c(10, 3, 15, 22), only_gained = c(5, 0, 4, 11))
cat(toJSON(list(r = R.version.string, scores = lapply(sets, score),
                answers = lapply(answers, answer)),
           digits = NA, auto_unbox = TRUE, null = "null", pretty = TRUE), "\n")
