"""Agreement coefficients against worked examples in the literature."""

import numpy as np
import pytest

from textmine.errors import UsageError
from textmine.evaluation.agreement import alpha, bootstrap, compare, gwet
from textmine.gold import GoldPassage, GoldStatement

# Krippendorff (2011), Computing Krippendorff's alpha-reliability, section C/E: four observers, twelve units, missing data.
FOUR_OBSERVERS = (
    np.array(
        [
            [1, 2, 3, 3, 2, 1, 4, 1, 2, 0, 0, 0],
            [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, 0, 3],
            [0, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 0],
            [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, 0],
        ]
    ).T
    - 1
)


def test_alpha_of_krippendorffs_example():
    assert alpha(FOUR_OBSERVERS) == pytest.approx(0.743, abs=0.0005)


def test_alpha_with_interval_distances():
    values = np.arange(5.0)
    assert alpha(FOUR_OBSERVERS, distance=(values[:, None] - values) ** 2) == pytest.approx(0.849, abs=0.0005)


def test_alpha_of_two_observers_and_two_categories():
    """Krippendorff (2011), section A: binary data, two observers, no missing data."""
    ratings = np.array([[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]]).T
    assert alpha(ratings) == pytest.approx(0.095, abs=0.0005)


def test_ac1_where_kappa_fails():
    """Gwet (2008): 118 yes-yes, 5 yes-no, 2 no-yes, 0 no-no; kappa is negative, AC1 is 0.94."""
    ratings = np.array([[1, 1]] * 118 + [[1, 0]] * 5 + [[0, 1]] * 2)
    assert gwet(ratings) == pytest.approx(0.9408, abs=0.0001)


def test_ac1_of_four_raters_with_missing_ratings():
    """The same four observers, as in Gwet (2014), table 2.10: AC1 = 0.775."""
    assert gwet(FOUR_OBSERVERS) == pytest.approx(0.77544, abs=0.0001)


def test_ac2_with_identity_weights_is_ac1_and_forgives_near_misses_otherwise():
    assert gwet(FOUR_OBSERVERS, weights=np.eye(5)) == pytest.approx(gwet(FOUR_OBSERVERS))
    values = np.arange(5.0)
    linear = 1 - np.abs(values[:, None] - values) / 4
    assert gwet(FOUR_OBSERVERS, weights=linear) > gwet(FOUR_OBSERVERS)


def test_full_agreement_and_no_variation():
    assert alpha(np.array([[0, 0], [1, 1]])) == 1.0
    assert np.isnan(alpha(np.array([[1, 1], [1, 1]])))
    with pytest.raises(UsageError, match="two raters"):
        alpha(np.array([[1], [0]]))


def test_bootstrap_draws_whole_passages():
    flags = np.array([[0, 0], [0, 0], [1, 0], [1, 1]])
    found = bootstrap(
        lambda rows: float((flags[rows, 0] == flags[rows, 1]).mean()), ["a", "a", "b", "b"], rounds=200
    )
    assert found.value == 0.75
    assert (found.low, found.high) == (0.5, 1.0)  # means of the two passages
    again = bootstrap(
        lambda rows: float((flags[rows, 0] == flags[rows, 1]).mean()), ["a", "a", "b", "b"], rounds=200
    )
    assert found == again


def _passage(labels):
    statements = tuple(
        GoldStatement(3 * number, 3 * number + 2, role, themes)
        for number, (role, themes) in enumerate(labels)
    )
    return GoldPassage("X-1", "字句。" * len(labels), statements)


def test_compare_lists_what_differs():
    first = [_passage([("problem", ("staffing",)), ("measure", ("training",)), ("context", ())])]
    second = [_passage([("problem", ("staffing", "training")), ("measure", ("training",)), ("context", ())])]
    found = compare(first, second, ("staffing", "training"), rounds=10)
    assert (found.passages, found.statements) == (1, 3)
    assert [(d.start, d.first, d.second) for d in found.differences] == [
        (0, ("problem", ("staffing",)), ("problem", ("staffing", "training")))
    ]
    assert found.themes[0].alpha.value == 1.0
    assert found.themes[1].alpha.value < 1.0
    with pytest.raises(UsageError, match="no statement in common"):
        compare(first, [], ("staffing",))
