"""Equations over all reports of a stretch at once, against the same worked out cell by cell."""

from itertools import product

import numpy as np
import pytest

from textmine.analysis.checks._grid import Equation, Grid, Verdict

NAMES = ("a", "b", "sum", "rest")
STATES = (None, "blank", "unread", 0.0, 1.0, 3.0)
EQUATIONS = (
    Equation(("a", "b"), ("sum",), "甲", "first"),
    Equation(("a", "b"), ("sum", "rest"), "乙", "second", whole=True),
)


def grid(rows):
    """A grid of reports given as one state a name; cells come in an order of their own."""
    cells = [
        (line, code, state)
        for line, row in enumerate(rows)
        for code, state in enumerate(row)
        if state is not None
    ]
    cells = cells[::-1]
    values = [np.nan if isinstance(state, str) else state for *_, state in cells]
    return Grid(
        np.array([line for line, *_ in cells], np.int64),
        np.array([code for _, code, _ in cells], np.int64),
        np.array(values, float),
        np.array([state == "unread" for *_, state in cells], bool),
        names=NAMES,
        reports=len(rows),
    )


def expected(equation, row):
    """The verdict by the definition: blanks may be zero or unknown, but never negative."""
    cells = dict(zip(NAMES, row, strict=True))
    left, right = (
        [cells[key] for key in side if cells[key] is not None] for side in (equation.left, equation.right)
    )
    whole = len(left) + len(right) == len(equation.left) + len(equation.right)
    if not left or not right or (equation.whole and not whole):
        return Verdict.NONE
    if "unread" in left + right:
        return Verdict.OPEN
    sums = [sum(0.0 if state == "blank" else state for state in side) for side in (left, right)]
    if sums[0] == sums[1]:
        return Verdict.EQUAL_IF_ZERO if "blank" in left + right else Verdict.EQUAL
    return Verdict.OPEN if "blank" in (left if sums[0] < sums[1] else right) else Verdict.UNEQUAL


def test_every_state_of_every_cell_gets_the_verdict_of_the_definition() -> None:
    rows = list(product(STATES, repeat=len(NAMES)))
    found = grid(rows).verdicts("x", lambda: EQUATIONS)
    assert found == [[expected(equation, row) for equation in EQUATIONS] for row in rows]
    assert {verdict for verdicts in found for verdict in verdicts} == set(Verdict)


def test_equations_are_asked_for_once() -> None:
    asked = []
    numbers = grid([(1.0, 2.0, 3.0, None)])
    for _ in range(2):
        assert numbers.verdicts("x", lambda: asked.append(1) or EQUATIONS) == [[Verdict.EQUAL, Verdict.NONE]]
    assert asked == [1]


@pytest.mark.parametrize("key", ["rest", "not there"])
def test_a_key_that_no_report_has(key: str) -> None:
    equation = Equation(("a",), (key,), "甲", "first")
    assert grid([(1.0, None, None, None)]).verdicts("x", lambda: [equation]) == [[Verdict.NONE]]
