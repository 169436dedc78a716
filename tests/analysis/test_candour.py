"""Candour, severity, cross tables and linked figures: by hand, against scipy, and on the sample."""

from __future__ import annotations

import random

import numpy as np
import pytest
from made_tables import MadeReport, document_id, made_tables
from sample_truth import sample_tables
from scipy.stats import chi2_contingency

from textmine.analysis import candour, crosstab, linked_figures, severity
from textmine.analysis._candour import candour_checks, load_weights
from textmine.analysis._incidence import theme_order
from textmine.analysis.checks._candour import LIGHT_THEMES
from textmine.errors import UsageError
from textmine.tables import make_table


def _check(number: int, check: str, outcome: str) -> dict[str, str]:
    return {"document": document_id(number), "check": check, "outcome": outcome, "severity": "note", "message": "未提及", "message_en": "not mentioned"}  # fmt: skip


def test_candour_counts_reports_by_hand() -> None:
    first, second = candour_checks()[:2]
    reports = [MadeReport(agency=f"云汀市第{n}局", year=2022 + n % 2) for n in range(4)]
    checks = [
        _check(0, first, "fails"), _check(0, second, "fails"), _check(1, first, "holds"),
        _check(2, first, "untestable"), _check(2, second, "holds"), _check(3, first, "fails"),
        _check(0, "requests_flow", "fails"),
    ]  # fmt: skip
    result = candour(made_tables(reports, checks=checks))
    frame = result.frame.set_index(["year", "check"])
    assert frame.loc[(2022, first), ["tested", "fails", "untestable"]].tolist() == [1, 1, 1]
    assert frame.loc[(2023, first), ["tested", "fails", "untestable"]].tolist() == [2, 1, 0]
    assert frame.loc[(2022, "any"), ["tested", "fails"]].tolist() == [2, 1]  # both failures are of one report
    assert frame.loc[(2023, second), ["tested", "share", "low", "high"]].tolist() == [0, 0.0, 0.0, 1.0]
    assert [(f["agency"], f["year"], f["check"]) for f in result.params["findings"]] == [
        ("云汀市第0局", 2022, first), ("云汀市第0局", 2022, second), ("云汀市第3局", 2023, first)
    ]  # fmt: skip
    agencies = candour(made_tables(reports, checks=checks), by="agency").frame
    assert agencies.loc[agencies["check"] == "any", "fails"].tolist() == [1, 0, 0, 1]
    with pytest.raises(UsageError):
        candour(made_tables(reports, checks=checks), by="colour")


def test_sample_passes_over_review_once_and_nothing_else() -> None:
    findings = candour(sample_tables(), by="agency").params["findings"]
    assert [(item["agency"], item["year"], item["check"]) for item in findings] == [
        ("临漪市雁回县公安局", 2023, "silent_on_corrections")
    ]


def test_weights_cover_the_codebook_and_agree_with_the_check() -> None:
    weights = load_weights()
    assert set(weights) == set(theme_order())
    assert {theme for theme, item in weights.items() if item["group"] == "light"} == LIGHT_THEMES
    by_group = {"heavy": 3, "middle": 2, "light": 1}
    assert all(item["weight"] == by_group[item["group"]] and item["reason"] for item in weights.values())


def test_severity_by_hand() -> None:
    reports = [
        MadeReport(agency="甲局", year=2022, problems=("coverage", "training", "staffing")),
        MadeReport(agency="乙局", year=2022, problems=("training", "publicity")),
        MadeReport(agency="丙局", year=2022),
        MadeReport(agency="甲局", year=2023, problems=("request_handling",)),
    ]
    frame = severity(made_tables(reports)).frame.set_index("year")
    row = frame.loc[2022]
    assert row[["n", "naming", "heavy", "middle", "light", "only_light", "none"]].tolist() == [
        3,
        2,
        1,
        1,
        3,
        1,
        1,
    ]
    assert row["heavy_share"] == pytest.approx(0.2) and row["light_share"] == pytest.approx(0.6)
    assert row["weight"] == pytest.approx((3 + 1 + 2 + 1 + 1) / 5)
    assert row["only_light_share"] == 0.5
    assert frame.loc[2023, "heavy_share"] == 1.0 and frame.loc[2023, "heavy_low"] < 0.3  # one agency
    own = {theme: {"weight": 1, "group": "heavy"} for theme in theme_order()}
    assert severity(made_tables(reports), weights=own).frame["light"].sum() == 0
    with pytest.raises(UsageError):
        severity(made_tables(reports), weights={"training": {"weight": 1, "group": "grave"}})
    assert severity(made_tables([])).frame.empty


def _drifting(seed: int, *, drift: float, agencies: int = 60) -> list[MadeReport]:
    """Agencies that name heavy themes less from year to year, and always alike from one year to the next."""
    rng = random.Random(seed)
    reports = []
    for number in range(agencies):
        taste = rng.random()
        for year in range(2013, 2019):
            heavy = 0.3 + 0.4 * taste - drift * (year - 2013)
            named = [
                t
                for t, p in (
                    ("coverage", heavy),
                    ("request_handling", heavy),
                    ("training", 0.5),
                    ("publicity", 0.4),
                )
                if rng.random() < p
            ]
            reports.append(
                MadeReport(
                    agency=f"云汀市第{number}局",
                    year=year,
                    problems=named,
                    city=("甲市", "乙市", "丙市")[number % 3],
                )
            )
    return reports


def test_severity_finds_self_criticism_growing_light() -> None:
    frame = severity(made_tables(_drifting(2, drift=0.07))).frame.set_index("year")
    assert frame.loc[2018, "heavy_high"] < frame.loc[2013, "heavy_low"]
    assert (frame["heavy_low"] <= frame["heavy_share"]).all() and (
        frame["heavy_share"] <= frame["heavy_high"]
    ).all()


def test_chi_square_is_that_of_scipy() -> None:
    reports = _drifting(3, drift=0.07)
    result = crosstab(made_tables(reports), permutations=49)
    counted = result.frame.pivot(index="theme", columns="year", values="count").to_numpy()
    counted = counted[counted.sum(axis=1) > 0]
    known = chi2_contingency(counted, correction=False)
    test = result.params["tests"][0]
    assert test["chi2"] == pytest.approx(known.statistic) and test["p"] == pytest.approx(known.pvalue)
    assert test["df"] == known.dof and test["mentions"] == counted.sum()
    assert test["p_shuffled"] == 1 / 50
    frame = result.frame.set_index(["theme", "year"])
    assert frame.loc[("coverage", 2013), "residual"] > 1.5 > -1.5 > frame.loc[("coverage", 2018), "residual"]
    assert frame.groupby("theme")["expected"].sum().to_dict() == pytest.approx(
        frame.groupby("theme")["count"].sum().to_dict()
    )


def test_shuffling_agencies_is_honest_where_chi_square_is_not() -> None:
    """Regions dealt to agencies at random: likeness over the years deceives the classical test, not the shuffled one."""
    classical = shuffled = 0
    for seed in range(20):
        rng = random.Random(seed)
        reports = []
        for number in range(24):
            theme = rng.choice(("coverage", "training", "staffing"))
            city = rng.choice(("甲市", "乙市"))
            reports += [
                MadeReport(agency=f"第{number}局", year=year, problems=(theme,), city=city)
                for year in range(2015, 2021)
            ]
        test = crosstab(made_tables(reports), columns="city", permutations=99, seed=seed).params["tests"][0]
        classical += test["p"] < 0.05
        shuffled += test["p_shuffled"] < 0.05
    assert classical >= 8
    assert shuffled <= 4


def test_layers_are_tables_of_their_own() -> None:
    result = crosstab(made_tables(_drifting(4, drift=0.0)), columns="year", layer="city", permutations=9)
    assert [test["layer"] for test in result.params["tests"]] == ["丙市", "乙市", "甲市"]
    assert result.frame.groupby("city")["count"].sum().sum() == sum(
        test["mentions"] for test in result.params["tests"]
    )
    with pytest.raises(UsageError):
        crosstab(made_tables([]), columns="year", layer="year")
    empty = crosstab(made_tables([]), permutations=9).params["tests"][0]
    assert empty["p"] is None and empty["mentions"] == 0


def _with_figures(reports: list[MadeReport], values: list[float]):
    tables = made_tables(reports)
    rows = [
        {"document": document_id(n), "key": "requests.new.total", "value": value, "raw": str(value)}
        for n, value in enumerate(values)
    ]
    return tables.replace(figures=make_table("figures", rows))


def test_linked_figures_by_simulation() -> None:
    rng = np.random.default_rng(1)
    reports, values = [], []
    for number in range(80):
        for year in (2021, 2022):
            many = float(np.exp(rng.normal(3, 1)))
            named = ["request_handling"] if rng.random() < (0.7 if many > 20 else 0.2) else []
            reports.append(
                MadeReport(
                    agency=f"第{number}局",
                    year=year,
                    problems=[*named, *(["training"] if rng.random() < 0.5 else [])],
                )
            )
            values.append(many * (10 if year == 2022 else 1))  # a level shift between years must not matter
    result = linked_figures(_with_figures(reports, values), keys=["requests.new.total"])
    frame = result.frame.set_index("theme")
    assert frame.loc["request_handling", "linked"] and frame.loc["request_handling", "difference"] > 0.15
    assert not frame.loc["training", "linked"]
    assert frame.loc["training", "low"] < 0 < frame.loc["training", "high"]
    assert np.isnan(frame.loc["other", "difference"])
    assert linked_figures(made_tables([])).frame["linked"].sum() == 0
