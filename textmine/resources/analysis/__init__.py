"""Data of the analyses: standing phrases, elements of specific measures, weights of themes."""
