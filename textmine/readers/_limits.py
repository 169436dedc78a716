"""Bounds against hostile or damaged input."""

from __future__ import annotations

import time
from dataclasses import dataclass

from textmine.errors import LimitError


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file or archive may cost.

    Real annual reports stay far below: 200 KB of text, 40 pages, 20 MB of file with scanned seals.

    Attributes
    ----------
    file_bytes: largest file or archive member that is read, in bytes.
    text_chars: longest text, in characters.
    seconds: time for one file; checked between pages, tables and parts.
    pages: most pages of a PDF.
    table_cells: most cells of one table after merged cells are laid out.
    archive_bytes: largest archive, in bytes.
    archive_entries: most entries of one archive.
    archive_depth: archives inside archives; 1 allows one level.
    unpacked_bytes: most bytes unpacked from one archive or packed document.
    ratio: largest unpacked : packed ratio of one entry (beyond the first MB).
    """

    file_bytes: int = 100_000_000
    text_chars: int = 5_000_000
    seconds: float = 8.0
    pages: int = 500
    table_cells: int = 50_000
    archive_bytes: int = 4_000_000_000
    archive_entries: int = 20_000
    archive_depth: int = 1
    unpacked_bytes: int = 2_000_000_000
    ratio: int = 200


DEFAULT_LIMITS = Limits()


def too_many_cells(rows: int, columns: int) -> LimitError:
    """The error to raise for a table with more cells than are allowed."""
    return LimitError(
        "table_too_large",
        f"A table has {rows} × {columns} cells; the file is damaged or no annual report. Leave it out.",
    )


class Deadline:
    """The time that one file may take; ``check`` raises LimitError once it is over."""

    __slots__ = ("_end", "_seconds")

    def __init__(self, limits: Limits) -> None:
        self._seconds = limits.seconds
        self._end = time.monotonic() + limits.seconds

    def check(self) -> None:
        """Raise LimitError if the time is over."""
        if time.monotonic() > self._end:
            raise LimitError(
                "time_limit",
                f"Reading took longer than {self._seconds:g} s; the file is damaged or no annual report. "
                "Open it, save it again and retry, or leave it out.",
            )
