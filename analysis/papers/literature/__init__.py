"""Figures that the literature prints, as data, and a cohort's own beside them."""
