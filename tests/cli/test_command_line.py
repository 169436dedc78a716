"""The entry point as users meet it: exit codes, and errors in their words."""

from __future__ import annotations

import ast
import errno
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from unicodedata import east_asian_width

import click
import pytest

from textmine import cli
from textmine.cli._help import chinese_help
from textmine.cli._messages import in_chinese, issue_line, named, system_message
from textmine.errors import ResourceError
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


def test_a_folder_without_results_has_nothing_to_export(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(monkeypatch, "export", tmp_path, "-o", tmp_path / "panel") == 1
    assert "中没有数据表。请给出 textmine report 或 run 的结果文件夹" in capsys.readouterr().err


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


# Modules whose errors only a caller in Python can meet (wrong types, rule files of the package itself).
ONLY_PYTHON = (
    "analysis/_before_after", "analysis/_candour", "analysis/_correction", "analysis/_crosstab", "analysis/_incidence",
    "analysis/_keyness", "analysis/_kwic", "analysis/_odds", "analysis/_prevalence", "analysis/_reuse", "analysis/_words",
    "charts/", "estimators", "evaluation/agreement", "tables/_dictionary", "tables/_memory", "tables/_store",
    "themes/_lexicon", "themes/codebook", "themes/rules",
)  # fmt: skip
ERRORS = {"ResourceError", "UsageError", "TextmineError", "_CellError"}
# Messages that are made elsewhere, or repeat that of an issue; and a call that only Python can make.
MADE_ELSEWHERE = (
    "str(answer)",
    "_unknown(",
    "Give correction or coded",
    "Inputs are paths of files",
    "'; '.join(troubles",
    "not_ours",
    "self._source",
)


def _words(node: ast.expr) -> str:
    """The message as it may look when it is raised: every value in it is a 7, or a quoted one where it is quoted."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(map(_words, node.values))
    if isinstance(node, ast.FormattedValue):
        return "'7'" if node.conversion == ord("r") else "7"
    if isinstance(node, ast.BinOp):
        return _words(node.left) + _words(node.right)
    return "7"


def _raised() -> list[tuple[str, str]]:
    """Place and message of every error that a user of the command line can meet."""
    package = Path(cli.__file__).parents[1]
    found = []
    for path in sorted(package.rglob("*.py")):
        name = path.relative_to(package).as_posix()
        if name.startswith(ONLY_PYTHON):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or any(made in ast.unparse(node) for made in MADE_ELSEWHERE):
                continue
            called = ast.unparse(node.func).rpartition(".")[2]
            if called in ERRORS:
                found.append((f"{name}:{node.lineno}", _words(node.args[0])))
            elif called == "fail":  # of a template: key and words
                key = _words(node.args[0])
                found.append((f"{name}:{node.lineno}", f"a.toml, line 3, key {key}: {_words(node.args[1])}"))
    return found


@pytest.mark.parametrize(("place", "message"), [pytest.param(*item, id=item[0]) for item in _raised()])
def test_every_error_of_the_command_line_has_chinese_words(place: str, message: str) -> None:
    assert in_chinese(message), message


def _commands(
    group: click.Group, above: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield (*above, name), command
        if isinstance(command, click.Group):
            yield from _commands(command, (*above, name))


@pytest.mark.parametrize(
    ("path", "command"), [pytest.param(*item, id=" ".join(item[0])) for item in _commands(cli.cli)]
)
def test_help_is_in_both_languages(
    path: tuple[str, ...],
    command: click.Command,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert chinese_help(path)
    assert 0 < len(chinese_help(path, kind="short")) <= 30
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert 0 < len(chinese_help(path, parameter.name)) <= 24, parameter.name
    assert call(monkeypatch, *path, "--help") == 0
    shown = capsys.readouterr().out
    assert chinese_help(path)[:12] in shown
    assert max(columns(line) for line in shown.splitlines()) <= 80


def columns(line: str) -> int:
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in line)


def test_messages_without_chinese_words_get_general_ones(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(**_: object) -> None:
        raise ResourceError("Something unheard of.")

    monkeypatch.setattr(cli, "cli", fail)
    assert call(monkeypatch) == 1
    assert (
        capsys.readouterr().err
        == "textmine: Something unheard of.\ntextmine: 数据或文件有误，详见上面的英文说明。\n"
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("tag", "--narrative", "empty"), "“empty”中没有内容"),
        (("gold", "import", "empty", "-o", "gold.jsonl"), "“empty”中没有内容"),
        (("run", ".", "-o", "out", "--tagger", "best"), "“best”不是可用的值，可用的有default、rules。"),
        (("run", ".", "-o", "out", "--workers", "0"), "超出范围"),
        (("run", ".", "-o", "out", "--time-limit", "soon"), "--time-limit的值要是数字"),
        (("report", ".", "-o", "out", "--coded", "empty"), "人工编码样本“empty”不能读取"),
    ],
)
def test_calls_that_would_do_nothing_are_told_before_any_work(
    arguments: tuple[str, ...],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").write_text("", encoding="utf-8")
    assert call(monkeypatch, *arguments) in (1, 2)
    assert said in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_an_empty_folder_is_told_what_to_put_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "in").mkdir()
    assert call(monkeypatch, "run", tmp_path / "in", "-o", tmp_path / "out") == 1
    assert "没有可读取的文件" in capsys.readouterr().err


def test_half_a_character_in_a_narrative_is_no_obstacle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "narratives.jsonl"
    path.write_text(r'{"id": "a", "text": "一是公开不\ud83d够及时。\ude00"}' + "\n", encoding="utf-8")
    assert call(monkeypatch, "tag", "--narrative", path) == 0
    (statement,) = json.loads(capsys.readouterr().out)["statements"]
    assert statement["text"] == "公开不\ud83d够及时"
    assert [theme["id"] for theme in statement["themes"]] == ["timeliness"]


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "gbk"])
def test_chinese_is_written_whatever_the_encoding_of_the_place(encoding: str) -> None:
    command = [sys.executable, "-m", "textmine", "themes"]
    done = subprocess.run(
        command,
        capture_output=True,
        check=False,
        env={"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"},
        cwd=Path(cli.__file__).parents[2],
    )
    said = done.stdout.decode("gbk" if encoding == "gbk" else "utf-8")
    assert done.returncode == 0 and "公开时效" in said and done.stderr == b""


def test_a_workbook_that_cannot_be_written_is_no_traceback(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert call(monkeypatch, "check", page, "-o", tmp_path / "file" / "found.xlsx") == 1
    assert "textmine: " in capsys.readouterr().err
    assert call(monkeypatch, "check", page, "-o", tmp_path / "new" / "found.xlsx") == 1
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["found.xlsx"]
    assert "不符 fails 0" in capsys.readouterr().err
