# Golden values for comparisons whose p values and limits hold together; prints JSON. Needs r-cran-emmeans.
# Run: Rscript tests/golden/together.R > tests/golden/together.json
suppressMessages(library(emmeans)); library(jsonlite)
emm_options(opt.digits = FALSE)
w <- warpbreaks
f <- lm(breaks ~ wool * tension, w)
one <- function(adjust) {
  t <- as.data.frame(summary(pairs(emmeans(f, ~tension), reverse = TRUE), infer = c(TRUE, TRUE), adjust = adjust))
  list(p = t$p.value, low = t$lower.CL, high = t$upper.CL)
}
ways <- c("bonferroni", "sidak", "tukey", "none")
range <- list(q = c(3.4, 2, 5.5, 1, 8), levels = c(3, 4, 6, 2, 10), df = c(5, 48, 12.5, 3, 30))
range$sf <- ptukey(range$q, range$levels, range$df, lower.tail = FALSE)
cat(toJSON(list(r = R.version.string, emmeans = as.character(packageVersion("emmeans")),
  data = list(breaks = w$breaks, wool = as.character(w$wool), tension = as.character(w$tension)), range = range,
  pairs = setNames(lapply(ways, one), ways)), digits = NA, auto_unbox = TRUE), "\n")
