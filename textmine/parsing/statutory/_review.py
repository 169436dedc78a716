"""The review table: fifteen numbers, five each for reconsideration and the two kinds of lawsuits; alike in both forms."""

from __future__ import annotations

import re

from textmine.parsing.statutory._crossed import crossed_review
from textmine.parsing.statutory._forms import LAST_REVIEW_HEAD, REVIEW_BLOCKS, REVIEW_COLUMNS
from textmine.parsing.statutory._glued import glued_fields, mended
from textmine.parsing.statutory._line_cells import cells_on_lines
from textmine.parsing.statutory._place import Placement, Row, place
from textmine.parsing.statutory._report import Notes
from textmine.parsing.statutory._source import Field, Label, Source
from textmine.schema import Era, Figure

_HEADS = re.compile("(?:结果|维持|纠正|其[他它]|尚未|审结|总计|合计|复议|起诉|未经|行政|后|直接)*")
_LAST_HEAD = re.compile(LAST_REVIEW_HEAD)
# Headings on lines that follow each other: an empty line is then a blank cell.
_HEADS_ON_LINES = re.compile(r"纠正[ \t]*\n[ \t]*其[他它]")
_KEYS = tuple(f"review.{block}.{column}" for block in REVIEW_BLOCKS for column in REVIEW_COLUMNS)
_WIDTH = len(_KEYS)


def read_review(source: Source, era: Era, notes: Notes) -> tuple[list[Figure], int]:
    """Figures of the first review table, and the compact position of its head (0 if there is none)."""
    seen = 0
    for found in _LAST_HEAD.finditer(source.compact):
        if "直接起诉" not in source.compact[max(0, found.start() - 120) : found.start()]:
            continue
        start, end = source.view.span(found.start(), found.end())
        fields = mended(_in_grid(source, source.fields_behind(end)), len(REVIEW_COLUMNS))
        if len(fields) <= 1:
            label = Label(
                "review", _end_of_heads(source, found.end()) - 1, _end_of_heads(source, found.end())
            )
            fields = glued_fields(source, label, None, _WIDTH) or fields
        if 0 < len(fields) < _WIDTH and _HEADS_ON_LINES.search(source.folded, start, fields[0].start):
            heads = Label("review", found.start(), _end_of_heads(source, found.end()))
            fields = cells_on_lines(source, heads, None, _WIDTH) or fields
        crossed = crossed_review(
            source
        )  # as sure as the order of the form, and right where the kinds stand otherwise
        if crossed:
            crossed = mended(crossed, len(REVIEW_COLUMNS))
            return _figures(place(crossed, _WIDTH), era, start, notes), found.end()
        if len(fields) < len(REVIEW_COLUMNS):
            seen = seen or found.end()
            continue
        item = place(fields, _WIDTH)
        if item.certainty != "exact" or not item.settled:
            item.keep(lambda row: _adds_up(row) or _lacks_totals(row))
        else:
            item = _doubted(item)
        return _figures(item, era, start, notes), found.end()
    if seen:
        notes.add("table_without_numbers", source.view.source(seen), "review")
    return [], seen


def _in_grid(source: Source, fields: list[Field]) -> list[Field]:
    """Cells of a laid-out table with the blank ones before the first number, without the number of the heading below the table."""
    if not fields or fields[0].column is None or fields[0].row is None:
        return fields
    grid = source.grid_at(fields[0].start)
    row = source.laid_out(grid).rows[fields[0].row] if grid is not None else []
    if len(row) == _WIDTH:
        return [source.field_of(cell) for cell in row]
    if len(fields) > _WIDTH and fields[_WIDTH - 1].column is not None:
        return [one for one in fields if one.column is not None]
    return fields


def _end_of_heads(source: Source, at: int) -> int:
    """Where the column headings end and the numbers begin."""
    found = _HEADS.match(source.compact, at)
    return found.end() if found else at


def _doubted(item: Placement) -> Placement:
    """The row as read, unless blanks at its ends and its sums say that a cell inside was lost and the others moved up."""
    row = item.candidates[0]
    moved = any(end is None or end.is_empty for end in (row[0], row[-1]))
    if (
        not moved
        or item.fields[0].column is not None
        or not any(not one.is_empty for one in item.fields)
        or _adds_up(row)
        or _lacks_totals(row)
    ):
        return item
    other = Placement(item.fields, item.width)
    other.spread_out()
    other.keep(_adds_up)
    return other if other.candidates else item


def _lacks_totals(row: Row) -> bool:
    """Whether the three totals, and they alone, were left blank."""
    blank = [number for number, item in enumerate(row, 1) if item is None or item.is_empty]
    return blank == [5, 10, 15]


def _adds_up(row: Row) -> bool:
    """Whether each block's total is printed and is the sum of its four outcomes."""
    for first in range(0, _WIDTH, 5):
        block = row[first : first + 5]
        if block[4] is None or block[4].is_empty:
            return False
        if sum(_number(item) for item in block[:4]) != _number(block[4]):
            return False
    return True


def _number(item: Field | None) -> float:
    return float((item.value().value if item else None) or 0)


def _figures(item: Placement, era: Era, at: int, notes: Notes) -> list[Figure]:
    agreed = item.agreed()
    given = {id(cell) for cell in agreed}
    lost = any(id(one) not in given and not one.is_empty for one in item.fields)
    if lost:
        notes.add("cells_not_assigned", at, "review", " ".join(one.text for one in item.fields))
    return [
        notes.lost(key, at, era, "ambiguous" if lost else item.certainty)
        if cell is None
        else notes.figure(key, cell, era, item.certainty)
        for key, cell in zip(_KEYS, agreed, strict=True)
    ]
