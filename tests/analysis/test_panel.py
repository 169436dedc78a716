"""The panel: what its cells mean, and that every format gives the same back."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from click.testing import CliRunner
from made_tables import PROBLEMS, MadeReport, document_id, made_corpus, made_tables

from textmine.analysis import export_panel, panel
from textmine.analysis._panel import short_name
from textmine.cli import cli
from textmine.errors import UsageError
from textmine.tables import load_tables, make_table, write_tables

CELL = {"raw": "", "era": "2021", "certainty": "exact", "start": 0, "end": 1}


@pytest.fixture(scope="module")
def tables():
    reports = [
        MadeReport(year=2023, problems=["timeliness"], measures=["training", "timeliness"]),
        MadeReport(year=2022, problems=["channels"], rectified=["timeliness"]),
        MadeReport(
            year=2023, problems=["coverage"], measures=["training"]
        ),  # the same report, published twice
        MadeReport(agency="=云汀市财政局", year=None, has_section=False, county=None),
    ]
    figures = [
        (0, "requests.new.total", None),
        (2, "requests.new.total", 7.0),
        (1, "requests.new.total", 3.0),
        (1, "requests.not_processed.reconfirmation.social_organisation", 0.0),
    ]
    checks = [
        (0, "requests_flow", "holds"),
        (2, "requests_flow", "fails"),
        (1, "requests_flow", "untestable"),
    ]
    made = made_tables(
        reports,
        checks=[
            {"document": document_id(d), "check": c, "outcome": o, "severity": "error"} for d, c, o in checks
        ],
    )
    rows = [{**CELL, "document": document_id(d), "key": key, "value": value} for d, key, value in figures]
    return made.replace(figures=make_table("figures", rows))


def test_cells_say_what_the_tables_say(tables) -> None:
    frame = panel(tables).frame
    assert frame["year"].fillna(0).tolist() == [0, 2022, 2023]
    last = frame.iloc[2]
    assert (last["problem_timeliness"], last["problem_coverage"], last["problem_channels"]) == (1, 0, 0)
    assert (last["n_problem"], last["n_measure"], last["measure_training"]) == (1, 2, 1)
    assert frame["rectified_timeliness"].tolist() == [0, 1, 0]
    assert frame["req_new_total"].tolist()[1:] == [3.0, 7.0] and pd.isna(frame["req_new_total"][0])
    assert frame["check_requests_flow"].astype(object).tolist()[1:] == ["untestable", "fails"]
    assert frame["has_section"].tolist() == [0, 1, 1]


def test_names_fit_into_stata_and_are_all_described(tables) -> None:
    result = panel(tables)
    names = list(result.frame.columns)
    assert len(set(names)) == len(names) and [v["name"] for v in result.params["variables"]] == names
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,31}", name) for name in names)
    assert all(v["zh"] and v["en"] for v in result.params["variables"])


def test_long_keys_get_different_short_names() -> None:
    keys = [f"requests.not_processed.publication.kind_of_applicant_number_{i}" for i in range(50)]
    names = {short_name(key) for key in keys}
    assert len(names) == 50 and max(map(len, names)) == 32
    assert short_name("requests.new.total", {"req_new_total": "other"}) != "req_new_total"
    assert short_name("2021.x")[0].isalpha()


def test_every_format_gives_the_same_back(tables, tmp_path) -> None:
    frame = panel(tables).frame
    paths = {path.name: path for path in export_panel(tables, tmp_path)}
    assert set(paths) == {"panel.parquet", "panel.csv", "panel.dta", "codebook.csv", "codebook.md"}
    parquet = pd.read_parquet(paths["panel.parquet"])
    pd.testing.assert_frame_equal(parquet, frame, check_dtype=False)
    csv = pd.read_csv(paths["panel.csv"], encoding="utf-8-sig")
    stata = pd.read_stata(paths["panel.dta"], convert_categoricals=False)
    for other in (csv, stata):
        assert list(other.columns) == list(frame.columns)
        for name in ("problem_timeliness", "req_new_total", "n_measure", "year"):
            expected = frame[name].astype("float64")
            pd.testing.assert_series_equal(other[name].astype("float64"), expected, check_names=False)
    assert csv["agency"].tolist()[0] == "'=云汀市财政局" and stata["agency"].tolist()[0] == "=云汀市财政局"
    assert csv["check_requests_flow"].fillna("").tolist() == ["", "untestable", "fails"]


def test_stata_has_labels(tables, tmp_path) -> None:
    export_panel(tables, tmp_path, formats=["dta"])
    with pd.read_stata(tmp_path / "panel.dta", iterator=True) as reader:
        labels, values = reader.variable_labels(), reader.value_labels()
    assert labels["problem_timeliness"] == "公开时效：列为问题 Timeliness: named as a problem"
    assert values["problem_timeliness"] == values["has_section"] == {0: "否 no", 1: "是 yes"}
    assert values["check_requests_flow"][0] == "不符 fails"
    # The same codes in every panel, whichever levels a corpus has.
    assert list(values["level"].values()) == ["省级 province", "市级 city", "县级 county", "乡镇街道 township", "其他 other"]  # fmt: skip
    stata = pd.read_stata(tmp_path / "panel.dta", convert_categoricals=False)
    assert set(stata["level"]) <= set(range(5)) and stata["check_requests_flow"].isna().tolist() == [True, False, False]  # fmt: skip
    assert stata["req_new_total"].isna().sum() == 1


def test_the_codebook_counts_and_explains(tables, tmp_path) -> None:
    export_panel(tables, tmp_path, formats=["csv"])
    book = pd.read_csv(tmp_path / "codebook.csv", encoding="utf-8-sig").set_index("name")
    assert (
        book.loc["req_new_total", "source"] == "requests.new.total"
        and book.loc["req_new_total", "missing"] == 1
    )
    assert book.loc["check_requests_flow", "values"].startswith("0 = fails 不符")
    assert book.loc["req_new_total", "zh"] == "本年新收政府信息公开申请数量（总计）"
    text = (tmp_path / "codebook.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in text for name in book.index)


def test_export_from_the_command_line(tmp_path) -> None:
    write_tables(made_tables(made_corpus(4)), tmp_path / "run" / "tables", with_csv=False)
    args = ["export", str(tmp_path / "run"), "-o", str(tmp_path / "panel"), "--format", "dta"]
    done = CliRunner().invoke(cli, args)
    assert done.exit_code == 0, done.output
    stata = pd.read_stata(tmp_path / "panel" / "panel.dta")
    assert len(stata) == 12 and {f"problem_{theme}" for theme in PROBLEMS} <= set(stata.columns)


def test_nothing_to_export_and_unknown_formats_are_refused(tables, tmp_path) -> None:
    with pytest.raises(UsageError, match="no usable"):
        export_panel(made_tables([]), tmp_path)
    with pytest.raises(UsageError, match="sav"):
        export_panel(tables, tmp_path, formats=["sav"])


def test_tables_on_the_disk_give_the_same_panel(tables, tmp_path) -> None:
    write_tables(tables, tmp_path, with_csv=False)
    stored = load_tables(tmp_path)
    pd.testing.assert_frame_equal(panel(stored).frame, panel(tables).frame)
    changed = stored.replace(figures=make_table("figures", []))
    assert "req_new_total" in panel(stored).frame and "req_new_total" not in panel(changed).frame
