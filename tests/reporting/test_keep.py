"""A new workbook takes nothing away: entered verdicts are taken in, kept and shown again; issues are told in Chinese."""

from __future__ import annotations

import ast
import csv
import datetime
import inspect
import re
from pathlib import Path

import openpyxl
import pytest
from made_tables import MadeReport, made_tables

from textmine.analysis.verdicts import VERDICT_FILE, apply_verdicts, load_verdicts
from textmine.parsing import _filter
from textmine.readers import _sniff
from textmine.reporting import ReportOptions, build, read_review, take_in, write_issues
from textmine.reporting._issues import chinese_message, issue_messages, shorter_copies
from textmine.reporting._xlsx import xlsx
from textmine.resources import load_yaml
from textmine.tables import make_tables
from textmine.themes import load_codebook

WHEN = datetime.datetime(2026, 3, 1, tzinfo=datetime.UTC)
REPORTS = [MadeReport(problems=["staffing", "training"]), MadeReport(agency="乙局", problems=["channels"])]


def _write(path: Path, verdicts=()) -> None:
    tables = apply_verdicts(made_tables(REPORTS), verdicts, themes=load_codebook().ids)
    path.write_bytes(xlsx(build(tables, options=ReportOptions(verdicts=verdicts))))


def _fill(path: Path, row: int, **values: str | None) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    heads = {cell.value: cell.column for cell in sheet[1]}
    for name, value in values.items():
        sheet.cell(row, heads[name]).value = value
    book.save(path)


def _rows(path: Path) -> list[tuple]:
    sheet = openpyxl.load_workbook(path).worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    wanted = [heads.index(name) for name in ("原文", "复核人", "复核意见", "更正主题", "复核说明")]
    return [tuple(row[place] for place in wanted) for row in sheet.iter_rows(min_row=2, values_only=True)]


def test_entered_verdicts_are_taken_in_kept_and_shown_again(tmp_path: Path) -> None:
    book = tmp_path / "theme-report.xlsx"
    _write(book)
    _fill(book, 2, 复核人="赵宁", 复核意见="主题有误", 更正主题="业务能力与培训", 复核说明="看原文")
    _fill(book, 3, 复核人="赵宁", 复核意见="性质有误")
    (taken,) = take_in([book, tmp_path / "none.xlsx"], when=WHEN)
    assert taken.verdicts == 3 and taken.kept is not None and taken.kept.exists()
    verdicts = load_verdicts(tmp_path / VERDICT_FILE)
    before = _rows(book)
    _write(book, verdicts)
    assert _rows(book) == before
    assert not read_review(book, when=WHEN.isoformat()).news
    assert take_in([book], when=WHEN) == []
    _fill(book, 3, 复核人=None, 复核意见=None)  # taken back
    take_in([book], when=WHEN)
    assert {v.verdict for v in load_verdicts(tmp_path / VERDICT_FILE)} == {"right", "wrong"}


def test_what_cannot_be_read_is_kept_aside(tmp_path: Path) -> None:
    book = tmp_path / "theme-report.xlsx"
    book.write_bytes(b"no workbook")
    (taken,) = take_in([book], when=WHEN)
    assert taken.kept is not None and taken.kept.read_bytes() == b"no workbook" and "Excel" in taken.trouble
    _write(book)
    _fill(book, 2, 复核说明="再看")
    (taken,) = take_in([book], when=WHEN)
    assert taken.verdicts == 0 and taken.kept is not None


@pytest.mark.parametrize(
    ("code", "message", "said"),
    [
        ("missing_section", "No section “problems” was found; look …", "没有找到“存在的主要问题及改进情况”部分"),
        ("missing_table", "Page 3: No review table was found; look", "没有找到行政复议、行政诉讼情况表"),
        ("unreadable_cell", "requests.new.total (character 12): “甲” is no number; none was taken.", "（第12字符处）：“甲”不是数字"),
        ("doubled_section", "Section “active” is headed 2 times (again at character 9); one", "标题出现2次（另一处在第9字符处）"),
        ("duplicate_document", "b.pdf: the same file as a.pdf, byte for byte; counted once.", "与a.pdf完全相同"),
        ("garbled_text", "of another version", "文字为乱码"),
        ("unsupported_format", "a.jpg: The file is a JPEG picture, which holds no text. Run …", "文件是JPEG图片，没有文字。请做文字识别"),
        ("unsupported_format", "Files of type x/y cannot be read.", "文件格式不支持"),
        ("not_annual_report", "Left out of analysis: it is empty or nearly so.", "几乎没有文字，可能是出错页面"),
        ("not_annual_report", "Left out of analysis: by its title it is a template or model text.", "从标题和开头看是模板或范文"),
        ("not_annual_report", "Left out of analysis: by its title it is a list of reports, of which each has a page or file of its own.",
         "从标题和开头看是年报目录页（只有链接，须打开各年的年报另存后读取），不是政府信息公开工作年度报告，未纳入分析。"),
        ("not_annual_report", "Left out of analysis: it shows the title of an annual report but not its text, which may be in an attachment or a picture.",
         "只有年报的标题，没有正文，正文可能在附件或图片中。"),
        ("unheard_of", "English", "English"),
    ],
)  # fmt: skip
def test_issues_are_told_in_chinese(code: str, message: str, said: str) -> None:
    assert said in chinese_message(code, message)


def test_every_kind_of_file_and_every_reason_has_a_chinese_name() -> None:
    names = load_yaml("templates", "issues.yaml")["names"]
    assert {name for _, name, _ in _sniff._FOREIGN} <= set(names["kind"])
    assert {entry["reason"] for entry in load_yaml("parsing", "filter.yaml")["others"]} <= set(
        names["reason"]
    )
    told = {
        word.value
        for statement in ast.walk(ast.parse(inspect.getsource(_filter)))
        if isinstance(statement, ast.Return) and isinstance(word := statement.value, ast.Constant)
        if isinstance(word.value, str)
    }
    assert len(told) >= 6
    for reason in told:
        said = chinese_message("not_annual_report", f"Left out of analysis: {reason}.")
        assert not re.search("[a-z]{3}", said), said


def test_a_copy_names_the_other_file_as_the_table_does() -> None:
    message = "in/乡镇/b.pdf: the same file as in/县区/a.pdf, byte for byte; counted once."
    said = chinese_message("duplicate_document", message)
    assert (
        shorter_copies(message, said, lambda path: path.removeprefix("in/"))
        == "与县区/a.pdf完全相同，只计一次。"
    )
    assert shorter_copies("The file is empty.", "文件是空的。", str.upper) == "文件是空的。"


def test_english_issues_do_not_repeat_the_path_that_has_its_own_column() -> None:
    row = {
        "document": "a.pdf",
        "path": "in/a.pdf",
        "stage": "read",
        "code": "damaged",
        "message": "in/a.pdf: the PDF is cut off.",
    }
    assert issue_messages(made_tables([], issues=[row]), lang="en") == ["The PDF is cut off."]


def test_copies_of_a_file_that_could_not_be_used_say_why() -> None:
    lost = "Left out of analysis: it is empty or nearly so."
    rows = [("a.html", "not_annual_report", lost), ("b.html", "duplicate_document", "b.html: the same file as a.html, byte for byte; counted once."),
            ("d.html", "duplicate_document", "d.html: the same file as c.html, byte for byte; counted once.")]  # fmt: skip
    issues = [
        {"document": path, "path": path, "stage": "run", "code": code, "message": message}
        for path, code, message in rows
    ]
    tables = made_tables([], issues=issues)
    documents = [("a.html", "not_annual_report"), ("b.html", "duplicate"), ("c.html", "used")]
    tables = tables.replace(documents=make_tables({"documents": [{"document": p, "path": p, "status": s} for p, s in documents]})["documents"])  # fmt: skip
    first, copy, spare = issue_messages(tables)
    assert "出错页面" in first
    assert copy.startswith("内容与a.html完全相同，同样没有用上：") and "出错页面" in copy
    assert spare == "与c.html完全相同，只计一次。"
    assert issue_messages(tables, lang="en")[1].endswith(lost)


def test_every_code_with_a_name_has_a_message_and_the_file_one_more_column(tmp_path: Path) -> None:
    codes = load_yaml("templates", "issues.yaml")["codes"]
    assert set(load_yaml("templates", "report.zh.yaml")["code"]) <= set(codes)
    for issues in (
        [],
        [{"document": "d", "path": "a.pdf", "stage": "read", "code": "damaged", "message": "x"}],
    ):
        write_issues(made_tables([], issues=issues), tmp_path / "issues.csv")
        with (tmp_path / "issues.csv").open(encoding="utf-8-sig", newline="") as stream:
            head, *rows = csv.reader(stream)
        assert head == ["document", "path", "stage", "code", "message", "message_zh"]
        assert [row[-1] for row in rows] == ["文件已损坏或不完整。请从来源重新获取。"] * len(issues)
