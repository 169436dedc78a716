"""Sentences that make no point of their own, and signs of an earlier year's shortfalls."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from textmine.parsing._signals import EVERYTHING, Gated, gate
from textmine.resources import load_yaml

# Longer sentences say something, whatever they begin with.
_LONGEST_CONTEXT = 160


class _Rule(NamedTuple):
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class _Rules:
    """Rules with what they need (see ``_signals``)."""

    context: Gated[_Rule]
    earlier: Gated[_Rule]
    still_open: Gated[_Rule]
    done: Gated[_Rule]


@lru_cache(maxsize=1)
def _rules() -> _Rules:
    data: dict[str, Any] = load_yaml("parsing", "statements.yaml")
    return _Rules(
        _gated(data["context"]),
        _gated(data["earlier_year"]),
        _gated([{"pattern": data["still_open"]}]),
        _gated([{"pattern": data["done"]}]),
    )


def _gated(rules: Sequence[Mapping[str, Any]]) -> Gated[_Rule]:
    def made(number: int) -> _Rule:
        rule = rules[number]
        return _Rule(re.compile(rule["pattern"]), _any_of(rule["not"]) if "not" in rule else None)

    return Gated((gate().needs(rule["pattern"]) for rule in rules), made)


def _any_of(patterns: str | Sequence[str]) -> re.Pattern[str]:
    return re.compile(patterns if isinstance(patterns, str) else "|".join(patterns))


def _any_found(rules: tuple[_Rule, ...], words: str) -> bool:
    for pattern, unless in rules:  # noqa: SIM110 (to make a generator takes longer than most of these searches)
        if pattern.search(words) and not (unless and unless.search(words)):
            return True
    return False


def is_context(words: str, hints: int = EVERYTHING) -> bool:
    """Whether the statement is a frame, an achievement, an empty formula or a denial of shortfalls.

    ``hints``, here and below, are those of the words, if known; they only save time.
    """
    possible = _rules().context.possible(hints)
    return bool(possible) and len(words) <= _LONGEST_CONTEXT and _any_found(possible, words)


def names_earlier(words: str, hints: int = EVERYTHING) -> bool:
    """Whether a statement itself names an earlier year's shortfall that was dealt with."""
    possible = _rules().earlier.possible(hints)
    return bool(possible) and _any_found(possible, words[:200])


def is_still_open(words: str, hints: int = EVERYTHING) -> bool:
    """Whether an earlier shortfall is said not to be solved yet."""
    return _any_found(_rules().still_open.possible(hints), words)


def is_done(words: str, hints: int = EVERYTHING) -> bool:
    """Whether something is said to have been done or to have changed by now."""
    return _any_found(_rules().done.possible(hints), words)
