"""Accounts of an earlier year's shortfalls that have headings of their own inside (1.存在的问题：… 2.改进情况：…)."""

from __future__ import annotations

import re

from textmine.parsing._years import YEAR

# How deep a list with marks of a kind mostly lies: 一、 above （一） above 1. above （1） above the others.
_DEPTHS = {"numeral": 1, "bracket": 2, "digit": 3, "half_bracket": 4, "bracket_digit": 4}
_DEEPEST = 5
_ANEW = re.compile("今年|本年|目前|当前|下一?步|下一?阶段|今后|明年|来年|新|打算|计划")


def parts_account(outer: str, inner: str, kinds: tuple[str, str], *, shortfalls: bool) -> bool:
    """Whether the heading ``inner`` only parts an account under the heading ``outer``: its mark lies deeper, and it speaks of no later year.

    ``kinds`` are those of the marks of both; ``shortfalls``: whether the inner one heads shortfalls (the steps on them may be of a later year).
    """
    own, other = YEAR.search(outer), YEAR.search(inner)
    later = shortfalls and own is not None and other is not None and other.group(1) > own.group(1)
    depth, deeper = (_DEPTHS.get(kind, _DEEPEST) for kind in kinds)
    return deeper > depth and not later and not _ANEW.search(inner)
