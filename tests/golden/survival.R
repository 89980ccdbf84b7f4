# Golden values of Kaplan-Meier, log-rank and restricted mean, from R's survival.
# Run from the repository's root:  Rscript tests/golden/survival.R
# Writes one file per data set beside this script; the tests need no R. Each file holds the versions
# and the small public data set (shipped with R's survival) that its values belong to.

suppressMessages({
  library(survival)
  library(jsonlite)
})

folder <- file.path("tests", "golden", "survival")
dir.create(folder, showWarnings = FALSE)
header <- list(
  R = paste(R.version$major, R.version$minor, sep = "."),
  survival = as.character(packageVersion("survival")),
  script = "tests/golden/survival.R"
)
shares <- c(0.1, 0.25, 0.5, 0.75, 0.9)
conf_types <- c("log-log", "log", "plain")

surv_of <- function(d) {
  if (is.null(d$entry)) Surv(d$time, d$event) else Surv(d$entry, d$time, d$event)
}

fit_of <- function(d, conf_type) {
  y <- surv_of(d)
  if (is.null(d$weight)) {
    survfit(y ~ d$group, conf.type = conf_type)
  } else if (is.null(d$person)) {
    survfit(y ~ d$group, conf.type = conf_type, weights = d$weight, robust = TRUE)
  } else {
    survfit(y ~ d$group, conf.type = conf_type, weights = d$weight, cluster = d$person)
  }
}

curves_of <- function(d, conf_type) {
  fit <- fit_of(d, conf_type)
  s <- summary(fit, censored = TRUE)
  quant <- quantile(fit, shares)
  same <- list( # of every confidence type, so it is written once
    group = sub("^d\\$group=", "", as.character(s$strata)),
    time = s$time, n_risk = s$n.risk, n_event = s$n.event, n_censor = s$n.censor,
    estimate = s$surv, std_error = s$std.err
  )
  c(if (conf_type == "log-log") same, list(
    conf_low = s$lower, conf_high = s$upper,
    quantiles = list(
      group = sub("^d\\$group=", "", rownames(quant$quantile)), share = shares,
      estimate = quant$quantile, conf_low = quant$lower, conf_high = quant$upper
    )
  ))
}

# survdiff refuses delayed entry. The score test of the exact partial likelihood is the log-rank
# test with hypergeometric variance, and takes it.
tests_of <- function(d) {
  if (!is.null(d$entry)) {
    exact <- coxph(surv_of(d) ~ factor(d$group), ties = "exact")
    return(list(logrank = unname(exact$score)))
  }
  plain <- survdiff(surv_of(d) ~ d$group)
  out <- list(
    logrank = plain$chisq, df = length(plain$n) - 1,
    observed = as.vector(plain$obs), expected = as.vector(plain$exp),
    fh_1_0 = survdiff(surv_of(d) ~ d$group, rho = 1)$chisq,
    fh_half_0 = survdiff(surv_of(d) ~ d$group, rho = 0.5)$chisq
  )
  if (!is.null(d$stratum)) {
    out$stratified <- survdiff(surv_of(d) ~ d$group + strata(d$stratum))$chisq
    out$stratified_fh_1_0 <- survdiff(surv_of(d) ~ d$group + strata(d$stratum), rho = 1)$chisq
  }
  out
}

rmst_of <- function(d, horizon) {
  table <- summary(survfit(surv_of(d) ~ d$group), rmean = horizon)$table
  list(
    horizon = horizon, group = sub("^d\\$group=", "", rownames(table)),
    estimate = unname(table[, "rmean"]), std_error = unname(table[, "se(rmean)"])
  )
}

put <- function(name, d, horizon = NULL) {
  d <- lapply(d, function(x) if (is.factor(x)) as.character(x) else x)
  content <- list(
    meta = c(header, data = name), input = d,
    curves = setNames(lapply(conf_types, function(ct) curves_of(d, ct)), conf_types)
  )
  if (is.null(d$weight)) content$tests <- tests_of(d)
  if (!is.null(horizon)) content$rmst <- rmst_of(d, horizon)
  text <- toJSON(content, digits = I(17), na = "null", auto_unbox = TRUE, matrix = "rowmajor")
  writeLines(text, file.path(folder, paste0(name, ".json")))
}

l <- lung[!is.na(lung$ph.ecog), ]
put("lung", list(time = l$time, event = l$status - 1, group = l$sex, stratum = l$ph.ecog), 600)
put("veteran", list(
  time = veteran$time, event = veteran$status, group = veteran$celltype, stratum = veteran$trt
), 180)
co <- subset(colon, etype == 1)
put("colon", list(time = co$time, event = co$status, group = co$rx, stratum = co$sex), 1825)
put("mgus2", list(time = mgus2$futime, event = mgus2$death, group = mgus2$sex), 240)
put("heart", list(
  entry = heart$start, time = heart$stop, event = heart$event, group = heart$surgery,
  person = heart$id
), 365)
put("kidney", list(
  time = kidney$time, event = kidney$status, group = kidney$sex, stratum = kidney$disease
), 300)
put("ovarian", list(
  time = ovarian$futime, event = ovarian$fustat, group = ovarian$rx, stratum = ovarian$resid.ds
), 638)
put("rats", list(time = rats$time, event = rats$status, group = rats$rx, stratum = rats$sex), 104)
put("aml", list(time = aml$time, event = aml$status, group = aml$x), 40)
b <- subset(bladder, enum == 1)
put("bladder", list(time = b$stop, event = b$event, group = b$rx, stratum = pmin(b$number, 3)), 30)
m <- mgus2[1:200, ] # age as the time scale; the exact score test is slow on all 1,384
put("mgus2_age", list(
  entry = m$age, time = m$age + pmax(m$futime, 0.5) / 12, event = m$death, group = m$sex
))
put("lung_weighted", list(
  time = l$time, event = l$status - 1, group = l$sex, weight = 0.5 + (l$age %% 4) / 2
))
put("heart_weighted", list(
  entry = heart$start, time = heart$stop, event = heart$event, group = heart$surgery,
  weight = 1 + (heart$id %% 3) / 2, person = heart$id
))
