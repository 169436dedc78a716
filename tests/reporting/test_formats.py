"""Word and Excel of one report: complete, safe, and with the same figures; and the files that are written."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

import docx as python_docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from made_tables import MadeReport, document_id, made_corpus, made_tables
from pages import DATE, png

from textmine.reporting import _xlsx, _xlsx_rows, build, write
from textmine.reporting._docx import docx
from textmine.reporting._docx_table import column_widths
from textmine.reporting._model import Column, Table, ThemeReport
from textmine.reporting._xlsx import MAX_TEXT, row_height, xlsx

PNG = png(144, 90)
EVIL = "</script></title><script>alert(1)</script><img src=x onerror=alert(2)>\"'&{{7*7}}"


def _report(reports, lang: str = "zh", **more) -> ThemeReport:
    return build(made_tables(reports, **more), lang=lang, date=DATE)


def _charts(report: ThemeReport) -> dict[str, bytes]:
    return {chart.name: PNG for chart in report.charts}


def _evil() -> ThemeReport:
    report = MadeReport(
        agency=f"甲局{EVIL}", year=2023, problems=["timeliness"], extra={"channels": f"=1+1{EVIL}"}, lead=EVIL
    )
    issue = {
        "document": "d",
        "path": f"{EVIL}.pdf",
        "stage": "read",
        "code": "broken",
        "message": f"=cmd|' /C calc'!A0 {EVIL}",
    }
    check = {
        "document": document_id(0),
        "check": EVIL,
        "outcome": "fails",
        "severity": "error",
        "message": EVIL,
        "message_en": EVIL,
    }
    return _report([report, MadeReport(agency="乙局")], issues=[issue], checks=[check])


@pytest.fixture(scope="module")
def usual() -> ThemeReport:
    return _report(made_corpus(16))


def _document(report: ThemeReport):
    return python_docx.Document(BytesIO(docx(report, _charts(report))))


def test_word_sets_east_asian_fonts_in_defaults_and_styles(usual: ThemeReport) -> None:
    document = _document(usual)
    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    assert defaults.find(qn("w:rFonts")).get(qn("w:eastAsia")) == "仿宋_GB2312"
    assert not [name for name in defaults.find(qn("w:rFonts")).attrib if "Theme" in name]
    expected = {
        "Title": ("方正小标宋简体", 22),
        "Heading 1": ("黑体", 16),
        "Heading 2": ("楷体_GB2312", 16),
        "Normal": ("仿宋_GB2312", 16),
    }
    for name, (font, size) in expected.items():
        style = document.styles[name]
        assert style.element.rPr.rFonts.get(qn("w:eastAsia")) == font
        assert style.font.size.pt == size
    section = document.sections[0]
    assert [
        round(length.mm)
        for length in (section.page_width, section.page_height, section.top_margin, section.left_margin)
    ] == [210, 297, 37, 28]
    assert document.styles["Normal"].paragraph_format.line_spacing.pt == 28
    footer = document.sections[0].footer._element.xml
    assert "PAGE" in footer and "— " in footer


def test_word_numbers_its_captions_and_repeats_table_heads(usual: ThemeReport) -> None:
    document = _document(usual)
    captions = [p.text for p in document.paragraphs if p.style.name == "Caption" and p.text]
    figures = [caption for caption in captions if caption.startswith("图")]
    assert [re.match(r"图(\d+)　", caption).group(1) for caption in figures] == [
        str(i + 1) for i in range(len(usual.charts))
    ]
    tables = [caption for caption in captions if caption.startswith("表")]
    assert len(tables) == len(document.tables) == sum(len(part.tables) for part in usual.parts)
    for table in document.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    described = [p.get("descr") for p in document.element.iter(qn("wp:docPr"))]
    assert len(described) == len(usual.charts) and all(described)


def test_narrow_columns_are_wide_enough_for_their_words(usual: ThemeReport) -> None:
    years = ("甲" * 40, "2023", "错误", "乙" * 80)
    heads = tuple(Column(name) for name in ("机关", "年度", "程度", "说明"))
    widths = column_widths(Table("t", "", heads, (years,)), 15.6, 60)
    assert sum(widths) == pytest.approx(15.6) and min(widths) > 0.9
    for table in usual.tables.values():
        assert sum(column_widths(table, 22.5, 60)) == pytest.approx(22.5)


def test_years_stay_on_a_line_beside_many_columns() -> None:
    heads = (Column("机关"), Column("年度"), *(Column(f"主题名称{n}", "count") for n in range(20)))
    rows = tuple((f"岚川省第{n}号厅", "2018—2022", *[n] * 20) for n in range(9))
    widths = column_widths(Table("t", "", heads, rows), 22.5, 60)
    assert sum(widths) == pytest.approx(22.5)
    assert widths[1] > 5.4 * 0.33 + 0.3 > max(widths[2:])


def test_latin_words_are_not_broken_where_there_is_room() -> None:
    heads = (Column("Theme"), *(Column(name, "count") for name in ("Named as a problem", "Tagged share", "Corrected share",
             "Corrected from", "Corrected to", "Stated as a measure", "With a measure")))  # fmt: skip
    widths = column_widths(Table("t", "", heads, (("Coverage and completeness", *[9] * 7),)), 15.6, 60)
    assert sum(widths) == pytest.approx(15.6)
    assert widths[0] > len("completeness") * 0.55 * 0.33 + 0.35
    assert widths[3] > len("Corrected") * 0.55 * 0.33
    assert widths[2] > len("Tagged") * 0.55 * 0.33 + 0.3


def test_word_headings_follow_the_parts(usual: ThemeReport) -> None:
    document = _document(usual)
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert headings[:4] == ["一、基本情况", "二、总体情况", "三、共性问题", "四、反复出现的问题"]
    second = [p.text for p in document.paragraphs if p.style.name == "Heading 2"]
    assert second[0] == "（一）公开时效"
    assert second[len(usual.themes) :][:2] == ["（一）同一问题连年出现情况", "（二）文字沿用情况"]
    assert headings[-4:] == [
        "附件1　各机关问题主题一览",
        "附件2　问题台账（节选）",
        "附件3　数据质量",
        "附件4　方法与口径",
    ]


def test_word_says_the_same_as_the_tables(usual: ThemeReport) -> None:
    document = _document(usual)
    prose = "\n".join(p.text for p in document.paragraphs)
    for part in usual.parts:
        for sentence in part.sentences:
            assert sentence.text in prose
    summary = usual.tables["summary"]
    table = next(t for t in document.tables if t.rows[0].cells[0].text == "主题")
    for row, values in zip(table.rows[1:], summary.rows, strict=True):
        assert [cell.text for cell in row.cells][1:5] == [
            str(values[3]),
            *(f"{values[place] * 100:.0f}%" for place in (4, 5, 6)),
        ]


def test_word_takes_hostile_texts_as_text() -> None:
    document = _document(_evil())
    assert EVIL in "\n".join(p.text for p in document.paragraphs)


def _book(report: ThemeReport):
    return openpyxl.load_workbook(BytesIO(xlsx(report)))


def test_excel_writes_text_as_text() -> None:
    content = xlsx(_evil())
    with zipfile.ZipFile(BytesIO(content)) as archive:
        sheets = [
            archive.read(name).decode()
            for name in archive.namelist()
            if name.startswith("xl/worksheets/sheet")
        ]
        assert not any("<f>" in sheet or "hyperlink" in sheet for sheet in sheets)
        assert not [name for name in archive.namelist() if "externalLink" in name or "_rels/sheet" in name]
    book = openpyxl.load_workbook(BytesIO(content))
    ledger = book["问题台账"]
    cell = next(row[5] for row in ledger.iter_rows(min_row=2) if row[5].value.startswith("=1+1"))
    assert cell.data_type == "s" and cell.value == f"=1+1{EVIL}" and cell.quotePrefix
    assert book["数据质量"]["D2"].data_type == "s" and book["数据质量"]["D2"].value.startswith("=cmd")


def test_excel_agrees_with_the_report(usual: ThemeReport) -> None:
    book = _book(usual)
    assert book.sheetnames == [
        *("问题台账", "主题汇总", "单位×主题", "再现情况", "连年出现", "文字沿用", "承诺落实"),
        *("数据核查", "数据质量", "口径说明"),
    ]
    rows = list(book["主题汇总"].iter_rows(min_row=2, values_only=True))
    for row, expected in zip(rows, usual.tables["summary"].rows, strict=True):
        assert (row[0], row[1] or "") == expected[:2]
        assert row[2:] == pytest.approx(expected[2:], rel=1e-15)
    assert book["问题台账"].max_row == len(usual.ledger) + 1
    assert [row[5] for row in book["问题台账"].iter_rows(min_row=2, values_only=True)] == usual.ledger[
        "text"
    ].tolist()
    matrix = [row[4:] for row in book["单位×主题"].iter_rows(min_row=2, values_only=True)]
    assert matrix == [row[4:] for row in usual.tables["matrix"].rows]


def test_excel_can_be_filtered_printed_and_reviewed(usual: ThemeReport) -> None:
    ledger = _book(usual)["问题台账"]
    assert ledger.freeze_panes == "D2" and ledger.auto_filter.ref.startswith("A1:")
    assert ledger.print_title_rows == "$1:$1" and ledger.page_setup.orientation == "landscape"
    verdict, corrected = ledger.data_validations.dataValidation
    assert verdict.formula1 == '"正确,待复核主题也成立,主题有误,性质有误,拆分有误,存疑"'
    assert str(verdict.sqref) == f"Q2:Q{ledger.max_row}"
    assert corrected.formula1.startswith('"公开时效,') and corrected.formula1.endswith(',其他,无"')
    assert not corrected.showErrorMessage  # several themes at once are no item of the list
    hidden = [cell.value for cell in ledger[1] if ledger.column_dimensions[cell.column_letter].hidden]
    assert hidden and all(name.startswith("textmine:1:") for name in hidden)
    assert ledger.auto_filter.ref == ledger.dimensions  # sorting moves the hidden columns too


def test_rows_put_into_a_workbook_are_those_that_xlsxwriter_would_write() -> None:
    import openpyxl
    import xlsxwriter

    kinds = ("text", "count", "share", "input", *["text"] * 26)
    odd = ("=1+1", "-无", "a & b <c>", "两行\n一格", " 前后 ", "_x0041_", "回\r车", "𠮷" * 3, "", None)
    values = [
        [text, 3, 0.123456789012345678, None, *[f"{n}" for n in range(26)]] for n, text in enumerate(odd)
    ]
    heights = [None, 29.0, 42.5, *[None] * (len(odd) - 3)]
    books = []
    for quick in (False, True):
        stream = BytesIO()
        with xlsxwriter.Workbook(stream, {"in_memory": True}) as made:
            book = _xlsx._Book(made)
            sheet = made.add_worksheet("一")
            for column in range(len(kinds)):
                book.head(sheet, column, f"列{column}")
            if quick:
                book.fill(sheet, kinds, zip(heights, values, strict=True), len(values))
            for row, (height, cells) in enumerate(zip(heights, values, strict=True), start=1):
                if quick:
                    break
                sheet.set_row(row, height)
                for column, (value, kind) in enumerate(zip(cells, kinds, strict=True)):
                    style = "formula_like" if kind == "text" and str(value)[:1] in "=-" and value else kind
                    sheet.write(row, column, None, book.formats[kind])
                    if isinstance(value, str) and value:
                        sheet.write_string(row, column, value, book.formats[style])
                    elif value is not None and value != "":
                        sheet.write_number(row, column, value, book.formats[kind])
        content = stream.getvalue()
        content = _xlsx_rows.with_rows(content, book.rows) if quick else content
        books.append(openpyxl.load_workbook(BytesIO(content))["一"])
    plain, put = books
    assert put.dimensions == plain.dimensions == f"A1:AD{len(values) + 1}"
    for ours, theirs in zip(put.iter_rows(), plain.iter_rows(), strict=True):
        for one, other in zip(ours, theirs, strict=True):
            assert (one.value, one.coordinate, one.data_type) == (
                other.value,
                other.coordinate,
                other.data_type,
            )
            assert one.number_format == other.number_format and one.fill.fgColor.rgb == other.fill.fgColor.rgb
            assert (
                one.alignment.wrap_text == other.alignment.wrap_text and one.quotePrefix == other.quotePrefix
            )
    for row in range(1, len(values) + 2):
        assert put.row_dimensions[row].height == plain.row_dimensions[row].height


def test_rows_of_the_ledger_are_as_high_as_their_texts(usual: ThemeReport) -> None:
    book = _book(_report([MadeReport(extra={"channels": "形式较为单一，" * 20}), MadeReport(agency="乙局", problems=["channels"])]))  # fmt: skip
    ledger = book["问题台账"]
    heights = [ledger.row_dimensions[row].height for row in range(2, ledger.max_row + 1)]
    assert max(height or 0 for height in heights) > 6 * 13
    assert row_height([("短", 10.0), (3, 5.0), (None, 5.0)]) is None
    assert row_height([("一二三四五六七八", 10.0)]) == 2 * 13.5 + 2
    assert row_height([("一\n二\n三", 10.0)]) == 3 * 13.5 + 2
    assert row_height([("长" * 3000, 10.0)]) == 409


def test_the_ledger_keeps_the_reports_of_an_agency_together() -> None:
    reports = [MadeReport(agency=name, year=year, problems=["channels"]) for year in (2022, 2023) for name in ("甲局", "乙局")]  # fmt: skip
    ledger = _book(_report(reports))["问题台账"]
    rows = [(row[1].value, row[2].value) for row in ledger.iter_rows(min_row=2)]
    assert rows == [("乙局", "2023"), ("乙局", "2022"), ("甲局", "2023"), ("甲局", "2022")]


def test_excel_shortens_what_a_cell_cannot_hold() -> None:
    book = _book(_report([MadeReport(extra={"channels": "长" * 40_000})]))
    value = book["问题台账"]["F2"].value
    assert len(value) == MAX_TEXT and value.endswith("…")


@pytest.mark.parametrize(
    "reports", [[], [MadeReport()], [MadeReport(status="unreadable")]], ids=["none", "one", "unused"]
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_tiny_corpora_give_whole_files(reports, lang) -> None:
    report = _report(reports, lang)
    assert _document(report).paragraphs and _book(report).sheetnames


def test_write_leaves_the_files_of_the_contract_and_nothing_else(tmp_path) -> None:
    reports = [MadeReport(problems=["channels"]), MadeReport(agency="青禾区财政局")]
    report = build(made_tables(reports), lang="zh", date=DATE)
    paths = write(report, tmp_path / "out")
    found = {
        path.relative_to(tmp_path / "out").as_posix()
        for path in (tmp_path / "out").rglob("*")
        if path.is_file()
    }
    assert found == {path.relative_to(tmp_path / "out").as_posix() for path in paths}
    assert {"theme-report.html", "theme-report.docx", "theme-report.xlsx", "charts/prevalence.png"} <= found


def test_on_paper_the_same_words_are_quoted_once() -> None:
    reports = [MadeReport(agency=f"第{n}局", problems=["timeliness"]) for n in range(3)]
    report = _report(reports, "zh")
    (page,) = report.themes
    assert len(page.quotations) == 3
    quoted = [p.text for p in _document(report).paragraphs if p.style and p.style.name == "Quote"]
    assert len(quoted) == 1 and "更新不及时" in quoted[0]
