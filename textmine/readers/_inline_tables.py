"""Markdown and plain text whose tables are HTML, as programs that turn PDF files and scans into Markdown write them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce

from textmine.readers._build import TextBuilder, join_lines
from textmine.readers._html import add_fragment
from textmine.readers._limits import Limits
from textmine.readers._markup import without_markup
from textmine.readers._text import find_blocks

_OPEN, _CLOSE, _CELL_END = "<table", "</table>", "</td>"


def read_inline_tables(text: str, limits: Limits) -> TextBuilder:
    """The text with its HTML tables as tables; what stands between them is read as text."""
    builder = TextBuilder(limits)
    for piece, is_table in _pieces(text):
        if is_table:
            add_fragment(piece, builder, limits)
        else:
            _add_text(piece, builder)
    return builder


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """Stretches of the text, and whether each is a table; one that is not closed reaches to its last cell."""
    lower, done = text.lower(), 0
    if len(lower) != len(text):  # few letters become two when made small
        lower = text
    while (start := lower.find(_OPEN, done)) >= 0:
        end = lower.find(_CLOSE, start)
        end = end + len(_CLOSE) if end >= 0 else lower.rfind(_CELL_END, start) + len(_CELL_END)
        if end < start:
            break
        yield text[done:start], False
        yield text[start:end], True
        done = end
    yield text[done:], False


def _add_text(piece: str, builder: TextBuilder) -> None:
    piece = without_markup(piece)
    for block in find_blocks(piece):
        words = piece[block.start : block.end]
        if block.kind == "paragraph":
            words = reduce(join_lines, words.split("\n"))
        builder.paragraph(words, heading=block.kind == "heading", level=block.level)
