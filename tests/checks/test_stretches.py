"""Checks over runs that are larger than memory: the corpus a stretch at a time."""

from pathlib import Path

import pytest
from check_tables import REQUESTS, Made, figures

from textmine.analysis.checks import Corpus, _model, add_checks, check_pieces
from textmine.tables import load_tables, make_tables, write_tables


def corpus():
    """Three years of a government, its departments and two towns, year after year as folders of years hold them."""
    made = Made()
    for year in (2021, 2022, 2023):
        published = f"{year + 1}-01-20"
        made.add(
            kind="government", agency="云汀市人民政府", year=year, published=published,
            overview=f"{year}年全市新收政府信息公开申请46件。",
        )  # fmt: skip
        for place, agency in enumerate(("云汀市民政局", "云汀市水务局", "云汀市财政局")):
            requests = REQUESTS | {"new": [10 + place, 6]}
            made.add(
                values=figures(requests=requests), agency=agency, year=year, published=published,
                remarks=[("problem", "更新不及时", ["timeliness"])],
            )  # fmt: skip
        for town in ("东篱镇", "鹭浦镇"):
            made.add(
                kind="township", level="township", agency=f"云汀市青禾区{town}人民政府", county="青禾区",
                year=year, published=published, overview="鹭浦镇和东篱镇分别公开信息。",
            )  # fmt: skip
    return made


@pytest.mark.parametrize("stretch", [1, 4])
def test_stretches_find_what_the_whole_finds(
    stretch: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = make_tables(corpus().rows)
    whole = add_checks(tables)["checks"]
    assert {"fails", "holds"} <= set(whole["outcome"].to_pylist())
    assert {"parent_children", "foreign_name", "only_light_problems"} <= set(whole["check"].to_pylist())
    write_tables(tables, tmp_path)
    monkeypatch.setattr(_model, "_STRETCH", stretch)
    assert add_checks(tables)["checks"].equals(whole)
    pieces = list(check_pieces(load_tables(tmp_path)))
    assert len(pieces) == -(-18 // stretch)
    assert [row for piece in pieces for row in piece.to_pylist()] == whole.to_pylist()


def test_only_the_stretch_and_its_earlier_years_are_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_model, "_STRETCH", 6)
    looked = Corpus(make_tables(corpus().rows))
    for number, stretch in enumerate(looked.stretches()):
        assert all(len(report.cells) > 100 and report.parts for report in stretch)
        held = [report for report in looked.reports if report.parts]
        assert len(held) == min(6 * (number + 1), 18)
    assert all(len(report.cells) <= 1 and not report.parts for report in looked.reports)


def test_a_corpus_without_reports_has_no_findings() -> None:
    assert add_checks(make_tables({}))["checks"].num_rows == 0


def test_a_report_without_any_figure_can_be_checked(tmp_path: Path) -> None:
    made = Made()
    made.add(values={})
    tables = make_tables(made.rows)
    found = add_checks(tables)["checks"].to_pylist()
    assert {row["outcome"] for row in found if row["check"].startswith("requests_")} == {"untestable"}
    write_tables(tables, tmp_path)
    assert add_checks(load_tables(tmp_path))["checks"].to_pylist() == found
