"""From a file's bytes to a cohort: files, headings, values, checks across cells."""
