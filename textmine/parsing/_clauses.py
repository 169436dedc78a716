"""Where one sentence makes two points: borders between clauses that name different subjects with predicates of their own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from textmine.parsing._context import is_context
from textmine.parsing._roles import inclination, is_shortfall_clause, opening_weight
from textmine.resources import load_yaml

_COMMA = re.compile(r",")
_BUT = re.compile(r"^(?:但是?|然而|不过|可是)[,]?")
# Words before the act that do not make it another subject.
_ACT_PREFIX = re.compile(
    r"^(?:下一?步|今后|同时|并|还|另外|再|我[局镇乡县市区委办校院队街道]{1,2}|将|要|拟|准备|进一步|继续|切实|积极|不断)+"
)
# Longer sentences are no lists of points but damage or hostility.
_LONGEST_SPLIT = 600
_ACT_ON = re.compile(r"对[^,]{2,14}(?:进行|开展|实行)")
# How the clause ends after which a frame (an achievement, a general admission) can stop and a point begin.
_FRAME_END = re.compile(
    "(?:问题|不足|差距|距离|短板|薄弱环节|短处|欠账|欠缺|困难|弱项|之处|方面|平稳|推进|开展|有序|较好|成效|成绩|进展|进步|起色|起步阶段|提高|提升|情形|情况|事件|现象)$"
)
_GAP = re.compile(r"差距|距离")
_OPEN_QUOTE, _CLOSE_QUOTE = "“《(‘", "”》)’"


@dataclass(frozen=True, slots=True)
class _Rules:
    topics: tuple[tuple[str, re.Pattern[str]], ...]
    goals: tuple[str, ...]
    results: tuple[str, ...]
    causes: tuple[str, ...]


@lru_cache(maxsize=1)
def _rules() -> _Rules:
    topics: list[dict[str, Any]] = load_yaml("parsing", "topics.yaml")["topics"]
    words: dict[str, Any] = load_yaml("parsing", "statements.yaml")
    return _Rules(
        tuple((topic["id"], re.compile("|".join(map(re.escape, topic["cues"])))) for topic in topics),
        tuple(words["goal_openings"]),
        tuple(words["result_openings"]),
        tuple(words["cause_openings"]),
    )


def topics_of(clause: str) -> frozenset[str]:
    """Subjects that a clause names by its key nouns."""
    return frozenset(name for name, pattern in _rules().topics if pattern.search(clause))


def split_points(sentence: str) -> list[tuple[int, int]]:
    """Ranges of the sentence's statements, commas between them left out; one range if it makes one point."""
    cuts = _commas(sentence) if len(sentence) <= _LONGEST_SPLIT else []
    if not cuts:
        return [(0, len(sentence))]
    bounds = [0, *(cut + 1 for cut in cuts)]
    ends = [*cuts, len(sentence)]
    clauses = [(start, end) for start, end in zip(bounds, ends, strict=True) if start < end]
    parts = [clauses[0]]
    for start, end in clauses[1:]:
        left = sentence[parts[-1][0] : parts[-1][1]]
        right = sentence[start:end]
        last = sentence[max(parts[-1][0], sentence.rfind(",", 0, start - 1) + 1) : start - 1]
        if _parted(left, last, right):
            but = _BUT.match(right)
            parts.append((start + (but.end() if but else 0), end))
        else:
            parts[-1] = (parts[-1][0], end)
    return [part for part in parts if part[0] < part[1]]


def _commas(sentence: str) -> list[int]:
    """Commas outside quotation marks and brackets."""
    if not any(char in sentence for char in _OPEN_QUOTE):
        return [found.start() for found in _COMMA.finditer(sentence)]
    depth, found = 0, []
    for position, char in enumerate(sentence):
        if char in _OPEN_QUOTE:
            depth += 1
        elif char in _CLOSE_QUOTE:
            depth = max(0, depth - 1)
        elif char == "," and depth == 0:
            found.append(position)
    return found


def _parted(left: str, last: str, right: str) -> bool:
    """Whether a comma parts two points: ``left`` so far (its last clause ``last``) and the clause ``right``."""
    rules = _rules()
    if (
        _FRAME_END.search(last)
        and len(left) > 8
        and is_context(left)
        and not is_context(left + "," + right)
        and not right.startswith(rules.results)
    ):
        return True
    if right.startswith(rules.results) or _GAP.search(right) or last.startswith(rules.causes):
        return False
    if len(last) < 4 or len(right) < 5:
        return False
    before, after = topics_of(left), topics_of(right)
    if not before or not after or before & after:
        return False
    if _is_act(last) and _is_act(right):
        return not right.startswith(rules.goals)
    return _is_shortfall(last) and _is_shortfall(right)


def _is_act(clause: str) -> bool:
    bare = _ACT_PREFIX.sub("", clause)
    if bare != clause and _ACT_ON.match(bare):
        return True
    return opening_weight(bare) >= 2 or (bare != clause and opening_weight(clause) > 0)


def _is_shortfall(clause: str) -> bool:
    return is_shortfall_clause(clause) or inclination(clause) <= -1.5
