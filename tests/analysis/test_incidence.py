"""What counts: used documents, agency-years, tags that were not set aside."""

from __future__ import annotations

import pytest
from made_tables import MadeReport, document_id, made_tables

from textmine.analysis import agency_profile, followthrough, prevalence
from textmine.analysis._incidence import incidence, shown_agencies, text_documents, theme_order
from textmine.errors import UsageError


def _k(reports, **options):
    return prevalence(made_tables(reports), **options).frame.set_index("theme")["k"]


def test_only_used_documents_count() -> None:
    reports = [
        MadeReport(year=2021, problems=["timeliness"]),
        MadeReport(year=2022, problems=["timeliness"], status="not_annual_report"),
        MadeReport(year=2023, status="duplicate"),
    ]
    result = prevalence(made_tables(reports))
    assert result.params["reports"] == 1
    assert result.frame.set_index("theme").loc["timeliness", ["n", "k"]].tolist() == [1, 1]


def test_a_report_counts_once_however_many_statements_it_has() -> None:
    report = MadeReport(problems=["timeliness", "timeliness"], extra={"timeliness": "发布较晚"})
    assert _k([report])["timeliness"] == 1


def test_tags_awaiting_review_and_other_roles_do_not_count() -> None:
    report = MadeReport(
        problems=["channels"], review=["timeliness"], measures=["training"], rectified=["coverage"]
    )
    assert _k([report])[lambda k: k > 0].to_dict() == {"channels": 1}
    assert _k([report], role="measure")[lambda k: k > 0].to_dict() == {"training": 1}
    assert _k([report], role="rectified")[lambda k: k > 0].to_dict() == {"coverage": 1}


def test_two_files_of_one_agency_and_year_are_one_report() -> None:
    """Its text is that of the file with the longest section five: a page that breaks off adds nothing of its own."""
    reports = [
        MadeReport(agency="青禾区民政局", year=2022, has_section=False),
        MadeReport(agency="青禾区民政局", year=2022, problems=["channels"]),
        MadeReport(agency="青禾区民政局", year=2022, problems=["timeliness", "staffing"]),
        MadeReport(agency="青禾区民政局", year=2022, problems=["timeliness", "staffing"]),
        MadeReport(agency="青禾区民政局", year=2023),
    ]
    tables = made_tables(reports)
    result = prevalence(tables)
    assert (result.params["reports"], result.params["agencies"]) == (2, 1)
    k = result.frame.set_index("theme")["k"]
    assert (k["timeliness"], k["staffing"], k["channels"]) == (1, 1, 0)
    assert text_documents(tables) == {document_id(2): 0, document_id(4): 1}
    assert followthrough(tables).params["answered"]["n"] == 2


def test_agencies_of_the_same_bare_name_in_two_regions_are_two() -> None:
    reports = [MadeReport(agency="区财政局", county="青禾区"), MadeReport(agency="区财政局", county="松禾区")]
    assert prevalence(made_tables(reports)).params["agencies"] == 2
    named = [
        MadeReport(agency="青禾区财政局", county="青禾区"),
        MadeReport(agency="青禾区财政局", county=None, year=2022),
    ]
    assert prevalence(made_tables(named)).params["agencies"] == 1


def test_an_agency_that_prints_its_name_in_several_ways_has_one() -> None:
    """The most frequent, of equals the latest: in one report the place is missing, in another it is named in full."""
    names = {2021: "青禾区民政局", 2022: "青禾区民政局", 2023: "民政局", 2024: "岚川省云汀市青禾区民政局"}
    reports = [MadeReport(agency=name, year=year) for year, name in names.items()]
    reports += [MadeReport(agency="桐岭镇", year=2022), MadeReport(agency="桐岭镇人民政府", year=2023)]
    reports += [MadeReport(agency=None, year=2023), MadeReport(agency="青禾区财政局", year=None)]
    tables = made_tables(reports)
    shown = shown_agencies(tables)
    assert [shown[document_id(n)] for n in range(5)] == ["青禾区民政局"] * 4 + ["桐岭镇人民政府"]
    assert [shown[document_id(n)] for n in (5, 7)] == ["桐岭镇人民政府", "青禾区财政局"]
    assert not isinstance(shown[document_id(6)], str)
    assert set(agency_profile(tables).frame["agency"].dropna()) == {
        "青禾区民政局",
        "桐岭镇人民政府",
        "青禾区财政局",
    }


def test_documents_without_agency_or_year_stand_for_themselves() -> None:
    reports = [MadeReport(agency=None, year=2022), MadeReport(agency=None, year=2022), MadeReport(year=None)]
    params = prevalence(made_tables(reports)).params
    assert (params["reports"], params["agencies"], params["years"]) == (3, 3, [2022])


def test_themes_of_an_extended_codebook_come_last() -> None:
    tables = made_tables([MadeReport(problems=["timeliness"])])
    rows = tables["tags"].to_pylist()
    rows[0]["theme"] = "own_theme"
    from textmine.tables import make_table

    extended = tables.replace(tags=make_table("tags", rows))
    assert theme_order(extended)[-1] == "own_theme"
    assert incidence(extended).matrix[0, -1]


@pytest.mark.parametrize("options", [{"role": "complaint"}, {"by": "colour"}, {"unit": "village"}])
def test_wrong_arguments_are_named(options) -> None:
    with pytest.raises(UsageError, match="known are"):
        prevalence(made_tables([MadeReport()]), **options)


def test_agency_profile_counts_reports_and_lists_years() -> None:
    reports = [
        MadeReport(agency="岚川省财政厅", level="province", year=2021, problems=["timeliness"]),
        MadeReport(agency="岚川省财政厅", level="province", year=2023, problems=["timeliness", "channels"]),
        MadeReport(agency="青禾区民政局", level="county", year=2023),
    ]
    result = agency_profile(made_tables(list(reversed(reports))))
    first = result.frame[result.frame["agency"] == "岚川省财政厅"].set_index("theme")
    assert first.loc["timeliness", ["n", "k", "years", "named"]].tolist() == [2, 2, "2021 2023", "2021 2023"]
    assert first.loc["channels", ["k", "named"]].tolist() == [1, "2023"]
    assert list(dict.fromkeys(result.frame["agency"])) == ["岚川省财政厅", "青禾区民政局"]
    assert result.params["naming"] == 2
