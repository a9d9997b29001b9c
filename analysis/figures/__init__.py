"""Figures: one file each; a figure draws a result and computes nothing."""
