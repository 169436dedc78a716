"""``textmine check`` on files: composed ones with planted slips, and real ones where they are at hand."""

import json
import re
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner

from benchmarks.planting import SLIPS
from corpora.grammar.generator import generate
from corpora.grammar.render import render
from textmine.cli import cli

SHARED = Path(__file__).resolve().parents[3] / "shared"
NAMES = {"document", "check", "outcome", "severity", "message", "cells", "spans"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("reports")
    clean = [r for r in generate(60, 5, formats=("html",)) if not r.planted and r.eras["requests"] == "2021"][
        :3
    ]
    slips = ("requests_flow", "review_totals", "requests_rows")
    for report, name in zip(clean, slips, strict=True):
        slipped = SLIPS[name](report, Random(1))
        (made / f"{name}.html").write_bytes(render(replace(slipped, file=f"{name}.html")))
    return made


def run(*arguments):
    return CliRunner().invoke(
        cli, ["check", "--tagger", "rules", *map(str, arguments)], standalone_mode=False
    )


def test_json_lines_keep_the_contract_and_find_what_is_wrong(folder):
    result = run(folder, "--format", "jsonl")
    assert result.exit_code == 0
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert all(set(row) == NAMES for row in rows)
    assert {row["outcome"] for row in rows} <= {"holds", "fails", "untestable", "blank_is_zero"}
    failed = {row["check"] for row in rows if row["outcome"] == "fails"}
    assert {"requests_flow", "review_totals", "requests_rows"} <= failed
    for row in rows:
        assert all({"document", "key", "value"} <= set(cell) for cell in row["cells"])
        assert all({"document", "start", "end", "text"} <= set(span) for span in row["spans"])


def test_the_workbook_holds_text_only(folder, tmp_path):
    import openpyxl

    path = tmp_path / "found.xlsx"
    result = run(folder, "-o", path)
    assert result.exit_code == 0 and result.stdout == ""
    book = openpyxl.load_workbook(path)
    outcomes = list(book.worksheets[0].iter_rows(values_only=True))
    assert outcomes[0][:4] == ("单位", "年度", "核查项", "结论") and outcomes[1][3] == "不符"
    assert not any(cell.data_type == "f" for row in book.worksheets[0].iter_rows() for cell in row)


def test_the_table_shows_failures_and_counts(folder):
    result = run(folder)
    words = "".join(re.findall(r"[\u3000-\uffef]+", result.stdout))
    assert result.exit_code == 0 and "fails" in result.stdout
    assert "表三各列" in words and "错误" in words and "requests_flow" not in result.stdout


def test_files_that_are_not_checked_are_named_on_the_screen_and_in_the_workbook(folder, tmp_path):
    import openpyxl

    empty, twelve = tmp_path / "空.pdf", [tmp_path / f"出错页{n}.html" for n in range(11)]
    empty.write_bytes(b"")
    for page in twelve:
        page.write_text(f"<html><body>页面不存在{page.name}</body></html>", encoding="utf-8")
    path = tmp_path / "found.xlsx"
    result = run(folder, empty, *twelve, "-o", path)
    assert result.exit_code == 0
    assert "空.pdf: 文件是空的。请从来源重新获取。 The file is empty." in result.stderr
    assert result.stderr.count("未纳入分析") == 9 and "另有2条，见工作簿“数据质量”。" in result.stderr
    rows = list(openpyxl.load_workbook(path)["数据质量"].iter_rows(values_only=True))
    assert rows[0] == ("文件", "环节", "类型", "说明")
    assert rows[1] == (str(empty), "读取", "空文件", "文件是空的。请从来源重新获取。") and len(rows) == 13
    assert "未纳入分析" not in run(folder).stderr


def test_wrong_calls(folder, tmp_path):
    import click

    for arguments in ([], ["--sample", folder], [folder, "-o", tmp_path / "found.csv"]):
        with pytest.raises(click.UsageError):
            raise run(*arguments).exception


@pytest.mark.skipif(not SHARED.is_dir(), reason="needs the shared real reports")
def test_real_reports_fail_only_where_they_are_wrong():
    result = run(SHARED / "seeds", SHARED / "real", "--format", "jsonl")
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    failed = sorted(
        (row["check"], row["message"])
        for row in rows
        if row["outcome"] == "fails" and row["severity"] != "note"
    )
    # 广场街道 2024 leaves （七）总计 at zero; 洪泽区 2023 leaves the totals of table four at zero.
    assert [check for check, _ in failed] == ["requests_flow", "requests_parts", "review_totals"]
    assert "10+1+0+0≠0" in failed[2][1] and "5+0+0+0≠0" in failed[2][1]
    assert sum(row["check"].startswith("text_") and row["outcome"] == "holds" for row in rows) >= 7
