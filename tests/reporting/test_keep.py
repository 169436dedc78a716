"""A new workbook takes nothing away: entered verdicts are taken in, kept and shown again; issues are told in Chinese."""

from __future__ import annotations

import csv
import datetime
from pathlib import Path

import openpyxl
import pytest
from made_tables import MadeReport, made_tables

from textmine.analysis.verdicts import VERDICT_FILE, apply_verdicts, load_verdicts
from textmine.reporting import ReportOptions, build, read_review, take_in, write_issues
from textmine.reporting._issues import chinese_message
from textmine.reporting._xlsx import xlsx
from textmine.resources import load_yaml
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
        ("unheard_of", "English", "English"),
    ],
)  # fmt: skip
def test_issues_are_told_in_chinese(code: str, message: str, said: str) -> None:
    assert said in chinese_message(code, message)


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
