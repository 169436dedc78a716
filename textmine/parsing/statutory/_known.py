"""Tables printed like one read before: all cells with one split of the text at its numbers.

Reports of one region, and those made with the same program, print a table alike to the last blank; only the numbers differ. What
stands between the numbers of a table that was read row by row is remembered. Where the same stands between the numbers again,
in the same order, the rows are the same: the patterns of ``_printed`` ask only whether a cell is a number of its column's kind,
which is asked here too. Where they do look at digits nothing is remembered: behind a cell that could be a row's own numbering
(``12)``).

A layout that comes back again and again becomes a pattern of its own, which reads all cells with one match; making it takes as
long as some hundred tables.
"""

from __future__ import annotations

import re
from bisect import insort
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, chain
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from textmine.parsing.statutory._printed import Setting, Table
from textmine.schema import Era

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# As many characters at most as digits of a sum of money, the shortest kind of cell; what is longer falls into several.
_NUMBER = re.compile(r"([-+0-9][0-9.]{0,11})")
_AFTER_NUMBERING = (".", "、", ")")
# A table of 25 rows has some 1,200 characters.
_REACH = 6000
_MOST_LAYOUTS = (
    256  # reports of many places have some 200; learning one takes as long as reading twenty tables
)
# Hits after which a layout becomes a pattern, and how many do.
_OFTEN = 32
_MOST_PATTERNS = 24
_CELL = "([-+0-9][0-9.]{0,11}+)"


class Rows(NamedTuple):
    """Rows of cells as they stand in the text: the cells' texts, where they begin and end, and the number of cells a row.

    ``whole``: all cells are digits alone.
    """

    cells: tuple[str, ...]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    widths: Sequence[int]
    whole: bool

    def first(self, count: int) -> Rows:
        """The first rows alone."""
        cells = sum(self.widths[:count])
        return Rows(
            self.cells[:cells],
            self.starts[:cells],
            self.ends[:cells],
            self.widths[:count],
            are_whole(self.cells[:cells]),
        )


def rows_of(found: re.Match[str], widths: Sequence[int]) -> Rows:
    """The rows whose cells are the groups of a match."""
    import numpy as np

    cells = found.groups()
    bounds = np.fromiter(chain.from_iterable(found.regs), np.int64, 2 * len(found.regs))
    return Rows(cells, bounds[2::2], bounds[3::2], widths, are_whole(cells))


def are_whole(cells: Sequence[str]) -> bool:
    """Whether all cells are digits alone."""
    return all(cells) and "".join(cells).isdecimal()


class Form(NamedTuple):
    """The form of a table and how its cells are set apart."""

    table: Table
    setting: Setting
    era: Era


_Picker = Callable[[Sequence[Any]], tuple[Any, ...]]


@dataclass(slots=True)
class _Layout:
    """How a table is printed: ``cells`` picks from the numbers in its text those of cells, ``fixed`` the ``others``.

    ``between`` is what stands before the cells, fixed numbers included, one after another, and ``offsets`` how many characters of it
    stand up to each cell; ``beginning`` stands before the first number; ``met`` counts how often it came back.
    """

    form: Form
    widths: Sequence[int]
    numbers: int
    cells: _Picker
    fixed: _Picker
    others: tuple[str, ...]
    between: str
    offsets: NDArray[np.int64]
    beginning: str
    met: int = 0

    def pattern(self) -> re.Pattern[str]:
        """All cells of the table, one group each."""
        ends = self.offsets.tolist()
        words = [self.between[start:end] for start, end in zip((0, *ends), ends, strict=False)]
        return re.compile("".join(re.escape(each) + _CELL for each in words))

    def rows(self, cells: tuple[str, ...], start: int, *, whole: bool) -> Rows:
        """The rows of a table that begins at ``start`` with these cells; ``whole`` as in ``Rows``."""
        import numpy as np

        lengths = np.fromiter(map(len, cells), np.int64, len(cells))
        ends = lengths.cumsum()
        ends += self.offsets
        ends += start
        return Rows(cells, ends - lengths, ends, self.widths, whole)


class KnownLayouts:
    """The layouts in which one of the tables was met, by the text between its numbers."""

    __slots__ = ("_beginnings", "_counts", "_layouts", "_patterns")

    def __init__(self) -> None:
        self._layouts: dict[str, _Layout] = {}
        self._counts: list[int] = []
        self._beginnings: set[str] = set()
        self._patterns: dict[str, dict[re.Pattern[str], _Layout]] = {}  # by the text before the first number

    def read(self, text: str, start: int, era: Era | None = None) -> Iterator[tuple[Form, Rows]]:
        """The table that begins at ``start``, if its layout is known and, where one is named, its form is that of ``era``."""
        first = _NUMBER.search(text, start, start + _REACH)
        if not first or text[start : first.start()] not in self._beginnings:
            return
        for pattern, layout in self._patterns.get(text[start : first.start()], {}).items():
            found = pattern.match(text, start) if era in (None, layout.form.era) else None
            if found:
                cells = found.groups()
                whole = are_whole(cells)
                if whole or _fit(cells, layout.form):
                    yield layout.form, layout.rows(cells, start, whole=whole)
        pieces = _NUMBER.split(text[start : start + _REACH], self._counts[-1])
        for count in self._counts:
            known = self._layouts.get("\0".join(pieces[: 2 * count : 2]))
            if known is None or known.numbers != count or era not in (None, known.form.era):
                continue
            numbers = pieces[1 : 2 * count : 2]
            cells = known.cells(numbers)
            whole = are_whole(cells)
            if known.fixed(numbers) == known.others and (whole or _fit(cells, known.form)):
                self._count(known)
                yield known.form, known.rows(cells, start, whole=whole)

    def _count(self, layout: _Layout) -> None:
        layout.met += 1
        if layout.met == _OFTEN and sum(map(len, self._patterns.values())) < _MOST_PATTERNS:
            self._patterns.setdefault(layout.beginning, {})[layout.pattern()] = layout

    def remember(self, text: str, start: int, rows: Rows, form: Form) -> None:
        """Remember how the table that begins at ``start`` is printed, if the same again is sure to be read alike."""
        import numpy as np

        starts, ends = rows.starts.tolist(), rows.ends.tolist()
        pieces = _NUMBER.split(text[start : ends[-1]])[:-1]
        bounds = list(accumulate(map(len, pieces), initial=start))
        known = dict(zip(starts, ends, strict=True))
        ranges = list(zip(bounds[1::2], bounds[2::2], strict=True))
        is_cell = [known.get(left) == right for left, right in ranges]
        cells = [place for place, one in enumerate(is_cell) if one]
        others = [place for place, one in enumerate(is_cell) if not one]
        if len(cells) != len(rows.cells) or any(text.startswith(_AFTER_NUMBERING, end) for end in ends):
            return
        if not all(pieces[::2]):  # two numbers side by side could be parted otherwise with other digits
            return
        if len(self._layouts) >= _MOST_LAYOUTS:
            self._layouts.clear()
            self._counts.clear()
            self._beginnings.clear()
        fixed = _picker(others)
        between = [text[left:right] for left, right in zip((start, *ends), starts, strict=False)]
        offsets = np.cumsum(list(map(len, between)))
        layout = _Layout(
            form, rows.widths, len(ranges), _picker(cells), fixed, fixed(pieces[1::2]), "".join(between), offsets,
            pieces[0],
        )  # fmt: skip
        self._layouts.setdefault("\0".join(pieces[::2]), layout)
        if layout.numbers not in self._counts:
            insort(self._counts, layout.numbers)
        self._beginnings.add(pieces[0])


def _picker(places: list[int]) -> _Picker:
    """What picks the items at some places of a sequence."""
    if not places:
        return lambda items: ()
    if len(places) == 1:
        return lambda items: (items[places[0]],)
    return itemgetter(*places)


def _fit(cells: Sequence[str], form: Form) -> bool:
    """Whether every cell is a number of its column's kind."""
    return _all_cells(form.table.cells).fullmatch("\0".join(cells)) is not None


@lru_cache(maxsize=8)
def _all_cells(rows: tuple[tuple[str, ...], ...]) -> re.Pattern[str]:
    return re.compile("\0".join(f"(?:{cell})" for row in rows for cell in row))


@lru_cache(maxsize=2)
def known_layouts(table: str) -> KnownLayouts:
    """The known layouts of a table, ``requests`` or ``active``."""
    return KnownLayouts()
