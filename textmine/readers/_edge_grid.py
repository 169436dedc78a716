"""Tables whose rows name the edges of their cells (Word 97, RTF) as grids."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import Literal

from textmine.readers._build import DraftCell, DraftTable, TextBuilder, join_lines
from textmine.readers._limits import Limits

#: Edges nearer than this (twentieths of a point) are one: rows of one table are often a hair apart.
_SNAP = 40
#: A cell with more characters holds running text: the table is only layout.
_PROSE_CHARS = 150


@dataclass(slots=True)
class EdgeCell:
    """A cell with its paragraphs; ``left`` and ``right`` in twips, ``merge`` vertical."""

    paragraphs: list[str]
    left: int = 0
    right: int = 0
    merge: Literal["", "restart", "continue"] = ""
    joins_left: bool = False

    @property
    def text(self) -> str:
        """Text on one line."""
        joined = ""
        for paragraph in self.paragraphs:
            joined = join_lines(joined, paragraph.strip())
        return joined


def emit_rows(rows: list[list[EdgeCell]], builder: TextBuilder, limits: Limits) -> None:
    """Append rows as tables; rows that hold running text come as paragraphs."""
    pending: list[list[EdgeCell]] = []
    for row in rows:
        if (
            any(len(paragraph) > _PROSE_CHARS for cell in row for paragraph in cell.paragraphs)
            or len(rows) == len(row) == 1
        ):
            _emit_grid(pending, builder, limits)
            pending = []
            for cell in row:
                for paragraph in cell.paragraphs:
                    builder.paragraph(paragraph)
        else:
            pending.append(row)
    _emit_grid(pending, builder, limits)


def _emit_grid(rows: list[list[EdgeCell]], builder: TextBuilder, limits: Limits) -> None:
    if not any(cell.text for row in rows for cell in row):
        return
    edges = _edges(rows)
    draft = DraftTable(len(rows), max(len(edges) - 1, 1))
    open_cells: dict[int, DraftCell] = {}
    for index, row in enumerate(rows):
        last: DraftCell | None = None
        free = 0
        for cell in row:
            column = max(_place(edges, cell.left), free)
            free = max(_place(edges, cell.right), column + 1)
            width = free - column
            draft.n_columns = max(draft.n_columns, free)
            above = open_cells.get(column)
            if cell.joins_left and last is not None:
                last.column_span += width
                last.text = join_lines(last.text, cell.text)
            elif cell.merge == "continue" and above is not None and above.row + above.row_span == index:
                above.row_span += 1
                above.text = join_lines(above.text, cell.text)
                last = None
            else:
                last = DraftCell(index, column, cell.text, 1, width)
                draft.cells.append(last)
                open_cells[column] = last
    builder.table(draft)


def _edges(rows: list[list[EdgeCell]]) -> list[int]:
    kept: list[int] = []
    for edge in sorted({edge for row in rows for cell in row for edge in (cell.left, cell.right)}):
        if not kept or edge - kept[-1] > _SNAP:
            kept.append(edge)
    return kept


def _place(edges: list[int], value: int) -> int:
    """The edge that is nearest, of two as near the left one."""
    above = min(bisect_left(edges, value), len(edges) - 1)
    return above - 1 if above and value - edges[above - 1] <= edges[above] - value else above
