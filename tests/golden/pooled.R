# Golden values for pooling on other scales than the estimate's own: mice::pool, pool.scalar and mitml's D2.
# Run: Rscript tests/golden/pooled.R > tests/golden/pooled.json
# Imputing is random, so the versions themselves are part of the file: both sides pool the same ones.
suppressPackageStartupMessages({library(mice); library(survival); library(jsonlite)})
v <- function(p) as.character(packageVersion(p))
set.seed(5)
d <- popmis[seq(1, 2000, 10), c("popular", "sex", "texp")]
made <- mice(d, m = 8, method = "pmm", seed = 4, printFlag = FALSE)
whole <- lapply(1:8, function(i) {x <- complete(made, i); x$liked <- as.integer(x$popular >= 6); x})
n <- nrow(d)
share <- sapply(whole, function(x) mean(x$liked))
logit <- pool.scalar(qlogis(share), 1 / (n * share * (1 - share)), n = Inf)
gone <- lapply(whole, function(x) survfit(Surv(pmin(popular, 7), popular <= 7) ~ 1, data = x, conf.type = "log-log"))
at5 <- lapply(gone, function(f) summary(f, times = 5))
s <- sapply(at5, `[[`, "surv"); e <- sapply(at5, `[[`, "std.err")
loglog <- pool.scalar(log(-log(s)), (e / (s * log(s)))^2, n = Inf)
logrank <- sapply(whole, function(x) survdiff(Surv(pmin(popular, 7), popular <= 7) ~ sex, data = x)$chisq)
d2 <- mitml:::.D2(logrank, 1)
writeLines(toJSON(list(
  header = list(R = R.version.string, mice = v("mice"), mitml = v("mitml"), survival = v("survival")),
  sex = d$sex, versions = lapply(whole, function(x) x$popular),
  share = list(estimate = mean(share), se = sqrt(logit$t), df = logit$df),
  survival = list(estimate = mean(s), se = sqrt(loglog$t), df = loglog$df),
  d2 = list(statistics = logrank, F = d2$F, p = pf(d2$F, d2$k, d2$v, lower.tail = FALSE))), digits = NA, auto_unbox = TRUE))
