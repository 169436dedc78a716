"""How full the page is while a Word document is written: Word alone knows where pages end, but styles with fixed lines tell
nearly as much. A figure that does not fit lets the text and tables behind it come first, as in print, so that it leaves no
half-empty page; an error of the estimate costs some white space, never words.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from textmine.reporting._docx_table import CELL_MARGIN, ems_of
from textmine.reporting._model import Block, Chart, Heading, Sentence

# Points of white space above a page's end that do not disturb: four lines of text.
_SMALL_GAP = 112.0
# A figure may be made this much smaller to stand on the page where it is spoken of.
_LEAST_SCALE = 0.8
_ROW_RULE = 0.5
_POINTS = 72 / 2.54  # a centimetre
_AT_LEAST = 2 * 28.0  # a heading stands with the line below it


@dataclass
class Page:
    """The type area in points, and how much of it is taken."""

    height: float
    width: float
    used: float = 0.0

    @property
    def room(self) -> float:
        """What is left of the page."""
        return self.height - self.used

    def block(self, height: float) -> None:
        """Something that cannot be broken."""
        self.used = height if height > self.room else self.used + height

    def lines(self, count: int, line: float) -> None:
        """Lines of text, broken where the page ends."""
        for _ in range(count):
            self.block(line)


class Flow:
    """Follows what is written. ``looks`` are the styles as :func:`textmine.reporting._docx_style.looks` gives them."""

    def __init__(self, looks: Mapping[str, Mapping[str, Any]]) -> None:
        self._looks = looks
        self._page = Page(0.0, 0.0)

    def new_page(self, height: float, width: float) -> None:
        """A page begins whose type area has these centimetres."""
        self._page = Page(height * _POINTS, width * _POINTS)

    def paragraph(self, text: str, style: str = "Normal", *, breaks: int = 0) -> None:
        """A paragraph of this style with some line breaks of its own."""
        look = self._looks[style]
        size, line = look["size"], look["line"] or look["size"] * 1.3
        across = (self._page.width - look.get("left", 0) * _POINTS) / size
        count = breaks + max(1, math.ceil((ems_of(text) + look.get("indent", 0)) / across))
        if look.get("keep") and self._page.room < count * line + _AT_LEAST:
            self._page.used = 0.0
        self._page.used += look.get("before", 0)
        self._page.lines(count, line)
        self._page.used += look.get("after", 0)

    def table(
        self,
        title: str,
        heads: Sequence[str],
        rows: Iterable[Sequence[str]],
        widths: Sequence[float],
        note: str,
    ) -> None:
        """A table with its caption and its note; its rows are not broken, its head is repeated."""
        head = self._row(heads, widths)
        if self._page.room < 3 * head + self._looks["Caption"]["line"]:
            self._page.used = 0.0
        self.paragraph(title, "Caption")
        self._page.block(head)
        for row in rows:
            height = self._row(row, widths)
            if height > self._page.room:
                self._page.used = head
            self._page.used += height
        self.paragraph(note, "Table Note")

    def _row(self, cells: Sequence[str], widths: Sequence[float]) -> float:
        look = self._looks["Cell"]
        most = 1
        for text, width in zip(cells, widths, strict=True):
            across = (width - CELL_MARGIN) * _POINTS / look["size"]
            most = max(most, sum(math.ceil(max(ems_of(line), 1) / across) for line in text.split("\n")))
        return float(most * look["line"] + _ROW_RULE)

    def figure(self, height: float, caption: str) -> float:
        """A figure of so many centimetres with its caption; how much of its size it keeps to fit on the page."""
        whole = self._figure_height(height)
        scale = 1.0
        if whole > self._page.room:
            fitting = (self._page.room - whole + height * _POINTS) / (height * _POINTS)
            if fitting >= _LEAST_SCALE:
                scale = fitting
        self._page.block(whole - (1 - scale) * height * _POINTS)
        return scale

    def _figure_height(self, height: float) -> float:
        figure, caption = self._looks["Figure"], self._looks["Caption"]
        return float(
            height * _POINTS + figure["before"] + caption["before"] + caption["line"] + caption["after"]
        )

    def _gap(self, height: float) -> float:
        """White space that a figure of so many centimetres would leave above it by going to the next page."""
        whole = self._figure_height(height)
        room = self._page.room
        fits = whole - (1 - _LEAST_SCALE) * height * _POINTS <= room
        return 0.0 if fits or room <= _SMALL_GAP else room

    def arranged(
        self,
        blocks: Sequence[Block],
        *,
        begin: Callable[[Block], object] = lambda block: None,
        height_of: Callable[[Chart], float],
        follow: Callable[[Block, Flow], None],
    ) -> Iterator[Block]:
        """The blocks in the order to write them; the caller writes each, and tells the flow, before it asks for the next.

        ``begin`` is told of each block before its place is sought (it may turn the page); ``height_of`` gives the height of a
        chart in centimetres, ``follow`` tells a flow of a block as if it were written.
        """
        rest = list(blocks)
        while rest:
            block = rest.pop(0)
            begin(block)
            if isinstance(block, Chart):
                height = height_of(block)
                movable = _movable(rest)
                gaps = [self._gap(height)]
                for count in range(1, len(movable) + 1 if gaps[0] else 1):
                    trial = copy.deepcopy(self)
                    for item in movable[:count]:
                        follow(item, trial)
                    gaps.append(trial._gap(height))
                first = gaps.index(min(gaps))
                yield from rest[:first]
                del rest[:first]
            yield block


def _movable(rest: Sequence[Block]) -> list[Block]:
    """What may stand before a figure instead of behind it: all up to the next heading or figure, and what leads to that."""
    found: list[Block] = []
    for block in rest:
        if isinstance(block, Heading | Chart):
            if isinstance(block, Chart) and found and isinstance(found[-1], Sentence):
                found.pop()
            break
        found.append(block)
    return found
