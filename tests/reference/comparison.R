# What R says of differences between groups, on nine public data sets (tests/reference/datasets, see datasets.R).
# Run: Rscript tests/reference/comparison.R     It writes comparison_*.csv beside itself.
#
# Log-rank and Peto-Peto tests, stratified or not, and Fleming-Harrington's with gamma 0 are survdiff's of the
# package survival. It has no other weights: Gehan-Breslow, Tarone-Ware and gamma > 0 come from `by_hand`, the
# textbook's sum over event times (Klein and Moeschberger, Survival Analysis, 2nd ed., 7.3.2-7.3.6), which is
# first shown to give survdiff's numbers wherever survdiff has any. Restricted means and survival at
# landmarks are those of summary(survfit()); differences, ratios and limits are written out below.
# Written with R 4.2.2 and survival 3.5-3.
suppressPackageStartupMessages(library(survival))
script <- sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))
here <- dirname(script)

save <- function(rows, name) {
  frame <- do.call(rbind, rows)
  numeric <- sapply(frame, is.double)
  frame[numeric] <- lapply(frame[numeric], function(x) ifelse(is.finite(x), trimws(formatC(x, digits = 17, format = "g")), ""))
  write.csv(frame, file.path(here, paste0("comparison_", name, ".csv")), row.names = FALSE, quote = FALSE, na = "")
}

# data set, the status that is the event, the groups, the strata, times of interest
CASES <- list(
  list("lung", 1, "sex", "ph.ecog", c(180, 365)),
  list("lung", 1, "ph.ecog", "sex", c(180, 365)),
  list("veteran", 1, "celltype", "trt", c(30, 180)),
  list("veteran", 1, "trt", "celltype", c(30, 180)),
  list("ovarian", 1, "rx", "resid.ds", c(200, 500)),
  list("colon", 1, "rx", "node4", c(365, 1825)),
  list("colon", 1, "differ", "rx", c(365, 1825)),
  list("pbc", 2, "trt", "sex", c(365, 1825)),
  list("pbc", 2, "stage", "trt", c(365, 1825)),
  list("gbsg", 1, "grade", "hormon", c(365, 1095)),
  list("gbsg", 1, "hormon", "grade", c(365, 1095)),
  list("rossi", 1, "fin", "race", c(26, 50)),
  list("mgus2", 1, "sex", "sex", c(60, 240)),
  list("kidney", 1, "disease", "sex", c(30, 150))
)
read <- function(case) {
  d <- read.csv(file.path(here, "datasets", paste0(case[[1]], ".csv")))
  d <- data.frame(time = d$time, dead = d$status == case[[2]], group = d[[case[[3]]]], stratum = d[[case[[4]]]])
  d <- d[complete.cases(d[c("time", "dead", "group")]), ]
  d$group <- factor(d$group)
  d
}

# ---- tests ----------------------------------------------------------------------------------------------
WEIGHTS <- list(
  "log-rank" = function(n, s) 1,
  "Gehan-Breslow" = function(n, s) n,
  "Tarone-Ware" = function(n, s) sqrt(n),
  "Peto-Peto" = function(n, s) s,
  "Fleming-Harrington (rho 0.5, gamma 0)" = function(n, s) sqrt(s),
  "Fleming-Harrington (rho 0, gamma 1)" = function(n, s) 1 - s,
  "Fleming-Harrington (rho 1, gamma 1)" = function(n, s) s * (1 - s),
  "Fleming-Harrington (rho 0.5, gamma 2)" = function(n, s) sqrt(s) * (1 - s)^2
)
RHO <- c("log-rank" = 0, "Peto-Peto" = 1, "Fleming-Harrington (rho 0.5, gamma 0)" = 0.5)

by_hand <- function(d, weight) {
  k <- nlevels(d$group)
  observed <- expected <- numeric(k)
  v <- matrix(0, k, k)
  for (part in split(d, d$stratum)) {
    s <- 1
    for (t in sort(unique(part$time[part$dead]))) {
      at_risk <- tabulate(part$group[part$time >= t], k)
      died <- tabulate(part$group[part$time == t & part$dead], k)
      n <- sum(at_risk); e <- sum(died); w <- weight(n, s)
      observed <- observed + w * died
      expected <- expected + w * e * at_risk / n
      if (n > 1) for (i in 1:k) for (j in 1:k) {
        v[i, j] <- v[i, j] + w^2 * e * (n - e) / (n - 1) * at_risk[i] / n * ((i == j) - at_risk[j] / n)
      }
      s <- s * (1 - e / n)
    }
  }
  list(obs = observed, exp = expected, var = v)
}
chi_squared <- function(found) {
  u <- (found$obs - found$exp)[-1]
  sum(u * solve(found$var[-1, -1], u))
}
tests <- function(case, stratified) {
  d <- read(case)
  if (stratified) d <- d[!is.na(d$stratum), ] else d$stratum <- 1
  lapply(names(WEIGHTS), function(test) {
    found <- by_hand(d, WEIGHTS[[test]])
    statistic <- chi_squared(found)
    if (test %in% names(RHO)) {
      r <- survdiff(Surv(time, dead) ~ group + strata(stratum), d, rho = RHO[[test]])
      stopifnot(abs(r$chisq - statistic) < 1e-9 * r$chisq)
      statistic <- r$chisq
    }
    df <- nlevels(d$group) - 1
    score <- seq_len(df + 1)
    trend <- sum(score * (found$obs - found$exp))^2 / drop(score %*% found$var %*% score)
    data.frame(dataset = case[[1]], by = case[[3]], stratified_by = if (stratified) case[[4]] else "", test = gsub(",", ";", test),
               source = if (test %in% names(RHO)) "survdiff" else "by hand", statistic = statistic, df = df,
               p_value = pchisq(statistic, df, lower.tail = FALSE), trend = trend,
               observed_1 = found$obs[1], expected_1 = found$exp[1])
  })
}

pairs_of <- function(case) {
  d <- read(case)
  both <- combn(levels(d$group), 2)
  p <- function(two, rho) {
    fit <- survdiff(Surv(time, dead) ~ group, droplevels(d[d$group %in% two, ]), rho = rho)
    pchisq(fit$chisq, 1, lower.tail = FALSE)
  }
  lapply(c(0, 1), function(rho) {
    raw <- apply(both, 2, p, rho = rho)
    data.frame(dataset = case[[1]], by = case[[3]], rho = rho, group_1 = both[1, ], group_2 = both[2, ], p_value = raw,
               p_holm = p.adjust(raw, "holm"), p_bh = p.adjust(raw, "BH"))
  })
}

# ---- differences ----------------------------------------------------------------------------------------
z <- qnorm(0.975)
normal <- function(case, group, at, contrast, value, error, back = identity) data.frame(
  dataset = case[[1]], by = case[[3]], group = group, at = at, contrast = contrast, estimate = back(value), std_error = error,
  conf_low = back(value - z * error), conf_high = back(value + z * error), p_value = 2 * pnorm(-abs(value / error)))

# Every group against the first, to the last time that all are followed to, or to which a curve that fell to 0 needn't be.
means <- function(case) {
  d <- read(case)
  last <- sapply(split(d, d$group), function(part) {
    s <- survfit(Surv(time, dead) ~ 1, part)
    if (min(s$surv) == 0) Inf else max(part$time)
  })
  tau <- if (all(is.infinite(last))) max(d$time) else min(last)
  table <- summary(survfit(Surv(time, dead) ~ group, d), rmean = tau)$table
  m <- table[, "rmean"]; e <- table[, "se(rmean)"]
  unlist(lapply(seq_along(m)[-1], function(i) list(
    normal(case, levels(d$group)[i], tau, "difference", m[[i]] - m[[1]], sqrt(e[[i]]^2 + e[[1]]^2)),
    normal(case, levels(d$group)[i], tau, "ratio", log(m[[i]] / m[[1]]), sqrt((e[[i]] / m[[i]])^2 + (e[[1]] / m[[1]])^2), exp))),
    recursive = FALSE)
}
marks <- function(case) {
  d <- read(case)
  at <- function(g, t) summary(survfit(Surv(time, dead) ~ 1, d[d$group == g, ]), times = t)
  first <- levels(d$group)[1]
  unlist(lapply(levels(d$group)[-1], function(g) {
    followed <- min(max(d$time[d$group == g]), max(d$time[d$group == first]))
    lapply(case[[5]][case[[5]] <= followed], function(t) {
      one <- at(g, t); other <- at(first, t)
      normal(case, g, t, "landmark", one$surv - other$surv, sqrt(one$std.err^2 + other$std.err^2))
    })
  }), recursive = FALSE)
}

stratified <- Filter(function(case) case[[3]] != case[[4]], CASES)
save(c(unlist(lapply(CASES, tests, FALSE), recursive = FALSE), unlist(lapply(stratified, tests, TRUE), recursive = FALSE)), "tests")
save(unlist(lapply(CASES, pairs_of), recursive = FALSE), "pairs")
save(c(unlist(lapply(CASES, means), recursive = FALSE), unlist(lapply(CASES, marks), recursive = FALSE)), "differences")
