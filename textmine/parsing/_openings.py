"""Words that open a clause (acts, causes, purposes, results), and what a clause makes of the one before it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from textmine.normalization import fold
from textmine.parsing._roles import opening_weight
from textmine.parsing._stretches import stretch
from textmine.resources import load_yaml

# Words before the act that do not make it another subject.
_ACT_PREFIX = re.compile(
    r"^(?:(?:下一?步|今后|为此|对此|因此|接下来),?|同时|并|还|另外|再|我(?:[们局镇乡县市区委办校院队街道所厅站司署行馆旗州盟园处会社部]|单位|中心|公司|机关){1,2}|将|要|拟|准备|进一步|继续|切实|积极|不断)+"
)
_ACT_ON = re.compile(r"对[^,]{2,14}(?:进行|开展|实行)")

POINTER = re.compile(
    r"^(?:下一?步[,]?)?(?:针对|关于|围绕|就|为了?|着眼|结合|按照|对于?[^,]*(?:问题|不足|短板|情况|现象|差距|意见|薄弱环节|之处|等)$)"
)
_JOINT = re.compile("^[并且同时]+")
_LIST_MARK = re.compile("^[一二三四五六七八九十]+是")
_SHORTEST_CLAUSE = 3
# Of folded texts and of texts as read; a semicolon is left in statements only where the parser took it for a comma.
_OPENS_QUOTE, _CLOSES_QUOTE = frozenset("“《(（‘"), frozenset("”》)）’")
_COMMA_OR_QUOTE = re.compile(f"[,，;；{''.join(sorted(_OPENS_QUOTE | _CLOSES_QUOTE))}]")


@dataclass(frozen=True, slots=True)
class Openings:
    """Words that open purposes, results and causes."""

    goals: tuple[str, ...]
    results: tuple[str, ...]
    causes: tuple[str, ...]


@lru_cache(maxsize=1)
def openings() -> Openings:
    """The words of ``statements.yaml``."""
    words: dict[str, Any] = load_yaml("parsing", "statements.yaml")
    return Openings(
        tuple(words["goal_openings"]), tuple(words["result_openings"]), tuple(words["cause_openings"])
    )


def is_act(clause: str) -> bool:
    """Whether a clause begins with an act."""
    bare = _ACT_PREFIX.sub("", clause)
    if bare != clause and _ACT_ON.match(bare):
        return True
    return opening_weight(bare) >= 2 or (bare != clause and opening_weight(clause) > 0)


def says_nothing(text: str) -> bool:
    """Whether a text makes no point of its own."""
    return stretch(_folded(text)).is_context


def leans(text: str) -> float:
    """How much a text reads like a step (positive) or a shortfall (negative)."""
    return stretch(_folded(text)).inclination


def _folded(text: str) -> str:
    return fold("".join(text.split()))


def makes_new_point(left: str, right: str, *, shortfall: bool) -> bool:
    """Whether the clause ``right``, which carries other themes than what stands before it, makes a point of its own.

    It does not where it is the purpose or result of the clause ``left`` before it, or where that one is its cause. ``shortfall``: whether
    both tell what is wrong; then each must have its own predicate.
    """
    left, right = _folded(left), _folded(right)
    right = _JOINT.sub("", right)
    if len(left) < _SHORTEST_CLAUSE or len(right) <= _SHORTEST_CLAUSE:
        return False
    known = openings()
    if right.startswith(known.results) or _LIST_MARK.sub("", left).startswith(known.causes):
        return False
    if shortfall:
        return all(stretch(words).is_shortfall or stretch(words).inclination < 0.0 for words in (left, right))
    return not right.startswith(known.goals)


def between_commas(text: str) -> Iterator[tuple[int, int]]:
    """Ranges between the commas and semicolons outside quotation marks and brackets, empty ones left out."""
    first = 0
    for place in (*commas(text), len(text)):
        if place > first:
            yield first, place
        first = place + 1


def commas(text: str) -> list[int]:
    """Places of the commas and semicolons outside quotation marks and brackets."""
    depth, found = 0, []
    for mark in _COMMA_OR_QUOTE.finditer(text):
        char = mark.group()
        if char in _OPENS_QUOTE:
            depth += 1
        elif char in _CLOSES_QUOTE:
            depth = max(0, depth - 1)
        elif depth == 0:
            found.append(mark.start())
    return found
