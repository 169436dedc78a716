"""What a line's outer form says: page number, opening of a paragraph."""

from __future__ import annotations

import re

_DASH = r"[-‐-―−－─一·•~～*]"
_PAGE_NUMBER = re.compile(
    rf"(?:{_DASH}{{1,3}}[ \xa0\u3000]{{0,3}}\d{{1,3}}[ \xa0\u3000]{{0,3}}{_DASH}{{1,3}}"
    r"|第[ \xa0]{0,3}\d{1,3}[ \xa0]{0,3}页(?:[ \xa0,，/]{0,3}共[ \xa0]{0,3}\d{1,3}[ \xa0]{0,3}页)?"
    r"|[Pp]age[ \xa0]\d{1,3}(?:[ \xa0]of[ \xa0]\d{1,3})?|\d{1,3}[ \xa0]{0,2}/[ \xa0]{0,2}\d{1,3})"
)
_PAGE_NUMBER_BEGINS = frozenset("-‐‑‒–—―−－─一·•~～*第Pp0123456789０１２３４５６７８９")
_NUMERAL = "一二三四五六七八九十百"
_OPENING = re.compile(
    rf"(?:第?[{_NUMERAL}]{{1,4}}(?:[、.．：:是]|部分|章)|[（(][ ]?[{_NUMERAL}\d]{{1,3}}[ ]?[)）]"
    r"|\d{1,2}(?:[、.．](?!\d)|[)）])|[①-⑳㈠-㈩]|首先|其次|再次|最后|附[件表：:])"
)


def is_page_number(line: str) -> bool:
    """Whether the line is nothing but a page number with its dress ("- 3 -", "第 3 页 共 5 页")."""
    if len(line) >= 24:
        return False
    line = line.strip()
    return line[:1] in _PAGE_NUMBER_BEGINS and _PAGE_NUMBER.fullmatch(line) is not None


def opens_paragraph(line: str) -> bool:
    """Whether the line begins with an enumeration mark, so that it hardly continues the line before."""
    return _OPENING.match(line.lstrip()) is not None
