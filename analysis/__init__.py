"""neuromets: retrospective cohorts of patients with spinal and leptomeningeal metastases."""
