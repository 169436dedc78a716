"""The entry point as users meet it: exit codes, and errors in their words."""

from __future__ import annotations

import errno
import re
import subprocess
import sys
from pathlib import Path

import pytest

from textmine import cli
from textmine.cli._messages import in_chinese, issue_line, named, system_message
from textmine.resources import load_yaml

REPORT = """某某市民政局2023年政府信息公开工作年度报告
一、总体情况
2023年，我局认真做好政府信息公开工作。
五、存在的主要问题及改进情况
一是栏目更新不及时。下一步，将加强业务培训。
六、其他需要报告的事项
无。
"""


def call(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    monkeypatch.setattr(sys, "argv", ["textmine", *map(str, arguments)])
    with pytest.raises(SystemExit) as stopped:
        cli.main()
    return int(stopped.value.code or 0)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "404.html"
    path.write_text("<html><body><h1>404 Not Found</h1></body></html>", encoding="utf-8")
    return path


@pytest.mark.parametrize("command", ["run", "check", "tag", "parse"])
def test_nothing_usable_is_exit_code_1(
    command: str,
    page: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    options = ["-o", tmp_path / "out"] if command == "run" else []
    assert call(monkeypatch, command, page, *options) == 1
    if command != "parse":
        assert "几乎没有文字" in capsys.readouterr().err or (tmp_path / "out" / "issues.csv").exists()


def test_a_usable_report_is_exit_code_0(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text(REPORT, encoding="utf-8")
    assert call(monkeypatch, "parse", path) == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("report", "nowhere", "-o", "out"), "找不到“nowhere”"),
        (("report", "--sample"), "缺少 -o"),
        (("report", "-o", "out"), "请给出年报所在的文件或文件夹"),
        (("report", ".", "-o", "out", "--form", "tiny"), "“tiny”不是可用的值"),
        (("report", ".", "-o", "out", "--short"), "没有“--short”这个选项"),
        (("reprot",), "没有“reprot”这个命令"),
        (("parse", "."), "这里要给出一个文件"),
        (("run", ".", "-o", __file__), "这里要给出一个文件夹"),
        (("parse",), "缺少FILE"),
        (("check", ".", "-o", "findings.csv"), "要以 .xlsx 结尾"),
    ],
)
def test_wrong_calls_are_exit_code_2_and_told_in_chinese(
    arguments: tuple[str, ...],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert call(monkeypatch, *arguments) == 2
    assert said in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_is_no_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.txt"
    path.write_text(REPORT, encoding="utf-8")
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert call(monkeypatch, "run", path, "-o", tmp_path / "file" / "out") == 1
    shown = capsys.readouterr().err
    assert "Traceback" not in shown
    assert "路径中有一段是文件" in shown


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (errno.EACCES, "没有权限：结果"),
        (errno.ENOSPC, "磁盘空间不足"),
        (errno.EROFS, "只读"),
        (errno.EBUSY, "系统无法在该位置读写"),
    ],
)
def test_errors_of_the_system_say_what_to_do(code: int, said: str) -> None:
    message = system_message(OSError(code, "reason of the system", "结果"))
    assert message.startswith("结果: reason of the system. ")
    assert said in in_chinese(message)


def test_a_reader_that_goes_away_is_no_traceback() -> None:
    command = [sys.executable, "-c", "from textmine.cli import main; main()", "themes", "--format", "json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        shown = process.stderr.read()
    assert shown == b""
    assert process.returncode == 1


def test_cells_of_a_workbook_are_told_one_by_one() -> None:
    message = (
        "a.xlsx: 问题台账!Q5: unknown verdict '对', known are …; 问题台账!R7: '时效' is no theme; use the names that textmine "
        "themes lists, separated by 、. Correct these cells and run again."
    )
    assert in_chinese(message) == (
        "问题台账!Q5：复核意见“对”不在下拉列表中，请改选。"
        "问题台账!R7：“时效”不是主题名称，请照 textmine themes 列出的名称填写。"
    )


def test_unknown_messages_stay_as_they_are() -> None:
    assert in_chinese("Something else went wrong.") == ""
    assert named("status", "used") == "已分析 used"
    assert named("code", "a_new_code") == "a_new_code"


def test_lines_about_files_name_the_file_once() -> None:
    line = issue_line("a.pdf", "encrypted", "a.pdf: The PDF asks for a password.")
    assert line.count("a.pdf") == 1
    assert "请去除密码" in line


def test_every_phrase_can_be_filled_in() -> None:
    for kind in ("errors", "cells"):
        for entry in load_yaml("templates", "command_line.yaml")[kind]:
            groups = re.compile(entry["match"]).groupindex
            assert entry["say"].format(**dict.fromkeys(groups, "x"))
