"""The theme report as data: figures agree with the tables, sentences read well for any corpus, quotations are exact."""

from __future__ import annotations

import pytest
from made_tables import PROBLEMS, MadeReport, document_id, made_corpus, made_tables
from pages import DATE, WRONG

from textmine.analysis import prevalence
from textmine.errors import UsageError
from textmine.reporting import ReportOptions, _ledger, _material, _parts, build
from textmine.reporting._material import load_material
from textmine.reporting._model import Run
from textmine.reporting._printable import clean, joined_lines
from textmine.reporting._quotes import runs_of
from textmine.reporting._tables import year_spans
from textmine.reporting._template import Bands
from textmine.reporting._wording import load_wording
from textmine.tables import make_table


def _build(reports, lang="zh", **more):
    return build(made_tables(reports, **more), lang=lang, date=DATE)


def _prose(report) -> str:
    parts = [sentence.text for part in report.parts for sentence in part.sentences]
    return "\n".join(parts + [sentence.text for page in report.themes for sentence in page.sentences])


def test_figures_agree_with_the_analysis() -> None:
    tables = made_tables(made_corpus(16))
    report = build(tables, date=DATE)
    shares = prevalence(tables).frame.set_index("theme")
    names = {"timeliness": "公开时效", "coverage": "公开范围与完整性"}
    rows = {row[0]: row for row in report.tables["summary"].rows}
    for theme, name in names.items():
        expected = shares.loc[theme]
        assert rows[name][2:7] == (
            expected["n"],
            expected["k"],
            expected["share"],
            expected["low"],
            expected["high"],
        )
        page = next(page for page in report.themes if page.theme == theme)
        assert (
            f"（{expected['n']}份中{expected['k']}份，占{expected['share'] * 100:.0f}%"
            in page.sentences[0].text
        )
        assert page.sentences[0].source == f"prevalence[theme={theme}]"
    matrix = report.tables["matrix"]
    for column, head in enumerate(matrix.columns):
        if head.name == "公开时效":
            assert sum(row[column] or 0 for row in matrix.rows) == shares.loc["timeliness", "k"]


def test_quotations_are_cut_from_the_text_with_their_evidence_marked() -> None:
    report = _build([MadeReport(problems=["timeliness", "channels"], measures=["training"])])
    page = next(page for page in report.themes if page.theme == "timeliness")
    (quote,) = page.quotations
    assert quote.runs == (Run("个别栏目"), Run("更新不及时", marked=True), Run("，有的信息挂网较晚"))
    (text,) = report.archive.texts
    assert text.text == (
        "一年来工作取得一定成效，但还存在一些问题。\n个别栏目更新不及时，有的信息挂网较晚。\n"
        "公开形式较为单一，主要依靠网站。\n每季度组织一次业务培训。\n"
    )
    document, number = quote.place.split(".")
    linked = text.statements[int(number)]
    assert (text.document, linked.role, linked.themes) == (document, "problem", (("timeliness", 0.93),))
    assert text.text[linked.start : linked.end] == quote.text
    assert [text.text[start:end] for start, end, theme in linked.evidence] == ["更新不及时"]


def test_different_wordings_and_agencies_are_quoted_first() -> None:
    reports = [MadeReport(agency="甲局", year=year, problems=["channels"]) for year in (2020, 2021, 2022)]
    reports.append(MadeReport(agency="乙局", year=2019, extra={"channels": "公开载体少"}))
    report = _build(reports)
    assert [(q.agency, q.year) for q in report.themes[0].quotations[:2]] == [
        ("甲局", "2022"),
        ("乙局", "2019"),
    ]


def test_a_bare_cause_is_quoted_after_statements_that_say_what_is_wrong() -> None:
    reports = [
        MadeReport(agency="甲局", year=2023, extra={"staffing": "因人手不足"}),
        MadeReport(agency="乙局", year=2022, extra={"staffing": "由于人员更换频繁，稿件常有延误"}),
        MadeReport(agency="丙局", year=2021, extra={"staffing": "没有专职人员"}),
    ]
    quoted = [quote.agency for quote in _build(reports).themes[0].quotations]
    assert quoted == ["乙局", "丙局", "甲局"]


def test_suggested_measures_that_say_what_or_when_come_first_and_do_not_repeat_each_other() -> None:
    texts = ("提高重视程度，加强学习", "每季度讲解条例一次", "提高重视程度", "六月底前轮训一遍，并通报结果")
    reports = [
        MadeReport(agency=f"{name}局", year=2024 - n, problems=["training"], steps={"training": text})
        for n, (name, text) in enumerate(zip("甲乙丙丁", texts, strict=True))
    ]
    (page,) = _build(reports).themes
    assert [quote.text for quote in page.measures] == [texts[1], texts[3], texts[0]]


def test_a_measure_on_two_themes_is_suggested_once_and_what_was_done_not_at_all() -> None:
    both = "每月核对一次栏目并轮训信息员"
    reports = [
        MadeReport(
            agency="甲局", problems=["training", "timeliness"], steps={"training": both, "timeliness": both}
        ),
        MadeReport(agency="乙局", problems=["training"], steps={"training": "培训时间已提前至每年三月"}),
        MadeReport(
            agency="丙局", problems=["training"], steps={"training": "一人兼任四岗。每季度讲解条例一次"}
        ),
        MadeReport(agency="丁局", steps={"timeliness": "每周五核对各栏目时限"}),
    ]
    pages = {page.theme: [quote.text for quote in page.measures] for page in _build(reports).themes}
    assert pages == {"training": [both], "timeliness": ["每周五核对各栏目时限"]}


def test_few_reports_are_counted_without_shares_in_words_and_tables() -> None:
    reports = [MadeReport(year=year, problems=["training"]) for year in (2021, 2022, 2023)]
    report = _build([*reports, MadeReport(year=2024)])
    assert "4份年报中有3份列出了至少一个主题的问题" in _prose(report)
    (table,) = [table for part in report.parts for table in part.tables if table.id == "persistence"]
    assert not [column.name for column in table.columns if column.kind == "share"]
    one = made_tables([MadeReport(agency="甲局", problems=["training"], measures=["training"])])
    alone = _prose(build(one, lang="zh", date=DATE, options=ReportOptions(agency="甲局")))
    assert "1个主题；有对应的措施。" in alone


def test_reports_without_a_name_are_said_to_count_as_agencies() -> None:
    named = [MadeReport(agency=f"第{n}局", problems=["training"]) for n in range(3)]
    prose = _prose(_build([*named, MadeReport(agency=None, problems=["training"])]))
    assert "根据4个机关" in prose and "其中1份没有读出机关名称，各按一个机关计数。" in prose
    assert "没有读出机关名称" not in _prose(_build(named))


def test_themes_beyond_those_with_advice_are_counted() -> None:
    reports = [
        MadeReport(agency=f"第{n}局", problems=list(PROBLEMS)[:11], measures=["training"]) for n in range(12)
    ]
    lead = next(part for part in _build(reports).parts if part.id == "advice").blocks[0]
    assert "只列居前的8个主题，其余3个主题的措施见Excel文件中的问题台账" in lead.text
    few = _build([MadeReport(agency=f"第{n}局", problems=["training"]) for n in range(12)])
    lead = next(part for part in few.parts if part.id == "advice").blocks[0]
    assert "只列" not in lead.text


def test_quotations_do_not_all_come_from_the_last_region() -> None:
    places = [
        f"{county}{body}局"
        for county in ("甲县", "乙县", "丙县", "丁县")
        for body in ("民政", "水务", "审计", "司法")
    ]
    reports = [
        MadeReport(agency=name, year=2023, extra={"channels": f"公开载体{number}少"})
        for number, name in enumerate(places)
    ]
    quoted = {quote.agency[:2] for quote in _build(reports).themes[0].quotations}
    assert len(quoted) >= 3


def test_members_of_an_archive_that_fare_alike_are_one_row_and_lost_files_come_first() -> None:
    members = [
        ("包.zip!/a.txt", "read"),
        ("包.zip!/b.txt", "read"),
        ("包.zip!/c.txt", "read"),
        ("包.zip!/d.pdf", "read"),
    ]
    codes = ["empty_file", "empty_file", "empty_file", "encrypted"]
    issues = [
        {"document": "x", "path": "甲.txt", "stage": "parse", "code": "missing_year", "message": "None was found."},
        *({"document": "x", "path": path, "stage": stage, "code": code, "message": code} for (path, stage), code in zip(members, codes, strict=True)),
        {"document": "y", "path": "乙.pdf", "stage": "read", "code": "encrypted", "message": "encrypted"},
    ]  # fmt: skip
    report = _build([MadeReport()], issues=issues)
    assert len(report.tables["issues"].rows) == 6  # the workbook has all
    (shown,) = (table for table in report.part("quality").tables if table.id == "issues")
    assert [row[0] for row in shown.rows] == ["包.zip!/a.txt等3个文件", "包.zip!/d.pdf", "乙.pdf", "甲.txt"]


def test_the_ledger_has_a_row_a_problem_with_the_measures_on_its_theme() -> None:
    report = _build(
        [MadeReport(problems=["training", "channels"], measures=["training"], review=["coverage"])]
    )
    ledger = report.ledger
    assert ledger["text"].tolist()[:2] == ["工作人员业务能力有待提高", "公开形式较为单一，主要依靠网站"]
    assert ledger["themes"].tolist() == ["业务能力与培训", "公开渠道与形式", ""]
    assert ledger["measures"].tolist() == ["每季度组织一次业务培训", "", ""]
    assert ledger["provision"].tolist() == ["《条例》第四十八条", "《条例》第二十三条", ""]
    assert ledger["evidence"].tolist()[0] == "业务能力有待提高"


def test_a_ledger_too_long_for_a_workbook_keeps_the_latest_years_and_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reports = [MadeReport(agency=f"云汀市{name}局", year=year, problems=["training"]) for year in (2022, 2023) for name in "甲乙丙"]  # fmt: skip
    assert "台账只收录" not in _prose(_build(reports))
    monkeypatch.setattr(_ledger, "MOST_ROWS", 4)
    report = _build(reports)
    assert sorted(report.ledger["year"]) == ["2022", "2023", "2023", "2023"]
    assert report.ledger["position"].tolist() == [1, 2, 3, 4]
    assert "台账只收录最近年度的4条；较早年度的2条见" in _prose(report)


CORPORA = {
    "nothing": [],
    "nothing_usable": [MadeReport(status="unreadable"), MadeReport(status="not_annual_report")],
    "one_report": [MadeReport(problems=["timeliness"], measures=["timeliness"])],
    "one_without_problems": [MadeReport()],
    "no_problems": [MadeReport(agency=f"云汀市第{i}局", measures=["training"]) for i in range(5)],
    "one_agency": [MadeReport(year=year, problems=["timeliness"]) for year in (2021, 2022, 2023)],
    "one_year": made_corpus(12, (2023,)),
    "nothing_stated": [
        MadeReport(
            agency=None, year=None, province=None, city=None, county=None, level="other", problems=["other"]
        )
        for _ in range(3)
    ],
    "no_section": [MadeReport(agency="甲局", has_section=False, lead=""), MadeReport(agency="乙局")],
    "all_themes": [MadeReport(agency=f"云汀市第{i}局", problems=tuple(PROBLEMS)) for i in range(4)],
    "usual": made_corpus(16),
}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("corpus", CORPORA)
def test_prose_is_whole_for_any_corpus(corpus: str, lang: str) -> None:
    report = _build(CORPORA[corpus], lang)
    prose = _prose(report)
    for wrong in WRONG:
        assert wrong not in prose, (wrong, prose)
    sentences = [sentence.text for part in report.parts for sentence in part.sentences]
    assert all(text and text.endswith(("。", ".")) for text in sentences)
    assert len(sentences) == len(set(sentences))


def test_prose_of_small_corpora_reads_as_it_should() -> None:
    one = _prose(_build(CORPORA["one_report"]))
    assert (
        "本报告根据1份政府信息公开工作年度报告（2023年度）的第五部分“存在的主要问题及改进情况”编写。" in one
    )
    assert one.count("1个问题主题") == 1 and "列出了1个主题" not in one  # said once
    assert "该年报把“公开时效”列为问题。" in one
    assert "1份年报，不计算占比" in one and "普遍把" not in one
    none = _prose(_build(CORPORA["no_problems"]))
    assert "5份年报中没有识别出涉及任何主题的问题。" in none
    assert "未识别出问题，无从对照" not in none and "没有识别出涉及任何主题的问题，无从对照。" in none
    agency = _prose(_build(CORPORA["one_agency"]))
    assert "该机关有1个主题连续两年以上列为问题，最长连续3年。" in agency
    assert "3份年报都把“公开时效”列为问题。" in agency and "机关不足10个，不与偶然水平比较。" in agency
    assert "没有可供分析的政府信息公开工作年度报告。" in _prose(_build(CORPORA["nothing"]))
    missing = _prose(_build(CORPORA["no_section"]))
    assert "有1份年报未找到第五部分" in missing


@pytest.mark.parametrize(
    ("counties", "cities", "said", "charts"),
    [
        (6, 5, "", {"heatmap-level"}),
        (6, 1, "各层级中只有县级的年报达到5份，不作层级之间的比较。", set()),
        (3, 2, "各层级的年报均不足5份，不作层级之间的比较。", set()),
    ],
)
def test_levels_with_few_reports_are_not_compared(
    counties: int, cities: int, said: str, charts: set[str]
) -> None:
    reports = [MadeReport(agency=f"第{n}局", problems=["channels"]) for n in range(counties)]
    reports += [MadeReport(agency=f"市{n}局", problems=["channels"], level="city", county=None) for n in range(cities)]  # fmt: skip
    report = _build(reports)
    assert ("作层级之间的比较" in _prose(report)) == bool(said) and said in _prose(report)
    assert {chart.name for chart in report.charts} & {"heatmap-level"} == charts
    assert set(report.chart_tables) & {"heatmap-level"} == charts
    assert "not compared" not in _prose(_build(reports[:1], "en"))


def test_what_was_not_used_is_accounted_for() -> None:
    reports = [
        MadeReport(agency="甲局", year=2022),
        MadeReport(agency="甲局", year=2022),
        MadeReport(status="unreadable"),
        MadeReport(status="duplicate"),
        MadeReport(status="not_annual_report"),
    ]
    prose = _prose(_build(reports))
    assert (
        "共读取文件5个，其中2个用于分析，1个与其他文件内容完全相同、不重复计算，1个不是政府信息公开工作年度报告，1个无法读取。"
        "同一机关同一年度有多个文件的，合并为一份年报计算，文字以第五部分最长的文件为准，共合并1个文件。"
    ) in prose


def test_what_several_files_of_one_report_say_is_told_once() -> None:
    reports = [
        MadeReport(agency="甲局", year=2022, problems=["timeliness"], measures=["timeliness"]),
        MadeReport(agency="甲局", year=2022, problems=["timeliness", "channels"], measures=["timeliness"]),
        MadeReport(agency="乙局", year=2022, problems=["timeliness"]),
    ]
    finding = {"check": "overdue", "outcome": "fails", "severity": "error", "message": "公布日期有误。"}
    report = _build(reports, checks=[{"document": document_id(n), **finding} for n in range(3)])
    prose = _prose(report)
    assert "共识别问题陈述3条、措施陈述1条。" in prose
    assert "共完成核查2项，其中2项不一致，涉及2份年报" in prose
    assert [row[0] for row in report.tables["checks"].rows] == ["乙局", "甲局"]
    page = next(page for page in report.themes if page.theme == "timeliness")
    assert sorted(quote.agency for quote in page.quotations) == ["乙局", "甲局"]
    assert report.ledger["agency"].tolist().count("甲局") == 2
    (merged,) = [table for part in report.parts for table in part.tables if table.id == "merged"]
    assert [(row[0], row[1]) for row in merged.rows] == [("甲局", "2022")]
    first, second = (f"{document_id(n)}" for n in (0, 1))
    paths = {row["document"]: row["path"] for row in made_tables(reports)["documents"].to_pylist()}
    assert paths[second].endswith(merged.rows[0][2]) and paths[first].endswith(merged.rows[0][3])


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ([], "6个机关2021—2023年度的年报齐全。"),
        ([(0, 2022), (3, 2021), (3, 2023)], "4个机关2021—2023年度的年报齐全；第0局缺2022年度，第3局缺2021、2023年度。"),
        ([(n, 2021 + n % 3) for n in range(3)], "3个机关2021—2023年度的年报齐全，其余3个缺部分年度，见"),
    ],
)  # fmt: skip
def test_years_without_a_report_are_named(missing, said, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_parts, "NAMED_GAPS", 2)
    reports = [
        MadeReport(agency=f"第{n}局", year=year, problems=["timeliness"])
        for n in range(6)
        for year in (2021, 2022, 2023)
        if (n, year) not in missing
    ]
    assert said in _prose(_build(reports))
    assert "年报齐全" not in _prose(_build(reports[:1])) + _prose(
        _build([r for r in reports if r.year == 2022])
    )


def test_agencies_that_may_be_one_are_named() -> None:
    nowhere = {"province": None, "city": None, "county": None}
    reports = [
        MadeReport(agency="青禾区桐岭镇人民政府", year=2022),
        MadeReport(agency="桐岭镇", year=2021, **nowhere),
        MadeReport(agency="霁川市审计局", year=2022, province=None, city="霁川市", county=None),
    ]
    said = "“桐岭镇”与“青禾区桐岭镇人民政府”可能是同一机关"
    assert said in _prose(_build(reports))
    assert "可能是同一机关" not in _prose(_build(reports[:1] + reports[2:]))


def test_an_early_year_of_a_single_agency_leaves_no_gap_at_the_others() -> None:
    reports = [MadeReport(agency=f"第{n}局", year=year) for n in range(4) for year in (2022, 2023)]
    prose = _prose(_build([*reports, MadeReport(agency="第0局", year=2018)]))
    assert "4个机关2022—2023年度的年报齐全。" in prose
    single = [MadeReport(agency=f"第{n}局", year=2022 + n % 2) for n in range(4)]
    assert "年报齐全" not in _prose(_build(single))


def test_few_reports_have_numbers_and_no_shares_in_words_and_tables() -> None:
    reports = [
        MadeReport(agency="甲局", year=year, problems=["timeliness", "coverage"], measures=["timeliness"])
        for year in (2022, 2023)
    ]
    report = _build(reports)
    before_method = _prose(report).partition("处理步骤")[0]
    assert "年报不足10份" in before_method and "%" not in before_method.replace("95%", "")
    tables = {table.id: table for part in report.parts for table in part.tables}
    assert [column.kind for column in tables["summary"].columns] == ["text", "count", "count", "count"]
    # one agency cannot be set against others: what the words leave out stands in no table either
    assert "偶然水平" not in [column.name for column in tables["persistence"].columns]
    assert "不与偶然水平比较" in before_method
    charts = {chart.name for part in report.parts for chart in part.charts}
    assert not charts & {"severity", "followthrough", "promises", "agencies"}


def test_a_theme_whose_problem_is_answered_is_not_said_to_lack_a_measure() -> None:
    report = _build(
        [
            MadeReport(
                problems=["timeliness", "supervision"],
                measures=["timeliness"],
                steps={"training": "下基层讲课"},
            )
        ]
    )
    prose = _prose(report)
    assert "2条问题陈述都在同一份年报中有对应的措施" in prose
    assert "没有写明同主题的措施" not in prose
    alone = _prose(_build([MadeReport(problems=["timeliness", "supervision"], measures=["timeliness"])]))
    assert "针对“监督考核”（《条例》第四十六条），年报中没有写明同主题的措施，建议补充。" in alone


def test_one_report_has_no_shares_and_one_agency_is_not_many() -> None:
    report = _build([MadeReport(problems=["timeliness", "coverage"], measures=["timeliness"])])
    prose = _prose(report)
    assert "%" not in prose.partition("方法")[0].replace("95%", "") and "各机关" not in prose
    assert "只有1份年报，不计算占比" in prose and "该机关提出的措施有" in prose
    assert "prevalence" not in {chart.name for part in report.parts for chart in part.charts}
    (summary,) = [table for part in report.parts for table in part.tables if table.id == "summary"]
    assert [column.kind for column in summary.columns] == ["text", "count", "count", "count"]
    assert ("列出问题的年报", "1份") in report.facts
    assert not {chart.name for part in report.parts for chart in part.charts}
    assert "Wilson" not in prose and "Rogan" not in prose  # no share is told, so there is none to explain
    assert "1条问题陈述在同一份年报中" not in prose and "2条问题陈述中" in prose


@pytest.mark.parametrize(
    ("lang", "words"), [("zh", "未找到第五部分，无从分析"), ("en", "No section five was found in")]
)
@pytest.mark.parametrize("n", [1, 2])
def test_reports_without_any_section_five_are_not_said_to_name_no_problem(n, lang, words) -> None:
    report = _build([MadeReport(agency=f"第{i}局", has_section=False) for i in range(n)], lang)
    prose = _prose(report)
    assert words in prose
    suggested = {
        "zh": "没有第五部分可供分析，不提出建议。",
        "en": "There is no section five to analyse, so nothing",
    }
    assert suggested[lang] in prose


@pytest.mark.parametrize(
    ("share", "low", "high", "word"),
    [
        (0.9, 0.7, 0.95, "most"),
        (0.9, 0.6, 0.95, "majority"),
        (0.6, 0.4, 0.8, "some"),
        (0.2, 0.1, 0.3, "some"),
        (0.05, 0.01, 0.12, "few"),
        (0.05, 0.0, 0.6, "some"),  # so wide an interval holds for few and for many
    ],
)
def test_words_promise_no_more_than_the_interval_holds(share, low, high, word) -> None:
    assert Bands().word(share, low, high) == word


def test_checks_and_issues_are_listed_with_the_grave_first() -> None:
    checks = [
        {"document": document_id(0), "check": check, "outcome": outcome, "severity": severity, "message": f"{check}有误。", "message_en": f"{check} is off."}
        for check, outcome, severity in (("b", "fails", "warning"), ("a", "fails", "error"), ("c", "holds", "error"), ("d", "untestable", "note"))
    ]  # fmt: skip
    issues = [
        {"document": "x", "path": "坏.pdf", "stage": "read", "code": "scanned_pdf", "message": "没有文字层。"}
    ]
    report = _build([MadeReport(agency="甲局")], checks=checks, issues=issues)
    assert [row[2:] for row in report.tables["checks"].rows] == [
        ("a", "错误", "a有误。"),
        ("b", "警示", "b有误。"),
    ]
    assert report.tables["issues"].rows == (
        (
            "坏.pdf",
            "读取",
            "扫描件，没有文字层，需先做文字识别",
            "文件是扫描件，没有文字层。请做文字识别后读取。",
        ),
    )
    prose = _prose(report)
    assert "共完成核查3项，其中2项不一致，涉及1份年报，见下表。" in prose
    assert "另有1项因数据缺失或读取不确定而无法核查。" in prose
    english = _build([MadeReport(agency="甲局")], "en", checks=checks)
    assert english.tables["checks"].rows[0][-1] == "a is off."


def test_the_same_tables_give_the_same_report() -> None:
    tables = made_tables(made_corpus(5))
    first, second = (build(tables, date=DATE) for _ in range(2))
    assert first.fingerprint == second.fingerprint and first.parts[0] == second.parts[0]
    assert first.themes == second.themes


def test_a_second_process_gives_the_same_report(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_material, "_FEWEST_ASIDE", 1)
    tables = made_tables(made_corpus(16))
    alone, helped = (build(tables, date=DATE, workers=workers) for workers in (1, 2))
    assert helped.facts == alone.facts
    assert [part.sentences for part in helped.parts] == [part.sentences for part in alone.parts]
    for one, other in zip(helped.charts, alone.charts, strict=True):
        assert one.name == other.name and one.result.params == other.result.params
        assert one.result.frame.equals(other.result.frame)
    assert helped.tables == alone.tables
    assert helped.ledger.equals(alone.ledger)


def test_title_and_language_can_be_chosen() -> None:
    tables = made_tables([MadeReport()])
    assert build(tables, title="我的\x00报告").title == "我的报告"
    with pytest.raises(UsageError, match="zh, en"):
        build(tables, lang="de")


def test_marks_are_merged_and_kept_within_the_text() -> None:
    assert runs_of("一二三四五", 10, [(11, 13), (12, 14), (14, 99)]) == (
        Run("一"),
        Run("二三四五", marked=True),
    )
    assert runs_of("一二三", 10, [(0, 5), (20, 30)]) == (Run("一二三"),)
    assert runs_of("", 0, []) == ()


def test_text_is_cleaned_of_what_cannot_be_shown() -> None:
    assert clean("a\x00b\ud800c\u202ed\u200be\r\nf") == "abcde\nf"
    assert clean("⼯作⼈员⻓期兼职") == "工作人员长期兼职"


def test_lines_of_a_page_are_joined() -> None:
    assert joined_lines("没有一份解读\n ，下一步 \n　将开展") == "没有一份解读，下一步将开展"
    assert joined_lines("open\ndata") == "open data"
    assert joined_lines(" 甲 ") == " 甲 " and joined_lines("") == ""


def test_paths_are_printed_below_the_folder_that_all_share() -> None:
    issues = [
        {"document": "x", "path": "/home/me/in/b/坏.pdf", "stage": "read", "code": "damaged", "message": "坏"}
    ]
    tables = made_tables([], issues=[*issues, {**issues[0], "path": "/home/me/in/包.zip!/a/1.txt"}])
    assert [row[0] for row in build(tables).tables["issues"].rows] == ["b/坏.pdf", "包.zip!/a/1.txt"]
    assert build(made_tables([], issues=issues)).tables["issues"].rows[0][0] == "坏.pdf"


def test_years_are_joined_to_spans() -> None:
    years = ["2023", "2019", "2021", "2022", "2022"]
    assert year_spans(years, load_wording("en")) == "2019, 2021–2023"
    assert year_spans(years, load_wording("zh")) == "2019、2021—2023"
    assert year_spans([], load_wording("zh")) == ""


def test_a_report_on_one_agency_counts_its_own_files_and_findings_once() -> None:
    reports = [
        MadeReport(agency="甲局", year=2022, has_section=False),
        MadeReport(agency="甲局", year=2022, problems=["timeliness"]),
    ]
    reports += [MadeReport(agency=f"第{i}局", year=2022) for i in range(6)]
    finding = {"check": "overdue", "outcome": "fails", "severity": "error", "message": "公布日期有误。"}
    tables = made_tables(reports, checks=[{"document": document_id(n), **finding} for n in range(8)])
    report = build(tables, lang="zh", date=DATE, options=ReportOptions(agency="甲局"))
    prose = _prose(report)
    assert "共读取文件2个，均用于分析。" in prose and "共合并1个文件。" in prose
    assert "未找到第五部分" not in prose and "其中1项不一致，涉及1份年报" in prose
    (peers,) = [table for part in report.parts for table in part.tables if table.id == "peers"]
    (row,) = [row for row in peers.rows if row[0] == "核查不一致的项数"]
    assert row[1] == row[2]  # as all others


def test_measures_are_quoted_without_what_led_to_them() -> None:
    material = load_material(made_tables([MadeReport()]), load_wording("zh"), ReportOptions())
    for text in (
        "下一步，我镇将开设专栏。",
        "针对上述问题，今后，我镇将开设专栏；",
        "同时，我镇将开设专栏",
        "我镇将开设专栏",
    ):
        assert _parts.quoted(material, text, "甲镇", "2023") == "“我镇将开设专栏”（甲镇，2023）"
    for text, left in (
        ("下一步增配一人", "增配一人"),
        ("同时委托专班核对", "委托专班核对"),
        ("下一步工作重点是培训", "下一步工作重点是培训"),
        ("并印发统一样式", "印发统一样式"),
        ("并发布操作指南", "发布操作指南"),
        ("并联审批结果次日上网", "并联审批结果次日上网"),
    ):
        assert _parts.quoted(material, text, "甲镇", "2023") == f"“{left}”（甲镇，2023）"


def test_pieces_of_evidence_that_overlap_are_one_in_the_ledger() -> None:
    tables = made_tables([MadeReport(problems=["timeliness"])])
    (row,) = tables["evidence"].to_pylist()
    start, end = row["start"], row["end"]
    pieces = [row, {**row, "start": start, "end": end - 2}, {**row, "start": end - 3, "end": end}]
    tables = tables.replace(evidence=make_table("evidence", pieces))
    (shown,) = build(tables, date=DATE).ledger["evidence"]
    assert shown == row["text"]


def test_the_ledger_has_governments_first_and_the_years_of_an_agency_together() -> None:
    reports = [
        MadeReport(agency="青禾区医保局", problems=["staffing"]),
        MadeReport(agency="青禾区人民政府", kind="government", problems=["staffing"]),
        MadeReport(agency="青禾区医保局", year=2022, problems=["staffing"]),
    ]
    ledger = _build(reports).ledger
    assert ledger["agency"].tolist()[0] == "青禾区人民政府"
    assert ledger["year"].tolist()[1:] == ["2023", "2022"]
