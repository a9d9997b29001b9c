"""A report as a medium-free document, one renderer per medium, and the writing of files."""
