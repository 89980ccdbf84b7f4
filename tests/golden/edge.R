# Golden values on the edge of what random effects can be (a correlation of one): lme4 and lmerTest.
# Run: Rscript tests/golden/edge.R > tests/golden/edge.json
suppressPackageStartupMessages({library(lme4); library(lmerTest); library(nlme); library(jsonlite)})
control <- lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-12, maxfun = 1e6),
                       calc.derivs = FALSE, check.conv.singular = "ignore")
v <- function(p) as.character(packageVersion(p))
one <- function(formula, columns, data) {
  f <- suppressWarnings(lmerTest::lmer(formula, data, control = control))
  m <- lme4::lmer(formula, data, REML = FALSE, control = control)
  co <- coef(summary(f, ddf = "Satterthwaite"))
  list(columns = columns, reml = as.numeric(logLik(f)), ml = as.numeric(logLik(m)), beta = unname(co[, "Estimate"]),
       std_error = unname(co[, "Std. Error"]), df = unname(co[, "df"]), variances = as.data.frame(VarCorr(f))$vcov)
}
c <- cake; c$who <- as.character(interaction(c$recipe, c$replicate))
i <- as.data.frame(IGF); s <- as.data.frame(Soybean); s$Year <- as.character(s$Year); s$Plot <- as.character(s$Plot); s$Variety <- as.character(s$Variety)
sets <- list(
  cake = one(angle ~ recipe * temp + (temp | who), list(value = c$angle, who = c$who, day = c$temp, recipe = as.character(c$recipe)), c),
  IGF = one(conc ~ age + (age | Lot), list(value = i$conc, who = as.character(i$Lot), day = i$age), i),
  Soybean = one(weight ~ Variety * Time + Year + (Time | Plot),
                list(value = s$weight, who = s$Plot, day = s$Time, Variety = s$Variety, Year = s$Year), s))
writeLines(toJSON(list(header = list(R = R.version.string, lme4 = v("lme4"), lmerTest = v("lmerTest"), nlme = v("nlme")), sets = sets),
                  digits = NA, auto_unbox = TRUE))
