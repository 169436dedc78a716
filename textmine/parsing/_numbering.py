"""How headings are numbered: 一、, 第一部分, （一）, 1., ①, and the values of Chinese numerals."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple

MarkStyle = Literal["numeral", "part", "bracket", "digit", "none"]

NUMERALS = "一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾"
# The numbers of one character, and signs that stand before a heading like a number.
IN_BRACKETS = "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩"
SIGNS = "①②③④⑤⑥⑦⑧⑨⑴⑵⑶⑷⑸⑹⑺⑻⑼ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩIVX【〔[■◆●★☆▲►※"
# What lists of web pages and of Markdown put before each of their entries, headings among them.
BULLETS = "-•·▪○"
_LEADS = BULLETS + "【〔■◆●★☆▲►※"  # what stands before a number: 【一、总体情况】
# How the statutory names begin, which alone can follow a number without punctuation.
NAMES_BEGIN = (
    "总体|概述|基本情况|(?:20[0-9]{2}年度?)?主动公开|收到和|政府信息公开行|因政府信息|存在的|主要问题|其他需要|其他需报告|其他事项|需要报告的"
    "|政府信息主动公开|政府信息公开申请情况|依申请公开(?:政府信息)?(?:办理)?(?:的)?情况|行政复议[、和与及]"
    "|(?:政府信息公开)?工作(?:中)?存在的|存在(?:主要)?(?:问题|不足)"
)
# One alternative per numbering style; the group name is the style.
_MARK = re.compile(
    rf"(?P<part>第[{NUMERALS}]{{1,3}}(?:部分|章|节)?[、,.:]?|PART0?[1-9][、,.:]?)"
    rf"|(?P<numeral>[{_LEADS}]?[{NUMERALS}]{{1,3}}(?:[、.,:·]{{1,2}}|(?={NAMES_BEGIN}))|、)"
    rf"|(?P<bracket>(?:\([{NUMERALS}]{{1,3}}\)|[{IN_BRACKETS}])[、.,]?)"
    rf"|(?P<digit>[{BULLETS}]?\(?[0-9]{{1,2}}[、.)]|0?[1-9](?={NAMES_BEGIN})|[{re.escape(SIGNS)}]{{1,4}}[、.,:]?)|(?P<none>[{BULLETS}])"
)
BROKEN_MARK = re.compile(
    rf"第?[{NUMERALS}]{{0,3}}|\([{NUMERALS}]{{0,3}}|\([0-9]{{0,2}}|PART0?[1-9]"
)  # by the end of a row
LOST_NUMBER = "、"  # a heading whose number a list of the page swallowed
TOP_MARK = re.compile(rf"第[{NUMERALS}]{{1,3}}|[{_LEADS}]?[{NUMERALS}]{{1,3}}[、.,:]")
_VALUES = {
    char: value
    for digits in (NUMERALS[:10], NUMERALS[10:], IN_BRACKETS)
    for value, char in enumerate(digits, 1)
}
_MARKS_BEGIN = frozenset(f"第P{NUMERALS}、({IN_BRACKETS}{SIGNS}{BULLETS}0123456789")
_TENS = str.maketrans("拾", "十")


@lru_cache(maxsize=256)
def numeral_value(text: str) -> int | None:
    """Value of a Chinese numeral up to 99, None for anything else."""
    digits = [char for char in text.translate(_TENS) if char in _VALUES]
    if not digits:
        return None
    if "十" not in digits:
        return _VALUES[digits[0]] if len(digits) == 1 else None
    at = digits.index("十")
    tens = _VALUES[digits[0]] if at else 1
    return tens * 10 + (_VALUES[digits[at + 1]] if at + 1 < len(digits) else 0)


class Mark(NamedTuple):
    """A heading's number: how it is written, its value if it is a Chinese one, and its length."""

    style: MarkStyle
    number: int | None
    length: int


_NO_MARK = Mark("none", None, 0)


def mark_at(text: str, start: int) -> Mark:
    """The number with which a heading at ``start`` begins; of length 0 if it begins with none."""
    found = _MARK.match(text, start) if text[start : start + 1] in _MARKS_BEGIN else None
    return _mark(found.lastgroup, found.group()) if found else _NO_MARK


@lru_cache(maxsize=1024)
def _mark(style: MarkStyle, words: str) -> Mark:
    return Mark(style, numeral_value(words) if style != "digit" else None, len(words))
