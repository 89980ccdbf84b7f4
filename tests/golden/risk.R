# Golden values for risks: Wilson limits and exact p values of base R, and a standardized logistic model.
# Run: Rscript tests/golden/risk.R > tests/golden/risk.json
suppressPackageStartupMessages({library(MASS); library(sandwich); library(jsonlite)})
b <- birthwt; b$smoke <- b$smoke; f <- glm(low ~ smoke + age + lwt, binomial, b, control = glm.control(epsilon = 1e-15, maxit = 100))
p <- function(s) { n <- b; n$smoke <- s; predict(f, n, type = "response") }
g <- function(s) { n <- model.matrix(f); n[, "smoke"] <- s; q <- p(s); colMeans(q * (1 - q) * n) }
r0 <- mean(p(0)); r1 <- mean(p(1)); d <- g(1) - g(0); l <- g(1) / r1 - g(0) / r0; V <- vcov(f)
k <- vcovCL(f, cluster = b$race, type = "HC0", cadjust = TRUE)
tab <- table(b$smoke, b$low)
writeLines(toJSON(list(header = list(R = R.version.string, sandwich = as.character(packageVersion("sandwich"))),
  data = list(low = b$low, smoke = b$smoke, age = b$age, lwt = b$lwt, race = b$race),
  wilson = list(prop.test(tab[1, 2], sum(tab[1, ]), correct = FALSE)$conf.int, prop.test(tab[2, 2], sum(tab[2, ]), correct = FALSE)$conf.int),
  p_value = prop.test(c(tab[2, 2], tab[1, 2]), c(sum(tab[2, ]), sum(tab[1, ])), correct = FALSE)$p.value,
  adjusted = list(difference = r1 - r0, difference_se = sqrt(drop(d %*% V %*% d)), log_ratio = log(r1 / r0), log_ratio_se = sqrt(drop(l %*% V %*% l)),
                  clustered_difference_se = sqrt(drop(d %*% k %*% d))),
  fisher = fisher.test(matrix(c(3, 17, 9, 13), 2))$p.value), digits = NA, auto_unbox = TRUE))
