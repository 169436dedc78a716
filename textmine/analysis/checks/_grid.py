"""Sums of cells that must be equal, worked out for all reports of a stretch at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Lines = NDArray[np.int64]
    Numbers = NDArray[np.float64]
    States = NDArray[np.uint8]
    Doubts = NDArray[np.bool_]

_TOLERANCE = 1e-6
# What a cell is: not there, a number, known to hold none (blank or dash), could not be read.
_NUMBER, _BLANK, _UNREAD = 1, 2, 3


class Verdict(IntEnum):
    """Whether the two sides of an equation agree in one report; NONE if a side has no cell at all."""

    NONE = 0
    EQUAL = 1
    EQUAL_IF_ZERO = 2
    OPEN = 3
    UNEQUAL = 4


@dataclass(frozen=True, slots=True)
class Equation:
    """Two sums of cells that must be equal, as far as a report has them.

    ``name`` and ``name_en`` say where (a column, a row, a block); ``whole``: only where all of its cells are there.
    """

    left: tuple[str, ...]
    right: tuple[str, ...]
    name: str
    name_en: str
    whole: bool = False


class Grid:
    """The cells of some ``reports`` by key: of each cell the line of its report, the place of its key among the ``names``,
    its value (NaN for none), and whether it was read with doubt.
    """

    def __init__(
        self,
        lines: Lines,
        codes: Lines,
        values: Numbers,
        doubts: Doubts,
        *,
        names: Sequence[str],
        reports: int,
    ) -> None:
        import numpy as np

        order = np.argsort(codes, kind="stable")
        self._reports = reports
        self._codes: Mapping[str, int] = {name: code for code, name in enumerate(names)}
        self._edges = np.searchsorted(codes[order], np.arange(len(names) + 1))
        self._lines, self._values = lines[order], values[order]
        empty = np.isnan(self._values)
        self._states = np.where(empty, np.where(doubts[order], _UNREAD, _BLANK), _NUMBER).astype(np.uint8)
        self._values[empty] = 0.0
        self._found: dict[str, list[list[int]]] = {}

    def verdicts(self, check: str, equations: Callable[[], Sequence[Equation]]) -> list[list[int]]:
        """The verdicts of a check's equations, one list a report; worked out once a check."""
        import numpy as np

        if check not in self._found:
            columns = [self._verdict(equation) for equation in equations()]
            self._found[check] = np.stack(columns, axis=1).tolist()
        return self._found[check]

    def _column(self, key: str) -> tuple[Numbers, States]:
        import numpy as np

        values, states = np.zeros(self._reports), np.zeros(self._reports, np.uint8)
        code = self._codes.get(key)
        if code is not None:
            rows = slice(self._edges[code], self._edges[code + 1])
            values[self._lines[rows]] = self._values[rows]
            states[self._lines[rows]] = self._states[rows]
        return values, states

    def _side(self, keys: Sequence[str]) -> tuple[Numbers, States]:
        """Sum, and a bit for every state that a cell of the sum is in."""
        import numpy as np

        total, states = np.zeros(self._reports), np.zeros(self._reports, np.uint8)
        for key in keys:
            values, state = self._column(key)
            total += values
            states |= np.left_shift(np.uint8(1), state)
        return total, states

    def _verdict(self, equation: Equation) -> NDArray[np.int64]:
        """The verdict in every report: blanks may be zero or unknown, but never negative."""
        import numpy as np

        left, has_left = self._side(equation.left)
        right, has_right = self._side(equation.right)
        either = has_left | has_right
        blank_left, blank_right, blank = (has & (1 << _BLANK) != 0 for has in (has_left, has_right, either))
        unread, lacking = either & (1 << _UNREAD) != 0, either & 1 != 0
        difference = left - right
        equal = np.abs(difference) < _TOLERANCE
        found = np.where(
            equal,
            np.where(blank, Verdict.EQUAL_IF_ZERO, Verdict.EQUAL),
            np.where(np.where(difference < 0, blank_left, blank_right), Verdict.OPEN, Verdict.UNEQUAL),
        )
        found[unread] = Verdict.OPEN
        found[(has_left <= 1) | (has_right <= 1) | (lacking & equation.whole)] = Verdict.NONE
        return found
