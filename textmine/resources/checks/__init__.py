"""Data of the checks: the registry and the grammar of counts in running text."""
