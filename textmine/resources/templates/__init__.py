"""Wording, page template, style and script of theme reports."""
