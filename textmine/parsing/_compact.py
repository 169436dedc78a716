"""A view of a text without blanks, for grammars that must not trip over line ends inside words."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import accumulate, compress

from textmine.normalization import fold

# What parts rows: line ends, and the marks between the cells of a table.
_ROW_ENDS = ("\t", "|", "\r")
# Besides white space: what ``fold`` puts for zero-width characters, and the marks of Markdown.
_MARKS = ("#", "*", "\u2063")
_RARE_BLANK = re.compile(r"[^\S\n ]")
_RUN = re.compile("[^ ]+")
_EMPTY_LINE = re.compile(r"\n[\s\u2063#|*]*\n")


class CompactView:
    """``text`` is the folded source without blanks; positions map back to the source.

    Attributes
    ----------
    folded: the whole source in normal form, of the same length (see ``normalization.fold``).
    text: its characters between the bounds without blanks and table marks.
    rows: the lines and table cells of ``text`` that are not empty, in order.
    lines: compact positions, ascending, where a row begins (0 included).
    gaps: compact positions, ascending, where any blank stood before the character (0 included).
    blank_lines: subset of ``lines`` before which an empty line stood.
    """

    __slots__ = (
        "_dense",
        "_flat",
        "_gaps",
        "_row_starts",
        "_runs",
        "folded",
        "lines",
        "rows",
        "source_start",
        "text",
    )

    def __init__(
        self, source: str, start: int = 0, end: int | None = None, *, folded: str | None = None
    ) -> None:
        self.folded = fold(source) if folded is None else folded
        self.source_start = start
        flat = self.folded[start:end]
        for mark in _ROW_ENDS:
            flat = flat.replace(mark, "\n")
        for mark in _MARKS:
            flat = flat.replace(mark, " ")
        text = flat.replace(" ", "").replace("\n", "")
        if text and text.split(None, 1) != [text]:
            flat = _RARE_BLANK.sub(" ", flat)
            text = flat.replace(" ", "").replace("\n", "")
        self._flat = flat
        self._dense = flat.replace(" ", "").split("\n")
        self.rows = list(filter(None, self._dense))
        self.text = text
        self.lines = [0, *accumulate(map(len, self.rows))] if self.rows else []
        self.lines[-1:] = ()  # where the last row ends
        self._row_starts: list[int] = []
        self._runs: dict[int, tuple[list[int], list[int]]] = {}
        self._gaps: list[int] | None = None

    @property
    def gaps(self) -> list[int]:
        """See the attributes of the class."""
        if self._gaps is None:
            words = self._flat.split()
            self._gaps = [0, *accumulate(map(len, words))] if words else []
            self._gaps[-1:] = ()
        return self._gaps

    @property
    def blank_lines(self) -> frozenset[int]:
        """See the attributes of the class."""
        stop = self.source_start + len(self._flat)
        if not self.lines or not _EMPTY_LINE.search(self.folded, self.source_start, stop):
            return frozenset()
        ends = [self.source_start, *(self.source(line - 1) + 1 for line in self.lines[1:])]
        return frozenset(
            line
            for line, before in zip(self.lines, ends, strict=True)
            if self.folded.count("\n", before, self.source(line)) > 1
        )

    def source(self, position: int) -> int:
        """Source position of the compact character at ``position``."""
        row = bisect_right(self.lines, position) - 1
        if row < 0:
            return self.source_start
        if not self._row_starts:
            self._row_starts = self._find_rows()
        start, within = self._row_starts[row], position - self.lines[row]
        if self._flat.startswith(self.rows[row], start):
            return self.source_start + start + within
        offsets, places = self._runs_of(row, start)
        run = bisect_right(offsets, within) - 1
        return self.source_start + places[run] + within - offsets[run]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Source range of the non-empty compact range ``[start, end)``, without blanks at its ends."""
        return self.source(start), self.source(end - 1) + 1

    def has_blank_before(self, char: str) -> bool:
        """Whether the character stands behind a blank somewhere that is no line end or edge of a cell."""
        return f" {char}" in self._flat

    def next_line(self, position: int) -> int:
        """Compact position at which the line after ``position`` begins (the text's length for the last line)."""
        index = bisect_right(self.lines, position)
        return self.lines[index] if index < len(self.lines) else len(self.text)

    def at_line_start(self, position: int) -> bool:
        """Whether a line or cell begins at the compact position."""
        index = bisect_left(self.lines, position)
        return index < len(self.lines) and self.lines[index] == position

    def _find_rows(self) -> list[int]:
        """Where each row begins in the flat text, blanks before its first character included."""
        raw = self._flat.splitlines(keepends=True)  # no other line ends are left
        return list(compress(accumulate(map(len, raw), initial=0), self._dense))

    def _runs_of(self, row: int, start: int) -> tuple[list[int], list[int]]:
        """Runs without blanks of a row that has blanks: offsets in the row, and places in the flat text."""
        if row not in self._runs:
            stop = self._flat.find("\n", start)
            found = list(_RUN.finditer(self._flat, start, stop if stop >= 0 else len(self._flat)))
            lengths = (match.end() - match.start() for match in found)
            self._runs[row] = [0, *accumulate(lengths)][:-1], [match.start() for match in found]
        return self._runs[row]
