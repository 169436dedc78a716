"""Each analysis against figures worked out by hand or simulated."""

from __future__ import annotations

import numpy as np
import pytest
from made_tables import MadeReport, made_corpus, made_tables

from textmine.analysis import agency_profile, cooccurrence, prevalence, recurrence, response, trend


def _agency(number: int, year: int, *problems: str, **more) -> MadeReport:
    return MadeReport(agency=f"云汀市第{number}局", year=year, problems=problems, **more)


def test_prevalence_counts_by_group_and_marks_small_ones() -> None:
    reports = [_agency(i, 2022, *(["timeliness"] if i < 6 else []), level="city") for i in range(12)]
    reports += [_agency(20 + i, 2022, "timeliness", level="county") for i in range(3)]
    frame = prevalence(made_tables(reports), by="level").frame
    rows = frame[frame["theme"] == "timeliness"].set_index("level")
    assert rows.loc["city", ["n", "k", "share"]].tolist() == [12, 6, 0.5]
    assert rows.loc["county", ["n", "k", "share"]].tolist() == [3, 3, 1.0]
    assert rows["small"].to_dict() == {"city": False, "county": True}
    assert list(rows.index) == ["city", "county"]


def test_groups_that_are_not_stated_come_last() -> None:
    reports = [
        _agency(1, 2022, province=None),
        _agency(2, 2022, province="甲省"),
        _agency(3, 2022, province="乙省"),
    ]
    frame = prevalence(made_tables(reports), by="region").frame
    assert list(dict.fromkeys(frame["region"])) == ["乙省", "甲省", ""]


def test_regions_are_the_coarsest_unit_that_tells_reports_apart() -> None:
    one_city = [_agency(i, 2022, county=county) for i, county in enumerate(["青禾区", "松禾区"])]
    result = prevalence(made_tables(one_city), by="region")
    assert result.params["region_unit"] == "county"
    two_cities = [_agency(i, 2022, city=city) for i, city in enumerate(["云汀市", "朔溪市"])]
    assert prevalence(made_tables(two_cities), by="region").params["region_unit"] == "city"


def test_a_stray_report_of_another_city_does_not_hide_the_counties() -> None:
    counties = [_agency(i, 2022, county=county) for i, county in enumerate(["青禾区"] * 5 + ["松禾区"] * 5)]
    stray = _agency(20, 2022, city="朔溪市", county=None)
    assert prevalence(made_tables([*counties, stray]), by="region").params["region_unit"] == "county"
    second_city = [_agency(30 + i, 2022, city="朔溪市", county=None) for i in range(5)]
    assert prevalence(made_tables([*counties, *second_city]), by="region").params["region_unit"] == "city"


def test_governments_stand_before_the_other_agencies_of_their_region() -> None:
    reports = [
        MadeReport(agency="青禾区医保局"),
        MadeReport(agency="青禾区人民政府", kind="government"),
        MadeReport(agency="云汀市人民政府", kind="government", level="city", county=None),
    ]
    frame = agency_profile(made_tables(reports)).frame
    assert list(dict.fromkeys(frame["agency"])) == ["云汀市人民政府", "青禾区人民政府", "青禾区医保局"]
    stray = MadeReport(agency="丁家县人民政府", kind="government", city="丁市", county="丁家县")
    frame = agency_profile(made_tables([stray, *reports])).frame
    assert frame["agency"].iloc[-1] == "丁家县人民政府"


def test_prevalence_of_agencies_needs_one_report_that_names_the_theme() -> None:
    reports = [_agency(1, 2021, "timeliness"), _agency(1, 2022), _agency(2, 2022)]
    tables = made_tables(reports)
    by_agency = prevalence(tables, unit="agency").frame.set_index("theme").loc["timeliness"]
    assert by_agency[["n", "k", "share"]].tolist() == [2, 1, 0.5]
    assert prevalence(tables).frame.set_index("theme").loc["timeliness", "share"] == pytest.approx(1 / 3)


def test_pooled_years_have_wider_intervals_than_as_many_agencies() -> None:
    same = [
        _agency(i, year, *(["timeliness"] if i % 2 else [])) for i in range(10) for year in (2021, 2022, 2023)
    ]
    different = [_agency(i, 2022, *(["timeliness"] if i % 2 else [])) for i in range(30)]
    pooled, single = (prevalence(made_tables(reports)) for reports in (same, different))
    width = [
        result.frame.set_index("theme").loc["timeliness", ["low", "high"]] for result in (pooled, single)
    ]
    assert width[0]["high"] - width[0]["low"] > 1.4 * (width[1]["high"] - width[1]["low"])
    assert (pooled.params["interval"], single.params["interval"]) == ("wilson_clustered", "wilson")


def test_trend_finds_the_rise_that_is_there_and_no_other() -> None:
    rng = np.random.default_rng(1)
    reports = []
    for number in range(80):
        for step, year in enumerate((2020, 2021, 2022, 2023)):
            themes = ["timeliness"] if rng.random() < 0.1 + 0.2 * step else []
            themes += ["channels"] if rng.random() < 0.8 - 0.2 * step else []
            themes += [theme for theme in ("coverage", "training", "staffing") if rng.random() < 0.4]
            reports.append(_agency(number, year, *themes))
    frame = trend(made_tables(reports)).frame.drop_duplicates("theme").set_index("theme")
    assert frame["direction"][lambda d: d != "none"].to_dict() == {"timeliness": "up", "channels": "down"}
    rise = frame.loc["timeliness"]
    assert rise["change_low"] < 20 < rise["change_high"] and rise["change"] == pytest.approx(20, abs=5)


def test_trend_claims_nothing_of_few_agencies_or_one_year() -> None:
    few = [
        _agency(i, year, *(["timeliness"] if year == 2023 else [])) for i in range(5) for year in (2022, 2023)
    ]
    result = trend(made_tables(few))
    assert set(result.frame["direction"]) == {"none"}
    one = trend(made_tables([_agency(i, 2022) for i in range(12)]))
    assert one.frame["change"].isna().all() and one.params["years"] == [2022]


def test_trend_leaves_out_reports_without_a_year() -> None:
    result = trend(made_tables([_agency(1, 2022), MadeReport(agency="某局", year=None)]))
    assert result.params["left_out"] == 1
    assert set(result.frame["year"]) == {2022}


def test_response_pairs_problem_and_measure_within_a_report() -> None:
    reports = [
        _agency(1, 2022, "timeliness", measures=["timeliness", "training"]),
        _agency(2, 2022, "timeliness"),
        _agency(3, 2022, measures=["timeliness"]),
    ]
    frame = response(made_tables(reports)).frame.set_index("theme")
    assert frame.loc["timeliness", ["n", "problem", "measure", "both", "answered"]].tolist() == [
        3,
        2,
        2,
        1,
        0.5,
    ]
    assert frame.loc["training", ["problem", "measure"]].tolist() == [0, 1]
    assert np.isnan(frame.loc["training", "answered"])


def test_cooccurrence_counts_pairs_and_tells_a_tie_from_chance() -> None:
    rng = np.random.default_rng(3)
    reports = []
    for number in range(60):
        tied = rng.random() < 0.5
        themes = ["staffing", "training"] if tied else []
        themes += [theme for theme in ("coverage", "quality", "channels") if rng.random() < 0.5]
        reports.append(_agency(number, 2022, *themes))
    result = cooccurrence(made_tables(reports))
    pairs = result.frame.set_index(["a", "b"])
    tied = pairs.loc[("staffing", "training")]
    assert tied["k"] == tied["k_a"] == tied["k_b"] and tied["jaccard"] == 1
    assert list(pairs.index[pairs["more"]]) == [("staffing", "training")]
    assert pairs.loc[("coverage", "quality"), "expected"] == pytest.approx(
        pairs.loc[("coverage", "quality"), "k_a"] * pairs.loc[("coverage", "quality"), "k_b"] / 60
    )


def test_cooccurrence_tests_nothing_with_few_agencies() -> None:
    reports = [_agency(i, 2022, *(["staffing", "training"] if i < 4 else [])) for i in range(8)]
    assert not cooccurrence(made_tables(reports)).frame["more"].any()


def test_recurrence_follows_an_agency_from_year_to_year() -> None:
    reports = [
        *[_agency(1, year, "timeliness") for year in (2020, 2021, 2022)],
        _agency(2, 2020, "timeliness"),
        _agency(2, 2021),
        _agency(2, 2023, "timeliness"),  # a gap: 2022 is missing, so no pair
        _agency(3, 2021),
        _agency(3, 2022, "timeliness"),
    ]
    result = recurrence(made_tables(reports[::-1]))
    row = result.frame.set_index("theme").loc["timeliness"]
    assert row[["pairs", "named", "again", "agencies", "longest"]].tolist() == [4, 3, 2, 1, 3]
    assert row["persistence"] == pytest.approx(2 / 3)
    assert row["otherwise"] == 1.0
    assert result.params["runs"] == [
        {"agency": "云汀市第1局", "theme": "timeliness", "first": 2020, "last": 2022, "years": 3}
    ]


@pytest.mark.parametrize("analysis", [prevalence, trend, response, cooccurrence, recurrence])
@pytest.mark.parametrize(
    "reports", [[], [MadeReport()], [MadeReport(status="unreadable")]], ids=["none", "one", "unused"]
)
def test_tiny_corpora_give_whole_frames(analysis, reports) -> None:
    result = analysis(made_tables(reports))
    assert result.name == analysis.__name__
    assert result.params["reports"] == (1 if reports and reports[0].status == "used" else 0)


def test_order_of_the_input_does_not_matter() -> None:
    reports = made_corpus(12)
    for analysis in (prevalence, trend, response, cooccurrence):
        forth, back = (analysis(made_tables(order)).frame for order in (reports, reports[::-1]))
        numbers = forth.select_dtypes("number")
        np.testing.assert_allclose(numbers, back[numbers.columns], rtol=1e-9, atol=1e-9)


def test_fewer_answers_are_claimed_of_a_theme_only_beyond_chance() -> None:
    reports = [
        _agency(i, 2022, "timeliness", "channels", measures=["timeliness"] * (i % 10 > 0) + ["channels"] * (i % 4 == 0))
        for i in range(40)
    ]  # fmt: skip
    result = response(made_tables(reports))
    frame = result.frame.set_index("theme")
    assert frame.index[frame["fewer"]].tolist() == ["channels"]
    whole = result.params["answered"]
    assert (whole["k"], whole["n"], whole["share"]) == (46, 80, 46 / 80)
    assert whole["low"] < whole["share"] < whole["high"]
    alike = [_agency(i, 2022, "timeliness", "channels", measures=["timeliness"] * (i % 5 > 0) + ["channels"] * (i % 4 > 0)) for i in range(40)]  # fmt: skip
    assert not response(made_tables(alike)).frame["fewer"].any()
