# Golden values for logistic regression with Firth's penalty; prints JSON. Needs r-cran-brglm.
suppressMessages(library(brglm))
library(jsonlite)
fit <- function(data, formula) {
  model <- brglm(formula, family = binomial, data = data, br.epsilon = 1e-12, br.maxit = 1000)
  x <- model.matrix(model)
  list(x = unname(x), events = unname(model$y), beta = unname(coef(model)),
       se = unname(sqrt(diag(vcov(model)))), log_likelihood = unname(model$penalized.deviance) / -2)
}
separated <- data.frame(y = c(0, 0, 0, 0, 0, 1, 1, 1, 1, 1), a = c(0, 0, 0, 0, 1, 1, 1, 1, 1, 1),
                        b = c(1.2, -0.3, 0.4, 2.1, -1, 0.7, 0.1, -0.6, 1.5, 0.2))
cars <- data.frame(y = mtcars$am, wt = mtcars$wt, vs = mtcars$vs)
cat(toJSON(list(r = R.version.string, brglm = as.character(packageVersion("brglm")),
                sets = list(separated = fit(separated, y ~ a + b), cars = fit(cars, y ~ wt + vs))),
           digits = NA, auto_unbox = TRUE, pretty = TRUE), "\n")
