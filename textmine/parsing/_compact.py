"""A view of a text without blanks, for grammars that must not trip over line ends inside words."""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from textmine.normalization import fold, rare_foldings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# What parts rows: line ends, and the marks between the cells of a table.
_ROW_ENDS = "\n\t|\r"
# What is left out besides white space: what ``fold`` puts for zero-width characters, and the marks of Markdown.
_MARKS = "#*\u2063"
_EMPTY_LINE = re.compile(r"\n[\s\u2063#|*]*\n")
_NUMERIC = frozenset("0123456789.+-")
_CHARACTER, _BLANK, _ROW_END = range(3)
_LAST_BLANK = 0x3000
_CODES = f"utf-32-{sys.byteorder[0]}e"


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
        "_begins",
        "_codes",
        "_gaps",
        "_places",
        "folded",
        "lines",
        "plain_numbers",
        "source_end",
        "source_start",
        "text",
    )

    def __init__(
        self, source: str, start: int = 0, end: int | None = None, *, folded: str | None = None
    ) -> None:
        self.folded = fold(source) if folded is None else folded
        self.plain_numbers = folded is None and _NUMERIC.isdisjoint(rare_foldings(source))
        part = self.folded[start:end]
        self.source_start, self.source_end = start, start + len(part)
        codes = _codes(f"\n{part}\n")
        kinds = _kinds().take(codes, mode="clip")
        filled = kinds == _CHARACTER
        (places,) = filled.nonzero()
        self._codes = codes.take(places)
        self.text = str(self._codes, _CODES, "surrogatepass")
        ends = filled.cumsum().take((kinds == _ROW_END).nonzero()[0])  # of rows, with 0 before the first one
        self._begins: NDArray[np.intp] | None = ends[:-1][ends[:-1] < ends[1:]]  # of those that are not empty
        self.lines: list[int] = self._begins.tolist()
        places += start - 1
        self._places = places
        self._gaps: list[int] | None = None

    def part(self, start: int, end: int) -> CompactView:
        """The view of the source range ``[start, end)`` of this view, without another look at the source."""
        view = CompactView.__new__(CompactView)
        first, last = self._places.searchsorted((start, end)).tolist()
        view.folded, view.plain_numbers = self.folded, False
        view.source_start, view.source_end = start, end
        view.text = self.text[first:last]
        lines = self.lines[bisect_right(self.lines, first) : bisect_left(self.lines, last)]
        view.lines = [0, *(line - first for line in lines)] if last > first else []
        view._places, view._codes, view._begins = self._places[first:last], self._codes[first:last], None
        view._gaps = None
        return view

    @property
    def rows(self) -> list[str]:
        """See the attributes of the class."""
        return [self.text[begin:end] for begin, end in pairwise([*self.lines, len(self.text)])]

    def first_rows(self, count: int) -> list[str]:
        """So many rows at most."""
        bounds = self.lines[: count + 1]
        if len(bounds) <= count:
            bounds.append(len(self.text))
        return [self.text[begin:end] for begin, end in pairwise(bounds)]

    def rows_from(self, firsts: NDArray[np.bool_]) -> list[tuple[int, int]]:
        """Compact ranges of the rows that begin with certain characters and are no numbers, as most rows of the statutory tables are.

        ``firsts`` says of each code whether it is one of the characters, and last of all codes behind these.
        """
        import numpy as np

        begins = np.array(self.lines, np.intp) if self._begins is None else self._begins
        if not len(begins):
            return []
        is_number = np.logical_and.reduceat(self._codes - ord("0") < 10, begins)
        (chosen,) = (firsts.take(self._codes.take(begins), mode="clip") > is_number).nonzero()
        ends = np.append(begins, len(self._codes)).take(chosen + 1)
        return list(zip(begins.take(chosen).tolist(), ends.tolist(), strict=True))

    @property
    def gaps(self) -> list[int]:
        """See the attributes of the class."""
        if self._gaps is None:
            apart = self._places[1:] - self._places[:-1] > 1
            self._gaps = [0, *(apart.nonzero()[0] + 1).tolist()] if self.text else []
        return self._gaps

    @property
    def blank_lines(self) -> frozenset[int]:
        """See the attributes of the class."""
        if not self.lines or not _EMPTY_LINE.search(self.folded, self.source_start, self.source_end):
            return frozenset()
        ends = [self.source_start, *(self.source(line - 1) + 1 for line in self.lines[1:])]
        return frozenset(
            line
            for line, before in zip(self.lines, ends, strict=True)
            if self.folded.count("\n", before, self.source(line)) > 1
        )

    def source(self, position: int) -> int:
        """Source position of the compact character at ``position``; behind the last one for the text's length."""
        places = self._places
        found: int
        if position < len(places):
            found = places.item(position)
        else:
            found = places.item(-1) + 1 if len(places) else self.source_start
        return found

    def position(self, source: int) -> int:
        """Compact position of the first character at or behind a source position."""
        return int(self._places.searchsorted(source))

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
        found = self._places.take(bounds)
        found[:, 1] += 1
        return list(map(tuple, found.tolist()))

    def has_blank_before(self, position: int) -> bool:
        """Whether a blank, a line end or a mark stands between the character and the one before it."""
        return position > 0 and self._places.item(position) - self._places.item(position - 1) > 1

    def next_line(self, position: int) -> int:
        """Compact position at which the line after ``position`` begins (the text's length for the last line)."""
        index = bisect_right(self.lines, position)
        return self.lines[index] if index < len(self.lines) else len(self.text)

    def at_line_start(self, position: int) -> bool:
        """Whether a line or cell begins at the compact position."""
        lines = self.lines
        index = bisect_left(lines, position)
        return index < len(lines) and lines[index] == position


@lru_cache(maxsize=1)
def _kinds() -> NDArray[np.uint8]:
    """Of each code whether it is a character, a blank or what parts rows; the last one stands for all codes behind it."""
    import numpy as np

    kinds = np.full(_LAST_BLANK + 2, _CHARACTER, np.uint8)
    kinds[[code for code in range(_LAST_BLANK + 1) if chr(code).isspace()]] = _BLANK
    kinds[list(map(ord, _MARKS))] = _BLANK
    kinds[list(map(ord, _ROW_ENDS))] = _ROW_END
    return kinds


def _codes(text: str) -> NDArray[np.uint32]:
    import numpy as np

    return np.frombuffer(text.encode(_CODES, "surrogatepass"), np.uint32)
