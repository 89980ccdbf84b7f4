# Golden values of the Cox model, from R's survival, on data sets that ship with it.
# Run from the repository's root:  Rscript tests/golden/cox.R
# Writes one file per data set beside this script; the tests need no R. Together the sets cover ties,
# strata, delayed entry, weights, clusters, time-varying covariates, repeats, and factors.

suppressMessages({
  library(survival)
  library(jsonlite)
})

folder <- file.path("tests", "golden", "cox")
dir.create(folder, showWarnings = FALSE)
header <- list(
  R = paste(R.version$major, R.version$minor, sep = "."),
  survival = as.character(packageVersion("survival")),
  script = "tests/golden/cox.R"
)
control <- coxph.control(eps = 1e-13, iter.max = 60, toler.chol = 1e-14)
transforms <- c("km", "rank", "identity", "log")

surv_of <- function(d) {
  if (is.null(d$entry)) Surv(d$time, d$event) else Surv(d$entry, d$time, d$event)
}

# One fit of columns X, with or without strata; `...` carries weights, cluster, robust.
fit_of <- function(d, ties, ...) {
  y <- surv_of(d)
  X <- as.matrix(d$X)
  form <- if (is.null(d$stratum)) y ~ X else y ~ X + strata(d$stratum)
  coxph(form, ties = ties, control = control, x = TRUE, y = TRUE, ...)
}

numbers <- function(m) {
  list(
    coef = unname(coef(m)),
    covariance = unname(if (is.null(m$naive.var)) m$var else m$naive.var),
    loglik = m$loglik,
    score = m$score
  )
}

spread <- function(m) {
  list(covariance = unname(m$var), wald = unname(m$wald.test), score = unname(m$rscore))
}

basis <- function(d, m) {
  b <- basehaz(m, centered = FALSE)
  at <- colMeans(as.matrix(d$X)) + 0.5 * apply(as.matrix(d$X), 2, sd)
  list(time = b$time, cumhaz = b$hazard, strata = as.character(b$strata), at = unname(at))
}

curve_at <- function(d, m) { # one person's curve, unstratified fits only
  if (!is.null(d$stratum)) return(NULL)
  X <- as.matrix(d$X)
  at <- unname(colMeans(X) + 0.5 * apply(X, 2, sd))
  y <- surv_of(d)
  frame <- data.frame(X)
  names(frame) <- paste0("v", seq_len(ncol(X)))
  w <- if (is.null(d$weight)) rep(1, nrow(X)) else d$weight
  frame$w_ <- w
  form <- as.formula(paste("y ~", paste(setdiff(names(frame), "w_"), collapse = "+")))
  fit <- coxph(form, frame, weights = w_, control = control, robust = FALSE)
  s <- survfit(fit, newdata = as.data.frame(as.list(setNames(at, setdiff(names(frame), "w_")))))
  list(at = at, time = s$time, surv = s$surv, se_cumhaz = s$std.err)
}

residual_set <- function(m) {
  list(
    martingale = unname(residuals(m, "martingale")),
    score = unname(as.matrix(residuals(m, "score"))),
    dfbeta = unname(as.matrix(residuals(m, "dfbeta"))),
    schoenfeld = unname(as.matrix(residuals(m, "schoenfeld"))),
    scaled_schoenfeld = unname(as.matrix(residuals(m, "scaledsch")))
  )
}

zph_of <- function(m, transform) {
  z <- cox.zph(m, transform = transform, terms = FALSE)
  list(statistic = unname(z$table[, "chisq"]), df = unname(z$table[, "df"]))
}

grouped_zph <- function(d) { # factor terms kept together
  if (is.null(d$terms)) return(NULL)
  y <- surv_of(d)
  parts <- lapply(d$terms, function(j) as.matrix(d$X)[, j, drop = FALSE])
  names(parts) <- paste0("part", seq_along(parts))
  form <- as.formula(paste("y ~", paste(names(parts), collapse = "+")))
  m <- coxph(form, data = parts, control = control)
  z <- cox.zph(m, transform = "km")
  list(statistic = unname(z$table[, "chisq"]), df = unname(z$table[, "df"]))
}

concordance_of <- function(m) {
  z <- concordance(m)
  list(
    concordance = unname(z$concordance), std_error = sqrt(unname(z$var)),
    count = unname(if (is.matrix(z$count)) colSums(z$count) else z$count)
  )
}

write_set <- function(name, d, residuals = FALSE) {
  X <- as.matrix(d$X)
  d$X <- unname(X)
  w <- d$weight
  plain <- function(ties) {
    if (is.null(w)) fit_of(d, ties) else fit_of(d, ties, weights = w, robust = FALSE)
  }
  robust <- function(ties, cluster = seq_along(d$time)) {
    if (is.null(w)) fit_of(d, ties, cluster = cluster) else fit_of(d, ties, weights = w, cluster = cluster)
  }
  m <- plain("efron")
  values <- list(
    efron = numbers(m), breslow = numbers(plain("breslow")),
    efron_robust = spread(robust("efron")), breslow_robust = spread(robust("breslow")),
    efron_cluster = if (is.null(d$cluster)) NULL else spread(robust("efron", cluster = d$cluster)),
    breslow_cluster = if (is.null(d$cluster)) NULL else spread(robust("breslow", cluster = d$cluster)),
    basehaz = basis(d, m), curve = curve_at(d, m),
    zph = lapply(setNames(transforms, transforms), function(k) zph_of(m, k)),
    zph_terms = grouped_zph(d),
    concordance = concordance_of(m),
    concordance_cluster = if (is.null(d$cluster)) NULL else concordance_of(robust("efron", cluster = d$cluster)),
    residuals = if (residuals) residual_set(m) else NULL
  )
  write_json(
    list(header = header, data = d, values = values),
    file.path(folder, paste0(name, ".json")),
    digits = NA, auto_unbox = TRUE, null = "null"
  )
}

lung1 <- na.omit(lung[, c("time", "status", "age", "sex", "ph.ecog", "wt.loss", "inst")])
write_set("lung", with(lung1, list(
  time = time, event = status - 1, X = cbind(age, sex, ph.ecog, wt.loss), cluster = inst
)), residuals = TRUE)
months <- with(lung1, list(
  time = ceiling(time / 30.4375), event = status - 1, X = cbind(age, ph.ecog), stratum = sex, cluster = inst
))
write_set("lung_months", months, residuals = TRUE)
write_set("veteran", with(veteran, list(
  time = time, event = status,
  X = cbind(trt, karno, model.matrix(~celltype)[, -1]), terms = list(1, 2, 3:5)
)))
write_set("ovarian", with(ovarian, list(time = futime, event = fustat, X = cbind(age, rx))))
write_set("heart", with(heart, list( # time-varying transplant, entry, person as cluster
  entry = start, time = stop, event = event, X = cbind(age, year, transplant = as.integer(transplant) - 1),
  cluster = id
)), residuals = TRUE)
write_set("bladder", with(bladder2[bladder2$stop > bladder2$start, ], list( # Andersen-Gill
  entry = start, time = stop, event = event, X = cbind(rx, size, number), cluster = id
)))
write_set("bladder_pwp", with(bladder2[bladder2$stop > bladder2$start, ], list( # Prentice-Williams-Peterson
  entry = start, time = stop, event = event, X = cbind(rx, size, number), cluster = id, stratum = enum
)))
write_set("rats", with(rats, list(
  time = time, event = status, X = cbind(rx), cluster = litter, stratum = as.integer(sex == "m") + 1
)))
write_set("kidney", with(kidney, list(time = time, event = status, X = cbind(age, sex), cluster = id)))
set.seed(3)
colon1 <- na.omit(subset(colon, etype == 2)[, c("time", "status", "rx", "age", "nodes", "extent")])[1:400, ]
colon1$w <- sample(c(0.5, 1, 1.5, 2.25), nrow(colon1), TRUE)
write_set("colon_weighted", with(colon1, list(
  time = ceiling(time / 60), event = status, X = cbind(model.matrix(~rx)[, -1], age, nodes),
  weight = w, stratum = extent
)), residuals = TRUE)
mgus1a <- na.omit(mgus2[, c("age", "sex", "futime", "death", "mspike", "hgb")])[1:500, ]
write_set("mgus_age", with(mgus1a, list( # age as the time scale: delayed entry, whole years
  entry = age, time = age + floor(futime / 12) + 1, event = death,
  X = cbind(sex = as.integer(sex == "M"), mspike, hgb), weight = rep(c(1, 2, 0.5), length.out = 500),
  cluster = rep(1:50, each = 10)
)))

# Firth's penalty has no R package here: the penalized likelihood is put together from coxph at given
# coefficients and climbed by a general optimizer.
firth_of <- function(d) {
  X <- as.matrix(d$X)
  y <- Surv(d$time, d$event)
  penalized <- function(b) tryCatch({
    m <- suppressWarnings(coxph(y ~ X, init = b, iter = 0, control = coxph.control(iter.max = 0)))
    m$loglik[2] + 0.5 * determinant(solve(m$var))$modulus[1]
  }, error = function(e) -1e8)
  climb <- function(f, start) {
    o <- optim(start, function(b) -f(b), method = "BFGS", control = list(reltol = 1e-16, maxit = 1000))
    o <- optim(o$par, function(b) -f(b), method = "Nelder-Mead", control = list(reltol = 1e-16, maxit = 20000))
    list(b = o$par, value = -o$value)
  }
  top <- climb(penalized, rep(0, ncol(X)))
  held <- function(j, v) { # best value with coefficient j held
    f <- function(b) penalized(append(b, v, after = j - 1))
    o <- if (ncol(X) == 2) {
      z <- optimize(f, top$b[-j] + c(-3, 3), maximum = TRUE, tol = 1e-12)
      list(value = z$objective)
    } else climb(f, top$b[-j])
    o$value
  }
  limit <- function(j, side) {
    gap <- function(v) 2 * (top$value - held(j, v)) - qchisq(0.95, 1)
    far <- 0.5
    while (gap(top$b[j] + side * far) < 0) far <- far * 2
    uniroot(gap, sort(c(top$b[j], top$b[j] + side * far)), tol = 1e-10)$root
  }
  p <- seq_len(ncol(X))
  list(
    coef = top$b, penalized = top$value,
    low = sapply(p, limit, side = -1), high = sapply(p, limit, side = 1),
    statistic = sapply(p, function(j) 2 * (top$value - held(j, 0)))
  )
}
sets <- list(
  ovarian = with(ovarian, list(time = futime, event = fustat, X = unname(cbind((age - 55) / 10, rx)))),
  monotone = list( # nobody in the second arm has the event; weekly ties
    time = c(2, 3, 3, 5, 6, 6, 8, 9, 4, 5, 7, 8, 9, 9, 10, 11), event = c(1, 1, 1, 0, 1, 1, 1, 0, rep(0, 8)),
    X = unname(cbind(rep(0:1, each = 8), c(3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3)))
  )
)
write_json(
  list(header = header, sets = lapply(sets, function(d) list(data = d, values = firth_of(d)))),
  file.path("tests", "golden", "firth_cox.json"), digits = NA, auto_unbox = TRUE
)
