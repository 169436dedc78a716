"""Sentences that make no point of their own, and signs of an earlier year's shortfalls."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from textmine.parsing._signals import EVERYTHING, gate
from textmine.resources import load_yaml

# Longer sentences say something, whatever they begin with.
_LONGEST_CONTEXT = 160


class _Rule(NamedTuple):
    """``needs``: hints without all of which the pattern cannot match (see ``_signals``)."""

    pattern: re.Pattern[str]
    needs: int
    unless: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class _Rules:
    context: tuple[_Rule, ...]
    earlier: tuple[_Rule, ...]
    still_open: _Rule
    done: _Rule


@lru_cache(maxsize=1)
def _rules() -> _Rules:
    data: dict[str, Any] = load_yaml("parsing", "statements.yaml")
    return _Rules(
        tuple(_rule(rule["pattern"], rule.get("not")) for rule in data["context"]),
        tuple(_rule(rule["pattern"]) for rule in data["earlier_year"]),
        _rule(data["still_open"]),
        _rule(data["done"]),
    )


def _rule(pattern: str, unless: str | None = None) -> _Rule:
    return _Rule(re.compile(pattern), gate().needs(pattern), re.compile(unless) if unless else None)


def is_context(words: str, hints: int = EVERYTHING) -> bool:
    """Whether the statement is a frame, an achievement, an empty formula or a denial of shortfalls.

    ``hints``, here and below, are those of the words, if known; they only save time.
    """
    if len(words) > _LONGEST_CONTEXT:
        return False
    for pattern, needs, unless in _rules().context:
        if hints & needs == needs and pattern.search(words) and not (unless and unless.search(words)):
            return True
    return False


class Signs(NamedTuple):
    """Whether a statement itself names an earlier year's shortfall that was dealt with, whether an earlier shortfall is said not to be
    solved yet, and whether something is said to have been done or to have changed by now.
    """

    earlier: bool
    still_open: bool
    done: bool


def signs_in(words: str, hints: int = EVERYTHING) -> Signs:
    """What a statement says about an earlier year."""
    rules = _rules()
    earlier = False
    for pattern, needs, _ in rules.earlier:
        if hints & needs == needs and pattern.search(words[:200]):
            earlier = True
            break
    still_open, done = rules.still_open, rules.done
    return Signs(
        earlier,
        hints & still_open.needs == still_open.needs and still_open.pattern.search(words) is not None,
        hints & done.needs == done.needs and done.pattern.search(words) is not None,
    )
