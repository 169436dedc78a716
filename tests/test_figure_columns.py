"""Figures kept as columns are the figures that they stand for."""

import pickle

import numpy as np

from textmine.figure_columns import FigureColumns, Figures, columns_of, joined, number_said
from textmine.schema import Figure

QUICK = Figures(
    FigureColumns(
        ("a", "b", "c"), None, ("3", "", "17.50"), "2021",
        np.array([1, 4, 6]), np.array([2, 4, 11]), "exact", None, None, None,
    )
)  # fmt: skip
AS_FIGURES = (
    Figure("a", 3, "3", "2021", 1, 2),
    Figure("b", None, "", "2021", 4, 4),
    Figure("c", 17.5, "17.50", "2021", 6, 11),
)
SLOW = [Figure("d", 30, "约三十", "2019", 20, 23, "realigned", 2, 1, 0)]


def test_columns_are_equal_to_the_figures_they_stand_for() -> None:
    assert QUICK == AS_FIGURES
    assert len(QUICK) == 3
    assert QUICK[1].value is None
    assert [type(figure) for figure in QUICK] == [Figure] * 3
    assert pickle.loads(pickle.dumps(QUICK)) == AS_FIGURES


def test_tables_read_in_different_ways_are_joined_in_order() -> None:
    both = joined((QUICK, SLOW))
    assert both == (*AS_FIGURES, *SLOW)
    assert joined((SLOW, (), QUICK)) == (*SLOW, *AS_FIGURES)
    assert joined(((), [])) == ()
    assert columns_of(joined((QUICK, QUICK))).era == "2021"


def test_positions_are_plain_integers() -> None:
    assert {type(figure.start) for figure in joined((QUICK, SLOW))} == {int}


def test_what_a_cell_says() -> None:
    said = {"": None, "0": 0, "007": 7, "+3": 3, "-12": -12, "1.50": 1.5, "2.0": 2}
    assert {raw: number_said(raw) for raw in said} == said
    assert isinstance(number_said("2.0"), int)
