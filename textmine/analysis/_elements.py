"""Elements that a measure states: step, date, owner, number, frequency, deliverable."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from textmine.normalization import fold
from textmine.resources import load_yaml

# No statement is longer; what comes as one is a damaged text, of which the beginning suffices.
_LONGEST = 2_000


@dataclass(frozen=True)
class Element:
    """One stated element: its id and its half-open range in the text."""

    id: str
    start: int
    end: int


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    rules = load_yaml("analysis", "elements.yaml")["elements"]
    return tuple(
        (rule["id"], re.compile("|".join(f"(?:{part})" for part in rule["patterns"]))) for rule in rules
    )


def element_ids() -> tuple[str, ...]:
    """Ids of the elements in the order in which they are shown."""
    return tuple(name for name, _ in _patterns())


@lru_cache(maxsize=1 << 15)
def stated_elements(text: str) -> tuple[Element, ...]:
    """Every place at which ``text`` states an element; positions count in ``text``."""
    folded = fold(text[:_LONGEST])
    return tuple(
        Element(name, *found.span())
        for name, pattern in _patterns()
        for found in pattern.finditer(folded)
        if found.group()
    )


@lru_cache(maxsize=1)
def _deadline() -> re.Pattern[str]:
    return re.compile(
        "|".join(f"(?:{part})" for part in load_yaml("analysis", "elements.yaml")["deadline"]["patterns"])
    )


@lru_cache(maxsize=1)
def _taken() -> tuple[re.Pattern[str], re.Pattern[str]]:
    rule = load_yaml("analysis", "elements.yaml")["taken"]
    return re.compile("|".join(f"(?:{part})" for part in rule["patterns"])), re.compile(rule["planned"])


def told_as_taken(text: str) -> bool:
    """Whether ``text``, a measure, tells what was done and not what is planned."""
    done, planned = _taken()
    folded = fold(text[:_LONGEST])
    return done.search(folded) is not None and planned.search(folded) is None


def states_deadline(text: str) -> bool:
    """Whether ``text`` names a day by which one can look whether the step was taken."""
    return _deadline().search(fold(text[:_LONGEST])) is not None
