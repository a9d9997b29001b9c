"""Survival from counts: an event table at the door, estimators that see nothing else."""
