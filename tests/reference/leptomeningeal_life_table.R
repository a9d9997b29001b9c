# Writes leptomeningeal_life_table.csv: the Kaplan-Meier curve of the reconstructed leptomeningeal cohort at
# each day of death. Run from the root of the project: Rscript tests/reference/leptomeningeal_life_table.R
# The committed output is of R 4.2.2 with survival 3.5-3.
library(survival)

cohort <- read.csv("analysis/cohorts/leptomeningeal_reconstructed.csv")
days <- as.integer(as.Date(cohort$last_follow_up_date) - as.Date(cohort$diagnosis_date))
curve <- summary(survfit(Surv(days, cohort$died == "yes") ~ 1))
life_table <- data.frame(
  time = curve$time, n_risk = curve$n.risk, n_event = curve$n.event,
  estimate = signif(curve$surv, 12), std_error = signif(curve$std.err, 12)
)
write.csv(life_table, "tests/reference/leptomeningeal_life_table.csv", row.names = FALSE, quote = FALSE)
