"""From the lines and tables of pages to paragraphs: running heads dropped, broken lines joined."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from statistics import median

from textmine.readers._build import DraftTable, TextBuilder, join_lines
from textmine.readers._pdf_page import TextLine
from textmine.readers._shape import is_page_number, opens_paragraph

_DIGITS = re.compile(r"\d+")
_BARE_NUMBER = re.compile(r"\d{1,3}")
_SENTENCE_ENDS = frozenset("。！？；：!?;:")
#: Share of the page height at its upper and lower edge in which running heads and page numbers stand.
_EDGE = 0.12
#: A line that ends this many character sizes before the right margin was ended by its author.
_SHORT_BY = 1.9
#: The same where paragraphs are indented and the line stops inside a sentence (before a long number or address).
_LOOSE_BY = 6.0
_INDENT = 1.2
_LARGE = 1.18


@dataclass(slots=True)
class PlacedTable:
    """A table with its upper and lower edge on the page and the positions of its column rules."""

    top: float
    bottom: float
    columns: tuple[float, ...]
    draft: DraftTable


@dataclass(slots=True)
class Page:
    """What stands on a page, in reading order."""

    height: float
    items: list[TextLine | PlacedTable] = field(default_factory=list)

    @property
    def lines(self) -> list[TextLine]:
        """Text lines outside of tables."""
        return [item for item in self.items if isinstance(item, TextLine)]


def drop_running_heads(pages: list[Page]) -> None:
    """Remove page numbers, and lines that recur at the edge of most pages but for their digits."""
    recurring: Counter[str] = Counter()
    for page in pages:
        recurring.update({_DIGITS.sub("#", line.text) for line in _edge_lines(page)})
    needed = max(3, (len(pages) + 1) // 2)
    heads = {text for text, count in recurring.items() if count >= needed}
    for page in pages:
        edge = {id(line) for line in _edge_lines(page)}
        page.items = [
            item
            for item in page.items
            if not (isinstance(item, TextLine) and id(item) in edge and _is_head(item, heads))
        ]


def _edge_lines(page: Page) -> list[TextLine]:
    low, high = page.height * _EDGE, page.height * (1 - _EDGE)
    return [line for line in page.lines if line.top < low or line.bottom > high]


def _is_head(line: TextLine, heads: set[str]) -> bool:
    text = line.text
    return is_page_number(text) or _BARE_NUMBER.fullmatch(text) is not None or _DIGITS.sub("#", text) in heads


# Numbers parted by blanks at the end of a line, or from its beginning on: a row of a table without rules.
_ROW = re.compile(r"[0-9] +[0-9]+$")
_BARE_ROW = re.compile(r"[0-9]+(?: +[0-9]+){2}")


@dataclass(slots=True)
class _Margins:
    left: float
    right: float
    size: float
    indented: bool = False  # paragraphs begin two characters in, so that a line at the margin goes on


def _margins(pages: list[Page]) -> _Margins:
    lines = [line for page in pages for line in page.lines if len(line.text) >= 8]
    lines = lines or [line for page in pages for line in page.lines]
    if not lines:
        return _Margins(0, 0, 12)
    size = median(line.size for line in lines) or 12
    rights = sorted(line.right for line in lines)
    lefts = sorted(line.left for line in lines)
    left = lefts[len(lefts) // 8]
    indents = sum(1.5 * size < line.left - left < 2.6 * size for line in lines)
    return _Margins(left, rights[-1 - len(rights) // 10], size, indents * 12 > len(lines))


def emit(pages: list[Page], builder: TextBuilder) -> None:
    """Feed the builder with the blocks of all pages; a paragraph that runs over a page stays one block."""
    margins = _margins(pages)
    open_text = ""
    last: TextLine | None = None
    for number, page in enumerate(pages, 1):
        new_page = True
        for item in page.items:
            if isinstance(item, PlacedTable) or last is None or not _continues(last, item, margins, new_page):
                _end_paragraph(open_text, last, margins, builder)
                open_text, last = "", None
            builder.open_page(number, len(open_text))
            new_page = False
            if isinstance(item, PlacedTable):
                builder.table(item.draft)
            else:
                open_text = join_lines(open_text, item.text)
                last = item
        builder.open_page(number, len(open_text))
    _end_paragraph(open_text, last, margins, builder)


def _end_paragraph(text: str, last: TextLine | None, margins: _Margins, builder: TextBuilder) -> None:
    if text and last is not None:
        large = last.size > margins.size * _LARGE and len(text) <= 60
        builder.paragraph(text, heading=large and text[-1] not in "。；，：")


def _continues(line: TextLine, following: TextLine, margins: _Margins, new_page: bool) -> bool:
    if (line.text[-1].isdigit() and _ROW.search(line.text)) or _BARE_ROW.match(following.text):
        return False
    short = margins.right - line.right
    loose = margins.indented and line.text[-1] not in _SENTENCE_ENDS
    if short > (_LOOSE_BY if loose else _SHORT_BY) * margins.size:
        return False
    if following.left > margins.left + _INDENT * margins.size:
        return False
    if abs(line.size - following.size) > 0.25 * margins.size:
        return False
    if not new_page and line.bottom - following.top > 2.2 * margins.size:
        return False
    return not (line.text[-1] in _SENTENCE_ENDS and opens_paragraph(following.text))
