# Golden values where nobody is in some combination of factors: emmeans of rank-deficient fits; prints JSON.
# Run: Rscript tests/golden/empty_cells.R > tests/golden/empty_cells.json
suppressMessages({library(emmeans); library(lme4); library(lmerTest); library(pbkrtest); library(jsonlite)})
emm_options(opt.digits = FALSE)
told <- function(x) {
  t <- as.data.frame(summary(x, infer = c(TRUE, TRUE), adjust = "none"))
  value <- intersect(c("estimate", "emmean"), names(t))[1]
  list(estimate = t[[value]], se = t$SE, df = t$df)
}
n <- nutrition
f <- lm(gain ~ (age + group + race)^2, n)
o <- as.data.frame(nlme::Orthodont); o$visit <- factor(o$age)
o <- o[!(o$Sex == "Female" & o$age == 14), ]
g <- suppressMessages(lmerTest::lmer(distance ~ Sex * visit + (1 | Subject), o,
  control = lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-12, maxfun = 1e6), calc.derivs = FALSE)))
m <- emmeans(g, ~ Sex * visit, lmer.df = "kenward-roger")
cat(toJSON(list(r = R.version.string, emmeans = as.character(packageVersion("emmeans")), lme4 = as.character(packageVersion("lme4")),
  nutrition = list(data = lapply(n, function(x) if (is.factor(x)) as.character(x) else x), means = told(emmeans(f, ~ age * race)),
                   pairs = told(contrast(emmeans(f, ~ group | race), "trt.vs.ctrl")), df = df.residual(f)),
  orthodont = list(data = list(id = as.character(o$Subject), sex = as.character(o$Sex), age = o$age, distance = o$distance),
                   means = told(m), pairs = told(contrast(emmeans(g, ~ Sex | visit, lmer.df = "kenward-roger"), "trt.vs.ctrl")),
                   log_likelihood = as.numeric(logLik(g)))),
  digits = NA, auto_unbox = TRUE, na = "null"), "\n")
