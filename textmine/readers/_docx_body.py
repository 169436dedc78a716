"""The walk over a Word body: paragraphs, tables, text boxes, content controls."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from textmine.readers._build import BLANKS, DraftCell, DraftTable, TextBuilder, is_wide, join_lines
from textmine.readers._docx_numbering import Numbering, integer
from textmine.readers._docx_quick import QuickRow

_MAX_DEPTH = 60
#: Half-points above the body size from which a short line counts as a heading by its look.
_HEADING_SIZE = 36
_HEADING_CHARS = 45
_HEADING_FONTS = ("黑体", "SimHei", "小标宋")
#: A cell with a paragraph longer than this holds running text: the table is only layout.
PROSE_CHARS = 150
_WORDPROCESSING_SHAPE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


class ParagraphStyle(Protocol):
    """What the walker asks of a style."""

    @property
    def level(self) -> int | None: ...
    @property
    def list_id(self) -> str | None: ...
    @property
    def list_level(self) -> int: ...
    @property
    def contents(self) -> bool: ...


def needs_styles(styles: Iterable[ParagraphStyle]) -> bool:
    """Whether a paragraph's style can number its text or hide it."""
    return any(style.list_id or style.contents for style in styles)


class BodyWalker:
    """Feeds a builder with the blocks of a Word body in document order."""

    def __init__(
        self,
        ns: str,
        builder: TextBuilder,
        numbering: Numbering,
        styles: Mapping[str, ParagraphStyle],
        quick: Sequence[list[QuickRow]] = (),
    ) -> None:
        self._builder = builder
        self._numbering = numbering
        self._styles = styles
        self._quick = quick
        self._ns = ns
        self._val = f"{ns}val"
        self._p, self._tbl, self._r, self._t = f"{ns}p", f"{ns}tbl", f"{ns}r", f"{ns}t"
        self._ppr, self._rpr, self._tr, self._tc = f"{ns}pPr", f"{ns}rPr", f"{ns}tr", f"{ns}tc"
        skipped = ["del", "moveFrom", "instrText", "delText", "sectPr", "proofErr", "bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "footnoteReference", "endnoteReference", "tblPr", "tblGrid", "sdtPr", "sdtEndPr", "rt", "lastRenderedPageBreak"]  # fmt: skip
        self._skipped = frozenset(ns + name for name in skipped)
        self._marks = {
            f"{ns}tab": " ",
            f"{ns}br": "\n",
            f"{ns}cr": "\n",
            f"{ns}noBreakHyphen": "-",
            f"{ns}ptab": " ",
        }
        self._tcpr, self._span, self._vmerge = f"{ns}tcPr", f"{ns}gridSpan", f"{ns}vMerge"
        self._bold, self._size, self._fonts = f"{ns}b", f"{ns}sz", f"{ns}rFonts"
        self._wrappers = frozenset(
            ns + name for name in ("sdt", "sdtContent", "ins", "customXml", "smartTag", "moveTo")
        )
        special = [
            "numPr",
            "vanish",
            "moveFrom",
            "txbxContent",
            "br",
            "cr",
            "sym",
            "noBreakHyphen",
            "ptab",
            "ruby",
        ]
        special += ["pStyle"] if needs_styles(styles.values()) else []
        self._special = frozenset(ns + name for name in special)
        self._boxes: list[Any] = []
        self._carried = ""  # text of a paragraph whose end mark was deleted by a tracked change

    def walk_body(self, root: Any) -> None:
        """Walk the main part's root element."""
        self._blocks(root, 0)

    def _blocks(self, parent: Any, depth: int) -> None:
        for child in parent:
            tag = child.tag
            if tag == self._p:
                self._paragraph(child, depth)
            elif tag == self._tbl:
                self._builder.deadline.check()
                self._table(child, depth)
            elif (
                depth < _MAX_DEPTH
                and isinstance(tag, str)
                and tag not in self._skipped
                and not self._is_contents(child)
            ):
                if tag == f"{_WORDPROCESSING_SHAPE}Fallback":
                    continue
                self._blocks(child, depth + 1)

    def _is_contents(self, element: Any) -> bool:
        """Whether a content control is an automatic table of contents, which repeats all headings."""
        if element.tag != f"{self._ns}sdt":
            return False
        gallery = element.find(f"{self._ns}sdtPr/{self._ns}docPartObj/{self._ns}docPartGallery")
        return gallery is not None and "Contents" in (gallery.get(self._val) or "")

    def _paragraph(self, element: Any, depth: int) -> None:
        text, heading, level = self._paragraph_text(element)
        properties = _first(element, self._ppr)
        boxes, self._boxes = self._boxes, []
        if properties is not None and properties.find(f"{self._rpr}/{self._ns}del") is not None:
            self._carried += text
        else:
            text, self._carried = self._carried + text, ""
            self._builder.paragraph(text, heading=heading, level=level)
        if depth < _MAX_DEPTH:
            for box in boxes:
                self._blocks(box, depth + 1)

    def _paragraph_text(self, element: Any) -> tuple[str, bool, int | None]:
        """Text with its automatic number, whether it is a heading, and the level the style claims."""
        properties = _first(element, self._ppr)
        style = None
        label = ""
        level = None
        if properties is not None:
            reference = _first(properties, f"{self._ns}pStyle")
            style = self._styles.get(reference.get(self._val) or "") if reference is not None else None
            label = self._label(properties, style)
            outline = _first(properties, f"{self._ns}outlineLvl")
            level = style.level if style is not None else None
            if outline is not None:
                own = integer(outline.get(self._val)) + 1
                level = own if 1 <= own <= 9 else None
        if style is not None and style.contents:
            return "", False, None
        pieces: list[str] = []
        looks = self._inline(element, pieces, 0)
        text = "".join(pieces).strip(BLANKS)
        if not text:
            return "", False, None
        if label:
            parted = (
                not is_wide(label[-1]) and label[-1] not in ".)" and text[0].isascii() and text[0].isalnum()
            )
            text = f"{label} {text}" if parted else label + text
        short = len(text) <= _HEADING_CHARS and text[-1] not in "。；，：;,:"
        return text, (level is not None and short) or (looks and short), level

    def _label(self, properties: Any, style: ParagraphStyle | None) -> str:
        direct = _first(properties, f"{self._ns}numPr")
        list_id = style.list_id if style is not None else None
        depth = style.list_level if style is not None else 0
        if direct is not None:
            own_id, own_level = _first(direct, f"{self._ns}numId"), _first(direct, f"{self._ns}ilvl")
            list_id = list_id if own_id is None else own_id.get(self._val)
            depth = depth if own_level is None else integer(own_level.get(self._val))
        return self._numbering.label(list_id, depth) if list_id and list_id != "0" else ""

    def _inline(self, element: Any, pieces: list[str], depth: int) -> bool:
        """Collect the text of a paragraph's children; True if all of its runs look like a heading."""
        looks: list[bool] = []
        for child in element:
            tag = child.tag
            if tag == self._r:
                before = len(pieces)
                properties = _first(child, self._rpr)
                if properties is not None and _first(properties, f"{self._ns}vanish") is not None:
                    continue
                self._run(child, pieces, depth)
                if len(pieces) > before:
                    looks.append(self._looks_like_heading(properties))
            elif tag == self._ppr or tag in self._skipped or not isinstance(tag, str):
                continue
            elif depth < _MAX_DEPTH:
                before = len(pieces)
                inner = self._inline(child, pieces, depth + 1)
                if len(pieces) > before:
                    looks.append(inner)
        return bool(looks) and all(looks)

    def _run(self, run: Any, pieces: list[str], depth: int) -> None:
        for child in run:
            tag = child.tag
            if tag == self._t:
                if child.text:
                    pieces.append(child.text)
            elif tag == self._rpr or tag in self._skipped or not isinstance(tag, str):
                continue
            elif tag in self._marks:
                pieces.append("" if child.get(f"{self._ns}type") == "page" else self._marks[tag])
            elif tag == f"{self._ns}sym":
                pieces.append(chr(integer_of_hex(child.get(f"{self._ns}char"))))
            elif tag.endswith("}ruby") and depth < _MAX_DEPTH:
                self._inline(child, pieces, depth + 1)
            else:
                self._find_boxes(child)

    def _find_boxes(self, element: Any) -> None:
        """Remember the text boxes anchored here; of a choice and its fallback only the first counts."""
        name = f"{self._ns}txbxContent"
        if element.tag == f"{_WORDPROCESSING_SHAPE}AlternateContent" and len(element):
            element = element[0]
        self._boxes.extend(box for box in element.iter(name) if not _inside(box, element, name))

    def _looks_like_heading(self, properties: Any) -> bool:
        if properties is None:
            return False
        for item in properties:
            tag = item.tag
            if tag == self._bold:
                if (item.get(self._val) or "1") not in ("0", "false", "off"):
                    return True
            elif tag == self._size:
                if integer(item.get(self._val)) >= _HEADING_SIZE:
                    return True
            elif tag == self._fonts:
                name = item.get(f"{self._ns}eastAsia") or item.get(f"{self._ns}ascii") or ""
                if any(font in name for font in _HEADING_FONTS):
                    return True
        return False

    def _table(self, table: Any, depth: int) -> None:
        number = table.get(f"{self._ns}quick") if self._quick else None
        if number is not None:
            quick = self._quick[int(number)]
            self._grid(quick, {id(text): text for row in quick for *_, text in row})
            return
        rows = self._rows(table)
        cells = [cell for row in rows for _, _, _, cell in row]
        nested = table.find(f".//{self._tbl}") is not None
        plain = not nested and self._special.isdisjoint({element.tag for element in table.iter()})
        read = self._plain_text if plain else self._cell_text
        texts = {} if nested else {id(cell): read(cell) for cell in cells}
        if nested or len(cells) == 1 or any(len(text) > PROSE_CHARS for text in texts.values()):
            if depth < _MAX_DEPTH:
                self._layout(rows, texts, depth)
            return
        self._grid(rows, texts)

    def _rows(self, table: Any) -> list[list[tuple[int, int, str, Any]]]:
        """Cells of each row as (column, column span, vertical merge, element)."""
        rows = []
        for row in self._direct(table, self._tr):
            changes = _first(row, f"{self._ns}trPr")
            before = None
            if changes is not None:
                if _first(changes, f"{self._ns}del") is not None:
                    continue
                before = _first(changes, f"{self._ns}gridBefore")
            column = 0 if before is None else min(integer(before.get(self._val)), 1000)
            cells = []
            for cell in self._direct(row, self._tc):
                properties = _first(cell, self._tcpr)
                width, merge = 1, ""
                for item in properties if properties is not None else ():
                    if item.tag == self._span:
                        width = min(max(integer(item.get(self._val), 1), 1), 1000)
                    elif item.tag == self._vmerge:
                        merge = item.get(self._val) or "continue"
                cells.append((column, width, merge, cell))
                column += width
            rows.append(cells)
        return rows

    def _direct(self, parent: Any, tag: str, depth: int = 0) -> Iterator[Any]:
        """Children with this tag, also through content controls and tracked insertions."""
        for child in parent:
            if child.tag == tag:
                yield child
            elif child.tag in self._wrappers and depth < _MAX_DEPTH:
                yield from self._direct(child, tag, depth + 1)

    def _plain_text(self, cell: Any) -> str:
        """Text of a cell of a table without lists, hidden, moved or marked text: nearly all tables."""
        joined = ""
        for paragraph in cell.iter(self._p):
            line = "".join([run.text for run in paragraph.iter(self._t) if run.text])
            joined = join_lines(joined, line.strip(BLANKS))
        return joined

    def _cell_text(self, cell: Any) -> str:
        joined = ""
        for paragraph in cell.iter(self._p):
            for line in self._paragraph_text(paragraph)[0].split("\n"):
                joined = join_lines(joined, line.strip(BLANKS))
        self._boxes.clear()
        return joined

    def _grid(self, rows: list[list[tuple[int, int, str, Any]]], texts: dict[int, str]) -> None:
        draft = DraftTable(len(rows), 0)
        open_cells: dict[int, DraftCell] = {}  # column -> vertically merged cell that may go on
        for index, row in enumerate(rows):
            for column, width, merge, cell in row:
                draft.n_columns = max(draft.n_columns, column + width)
                above = open_cells.get(column)
                if merge == "continue" and above is not None and above.row + above.row_span == index:
                    above.row_span += 1
                    above.text = join_lines(above.text, texts[id(cell)])
                    continue
                item = DraftCell(index, column, texts[id(cell)], 1, width)
                draft.cells.append(item)
                if merge:
                    open_cells[column] = item
                else:
                    open_cells.pop(column, None)
        if any(item.text for item in draft.cells):
            self._builder.table(draft)

    def _layout(self, rows: list[list[tuple[int, int, str, Any]]], texts: dict[int, str], depth: int) -> None:
        """A table that only places text: rows of running text as blocks, stretches of short cells as tables."""
        pending: list[list[tuple[int, int, str, Any]]] = []
        for row in rows:
            prose = (
                not texts
                or (len(row) == 1 and not pending)
                or any(len(texts[id(cell)]) > PROSE_CHARS for *_, cell in row)
            )
            if not prose:
                pending.append(row)
                continue
            self._grid(pending, texts)
            pending = []
            for _, _, merge, cell in row:
                if merge != "continue":
                    self._blocks(cell, depth + 1)
        self._grid(pending, texts)


def _first(parent: Any, tag: str) -> Any:
    """The first child with a tag, or None; ``find`` does the same by way of a path."""
    return next(parent.iterchildren(tag), None)


def _inside(element: Any, top: Any, tag: str) -> bool:
    parent = element.getparent()
    while parent is not None and parent is not top:
        if parent.tag == tag:
            return True
        parent = parent.getparent()
    return False


def integer_of_hex(value: str | None) -> int:
    """Code point of a symbol run; a blank for one that is missing or out of range."""
    try:
        code = int(value or "20", 16)
    except ValueError:
        return 32
    return code if 32 <= code < 0xD800 or 0xE000 <= code < 0xFFFE else 32
