# Golden values for means, contrasts, slopes and standardized effects: emmeans; prints JSON.
# Run: Rscript tests/golden/emmeans.R > tests/golden/emmeans.json
suppressPackageStartupMessages({
  library(emmeans); library(sandwich); library(lme4); library(lmerTest); library(nlme); library(geepack); library(jsonlite)
})
emm_options(opt.digits = FALSE)
v <- function(p) as.character(packageVersion(p))
told <- function(x, adjust = "none") {
  t <- as.data.frame(summary(x, infer = c(TRUE, TRUE), adjust = adjust))
  value <- intersect(c("estimate", "emmean", "effect.size", grep("trend$", names(t), value = TRUE)), names(t))[1]
  low <- grep("(lower|asymp).*(CL|LCL)", names(t), value = TRUE)[1]
  list(estimate = t[[value]], se = t$SE, df = t$df, p = t$p.value, low = t[[low]])
}
# One score per person.
d <- ChickWeight[ChickWeight$Time %in% c(0, 20), ]
w <- merge(d[d$Time == 20, c("Chick", "Diet", "weight")], d[d$Time == 0, c("Chick", "weight")],
           by = "Chick", suffixes = c("", "0"))
w$Diet <- factor(as.integer(as.character(w$Diet)))
ancova <- lm(weight ~ Diet + weight0, w)
plain <- lm(weight ~ Diet, w)
crossed <- lm(weight ~ Diet * weight0, w)
e <- emmeans(ancova, ~Diet, vcov. = vcovHC(ancova, type = "HC3"))
p <- emmeans(plain, ~Diet)
linear <- list(
  id = as.character(w$Chick), diet = as.integer(as.character(w$Diet)), weight = w$weight, weight0 = w$weight0,
  means = told(e), against_two = told(contrast(e, "trt.vs.ctrl", ref = 2)), holm = told(pairs(e), adjust = "holm"),
  slopes = told(emtrends(crossed, ~Diet, var = "weight0")),
  standardized = told(eff_size(p, sigma = sigma(plain), edf = df.residual(plain), method = "trt.vs.ctrl")))
# Planned visits, random intercepts and unstructured.
o <- as.data.frame(Orthodont)
o$visit <- factor(o$age)
control <- lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-12, maxfun = 1e6), calc.derivs = FALSE)
f <- lmerTest::lmer(distance ~ visit * Sex + (1 | Subject), o, control = control)
em <- emmeans(f, ~ Sex | visit, lmer.df = "kenward-roger")
all <- emmeans(f, ~ visit * Sex, lmer.df = "kenward-roger")
g <- gls(distance ~ visit * Sex, o, correlation = corSymm(form = ~ 1 | Subject), weights = varIdent(form = ~ 1 | visit),
         control = glsControl(tolerance = 1e-12, msTol = 1e-12, opt = "optim", maxIter = 500, msMaxIter = 500))
gm <- emmeans(g, ~ visit * Sex, mode = "asymptotic")
orthodont <- list(
  id = as.character(o$Subject), sex = as.character(o$Sex), age = o$age, distance = o$distance,
  means = told(all), by_visit = told(contrast(em, "trt.vs.ctrl", by = "visit")),
  change = told(contrast(all, interaction = c(visit = "trt.vs.ctrl", Sex = "trt.vs.ctrl"))),
  gls_means = told(gm), gls_change = told(contrast(gm, interaction = c(visit = "trt.vs.ctrl", Sex = "trt.vs.ctrl"))))
# Yes or no, at four visits of two centers; ids repeat between centers.
data(respiratory)
r <- respiratory
r$id <- paste(r$center, r$id)
r <- r[order(r$id, r$visit), ]
r$visit <- factor(r$visit)
r$key <- as.integer(factor(r$id))
marginal <- function(structure) {
  fit <- geeglm(outcome ~ treat * visit + baseline + age, family = binomial, id = key, data = r, corstr = structure)
  s <- summary(fit)$coefficients
  means <- emmeans(fit, ~ treat | visit)
  list(beta = unname(coef(fit)), se = unname(s$Std.err),
       contrasts = told(contrast(means, "trt.vs.ctrl", ref = 2, by = "visit")))
}
breath <- list(id = r$id, center = r$center, treat = as.character(r$treat), visit = as.integer(as.character(r$visit)), baseline = r$baseline,
               age = r$age, outcome = r$outcome, independence = marginal("independence"), exchangeable = marginal("exchangeable"))
writeLines(toJSON(list(
  header = list(R = R.version.string, emmeans = v("emmeans"), sandwich = v("sandwich"), lme4 = v("lme4"), pbkrtest = v("pbkrtest"),
                nlme = v("nlme"), geepack = v("geepack")),
  linear = linear, orthodont = orthodont, respiratory = breath), digits = NA, auto_unbox = TRUE))
