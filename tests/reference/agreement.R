# Reference values of rater agreement and of proportions, base R only, written out from the papers' formulas.
#   Rscript agreement.R > agreement.csv    (from this folder; the committed output is of R 4.2.2)
# data: rows of the table separated by ";". For kappa the counts (first rater in the rows), for ICC the ratings
# (one row a subject), for Wilson count and n. positions: where the levels stand on their scale.
options(digits = 17)

cat("statistic,form,positions,data,estimate,std_error,conf_low,conf_high\n")
as_text <- function(m) paste(apply(m, 1, paste, collapse = " "), collapse = ";")
show <- function(statistic, form, positions, data, values) {
  numbers <- ifelse(is.na(values), "", formatC(values, digits = 17, format = "g"))
  cat(paste(c(statistic, form, paste(positions, collapse = " "), as_text(data), trimws(numbers)), collapse = ","), "\n", sep = "")
}

# Fleiss, Cohen and Everitt 1969, cell by cell as printed: for any value of weighted kappa.
kappa <- function(counts, positions, power) {
  k <- nrow(counts); n <- sum(counts); p <- counts / n
  w <- matrix(1, k, k)
  for (i in 1:k) for (j in 1:k) if (i != j)
    w[i, j] <- 1 - (abs(positions[i] - positions[j]) / diff(range(positions)))^power
  row <- rowSums(p); col <- colSums(p)
  po <- sum(w * p); pe <- sum(w * outer(row, col))
  w_row <- sapply(1:k, function(i) sum(col * w[i, ]))
  w_col <- sapply(1:k, function(j) sum(row * w[, j]))
  total <- 0
  for (i in 1:k) for (j in 1:k)
    total <- total + p[i, j] * (w[i, j] * (1 - pe) - (w_row[i] + w_col[j]) * (1 - po))^2
  variance <- (total - (po * pe - 2 * pe + po)^2) / (n * (1 - pe)^4)
  estimate <- (po - pe) / (1 - pe)
  c(estimate, sqrt(variance), estimate + c(-1, 1) * qnorm(0.975) * sqrt(variance))
}
show_kappas <- function(counts, positions = seq_len(nrow(counts)) - 1) {
  for (form in list(c("none", 0), c("linear", 1), c("quadratic", 2)))
    show("kappa", form[1], positions, counts, kappa(counts, positions, as.numeric(form[2])))
}
by_row <- function(text, rows) matrix(scan(text = text, quiet = TRUE), rows, byrow = TRUE)

show_kappas(by_row("106 10 4  22 28 10  2 12 6", 3))            # the example of Fleiss, Cohen and Everitt
show_kappas(by_row("20 5  10 15", 2))
show_kappas(by_row("2 38  41 3", 2))                            # worse than chance
show_kappas(by_row("118 5  2 0", 2))                            # nearly all one level
show_kappas(by_row("14 2 0 0 0 0  3 9 4 1 0 0  0 2 11 3 0 0  0 1 4 8 2 0  0 0 0 3 10 4  0 0 0 1 2 16", 6))
show_kappas(by_row("5 1 0 0  2 7 3 0  0 1 4 2  0 0 1 6", 4), c(3, 4, 8, 15))
set.seed(3)
for (k in 2:7) show_kappas(matrix(rpois(k * k, 3) + diag(rpois(k, 9), k), k))
for (k in 3:5) show_kappas(matrix(rpois(k * k, 4), k), sort(sample(0:18, k)))

# Shrout and Fleiss 1979, from the mean squares of aov().
icc <- function(ratings) {
  n <- nrow(ratings); k <- ncol(ratings)
  long <- data.frame(x = c(ratings), subject = factor(rep(1:n, k)), judge = factor(rep(1:k, each = n)))
  two <- summary(aov(x ~ subject + judge, long))[[1]][["Mean Sq"]]
  bms <- two[1]; jms <- two[2]; ems <- two[3]
  wms <- summary(aov(x ~ subject, long))[[1]][["Mean Sq"]][2]
  one <- (bms - wms) / (bms + (k - 1) * wms)
  f <- bms / wms
  fl <- f / qf(0.975, n - 1, n * (k - 1)); fu <- f * qf(0.975, n * (k - 1), n - 1)
  show("icc", "1/1", "", ratings, c(one, NA, (fl - 1) / (fl + k - 1), (fu - 1) / (fu + k - 1)))
  rho <- (bms - ems) / (bms + (k - 1) * ems + k * (jms - ems) / n)
  fj <- jms / ems
  v <- (k - 1) * (n - 1) * (k * rho * fj + n * (1 + (k - 1) * rho) - k * rho)^2 /
    ((n - 1) * k^2 * rho^2 * fj^2 + (n * (1 + (k - 1) * rho) - k * rho)^2)
  up <- qf(0.975, n - 1, v); down <- qf(0.975, v, n - 1)
  show("icc", "2/1", "", ratings, c(rho, NA,
    n * (bms - up * ems) / (up * (k * jms + (k * n - k - n) * ems) + n * bms),
    n * (down * bms - ems) / (k * jms + (k * n - k - n) * ems + n * down * bms)))
  three <- (bms - ems) / (bms + (k - 1) * ems)
  f <- bms / ems
  fl <- f / qf(0.975, n - 1, (n - 1) * (k - 1)); fu <- f * qf(0.975, (n - 1) * (k - 1), n - 1)
  show("icc", "3/1", "", ratings, c(three, NA, (fl - 1) / (fl + k - 1), (fu - 1) / (fu + k - 1)))
}
icc(by_row("9 2 5 8  6 1 3 2  8 4 6 8  7 1 2 6  10 5 6 9  6 2 4 7", 6))  # the example of Shrout and Fleiss
icc(by_row("7 8  12 11  3 5  15 15  9 7  6 6  13 16  4 3", 8))           # two readers of SINS
icc(by_row("1 5  5 1  2 4  4 3", 4))                                     # below 0
set.seed(4)
for (i in 1:6) {
  n <- sample(4:20, 1); k <- sample(2:5, 1)
  icc(matrix(round(10 + rep(rnorm(n, 0, 3), k) + rep(rnorm(k, 0, 1.5), each = n) + rnorm(n * k, 0, i / 2)), n))
}

# Wilson's limits are those of prop.test without continuity correction.
for (case in list(c(0, 10), c(1, 10), c(5, 10), c(10, 10), c(44, 46), c(31, 39), c(1, 1), c(0, 1), c(17, 32), c(957, 1000))) {
  p <- case[1] / case[2]
  limits <- suppressWarnings(prop.test(case[1], case[2], correct = FALSE))$conf.int
  show("wilson", "", "", t(case), c(p, sqrt(p * (1 - p) / case[2]), limits))
}
