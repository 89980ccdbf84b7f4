# Golden values for reliability, from formulas written out in base R; prints JSON.
library(jsonlite)
items <- function(x) {
  x <- as.matrix(x); n <- nrow(x); k <- ncol(x)
  alpha <- function(y) { p <- ncol(y); p / (p - 1) * (1 - sum(diag(var(y))) / sum(var(y))) }
  a <- alpha(x)
  f <- factanal(x, 1, control = list(opt = list(factr = 1)))
  sd <- apply(x, 2, sd); l <- f$loadings[, 1] * sd; u <- f$uniquenesses * sd^2
  list(data = x, alpha = a,
       low = 1 - (1 - a) * qf(0.975, n - 1, (n - 1) * (k - 1)),
       high = 1 - (1 - a) * qf(0.025, n - 1, (n - 1) * (k - 1)),
       omega = sum(l)^2 / (sum(l)^2 + sum(u)),
       rest = sapply(1:k, function(j) cor(x[, j], rowSums(x[, -j]))),
       without = sapply(1:k, function(j) alpha(x[, -j])))
}
icc <- function(x) {
  x <- as.matrix(x); n <- nrow(x); k <- ncol(x)
  long <- data.frame(y = c(x), who = factor(rep(1:n, k)), when = factor(rep(1:k, each = n)))
  ms <- summary(aov(y ~ who + when, long))[[1]][["Mean Sq"]]
  r <- ms[1]; o <- ms[2]; e <- ms[3]
  w <- summary(aov(y ~ who, long))[[1]][["Mean Sq"]][2]
  fl <- function(f, d1, d2) c(f / qf(0.975, d1, d2), f * qf(0.975, d2, d1))
  one <- fl(r / w, n - 1, n * (k - 1)); con <- fl(r / e, n - 1, (n - 1) * (k - 1))
  single <- function(f) (f - 1) / (f + k - 1); means <- function(f) 1 - 1 / f
  agree <- (r - e) / (r + (k - 1) * e + k / n * (o - e))
  a <- k * agree / (n * (1 - agree)); b <- 1 + k * agree * (n - 1) / (n * (1 - agree))
  v <- (a * o + b * e)^2 / ((a * o)^2 / (k - 1) + (b * e)^2 / ((n - 1) * (k - 1)))
  up <- qf(0.975, n - 1, v); lo <- qf(0.975, v, n - 1)
  low <- n * (r - up * e) / (up * (k * o + (k * n - k - n) * e) + n * r)
  high <- n * (lo * r - e) / (k * o + (k * n - k - n) * e + n * lo * r)
  agree_k <- (r - e) / (r + (o - e) / n)
  low_k <- n * (r - up * e) / (up * (o - e) + n * r)
  high_k <- n * (lo * r - e) / (o - e + n * lo * r)
  list(data = x, agreement = c(agree, low, high), agreement_mean = c(agree_k, low_k, high_k),
       consistency = c(single(r / e), single(con)), consistency_mean = c(means(r / e), means(con)),
       "one-way" = c(single(r / w), single(one)), "one-way_mean" = c(means(r / w), means(one)))
}
kap <- function(t) {
  t <- unclass(t); k <- nrow(t); n <- sum(t); p <- as.matrix(t) / n
  value <- function(p, w) {
    e <- sum(w * outer(rowSums(p), colSums(p))); (sum(w * p) - e) / (1 - e)
  }
  out <- list(counts = matrix(as.numeric(t), k))
  for (how in c("none", "linear", "quadratic")) {
    d <- abs(outer(1:k, 1:k, "-")) / (k - 1)
    w <- switch(how, none = 1 * (d == 0), linear = 1 - d, quadratic = 1 - d^2)
    # delta method on the multinomial, its gradient by central differences
    g <- sapply(seq_along(p), function(i) {
      h <- replace(p * 0, i, 1e-6); (value(p + h, w) - value(p - h, w)) / 2e-6
    })
    out[[how]] <- c(value(p, w), sqrt((sum(g^2 * p) - sum(g * p)^2) / n))
  }
  out
}
wide <- reshape(as.data.frame(nlme::Orthodont), idvar = "Subject", timevar = "age",
                direction = "wide", v.names = "distance", drop = "Sex")[, -1]
fleiss <- matrix(c(9, 2, 5, 8, 6, 1, 3, 2, 8, 4, 6, 8, 7, 1, 2, 6, 10, 5, 6, 9, 6, 2, 4, 7), 6,
                 byrow = TRUE)  # six targets by four judges, Shrout and Fleiss (1979)
cat(toJSON(list(r = R.version.string, packages = paste("nlme", packageVersion("nlme")),
                items = list(attitude = items(attitude), orthodont = items(wide)),
                scores = list(fleiss = icc(fleiss), orthodont = icc(wide),
                              immer = icc(MASS::immer[, c("Y1", "Y2")])),
                categories = list(status = kap(occupationalStatus))),
           digits = NA, auto_unbox = TRUE, pretty = TRUE), "\n")
