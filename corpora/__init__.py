"""Composed corpora: the grammar that renders fictional annual reports, the sample drawn from it, the gold labels."""
