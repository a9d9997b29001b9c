# What R survival says of Cox models: coefficients, likelihoods, tests, and proportional hazards (cox.zph).
#
#   Rscript tests/reference/cox.R     reads beside itself cox_models.csv, datasets/ and survival_cohorts.csv,
#                                     writes cox_coefficients.csv, cox_fits.csv, cox_zph.csv and cox_cohorts.csv
#
# Written with R 4.2.2 and survival 3.5-3. Efron's ties; the search is driven to 1e-11 so that it is R's rule
# that is compared and not where its search stops. tests/test_cox.py compares.
suppressMessages(library(survival))
options(digits = 17)
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
exactly <- coxph.control(eps = 1e-11, iter.max = 50)

save <- function(frame, name) {
  numeric <- sapply(frame, is.numeric)
  frame[numeric] <- lapply(frame[numeric], function(x) ifelse(is.finite(x), trimws(formatC(x, digits = 15, format = "g")), ""))
  write.csv(frame, file.path(here, paste0("cox_", name, ".csv")), row.names = FALSE, quote = FALSE)
}
words <- function(text) if (is.na(text) || text == "") character(0) else strsplit(text, " ")[[1]]

# ---- the models of cox_models.csv: levels as factors, numbers as they are, strata of their own ------------
fit_model <- function(row) {
  data <- read.csv(file.path(here, "datasets", paste0(row$data, ".csv")))
  levels <- words(row$levels); numbers <- words(row$numbers); strata <- words(row$strata)
  for (name in c(levels, strata)) data[[name]] <- factor(data[[name]])
  stratified <- if (length(strata)) paste0("strata(", paste(strata, collapse = ", "), ")")
  right <- paste(c(levels, numbers, stratified), collapse = " + ")
  data$event <- data$status == row$event
  data <- data[complete.cases(data[c(levels, numbers, strata)]), ]
  form <- as.formula(paste("Surv(time, event) ~", right))
  coxph(form, data, control = exactly, x = TRUE)
}
coefficients_of <- function(name, fit) {
  s <- summary(fit)
  data.frame(model = name, coefficient = rownames(s$coefficients), coef = s$coefficients[, 1],
    estimate = s$coefficients[, 2], std_error = s$coefficients[, 3], statistic = s$coefficients[, 4],
    p_value = s$coefficients[, 5], conf_low = s$conf.int[, 3], conf_high = s$conf.int[, 4])
}
fit_of <- function(name, fit) {
  s <- summary(fit)
  data.frame(model = name, n = fit$n, events = fit$nevent, null = fit$loglik[1], fitted = fit$loglik[2],
    ratio = s$logtest[[1]], ratio_p = s$logtest[[3]], wald = drop(fit$coefficients %*% solve(fit$var, fit$coefficients)),
    score = s$sctest[[1]], score_p = s$sctest[[3]])
}
wald_of <- function(name, fit) do.call(rbind, lapply(names(fit$assign), function(term) {
  k <- fit$assign[[term]]
  data.frame(model = name, transform = "wald", term = term,
    statistic = drop(fit$coefficients[k] %*% solve(fit$var[k, k], fit$coefficients[k])), df = length(k), p_value = NA)
}))
zph_of <- function(name, fit) do.call(rbind, lapply(c("km", "identity", "log", "rank"), function(transform) {
  z <- cox.zph(fit, transform = transform)$table
  data.frame(model = name, transform = transform, term = rownames(z), statistic = z[, 1], df = z[, 2], p_value = z[, 3])
}))

models <- read.csv(file.path(here, "cox_models.csv"), colClasses = c(event = "integer"))
fits <- lapply(split(models, factor(models$model, models$model)), fit_model)
each <- function(of) do.call(rbind, lapply(names(fits), function(name) of(name, fits[[name]])))
save(each(coefficients_of), "coefficients")
save(each(fit_of), "fits")
save(rbind(each(zph_of), each(wald_of)), "zph")

# ---- small random tied cohorts, among them separated ones: does R find finite coefficients? ---------------
one_cohort <- function(d) {
  d$group <- factor(d$group)
  warned <- FALSE
  fit <- withCallingHandlers(
    tryCatch(coxph(Surv(time, event) ~ group, d, control = exactly), error = function(e) NULL),
    warning = function(w) { warned <<- TRUE; invokeRestart("muffleWarning") })
  if (is.null(fit)) return(data.frame(cohort = d$cohort[1], finite = 0, coef = NA, std_error = NA, level = levels(d$group)[-1]))
  data.frame(cohort = d$cohort[1], finite = as.integer(!warned && !anyNA(coef(fit))), coef = unname(coef(fit)),
    std_error = unname(sqrt(diag(fit$var))), level = levels(d$group)[-1])
}
cohorts <- split(read.csv(file.path(here, "survival_cohorts.csv")), ~cohort)
compared <- Filter(function(d) length(unique(d$group)) > 1, cohorts)
save(do.call(rbind, lapply(compared, one_cohort)), "cohorts")
