# Golden values of Cox models of repeated events, from R's survival, on data sets it ships with.
# Run from the repository's root:  Rscript tests/golden/recurrent_cox.R
# Writes tests/golden/recurrent_cox.json; the tests need no R.

suppressMessages({
  library(survival)
  library(jsonlite)
})

header <- list(
  R = paste(R.version$major, R.version$minor, sep = "."),
  survival = as.character(packageVersion("survival")),
  script = "tests/golden/recurrent_cox.R"
)
control <- coxph.control(eps = 1e-13, iter.max = 60, toler.chol = 1e-14)

numbers <- function(m) {
  s <- summary(m)
  list(coef = unname(coef(m)), std_error = unname(sqrt(diag(m$var))), loglik = m$loglik[2],
       wald = m$wald.test, score = unname(m$rscore), n_event = m$nevent)
}

# Orders beyond the last one share its stratum; gap time starts anew after each event.
models <- function(d, last, ties = "efron") {
  d <- d[order(d$person, d$stop), ]
  before <- ave(d$event, d$person, FUN = function(e) cumsum(e) - e)
  since <- ave(d$event * d$stop, d$person, FUN = function(t) c(0, cummax(t)[-length(t)]))
  d$order <- pmin(before + 1, last)
  d$gap_start <- d$start - since
  d$gap_stop <- d$stop - since
  fit <- function(form) numbers(coxph(form, d, cluster = person, ties = ties, control = control))
  list(
    "andersen-gill" = fit(Surv(start, stop, event) ~ x1 + x2),
    "pwp-total" = fit(Surv(start, stop, event) ~ x1 + x2 + strata(order)),
    "pwp-gap" = fit(Surv(gap_start, gap_stop, event) ~ x1 + x2 + strata(order))
  )
}
case <- function(d, last) {
  list(data = d, max_order = last, efron = models(d, last), breslow = models(d, last, "breslow"))
}

bladder_rows <- with(bladder2, data.frame(person = id, start = start, stop = stop, event = event, x1 = rx - 1, x2 = number))
cgd_rows <- with(cgd, data.frame(person = id, start = tstart, stop = tstop, event = status, x1 = as.integer(treat) - 1, x2 = age))
r <- rhDNase
first <- r[!duplicated(r$id), c("id", "trt", "fev")]
rows <- tmerge(first, unique(data.frame(id = r$id, fu = as.numeric(r$end.dt - r$entry.dt))), id = id, tstop = fu)
rows <- tmerge(rows, r[!is.na(r$ivstart), ], id = id, infect = event(ivstart))
rows <- rows[rows$id %in% unique(rows$id)[1:250], ]
dnase_rows <- with(rows, data.frame(person = id, start = tstart, stop = tstop, event = infect, x1 = trt, x2 = fev / 100))

write_json(
  list(header = header, sets = list(bladder2 = case(bladder_rows, 4), bladder2_merged = case(bladder_rows, 2),
                                    cgd = case(cgd_rows, 3), rhdnase = case(dnase_rows, 3))),
  file.path("tests", "golden", "recurrent_cox.json"), digits = NA, auto_unbox = TRUE, dataframe = "columns"
)
