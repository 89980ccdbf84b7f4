# Golden values for mixed models of answers and counts; prints JSON. Needs lme4, geepack, MASS.
suppressMessages({library(lme4); library(geepack); library(jsonlite)})
data(ohio); data(cbpp, package = "lme4")
control <- glmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-11, maxfun = 1e6))
one <- function(formula, family, data) {
  fit <- glmer(formula, family = family, data = data, nAGQ = 100, control = control)
  list(beta = unname(fixef(fit)), sigma = unname(getME(fit, "theta")),
       se = unname(sqrt(diag(as.matrix(vcov(fit))))), log_likelihood = as.numeric(logLik(fit)))
}
ohio <- ohio[order(ohio$id, ohio$age), ]
epil <- MASS::epil
rows <- cbpp[rep(seq_len(nrow(cbpp)), cbpp$size), c("herd", "period")]
rows$sick <- unlist(lapply(seq_len(nrow(cbpp)), function(i)
  rep(c(1, 0), c(cbpp$incidence[i], cbpp$size[i] - cbpp$incidence[i]))))
cat(toJSON(list(
  r = R.version.string, lme4 = as.character(packageVersion("lme4")),
  ohio = list(resp = ohio$resp, id = ohio$id, age = ohio$age, smoke = ohio$smoke,
              fit = one(resp ~ age * smoke + (1 | id), binomial, ohio)),
  cbpp = list(sick = rows$sick, herd = as.character(rows$herd), period = as.character(rows$period),
              fit = one(sick ~ period + (1 | herd), binomial, rows)),
  epil = list(y = epil$y, trt = as.character(epil$trt), lbase = epil$lbase, V4 = epil$V4,
              subject = epil$subject, fit = one(y ~ trt + lbase + V4 + (1 | subject), poisson, epil))),
  digits = NA, auto_unbox = TRUE), "\n")
