"""Lines of a page that are pieces of paragraphs, as programs leave them that make pages from PDF files."""

from __future__ import annotations

from textmine.readers._build import join_lines
from textmine.readers._html_main import is_heading
from textmine.readers._html_walk import Item
from textmine.readers._shape import opens_paragraph

_ENDS = frozenset("。！？；：…”）)】.!?;:")
#: As for text files (see ``_text``): at least this share of the longer lines is filled, and half of these break off.
_FULL_SHARE = 0.4
_LONGEST = 75
_SHORTEST = 15
_SLACK = 3
_FEWEST = 8


def join_wrapped(items: list[Item]) -> list[Item]:
    """The items, those joined that a line end parts inside a sentence, if the page breaks all its paragraphs so."""
    full = _full_length(items)
    if not full:
        return items
    joined: list[Item] = []
    goes_on = False
    for item in items:
        plain = item.table is None and not item.heading and not is_heading(item.text)
        last = joined[-1] if joined else None
        if last and goes_on and plain and not (last.text[-1] in _ENDS and opens_paragraph(item.text)):
            last.text = join_lines(last.text, item.text)
            last.link_chars += item.link_chars
        else:
            joined.append(item)
        goes_on = plain and len(item.text) >= full - _SLACK
    return joined


def _full_length(items: list[Item]) -> int:
    """Characters of a filled line, 0 if lines are paragraphs."""
    lines = [item.text for item in items if item.table is None and len(item.text) >= _SHORTEST]
    lengths = sorted(map(len, lines))
    if len(lengths) < _FEWEST or lengths[-1] > _LONGEST:
        return 0
    full = lengths[-1 - len(lengths) // 20]
    filled = [line for line in lines if len(line) >= full - _SLACK]
    broken = sum(line[-1] not in _ENDS for line in filled)
    return full if len(filled) >= _FULL_SHARE * len(lengths) and broken * 2 >= len(filled) else 0
