"""Years and dates as annual reports write them."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

# A year in digits or in Chinese numerals; the first is what reports are written in since 2008.
YEAR_IN_DIGITS = "20[0-4][0-9]"
YEAR_IN_WORDS = "二[○〇零OoＯ0〡]{1}[○〇零一二三四][○〇零一二三四五六七八九]"
YEAR = f"(?:{YEAR_IN_DIGITS}|{YEAR_IN_WORDS})"
_CHINESE = {
    "○": 0,
    "〇": 0,
    "零": 0,
    "O": 0,
    "o": 0,
    "0": 0,
    "一": 1,
    "二": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_EARLIEST, _LATEST = 2003, 2049
_DATE = re.compile(
    rf"(?P<year>{YEAR})(?:年|[-./])(?P<month>1[0-2]|0?[1-9]|[一二三四五六七八九十]{{1,2}})(?:月|[-./])(?P<day>[12][0-9]|3[01]|0?[1-9]|[一二三四五六七八九十]{{1,3}})"
)


@lru_cache(maxsize=1024)
def year_value(words: str) -> int | None:
    """The year that four digits or numerals say, None if it lies outside what reports can be about."""
    value = 0
    for char in words:
        digit = int(char) if char.isdigit() and char in "0123456789" else _CHINESE.get(char)
        if digit is None:
            return None
        value = value * 10 + digit
    return value if _EARLIEST <= value <= _LATEST else None


def _small(words: str) -> int:
    if words.isdigit():
        return int(words)
    tens, found, ones = words.partition("十")
    if not found:
        return _CHINESE[words]
    return (_CHINESE[tens] if tens else 1) * 10 + (_CHINESE[ones] if ones else 0)


def find_date(text: str, start: int = 0, end: int | None = None) -> date | None:
    """First full date in a folded text without blanks, None if there is none or it does not exist."""
    for found in _DATE.finditer(text, start, len(text) if end is None else end):
        year = year_value(found["year"])
        if year is None:
            continue
        try:
            return date(year, _small(found["month"]), _small(found["day"]))
        except (ValueError, KeyError):
            continue
    return None
