"""Tables printed like one read before: all cells with one split of the text at its numbers.

Reports of one region, and those made with the same program, print a table alike to the last blank; only the numbers differ. What
stands between the numbers of a table that was read row by row is remembered. Where the same stands between the numbers again,
in the same order, the rows are the same: the patterns of ``_printed`` ask only whether a cell is a number of its column's kind,
which is asked here too. Where they do look at digits nothing is remembered: behind a cell that could be a row's own numbering
(``12)``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from operator import itemgetter
from typing import Any, NamedTuple

from textmine.parsing.statutory._printed import Setting, Table
from textmine.schema import Era

# As many characters at most as digits of a sum of money, the shortest kind of cell; what is longer falls into several.
_NUMBER = re.compile(r"([-+0-9][0-9.]{0,11})")
_AFTER_NUMBERING = (".", "、", ")")
# A table of 25 rows has some 1,200 characters.
_REACH = 6000
_MOST_LAYOUTS = 256


class Rows(NamedTuple):
    """Rows of cells as they stand in the text: the cells' texts, where they begin and end, and the number of cells a row."""

    cells: Sequence[str]
    starts: Sequence[int]
    ends: Sequence[int]
    widths: Sequence[int]

    def first(self, count: int) -> Rows:
        """The first rows alone."""
        cells = sum(self.widths[:count])
        return Rows(self.cells[:cells], self.starts[:cells], self.ends[:cells], self.widths[:count])


class Form(NamedTuple):
    """The form of a table and how its cells are set apart."""

    table: Table
    setting: Setting
    era: Era


_Picker = Callable[[Sequence[Any]], tuple[Any, ...]]


class _Layout(NamedTuple):
    """How a table is printed: ``cells`` picks from the numbers in its text those of cells, ``fixed`` the ``others``."""

    form: Form
    widths: Sequence[int]
    numbers: int
    cells: _Picker
    fixed: _Picker
    others: tuple[str, ...]


class KnownLayouts:
    """The layouts in which one of the tables was met, by the text between its numbers."""

    __slots__ = ("_counts", "_layouts")

    def __init__(self) -> None:
        self._layouts: dict[str, _Layout] = {}
        self._counts: list[int] = []

    def read(self, text: str, start: int, era: Era | None = None) -> Iterator[tuple[Form, Rows]]:
        """The table that begins at ``start``, if its layout is known and, where one is named, its form is that of ``era``."""
        if not self._counts:
            return
        pieces = _NUMBER.split(text[start : start + _REACH], self._counts[-1])
        for count in self._counts:
            layout = self._layouts.get("\0".join(pieces[: 2 * count : 2]))
            if layout is None or layout.numbers != count or era not in (None, layout.form.era):
                continue
            numbers = pieces[1 : 2 * count : 2]
            cells = layout.cells(numbers)
            if layout.fixed(numbers) == layout.others and _fit(cells, layout.form):
                bounds = list(accumulate(map(len, pieces[: 2 * count]), initial=start))
                starts, ends = layout.cells(bounds[1::2]), layout.cells(bounds[2::2])
                yield layout.form, Rows(cells, starts, ends, layout.widths)

    def remember(self, text: str, start: int, rows: Rows, form: Form) -> None:
        """Remember how the table that begins at ``start`` is printed, if the same again is sure to be read alike."""
        pieces = _NUMBER.split(text[start : rows.ends[-1]])[:-1]
        bounds = list(accumulate(map(len, pieces), initial=start))
        known = dict(zip(rows.starts, rows.ends, strict=True))
        ranges = list(zip(bounds[1::2], bounds[2::2], strict=True))
        cells = [place for place, (left, right) in enumerate(ranges) if known.get(left) == right]
        others = [place for place in range(len(ranges)) if place not in cells]
        if len(cells) != len(rows.cells) or any(text.startswith(_AFTER_NUMBERING, end) for end in rows.ends):
            return
        if len(self._layouts) >= _MOST_LAYOUTS:
            self._layouts.clear()
        fixed = _picker(others)
        layout = _Layout(form, rows.widths, len(ranges), _picker(cells), fixed, fixed(pieces[1::2]))
        self._layouts.setdefault("\0".join(pieces[::2]), layout)
        self._counts = sorted({one.numbers for one in self._layouts.values()})


def _picker(places: list[int]) -> _Picker:
    """What picks the items at some places of a sequence."""
    if not places:
        return lambda items: ()
    if len(places) == 1:
        return lambda items: (items[places[0]],)
    return itemgetter(*places)


def _fit(cells: Sequence[str], form: Form) -> bool:
    """Whether every cell is a number of its column's kind."""
    if "".join(cells).isdecimal():
        return True
    patterns = [pattern for row in form.table.cells for pattern in row]
    return all(re.fullmatch(pattern, cell) for pattern, cell in zip(patterns, cells, strict=True))


@lru_cache(maxsize=2)
def known_layouts(table: str) -> KnownLayouts:
    """The known layouts of a table, ``requests`` or ``active``."""
    return KnownLayouts()
