# Calibration at horizons by R's survival and prodlim: windows, O/E, slope, cut-offs and comparisons of groups.
#
#   Rscript tests/reference/calibration.R     reads datasets/ beside itself and writes calibration.csv there
#
# Times are whole months (days / 30.4375 rounded up), so that many deaths fall on a horizon itself. Written with
# R 4.2.2, survival 3.5-3 and prodlim. tests/test_observed_expected.py, test_windows.py, test_calibration_slope.py
# and test_subgroups.py compare.
suppressPackageStartupMessages({library(survival); library(prodlim)})
script <- sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))
here <- dirname(script)

months <- function(name, group, died = 1, days = TRUE) {
  d <- read.csv(file.path(here, "datasets", paste0(name, ".csv")))
  time <- if (days) ceiling(d$time / 30.4375) else d$time
  found <- data.frame(time = time, status = as.integer(d$status == died), group = d[[group]], age = d$age)
  found[complete.cases(found), ]
}
data <- list(
  lung = months("lung", "ph.ecog"),
  veteran = months("veteran", "trt"),
  colon = months("colon", "rx"),
  pbc = months("pbc", "stage", died = 2),
  gbsg = months("gbsg", "grade"),
  mgus2 = months("mgus2", "sex", died = 2, days = FALSE)
)
rows <- list()
say <- function(data, what, group, horizon, name, value)
  rows[[length(rows) + 1]] <<- data.frame(data, what, group, horizon, name, value)

# ---- survival at a time, or just before it --------------------------------------------------------------------
at <- function(d, time, before = FALSE) {
  s <- summary(survfit(Surv(time, status) ~ 1, d, conf.type = "log-log"), times = if (before) time - 0.5 else time)
  list(surv = s$surv, se = s$std.err, low = s$lower, high = s$upper)
}

# Var(S(a) - S(b)) = Var S(a) + Var S(b) - 2 Cov, and Cov = S(b)/S(a) Var S(a)
window <- function(d, low, high) {
  a <- at(d, low, before = TRUE); b <- at(d, high)
  p <- a$surv - b$surv
  v <- a$se^2 + b$se^2 - 2 * b$surv / a$surv * a$se^2
  c(estimate = p, std_error = sqrt(v))
}

for (name in names(data)) {
  d <- data[[name]]
  parts <- c(list(all = d), split(d, d$group))
  for (g in names(parts)) for (t in c(6, 12)) {
    p <- parts[[g]]
    if (max(p$time) < t) next
    s <- at(p, t, before = TRUE)
    for (q in names(s)) say(name, "left_limit", g, t, q, s[[q]])
    s <- at(p, t)
    risk <- 1 - s$surv
    say(name, "observed", g, t, "observed", risk)
    say(name, "observed", g, t, "conf_low", 1 - s$high)
    say(name, "observed", g, t, "conf_high", 1 - s$low)
    say(name, "observed", g, t, "se_log", s$se / risk)
  }
  for (g in names(parts)) if (max(parts[[g]]$time) >= 12) {
    w <- window(parts[[g]], 6, 12)
    for (q in names(w)) say(name, "closed_window", g, 12, q, w[[q]])
  }
}

# ---- logistic regression with weights of inverse probability of being followed --------------------------------
ipcw <- function(d, t) {
  d <- d[order(d$time, -d$status), ]
  d$y <- as.integer(d$time <= t & d$status == 1)
  d$w <- 1
  if (all(d$status == 1)) return(d)
  g <- prodlim(Hist(time, status) ~ 1, d, reverse = TRUE)
  before <- predict(g, times = d$time - 1e-4)
  d$w <- ifelse(d$time > t, 1 / predict(g, times = t), ifelse(d$status == 1, 1 / before, 0))
  d
}
risk_of <- function(age) plogis(-1 + 0.05 * (age - 60))
fits <- function(d, t) {
  d <- ipcw(d, t)
  d$x <- qlogis(risk_of(d$age))
  control <- glm.control(epsilon = 1e-14, maxit = 100)
  list(
    large = glm(y ~ 1 + offset(x), quasibinomial, d, weights = w, control = control),
    slope = glm(y ~ x, quasibinomial, d, weights = w, control = control))
}
last <- function(fit) unname(tail(coef(fit), 1))
robust <- function(fit, d) {
  x <- model.matrix(fit)
  used <- fit$prior.weights * (fit$y - fitted(fit)) * x
  bread <- solve(t(x) %*% (x * fit$prior.weights * fitted(fit) * (1 - fitted(fit))))
  sqrt(tail(diag(bread %*% crossprod(used) %*% bread), 1))
}
for (name in c("lung", "veteran", "pbc")) {
  d <- data[[name]]
  for (t in c(6, 12)) {
    full <- fits(d, t)
    left_out <- sapply(seq_len(nrow(d)), function(i) sapply(fits(d[-i, ], t), last))
    for (q in names(full)) {
      say(name, "regression", "all", t, q, last(full[[q]]))
      jack <- left_out[q, ]
      say(name, "regression", "all", t, paste0(q, "_jackknife"), sqrt(sum((jack - mean(jack))^2)))
    }
    dead <- d[d$status == 1, ]
    for (q in names(full)) {
      fit <- fits(dead, t)[[q]]
      say(name, "uncensored", "all", t, q, last(fit))
      say(name, "uncensored", "all", t, paste0(q, "_sandwich"), robust(fit, dead))
    }
  }
}

# ---- a cut-off's sensitivity and specificity for dying before t, errors by numerical derivatives ----------------
for (name in c("lung", "veteran", "pbc", "colon")) {
  d <- data[[name]]
  positive <- d$age >= 60
  for (t in c(6, 12)) {
    s1 <- at(d[positive, ], t, before = TRUE); s0 <- at(d[!positive, ], t, before = TRUE)
    theta <- c(mean(positive), s1$surv, s0$surv)
    var <- c(theta[1] * (1 - theta[1]) / nrow(d), s1$se^2, s0$se^2)
    measures <- list(
      sensitivity = function(x) x[1] * (1 - x[2]) / (x[1] * (1 - x[2]) + (1 - x[1]) * (1 - x[3])),
      specificity = function(x) (1 - x[1]) * x[3] / (x[1] * x[2] + (1 - x[1]) * x[3]),
      `risk over all` = function(x) x[1] * (1 - x[2]) + (1 - x[1]) * (1 - x[3]))
    for (q in names(measures)) {
      f <- measures[[q]]
      slope <- sapply(1:3, function(k) {
        e <- replace(numeric(3), k, 1e-6); (f(theta + e) - f(theta - e)) / 2e-6 })
      say(name, "cut_off", q, t, "estimate", f(theta))
      say(name, "cut_off", q, t, "std_error", sqrt(sum(slope^2 * var)))
    }
  }
}

# ---- Cochran's Q and the trend over groups by weighted regression -----------------------------------------------
for (name in c("lung", "colon", "pbc", "gbsg")) {
  parts <- split(data[[name]], data[[name]]$group)
  parts <- parts[sapply(parts, function(p) max(p$time) > 12 && any(p$status == 1 & p$time <= 12))]
  stopifnot(length(parts) > 1)
  s <- lapply(parts, at, time = 12)
  risk <- 1 - sapply(s, `[[`, "surv"); se <- sapply(s, `[[`, "se")
  x <- seq_along(risk)
  for (scale in c("identity", "log", "logit")) {
    y <- switch(scale, identity = risk, log = log(risk), logit = qlogis(risk))
    e <- switch(scale, identity = se, log = se / risk, logit = se / (risk * (1 - risk)))
    same <- lm(y ~ 1, weights = 1 / e^2); trend <- lm(y ~ x, weights = 1 / e^2)
    say(name, "comparison", scale, 12, "heterogeneity", sum(residuals(same)^2 / e^2))
    say(name, "comparison", scale, 12, "heterogeneity_p", pchisq(sum(residuals(same)^2 / e^2), length(x) - 1, lower.tail = FALSE))
    say(name, "comparison", scale, 12, "trend", unname(coef(trend)["x"]^2 / summary(trend)$cov.unscaled["x", "x"]))
    say(name, "comparison", scale, 12, "pooled", unname(switch(scale, identity = identity, log = exp, logit = plogis)(coef(same))))
  }
}

found <- do.call(rbind, rows)
found$value <- ifelse(is.finite(found$value), trimws(formatC(found$value, digits = 17, format = "g")), "")
write.csv(found, file.path(here, "calibration.csv"), row.names = FALSE, quote = FALSE)
