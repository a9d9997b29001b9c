"""The Chinese font that comes with the package, and how it was made."""
