# Golden values for competing events: Aalen-Johansen, Gray, Fine-Gray.
# Run from the repository's root:  Rscript tests/golden/competing.R
# From R's survival and cmprsk, on data sets that ship with survival; one file per data set.

suppressMessages({
  library(survival)
  library(cmprsk)
  library(jsonlite)
})

folder <- file.path("tests", "golden", "competing")
dir.create(folder, showWarnings = FALSE)
header <- list(
  R = paste(R.version$major, R.version$minor, sep = "."),
  survival = as.character(packageVersion("survival")),
  cmprsk = as.character(packageVersion("cmprsk")),
  script = "tests/golden/competing.R"
)
control <- coxph.control(eps = 1e-13, iter.max = 60, toler.chol = 1e-14)

incidence <- function(d) {
  state <- factor(d$event, 0:max(d$event))
  y <- if (is.null(d$entry)) Surv(d$time, state) else Surv(d$entry, d$time, state)
  n <- length(d$time)
  w <- if (is.null(d$weight)) rep(1, n) else d$weight
  fit <- survfit(y ~ 1, weights = w, id = seq_len(n), influence = TRUE)
  # survfit ignores clusters here, so the pulls of their people are added up by hand
  pull <- fit$influence.pstate # person, time, state
  clustered <- sapply(dim(pull)[3] - rev(seq_len(max(d$event)) - 1), function(k) {
    sqrt(colSums(rowsum(w * pull[, , k], d$cluster)^2))
  })
  list(
    cluster_error = t(unname(tail(clustered, length(fit$time)))),
    time = fit$time, incidence = t(unname(fit$pstate[, -1])), std_error = t(unname(fit$std.err[, -1])),
    survival = unname(fit$pstate[, 1])
  )
}

aalen <- function(d) { # cmprsk's variance; right-censored, unweighted sets only
  if (!is.null(d$entry) || !is.null(d$weight)) return(NULL)
  fit <- cuminc(d$time, d$event)
  at <- sort(unique(d$time[d$event > 0]))
  tp <- timepoints(fit, at)
  list(time = at, incidence = unname(tp$est), variance = unname(tp$var))
}

gray <- function(d) {
  if (!is.null(d$entry) || !is.null(d$weight)) return(NULL)
  test <- function(...) unname(cuminc(d$time, d$event, d$group, ...)$Tests)
  list(rho0 = test(), rho1 = test(rho = 1), stratified = test(strata = d$stratum))
}

by_crr <- function(d) {
  if (!is.null(d$entry) || !is.null(d$weight)) return(NULL)
  X <- as.matrix(d$X)
  one <- function(...) {
    m <- crr(d$time, d$event, X, gtol = 1e-12, maxiter = 50, ...)
    list(coef = unname(m$coef), covariance = unname(m$var), loglik = m$loglik, null = m$loglik.null)
  }
  m <- crr(d$time, d$event, X, gtol = 1e-12, maxiter = 50)
  at <- colMeans(X)
  curve <- predict(m, matrix(at, 1))
  list(plain = one(), grouped = one(cengroup = d$stratum),
       at = unname(at), time = curve[, 1], incidence = curve[, 2])
}

by_finegray <- function(d) {
  frame <- data.frame(time = d$time, status = factor(d$event, 0:max(d$event)), id = seq_along(d$time), d$X)
  names(frame)[-(1:3)] <- paste0("v", seq_len(ncol(as.matrix(d$X))))
  terms <- paste(names(frame)[-(1:3)], collapse = "+")
  frame$entry <- if (is.null(d$entry)) 0 else d$entry
  frame$w <- if (is.null(d$weight)) 1 else d$weight
  frame$cluster <- d$cluster
  left <- if (is.null(d$entry)) "Surv(time, status)" else "Surv(entry, time, status)"
  wide <- finegray(as.formula(paste(left, "~ .")), data = frame, id = id, weights = w, etype = "1")
  m <- coxph(as.formula(paste("Surv(fgstart, fgstop, fgstatus) ~", terms)), wide, weights = fgwt,
             ties = "breslow", control = control, cluster = cluster)
  list(coef = unname(coef(m)), loglik = m$loglik, covariance_weights_known = unname(m$var))
}

write_set <- function(name, d) {
  d$X <- unname(as.matrix(d$X))
  values <- list(
    incidence = incidence(d), aalen = aalen(d),
    gray = gray(d), crr = by_crr(d), finegray = by_finegray(d)
  )
  write_json(list(header = header, data = d, values = values), file.path(folder, paste0(name, ".json")),
             digits = NA, auto_unbox = TRUE, null = "null")
}

m <- na.omit(mgus2[, c("age", "sex", "ptime", "pstat", "futime", "death", "mspike", "hgb")])[1:400, ]
m$time <- with(m, ifelse(pstat == 1, ptime, futime))
m$event <- with(m, ifelse(pstat == 1, 1, 2 * death))
m <- m[m$time > 0, ]
cols <- with(m, cbind(age, as.integer(sex == "M"), mspike))
base <- with(m, list(event = event, X = cols, group = as.integer(sex == "M"),
                     stratum = as.integer(age > 70), cluster = rep(1:40, length.out = nrow(m))))
write_set("mgus_months", c(list(time = m$time), base))
write_set("mgus_years", c(list(time = ceiling(m$time / 12)), base)) # heavy ties
write_set("mgus_age", c(list( # age as time scale: delayed entry
  entry = floor(m$age), time = floor(m$age) + ceiling(m$time / 12)
), within(base, X <- cols[, 2:3])))
write_set("mgus_weighted", c(list(time = ceiling(m$time / 6), weight = rep(c(0.5, 1, 2, 1.25), length.out = nrow(m))), base))

t <- subset(transplant, event != "censored" | futime > 100)
t <- t[seq(1, nrow(t), 2), ]
t <- t[!is.na(t$age) & t$futime > 0, ]
write_set("transplant", with(t, list( # three causes, four blood groups
  time = futime, event = as.integer(event) - 1, X = cbind(age, as.integer(sex == "f")),
  group = as.integer(abo) - 1, stratum = as.integer(year > 1995), cluster = rep(1:30, length.out = nrow(t))
)))
