# Reference values of the frequency and baseline tables, from R's stats package.
# Run from this folder:  Rscript tables.R   (writes tables.json)
library(jsonlite)

counts <- list(
  two_by_two = matrix(c(12, 5, 20, 31), 2),
  two_by_two_small = matrix(c(3, 1, 2, 9), 2),
  two_by_two_zero = matrix(c(0, 7, 6, 4), 2),
  symmetric = matrix(c(3, 1, 1, 3), 2),
  three_by_two = matrix(c(17, 8, 7, 21, 30, 12), 3),
  five_by_two_small = matrix(c(12, 5, 8, 3, 4, 6, 1, 9, 2, 0), 5),
  three_by_three_small = matrix(c(3, 13, 4, 8, 1, 7, 0, 2, 9), 3),
  four_by_four_small = matrix(c(4, 1, 0, 2, 1, 6, 2, 0, 0, 1, 5, 3, 2, 0, 1, 4), 4),
  nine_by_three_small = matrix(c(4, 1, 0, 2, 1, 3, 2, 0, 1, 0, 1, 5, 3, 2, 0, 1, 4, 2, 2, 2, 0, 1, 0, 3, 1, 0, 6), 9)
)

# Whole years, then decimals, then skewed days with ties, then a short sample.
samples <- list(
  ages = c(61, 58, 41, 62, 29, 75, 55, 47, 66, 52, 59, 70, 38, 64, 49, 57),
  albumin = c(3.1, 2.85, 4.02, 3.55, 3.9, 2.6, 3.33, 3.72, 4.4, 2.97, 3.48),
  days = c(3, 5, 5, 7, 9, 9, 11, 14, 21, 30, 30, 44, 61, 90, 180, 365),
  few = c(10.5, 12.25, 11, 19.75, 14.5)
)
by_means <- list(
  two = list(samples$ages, c(44, 51, 39, 60, 48, 55, 42, 53, 50.5, 46)),
  three = list(samples$ages, c(44, 51, 39, 60, 48, 55, 42, 53, 50.5, 46), c(66, 71, 59, 62, 80, 68.5, 73))
)
by_ranks <- list(
  ties = list(samples$days, c(9, 30, 30, 61, 75, 90, 120, 150, 210, 400, 720)),
  no_ties = list(c(1.5, 2.25, 3, 4.75, 9.5, 30, 110), c(2, 5, 8, 12.5, 44, 200.5, 365, 90)),
  three = list(samples$days, c(9, 30, 30, 61, 75, 90, 120), c(1, 1, 2, 3, 5, 8, 13, 21))
)

test <- function(result) list(
  statistic = unname(result$statistic), df = unname(result$parameter), p_value = result$p.value)

of_counts <- function(table) {
  fisher <- fisher.test(table, workspace = 2e7)
  list(
    table = table,
    chi_squared = test(suppressWarnings(chisq.test(table, correct = FALSE))),
    yates = test(suppressWarnings(chisq.test(table, correct = TRUE))),
    fisher = fisher$p.value)
}

of_sample <- function(x) list(
  values = x, mean = mean(x), sd = sd(x), min = min(x), max = max(x),
  r = unname(quantile(x, c(.25, .5, .75), type = 7)),
  spss = unname(quantile(x, c(.25, .5, .75), type = 6)),
  stata = unname(quantile(x, c(.25, .5, .75), type = 2)),
  shapiro_wilk = test(shapiro.test(x)))

of_means <- function(groups) {
  values <- unlist(groups)
  group <- factor(rep(seq_along(groups), lengths(groups)))
  found <- list(groups = groups)
  if (length(groups) == 2) {
    found$student <- test(t.test(groups[[1]], groups[[2]], var.equal = TRUE))
    found$welch <- test(t.test(groups[[1]], groups[[2]]))
  } else {
    found$student <- test(oneway.test(values ~ group, var.equal = TRUE))
    found$welch <- test(oneway.test(values ~ group))
  }
  found
}

of_ranks <- function(groups) {
  values <- unlist(groups)
  group <- factor(rep(seq_along(groups), lengths(groups)))
  found <- list(groups = groups, kruskal = test(kruskal.test(values, group)))
  if (length(groups) == 2) {
    found$default <- test(suppressWarnings(wilcox.test(groups[[1]], groups[[2]])))
    found$continuity <- test(wilcox.test(groups[[1]], groups[[2]], exact = FALSE, correct = TRUE))
    found$plain <- test(wilcox.test(groups[[1]], groups[[2]], exact = FALSE, correct = FALSE))
  }
  found
}

# Yang and Dalton 2012: the Mahalanobis distance of the proportions of all levels but the first.
difference_of_counts <- function(table) {
  p <- prop.table(table[, 1])[-1]
  q <- prop.table(table[, 2])[-1]
  S <- (diag(p, length(p)) - p %o% p + diag(q, length(q)) - q %o% q) / 2
  sqrt(drop(t(p - q) %*% solve(S) %*% (p - q)))
}
difference_of_numbers <- function(x, y) abs(mean(x) - mean(y)) / sqrt((var(x) + var(y)) / 2)

reference <- list(
  r = R.version.string,
  counts = lapply(counts, of_counts),
  samples = lapply(samples, of_sample),
  means = lapply(by_means, of_means),
  ranks = lapply(by_ranks, of_ranks),
  differences = list(
    counts = list(
      two_by_two = difference_of_counts(counts$two_by_two),
      three_by_two = difference_of_counts(counts$three_by_two),
      five_by_two_small = difference_of_counts(counts$five_by_two_small)),
    numbers = list(two = difference_of_numbers(by_means$two[[1]], by_means$two[[2]]))))
writeLines(toJSON(reference, digits = NA, auto_unbox = TRUE, pretty = TRUE, null = "null"), "tables.json")
