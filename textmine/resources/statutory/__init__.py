"""Data of the statutory tables: rows, columns and their printed variants."""
