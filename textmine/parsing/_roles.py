"""Roles by rule: cue words for shortfalls and steps, frames of blocks, and the order in which both usually come."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from textmine.resources import load_yaml


class _Cues:
    """Weights of role cues, found by one automaton pass."""

    def __init__(self) -> None:
        import ahocorasick_rs

        data: dict[str, Any] = load_yaml("parsing", "role_cues.yaml")
        anywhere: dict[str, float] = {}
        opening: dict[str, float] = {}
        for sign, role in ((-1.0, "problem"), (1.0, "measure")):
            for group in data[role]:
                table = anywhere if group["place"] == "anywhere" else opening
                for cue in group["cues"]:
                    table[cue] = table.get(cue, 0.0) + sign * group["weight"]
        self.words = tuple(anywhere)
        self.weights = tuple(anywhere[word] for word in self.words)
        self.opening = opening
        self.longest_opening = max(map(len, opening))
        self.automaton = ahocorasick_rs.AhoCorasick(
            list(self.words), matchkind=ahocorasick_rs.MatchKind.LeftmostLongest
        )
        self.shortfalls = tuple(re.compile(rule["pattern"]) for rule in data["shortfall_patterns"])


@lru_cache(maxsize=1)
def _cues() -> _Cues:
    return _Cues()


def opening_weight(text: str, start: int, end: int) -> float:
    """Weight of the act or shortfall word that the clause begins with, 0 if none."""
    cues = _cues()
    for length in range(min(cues.longest_opening, end - start), 0, -1):
        weight = cues.opening.get(text[start : start + length])
        if weight is not None:
            return weight
    return 0.0


def is_shortfall_clause(clause: str) -> bool:
    """Whether the clause says by its own predicate that something is still lacking."""
    return any(pattern.search(clause) for pattern in _cues().shortfalls)


_CLAUSE = re.compile(r"[^,。;:]+")


def inclination(text: str) -> float:
    """How much a statement reads like a step (positive) or a shortfall (negative), clipped to ±6."""
    cues = _cues()
    total = 0.0
    for index, _start, _end in cues.automaton.find_matches_as_indexes(text):
        total += cues.weights[index]
    for number, clause in enumerate(_CLAUSE.finditer(text)):
        weight = opening_weight(text, clause.start(), clause.end())
        total += weight if number == 0 else weight / 2
        if is_shortfall_clause(clause.group()):
            total -= 4.0
    return max(-6.0, min(6.0, total))
