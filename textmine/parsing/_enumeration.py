"""Enumeration marks of all kinds in a compact text: 一是, （一）, 一、, 1., 1、, （1）, ①, 第一, 首先, — …"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from textmine.parsing._compact import CompactView
from textmine.parsing._numbering import numeral_value
from textmine.parsing._years import YEAR
from textmine.schema import maker

_N = "一二三四五六七八九十"
# Looking ahead at the first character spares most positions the branches, and most branches a try.
_MARK = re.compile(
    rf"(?=[{_N}第(0-9①-⓿㈠-㈩❶-❿首其再最此另问改措不整对—–·•●◆◇■▪□★☆△▲◎➢➤→-])"
    rf"(?:(?=[{_N}])(?:(?P<is>[{_N}]{{1,3}}(?:是(?:要(?=[^求]))?|要(?=[^求素件点务闻事义害旨]))[,:]?)|(?P<numeral>[{_N}]{{1,3}}[、.]))"
    rf"|(?=第)(?P<ordinal>第[{_N}]{{1,2}}(?:[、,.:]|(?:条|点|项|方面|个方面)[,、:.]?|是))"
    rf"|(?=\()(?:(?P<bracket>\([{_N}]{{1,3}}\)(?:[、.,:]|是(?=[^否]))?)|(?P<bracket_digit>\([0-9]{{1,2}}\)[、.,:]?))"
    r"|(?=[0-9])(?:(?P<half_bracket>[0-9]{1,2}\)[、.,]?)|(?P<digit>[0-9]{1,2}[、.]))"
    r"|(?=[首其再最此另一])"
    r"(?P<word>(?:首先|其次|再次|再者|再有|最后|此外|另外|另一方面|一方面|其[一二三四五六](?=[,、是:]))(?:是(?=[^否]))?[,:、]?)"
    r"|(?=[问改措不整对])(?P<label>(?:问题|改进|措施|不足|整改|对策)[一二三四五六七八九十0-9]{1,2}[:、.,])"
    r"|(?P<circle>[①-⓿㈠-㈩❶-❿][、.,]?)"
    r"|(?P<dash>[—–-]{1,3}|[·•●◆◇■▪□★☆△▲◎➢➤→]))"
)
# Words with which a list begins; the others of their kind add to what stands before them.
_FIRST_WORDS = ("首先", "一方面", "其一")
_BORDER = frozenset("。;:!?")
_SOFT_BORDER = _BORDER | frozenset(",、)→")
_BRACKETS = frozenset({"bracket", "bracket_digit"})
_HEADING_ENDS = frozenset("题施况算足法")
# Ends of words that lead to a list without a mark between (主要是|一是…, 仍存在|一是…).
_LEADS = frozenset("在是有为将")
# These kinds count up; a glued mark without punctuation before it is believed if it continues the count.
_COUNTED = frozenset(
    {"is", "ordinal", "bracket", "numeral", "bracket_digit", "half_bracket", "digit", "circle", "label"}
)


class Mark(NamedTuple):
    """An enumeration mark at compact range ``[start, end)``; ``number`` is None for words and dashes."""

    kind: str
    start: int
    end: int
    number: int | None


_mark = maker(Mark)


def begins_list(text: str, mark: Mark) -> bool:
    """Whether a list can begin with the mark in ``text``: it is the first of its count, or has none and does not only add something (此外)."""
    if mark.kind == "word":
        return text.startswith(_FIRST_WORDS, mark.start)
    return mark.number in (1, None)


@lru_cache(maxsize=1024)
def _number(kind: str, text: str) -> int | None:
    if kind == "circle":
        code = ord(text[0])
        for base, first in ((0x2460, 1), (0x2474, 1), (0x2488, 1), (0x3220, 1), (0x2776, 1)):
            if base <= code < base + 20:
                return code - base + first
        return None
    digits = re.search(r"[0-9]+", text)
    return int(digits.group()) if digits else numeral_value(text)


def find_marks(view: CompactView, start: int = 0) -> list[Mark]:
    """Marks that stand where an item can begin, in reading order."""
    text = view.text
    lines = set(view.lines)
    marks: list[Mark] = []
    last: dict[str, int] = {}
    search = _MARK.search
    found = search(text, start)
    while found:
        kind = found.lastgroup or ""
        at, end = found.span()
        number = _number(kind, found.group()) if kind in _COUNTED else None
        place = text[at - 1] if at else "。", at in lines, text[end : end + 5], last.get(kind, 0)
        broken = kind == "label" and any(position in lines for position in range(at + 1, end))
        if not broken and _believed(kind, number, text[at:end], place):
            marks.append(_mark((kind, at, end, number)))
            if number is not None:
                last[kind] = number
            found = search(text, end)
        else:
            found = search(text, at + 1)
    return marks


_Place = tuple[str, bool, str, int]
"""What surrounds a mark: the character before it, whether a line begins with it, the characters after it, and the last number of its kind."""


def _believed(kind: str, number: int | None, words: str, place: _Place) -> bool:
    before, at_line, after, last = place
    border = at_line or before in _BORDER
    if number is None or kind in ("circle", "label"):
        return kind == "circle" or (border and kind in ("dash", "word", "label"))
    if number == 1 and before in _HEADING_ENDS:
        border = True  # a list glued to its heading (…主要问题1.…)
    if border and (kind in _BRACKETS or kind in ("is", "ordinal")):
        return True
    continues = number > 1 and last == number - 1
    soft = before in _SOFT_BORDER
    if kind == "is":
        return soft or continues or (number == 1 and before in _LEADS and after[:1] not in _N)
    if kind == "ordinal":
        return continues or (soft and words[-1] in ",、:")
    if kind in _BRACKETS:
        return continues or (soft and number == 1)
    return _bare_number_is_believed(number, words, place, border, continues)


def _bare_number_is_believed(number: int, words: str, place: _Place, border: bool, continues: bool) -> bool:
    """For "1.", "1、", "一、": inside a line only as a list's first or next, never inside a number."""
    before, at_line, after, last = place
    if words.endswith(".") and after[:1].isdigit():
        # Else it is a decimal number.
        return border and (continues or (number == 1 and YEAR.match(after) is not None))
    if at_line or (border and number == 1):
        return True
    if before.isdigit() or before in _N:
        return False
    return continues or (before in _BORDER and number > last > 0)
