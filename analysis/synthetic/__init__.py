"""A seeded registry of patients who do not exist, of any size."""
