"""Tables as text with each cell on a line of its own, and an empty line for a blank cell, as word processors save them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from textmine.parsing.statutory._source import Field, Label, Source
from textmine.parsing.statutory._values import is_value

# Values on lines that follow each other; where empty lines part all cells there are none.
_SIDE_BY_SIDE = re.compile(r"\n[ \t]*[0-9]+[ \t]*(?=\n[ \t]*[0-9]+[ \t]*\n)")
_WORDS_ON_LINE = re.compile(r"\n(?=[^\n]*[A-Za-z\u4e00-\u9fff])")
_FEWEST_PAIRS = 3
_REACH = 400  # of the lines behind the last name


def rows_by_lines(source: Source, labels: Sequence[Label], width: int) -> dict[str, list[Field]] | None:
    """The cells of each row, as many lines behind its name as there are columns; None unless all rows have them and no other numbers."""
    places = [source.view.span(label.start, label.end) for label in labels]
    last = min(places[-1][1] + _REACH, len(source.folded))
    pairs = _SIDE_BY_SIDE.findall(source.folded, places[0][0], last)
    if len(pairs) < _FEWEST_PAIRS:
        return None
    rows = {}
    for label, (_, end), stop in zip(
        labels, places, [*(start for start, _ in places[1:]), last], strict=True
    ):
        cells = _cells(source.folded, end, stop, width, is_last=stop == last)
        if cells is None:
            return None
        rows[label.key] = cells
    return rows


def cells_on_lines(source: Source, label: Label, following: Label | None, width: int) -> list[Field] | None:
    """The cells of one row behind its name, where the headings of its table stand on lines that follow each other."""
    start = source.view.span(label.start, label.end)[1]
    last = min(start + _REACH, len(source.folded))
    words = _WORDS_ON_LINE.search(source.folded, source.folded.find("\n", start), last)
    stop = source.view.source(following.start) if following else words.start() if words else last
    if following is None and source.folded.count("\n", start, stop) != width:
        return None  # a line too many may be anywhere
    cells = _cells(source.folded, start, stop, width, is_last=following is None)
    return cells if cells and any(not cell.is_empty for cell in cells) else None


def _cells(text: str, start: int, stop: int, width: int, *, is_last: bool) -> list[Field] | None:
    if stop <= start:
        return None
    first, *lines = text[start:stop].split("\n")
    if "\t" in text[start:stop] or is_value(first.strip()) or len(lines) < width + (not is_last):
        return None
    behind = lines[width:] if is_last else lines[width:-1]  # the next name begins on the last line
    if any(is_value(line.strip()) for line in (behind[:1] if is_last else behind)):
        return None
    fields = []
    at = start + len(first) + 1
    for line in lines[:width]:
        cell = line.strip()
        if cell and not is_value(cell):
            return None
        begin = at + (line.index(cell) if cell else 0)
        fields.append(Field(begin, begin + len(cell), cell))
        at += len(line) + 1
    return fields
