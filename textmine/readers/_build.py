"""Putting a document's text together: paragraphs, headings, tables, pages."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field, replace
from operator import attrgetter

from textmine.errors import LimitError
from textmine.readers._limits import Deadline, Limits, too_many_cells
from textmine.schema import Block, Cell, Grid, maker

#: Blanks that are stripped at both ends of a paragraph or cell; inside they stay.
BLANKS = " \t\r\n\x0b\x0c\xa0\u3000\u2002\u2003\u2009\u200b\ufeff"


@dataclass(slots=True)
class DraftCell:
    """A cell before it has a place in the text."""

    row: int
    column: int
    text: str
    row_span: int = 1
    column_span: int = 1


@dataclass(slots=True)
class DraftTable:
    """A table before it has a place in the text. Merged cells appear once, at their upper left corner."""

    n_rows: int
    n_columns: int
    cells: list[DraftCell] = field(default_factory=list)
    row_pages: list[int] | None = None


def is_wide(char: str) -> bool:
    """Whether a character belongs to Chinese writing, which takes no blank at line joins."""
    return "\u2e80" <= char <= "\u9fff" or "\uf900" <= char <= "\uffef" or char in "“”"


def join_lines(first: str, second: str) -> str:
    """Two lines of one paragraph as one: a blank only between two words of Latin letters or numbers."""
    if not first or not second:
        return first or second
    if first[-1].isspace() or is_wide(first[-1]) or is_wide(second[0]):
        return first + second
    return f"{first} {second}"


_column, _cell = attrgetter("column"), maker(Cell)


class TextBuilder:
    """Collects blocks in reading order and gives every one its range in the growing text."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._parts: list[str] = []
        self._length = 0
        self.blocks: list[Block] = []
        self.page_starts: list[int] = []
        self.deadline = Deadline(limits)

    @property
    def text(self) -> str:
        """Text so far, without the trailing line break."""
        return "".join(self._parts)[:-1]

    @property
    def length(self) -> int:
        """Length of the text so far, with its trailing line break."""
        return self._length

    def open_page(self, number: int, pending: int = 0) -> None:
        """Page ``number`` begins here, after ``pending`` characters that are still to come. Known pages stay."""
        while len(self.page_starts) < number:
            self.page_starts.append(self._length + pending)

    def paragraph(self, text: str, *, heading: bool = False, level: int | None = None) -> None:
        """Append a paragraph or heading; blank ones are left out. Line breaks inside begin a new block."""
        for line in text.split("\n") if "\n" in text else (text,):
            stripped = line.strip(BLANKS)
            if stripped:
                start = self._append(stripped)
                end = start + len(stripped)
                self.blocks.append(
                    Block("heading" if heading else "paragraph", start, end, level, None, self._page(start))
                )

    def table(self, draft: DraftTable) -> None:
        """Append a table: a line for each row, cells parted by tabs, every cell with its range."""
        if draft.n_rows * draft.n_columns > self._limits.table_cells:
            raise too_many_cells(draft.n_rows, draft.n_columns)
        rows: list[list[DraftCell]] = [[] for _ in range(draft.n_rows)]
        for item in draft.cells:
            rows[item.row].append(item)
        page = self._page(self._length)
        begin = self._length
        cells: list[Cell] = []
        for index, row in enumerate(rows):
            if draft.row_pages:
                self.open_page(draft.row_pages[index])
            self._append_row(row, cells)
        grid = Grid(draft.n_rows, draft.n_columns, tuple(cells))
        self.blocks.append(Block("table", begin, max(begin, self._length - 1), None, grid, page))

    def extend(self, other: TextBuilder) -> None:
        """Append what another builder collected (a document embedded in this one)."""
        shift = self._length
        for block in other.blocks:
            grid = block.grid and replace(
                block.grid,
                cells=tuple([c._replace(start=c.start + shift, end=c.end + shift) for c in block.grid.cells]),
            )
            self.blocks.append(block._replace(start=block.start + shift, end=block.end + shift, grid=grid))
        self._parts.extend(other._parts)
        self._length += other._length

    def _append_row(self, row: list[DraftCell], cells: list[Cell]) -> None:
        position = self._length
        texts = []
        row.sort(key=_column)
        for item in row:
            text = item.text.strip(BLANKS)
            end = position + len(text)
            cells.append(_cell((item.row, item.column, position, end, item.row_span, item.column_span)))
            texts.append(text)
            position = end + 1
        self._append("\t".join(texts))

    def _append(self, line: str) -> int:
        start = self._length
        self._parts.append(line + "\n")
        self._length += len(line) + 1
        if self._length > self._limits.text_chars:
            raise LimitError(
                "text_too_long",
                f"The text is longer than {self._limits.text_chars:,} characters, far more than an annual "
                "report. Take the report out of the file and read it alone.",
            )
        return start

    def _page(self, start: int) -> int | None:
        return bisect_right(self.page_starts, start) or None


def lay_out(rows: list[list[tuple[str, int, int]]], limits: Limits) -> DraftTable:
    """Grid of rows of (text, row span, column span), placed as HTML places them (HTML 4.9.12, simplified).

    A row span that reaches below the table is cut. Raises LimitError for a table beyond the bounds.
    """
    height = len(rows)
    draft = DraftTable(height, 0)
    add = draft.cells.append
    occupied: dict[
        int, int
    ] = {}  # column -> first row that is free again, for columns that reach below their row
    for index, row in enumerate(rows):
        column = 0
        for text, row_span, column_span in row:
            while occupied and occupied.get(column, 0) > index:
                column += 1
            down = height - index if row_span > height - index else row_span if row_span > 1 else 1
            width = column_span if column_span > 1 else 1
            if (column + width) * height > limits.table_cells:
                raise too_many_cells(height, column + width)
            add(DraftCell(index, column, text, down, width))
            if down > 1 or (width > 1 and occupied):
                for covered in range(column, column + width):
                    occupied[covered] = index + down
            column += width
        draft.n_columns = max(draft.n_columns, column)
    return draft
