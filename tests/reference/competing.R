# What R says of competing risks: cumulative incidences, their two variances, limits and Gray's tests.
# Run: Rscript tests/reference/competing.R     It writes competing_*.csv beside itself.
#
# Estimates, "greenwood" errors and limits are those of survival's summary(survfit(Surv(time, factor(kind)) ~ 1)) in
# each group, "aalen" errors those of cmprsk's timepoints(cuminc()), whose estimates are the same (checked here), and
# tests those of cuminc(). A cause that a group hasn't had is no curve of cuminc's. Data: mgus2 and pbc
# (tests/reference/datasets, see datasets.R), and three cohorts simulated here in whole months, so that causes and
# censorings are tied. A statistic of -1, cuminc's sign for dependent scores, is left
# out. Written with R 4.2.2, survival 3.5-3 and cmprsk 2.2-11.
suppressPackageStartupMessages({library(survival); library(cmprsk)})
script <- sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))
here <- dirname(script)

save <- function(frame, name) {
  numeric <- sapply(frame, is.double)
  frame[numeric] <- lapply(frame[numeric], function(x) ifelse(is.finite(x), trimws(formatC(x, digits = 17, format = "g")), ""))
  write.csv(frame, file.path(here, paste0("competing_", name, ".csv")), row.names = FALSE, quote = FALSE, na = "")
}

simulate <- function(n, seed, kinds, groups, last) {
  set.seed(seed)
  data.frame(
    time = pmin(ceiling(rexp(n) * last / 2), last),
    kind = sample(0:kinds, n, replace = TRUE),
    group = sample(groups, n, replace = TRUE),
    stratum = sample(c("x", "y", "z"), n, replace = TRUE)
  )
}
public <- function(name, group, stratum) {
  d <- read.csv(file.path(here, "datasets", paste0(name, ".csv")))
  d <- data.frame(time = d$time, kind = d$status, group = as.character(d[[group]]), stratum = as.character(d[[stratum]]))
  d[complete.cases(d), ]
}
simulated <- list(
  tied = simulate(400, 1, 3, c("a", "b", "c"), 24),
  few = simulate(40, 2, 2, c("a", "b"), 12),
  many = simulate(1000, 3, 2, c("a", "b", "c", "d", "e"), 30)
)
save(do.call(rbind, lapply(names(simulated), function(k) data.frame(cohort = k, simulated[[k]]))), "cohorts")
CASES <- c(simulated, list(
  "mgus2-sex" = public("mgus2", "sex", "sex"),
  "pbc-trt" = public("pbc", "trt", "sex"),
  "pbc-stage" = public("pbc", "stage", "trt")
))

LIMITS <- c("log-log", "log", "plain", "logit", "arcsin")
curves <- tests <- NULL
for (name in names(CASES)) {
  d <- CASES[[name]]
  kinds <- sort(setdiff(unique(d$kind), 0))
  times <- unname(sort(unique(quantile(d$time, c(0.05, 0.2, 0.35, 0.5, 0.65, 0.8, 0.95), type = 1))))
  for (g in sort(unique(d$group))) {
    part <- d[d$group == g, ]
    gray <- timepoints(cuminc(part$time, part$kind), times)
    fits <- lapply(LIMITS, function(limits) {
      fit <- survfit(Surv(time, factor(kind, c(0, kinds))) ~ 1, part, conf.type = limits)
      dim(fit$lower) <- dim(fit$upper) <- dim(fit$pstate) # which arcsin loses
      summary(fit, times = times, extend = TRUE)
    })
    past <- times > max(part$time)
    for (k in kinds) {
      column <- which(kinds == k) + 1
      row <- match(paste(1, k), rownames(gray$est))
      one <- data.frame(
        case = name, group = g, kind = k, time = times,
        n_risk = sapply(times, function(t) sum(part$time >= t)),
        n_event = sapply(times, function(t) sum(part$time <= t & part$kind == k)),
        estimate = fits[[1]]$pstate[, column], aalen = sqrt(gray$var[row, ]), greenwood = fits[[1]]$std.err[, column]
      )
      stopifnot(is.na(row) || isTRUE(all.equal(one$estimate[!past], unname(gray$est[row, !past]))))
      for (i in seq_along(LIMITS)) {
        one[paste0(LIMITS[i], "_low")] <- fits[[i]]$lower[, column]
        one[paste0(LIMITS[i], "_high")] <- fits[[i]]$upper[, column]
      }
      curves <- rbind(curves, one[!past, ])
    }
  }
  for (rho in c(0, 1, 0.5)) for (stratified in c(FALSE, TRUE)) {
    found <- with(d, if (stratified) cuminc(time, kind, group, stratum, rho = rho) else cuminc(time, kind, group, rho = rho))$Tests
    tests <- rbind(tests, data.frame(
      case = name, rho = rho, stratified = stratified, kind = kinds,
      statistic = found[, "stat"], p_value = found[, "pv"], df = found[, "df"]
    ))
  }
}
save(curves, "curves")
save(tests[tests$statistic >= 0 & !(tests$case == "mgus2-sex" & tests$stratified), ], "tests")
