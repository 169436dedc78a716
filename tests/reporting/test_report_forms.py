"""Short form, one agency, one region: what they hold, how they are named, and that their prose is whole for any corpus."""

from __future__ import annotations

import pytest
from made_tables import MadeReport, made_corpus, made_tables
from pages import DATE, WRONG

from textmine.errors import UsageError
from textmine.reporting import ReportOptions, build, report_stem
from textmine.reporting._scope import find_region
from textmine.reporting._xlsx import xlsx

CORPORA = {
    "one": [MadeReport(problems=["timeliness"])],
    "two": [MadeReport(year=year, problems=["timeliness"], measures=["timeliness"]) for year in (2022, 2023)],
    "three": [MadeReport(agency=f"云汀市第{n}局", problems=["staffing"] * (n < 2)) for n in range(3)],
    "all_zero": [MadeReport(agency=f"云汀市第{n}局", measures=["training"]) for n in range(5)],
    "one_year": made_corpus(12, (2023,)),
    "usual": made_corpus(16),
}


def _prose(report) -> str:
    return "\n".join(sentence.text for part in report.parts for sentence in part.sentences)


def _first_agency(tables) -> str:
    return tables["documents"]["agency"].to_pylist()[0]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("form", ["full", "short"])
@pytest.mark.parametrize("corpus", CORPORA)
def test_prose_of_every_form_is_whole_for_any_corpus(corpus: str, form: str, lang: str) -> None:
    tables = made_tables(CORPORA[corpus])
    agency = _first_agency(tables)
    for scope in ({}, {"agency": agency}, {"region": "云汀市"}):
        report = build(tables, lang=lang, date=DATE, options=ReportOptions(form=form, **scope))
        prose = _prose(report)
        for wrong in WRONG:
            assert wrong not in prose, (wrong, prose)
        assert all(line.endswith(("。", ".")) for line in prose.split("\n"))
        assert "0个机关" not in prose and "其中0" not in prose and "有0" not in prose


def test_the_appendix_shows_the_newest_rows_of_the_ledger_as_they_are() -> None:
    tables = made_tables(made_corpus(16))
    report = build(tables, date=DATE)
    (table,) = report.part("ledger").tables
    names = ["agency", "year", "text", "themes", "provision"]
    rows = [tuple(value or None for value in row) for row in report.ledger[names].itertuples(index=False)]
    with_theme = [row for row in rows if row[3]]
    newest_first = sorted(with_theme, key=lambda row: row[1], reverse=True)
    assert list(table.rows) == newest_first[:40]
    assert len(with_theme) > 40 and str(len(with_theme)) in table.note
    without = build(made_tables([MadeReport()]), date=DATE)
    assert "ledger" not in [part.id for part in without.parts]


def test_the_short_form_says_the_same_figures_as_the_full_one() -> None:
    tables = made_tables(made_corpus(16))
    full, short = (build(tables, date=DATE, options=ReportOptions(form=form)) for form in ("full", "short"))
    assert short.tables["summary"].rows == full.tables["summary"].rows
    shares = [page.sentences[0].text for page in full.themes[:3]]
    said = [sentence.text for sentence in short.part("themes").sentences]
    assert set(shares) <= set(said) and not short.charts
    assert len(_prose(short)) < 1_400  # two pages


def test_one_agency_has_its_years_promises_peers_and_statements() -> None:
    reports = [MadeReport(agency=f"云汀市第{n}局", year=year, problems=["channels"], measures=["channels"]) for n in range(14) for year in (2022, 2023)]  # fmt: skip
    reports += [MadeReport(agency="云汀市档案馆", year=2021, problems=["timeliness"], measures=["timeliness"]),
                MadeReport(agency="云汀市档案馆", year=2022, problems=["timeliness"]),
                MadeReport(agency="云汀市档案馆", year=2023, problems=["staffing"], rectified=["timeliness"])]  # fmt: skip
    report = build(made_tables(reports), date=DATE, options=ReportOptions(agency="云汀市档案馆"))
    assert report.labels["title_lines"] == "云汀市档案馆\n政府信息公开工作年度报告体检单"
    assert report.stem == "agency-report-云汀市档案馆" and report.title.startswith("云汀市档案馆")
    assert len(report.ledger) == 3 and set(report.ledger["agency"]) == {"云汀市档案馆"}
    (history,) = report.part("history").tables
    assert history.rows[0] == ("公开时效", "●", "◎", "○", 2, 2)
    assert [row[2] for row in report.part("promises").tables[0].rows] == ["同主题仍有问题"]
    assert "14份年报比较如下" in _prose(report)
    assert [row[0] for row in report.part("statements").tables[0].rows] == ["2023", "2022", "2021"]
    assert {text.report for text in report.archive.texts} == {0, 1, 2}
    assert xlsx(report)


def test_regions_and_agencies_are_found_by_the_names_in_use() -> None:
    base = {"province": "岚川省", "problems": ["channels"]}
    reports = [
        MadeReport(agency="青禾区民政局", city="云汀市", county="青禾区", **base),
        MadeReport(agency="民政局", city="云汀市", county="城西区", **base),
        MadeReport(agency="民政局", city="临漪市", county="城西区", **base),
    ]
    tables = made_tables(reports)
    for name in ("青禾区民政局", "云汀市青禾区民政局", "岚川省云汀市青禾区民政局"):
        assert report_stem(tables, ReportOptions(agency=name)) == "agency-report-青禾区民政局"
    with pytest.raises(UsageError, match=r"3 agencies are called 民政局.*云汀市城西区民政局"):
        report_stem(tables, ReportOptions(agency="民政局"))
    assert (
        report_stem(tables, ReportOptions(agency="临漪市城西区民政局", form="short"))
        == "agency-report-民政局-short"
    )
    with pytest.raises(UsageError, match="near are 青禾区民政局"):
        report_stem(tables, ReportOptions(agency="青禾区民政"))
    with pytest.raises(UsageError, match=r"2 regions are called 城西区.*Give the region above"):
        report_stem(tables, ReportOptions(region="城西区"))
    region = build(tables, date=DATE, options=ReportOptions(region="云汀市"))
    assert region.stem == "region-report-云汀市" and len(region.archive.reports) == 2
    assert "云汀市2个机关" in _prose(region)
    with pytest.raises(UsageError, match="not both"):
        build(tables, options=ReportOptions(agency="民政局", region="云汀市"))


def test_reports_of_a_county_that_do_not_name_its_city_are_in_its_region() -> None:
    reports = [
        MadeReport(agency="青禾区人民政府", problems=["staffing"]),
        MadeReport(agency="青禾区民政局", city=None, province=None, problems=["staffing"]),
        MadeReport(agency="松禾区民政局", county="松禾区", problems=["staffing"]),
    ]
    for name in ("青禾区", "云汀市青禾区"):
        assert len(find_region(made_tables(reports), name).documents) == 2
    elsewhere = MadeReport(agency="青禾区教育局", city="朔溪市", problems=["staffing"])
    tables = made_tables([*reports, elsewhere])
    with pytest.raises(UsageError, match="regions are called 青禾区"):
        find_region(tables, "青禾区")
    assert len(find_region(tables, "朔溪市青禾区").documents) == 1
