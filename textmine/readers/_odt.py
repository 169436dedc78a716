"""OpenDocument texts (ODT, and FODT as one file): paragraphs, lists with their numbers, tables, text boxes."""

from __future__ import annotations

import zipfile
from typing import Any

from textmine.errors import ReadError
from textmine.readers._build import BLANKS, DraftCell, DraftTable, TextBuilder, join_lines
from textmine.readers._docx_body import PROSE_CHARS
from textmine.readers._docx_numbering import format_number, integer
from textmine.readers._limits import Limits
from textmine.readers._package import parse_xml, read_entry

_NAMES = "{urn:oasis:names:tc:opendocument:xmlns:"
_OFFICE, _TEXT, _TABLE = f"{_NAMES}office:1.0}}", f"{_NAMES}text:1.0}}", f"{_NAMES}table:1.0}}"
_STYLE, _BOX = f"{_NAMES}style:1.0}}", f"{_NAMES}drawing:1.0}}text-box"
_ROW, _CELL = f"{_TABLE}table-row", f"{_TABLE}table-cell"
_PARAGRAPHS = (f"{_TEXT}p", f"{_TEXT}h")
_NO_TEXT = {f"{_TEXT}{name}" for name in ("tracked-changes", "note", "table-of-content", "ruby-text")}
_NO_TEXT |= {f"{_OFFICE}annotation", f"{_OFFICE}forms"}
_MAX_DEPTH = 60
_MOST_REPEATED = 100  # blanks, and columns of a table
#: Word's names of number formats.
_KINDS = {
    "一, 二, 三, ...": "chineseCounting", "壹, 贰, 叁, ...": "chineseLegalSimplified", "①, ②, ③, ...": "decimalEnclosedCircle",
    "甲, 乙, 丙, ...": "ideographTraditional", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "": "none",
}  # fmt: skip


def read_odt(package: zipfile.ZipFile, limits: Limits) -> tuple[TextBuilder, dict[str, str]]:
    """Blocks of the text, tracked changes read as accepted, and the title as a hint.

    Raises ReadError ``damaged``, or ``unsupported_format`` for a sheet or a drawing.
    """
    parts = [name for name in ("content.xml", "styles.xml", "meta.xml") if name in package.namelist()]
    return _read([parse_xml(read_entry(package, name, limits)) for name in parts], limits)


def read_fodt(data: bytes, limits: Limits) -> tuple[TextBuilder, dict[str, str]]:
    """The same of a file that holds all parts. Raises as ``read_odt``."""
    return _read([parse_xml(data)], limits)


def _read(parts: list[Any], limits: Limits) -> tuple[TextBuilder, dict[str, str]]:
    roots = [root for root in parts if root is not None]
    text = next((found for root in roots for found in root.iterfind(f"{_OFFICE}body/{_OFFICE}text")), None)
    if text is None:
        if any(root.find(f"{_OFFICE}body") is not None for root in roots):
            message = "The file is an OpenDocument file other than a text. Save its text as DOCX or PDF, then read that."
            raise ReadError("unsupported_format", message)
        raise ReadError("damaged", "The OpenDocument file is damaged. Get it again from its source.")
    levels = {
        (style.get(f"{_STYLE}name"), integer(level.get(f"{_TEXT}level"), 1)): level
        for root in roots
        for style in root.iter(f"{_TEXT}list-style")
        for level in style.iter(f"{_TEXT}list-level-style-number")
    }
    builder = TextBuilder(limits)
    _Walker(builder, levels).blocks(text, 0)
    titles = (item.text for root in roots for item in root.iter("{http://purl.org/dc/elements/1.1/}title"))
    title = next((title.strip() for title in titles if title), "")
    return builder, {"title": title[:300]} if title else {}


class _Walker:
    """Feeds a builder with the blocks of a text in document order; ``levels`` are the numbered ones of its list styles."""

    def __init__(self, builder: TextBuilder, levels: dict[tuple[str | None, int], Any]) -> None:
        self._builder = builder
        self._levels = levels
        self._counts: dict[tuple[str | None, int], int] = {}
        self._boxes: list[Any] = []

    def blocks(self, parent: Any, depth: int, label: str = "") -> None:
        """Walk what stands in a text, section, cell or box; ``label`` is the number of its first paragraph."""
        for child in parent if depth < _MAX_DEPTH else ():
            if child.tag in _PARAGRAPHS:
                level = integer(child.get(f"{_TEXT}outline-level")) or None
                text = label + self._inline(child, 0).strip(BLANKS)
                self._builder.paragraph(text, heading=child.tag == _PARAGRAPHS[1], level=level)
                label = ""
                boxes, self._boxes = self._boxes, []
                for box in boxes:
                    self.blocks(box, depth + 1)
            elif child.tag == f"{_TEXT}list":
                self._list(child, depth + 1, None, 1)
            elif child.tag == f"{_TABLE}table":
                self._builder.deadline.check()
                self._table(child, depth)
            elif isinstance(child.tag, str) and child.tag not in _NO_TEXT:
                self.blocks(child, depth + 1)

    def _list(self, element: Any, depth: int, style: str | None, level: int) -> None:
        style = element.get(f"{_TEXT}style-name") or style
        if level == 1 and not {f"{_TEXT}continue-numbering", f"{_TEXT}continue-list"} & {*element.keys()}:
            self._counts = {place: count for place, count in self._counts.items() if place[0] != style}
        for item in element if depth < _MAX_DEPTH else ():
            label = ""
            if (
                (style, level) in self._levels
                and item.tag == f"{_TEXT}list-item"
                and item[:1]
                and item[0].tag in _PARAGRAPHS
            ):
                label = self._label(style, level)
            for part in item:
                if part.tag == f"{_TEXT}list":
                    self._list(part, depth + 1, style, level + 1)
                else:
                    self.blocks([part], depth + 1, label)
                    label = ""

    def _label(self, style: str | None, level: int) -> str:
        """The number of a list's next item; those of the levels below it begin anew."""
        definition = self._levels[style, level]
        first = integer(definition.get(f"{_TEXT}start-value"), 1)
        counts = {
            place: count for place, count in self._counts.items() if place[0] != style or place[1] <= level
        }
        counts[style, level] = counts.get((style, level), first - 1) + 1
        self._counts = counts
        numbers = []
        for at in range(
            level + 1 - min(max(integer(definition.get(f"{_TEXT}display-levels")), 1), level), level + 1
        ):
            kind = self._levels.get((style, at), definition).get(f"{_STYLE}num-format") or ""
            numbers.append(format_number(counts.get((style, at), 1), _KINDS.get(kind, "decimal")))
        prefix, suffix = (definition.get(f"{_STYLE}num-{side}") or "" for side in ("prefix", "suffix"))
        return prefix + ".".join(filter(None, numbers)) + suffix

    def _inline(self, element: Any, depth: int) -> str:
        """Text of a paragraph; text boxes anchored in it are kept for later."""
        pieces = [element.text or ""]
        for child in element:
            if child.tag == _BOX:
                self._boxes.append(child)
            elif child.tag == f"{_TEXT}line-break":
                pieces.append("\n")
            elif child.tag in (f"{_TEXT}s", f"{_TEXT}tab"):
                pieces.append(" " * min(integer(child.get(f"{_TEXT}c"), 1), _MOST_REPEATED))
            elif isinstance(child.tag, str) and child.tag not in _NO_TEXT and depth < _MAX_DEPTH:
                pieces.append(self._inline(child, depth + 1))
            pieces.append(child.tail or "")
        return "".join(pieces)

    def _table(self, table: Any, depth: int) -> None:
        rows = list(table.iter(_ROW))
        draft = DraftTable(len(rows), 0)
        for number, row in enumerate(rows):
            column = 0
            for cell in row.iter(_CELL, f"{_TABLE}covered-table-cell"):
                for _ in range(min(integer(cell.get(f"{_TABLE}number-columns-repeated"), 1), _MOST_REPEATED)):
                    if cell.tag == _CELL:
                        down, across = (
                            integer(cell.get(f"{_TABLE}number-{way}-spanned"), 1)
                            for way in ("rows", "columns")
                        )
                        draft.cells.append(
                            DraftCell(number, column, self._cell_text(cell), max(down, 1), max(across, 1))
                        )
                    column += 1
            draft.n_columns = max(draft.n_columns, column)
        texts = [item.text for item in draft.cells]
        if (
            len(texts) == 1
            or table.find(f".//{_TABLE}table") is not None
            or any(len(text) > PROSE_CHARS for text in texts)
        ):
            self.blocks(table, depth + 1)  # it only places text
        elif any(texts):
            self._builder.table(draft)

    def _cell_text(self, cell: Any) -> str:
        joined = ""
        for paragraph in cell.iter(*_PARAGRAPHS):
            for line in self._inline(paragraph, 0).split("\n"):
                joined = join_lines(joined, line.strip(BLANKS))
        self._boxes.clear()
        return joined
