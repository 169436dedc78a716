"""Where labels and cells stand: the folded text, its compact view, and the grids that the source laid out."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from textmine.parsing._compact import CompactView
from textmine.parsing.statutory._values import BLANK, CellValue, is_value, read_value
from textmine.schema import Cell, Document, Grid

# A page number, or the line under the head of a Markdown table.
_RULE = re.compile(
    r"\n[ \t]*+(?=[-—_~·第P|:])"
    r"(?:\|?[ :]*-{3,}[ :]*(?:\|[ :]*-{3,}[ :]*)+\|?|\|-{2,}+(?:\|-{2,}+)+\|?|\|-{4,}\||[-—_~·]{1,3}[ ]?\d{1,4}[ ]?[-—_~·]{1,3}|第[ ]?\d{1,4}[ ]?页.{0,16}|P\. ?\d{1,4}|Page \d.{0,60})[ \t]*$",
    re.M,
)
# The first number of a row of cells, beside the last heading of its table because the line end between them was lost.
_BULLET = re.compile(r"\n-(?= (?:[一二三四五六七八九十]{1,2}、|[\u4e00-\u9fff]{4}))")
_RULE_MARKS = "—_~·页P"  # one of them stands in each
_HYPHENS = re.compile(r"-(?:-|[ \t]*$)", re.M)  # or these: a hyphen alone stands before a number
_BESIDE_HEADING = re.compile(r"总计 (?=\d+\t)")
_WORD = re.compile(r"\S+")
_LETTERS = re.compile(r"[A-Za-z\u4e00-\u9fff]")
# Words, a row's number (2. or (2)), or punctuation alone: no content of a cell.
_WORDS = re.compile(r"[A-Za-z\u4e00-\u9fff]|^\s*\(?\d{1,2}[.、)]+\s*$|^[^\s\d]+$")
# A row as most texts have it: all its cells on the line of its name, each a plain number, and only the beginning of the next
# row's name behind it.
_PLAIN_ROW = re.compile(r" {0,9}(?:\t {0,9}\d{1,9} {0,9}){2,9}\n[^\n|]*")
# The same with pipes, also with a line for each cell.
_PLAIN_PIPES = re.compile(r" {0,9}\|(?:[ \n]{0,9}\d{1,9}[ \n]{0,9}\|){2,9} {0,9}\n[^|\t]*")
_DIGITS = re.compile(r"\d+")
# The last number of a row that runs into the numbering of the next row (0 7二、).
_BEFORE_MARK = re.compile(r"(?:^|\s)([0-9]{1,9})(?:[一二三四]、|\([一二三四五六七]\))$")
# Rests of row names are longer than the words that stand in a cell in place of a number (约三十, 详见附件).
_SHORT_WORD = 4
_SUMMED = 7  # columns of the requests table
# A longer run of words behind a table's last name, before any value, is running text.
_LONGEST_REST = 12
# A cell longer than this that holds a row's name is a page layout, not a table cell.
_LONGEST_LABEL = 200


@dataclass(frozen=True, slots=True)
class Field:
    """One cell as read: its range in the document, its folded text, and its grid place if there is a grid."""

    start: int
    end: int
    text: str
    row: int | None = None
    column: int | None = None

    @property
    def is_text(self) -> bool:
        """Whether the cell holds words rather than a number, a dash or nothing."""
        if self.text.isdigit() or self.is_empty:
            return False
        return bool(_WORDS.search(self.text)) and not is_value(self.text)

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in the cell."""
        return not self.text or (not self.text.isalnum() and not self.text.strip(" \t\r\n|\u2063"))

    def value(self, *, amount: bool = False, signed: bool = False, unit: str = "") -> CellValue:
        """The reading of the cell (see ``read_value``)."""
        if self.is_empty:
            return BLANK
        if amount or signed or unit:
            return read_value(self.text, amount=amount, signed=signed, unit=unit)
        return read_value(self.text)


@dataclass(frozen=True, slots=True)
class Label:
    """A row's name found in the compact text, with its range there."""

    key: str
    start: int
    end: int
    mark: str = ""


# From the pipe that opens a line to the first cell on it that is not empty.
_NEXT_WORD = re.compile(r"(?:\|[ \t]*)++([^|\n]++)")


class LaidOut:
    """A grid's cells by row (in column order) and by position in the text."""

    __slots__ = ("_cells", "_starts", "rows")

    def __init__(self, grid: Grid) -> None:
        self._cells = sorted(grid.cells, key=lambda cell: cell.start)
        self._starts = [cell.start for cell in self._cells]
        self.rows: dict[int, list[Cell]] = {}
        for cell in sorted(grid.cells, key=lambda cell: cell.column):
            self.rows.setdefault(cell.row, []).append(cell)

    def cell_at(self, position: int) -> Cell | None:
        """The cell whose text holds a source position; an empty cell holds the place where it stands."""
        index = bisect_right(self._starts, position) - 1
        cell = self._cells[index] if index >= 0 else None
        return cell if cell is not None and (position < cell.end or position == cell.start) else None


def without_rules(folded: str) -> str:
    """The text with blanks in place of the lines that hold nothing but a page number or the rule of a Markdown table, and of bullets."""
    if "\n- " in folded:  # before a heading below a table, where it is no cell's dash
        folded = _BULLET.sub("\n ", folded)
    if not any(mark in folded for mark in _RULE_MARKS) and not _HYPHENS.search(folded):
        return folded
    return _RULE.sub(lambda found: "\n".ljust(len(found.group())), folded)


class Source:
    """A document prepared for reading tables: folded text without page numbers, compact view, grids."""

    def __init__(self, document: Document, view: CompactView) -> None:
        self.document = document
        self.folded = _BESIDE_HEADING.sub("总计\t", without_rules(view.folded))
        same = self.folded == view.folded
        self.view = view if same else CompactView(document.text, folded=self.folded)
        self.compact = self.view.text
        self._grids: list[tuple[int, int, Grid]] = [
            (block.start, block.end, block.grid) for block in document.tables if block.grid is not None
        ]
        self._grid_starts = [start for start, _, _ in self._grids]
        self._laid_out: dict[int, LaidOut] = {}

    def fields_after(
        self, label: Label, following: Label | None, *, reach: int = 600, width: int = 0
    ) -> list[Field]:
        """The cells that belong to a row's name: those between it and the next name, in printed order.

        ``width`` is the number of its columns, if known; ``reach`` bounds the search behind the last name of a table, in characters.
        """
        start, end = self.view.span(label.start, label.end)
        placed = self._grid_fields(start, end, width)
        if placed is not None:
            return placed
        stop = self.view.source(following.start) if following else min(end + reach, len(self.folded))
        plain = self._plain_fields(end, stop) if following else None
        if plain:
            return plain
        grid_start = bisect_right(self._grid_starts, end)
        if following is None and grid_start < len(self._grid_starts):
            stop = min(stop, max(end, self._grid_starts[grid_start]))
        fields = self._text_fields(end, stop, last=following is None)
        return _trimmed(fields)

    def _plain_fields(self, start: int, stop: int) -> list[Field] | None:
        """The cells of a row that holds nothing but plain numbers, as the slower way would find them."""
        if _PLAIN_ROW.fullmatch(self.folded, start, stop):
            end = self.folded.index("\n", start)
        elif _PLAIN_PIPES.fullmatch(self.folded, start, stop):
            end = self.folded.rindex("|", start, stop)
        else:
            return None
        return [
            Field(found.start(), found.end(), found.group())
            for found in _DIGITS.finditer(self.folded, start, end)
        ]

    def fields_behind(self, position: int, *, reach: int = 1500) -> list[Field]:
        """The first run of cells behind a source position, from the last word before it to the next word."""
        fields = self._text_fields(position, min(position + reach, len(self.folded)), last=True)
        if all(item.is_text or item.is_empty for item in fields):
            words = [i for i, item in enumerate(fields) if item.is_text]
            fields = fields[words[-1] + 1 :] if words else fields
        return [self._with_grid_place(item) for item in _trimmed(fields)]

    def _with_grid_place(self, item: Field) -> Field:
        number = self.grid_at(item.start)
        cell = self.laid_out(number).cell_at(item.start) if number is not None else None
        return replace(item, row=cell.row, column=cell.column) if cell else item

    def grid_at(self, position: int) -> int | None:
        """Number of the grid that holds a source position."""
        index = bisect_right(self._grid_starts, position) - 1
        return index if index >= 0 and position < self._grids[index][1] else None

    def grids(self) -> list[tuple[int, Grid]]:
        """The tables that the source laid out, with the position at which each begins."""
        return [(start, grid) for start, _, grid in self._grids]

    def laid_out(self, index: int) -> LaidOut:
        """Cells of a grid by row and by position."""
        if index not in self._laid_out:
            self._laid_out[index] = LaidOut(self._grids[index][2])
        return self._laid_out[index]

    def field_of(self, cell: Cell) -> Field:
        """A grid cell as a field."""
        return Field(cell.start, cell.end, self.folded[cell.start : cell.end], cell.row, cell.column)

    def _grid_fields(self, start: int, end: int, width: int) -> list[Field] | None:
        number = self.grid_at(start)
        if number is None:
            return None
        grid = self.laid_out(number)
        cell = grid.cell_at(start)
        if cell is None or end > cell.end or cell.end - cell.start > _LONGEST_LABEL:
            return None
        behind = [self.field_of(item) for item in grid.rows[cell.row] if item.column > cell.column]
        if sum(not item.is_empty for item in behind) < width:
            own = replace(self._stripped(end, cell.end), row=cell.row, column=cell.column)
            values = [item for item in _one_each([own, *behind]) if not item.is_empty]
            if len(values) == width and all(is_value(item.text) for item in values) and _may_be_row(values):
                return values  # columns drawn as one, or into the one with the names
        return _without_text(behind)

    def _text_fields(self, start: int, stop: int, *, last: bool) -> list[Field]:
        piece = self.folded[start:stop]
        if last:
            piece = piece[: _end_of_row(piece)]
            stop = start + len(piece)
        if "|" in piece and piece.count("|") >= piece.count("\t"):
            return self._pipe_fields(start, stop)
        if "\t" in piece:
            return self._tab_fields(start, stop, last=last)
        words = [word for word in _WORD.finditer(piece) if last or word.end() < len(piece)]
        fields = [Field(start + word.start(), start + word.end(), word.group()) for word in words]
        glued = None if last else _BEFORE_MARK.search(piece)
        if glued:
            fields.append(Field(start + glued.start(1), start + glued.end(1), glued[1]))
        return fields

    def _pipe_fields(self, start: int, stop: int) -> list[Field]:
        """Between the first pipe (which closes the name's cell) and the last one (the rest is the next name's cell)."""
        first, *pieces, rest = _split(self.folded, start, stop, "|")
        if is_value(self.folded[slice(*first)]):
            pieces.insert(0, first)  # its cell and that of the name are drawn as one
        pieces = [part for piece in pieces for part in self._at_line_end(*piece)]
        # Pipes that touch each other at either end stand for columns that other cells cover, with the blank before them.
        while pieces and pieces[0][0] == pieces[0][1]:
            del pieces[0]
        padded = False
        while pieces and pieces[-1][0] == pieces[-1][1]:
            del pieces[-1]
            padded = True
        fields = [self._stripped(left, right) for left, right in self._on_one_line(pieces)]
        if padded and fields and fields[-1].is_empty:
            del fields[-1]
        open_end = self._stripped(rest[0], _find(self.folded, "\n", *rest))
        # Some tables leave out the pipe that closes a line.
        return [*fields, open_end] if is_value(open_end.text) else fields

    def _at_line_end(self, left: int, right: int) -> list[tuple[int, int]]:
        """A piece, or two where no pipe closes a line of words and the next line begins with a value (总计 | and below it 0 | 0 |)."""
        end = self.folded.rfind("\n", left, right)
        if (
            end < 0
            or not is_value(self.folded[end + 1 : right].strip())
            or not _LETTERS.search(self.folded, left, end)
        ):
            return [(left, right)]
        return [(left, end), (end + 1, right)]

    def _on_one_line(self, pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """The pieces without what stands between the pipe that closes a row and the one that opens the next row, which is no cell.

        A line end between pipes is a blank cell where no words follow on the line (each cell, or each blank one, on a line of its own).
        """
        seen = False
        for number, (left, right) in enumerate(pieces):
            piece = self.folded[left:right]
            first, _, below = piece.partition("\n")
            if is_value(first.strip()) and _LETTERS.search(below):  # no pipe closes the line
                return [*pieces[:number], (left, left + len(first))]
            if seen and "\n" in piece and not piece.strip():
                ahead = _NEXT_WORD.match(self.folded, right)
                if ahead and not is_value(ahead[1].strip()):
                    return pieces[:number]
            seen = seen or ("\n" not in piece and is_value(piece.strip()))
        return pieces

    def _tab_fields(self, start: int, stop: int, *, last: bool) -> list[Field]:
        """Cells behind tabs on the name's line and on the lines below it, up to the line of the next name."""
        lines = _split(self.folded, start, stop, "\n")
        if len(lines) == 1:
            ranges = _split(self.folded, start, stop, "\t")
            return [field for left, right in ranges for field in self._apart(left, right)]
        fields = [self._stripped(a, b) for a, b in _split(self.folded, *lines[0], "\t")[1:]]
        for left, right in lines[1:] if last else lines[1:-1]:
            line = self.folded[left:right]
            if "\t" not in line and not line.strip():
                continue
            pieces = [self._stripped(a, b) for a, b in _split(self.folded, left, right, "\t")]
            # A cell per line stands behind a tab of its own; in a row, an empty first piece is a cell.
            fields.extend(pieces[1:] if pieces[0].is_empty and len(pieces) == 2 else pieces)
        return fields

    def _apart(self, left: int, right: int) -> list[Field]:
        """A cell of a text without line ends: a value may stand in it beside the name before or after it."""
        words = [
            Field(left + word.start(), left + word.end(), word.group())
            for word in _WORD.finditer(self.folded[left:right])
        ]
        if len(words) > 1 and is_value(words[0].text) != is_value(words[-1].text):
            return [words[0], words[-1]]
        return [self._stripped(left, right)]

    def _stripped(self, left: int, right: int) -> Field:
        piece = self.folded[left:right]
        if piece.isalnum():
            return Field(left, right, piece)
        stripped = piece.strip()
        left += len(piece) - len(piece.lstrip()) if stripped else 0
        return Field(left, left + len(stripped), stripped)


def _may_be_row(values: list[Field]) -> bool:
    """Whether pieces of cells are a row's numbers: in a table whose rows end in their sums, only if they add up (120 3 may be 1203)."""
    if len(values) < _SUMMED:
        return True
    *parts, total = [int(item.text) if item.text.isdigit() else 0 for item in values]
    return sum(parts) == total


def _one_each(fields: list[Field]) -> Iterator[Field]:
    """Fields, those that hold several values parted by blanks (two columns drawn as one) as one each."""
    for item in fields:
        words = list(_WORD.finditer(item.text)) if " " in item.text or "\n" in item.text else []
        if len(words) > 1 and all(is_value(word.group()) for word in words):
            for word in words:
                yield replace(
                    item, start=item.start + word.start(), end=item.start + word.end(), text=word.group()
                )
        else:
            yield item


def _find(text: str, mark: str, start: int, stop: int) -> int:
    found = text.find(mark, start, stop)
    return stop if found < 0 else found


def _split(text: str, start: int, stop: int, mark: str) -> list[tuple[int, int]]:
    ranges = []
    while True:
        found = text.find(mark, start, stop)
        if found < 0:
            ranges.append((start, stop))
            return ranges
        ranges.append((start, found))
        start = found + len(mark)


def _end_of_row(piece: str) -> int:
    """Where the cells behind the last name of a table end: before the first words that follow a value."""
    seen = False
    for word in re.finditer(r"[^\s|]+", piece):
        if is_value(word.group()):
            seen = True
            continue
        words = bool(_LETTERS.search(word.group()))
        if (seen and (words or word.group()[0] == "#")) or (words and len(word.group()) > _LONGEST_REST):
            return word.start()
    return len(piece)


def _without_text(fields: Iterable[Field]) -> list[Field]:
    """Fields without words before the first and behind the last value (rests of broken names)."""
    kept = list(fields)
    while kept and kept[0].is_text and len(kept[0].text) > _SHORT_WORD:
        kept.pop(0)
    for index, item in enumerate(kept):
        if item.is_text and all(other.is_text or other.is_empty for other in kept[index:]):
            return kept[:index]
    return kept


def _trimmed(fields: list[Field]) -> list[Field]:
    """Fields without rests of this name in front and without beginnings of the next name behind."""
    first = next((i for i, item in enumerate(fields) if not item.is_text and not item.is_empty), 0)
    words = [i for i in range(first) if fields[i].is_text]
    if words and words[-1] == 0 and len(fields[0].text) <= _SHORT_WORD:
        words = []  # a word where a number should be, not the rest of a name
    return _without_text(fields[words[-1] + 1 :] if words else fields)
