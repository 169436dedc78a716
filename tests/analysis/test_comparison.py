"""Pooling, trends within agencies, before and after, odds ratios: published figures, limits, simulated truth."""

from __future__ import annotations

import numpy as np
import pytest
from made_tables import MadeReport, document_id, made_corpus, made_tables

from textmine.analysis import before_after, odds_ratios, pooled, prevalence, trend
from textmine.analysis._clustered import (
    clustered_logit,
    clustered_ols,
    comparable,
    score_test,
    within_change,
)
from textmine.analysis._error_rates import gold_rates
from textmine.analysis._incidence import theme_order
from textmine.analysis._inference import between_groups
from textmine.analysis._pooling import posterior_shares, ranks
from textmine.errors import UsageError
from textmine.tables import make_table

# Twelve agencies with four years each; figures of statsmodels 0.15.0, cov_type="cluster".
Y = np.array([c == "1" for c in "000100110011111000000010000100110000010100011101"])
CLUSTERS = np.repeat(np.arange(12), 4)
DESIGN = np.stack([np.ones(48), np.tile(np.arange(4.0), 12), (CLUSTERS % 2).astype(float)], axis=1)


def test_regressions_give_the_figures_of_statsmodels() -> None:
    fit = clustered_logit(DESIGN, Y, CLUSTERS, prior=0)
    assert fit.beta == pytest.approx([-3.02834883, 0.93005638, 1.84400679], abs=1e-6)
    assert np.sqrt(np.diag(fit.covariance)) == pytest.approx([1.00297123, 0.46661327, 0.57498801], abs=1e-6)
    slope, error = clustered_ols(DESIGN, Y[:, None].astype(float), CLUSTERS, column=1)
    assert (slope[0], error[0]) == pytest.approx((0.16666667, 0.06696063), abs=1e-6)


def test_a_group_that_never_names_the_theme_has_a_finite_estimate() -> None:
    y = Y & (CLUSTERS % 2 == 0)
    fit = clustered_logit(DESIGN, y, CLUSTERS)
    assert fit.converged and -8 < fit.beta[2] < -2


def test_odds_of_the_true_outcome_are_found_behind_false_tags() -> None:
    rng = np.random.default_rng(2)
    x = rng.integers(0, 2, 20000).astype(float)
    stated = rng.random(20000) < 1 / (1 + np.exp(1 - 1.2 * x))
    tagged = rng.random(20000) < np.where(stated, 0.75, 0.1)
    design = np.stack([np.ones(20000), x], axis=1)
    plain = clustered_logit(design, tagged, np.arange(20000)).beta[1]
    behind = clustered_logit(design, tagged, np.arange(20000), hit=0.75, false=0.1).beta[1]
    assert plain < 0.9 and behind == pytest.approx(1.2, abs=0.12)


def test_change_within_agencies_is_blind_to_who_reports_when() -> None:
    # agencies that always name it report early, the others late: the share falls, no agency changes
    years = np.array([2019.0, 2020, 2021] * 10 + [2021.0, 2022, 2023] * 10)
    clusters = np.repeat(np.arange(20), 3)
    y = (clusters < 10).astype(float)[:, None]
    assert clustered_ols(np.stack([np.ones(60), years], axis=1), y, clusters, column=1)[0][0] < -0.1
    slope, p = within_change(years, y, clusters)
    assert slope[0] == pytest.approx(0) and p[0] == 1.0


def test_reversals_hold_their_level_for_series_that_stick() -> None:
    rng = np.random.default_rng(8)
    state = rng.random((400, 40)) < 0.4
    series = [state]
    for _ in range(4):
        state = np.where(rng.random(state.shape) < 0.7, state, rng.random(state.shape) < 0.4)
        series.append(state)
    y = np.stack(series, axis=1)  # themes × years × agencies
    clusters, years = np.repeat(np.arange(40), 5), np.tile(np.arange(5.0), 40)
    p = within_change(years, y.transpose(2, 1, 0).reshape(200, 400).astype(float), clusters)[1]
    assert 0.025 <= (p < 0.05).mean() <= 0.085


def test_pooling_draws_small_groups_towards_the_rest() -> None:
    k, n = np.array([0.0, 6, 30, 28, 33, 31]), np.array([3.0, 6, 100, 100, 100, 100])
    mean, low, high = posterior_shares(k, n)
    assert 0.05 < mean[0] < 0.35 and 0.3 < mean[1] < 0.8
    assert (low < mean).all() and (mean < high).all()
    assert high[0] - low[0] < 0.7 and high[2] - low[2] < 0.2


@pytest.mark.parametrize(("mean", "likeness", "groups", "size"), [(0.3, 0.1, 12, 8), (0.05, 0.1, 40, 10)])
def test_pooled_intervals_cover_as_often_as_they_say(mean, likeness, groups, size) -> None:
    rng = np.random.default_rng(21)
    strength, hits = 1 / likeness - 1, []
    for _ in range(60):
        share = rng.beta(mean * strength, (1 - mean) * strength, groups)
        n = rng.integers(size // 2, 2 * size, groups)
        _, low, high = posterior_shares(rng.binomial(n, share).astype(float), n.astype(float))
        hits.append((low <= share) & (share <= high))
    assert 0.92 <= np.mean(hits) <= 0.98


def test_groups_that_cannot_be_told_apart_share_a_tier() -> None:
    found = ranks(
        np.array([0.8, 0.3, 0.7, 0.25]), np.array([0.6, 0.2, 0.5, 0.1]), np.array([0.9, 0.4, 0.85, 0.35])
    )
    assert found["tier"].tolist() == [1, 2, 1, 2]
    assert found["rank_best"].tolist() == [1, 3, 1, 3] and found["rank_worst"].tolist() == [2, 4, 2, 4]


def test_pooled_counties_are_ranked_only_where_intervals_part() -> None:
    reports = [
        MadeReport(agency=f"{county}第{i}局", county=county, problems=["timeliness"] if i < named else [])
        for county, named in {"青禾区": 38, "松禾区": 12, "石禾区": 9, "云禾区": 11}.items()
        for i in range(40)
    ]
    result = pooled(made_tables([*reports, MadeReport(agency="云汀市局", county=None)]), by="county")
    frame = result.frame[result.frame["theme"] == "timeliness"].set_index("county")
    assert frame["tier"].to_dict() == {"青禾区": 1, "松禾区": 2, "石禾区": 2, "云禾区": 2}
    assert frame.loc["松禾区", ["rank_best", "rank_worst"]].tolist() == [2, 4]
    assert result.params["left_out"] == 1 and result.params["tiers"]["channels"] == 1
    corrected = pooled(made_tables(reports), by="county", correction="gold").frame
    assert set(corrected.loc[corrected["theme"] == "timeliness", "tier"]) == {1, 2}


def test_corrected_change_grows_by_one_over_discrimination() -> None:
    tables = made_tables(made_corpus(40))
    plain, corrected = (
        trend(tables, correction=name).frame.drop_duplicates("theme").set_index("theme").loc["timeliness"]
        for name in (None, "gold")
    )
    gain = gold_rates(theme_order(), role="problem").discrimination()[0][0]
    assert corrected["change"] == pytest.approx(plain["change"] / gain)
    assert corrected["change_high"] - corrected["change_low"] > plain["change_high"] - plain["change_low"]
    assert corrected["p_within"] == plain["p_within"]


def _event(number: int, year: int, rng: np.random.Generator) -> MadeReport:
    chance = 0.2 if year < 2021 else 0.6
    themes = ["timeliness"] if rng.random() < chance else []
    themes += ["channels"] if rng.random() < 0.2 + 0.1 * (year - 2018) else []
    return MadeReport(agency=f"云汀市第{number}局", year=year, problems=[*themes, "other"])


def test_an_event_is_told_from_a_steady_rise() -> None:
    rng = np.random.default_rng(6)
    reports = [_event(i, year, rng) for i in range(90) for year in range(2018, 2024)]
    result = before_after(made_tables(reports), year=2021)
    frame = result.frame.set_index("theme")
    step, rise = frame.loc["timeliness"], frame.loc["channels"]
    assert step["difference"] == pytest.approx(40, abs=8) and step["low"] < 40 < step["high"]
    assert step["direction"] == rise["direction"] == "up" and step["p_within"] < 0.01
    assert step["jump_low"] > 0 and rise["jump_low"] < 0 < rise["jump_high"]
    assert frame.loc["coverage", "direction"] == "none" and abs(frame.loc["other", "difference"]) < 1e-9
    assert (result.params["both"], step["n_before"], step["n_after"]) == (90, 270, 270)
    corrected = before_after(made_tables(reports), year=2021, correction="gold").frame.set_index("theme")
    assert corrected.loc["timeliness", "difference"] > step["difference"]


def test_before_and_after_need_both() -> None:
    with pytest.raises(UsageError, match="before 2021"):
        before_after(made_tables([MadeReport(year=2022)]))


def test_odds_ratios_find_what_was_put_in() -> None:
    rng = np.random.default_rng(9)
    reports, figures = [], []
    for number in range(240):
        level, requests = ("city", "county")[number % 2], int(rng.integers(0, 200))
        for year in (2021, 2022):
            odds = 0.25 * (3.0 if level == "city" else 1.0) * 1.3 ** np.log2(1 + requests)
            named = ["request_handling"] if rng.random() < odds / (1 + odds) else []
            figures.append(
                {"document": document_id(len(reports)), "key": "requests.new.total", "value": requests}
            )
            problems = [*named, *(["channels"] if rng.random() < 0.4 else [])]
            reports.append(
                MadeReport(agency=f"云汀市第{number}局", level=level, year=year, problems=problems)
            )
    figures = [
        {"raw": "", "era": "2021", "certainty": "exact", "start": 0, "end": 1, **row} for row in figures[4:]
    ]
    tables = made_tables(reports).replace(figures=make_table("figures", figures))
    result = odds_ratios(tables, covariates=("level", "requests"))
    rows = result.frame.set_index(["theme", "value"])
    assert result.params["left_out"] == 4
    city = rows.loc[("request_handling", "county")]
    assert city["reference"] == "city" and city["low"] < 1 / 3 < city["high"] and city["claimed"]
    doubling = rows.loc[("request_handling", "doubling")]
    assert doubling["low"] < 1.3 < doubling["high"] and doubling["claimed"]
    assert not rows.loc["channels"]["claimed"].any()
    assert rows.loc[("staffing", "county")][["odds_ratio", "p"]].isna().all()


def test_small_categories_are_taken_together_and_unknown_covariates_refused() -> None:
    reports = [MadeReport(agency=f"云汀市第{i}局", level="city" if i < 30 else ("county", "township")[i % 2], problems=["channels"] if i % 3 else []) for i in range(44)]  # fmt: skip
    frame = odds_ratios(made_tables(reports), covariates=("level",)).frame
    assert set(frame["value"]) == {"(rest)"} and set(frame["n"]) == {14}
    with pytest.raises(UsageError, match="colour"):
        odds_ratios(made_tables(reports), covariates=("colour",))


def test_corrected_shares_by_group_are_those_of_each_group() -> None:
    tables = made_tables(made_corpus(24))
    whole = prevalence(tables, by="level", correction="gold").frame
    assert (whole["low"] <= whole["share"]).all() and (whole["share"] <= whole["high"]).all()


def _sides(few: int, *, share: float = 0.25, themes: int = 400):
    """Agencies of which ``few`` stand on one side, themes that differ between the sides by chance alone."""
    rng = np.random.default_rng(17)
    clusters = np.repeat(np.arange(60), 3)
    own = rng.beta(6 * share, 6 - 6 * share, (60, themes))
    return clusters < few, rng.random((180, themes)) < own[clusters], clusters


def test_nothing_is_claimed_of_a_side_with_few_agencies_or_few_namings() -> None:
    assert not comparable(*_sides(9)).any() and comparable(*_sides(20)).all()
    flag, y, clusters = _sides(20, share=0.02)
    assert comparable(flag, y, clusters).mean() < 0.1  # so rare that a side without it says nothing
    assert not comparable(flag, ~y, clusters)[~comparable(flag, y, clusters)].any()


def test_score_test_keeps_its_level_and_finds_what_differs() -> None:
    flag, y, clusters = _sides(20)
    p = score_test(flag.astype(float), y.astype(float), clusters)
    assert 0.02 <= (p < 0.05).mean() <= 0.08
    raised = y | (flag[:, None] & (np.random.default_rng(3).random(y.shape) < 0.4))
    assert (score_test(flag.astype(float), raised.astype(float), clusters) < 0.05).mean() > 0.9
    assert score_test(flag.astype(float), np.ones((180, 1)), clusters)[0] == 1.0


def test_an_event_seen_by_few_agencies_before_it_is_not_tested() -> None:
    reports = [MadeReport(agency=f"云汀市第{i}局", year=year, problems=["timeliness"] if year > 2020 else []) for i in range(30) for year in ((2020, 2021, 2022) if i < 4 else (2021, 2022))]  # fmt: skip
    result = before_after(made_tables(reports), year=2021)
    assert result.params["fewest"] == 4 and set(result.frame["direction"]) == {"none"}


def test_groups_differ_only_where_their_shares_do() -> None:
    rng = np.random.default_rng(12)
    claims = []
    for _ in range(
        40
    ):  # one share everywhere: of ten regions two ends lie apart by chance, which is no finding
        k = rng.binomial(60, 0.2, 10)
        claims.append((between_groups(np.full(10, 60.0), k / 60) or 1.0) < 0.05)
    assert np.mean(claims) <= 0.125
    assert between_groups([60, 60, 60], [0.1, 0.2, 0.5]) < 1e-4
    assert between_groups([60, 8], [0.2, 0.9]) is None  # too little is expected in the second
    assert between_groups([], []) is None
    # 40 · 2 · 0.05² / (0.25 · 0.75) = 1.067 on one degree of freedom
    assert between_groups([40, 40], [0.2, 0.3]) == pytest.approx(0.3017, abs=1e-4)


def test_a_gap_between_regions_is_named_only_if_the_regions_differ() -> None:
    def tables(shares):
        return made_tables(
            MadeReport(agency=f"{county}第{i}局", county=county, problems=["timeliness"] if i < 40 * share else [])
            for county, share in shares.items()
            for i in range(40)
        )  # fmt: skip

    apart = prevalence(tables({"青禾区": 0.8, "松禾区": 0.3, "石禾区": 0.3}), by="county").frame
    assert (apart.loc[apart["theme"] == "timeliness", "q_between"] < 0.001).all()
    assert (apart.loc[apart["theme"] == "channels", "q_between"] == 1).all()
    alike = prevalence(tables({"青禾区": 0.35, "松禾区": 0.3, "石禾区": 0.3}), by="county").frame
    assert (alike["q_between"] > 0.5).all()
