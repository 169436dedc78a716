"""Notebooks for researchers and a course pack: clean sources, and what builds, runs and renders them."""
