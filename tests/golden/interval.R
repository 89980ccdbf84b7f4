# Golden values for events that visits only bracket: survfit and survreg of R's survival, and
# a re-derivation (EM, then Newton on the support) that is certified by its gradient.
# Run from the repository's root:  Rscript tests/golden/interval.R
# Data ship with R's survival (pbcseq), msm (cav) and mets (ttpd).
suppressMessages({library(survival); library(jsonlite); library(msm); library(mets)})
folder <- file.path("tests", "golden", "interval")
dir.create(folder, showWarnings = FALSE)
header <- list(R = paste(R.version$major, R.version$minor, sep = "."), script = "tests/golden/interval.R")
for (p in c("survival", "msm", "mets")) header[[p]] <- as.character(packageVersion(p))

# One row per person: last visit without, first visit with; both Inf-coded as NA on the right.
bracket <- function(id, time, state) {
  do.call(rbind, lapply(split(data.frame(id, time, state), id), function(d) {
    d <- d[order(d$time), ]
    hit <- which(d$state)
    if (length(hit) == 0) return(data.frame(id = d$id[1], left = max(d$time), right = Inf))
    k <- hit[1]
    data.frame(id = d$id[1], left = if (k == 1) NA else d$time[k - 1], right = d$time[k])
  }))
}

# Innermost intervals of half-open observations, with exact times as points.
innermost <- function(l, r) {
  exact <- l == r
  ends <- rbind(data.frame(v = l, o = ifelse(exact, 0, 2), left = TRUE), data.frame(v = r, o = 1, left = FALSE))
  ends <- unique(ends)
  ends <- ends[order(ends$v, ends$o), ]
  k <- which(ends$left & c(!ends$left[-1], FALSE))
  data.frame(lower = ends$v[k], upper = ends$v[k + 1], point = ends$o[k] == 0)
}
covers <- function(l, r, j) outer(seq_along(l), seq_len(nrow(j)), function(i, k) {
  exact <- l[i] == r[i]
  ifelse(exact, j$point[k] & j$lower[k] == l[i],
         ifelse(j$point[k], l[i] < j$lower[k] & j$lower[k] <= r[i], l[i] <= j$lower[k] & j$upper[k] <= r[i]))
})
npmle <- function(l, r) {
  j <- innermost(l, r)
  a <- covers(l, r, j) * 1
  p <- rep(1 / nrow(j), nrow(j))
  for (round in 1:5000) p <- p * colMeans(a / as.vector(a %*% p))
  on <- p > 1e-5
  repeat {
    q <- p[on] / sum(p[on]); b <- a[, on, drop = FALSE]
    for (step in 1:200) {
      s <- as.vector(b %*% q); g <- colMeans(b / s); h <- crossprod(b / s) / nrow(b)
      m <- rbind(cbind(h, 1), c(rep(1, length(q)), 0))
      d <- solve(m, c(g - 1, 0))[seq_along(q)]
      t <- 1; while (any(q + t * d <= 0)) t <- t / 2
      q <- q + t * d
      if (max(abs(d)) < 1e-14) break
    }
    p <- rep(0, nrow(j)); p[on] <- q
    grad <- colMeans(a / as.vector(a %*% p))
    bad <- which(on & p < 1e-9)
    if (length(bad) > 0) { on[bad] <- FALSE; next }
    if (max(grad) <= 1 + 1e-10) break
    on[which.max(grad)] <- TRUE; p[which.max(grad)] <- 1e-4
  }
  list(lower = j$lower, upper = j$upper, mass = p, gradient = max(grad), log_likelihood = sum(log(as.vector(a %*% p))), cover = a)
}
scores <- function(fit) {
  s <- c(1, 1 - cumsum(fit$mass)); s[s < 1e-12] <- 0
  haz <- c(0, cumsum(ifelse(s[-length(s)] > 0, fit$mass / s[-length(s)], 0)))
  first <- apply(fit$cover, 1, function(x) min(which(x > 0))); last <- apply(fit$cover, 1, function(x) max(which(x > 0)))
  s0 <- s[first]; s1 <- s[last + 1]
  xlogx <- function(x) ifelse(x > 0, x * log(x), 0)
  list(`log-rank` = (s1 * haz[last + 1] - s0 * haz[first]) / (s0 - s1),
       finkelstein = (xlogx(s0) - xlogx(s1)) / (s0 - s1), wilcoxon = s0 + s1 - 1)
}
compare <- function(score, group) {
  u <- tapply(score, group, sum); n <- table(group); k <- length(u)
  v <- sum((score - mean(score))^2) / (length(score) - 1) * (diag(as.vector(n)) - outer(as.vector(n), as.vector(n)) / length(score))
  x <- u[-k]
  list(sum = as.vector(u), statistic = as.numeric(t(x) %*% solve(v[-k, -k]) %*% x), df = k - 1)
}
put <- function(name, d, covariates) {
  d$left[is.na(d$left)] <- 0
  g <- as.character(d$group)
  y <- Surv(d$left, ifelse(is.finite(d$right), d$right, NA), type = "interval2")
  curves <- lapply(split(d, g), function(x) {
    f <- survfit(Surv(x$left, ifelse(is.finite(x$right), x$right, NA), type = "interval2") ~ 1)
    e <- npmle(x$left, x$right)
    list(survfit = list(time = f$time, survival = f$surv), lower = e$lower, upper = ifelse(is.finite(e$upper), e$upper, -1),
         mass = e$mass, gradient = e$gradient, log_likelihood = e$log_likelihood)
  })
  all <- npmle(d$left, d$right)
  tests <- lapply(scores(all), compare, group = g)
  yr <- Surv(ifelse(d$left == 0, NA, d$left), ifelse(is.finite(d$right), d$right, NA), type = "interval2")
  x <- model.matrix(as.formula(paste("~ factor(group) +", covariates)), d)[, -1, drop = FALSE]
  models <- lapply(c(weibull = "weibull", exponential = "exponential", log_normal = "lognormal", log_logistic = "loglogistic"), function(dist) {
    f <- survreg(yr ~ x, dist = dist, control = survreg.control(maxiter = 200, rel.tolerance = 1e-14))
    list(theta = unname(c(coef(f), if (dist != "exponential") log(f$scale))), std_error = unname(sqrt(diag(vcov(f)))), log_likelihood = f$loglik[2])
  })
  w <- 0.5 + (seq_len(nrow(d)) %% 4) / 2
  # survreg(robust = TRUE) leaves the weights out of the middle of its sandwich, and its dfbeta
  # residuals are off for brackets; so the sandwich is built from numerical derivatives.
  f <- survreg(yr ~ x, weights = w, dist = "weibull", control = survreg.control(maxiter = 200, rel.tolerance = 1e-14))
  theta <- unname(c(coef(f), log(f$scale))); z <- cbind(1, x); k <- ncol(z)
  row <- function(th, i) {
    s <- function(t) ifelse(t <= 0, 1, exp(-exp((log(t) - sum(z[i, ] * th[1:k])) / exp(th[k + 1]))))
    log(s(d$left[i]) - if (is.finite(d$right[i])) s(d$right[i]) else 0)
  }
  each <- t(sapply(seq_len(nrow(d)), function(i) numDeriv::grad(row, theta, i = i)))
  bread <- -Reduce(`+`, lapply(seq_len(nrow(d)), function(i) w[i] * numDeriv::hessian(row, theta, i = i)))
  sandwich <- solve(bread) %*% crossprod(each * w) %*% solve(bread)
  weighted <- list(weight = w, theta = theta, std_error = unname(sqrt(diag(sandwich))))
  out <- list(meta = c(header, data = name), data = list(left = d$left, right = ifelse(is.finite(d$right), d$right, -1), group = g, covariate = d[[covariates]]),
              curves = curves, tests = tests, models = models, weighted = weighted)
  writeLines(toJSON(out, digits = I(17), auto_unbox = TRUE), file.path(folder, paste0(name, ".json")))
}
# Ascites in primary biliary cholangitis, seen at visits; by sex. Present at the first visit: left out.
b <- bracket(pbcseq$id, pbcseq$day, pbcseq$ascites %in% 1)
b <- merge(b, unique(pbcseq[, c("id", "trt", "sex", "age")]), by = "id")
b <- b[!(is.na(b$left) & b$right == 0) & !(b$left %in% 0 & is.infinite(b$right)), ]
b$group <- ifelse(b$trt == 1, "penicillamine", "placebo")
put("ascites", b, "age")
# Vasculopathy after a heart transplant, seen at yearly angiograms; by diagnosis in three groups.
v <- cav[cav$state != 4, ]
h <- bracket(v$PTNUM, v$years, v$state > 1)
h <- merge(h, data.frame(id = cav$PTNUM, cav[, c("pdiag", "dage", "firstobs")])[cav$firstobs == 1, ], by = "id")
h <- h[!is.na(h$pdiag) & !(h$left %in% 0 & is.infinite(h$right)), ]
h$group <- ifelse(h$pdiag == "IHD", "ischemic", ifelse(h$pdiag == "IDC", "dilated", "other"))
put("vasculopathy", h, "dage")
# Time to pregnancy in cycles; every third couple is taken as seen after every second cycle only.
data(ttpd)
w <- data.frame(left = ttpd$entry, right = ttpd$time2, group = paste0("x", ttpd$X1, ttpd$X2), x3 = ttpd$X3)
rare <- seq_len(nrow(w)) %% 3 == 0 & is.finite(w$right)
w$right[rare] <- 2 * ceiling(w$right[rare] / 2)
w$left[rare] <- w$right[rare] - 2
put("pregnancy", w, "x3")
