"""Accounts of an earlier year's shortfalls: how they begin in prose, end, and have headings of their own inside (1.存在的问题：… 2.改进情况：…)."""

from __future__ import annotations

import re

from textmine.parsing._context import names_earlier
from textmine.parsing._stretches import stretch
from textmine.parsing._years import YEAR

# How deep a list with marks of a kind mostly lies: 一、 above （一） above 1. above （1） above the others.
_DEPTHS = {"numeral": 1, "bracket": 2, "digit": 3, "half_bracket": 4, "bracket_digit": 4}
_DEEPEST = 5
# Words before a colon that part a shortfall of the account from what was done about it (问题：…。整改：…).
_LABEL = re.compile("问题|整改(?:情况|措施|结果|成效|落实(?:情况)?)?")
_ANEW = re.compile("今年|本年|目前|当前|下一?步|下一?阶段|今后|明年|来年|新|打算|计划")

# How a sentence ends that only names shortfalls; of an earlier year, it opens an account of what was done about them, which ends where a sentence
# turns to what is short now.
_SHORTFALLS = ("问题", "不足", "短板", "欠缺", "现象", "情况")
_NOW = re.compile(
    "(?:但是?|然而|不过|与此同时|同时)?,?(?:我们也看到|也要看到|也应看到)?,?(?:今年(?:的|以来)?|本学?年度?的?|目前|当前|现阶段|现在|对照[^,。;]{2,14})?,?[^,。;]{0,8}"
    "(?:(?:还|仍|尚|依然|依旧|也)[^,。;]{0,3}(?:有|存在|需|待|不|未|没|欠|缺)|(?:主要)?(?:问题|不足|短板)(?:之处)?(?:主要)?(?:是|有|为|在于))"
)
# Of a lead-in to what was done (2016年有针对性地进行了改进).
_TOLD = re.compile("[行取做展施实抓作]了|已|整改完?成")
_THEREUPON = ("为此", "对此")  # in an account of an earlier year: what was done
_THIS_YEAR = re.compile(
    "今年(?!.{0,12}(?:整改|销|办|改进))|本学?年|目前|当前|下一?步|今后|(?<!现)将|拟|还有|还存在|但|仍"
)

_ALL_DONE = re.compile("(?:已|均)[^,。;]{0,6}(?:完毕|完成|到位|销号|办结)$")


def parts_account(outer: str, inner: str, kinds: tuple[str, str], *, shortfalls: bool) -> bool:
    """Whether the heading ``inner`` only parts an account under the heading ``outer``: its mark lies deeper, and it speaks of no later year.

    ``kinds`` are those of the marks of both; ``shortfalls``: whether the inner one heads shortfalls (the steps on them may be of a later year).
    """
    own, other = YEAR.search(outer), YEAR.search(inner)
    later = shortfalls and own is not None and other is not None and other.group(1) > own.group(1)
    depth, deeper = (_DEPTHS.get(kind, _DEEPEST) for kind in kinds)
    return deeper > depth and not later and not _ANEW.search(inner)


def is_label(words: str) -> bool:
    """Whether a heading inside an account, without a mark of its own, parts only one shortfall from what was done about it."""
    return _LABEL.fullmatch(words.rstrip(":")) is not None


def opens_account(words: str, year: int | None) -> bool:
    """Whether a sentence only names shortfalls of a year before the one reported on."""
    if not words.endswith(_SHORTFALLS):
        return False
    if year is not None and "存在" in words and (named := YEAR.match(words)):
        return int(named.group(1)) < year
    return names_earlier(words, stretch(words).hints)


def goes_on(words: str, *, under_heading: bool) -> bool:
    """Whether a lead-in goes on with the account of an earlier year that it stands in."""
    if not under_heading:
        return _TOLD.search(words) is not None
    return not _THIS_YEAR.search(words) or _ALL_DONE.search(words) is not None


def turns_to_now(text: str, start: int, end: int) -> bool:
    """Whether a sentence of an account turns to what is short now."""
    return _NOW.match(text, start, end) is not None


def is_told(text: str, start: int) -> bool:
    """Whether what opens like a plan tells, in an account, what was done (为此，制定了…)."""
    return text.startswith(_THEREUPON, start)
