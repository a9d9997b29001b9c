# Public data sets on which the survival statistics are compared with R: those of R's package survival
# (LGPL; see ?lung and so on for their origins), and rossi of the Python package lifelines (MIT; Rossi,
# Berk and Lenihan 1980), whose file rossi.csv is read as it is and only checked here.
# Run: Rscript tests/reference/datasets.R     It writes beside itself, in datasets/.
suppressPackageStartupMessages(library(survival))

script <- sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))
folder <- file.path(dirname(script), "datasets")
dir.create(folder, showWarnings = FALSE)

keep <- function(name, frame) {
  write.csv(frame, file.path(folder, paste0(name, ".csv")), row.names = FALSE, quote = FALSE, na = "")
}

lung$status <- lung$status - 1
keep("lung", lung[c("time", "status", "inst", "age", "sex", "ph.ecog", "ph.karno", "pat.karno", "meal.cal", "wt.loss")])
keep("veteran", veteran[c("time", "status", "trt", "celltype", "karno", "diagtime", "age", "prior")])
keep("ovarian", data.frame(time = ovarian$futime, status = ovarian$fustat, ovarian[c("age", "resid.ds", "rx", "ecog.ps")]))
deaths <- colon[colon$etype == 2, ]
keep("colon", deaths[c("time", "status", "rx", "sex", "age", "obstruct", "perfor", "adhere", "nodes", "differ", "extent", "surg", "node4")])
# The trial's own 312 patients. status: 0 censored, 1 transplanted, 2 died.
keep("pbc", pbc[1:312, c("time", "status", "trt", "age", "sex", "edema", "bili", "albumin", "protime", "stage")])
keep("gbsg", data.frame(time = gbsg$rfstime, gbsg[c("status", "age", "meno", "size", "grade", "nodes", "pgr", "er", "hormon")]))
# Time to progression or death, in months. status: 0 censored, 1 plasma-cell malignancy, 2 died without it.
progressed <- mgus2$pstat == 1
keep("mgus2", data.frame(
  time = ifelse(progressed, mgus2$ptime, mgus2$futime),
  status = ifelse(progressed, 1, 2 * mgus2$death),
  mgus2[c("age", "sex", "hgb", "creat", "mspike")]
))
keep("kidney", kidney[c("time", "status", "id", "age", "sex", "disease", "frail")])

rossi <- read.csv(file.path(folder, "rossi.csv"))
stopifnot(nrow(rossi) == 432, sum(rossi$status) == 114)
