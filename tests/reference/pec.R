# What R's pec says of prediction errors: Brier scores of predicted survival and of the cohort's own
# Kaplan-Meier ("Reference"), and their integral, on data sets of tests/reference/datasets.
#
# Run: Rscript tests/reference/pec.R     It writes pec.csv beside itself.
# Written with R 4.2.2, survival 3.5-3 and pec 2022.05.04. The predictions are those of discrimination.R:
# risks by the rank of the score, for what is tested is the arithmetic. pec integrates a step function from 0.
suppressPackageStartupMessages({library(survival); library(pec)})
options(digits = 17)
script <- sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))
here <- dirname(script)
SETS <- list(
  lung = list(a = "ph.ecog", b = "-ph.karno", times = c(180, 365, 700)),
  veteran = list(a = "-karno", b = "age", times = c(30, 90, 365)),
  ovarian = list(a = "age", b = "rx", times = c(365, 500, 700)),
  gbsg = list(a = "nodes", b = "grade", times = c(365, 1000, 2000))
)
number <- function(x) trimws(formatC(x, digits = 17, format = "g"))
score <- function(data, name) if (startsWith(name, "-")) -data[[substring(name, 2)]] else data[[name]]
risk <- function(x, time) {
  rank <- match(x, sort(unique(x)))
  plogis(-1.5 + 2 * rank / max(rank) + 0.5 * (time - 2))
}
of_set <- function(name) {
  set <- SETS[[name]]
  d <- read.csv(file.path(here, "datasets", paste0(name, ".csv")))
  d <- data.frame(time = d$time, status = as.integer(d$status == 1), a = score(d, set$a), b = score(d, set$b))
  d <- d[complete.cases(d), ]
  # pec wants rows in the order of time, events first, and S at every time asked, 1 at time 0
  d <- d[order(d$time, -d$status), ]
  predicted <- lapply(c(a = "a", b = "b"), function(s)
    cbind(1, sapply(seq_along(set$times), function(i) 1 - risk(d[[s]], i))))
  found <- pec(predicted, Surv(time, status) ~ 1, data = d, times = c(0, set$times), exact = FALSE,
               cens.model = "marginal", reference = TRUE, verbose = FALSE)
  errors <- do.call(rbind, lapply(c("a", "b", "Reference"), function(m)
    data.frame(dataset = name, model = m, what = "brier", horizon = set$times,
               estimate = number(found$AppErr[[m]][-1]))))
  integral <- crps(found, times = max(set$times))
  rbind(errors, data.frame(dataset = name, model = rownames(integral), what = "integrated",
                           horizon = max(set$times), estimate = number(integral[, 1])))
}
write.csv(do.call(rbind, lapply(names(SETS), of_set)), file.path(here, "pec.csv"), row.names = FALSE, quote = FALSE)
