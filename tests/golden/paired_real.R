# Golden values for matched comparisons of public data; prints JSON.
library(jsonlite)
pick <- function(d, id, time, value, at) {
  d <- as.data.frame(d)
  one <- function(t) d[d[[time]] == t, c(id, value)]
  both <- merge(one(at[1]), one(at[2]), by = id)
  list(before = both[[2]], after = both[[3]])
}
sets <- list(
  sleep = list(before = sleep$extra[sleep$group == 1], after = sleep$extra[sleep$group == 2]),
  anorexia = list(before = MASS::anorexia$Prewt, after = MASS::anorexia$Postwt),
  immer = list(before = MASS::immer$Y1, after = MASS::immer$Y2),
  chicks = pick(ChickWeight, "Chick", "Time", "weight", c(0, 21)),
  orthodont = pick(nlme::Orthodont, "Subject", "age", "distance", c(8, 14)),
  few = list(before = c(3.1, 4.7, 2.2, 5.9, 4.4), after = c(4, 7.9, 3.6, 6.1, 9.5)),
  few_tied = list(before = c(3, 4, 2, 5), after = c(4, 6, 3, 7))
)
one <- function(s) {
  t <- t.test(s$after, s$before, paired = TRUE)
  w <- suppressWarnings(wilcox.test(s$after, s$before, paired = TRUE, conf.int = TRUE,
                                    tol.root = 1e-10))
  list(before = s$before, after = s$after,
       t = unname(c(t$estimate, t$statistic, t$parameter, t$p.value, t$conf.int)),
       rank = unname(c(w$statistic, w$p.value, w$estimate, w$conf.int)),
       level = attr(w$conf.int, "conf.level"), how = w$method)
}
cat(toJSON(list(r = R.version.string,
                packages = paste("MASS", packageVersion("MASS"), "nlme", packageVersion("nlme")),
                sets = lapply(sets, one)), digits = NA, auto_unbox = TRUE, pretty = TRUE), "\n")
