"""Roles by rule: cue words for shortfalls and steps, frames of blocks, and the order in which both usually come."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from textmine.parsing._frames import FrameName
from textmine.resources import load_yaml
from textmine.schema import Role

_CLAUSE = re.compile(r"[^,。;:]+")
_SHARPEST = 8.0
_PREFIX = re.compile(r"^(?:20[0-9]{2}年度?|我[局镇乡县市区委办校院队街道]{1,2}|下一?步|今后|目前)+")


class _Cues:
    """Weights of role cues: one automaton for words anywhere, tables for words at the ends of clauses."""

    def __init__(self) -> None:
        import ahocorasick_rs

        data: dict[str, Any] = load_yaml("parsing", "role_cues.yaml")
        tables: dict[str, dict[str, float]] = {"anywhere": {}, "opening": {}, "closing": {}}
        for sign, role in ((-1.0, "problem"), (1.0, "measure")):
            for group in data[role]:
                table = tables[group["place"]]
                for cue in group["cues"]:
                    table[cue] = table.get(cue, 0.0) + sign * group["weight"]
        self.weights = tuple(tables["anywhere"].values())
        self.opening, self.closing = tables["opening"], tables["closing"]
        self.longest_opening = max(map(len, self.opening))
        self.longest_closing = max(map(len, self.closing))
        self.automaton = ahocorasick_rs.AhoCorasick(
            list(tables["anywhere"]), matchkind=ahocorasick_rs.MatchKind.LeftmostLongest
        )
        self.shortfalls = tuple(re.compile(rule["pattern"]) for rule in data["shortfall_patterns"])


@lru_cache(maxsize=1)
def _cues() -> _Cues:
    return _Cues()


def opening_weight(clause: str) -> float:
    """Weight of the act or shortfall word that a clause begins with, 0 if none."""
    cues = _cues()
    for length in range(min(cues.longest_opening, len(clause)), 0, -1):
        weight = cues.opening.get(clause[:length])
        if weight is not None:
            return weight
    return 0.0


def _closing_weight(clause: str) -> float:
    cues = _cues()
    for length in range(min(cues.longest_closing, len(clause)), 0, -1):
        weight = cues.closing.get(clause[-length:])
        if weight is not None:
            return weight
    return 0.0


def is_shortfall_clause(clause: str) -> bool:
    """Whether the clause says by its own predicate that something is still to be raised (…需进一步严格)."""
    return any(pattern.search(clause) for pattern in _cues().shortfalls)


def inclination(text: str) -> float:
    """How much a statement reads like a step (positive) or a shortfall (negative), clipped to ±8."""
    cues = _cues()
    total = 0.0
    for index, _start, _end in cues.automaton.find_matches_as_indexes(text):
        total += cues.weights[index]
    for number, found in enumerate(_CLAUSE.finditer(text)):
        clause = _PREFIX.sub("", found.group()) if number == 0 else found.group()
        opening = opening_weight(clause)
        total += opening if number == 0 else opening / 2
        if opening < 2.0:
            total += _closing_weight(clause)
            if is_shortfall_clause(clause):
                total -= 4.0
    return max(-_SHARPEST, min(_SHARPEST, total))


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of one statement before its role is decided.

    Attributes
    ----------
    lean: its inclination (see ``inclination``).
    frame: the kind of block it stands in, and ``firm`` whether a heading or lead-in right above says so.
    earlier: whether it speaks of an earlier year's shortfall by itself; ``still_open`` whether that shortfall stands on,
        ``done`` whether something is said to be done.
    under_heading: whether a heading, not only a lead-in, opened the block.
    border: how it is parted from the statement before: ``sentence`` (same item), ``item`` (next of a list), ``list`` (a list begins
        or begins anew), ``paragraph``, ``arrow`` (shortfall → step), ``relist`` (a second list of the same
        kind), ``pair`` (second half of items that all have two halves), ``frame`` (another block begins).
    paired: whether the item before held more than one statement.
    """

    lean: float
    frame: FrameName | None
    firm: bool
    earlier: bool
    still_open: bool
    done: bool
    under_heading: bool
    border: str
    paired: bool


_STATES: tuple[Role, Role, Role] = ("problem", "measure", "rectified")
# Costs of passing from shortfalls to steps and back, by border.
_TO_MEASURE = {
    "sentence": 1.5,
    "item": 4.0,
    "list": 0.5,
    "paragraph": 0.5,
    "arrow": -6.0,
    "relist": -2.0,
    "pair": -4.0,
    "frame": 0.0,
}
_TO_PROBLEM = {
    "sentence": 5.0,
    "item": 5.0,
    "list": 2.5,
    "paragraph": 2.0,
    "arrow": 5.0,
    "relist": 3.0,
    "pair": 6.0,
    "frame": 0.0,
}


def _own_scores(item: Evidence) -> tuple[float, float, float]:
    problem, measure, rectified = -item.lean / 2, item.lean / 2, -5.0
    strength = 1.0 if item.firm else 0.3
    if item.frame == "problems":
        problem += 4.0 * strength
    elif item.frame == "measures":
        measure += 6.0 * strength
    elif item.frame == "earlier_year":
        rectified = 7.0 if item.under_heading or item.done else 2.5
        rectified = rectified if not item.still_open else -1.0
    if item.still_open and (item.earlier or item.frame == "earlier_year"):
        problem += 4.0
    if item.earlier:
        rectified = max(rectified, 5.0) + (2.0 if not item.still_open else -6.0)
    return problem, measure, rectified


def _passing_cost(origin: int, target: int, item: Evidence) -> float:
    if origin == target:
        return 0.0
    if target == 2 or origin == 2:
        return 0.5
    if target == 1:
        return _TO_MEASURE[item.border]
    if item.border == "item" and item.paired:
        return 0.5
    return _TO_PROBLEM[item.border]


def decide(items: Sequence[Evidence]) -> list[Role]:
    """The likeliest sequence of roles (Viterbi over problem, measure, rectified)."""
    if not items:
        return []
    # Statements begin with shortfalls more often than with steps.
    scores = [own + start for own, start in zip(_own_scores(items[0]), (0.5, 0.0, 0.0), strict=True)]
    back: list[tuple[int, int, int]] = []
    for item in items[1:]:
        own = _own_scores(item)
        chosen = []
        fresh = []
        for target in range(3):
            origin = max(range(3), key=lambda state: scores[state] - _passing_cost(state, target, item))
            chosen.append(origin)
            fresh.append(scores[origin] - _passing_cost(origin, target, item) + own[target])
        back.append((chosen[0], chosen[1], chosen[2]))
        scores = fresh
    state = max(range(3), key=scores.__getitem__)
    path = [state]
    for chosen_from in reversed(back):
        state = chosen_from[state]
        path.append(state)
    return [_STATES[state] for state in reversed(path)]
