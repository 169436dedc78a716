"""A view of a text without blanks, for grammars that must not trip over line ends inside words."""

from __future__ import annotations

import re
import sys
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from textmine.normalization import fold, rare_foldings
from textmine.parsing._line_ends import without_stray_ends
from textmine.parsing._pages import without_page_lines

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
_FEW = 30  # ranges up to which their places are looked up one by one
_CODES = f"utf-32-{sys.byteorder[0]}e"
_TOGETHER = 65_536  # characters that are looked at together: their arrays stay in the processor's caches
_Item = TypeVar("_Item")


class Folded(NamedTuple):
    """A text in normal form (see ``normalization.fold``), and whether all digits, points and signs are known to stand in it as in the source."""

    text: str
    plain_numbers: bool


def folded(source: str) -> Folded:
    """The normal form of a source, without what pages and programs put between the lines."""
    return Folded(
        without_stray_ends(without_page_lines(fold(source))), _NUMERIC.isdisjoint(rare_foldings(source))
    )


class Joined:
    """Folded texts without blanks and table marks, one behind the other, for what is looked for in all of them at once.

    Attributes
    ----------
    text, codes: their characters, as a string and as numbers.
    bounds: positions at which each of them begins, and where the last one ends.
    begins: positions, ascending, at which rows (lines, table cells) begin that are not empty.
    row_bounds: as ``bounds``, among the rows.
    lines: as ``begins``, counted from the beginning of the text.
    """

    __slots__ = ("_found", "_lines", "_places", "begins", "bounds", "codes", "lines", "row_bounds", "text")

    def __init__(self, parts: Sequence[str]) -> None:
        codes = _codes("\n".join(["", *parts, ""]))
        kinds = _kinds().take(codes, mode="clip")
        filled = kinds == _CHARACTER
        (places,) = filled.nonzero()
        self.codes = codes.take(places)
        self.text = str(self.codes, _CODES, "surrogatepass")
        ends = filled.cumsum().take((kinds == _ROW_END).nonzero()[0])  # of rows, with 0 before the first one
        begins = self.begins = ends[:-1].compress(ends[:-1] < ends[1:])
        self._found: dict[Callable[[Joined], Sequence[Any]], Sequence[Any]] = {}
        self.lines = begins
        if len(parts) == 1:
            self.bounds, self.row_bounds = [0, len(self.text)], [0, len(begins)]
            places -= 1
        else:
            shifts = list(accumulate([len(part) + 1 for part in parts], initial=1))
            bounds = places.searchsorted(shifts)
            rows = begins.searchsorted(bounds)
            self.lines = begins - bounds[:-1].repeat(rows[1:] - rows[:-1])
            places -= _array(shifts[:-1]).repeat(bounds[1:] - bounds[:-1])
            self.bounds, self.row_bounds = bounds.tolist(), rows.tolist()
        self._places = places
        self._lines: bytes = self.lines.astype("q", copy=False).tobytes()

    def lend(self, view: CompactView, number: int) -> None:
        """Give a view what is its own."""
        first, last = self.bounds[number], self.bounds[number + 1]
        view.text = self.text[first:last]
        view._places = self._places[first:last]
        view.starts = array("q", self._lines[8 * self.row_bounds[number] : 8 * self.row_bounds[number + 1]])
        view._lines = view._gaps = None
        view._joined, view._number = self, number

    def after_blank(self, positions: NDArray[np.intp]) -> NDArray[np.bool_]:
        """Whether a blank, a line end or a mark stands before characters that are not the first of their texts."""
        places = self._places
        found: NDArray[np.bool_] = places.take(positions) - places.take(positions - 1) != 1
        return found

    def is_after_blank(self, position: int) -> bool:
        """The same of one character."""
        return bool(self._places[position] - self._places[position - 1] != 1)

    def found(self, look: Callable[[Joined], Sequence[_Item]]) -> Sequence[_Item]:
        """What ``look`` finds, for each text; it looks but once."""
        if look not in self._found:
            self._found[look] = look(self)
        return self._found[look]


class CompactView:
    """``text`` is the folded source without blanks; positions map back to the source.

    Attributes
    ----------
    folded: the whole source in normal form, of the same length (see ``normalization.fold``).
    text: its characters between the bounds without blanks and table marks.
    rows: the lines and table cells of ``text`` that are not empty, in order.
    lines: compact positions, ascending, where a row begins (0 included).
    starts: the same as an array, which is at hand.
    gaps: compact positions, ascending, where any blank stood before the character (0 included).
    blank_lines: subset of ``lines`` before which an empty line stood.
    plain_numbers: whether all digits, points and signs are known to stand in the source as in ``folded``.
    """

    __slots__ = (
        "_gaps",
        "_joined",
        "_lines",
        "_number",
        "_places",
        "folded",
        "plain_numbers",
        "source_end",
        "source_start",
        "starts",
        "text",
    )
    folded: str
    plain_numbers: bool
    source_end: int
    source_start: int
    starts: array[int]
    text: str
    _gaps: list[int] | None
    _joined: Joined | None
    _lines: list[int] | None
    _number: int
    _places: NDArray[np.intp]

    def __init__(
        self, source: str, start: int = 0, end: int | None = None, *, folded: str | None = None
    ) -> None:
        self.folded = fold(source) if folded is None else folded
        self.plain_numbers = folded is None and _NUMERIC.isdisjoint(rare_foldings(source))
        part = self.folded[start:end]
        self.source_start, self.source_end = start, start + len(part)
        Joined([part]).lend(self, 0)
        self._places += start

    def part(self, start: int, end: int) -> CompactView:
        """The view of the source range ``[start, end)`` of this view, without another look at the source."""
        view = CompactView.__new__(CompactView)
        first, last = self._places.searchsorted((start, end)).tolist()
        view.folded, view.plain_numbers = self.folded, False
        view.source_start, view.source_end = start, end
        view.text = self.text[first:last]
        starts = self.starts
        lines = starts[bisect_right(starts, first) : bisect_left(starts, last)]
        view._lines = [0, *[line - first for line in lines]] if last > first else []
        view.starts = array("q", view._lines)
        view._places = self._places[first:last]
        view._gaps = view._joined = None
        return view

    def without(self, ranges: Sequence[tuple[int, int]]) -> CompactView:
        """The view without compact ranges of whole rows, in order, not empty."""
        import numpy as np

        view = CompactView.__new__(CompactView)
        view.folded, view.plain_numbers = self.folded, False
        view.source_start, view.source_end = self.source_start, self.source_end
        kept = np.ones(len(self.text), bool)
        for start, end in ranges:
            kept[start:end] = False
        view.text = "".join(self.text[start:end] for start, end in _between(ranges, len(self.text)))
        before = kept.cumsum() - kept
        view._lines = [before.item(line) for line in self.lines if kept.item(line)]
        view.starts = array("q", view._lines)
        view._places = self._places[kept]
        view._gaps = view._joined = None
        return view

    def found(self, look: Callable[[Joined], Sequence[_Item]]) -> _Item:
        """What ``look`` finds in this text, which it looks at together with all that were joined with it."""
        if self._joined is None:
            self._joined, self._number = Joined([self.folded[self.source_start : self.source_end]]), 0
        return self._joined.found(look)[self._number]

    @property
    def lines(self) -> list[int]:
        """See the attributes of the class."""
        if self._lines is None:
            self._lines = self.starts.tolist()
        return self._lines

    @property
    def rows(self) -> list[str]:
        """See the attributes of the class."""
        return [self.text[begin:end] for begin, end in pairwise([*self.lines, len(self.text)])]

    def first_rows(self, count: int) -> list[str]:
        """So many rows at most."""
        bounds = self.starts[: count + 1]
        if len(bounds) <= count:
            bounds.append(len(self.text))
        return [self.text[begin:end] for begin, end in pairwise(bounds)]

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
        if len(ranges) < _FEW:
            place = self._places.item
            return [(place(start), place(end - 1) + 1) for start, end in ranges]
        import numpy as np

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
        starts = self.starts
        index = bisect_right(starts, position)
        return starts[index] if index < len(starts) else len(self.text)

    def line_of(self, position: int) -> int:
        """Compact position at which the line of the character at ``position`` begins."""
        return self.starts[bisect_right(self.starts, position) - 1]

    def at_line_start(self, position: int) -> bool:
        """Whether a line or cell begins at the compact position."""
        starts = self.starts
        index = bisect_left(starts, position)
        return index < len(starts) and starts[index] == position


def views_of(texts: Sequence[Folded]) -> list[CompactView]:
    """The views of texts; those of short ones are made together, which takes a third of the time."""
    views: list[CompactView] = []
    first = size = 0
    for number, of in enumerate(texts, 1):
        size += len(of.text)
        if size >= _TOGETHER or number == len(texts):
            joined = Joined([one.text for one in texts[first:number]])
            for place, one in enumerate(texts[first:number]):
                view = CompactView.__new__(CompactView)
                view.folded, view.plain_numbers = one
                view.source_start, view.source_end = 0, len(one.text)
                joined.lend(view, place)
                views.append(view)
            first, size = number, 0
    return views


def _between(ranges: Sequence[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    bounds = [0, *(bound for pair in ranges for bound in pair), length]
    return list(zip(bounds[::2], bounds[1::2], strict=True))


@lru_cache(maxsize=1)
def _kinds() -> NDArray[np.uint8]:
    """Of each code whether it is a character, a blank or what parts rows; the last one stands for all codes behind it."""
    import numpy as np

    kinds = np.full(_LAST_BLANK + 2, _CHARACTER, np.uint8)
    kinds[[code for code in range(_LAST_BLANK + 1) if chr(code).isspace()]] = _BLANK
    kinds[list(map(ord, _MARKS))] = _BLANK
    kinds[list(map(ord, _ROW_ENDS))] = _ROW_END
    return kinds


def _array(numbers: Sequence[int]) -> NDArray[np.intp]:
    import numpy as np

    return np.array(numbers, np.intp)


def _codes(text: str) -> NDArray[np.uint32]:
    import numpy as np

    return np.frombuffer(text.encode(_CODES, "surrogatepass"), np.uint32)
