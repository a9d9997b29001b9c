"""The report of a cohort: one file a section, each from the functions that the other verbs print with."""
