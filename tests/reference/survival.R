# What R survival says of random tied cohorts: medians, curves, tests, means, landmarks.
#
#   Rscript survival.R DIR                   read DIR/survival_cohorts.csv, write the other survival_*.csv there
#   Rscript survival.R DIR --simulate N      draw N cohorts first (the committed sample: N = 200)
#   Rscript survival.R DIR --trial FILE.csv  write survival_trial_<name>.csv of one file with time, event and arm
#
# Written with R 4.2.2 and survival 3.5-3. Curves are written of the first 40 cohorts, all else of every one.
# tests/test_survival_r.py compares, and `python tests/test_survival_r.py DIR` prints the largest differences.
suppressMessages(library(survival))
options(digits = 17)
CONF_TYPES <- c("log-log", "log", "plain", "logit", "arcsin")

save <- function(frame, dir, name) {
  numeric <- sapply(frame, is.numeric)
  frame[numeric] <- lapply(frame[numeric], function(x) ifelse(is.finite(x), trimws(formatC(x, digits = 17, format = "g")), ""))
  write.csv(frame, file.path(dir, paste0("survival_", name, ".csv")), row.names = FALSE, quote = FALSE)
}

# ---- random cohorts of 8 to 60, tied as real ones are -----------------------------------------------------
draw_cohort <- function(i) {
  n <- sample(8:60, 1)
  rounding <- c("months", "ties", "half", "months", "tenths", "days")[i %% 6 + 1]
  time <- switch(rounding,
    months = ceiling(rexp(n, 1 / 12)),
    ties = sample(0:6, n, TRUE),
    half = { n <- 2 * (n %/% 2); sample(seq_len(n)) },
    tenths = ceiling(10 * rexp(n, 1 / 3)) * 0.1,
    days = ceiling(rexp(n, 1 / 300)))
  censored <- switch((i %/% 6) %% 6 + 1, 0.3, 0.6, 0, 0.15, 0.45, if (i %% 36 == 30) 1 else 0.8)
  if (rounding == "half") censored <- 0
  groups <- sample(1:3, 1, prob = c(.2, .45, .35))
  group <- sample(seq_len(groups), n, TRUE, prob = c(.5, .3, .2)[seq_len(groups)])
  data.frame(cohort = i, time = time, event = rbinom(n, 1, 1 - censored), group = group)
}

# ---- what R says of one cohort ----------------------------------------------------------------------------
subsets <- function(d) {
  found <- split(d, d$group)
  c(list(all = d), if (length(found) > 1) found)
}

# quantile() runs on to the last time where the curve ends level at the quantile; print() does not, and is the rule.
quartile <- function(fit, p) {
  q <- quantile(fit, p)
  level <- abs(fit$surv - (1 - p)) < 1e-8
  if (any(level) && all(fit$surv > 1 - p - 1e-8)) q$quantile[[1]] <- min(fit$time[level])
  c(q$quantile[[1]], q$lower[[1]], q$upper[[1]])
}

medians <- function(d) {
  rows <- list()
  for (name in names(subsets(d))) for (type in CONF_TYPES) {
    part <- subsets(d)[[name]]
    median <- summary(survfit(Surv(time, event) ~ 1, part, conf.type = type))$table
    q25 <- quartile(survfit(Surv(time, event) ~ 1, part, conf.type = type), .25)
    q75 <- quartile(survfit(Surv(time, event) ~ 1, part, conf.type = type), .75)
    reverse <- summary(survfit(Surv(time, 1 - event) ~ 1, part, conf.type = type))$table
    rows[[length(rows) + 1]] <- data.frame(
      cohort = d$cohort[1], group = name, conf_type = type, n = nrow(part), events = sum(part$event),
      median = median[["median"]], low = median[["0.95LCL"]], high = median[["0.95UCL"]],
      q25 = q25[1], q25_low = q25[2], q25_high = q25[3], q75 = q75[1], q75_low = q75[2], q75_high = q75[3],
      reverse = reverse[["median"]], reverse_low = reverse[["0.95LCL"]], reverse_high = reverse[["0.95UCL"]])
  }
  do.call(rbind, rows)
}

curves <- function(d) {
  do.call(rbind, lapply(names(subsets(d)), function(name) {
    part <- subsets(d)[[name]]
    s <- summary(survfit(Surv(time, event) ~ 1, part), censored = TRUE)
    frame <- data.frame(cohort = d$cohort[1], group = name, time = s$time, n_risk = s$n.risk, n_event = s$n.event,
                        n_censor = s$n.censor, estimate = s$surv, std_error = s$std.err)
    for (type in CONF_TYPES) {
      s <- summary(survfit(Surv(time, event) ~ 1, part, conf.type = type), censored = TRUE)
      frame[paste0(type, c("_low", "_high"))] <- list(s$lower, s$upper)
    }
    frame
  }))
}

comparisons <- function(d) {
  if (length(unique(d$group)) < 2) return(NULL)
  row <- function(test, fit, chisq, df, observed, expected) data.frame(
    cohort = d$cohort[1], test = test, statistic = chisq, df = df, p_value = pchisq(chisq, df, lower.tail = FALSE),
    group = sub("group=", "", names(fit$n)), n = as.vector(fit$n), observed = observed, expected = expected)
  plain <- tryCatch(survdiff(Surv(time, event) ~ group, d), error = function(e) NULL)
  peto <- tryCatch(survdiff(Surv(time, event) ~ group, d, rho = 1), error = function(e) NULL)
  if (is.null(plain) || is.null(peto) || sum(plain$var^2) < 1e-20 || sum(plain$exp > 0) < 2) return(NULL)
  w <- as.numeric(sub("group=", "", names(plain$n)))
  u <- sum(w * (plain$obs - plain$exp))
  rbind(row("log-rank", plain, plain$chisq, sum(plain$exp > 0) - 1, plain$obs, plain$exp),
        row("Peto-Peto", peto, peto$chisq, sum(peto$exp > 0) - 1, peto$obs, peto$exp),
        row("log-rank trend", plain, u^2 / drop(t(w) %*% plain$var %*% w), 1, plain$obs, plain$exp))
}

means <- function(d) {
  last <- max(d$time)
  if (last == 0) return(NULL)
  fit <- survfit(Surv(time, event) ~ group, d)
  of <- function(horizon, rmean) {
    table <- summary(fit, rmean = rmean)$table
    table <- if (is.matrix(table)) table else t(as.matrix(table))
    own <- tapply(d$time, d$group, max)
    tau <- if (is.numeric(rmean)) rmean else if (horizon == "common") last else own
    data.frame(cohort = d$cohort[1], horizon = horizon, group = sort(unique(d$group)), tau = as.vector(tau),
               estimate = table[, "rmean"], std_error = table[, "se(rmean)"])
  }
  tau <- min(tapply(d$time, d$group, max))
  rbind(of("common", "common"), of("individual", "individual"), if (tau > 0) of("given", tau))
}

landmarks <- function(d) {
  do.call(rbind, lapply(names(subsets(d)), function(name) {
    part <- subsets(d)[[name]]
    at <- c(0, 1, 3, 6, 12, 24, 300)
    s <- summary(survfit(Surv(time, event) ~ 1, part, conf.type = "log-log"), times = at[at <= max(part$time)])
    data.frame(cohort = d$cohort[1], group = name, time = s$time, n_risk = s$n.risk, estimate = s$surv,
               std_error = s$std.err, conf_low = s$lower, conf_high = s$upper)
  }))
}

trial <- function(dir, file) {
  d <- read.csv(file)
  names(d)[3] <- "group"
  d$cohort <- 0
  name <- tools::file_path_sans_ext(basename(file))
  save(medians(d), dir, paste0("trial_", name, "_medians"))
  plain <- survdiff(Surv(time, event) ~ group, d)
  at <- c(6, 12, 24)
  marks <- do.call(rbind, lapply(names(subsets(d)), function(group) {
    s <- summary(survfit(Surv(time, event) ~ 1, subsets(d)[[group]], conf.type = "log-log"), times = at)
    rmean <- summary(survfit(Surv(time, event) ~ 1, subsets(d)[[group]]), rmean = 12)$table
    data.frame(group = group, time = s$time, n_risk = s$n.risk, estimate = s$surv, std_error = s$std.err,
               conf_low = s$lower, conf_high = s$upper, rmean_12 = rmean[["rmean"]], rmean_12_error = rmean[["se(rmean)"]],
               chisq = plain$chisq)
  }))
  save(marks, dir, paste0("trial_", name, "_landmarks"))
}

arguments <- commandArgs(trailingOnly = TRUE)
dir <- arguments[1]
option <- function(name) if (name %in% arguments) arguments[match(name, arguments) + 1]
if (!is.null(option("--trial"))) {
  trial(dir, option("--trial"))
} else {
  if (!is.null(option("--simulate"))) {
    set.seed(20160131)
    save(do.call(rbind, lapply(seq_len(as.integer(option("--simulate"))), draw_cohort)), dir, "cohorts")
  }
  cohorts <- split(d <- read.csv(file.path(dir, "survival_cohorts.csv")), d$cohort)
  of_all <- function(what, of = cohorts) do.call(rbind, lapply(of, what))
  save(of_all(medians), dir, "medians")
  save(of_all(curves, head(cohorts, 40)), dir, "curves")
  save(of_all(comparisons), dir, "tests")
  save(of_all(means), dir, "means")
  save(of_all(landmarks), dir, "landmarks")
}
