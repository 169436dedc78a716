"""What the rules say about a stretch of section five, each question answered once.

Annual reports repeat themselves and each other: the same frames, sentences and steps stand in thousands of them. All that the rules
ask of a stretch depends on its words alone, so that the answers are kept for the stretches met last.
"""

from __future__ import annotations

from collections.abc import Callable

from textmine.parsing._context import is_context
from textmine.parsing._roles import inclination, is_shortfall_clause
from textmine.parsing._signals import gate

_REMEMBERED = 3 << 10  # stretches; some 2 MB
_LONGEST_REMEMBERED = 600  # characters; longer ones are damage and do not come back


class Stretch:
    """Words of a section in folded form without blanks.

    Attributes
    ----------
    words: the characters.
    hints: which patterns can match in them (see ``_signals``).
    """

    __slots__ = ("_context", "_inclination", "hints", "words")

    def __init__(self, words: str) -> None:
        self.words = words
        self.hints = gate().hints(words)
        self._context: bool | None = None
        self._inclination: float | None = None

    @property
    def is_context(self) -> bool:
        """Whether it makes no point of its own."""
        if self._context is None:
            self._context = is_context(self.words, self.hints)
        return self._context

    @property
    def inclination(self) -> float:
        """How much it reads like a step (positive) or a shortfall (negative)."""
        if self._inclination is None:
            self._inclination = inclination(self.words, self.hints)
        return self._inclination

    @property
    def is_shortfall(self) -> bool:
        """Whether, as a clause, it says by itself that something is wrong or still to be raised."""
        return is_shortfall_clause(self.words, self.hints) or self.inclination <= -1.5


class _Known(dict[str, Stretch]):
    """The stretches met since the last time that there were too many."""

    def __missing__(self, words: str) -> Stretch:
        made = Stretch(words)
        if len(words) <= _LONGEST_REMEMBERED:
            if len(self) >= _REMEMBERED:
                self.clear()
            self[words] = made
        return made


_known = _Known()
stretch: Callable[[str], Stretch] = _known.__getitem__
"""The stretch of some words."""
