# Golden values for pooled analyses: mice::pool on completed versions that are written down here.
# Run: Rscript tests/golden/mice.R > tests/golden/mice.json
# Imputing is random, so the versions themselves are part of the file: both sides pool the same ones.
suppressPackageStartupMessages({library(mice); library(nlme); library(jsonlite)})
v <- function(p) as.character(packageVersion(p))
o <- as.data.frame(Orthodont)
wide <- reshape(o, v.names = "distance", timevar = "age", idvar = c("Subject", "Sex"), direction = "wide")
names(wide) <- c("subject", "sex", "d8", "d10", "d12", "d14")
wide$subject <- as.character(wide$subject)
set.seed(11)
wide$d14[runif(nrow(wide)) < ifelse(wide$d8 < 22, 0.6, 0.2)] <- NA
wide$d12[is.na(wide$d14) & runif(nrow(wide)) < 0.4] <- NA
made <- mice(wide[-1], m = 6, method = "norm", maxit = 5, seed = 3, printFlag = FALSE)
tell <- function(fits) {
  t <- summary(pool(fits), conf.int = TRUE)
  p <- pool(fits)$pooled
  list(term = as.character(t$term), estimate = t$estimate, se = t$std.error, df = t$df, p = t$p.value,
       low = t[["2.5 %"]], high = t[["97.5 %"]], riv = p$riv, fmi = p$fmi)
}
writeLines(toJSON(list(
  header = list(R = R.version.string, mice = v("mice"), nlme = v("nlme")),
  subject = wide$subject, sex = as.character(wide$sex), missing12 = is.na(wide$d12), missing14 = is.na(wide$d14),
  versions = lapply(1:6, function(i) as.list(complete(made, i)[c("d8", "d10", "d12", "d14")])),
  ancova = tell(with(made, lm(d14 ~ sex + d8))),
  plain = tell(with(made, lm(d14 ~ sex)))), digits = NA, auto_unbox = TRUE))
