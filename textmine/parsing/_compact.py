"""A view of a text without blanks, for grammars that must not trip over line ends inside words."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from textmine.normalization import fold, rare_foldings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# What parts rows: line ends, and the marks between the cells of a table.
_ROW_ENDS = ("\t", "|", "\r")
# Besides white space: what ``fold`` puts for zero-width characters, and the marks of Markdown.
_MARKS = ("#", "*", "\u2063")
_RARE_BLANK = re.compile(r"[^\S\n ]")
_EMPTY_LINE = re.compile(r"\n[\s\u2063#|*]*\n")
_NUMERIC = frozenset("0123456789.+-")
# The two blanks that are left when a view is made.
_BLANK, _LINE_END = map(ord, " \n")


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
    plain_numbers: whether all digits, points and signs are known to stand in the source as in ``folded``.
    """

    __slots__ = (
        "_flat",
        "_gaps",
        "_places",
        "_rows",
        "folded",
        "lines",
        "plain_numbers",
        "source_start",
        "text",
    )

    def __init__(
        self, source: str, start: int = 0, end: int | None = None, *, folded: str | None = None
    ) -> None:
        self.folded = fold(source) if folded is None else folded
        self.plain_numbers = folded is None and _NUMERIC.isdisjoint(rare_foldings(source))
        self.source_start = start
        flat = self.folded[start:end]
        for mark in _ROW_ENDS:
            flat = flat.replace(mark, "\n")
        for mark in _MARKS:
            flat = flat.replace(mark, " ")
        rows = list(filter(None, flat.replace(" ", "").split("\n")))
        text = "".join(rows)
        if text and text.split(None, 1) != [text]:
            flat = _RARE_BLANK.sub(" ", flat)
            rows = list(filter(None, flat.replace(" ", "").split("\n")))
            text = "".join(rows)
        self._flat = flat
        self.text = text
        self._rows: list[str] | None = rows
        self.lines = list(accumulate(map(len, rows), initial=0))
        self.lines.pop()  # where the last row ends
        self._places: NDArray[np.intp] | None = None
        self._gaps: list[int] | None = None

    def part(self, start: int, end: int) -> CompactView:
        """The view of the source range ``[start, end)`` of this view, without another look at the source."""
        view = CompactView.__new__(CompactView)
        first, last = self._found.searchsorted((start - self.source_start, end - self.source_start)).tolist()
        view.folded, view.plain_numbers, view.source_start = self.folded, False, start
        view._flat = self._flat[start - self.source_start : end - self.source_start]
        view.text = self.text[first:last]
        lines = self.lines[bisect_right(self.lines, first) : bisect_left(self.lines, last)]
        view.lines = [0, *(line - first for line in lines)] if last > first else []
        view._rows = view._gaps = None
        view._places = self._found[first:last] - (start - self.source_start)
        return view

    @property
    def rows(self) -> list[str]:
        """See the attributes of the class."""
        if self._rows is None:
            self._rows = [self.text[a:b] for a, b in pairwise([*self.lines, len(self.text)])]
        return self._rows

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

    @property
    def _found(self) -> NDArray[np.intp]:
        """Where the characters stand, from the beginning of the view."""
        if self._places is None:
            self._places = _places_of_characters(self._flat)
        return self._places

    def source(self, position: int) -> int:
        """Source position of the compact character at ``position``; behind the last one for the text's length."""
        places = self._places if self._places is not None else self._found
        if position < len(places):
            return self.source_start + places.item(position)
        return self.source_start + (places.item(-1) + 1 if len(places) else 0)

    def position(self, source: int) -> int:
        """Compact position of the first character at or behind a source position."""
        return int(self._found.searchsorted(source - self.source_start))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Source range of the non-empty compact range ``[start, end)``, without blanks at its ends."""
        return self.source(start), self.source(end - 1) + 1

    def spans(self, ranges: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        """``span`` of many ranges."""
        import numpy as np

        if not ranges:
            return []
        bounds = np.array(ranges)
        bounds[:, 1] -= 1  # the last character of each
        found = self._found.take(bounds) + self.source_start
        found[:, 1] += 1
        return list(map(tuple, found.tolist()))

    def has_blank_before(self, position: int) -> bool:
        """Whether a blank, a line end or a mark stands between the character and the one before it."""
        return position > 0 and self._flat[self.source(position) - self.source_start - 1] in " \n"

    def next_line(self, position: int) -> int:
        """Compact position at which the line after ``position`` begins (the text's length for the last line)."""
        index = bisect_right(self.lines, position)
        return self.lines[index] if index < len(self.lines) else len(self.text)

    def at_line_start(self, position: int) -> bool:
        """Whether a line or cell begins at the compact position."""
        lines = self.lines
        index = bisect_left(lines, position)
        return index < len(lines) and lines[index] == position


def _places_of_characters(flat: str) -> NDArray[np.intp]:
    """Where the characters of a text stand that are neither blank nor line end."""
    import numpy as np

    codes = np.frombuffer(flat.encode("utf-32-le", "surrogatepass"), np.uint32)
    filled: NDArray[np.bool_] = codes != _BLANK
    filled &= codes != _LINE_END
    return filled.nonzero()[0]
