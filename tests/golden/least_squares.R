# Golden values for least squares: sandwich (HC) and clubSandwich (CR2) on data that ship with R.
# Run: Rscript tests/golden/least_squares.R > tests/golden/least_squares.json
suppressPackageStartupMessages({library(sandwich); library(clubSandwich); library(jsonlite)})
v <- function(p) as.character(packageVersion(p))
d <- ChickWeight[ChickWeight$Time %in% c(0, 20), ]
w <- merge(d[d$Time == 20, c("Chick", "Diet", "weight")], d[d$Time == 0, c("Chick", "weight")], by = "Chick", suffixes = c("", "0"))
w$site <- as.integer(as.character(w$Chick)) %% 7
f <- lm(weight ~ Diet + weight0, w)
hc <- sapply(c("const", "HC0", "HC1", "HC2", "HC3"), function(h) unname(sqrt(diag(vcovHC(f, type = h)))), simplify = FALSE)
ct <- coef_test(f, vcov = "CR2", cluster = w$site, test = "Satterthwaite")
writeLines(toJSON(list(header = list(R = R.version.string, sandwich = v("sandwich"), clubSandwich = v("clubSandwich")),
  data = list(id = as.character(w$Chick), diet = as.integer(as.character(w$Diet)), weight = w$weight, weight0 = w$weight0, site = w$site),
  beta = unname(coef(f)), std_error = hc, cr2 = list(std_error = ct$SE, df = ct[[grep("df", names(ct))[1]]], p_value = ct[[grep("^p", names(ct))[1]]])), digits = NA, auto_unbox = TRUE))
