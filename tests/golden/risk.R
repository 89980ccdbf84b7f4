# Golden values for risks: Wilson limits and exact p values of base R, a standardized logistic model, and its errors by cluster (CR2).
# Run: Rscript tests/golden/risk.R > tests/golden/risk.json
suppressPackageStartupMessages({library(MASS); library(clubSandwich); library(jsonlite)})
b <- birthwt; b$smoke <- b$smoke; f <- glm(low ~ smoke + age + lwt, binomial, b, control = glm.control(epsilon = 1e-15, maxit = 100))
p <- function(s) { n <- b; n$smoke <- s; predict(f, n, type = "response") }
g <- function(s) { n <- model.matrix(f); n[, "smoke"] <- s; q <- p(s); colMeans(q * (1 - q) * n) }
r0 <- mean(p(0)); r1 <- mean(p(1)); d <- g(1) - g(0); l <- g(1) / r1 - g(0) / r0; V <- vcov(f)
# Bias-reduced errors of the least squares that the logistic model is at its estimates, as in counts.R.
root <- sqrt(fitted(f) * (1 - fitted(f))); z <- root * predict(f) + (b$low - fitted(f)) / root; m <- model.matrix(f) * root
w <- lm(z ~ 0 + m)
k <- linear_contrast(w, vcovCR(w, cluster = b$race, type = "CR2"), contrasts = matrix(d, 1), test = "Satterthwaite")
tab <- table(b$smoke, b$low)
writeLines(toJSON(list(header = list(R = R.version.string, clubSandwich = as.character(packageVersion("clubSandwich"))),
  data = list(low = b$low, smoke = b$smoke, age = b$age, lwt = b$lwt, race = b$race),
  wilson = list(prop.test(tab[1, 2], sum(tab[1, ]), correct = FALSE)$conf.int, prop.test(tab[2, 2], sum(tab[2, ]), correct = FALSE)$conf.int),
  p_value = prop.test(c(tab[2, 2], tab[1, 2]), c(sum(tab[2, ]), sum(tab[1, ])), correct = FALSE)$p.value,
  adjusted = list(difference = r1 - r0, difference_se = sqrt(drop(d %*% V %*% d)), log_ratio = log(r1 / r0), log_ratio_se = sqrt(drop(l %*% V %*% l)),
                  clustered_difference_se = k$SE, clustered_df = k$df),
  fisher = fisher.test(matrix(c(3, 17, 9, 13), 2))$p.value), digits = NA, auto_unbox = TRUE))
