# Golden values of regressions on counts, from MASS, sandwich, clubSandwich, pscl and glmmTMB.
# Run from the repository's root:  Rscript tests/golden/counts.R
# Writes tests/golden/counts.json; the tests need no R.

suppressMessages({
  library(MASS)
  library(sandwich)
  library(clubSandwich)
  library(pscl)
  library(glmmTMB)
  library(jsonlite)
})
version <- function(p) as.character(packageVersion(p))
header <- list(
  R = paste(R.version$major, R.version$minor, sep = "."), script = "tests/golden/counts.R",
  packages = sapply(c("MASS", "sandwich", "clubSandwich", "pscl", "glmmTMB"), version)
)
tight <- glm.control(epsilon = 1e-15, maxit = 200)
strict <- glmmTMBControl(optCtrl = list(iter.max = 5000, eval.max = 5000, rel.tol = 1e-15, x.tol = 0))

glm_values <- function(m, cluster) {
  list(coef = unname(coef(m)), std_error = unname(sqrt(diag(vcov(m)))), loglik = as.numeric(logLik(m)),
       theta = m$theta,
       robust = unname(sqrt(diag(vcovCL(m, cluster = cluster, type = "HC0", cadjust = FALSE)))),
       rows = unname(sqrt(diag(sandwich(m)))))
}

# Two-week counts of seizures, four periods per person; the exposure is made to differ.
e <- transform(epil, exposure = 10 + (seq_len(nrow(epil)) %% 5), arm = as.integer(trt) - 1, lbase = log(base / 4))
form <- y ~ arm + lbase + offset(log(exposure))
poisson_fit <- glm(form, poisson, e, control = tight)
nb_fit <- glm.nb(form, e, control = tight, init.theta = 2)
for (i in 1:20) nb_fit <- glm.nb(form, e, control = tight, init.theta = nb_fit$theta, start = coef(nb_fit))
few <- e[e$subject %in% c(1:7, 29:34), ]
few_fit <- glm(form, poisson, few, control = tight)
# CR2 leaves open which root of a matrix is taken. Ours is the one of the working model with rows of equal variance, so
# that it does not depend on the scale of the rows: clubSandwich on that least-squares model.
few$root <- sqrt(fitted(few_fit))
few$z <- few$root * (predict(few_fit) - log(few$exposure)) + (few$y - fitted(few_fit)) / few$root
working <- lm(z ~ 0 + root + I(root * arm) + I(root * lbase), few)
cr2 <- coef_test(working, vcov = vcovCR(working, cluster = few$subject, type = "CR2"), test = "Satterthwaite")

# Publications of doctoral students: a hurdle of two parts.
b <- transform(bioChemists, women = as.integer(fem == "Women"))
hurdle_fit <- hurdle(art ~ women + ment | women + ment, b, dist = "negbin",
                     control = hurdle.control(reltol = 1e-16, maxit = 100000))
truncated <- glmmTMB(art ~ women + ment, subset(b, art > 0), family = truncated_nbinom2, control = strict)
any_fit <- glm(art > 0 ~ women + ment, binomial, b, control = tight)

# Sick animals of a herd: counts with a ceiling.
data(cbpp, package = "lme4")
p <- transform(cbpp, late = as.integer(period != "1"))
bb <- glmmTMB(cbind(incidence, size - incidence) ~ late, p, family = betabinomial, control = strict)

frame <- function(d) as.list(d)
write_json(list(
  header = header,
  epil = list(data = frame(e[c("subject", "y", "exposure", "arm", "lbase")]),
              poisson = glm_values(poisson_fit, e$subject), "negative-binomial" = glm_values(nb_fit, e$subject)),
  few = list(data = frame(few[c("subject", "y", "exposure", "arm", "lbase")]), coef = unname(coef(few_fit)),
             std_error = cr2$SE, df = if (is.null(cr2$df_Satt)) cr2$df else cr2$df_Satt),
  hurdle = list(data = frame(b[c("art", "women", "ment")]), loglik = as.numeric(logLik(hurdle_fit)),
                any = list(coef = unname(coef(any_fit)), std_error = unname(sqrt(diag(vcov(any_fit))))),
                some = list(coef = unname(fixef(truncated)$cond), theta = sigma(truncated),
                            std_error = unname(sqrt(diag(vcov(truncated)$cond))), loglik = as.numeric(logLik(truncated)))),
  cbpp = list(data = frame(transform(p, herd = as.integer(herd))[c("herd", "incidence", "size", "late")]),
              coef = unname(fixef(bb)$cond), phi = sigma(bb), loglik = as.numeric(logLik(bb)),
              std_error = unname(sqrt(diag(vcov(bb)$cond)))),
  garwood = lapply(c(0, 1, 7, 50), function(k) poisson.test(k, 10)$conf.int[1:2]),
  ratio = lapply(list(c(3, 9), c(0, 4), c(20, 11)), function(k) poisson.test(k, c(100, 150))$conf.int[1:2])
), file.path("tests", "golden", "counts.json"), digits = NA, auto_unbox = TRUE)
