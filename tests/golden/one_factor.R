# Golden values for the one-factor model behind omega; prints JSON. Base R only.
library(jsonlite)
one <- function(items) {
  fit <- factanal(items, 1, control = list(nstart = 5, opt = list(factr = 10)))
  list(items = unname(as.matrix(items)),
       loadings = unname(fit$loadings[, 1]) * unname(apply(items, 2, sd)),
       unique = unname(fit$uniquenesses) * unname(apply(items, 2, var)))
}
sets <- list(attitude = attitude[, c(1, 2, 4, 5)], judges = USJudgeRatings[, c(2, 3, 4, 5, 8)])
cat(toJSON(list(r = R.version.string, sets = lapply(sets, one)),
           digits = NA, auto_unbox = TRUE, pretty = TRUE), "\n")
