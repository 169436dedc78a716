"""Recurrence and histories against counts by hand, exact chance expectations and simulated persistence."""

from __future__ import annotations

import random

import pytest
from made_tables import MadeReport, made_tables
from sample_truth import sample_tables

from textmine.analysis import histories, recurrence
from textmine.errors import UsageError


def _report(agency: str, year: int, *problems: str, **extra: str) -> MadeReport:
    return MadeReport(agency=f"云汀市{agency}", year=year, problems=problems, extra=extra)


def _row(result, theme: str):
    return result.frame.set_index("theme").loc[theme]


def _chain(agencies: int, years: range, *, base: float, stay: float, seed: int) -> list[MadeReport]:
    """Agencies whose naming of timeliness is a Markov chain with stationary share ``base``."""
    rng = random.Random(seed)
    fresh = base * (1 - stay) / (1 - base)
    reports = []
    for number in range(agencies):
        named = rng.random() < base
        for year in years:
            if year > years[0]:
                named = rng.random() < (stay if named else fresh)
            reports.append(_report(f"第{number + 1}局", year, *(("timeliness",) if named else ())))
    return reports


def test_counts_by_hand() -> None:
    tables = made_tables(
        [
            _report("甲局", 2020, "timeliness"), _report("甲局", 2021, "timeliness"), _report("甲局", 2022, "timeliness"),
            _report("乙局", 2020, "timeliness"), _report("乙局", 2021), _report("乙局", 2022, "timeliness"),
            _report("丙局", 2020), _report("丙局", 2022, "timeliness"),
        ]
    )  # fmt: skip
    row = _row(recurrence(tables, permutations=99), "timeliness")
    assert (row["pairs"], row["named"], row["again"]) == (4, 3, 2)
    assert row["persistence"] == pytest.approx(2 / 3)
    assert row["otherwise"] == 1.0  # 乙局 2021 → 2022
    assert (row["ever"], row["breadth"]) == (3, 1.0)
    assert (row["agencies"], row["longest"], row["long_runs"]) == (1, 3, 1)
    assert row["copied"] == 2  # the composed statement is the same each year
    assert recurrence(tables, permutations=9).params["runs"] == [
        {"agency": "云汀市甲局", "theme": "timeliness", "first": 2020, "last": 2022, "years": 3}
    ]


def test_chance_is_the_share_of_the_later_year() -> None:
    """With two complete years the expected persistence is the share of the second year, exactly."""
    reports = []
    for number in range(40):
        reports.append(_report(f"第{number}局", 2021, *(("quality",) if number < 20 else ())))
        reports.append(_report(f"第{number}局", 2022, *(("quality",) if number % 4 == 0 else ())))
    row = _row(recurrence(made_tables(reports), permutations=999), "quality")
    assert row["persistence"] == 0.25
    assert row["expected"] == pytest.approx(0.25, abs=0.01)
    assert not row["more"]
    assert row["p"] > 0.3


def test_recurring_themes_are_told_from_chance() -> None:
    sticky = recurrence(
        made_tables(_chain(60, range(2019, 2023), base=0.4, stay=0.85, seed=3)), permutations=199
    )
    loose = recurrence(
        made_tables(_chain(60, range(2019, 2023), base=0.4, stay=0.4, seed=3)), permutations=199
    )
    found, none = _row(sticky, "timeliness"), _row(loose, "timeliness")
    assert found["more"] and found["p"] == 1 / 200
    assert found["low"] < 0.85 < found["high"]
    assert found["long_runs"] > 2 * found["long_expected"]
    assert not none["more"]
    assert none["expected_low"] <= none["persistence"] <= none["expected_high"]


def test_false_alarms_stay_rare() -> None:
    alarms = sum(
        _row(recurrence(made_tables(_chain(30, range(2020, 2023), base=0.3, stay=0.3, seed=seed)), permutations=99), "timeliness")["p"] <= 0.1
        for seed in range(30)
    )  # fmt: skip
    assert alarms <= 8  # 3 expected


def test_what_is_typical_of_a_group_is_not_recurrence_within_it() -> None:
    rng = random.Random(5)
    reports = [
        MadeReport(
            agency=f"云汀市第{n}局",
            year=year,
            level=level,
            problems=("staffing",) if rng.random() < share else (),
        )
        for n, (level, share) in enumerate([("city", 0.9)] * 30 + [("county", 0.1)] * 30)
        for year in (2021, 2022, 2023)
    ]
    tables = made_tables(reports)
    assert _row(recurrence(tables, permutations=199), "staffing")["more"]
    assert not _row(recurrence(tables, permutations=199, within="level"), "staffing")["more"]


def test_same_seed_same_result_and_few_agencies_claim_nothing() -> None:
    tables = made_tables(_chain(6, range(2019, 2023), base=0.5, stay=0.95, seed=1))
    first, second = recurrence(tables, permutations=50), recurrence(tables, permutations=50)
    assert first.frame.equals(second.frame)
    assert not first.frame["more"].any()
    with pytest.raises(UsageError):
        recurrence(tables, within="colour", permutations=5)


def test_empty_and_single_reports() -> None:
    for tables in (made_tables([]), made_tables([_report("甲局", 2021, "quality")])):
        result = recurrence(tables, permutations=9)
        assert result.frame["persistence"].isna().all()
        assert not result.frame["more"].any()
    assert histories(made_tables([])).frame.empty


def test_histories_tell_a_problem_from_a_paragraph() -> None:
    tables = made_tables(
        [
            _report("甲局", 2021, timeliness="信息发布不够及时，村务公示往往月底才贴出"),
            _report("甲局", 2022, timeliness="栏目更新滞后的老毛病没有根治，三季度没有新内容"),
            _report("乙局", 2021, timeliness="2021年我局部分信息公开不够及时，登记变更信息有时滞后"),
            _report("乙局", 2022, timeliness="2022年我局部分信息公开不够及时，登记变更信息有时滞后"),
            _report("丙局", 2020, timeliness="信息发布慢"), _report("丙局", 2022, timeliness="信息发布慢"),
        ]
    )  # fmt: skip
    frame = histories(tables).frame.set_index("agency")
    assert frame.loc["云汀市甲局", ["nature", "longest", "copied"]].tolist() == ["problem", 2, ""]
    assert frame.loc["云汀市乙局", ["nature", "longest", "copied"]].tolist() == ["paragraph", 2, "2022"]
    assert frame.loc["云汀市丙局", ["nature", "longest", "named"]].tolist() == ["once", 1, "2020 2022"]
    assert frame["current"].tolist() == [True, True, False]


def test_sample_runs_of_three_years_are_those_planted() -> None:
    frame = histories(sample_tables()).frame
    runs = {(row.agency, row.theme) for row in frame[frame["longest"] >= 3].itertuples()}
    assert runs == {
        ("云汀市青禾区鹭浦镇人民政府", "timeliness"),
        ("临漪市人民政府", "staffing"),
        ("临漪市人民政府", "request_handling"),
        ("岚川省人民政府", "request_handling"),
    }
    paragraphs = frame[frame["nature"] == "paragraph"]
    assert set(paragraphs["agency"]) == {"朔溪市石楠县卫生健康局"}
    assert set(paragraphs["theme"]) == {"timeliness", "coverage", "training"}


def test_reports_without_a_year_do_not_shift_the_wording_of_others() -> None:
    said = {"timeliness": "个别栏目更新不及时，有的信息挂网较晚"}
    reports = [MadeReport(agency="云汀市档案局", year=None, problems=["coverage"])]
    reports += [_report("民政局", year, "timeliness", **said) for year in (2021, 2022, 2023)]
    row = histories(made_tables(reports)).frame.set_index("agency").loc["云汀市民政局"]
    assert (row["copied"], row["nature"]) == ("2022 2023", "paragraph")
