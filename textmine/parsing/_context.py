"""Sentences that make no point of their own, and signs of an earlier year's shortfalls."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from textmine.resources import load_yaml

# Longer sentences say something, whatever they begin with.
_LONGEST_CONTEXT = 160


@dataclass(frozen=True, slots=True)
class _Rules:
    context: tuple[tuple[re.Pattern[str], re.Pattern[str] | None], ...]
    earlier: tuple[re.Pattern[str], ...]
    still_open: re.Pattern[str]
    done: re.Pattern[str]


@lru_cache(maxsize=1)
def _rules() -> _Rules:
    data: dict[str, Any] = load_yaml("parsing", "statements.yaml")
    return _Rules(
        tuple(
            (re.compile(rule["pattern"]), re.compile(rule["not"]) if "not" in rule else None)
            for rule in data["context"]
        ),
        tuple(re.compile(rule["pattern"]) for rule in data["earlier_year"]),
        re.compile(data["still_open"]),
        re.compile(data["done"]),
    )


def is_context(words: str) -> bool:
    """Whether the statement is a frame, an achievement, an empty formula or a denial of shortfalls."""
    if len(words) > _LONGEST_CONTEXT:
        return False
    return any(
        pattern.search(words) and not (unless and unless.search(words))
        for pattern, unless in _rules().context
    )


def speaks_of_earlier_year(words: str) -> bool:
    """Whether the statement itself names an earlier year's shortfall that was dealt with."""
    return any(pattern.search(words[:200]) for pattern in _rules().earlier)


def still_stands(words: str) -> bool:
    """Whether an earlier shortfall is said not to be solved yet."""
    return bool(_rules().still_open.search(words))


def tells_of_done(words: str) -> bool:
    """Whether something is said to have been done or to have changed by now."""
    return bool(_rules().done.search(words))
