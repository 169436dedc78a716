"""Intervals against published values, bounds that must always hold, and coverage by simulation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.analysis._inference import benjamini_hochberg, effective_sizes, t_test, wilson


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    # Newcombe 1998, Statistics in Medicine 17:857-872, table I, method 3
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_gives_the_published_values(k, n, low, high) -> None:
    bounds = wilson(k / n, n)
    assert [round(float(value), 4) for value in bounds] == [low, high]


def test_wilson_of_nothing_is_everything() -> None:
    assert [float(value) for value in wilson(0.0, 0)] == [0.0, 1.0]


@given(st.integers(1, 500), st.floats(0, 1), st.floats(0.5, 0.999))
def test_wilson_holds_the_share_and_stays_within_bounds(n, share, confidence) -> None:
    k = round(share * n)
    low, high = wilson(k / n, n, confidence=confidence)
    assert 0 <= low <= k / n <= high <= 1
    wider = wilson(k / n, n / 2, confidence=confidence)
    assert wider[0] <= low and high <= wider[1]


def test_independent_rows_keep_their_number() -> None:
    outcomes = np.array([[True, False], [False, False], [True, True]])
    assert effective_sizes(outcomes, np.arange(3)).tolist() == [3.0, 3.0]


def test_copies_count_once() -> None:
    outcomes = np.repeat(np.array([[True], [False], [True], [False], [True], [False]] * 5), 4, axis=0)
    clusters = np.repeat(np.arange(30), 4)
    assert effective_sizes(outcomes, clusters)[0] == pytest.approx(30, rel=0.05)


def test_columns_without_variation_fall_back_to_the_number_of_clusters() -> None:
    outcomes = np.array([[True, False]] * 12)
    clusters = np.repeat(np.arange(4), 3)
    assert effective_sizes(outcomes, clusters).tolist() == [4.0, 4.0]


def test_one_agency_over_many_years_is_one_observation() -> None:
    outcomes = np.array([[True], [False], [True], [True]])
    assert effective_sizes(outcomes, np.zeros(4, dtype=int)).tolist() == [1.0]


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 5)), min_size=1, max_size=40))
def test_effective_number_lies_between_clusters_and_rows(rows) -> None:
    outcomes = np.array([[value] for value, _ in rows])
    clusters = np.unique([cluster for _, cluster in rows], return_inverse=True)[1]
    size = effective_sizes(outcomes, clusters)[0]
    sizes = np.bincount(clusters)
    assert len(rows) ** 2 / (sizes**2).sum() - 1e-9 <= size <= len(rows) + 1e-9


@pytest.mark.parametrize(
    ("agencies", "years", "share", "likeness"), [(16, 3, 0.3, 0.6), (40, 4, 0.5, 0.3), (60, 3, 0.1, 0.8)]
)
def test_intervals_cover_the_true_share_as_often_as_they_say(agencies, years, share, likeness) -> None:
    rng = np.random.default_rng(5)
    clusters = np.repeat(np.arange(agencies), years)
    runs = 1500
    base = rng.random((agencies, runs)) < share
    repeat = rng.random((agencies, years, runs)) < likeness
    fresh = rng.random((agencies, years, runs)) < share
    outcomes = np.where(repeat, base[:, None, :], fresh).reshape(agencies * years, runs)
    low, high = wilson(outcomes.mean(axis=0), effective_sizes(outcomes, clusters))
    coverage = ((low <= share) & (share <= high)).mean()
    assert 0.93 <= coverage <= 0.98
    naive = wilson(outcomes.mean(axis=0), agencies * years)
    assert ((naive[0] <= share) & (share <= naive[1])).mean() < coverage


def test_benjamini_hochberg_adjusts_by_rank() -> None:
    assert benjamini_hochberg([0.01, 0.04, 0.03, 0.5]).tolist() == pytest.approx(
        [0.04, 0.04 * 4 / 3, 0.04 * 4 / 3, 0.5]
    )


def test_t_values_have_their_p_values() -> None:
    assert t_test([2.262157, 0.0], 9).tolist() == pytest.approx([0.05, 1.0], abs=1e-6)
