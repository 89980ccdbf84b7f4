# Golden values for Gaussian repeated measures: lme4, lmerTest, pbkrtest and nlme::gls on data that ship with R.
# Run: Rscript tests/golden/gaussian.R > tests/golden/gaussian.json
suppressPackageStartupMessages({library(lme4); library(lmerTest); library(pbkrtest); library(nlme); library(jsonlite)})
control <- lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-12, maxfun = 1e6),
                       calc.derivs = FALSE, check.conv.singular = "ignore")
v <- function(p) as.character(packageVersion(p))
one <- function(name, data, y, x, z, person, formula) {
  f <- lmerTest::lmer(formula, data, REML = TRUE, control = control)
  m <- lme4::lmer(formula, data, REML = FALSE, control = control)
  co <- coef(summary(f, ddf = "Satterthwaite")); p <- nrow(co)
  kr <- sapply(seq_len(p), function(i) { L <- matrix(0, 1, p); L[1, i] <- 1; suppressMessages(get_Lb_ddf(f, L[1, ])) })
  joint <- if (p > 2) {
    L <- diag(p)[-1, ]; a <- lmerTest::contestMD(f, L, ddf = "Satterthwaite"); k <- lmerTest::contestMD(f, L, ddf = "Kenward-Roger")
    list(satterthwaite = c(a$`F value`, a$DenDF, a$`Pr(>F)`), kenward_roger = c(k$`F value`, k$DenDF, k$`Pr(>F)`))
  }
  made <- list(name = name, y = y, x = x, z = z, person = as.integer(factor(person)),
       reml = as.numeric(logLik(f)), ml = as.numeric(logLik(m)), beta = unname(fixef(f)),
       std_error = unname(co[, "Std. Error"]), satterthwaite = unname(co[, "df"]), kenward_roger = unname(kr),
       kr_covariance = as.matrix(vcovAdj(f)), covariance_terms = as.data.frame(VarCorr(f))$vcov)
  if (!is.null(joint)) made$joint <- joint
  made
}
sl <- sleepstudy; o <- as.data.frame(Orthodont); o$girl <- as.numeric(o$Sex == "Female")
b <- as.data.frame(BodyWeight); b$d2 <- as.numeric(b$Diet == 2); b$d3 <- as.numeric(b$Diet == 3)
sets <- list(
  one("sleepstudy_slope", sl, sl$Reaction, cbind(1, sl$Days), cbind(1, sl$Days), sl$Subject, Reaction ~ Days + (Days | Subject)),
  one("sleepstudy_intercept", sl, sl$Reaction, cbind(1, sl$Days), matrix(1, nrow(sl), 1), sl$Subject, Reaction ~ Days + (1 | Subject)),
  one("Orthodont_slope", o, o$distance, cbind(1, o$age, o$girl, o$age * o$girl), cbind(1, o$age), o$Subject, distance ~ age * girl + (age | Subject)),
  one("Dyestuff", Dyestuff, Dyestuff$Yield, matrix(1, nrow(Dyestuff), 1), matrix(1, nrow(Dyestuff), 1), Dyestuff$Batch, Yield ~ 1 + (1 | Batch)),
  one("BodyWeight_slope", b, b$weight, cbind(1, b$Time, b$d2, b$d3, b$Time * b$d2, b$Time * b$d3), cbind(1, b$Time), b$Rat, weight ~ Time * (d2 + d3) + (Time | Rat))
)
g <- gls(distance ~ factor(age) * Sex, o, correlation = corSymm(form = ~ 1 | Subject), weights = varIdent(form = ~ 1 | age),
         control = glsControl(tolerance = 1e-12, msTol = 1e-12, opt = "optim", maxIter = 500, msMaxIter = 500))
unstructured <- list(name = "Orthodont_gls", y = o$distance, x = model.matrix(distance ~ factor(age) * Sex, o),
                     visit = as.integer(factor(o$age)), person = as.integer(factor(o$Subject)),
                     reml = as.numeric(logLik(g)), beta = unname(coef(g)), std_error = unname(sqrt(diag(vcov(g)))))
writeLines(toJSON(list(header = list(R = R.version.string, lme4 = v("lme4"), lmerTest = v("lmerTest"), pbkrtest = v("pbkrtest"), nlme = v("nlme")),
                       sets = sets, unstructured = unstructured), digits = NA, auto_unbox = TRUE))
