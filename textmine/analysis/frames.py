"""Rows of data frames as plain Python values; and which reports the figures count."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from textmine.analysis._incidence import shown_agencies, text_documents, used_reports

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["records_of", "rows_of", "shown_agencies", "text_documents", "used_reports"]


def rows_of(frame: pd.DataFrame) -> Iterator[Any]:
    """The rows of a frame as objects with an attribute a column."""
    return iter(frame.itertuples(index=False))


def records_of(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame as dictionaries."""
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]
