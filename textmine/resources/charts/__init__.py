"""Wording of the charts."""
