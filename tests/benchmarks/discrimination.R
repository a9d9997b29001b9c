# R's share of tests/benchmarks/discrimination.py: survfit, survdiff and concordance of a CSV with time, died and
# score. It prints the seconds that these take together; reading the file is not counted.
suppressPackageStartupMessages(library(survival))
data <- read.csv(commandArgs(TRUE)[1])
took <- system.time({
  survfit(Surv(time, died) ~ score, data = data)
  survdiff(Surv(time, died) ~ score, data = data)
  concordance(Surv(time, died) ~ score, data = data, reverse = TRUE)
})
cat(took[["elapsed"]], "\n")
