# What R says of discrimination and Brier scores, on the data sets of tests/reference/datasets:
#   survival::concordance   Harrell's C ("n") and Uno's C ("n/G2", with and without ymax), with variances,
#                           and the difference of two scores with its variance
#   riskRegression::Score   AUC, Brier, null Brier, IPA and IBS, and differences, with standard errors and limits
#
# Run: Rscript tests/reference/discrimination.R     It writes discrimination.csv beside itself.
# Written with R 4.2.2, survival 3.5-3 and riskRegression 2022.11.28. The event is status 1, in pbc death (2);
# all else is censored. The scores are columns of the data; the risks are any numbers between 0 and 1 that go up
# with the score, for what is tested is the arithmetic.
suppressPackageStartupMessages({library(survival); library(riskRegression)})
options(digits = 17)
script <- sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))
here <- dirname(script)
SETS <- list(  # two scores a data set, both declared "higher is worse" (a minus turns one round), and horizons
  lung = list(a = "ph.ecog", b = "-ph.karno", times = c(180, 365, 700)),
  veteran = list(a = "-karno", b = "age", times = c(30, 90, 365)),
  ovarian = list(a = "age", b = "rx", times = c(365, 500, 700)),
  colon = list(a = "nodes", b = "extent", times = c(365, 1000, 2500)),
  pbc = list(a = "bili", b = "stage", times = c(365, 1500, 3000)),
  gbsg = list(a = "nodes", b = "grade", times = c(365, 1000, 2000)),
  mgus2 = list(a = "-hgb", b = "age", times = c(24, 60, 120)),
  rossi = list(a = "prio", b = "-age", times = c(10, 26, 45))
)

number <- function(x) ifelse(is.finite(x), trimws(formatC(x, digits = 17, format = "g")), "")
score <- function(data, name) if (startsWith(name, "-")) -data[[substring(name, 2)]] else data[[name]]
risk <- function(x, time) {  # by the rank among the distinct scores
  rank <- match(x, sort(unique(x)))
  plogis(-1.5 + 2 * rank / max(rank) + 0.5 * (time - 2))  # time: 1, 2 or 3, the place among the horizons
}
row <- function(metric, horizon, estimate, std_error, low = NA, high = NA)
  data.frame(metric, horizon = number(horizon), estimate = number(estimate), std_error = number(std_error),
             conf_low = number(low), conf_high = number(high))

concordances <- function(d) {
  one <- function(metric, formula, ...) {
    fit <- concordance(formula, data = d, reverse = TRUE, ...)
    row(metric, NA, fit$concordance, sqrt(fit$var))
  }
  middle <- unname(quantile(d$time, 0.6, type = 1))
  two <- function(metric, ...) {
    fits <- lapply(c("a", "b"), function(x)
      concordance(reformulate(x, "Surv(time, status)"), data = d, reverse = TRUE, influence = 1, ...))
    row(metric, NA, fits[[1]]$concordance - fits[[2]]$concordance, sqrt(sum((fits[[1]]$dfbeta - fits[[2]]$dfbeta)^2)))
  }
  found <- rbind(
    one("harrell_c_a", Surv(time, status) ~ a), one("harrell_c_b", Surv(time, status) ~ b),
    one("uno_c_a", Surv(time, status) ~ a, timewt = "n/G2"), one("uno_c_b", Surv(time, status) ~ b, timewt = "n/G2"),
    one("uno_c_tau_a", Surv(time, status) ~ a, timewt = "n/G2", ymax = middle),
    one("uno_c_tau_b", Surv(time, status) ~ b, timewt = "n/G2", ymax = middle),
    two("harrell_c_difference"), two("uno_c_difference", timewt = "n/G2"))
  found$horizon[grepl("tau", found$metric)] <- number(middle)
  found
}

scores <- function(d, times) {
  # Markers first: risks outside 0 to 1 give the AUC only. Then the risks, one column a horizon.
  marker <- Score(list(a = d$a, b = d$b), Surv(time, status) ~ 1, data = d, times = times, metrics = "auc",
                  cens.model = "km", conf.int = TRUE, null.model = FALSE)
  risks <- list(a = sapply(seq_along(times), function(i) risk(d$a, i)),
                b = sapply(seq_along(times), function(i) risk(d$b, i)))
  fit <- Score(risks, Surv(time, status) ~ 1, data = d, times = times, metrics = "brier", summary = c("ipa", "ibs"),
               cens.model = "km", conf.int = TRUE)
  A <- as.data.frame(marker$AUC$score); AD <- as.data.frame(marker$AUC$contrasts)
  B <- as.data.frame(fit$Brier$score); BD <- as.data.frame(fit$Brier$contrasts)
  null <- B[B$model == "Null model", ]; B <- B[B$model != "Null model", ]
  BD <- BD[BD$reference == "a" & BD$model == "b", ]
  rbind(
    row(paste0("auc_", A$model), A$times, A$AUC, A$se, A$lower, A$upper),
    row("auc_difference", AD$times, -AD$delta.AUC, AD$se, -AD$upper, -AD$lower),
    row(paste0("brier_", B$model), B$times, B$Brier, B$se, B$lower, B$upper),
    row("brier_null", null$times, null$Brier, null$se, null$lower, null$upper),
    row("brier_difference", BD$times, -BD$delta.Brier, BD$se, -BD$upper, -BD$lower),
    row(paste0("scaled_brier_", B$model), B$times, B$IPA, NA),
    row(paste0("integrated_brier_step_", B$model), B$times, B$IBS, NA))
}

all <- list()
for (name in names(SETS)) {
  set <- SETS[[name]]
  d <- read.csv(file.path(here, "datasets", paste0(name, ".csv")))
  d$status <- as.numeric(d$status == (if (name == "pbc") 2 else 1))
  d$a <- score(d, set$a); d$b <- score(d, set$b)
  d <- d[complete.cases(d[c("time", "status", "a", "b")]), c("time", "status", "a", "b")]
  all[[name]] <- cbind(dataset = name, a = set$a, b = set$b, n = nrow(d), rbind(concordances(d), scores(d, set$times)))
}
write.csv(do.call(rbind, all), file.path(here, "discrimination.csv"), row.names = FALSE, quote = FALSE)
