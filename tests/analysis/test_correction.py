"""Corrected shares: limits that must hold, figures worked out by hand, and coverage by simulation."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_tables import PROBLEMS, MadeReport, document_id, made_tables

from textmine.analysis import coded_sample, prevalence
from textmine.analysis._correction import double_sampling, rogan_gladen
from textmine.analysis._error_rates import ErrorRates, gold_about, gold_rates, intraclass_correlation
from textmine.analysis._error_rates import _predictive as predictive
from textmine.analysis._inference import effective_sizes, wilson
from textmine.errors import UsageError
from textmine.resources import resource

SURE = 1e12


def _rates(hit: float, hit_n: float, false: float, false_n: float) -> ErrorRates:
    return ErrorRates(("timeliness",), *(np.array([value]) for value in (hit, hit_n, false, false_n)))


def _corrected(share: float, n: float, rates: ErrorRates, **more: float) -> list[float]:
    return [float(value[0]) for value in rogan_gladen(np.array([share]), np.array([n]), rates, **more)]


def test_rogan_and_gladen_by_hand() -> None:
    share, low, high = _corrected(0.2, 400, _rates(0.8, SURE, 0.05, SURE))
    assert share == pytest.approx((0.2 - 0.05) / 0.75)
    # rates known exactly: Wilson's bounds of the tagged share, put through the same line
    assert [low, high] == pytest.approx([(float(b) - 0.05) / 0.75 for b in wilson(0.2, 400)])


@given(st.floats(0, 1), st.integers(1, 2000))
def test_a_perfect_tagger_needs_no_correction(share, n) -> None:
    found = _corrected(share, n, _rates(1.0, SURE, 0.0, SURE))
    expected = [share, *(float(bound) for bound in wilson(share, n))]
    assert found == pytest.approx(expected, abs=2e-4)


@given(st.floats(0, 1), st.integers(1, 500), st.floats(0, 1), st.floats(0, 1), st.integers(0, 200))
def test_bounds_hold_the_share_and_stay_within_0_and_1(share, n, hit, false, size) -> None:
    middle, low, high = _corrected(share, n, _rates(hit, size, false, size))
    assert 0 <= low <= middle <= high <= 1


def test_a_tagger_that_tells_nothing_leaves_everything_open() -> None:
    assert _corrected(0.3, 500, _rates(0.5, 80, 0.5, 80)) == [0.3, 0.0, 1.0]


def test_reports_without_a_section_have_no_false_tags() -> None:
    share = _corrected(0.2, 400, _rates(0.8, SURE, 0.1, SURE), exposed=0.5)[0]
    assert share == pytest.approx((0.2 - 0.05) / 0.7)


def test_less_known_rates_give_wider_intervals() -> None:
    widths = []
    for size in (30, 100, 1000):
        _, low, high = _corrected(0.3, 500, _rates(0.8, size, 0.03, size))
        widths.append(high - low)
    assert widths == sorted(widths, reverse=True)


def test_batches_that_differ_count_as_fewer_passages() -> None:
    trials = np.full((5, 6), 40.0)
    alike = np.full((5, 6), 32.0)
    apart = np.array([[20], [26], [32], [38], [40]]) + np.zeros((5, 6))
    assert intraclass_correlation(alike, trials) == 0
    assert intraclass_correlation(apart, trials) > 0.05
    rate, size = predictive(alike, trials)
    assert rate.tolist() == pytest.approx([0.8] * 6) and size.tolist() == pytest.approx([200.0] * 6)
    assert predictive(apart, trials)[1].max() < 20


@pytest.mark.parametrize(("share", "spread"), [(0.3, 0.02), (0.1, 0.02), (0.6, 0.0)])
def test_gold_corrected_intervals_cover_as_often_as_they_say(share, spread) -> None:
    rng = np.random.default_rng(11)
    themes, agencies, years = 300, 60, 3

    def rates(mean: float, size: object) -> np.ndarray:
        strength = 1 / spread - 1 if spread else 1e9
        return rng.beta(mean * strength, (1 - mean) * strength, size)

    true = rng.random((agencies, 1, themes)) < share
    fresh = rng.random((agencies, years, themes)) < share
    stated = np.where(rng.random((agencies, years, themes)) < 0.5, true, fresh).reshape(-1, themes)
    tagged = rng.random(stated.shape) < np.where(stated, rates(0.8, themes), rates(0.03, themes))
    size = effective_sizes(tagged, np.repeat(np.arange(agencies), years))
    hit = predictive(rng.binomial(20, rates(0.8, (5, themes))).astype(float), np.full((5, themes), 20.0))
    false = predictive(rng.binomial(70, rates(0.03, (5, themes))).astype(float), np.full((5, themes), 70.0))
    _, low, high = rogan_gladen(tagged.mean(axis=0), size, ErrorRates((), *hit, *false))
    covered = ((low <= share) & (share <= high)).mean()
    plain = wilson(tagged.mean(axis=0), size)
    assert 0.92 <= covered <= 0.985  # 300 draws: the table of docs/methods.md has many more
    assert ((plain[0] <= share) & (share <= plain[1])).mean() < covered


def test_double_sampling_by_hand() -> None:
    share, size = double_sampling(0.4, 1000, (0.9, 40), (0.1, 60))
    assert share == pytest.approx(0.4 * 0.9 + 0.6 * 0.1)
    # Tenenbein's variance of the same sample, without pseudo-counts
    variance = 0.4 * 0.6 / 1000 * 0.8**2 + 0.4**2 * 0.9 * 0.1 / 40 + 0.6**2 * 0.1 * 0.9 / 60
    assert size == pytest.approx(0.42 * 0.58 / variance, rel=0.05)
    # as good as coding everything when the tagger is right in the whole sample
    assert double_sampling(0.4, 1000, (1.0, 5000), (0.0, 5000))[1] == pytest.approx(1000, rel=0.15)


def _corpus(n: int = 400, *, seed: int = 3) -> tuple[list[MadeReport], np.ndarray]:
    """Reports tagged with error: a third state timeliness, a fifth of these are missed, 5 % are tagged wrongly."""
    rng = np.random.default_rng(seed)
    stated = rng.random(n) < 1 / 3
    tagged = rng.random(n) < np.where(stated, 0.8, 0.05)
    reports = [
        MadeReport(
            agency=f"云汀市第{i}局",
            problems=["timeliness"] if tagged[i] else [],
            level="city" if i % 2 else "county",
        )
        for i in range(n)
    ]
    return reports, stated


def _sheet(stated: np.ndarray, rows: np.ndarray) -> pd.DataFrame:
    sheet = pd.DataFrame({"document": [document_id(i) for i in rows]})
    sheet = sheet.assign(**{f"problem_{theme}": 0 for theme in PROBLEMS})
    return sheet.assign(problem_timeliness=stated[rows].astype(int))


def test_a_coded_sample_corrects_what_the_tagger_misses(tmp_path) -> None:
    reports, stated = _corpus()
    tables = made_tables(reports)
    rows = np.random.default_rng(1).choice(len(reports), 200, replace=False)
    sheet = _sheet(stated, rows)
    result = prevalence(tables, coded=sheet)
    row = result.frame.set_index("theme").loc["timeliness"]
    plain = prevalence(tables).frame.set_index("theme").loc["timeliness"]
    assert row["tagged"] == plain["share"] and result.params["correction"] == "coded:200"
    assert abs(row["share"] - stated.mean()) < abs(plain["share"] - stated.mean())
    assert row["low"] < stated.mean() < row["high"]
    coded_only = wilson(stated[rows].mean(), 200)
    assert row["high"] - row["low"] < coded_only[1] - coded_only[0]
    sheet.to_csv(tmp_path / "coded.csv", index=False, encoding="utf-8-sig")
    again = prevalence(tables, coded=tmp_path / "coded.csv")
    pd.testing.assert_frame_equal(result.frame, again.frame)


def test_groups_with_few_coded_reports_use_the_rates_of_the_whole_sample() -> None:
    reports, stated = _corpus()
    rows = np.array([i for i in range(400) if i % 2][:60] + [i for i in range(400) if not i % 2][:10])
    correction = coded_sample(made_tables(reports), _sheet(stated, rows))
    frame = prevalence(made_tables(reports), by="level", correction=correction).frame
    frame = frame[frame["theme"] == "timeliness"].set_index("level")
    rates = correction.rates(correction.themes)
    tagged = frame.loc["county", "tagged"]
    hit, false = rates.smoothed()[0][0], rates.smoothed()[1][0]
    assert frame.loc["county", "share"] == pytest.approx((tagged - false) / (hit - false))
    assert frame.loc["city", "share"] != pytest.approx((frame.loc["city", "tagged"] - false) / (hit - false))


def test_themes_left_blank_stay_open() -> None:
    reports, stated = _corpus(60)
    sheet = _sheet(stated, np.arange(60)).assign(problem_channels=np.nan)
    row = prevalence(made_tables(reports), coded=sheet).frame.set_index("theme").loc["channels"]
    assert row["share"] == row["tagged"] and (row["low"], row["high"]) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda sheet: sheet.drop(columns="document"), "document"),
        (lambda sheet: sheet.head(10), "at least 30"),
        (lambda sheet: sheet.drop(columns="problem_channels"), "problem_channels"),
        (lambda sheet: sheet.assign(problem_channels="ja"), "'ja'"),
        (lambda sheet: sheet.assign(weight=-1.0), "weight"),
    ],
)
def test_faulty_sheets_are_refused_by_name(change, message) -> None:
    reports, stated = _corpus(60)
    with pytest.raises(UsageError, match=message):
        coded_sample(made_tables(reports), change(_sheet(stated, np.arange(60))))


def test_corrections_are_named_or_refused() -> None:
    tables = made_tables([MadeReport(problems=["timeliness"])])
    assert prevalence(tables, correction="gold").params["correction"].startswith("composed_gold:")
    for wrong in ({"correction": "silver"}, {"correction": "gold", "unit": "agency"}, {"correction": "gold", "role": "context"}):  # fmt: skip
        with pytest.raises(UsageError):
            prevalence(tables, **wrong)


def test_stored_rates_belong_to_the_model_and_the_codebook() -> None:
    model = json.loads(resource("default.json", package="textmine.models").read_text(encoding="utf-8"))
    about = gold_about()
    assert about["model"] == model["id"] and about["model_sha256"] == model["arrays"]["sha256"]
    for role in ("problem", "measure", "rectified"):
        rates = gold_rates(tuple(PROBLEMS), role=role)
        assert (rates.sensitivity > rates.false_rate).all()
        assert (rates.sensitivity_n > 0).all() and (rates.false_n > 0).all()
