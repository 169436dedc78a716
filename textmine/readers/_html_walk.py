"""From an HTML tree to a flat list of items (paragraphs, headings, tables) in reading order."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml.etree import _Element

from textmine.readers._build import BLANKS, DraftTable, is_wide, join_lines, lay_out
from textmine.readers._limits import Deadline, Limits
from textmine.readers._shape import opens_paragraph

_SKIPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "math",
        "iframe",
        "frame",
        "object",
        "embed",
        "select",
        "option",
        "button",
        "input",
        "textarea",
        "nav",
        "canvas",
        "audio",
        "video",
        "map",
        "head",
        "link",
        "meta",
        "title",
        "col",
        "colgroup",
        "base",
        "area",
        "applet",
        "rt",
        "rp",
        "del",
    ]
)
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "main",
        "header",
        "footer",
        "aside",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "form",
        "fieldset",
        "legend",
        "center",
        "blockquote",
        "pre",
        "address",
        "figure",
        "figcaption",
        "hr",
        "details",
        "summary",
        "tr",
        "td",
        "th",
        "tbody",
        "thead",
        "tfoot",
        "caption",
        "body",
        "html",
        "dir",
        "menu",
        "hgroup",
        "search",
        "frameset",
        "layer",
        "ucapcontent",
    ]
)
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_SPACE = re.compile(r"[ \t\r\n\f]+")
_NOISE_NAME = re.compile(
    r"(?:^|[-_ ])(?:bd)?(?:share|breadcrumbs?|crumbs?|curpos|footer|foot|copyright|copy|related|relate|recommend|"
    r"toolbar|pagination|sidebar|qrcode|ewm|fontsize|nav|menu|topbar|login|search)(?:$|[-_ \d])",
    re.IGNORECASE,
)
#: A subtree with a noise name is dropped only if it is shorter than this: no report, not even one section, is.
_NOISE_CHARS = 250
#: Beyond this nesting the tree is flattened, so that no page can exhaust the stack.
_MAX_DEPTH = 180
#: A cell longer than this (or with a heading in it) holds running text: the table is only layout.
_PROSE_CHARS = 150


@dataclass(slots=True)
class Item:
    """A stretch of a page: a paragraph or heading (``table`` None) or a table, with how much of it is link text."""

    text: str
    link_chars: int = 0
    heading: bool = False
    level: int | None = None
    table: DraftTable | None = None


def clean(text: str) -> str:
    """White space as a browser shows it, but a source line break between ideographs takes no room."""
    if "\n" not in text and "\t" not in text and "\r" not in text and "  " not in text and "\f" not in text:
        return text.strip(BLANKS)
    return _SPACE.sub(_space, text).strip(BLANKS)


def _space(match: re.Match[str]) -> str:
    if "\n" not in match.group() and "\r" not in match.group():
        return " "
    start, end, text = match.start(), match.end(), match.string
    between_wide = start > 0 and end < len(text) and is_wide(text[start - 1]) and is_wide(text[end])
    return "" if between_wide else " "


class Walker:
    """Walks a tree once; ``items`` holds what was found."""

    def __init__(self, limits: Limits, deadline: Deadline) -> None:
        self.items: list[Item] = []
        self._limits = limits
        self._deadline = deadline
        self._buffer: list[str] = []
        self._link_chars = 0
        self._bold_chars = 0
        self._links = 0
        self._bold = 0

    def walk(self, element: _Element, depth: int = 0) -> None:
        """Collect the items of a subtree; text that follows the element is the caller's."""
        if depth > _MAX_DEPTH:
            self._flatten(element)
            return
        if element.text:
            self._take(element.text)
        for child in element:
            self._child(child, child.tag, depth + 1)
            if child.tail:
                self._take(child.tail)

    def flush(self, level: int | None = None) -> None:
        """End the current paragraph; with ``level`` it is a heading."""
        if self._buffer:
            text = clean("".join(self._buffer))
            if text:
                bold = self._bold_chars * 10 >= len(text) * 9 and len(text) <= 50 and text[-1] not in "。；，"
                heading = level is not None or bold
                self.items.append(Item(text, min(self._link_chars, len(text)), heading, level))
            self._buffer.clear()
        self._link_chars = self._bold_chars = 0

    def _take(self, text: str) -> None:
        self._buffer.append(text)
        if self._links or self._bold:
            visible = len(text.strip(BLANKS))
            self._link_chars += visible if self._links else 0
            self._bold_chars += visible if self._bold else 0

    def _child(self, child: _Element, tag: object, depth: int) -> None:
        if not isinstance(tag, str):  # a comment or processing instruction
            return
        if tag in {"span", "font"}:
            self.walk(child, depth)
        elif tag in _BLOCKS:
            self.flush()
            if not _is_noise(child, tag):
                self.walk(child, depth)
                self.flush()
        elif tag == "br":
            self.flush()
        elif tag == "table":
            self.flush()
            self._table(child, depth)
        elif tag == "a":
            linked = child.get("href") is not None
            self._links += linked
            self.walk(child, depth)
            self._links -= linked
        elif tag in ("b", "strong"):
            self._bold += 1
            self.walk(child, depth)
            self._bold -= 1
        elif tag in _HEADINGS:
            self.flush()
            self.walk(child, depth)
            self.flush(_HEADINGS[tag])
        elif tag not in _SKIPPED:
            self.walk(child, depth)

    def _flatten(self, element: _Element) -> None:
        for text in element.itertext():
            self._take(str(text))
            self.flush()

    def _table(self, table: _Element, depth: int) -> None:
        self._deadline.check()
        rows = _rows(table)
        nested = next(table.iterdescendants("table"), None) is not None
        if nested or (len(rows) <= 1 and sum(len(row) for row in rows) <= 1):
            self._as_layout(table, depth)
            return
        texts = [[_read_cell(cell) for cell in row] for row in rows]
        links = _link_chars(table)
        prose = [_is_prose_row(row) for row in texts]
        caption = table.find("caption")
        if caption is not None:
            self.walk(caption, depth + 1)
            self.flush()
        if not any(prose):
            self._data_table(texts, links)
            return
        pending: list[list[tuple[str, int, int]]] = []
        for row, row_texts, is_prose in zip(rows, texts, prose, strict=True):
            if not is_prose:
                pending.append(row_texts)
                continue
            self._data_table(pending, 0)
            pending = []
            for cell in row:
                self.walk(cell, depth + 1)
                self.flush()
        self._data_table(pending, 0)

    def _data_table(self, rows: list[list[tuple[str, int, int]]], links: int) -> None:
        filled = [text for row in rows for text, _, _ in row if text]
        if not filled:
            return
        if len(filled) == 1:
            self.items.append(Item(filled[0], min(links, len(filled[0]))))
            return
        draft = lay_out(rows, self._limits)
        self.items.append(Item("\t".join(filled), links, table=draft))

    def _as_layout(self, table: _Element, depth: int) -> None:
        for child in table:
            if isinstance(child.tag, str):
                self._child(child, child.tag, depth + 1)
            if child.tail:
                self._take(child.tail)
        self.flush()


def _is_noise(element: _Element, tag: str) -> bool:
    """Whether a block is named as navigation, share bar or footer, and holds no report text."""
    if tag in ("p", "td", "tr", "li", "tbody") and not element.get("style"):
        return False
    name = f"{element.get('class') or ''} {element.get('id') or ''}"
    if tag != "footer" and (len(name) < 3 or not _NOISE_NAME.search(name)):
        return False
    text = "".join(map(str, element.itertext()))
    return len(clean(text)) < _NOISE_CHARS and "年度报告" not in text and "存在的" not in text


def _rows(table: _Element) -> list[list[_Element]]:
    """Cells of each row, through thead, tbody and tfoot; broken markup may put cells or rows elsewhere."""
    rows: list[list[_Element]] = []
    for row in table.iter("tr"):
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        if cells:
            rows.append(cells)
    return rows


def _read_cell(cell: _Element) -> tuple[str, int, int]:
    """Text, row span and column span; most cells hold nothing but their text and have no attribute."""
    if len(cell):
        text = cell_text(cell)
    else:
        own = cell.text
        text = clean(own) if own and not own.isspace() else ""
    if not cell.keys():  # far cheaper to ask for than each of the two
        return text, 1, 1
    return text, _span(cell.get("rowspan")), _span(cell.get("colspan"))


def _span(value: str | None) -> int:
    if not value:
        return 1
    digits = value.strip()[:4]
    return min(int(digits), 1000) if digits.isdecimal() else 1


def cell_text(cell: _Element) -> str:
    """Text of a cell on one line: its paragraphs joined, with a blank only between Latin words or numbers."""
    visible = [text for piece in cell.itertext() if not (text := str(piece)).isspace()]
    if len(visible) < 2 and not (visible and "{" in visible[0]):  # a brace may be a style sheet
        return clean(visible[0]) if visible else ""
    pieces: list[str] = []
    _collect(cell, pieces, 0)
    text = "".join(pieces)
    if "\0" not in text:
        return clean(text)
    joined = ""
    for piece in text.split("\0"):
        line = clean(piece)
        if line:
            joined = join_lines(joined, line)
    return joined


def _collect(element: _Element, pieces: list[str], depth: int) -> None:
    if element.text:
        pieces.append(element.text)
    for child in element:
        tag = child.tag
        if tag == "br":
            pieces.append("\0")
        elif isinstance(tag, str) and tag not in _SKIPPED and depth < _MAX_DEPTH:
            broken = tag in _BLOCKS
            if broken:
                pieces.append("\0")
            _collect(child, pieces, depth + 1)
            if broken:
                pieces.append("\0")
        if child.tail:
            pieces.append(child.tail)


def _is_prose_row(row: list[tuple[str, int, int]]) -> bool:
    filled = [text for text, _, _ in row if text]
    longest = max(filled, key=len, default="")
    if len(longest) > _PROSE_CHARS:
        return True
    return len(filled) == 1 and (
        len(longest) > 60 or (len(row) == 1 and len(longest) < 40 and opens_paragraph(longest))
    )


def _link_chars(table: _Element) -> int:
    return sum(len(clean("".join(map(str, link.itertext())))) for link in table.iter("a") if link.get("href"))
