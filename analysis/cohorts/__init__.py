"""Bundled cohorts, reconstructed or synthetic only, and the scripts that make them."""
