"""A section's text with what the rules ask of its stretches again and again, each answered once."""

from __future__ import annotations

from textmine.parsing._context import is_context
from textmine.parsing._roles import Leanings, is_shortfall_clause
from textmine.parsing._signals import gate


class Passage:
    """``text`` is a section in folded form without blanks; stretches are ranges of it."""

    __slots__ = ("_contexts", "_hints", "_leanings", "signals", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.signals = gate().scan(text)
        self._leanings = Leanings(text)
        self._hints: dict[tuple[int, int], int] = {}
        self._contexts: dict[tuple[int, int], bool] = {}

    def hints(self, start: int, end: int) -> int:
        """Which patterns can match in a stretch (see ``_signals``)."""
        key = start, end
        found = self._hints.get(key)
        if found is None:
            found = self._hints[key] = self.signals.within(start, end)
        return found

    def is_context(self, start: int, end: int) -> bool:
        """Whether a stretch makes no point of its own."""
        key = start, end
        found = self._contexts.get(key)
        if found is None:
            found = self._contexts[key] = is_context(self.text[start:end], self.hints(start, end))
        return found

    def inclination(self, start: int, end: int) -> float:
        """How much a stretch reads like a step (positive) or a shortfall (negative)."""
        return self._leanings.of(start, end, self.hints(start, end))

    def is_shortfall(self, start: int, end: int) -> bool:
        """Whether a clause says by itself that something is wrong or still to be raised."""
        words = self.text[start:end]
        return is_shortfall_clause(words, self.hints(start, end)) or self.inclination(start, end) <= -1.5
