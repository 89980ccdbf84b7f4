# Golden values for people within coaches within sites: lme4, lmerTest, pbkrtest; prediction errors by Henderson's equations.
# Run: Rscript tests/golden/nested.R > tests/golden/nested.json
suppressPackageStartupMessages({library(lme4); library(lmerTest); library(pbkrtest); library(jsonlite)})
control <- lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-12, maxfun = 1e6),
                       calc.derivs = FALSE, check.conv.singular = "ignore")
v <- function(p) as.character(packageVersion(p))
one <- function(name, d, formula, groups, singular = FALSE) {
  f <- lmerTest::lmer(formula, d, REML = TRUE, control = control)
  m <- lme4::lmer(formula, d, REML = FALSE, control = control)
  co <- coef(summary(f, ddf = "Satterthwaite")); p <- nrow(co)
  unit <- function(i) { L <- numeric(p); L[i] <- 1; L }
  kr <- sapply(seq_len(p), function(i) suppressMessages(get_Lb_ddf(f, unit(i))))
  vc <- as.data.frame(VarCorr(f)); s2 <- sigma(f)^2
  # Henderson: errors of predicted effects, uncertainty of the fixed effects included
  X <- getME(f, "X"); Z <- as.matrix(getME(f, "Z")); L <- as.matrix(getME(f, "Lambda"))
  G <- L %*% t(L) * s2; V <- Z %*% G %*% t(Z) + diag(s2, nrow(X)); Vi <- solve(V)
  P <- Vi - Vi %*% X %*% solve(t(X) %*% Vi %*% X) %*% t(X) %*% Vi
  u <- as.vector(G %*% t(Z) %*% P %*% getME(f, "y")); pev <- diag(G - G %*% t(Z) %*% P %*% Z %*% G)
  last <- groups[length(groups)]; where <- grep(paste0("^", last), names(getME(f, "flist")))[1]
  labels <- rownames(ranef(f)[[last]]); gp <- getME(f, "Gp"); at <- (gp[match(last, names(getME(f, "cnms"))) ] + 1):(gp[match(last, names(getME(f, "cnms"))) + 1])
  zgz <- sum(diag(Z %*% G %*% t(Z))) / nrow(X); vf <- var(as.vector(X %*% fixef(f)))
  joint <- NULL
  if (p > 2) { Lm <- diag(p)[-1, ]; a <- lmerTest::contestMD(f, Lm, ddf = "Satterthwaite"); k <- lmerTest::contestMD(f, Lm, ddf = "Kenward-Roger")
    joint <- list(satterthwaite = c(a$`F value`, a$DenDF, a$`Pr(>F)`), kenward_roger = c(k$`F value`, k$DenDF, k$`Pr(>F)`)) }
  list(name = name, data = as.list(d), groups = I(groups), reml = as.numeric(logLik(f)), ml = as.numeric(logLik(m)),
       singular = isSingular(f), beta = I(unname(fixef(f))), std_error = I(unname(co[, "Std. Error"])), satterthwaite = I(unname(co[, "df"])),
       kenward_roger = I(unname(kr)), kr_std_error = I(unname(sqrt(diag(as.matrix(vcovAdj(f)))))),
       variances = setNames(as.list(vc$vcov), paste(vc$grp, vc$var1, vc$var2)), joint = joint,
       effects = list(labels = labels, estimate = u[at], std_error = sqrt(pev[at])),
       marginal = vf / (vf + zgz + s2), conditional = (vf + zgz) / (vf + zgz + s2))
}
text <- function(d) { d[] <- lapply(d, function(x) if (is.factor(x)) as.character(x) else x); d }
pastes <- data.frame(score = Pastes$strength, coach = as.character(Pastes$batch), person = as.character(Pastes$sample), visit = ave(Pastes$strength, Pastes$sample, FUN = seq_along))
set.seed(20260401)
grow <- function(sites, coaches, people, coach_sd, site_sd, slope) {
  d <- expand.grid(visit = 0:3, person = seq_len(people), coach = seq_len(coaches), site = seq_len(sites))
  d$coach <- paste0("c", d$site, "_", d$coach); d$person <- paste0(d$coach, "_p", d$person); d$site <- paste0("s", d$site)
  d$arm <- ifelse(as.integer(factor(d$coach)) %% 2 == 0, "coached", "alone")
  pick <- function(x, sd) setNames(rnorm(length(unique(x)), 0, sd), unique(x))[x]
  d$age <- round(pick(d$person, 9) + 40)
  d$score <- 20 + pick(d$site, site_sd) + pick(d$coach, coach_sd) + pick(d$person, 3) + pick(d$person, slope) * d$visit +
    0.8 * d$visit * (d$arm == "coached") + 0.05 * d$age + rnorm(nrow(d), 0, 2)
  text(d[d$visit == 0 | runif(nrow(d)) > 0.25, ])
}
sets <- list(
  one("pastes", pastes, score ~ 1 + (1 | coach) + (1 | person), "coach"),
  one("six_coaches", grow(1, 6, 12, 1.5, 0, 0), score ~ arm * visit + age + (1 | coach) + (1 | person), "coach"),
  one("slopes", grow(1, 9, 8, 1.5, 0, 0.7), score ~ arm * visit + (1 | coach) + (visit | person), "coach"),
  one("sites", grow(5, 4, 5, 1.5, 2, 0), score ~ arm * visit + age + (1 | site) + (1 | coach) + (1 | person), c("site", "coach"))
)
writeLines(toJSON(list(header = list(R = R.version.string, lme4 = v("lme4"), lmerTest = v("lmerTest"), pbkrtest = v("pbkrtest")), sets = sets), digits = NA, auto_unbox = TRUE))
