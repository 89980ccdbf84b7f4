# Golden values for generalized estimating equations; prints JSON. Needs r-cran-geepack.
suppressMessages(library(geepack))
library(jsonlite)
data(ohio); data(respiratory)
one <- function(formula, family, data, id, structure) {
  data$.id <- data[[id]]
  fit <- geeglm(formula, family = family, id = .id, data = data, corstr = structure)
  table <- summary(fit)$coefficients
  list(beta = unname(coef(fit)), se = unname(table$Std.err))
}
ohio <- ohio[order(ohio$id, ohio$age), ]
epil <- MASS::epil
epil$weeks <- 2
seizures <- function(structure) {
  fit <- geeglm(y ~ trt + base + offset(log(weeks)), family = poisson, id = subject, data = epil,
                corstr = structure)
  list(beta = unname(coef(fit)), se = unname(summary(fit)$coefficients$Std.err))
}
cat(toJSON(list(
  r = R.version.string, geepack = as.character(packageVersion("geepack")),
  ohio = list(resp = ohio$resp, id = ohio$id, age = ohio$age, smoke = ohio$smoke,
              independence = one(resp ~ age * smoke, binomial, ohio, "id", "independence"),
              exchangeable = one(resp ~ age * smoke, binomial, ohio, "id", "exchangeable")),
  epil = list(y = epil$y, trt = as.character(epil$trt), base = epil$base, subject = epil$subject,
              period = epil$period, independence = seizures("independence"),
              exchangeable = seizures("exchangeable"))),
  digits = NA, auto_unbox = TRUE), "\n")
