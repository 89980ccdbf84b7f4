# Golden values of cumulative incidence, Nelson-Aalen and clustered Kaplan-Meier, group by group.
# Run from the repository's root:  Rscript tests/golden/incidence.R
# From R's survival and cmprsk, on data sets that ship with survival and MASS; one file per data set.

suppressMessages({
  library(survival)
  library(cmprsk)
  library(jsonlite)
})

folder <- file.path("tests", "golden", "incidence")
dir.create(folder, showWarnings = FALSE)
header <- list(
  R = paste(R.version$major, R.version$minor, sep = "."),
  survival = as.character(packageVersion("survival")),
  cmprsk = as.character(packageVersion("cmprsk")),
  MASS = as.character(packageVersion("MASS")),
  script = "tests/golden/incidence.R"
)
conf_types <- c("log-log", "log", "plain")

times_of <- function(d, event) {
  if (is.null(d$entry)) Surv(d$time, event) else Surv(d$entry, d$time, event)
}

incidence <- function(d, causes) {
  state <- factor(d$event, 0:causes)
  n <- length(d$time)
  w <- if (is.null(d$weight)) rep(1, n) else d$weight
  fit <- function(type, ...) {
    survfit(times_of(d, state) ~ 1, weights = w, id = seq_len(n), conf.type = type, ...)
  }
  one <- fit("log-log", influence = TRUE)
  ends <- one$time %in% d$time # with delayed entry R also lists times at which people enter
  last <- function(m) t(unname(m[ends, ncol(m) + 1 - rev(seq_len(causes)), drop = FALSE]))
  out <- list(time = one$time[ends], estimate = last(one$pstate), std_error = last(one$std.err))
  if (is.null(d$weight)) {
    out$n_event <- last(one$n.event)
    out$n_risk <- unname(one$n.risk[ends, 1])
  }
  if (!is.null(d$cluster)) { # survfit ignores clusters here: the pulls of their people are added up
    pull <- one$influence.pstate # person, time, state
    root <- function(k) sqrt(colSums(rowsum(w * pull[, , k], d$cluster)^2))
    states <- dim(pull)[3] + 1 - rev(seq_len(causes))
    kept <- tail(seq_len(dim(pull)[2]), length(one$time))[ends]
    out$cluster_error <- t(sapply(states, root)[kept, , drop = FALSE])
  }
  out$limits <- lapply(setNames(conf_types, conf_types), function(type) {
    f <- fit(type)
    list(low = last(f$lower), high = last(f$upper))
  })
  out
}

aalen <- function(d, causes) { # cmprsk's variance; it knows neither entry nor weights
  if (!is.null(d$entry) || !is.null(d$weight)) return(NULL)
  at <- sort(unique(d$time[d$event > 0]))
  tp <- timepoints(cuminc(d$time, d$event), at)
  rows <- paste("1", seq_len(causes))
  list(time = at, estimate = unname(tp$est[rows, , drop = FALSE]),
       variance = unname(tp$var[rows, , drop = FALSE]))
}

hazard <- function(d, cause) {
  y <- times_of(d, d$event == cause)
  told <- function(fit) {
    limits <- function(type) {
      both <- survival:::survfit_confint(fit$cumhaz, fit$std.chaz, logse = FALSE, conf.type = type,
                                         conf.int = 0.95, ulimit = FALSE)
      list(low = both$lower, high = both$upper)
    }
    list(time = fit$time, estimate = fit$cumhaz, std_error = fit$std.chaz,
         limits = list(log = limits("log"), plain = limits("plain")))
  }
  if (!is.null(d$weight)) {
    return(list(weighted = told(survfit(y ~ 1, weights = d$weight, robust = TRUE)),
                clustered = told(survfit(y ~ 1, weights = d$weight, cluster = d$cluster))))
  }
  out <- list(nelson = told(survfit(y ~ 1, ctype = 1)),
              `fleming-harrington` = told(survfit(y ~ 1, ctype = 2)))
  if (!is.null(d$cluster)) out$clustered <- told(survfit(y ~ 1, cluster = d$cluster))
  out
}

free <- function(d) { # Kaplan-Meier of any event, errors by cluster
  if (is.null(d$cluster)) return(NULL)
  w <- if (is.null(d$weight)) rep(1, length(d$time)) else d$weight
  fit <- survfit(times_of(d, d$event > 0) ~ 1, weights = w, cluster = d$cluster, conf.type = "log-log")
  s <- summary(fit, censored = TRUE)
  list(time = s$time, estimate = s$surv, std_error = s$std.err, low = s$lower, high = s$upper)
}

write_set <- function(name, d) {
  causes <- max(d$event)
  values <- lapply(split(seq_along(d$time), d$group), function(rows) {
    own <- lapply(d, function(column) column[rows])
    list(incidence = incidence(own, causes), aalen = aalen(own, causes), free = free(own),
         hazard = lapply(seq_len(causes), function(k) hazard(own, k)))
  })
  write_json(list(header = header, data = d, values = values), file.path(folder, paste0(name, ".json")),
             digits = NA, auto_unbox = TRUE, null = "null", na = "null")
}

m <- na.omit(mgus2[, c("age", "sex", "ptime", "pstat", "futime", "death")])
m$time <- with(m, ifelse(pstat == 1, ptime, futime))
m$event <- with(m, ifelse(pstat == 1, 1, 2 * death))
m <- m[m$time > 0, ][seq(1, 1300, 5), ]
n <- nrow(m)
base <- list(event = m$event, group = as.character(m$sex))
write_set("mgus2_years", c(list(time = ceiling(m$time / 12)), base)) # heavy ties
out <- floor(m$age) + ceiling(m$time / 12)
old <- out > 65 # age as time scale, observed from 65 on: delayed entry
write_set("mgus2_age", c(list(entry = pmax(floor(m$age), 65)[old], time = out[old]),
                         lapply(base, function(column) column[old])))
write_set("mgus2_weighted", c(list( # weights, and 45 clusters in each group
  time = ceiling(m$time / 6), weight = rep(c(0.5, 1, 2, 1.25), length.out = n),
  cluster = rep(1:45, length.out = n) + 45 * (m$sex == "M")), base))

p <- pbc[!is.na(pbc$trt), ]
write_set("pbc", list(time = p$time, event = p$status, group = ifelse(p$trt == 1, "drug", "placebo")))

x <- MASS::Melanoma
write_set("melanoma", list( # few clusters: years of operation
  time = ceiling(x$time / 30), event = c(1, 0, 2)[x$status], group = ifelse(x$sex == 1, "men", "women"),
  cluster = pmin(pmax(x$year, 1964), 1972) - 1963))

t <- transplant[!is.na(transplant$age) & transplant$futime > 0, ]
t <- t[seq(1, nrow(t), 3), ]
write_set("transplant", list( # three causes, four groups
  time = ceiling(t$futime / 7), event = as.integer(t$event) - 1, group = as.character(t$abo)))
