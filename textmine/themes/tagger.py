"""Taggers: what turns statements into tagged statements. This module holds the contract and knows which taggers there are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Protocol, runtime_checkable

from textmine.errors import UsageError
from textmine.schema import Statement, TaggedStatement
from textmine.themes._rule_tagger import Item, RuleTagger


@runtime_checkable
class Tagger(Protocol):
    """Anything that tags.

    A tagger may give a statement another role than the parser did. Unless told to take statements ``as_given``, it may also part one
    whose clauses carry different themes, and join two that carry the same.
    """

    name: str

    def tag_many(self, items: Sequence[Item], *, as_given: bool = False) -> list[tuple[TaggedStatement, ...]]:
        """Tagged statements for each (whole document text, its statements), in order."""
        ...

    def tag(
        self, text: str, statements: Sequence[Statement], *, as_given: bool = False
    ) -> tuple[TaggedStatement, ...]:
        """Tagged statements of one document."""
        ...


def _rules() -> Tagger:
    return RuleTagger()


def _default() -> Tagger:
    from textmine.themes.classifier import has_classifier, load_classifier

    return load_classifier() if has_classifier() else _rules()


_MAKERS: dict[str, Callable[[], Tagger]] = {"rules": _rules, "default": _default}


@lru_cache(maxsize=4)
def load_tagger(name: str = "default") -> Tagger:
    """The tagger of this name: ``rules``, or ``default`` for the best one that the installation holds.

    Raises UsageError for an unknown name. Taggers are built once and shared.
    """
    if name not in _MAKERS:
        raise UsageError(f"No tagger {name!r}; there are {', '.join(_MAKERS)}.")
    return _MAKERS[name]()
