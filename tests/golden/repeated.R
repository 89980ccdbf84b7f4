# Golden values for repeated measures: tests of terms (emmeans), likelihood ratios (lme4), variance explained,
# a constrained baseline (nlme::gls). Data are drawn here, with visits missed.
# Run: Rscript tests/golden/repeated.R > tests/golden/repeated.json
suppressPackageStartupMessages({library(lme4); library(lmerTest); library(pbkrtest); library(emmeans); library(nlme); library(jsonlite)})
v <- function(p) as.character(packageVersion(p))
emm_options(lmerTest.limit = 1e5, pbkrtest.limit = 1e5)
control <- lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-12, maxfun = 1e6), calc.derivs = FALSE)
set.seed(20260402)
people <- 60
d <- expand.grid(wave = c(0, 3, 6), person = seq_len(people))
trait <- data.frame(arm = rep(c("alone", "coached"), people / 2), sex = sample(c("f", "m"), people, TRUE), age = round(rnorm(people, 40, 9)))
d <- cbind(d, trait[d$person, ])
level <- rnorm(people, 0, 3); tilt <- rnorm(people, 0, 0.5)
d$score <- 22 + level[d$person] + (0.3 + tilt[d$person] + 0.4 * (d$arm == "coached")) * d$wave + 0.05 * d$age + rnorm(nrow(d), 0, 2)
d <- d[runif(nrow(d)) > 0.15, ]
d$w <- factor(d$wave); d$arm <- factor(d$arm); d$sex <- factor(d$sex)
full <- lmerTest::lmer(score ~ arm * w + arm * age + sex + (1 | person), d, REML = TRUE, control = control)
tests <- function(f, mode) { j <- as.data.frame(joint_tests(f, lmer.df = mode)); list(term = j$`model term`, df1 = j$df1, df2 = j$df2, statistic = j$F.ratio, p = j$p.value) }
m1 <- lme4::lmer(score ~ arm * w + (1 | person), d, REML = FALSE, control = control)
m0 <- lme4::lmer(score ~ w + (1 | person), d, REML = FALSE, control = control)
lr <- anova(m0, m1)
s1 <- lme4::lmer(score ~ arm * wave + (wave | person), d, REML = TRUE, control = control)
s0 <- lme4::lmer(score ~ arm * wave + (1 | person), d, REML = TRUE, control = control)
chisq <- 2 * as.numeric(logLik(s1) - logLik(s0))
X <- getME(s1, "X"); Z <- as.matrix(getME(s1, "Z")); L <- as.matrix(getME(s1, "Lambda")); s2 <- sigma(s1)^2
zgz <- sum(diag(Z %*% L %*% t(L) %*% t(Z))) * s2 / nrow(X); vf <- var(as.vector(X %*% fixef(s1)))
gd <- d; gd$later3 <- (gd$wave == 3) * (gd$arm == "coached"); gd$later6 <- (gd$wave == 6) * (gd$arm == "coached"); gd$visit <- as.integer(gd$w)
tight <- glsControl(tolerance = 1e-12, msTol = 1e-12, opt = "optim", maxIter = 500, msMaxIter = 500)
g <- gls(score ~ w + later3 + later6, gd, correlation = corSymm(form = ~ visit | person), weights = varIdent(form = ~ 1 | w), control = tight)
out <- list(header = list(R = R.version.string, lme4 = v("lme4"), lmerTest = v("lmerTest"), pbkrtest = v("pbkrtest"), emmeans = v("emmeans"), nlme = v("nlme")),
  data = list(person = d$person, wave = d$wave, arm = as.character(d$arm), sex = as.character(d$sex), age = d$age, score = d$score),
  terms = list(satterthwaite = tests(full, "satterthwaite"), kenward_roger = tests(full, "kenward-roger")),
  fixed_ratio = list(statistic = lr$Chisq[2], df = lr$Df[2], p = lr$`Pr(>Chisq)`[2], aic = lr$AIC, log_likelihood = lr$logLik),
  slope_ratio = list(statistic = chisq, p = mean(pchisq(chisq, 1:2, lower.tail = FALSE)), reml = as.numeric(logLik(s1))),
  slope_shares = list(marginal = vf / (vf + zgz + s2), conditional = (vf + zgz) / (vf + zgz + s2), icc = zgz / (zgz + s2)),
  constrained = list(reml = as.numeric(logLik(g)), beta = unname(coef(g)), std_error = unname(sqrt(diag(vcov(g))))))
writeLines(toJSON(out, digits = NA, auto_unbox = TRUE))
