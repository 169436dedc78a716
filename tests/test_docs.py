"""Documentation is tested: code blocks and commands run, both languages stay equal, every command is named."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(path: Path) -> list[tuple[str, str]]:
    return BLOCK.findall(path.read_text(encoding="utf-8"))


def _pages() -> list[Path]:
    return [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.fixture(scope="session")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Tables of the sample corpus, which the pages load as ``out``."""
    import textmine
    from textmine.analysis.checks import add_checks
    from textmine.tables import write_tables

    folder = tmp_path_factory.mktemp("results")
    with textmine.sample_corpus() as paths:
        write_tables(add_checks(textmine.process(paths)), folder / "tables")
    return folder


@pytest.mark.parametrize(
    "page",
    [page for page in _pages() if any(kind == "python" for kind, _ in blocks(page))],
    ids=lambda page: page.relative_to(ROOT).as_posix(),
)
def test_python_blocks_of_the_documentation_run(
    page: Path, results: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "out").symlink_to(results)
    names: dict[str, object] = {}
    printed = ""
    for kind, code in blocks(page):
        if kind == "python":
            stream = io.StringIO()
            with contextlib.redirect_stdout(stream):
                exec(compile(code, str(page), "exec"), names)
            printed = stream.getvalue()
        elif kind == "text" and printed:
            assert printed == code


def test_pages_on_methods_and_figures_have_a_chinese_summary() -> None:
    names = ("methods", "accuracy", "accuracy_splits", "check_accuracy", "performance")
    for page in [
        *(ROOT / "docs" / f"{name}.md" for name in names),
        *(ROOT / "docs" / "methods").glob("*.md"),
    ]:
        assert "\n> **中文概要**　" in page.read_text(encoding="utf-8")[:400], page


def _without_comments(block: tuple[str, str]) -> tuple[str, str]:
    """The comments beside commands are in the language of the page."""
    kind, code = block
    return kind, re.sub(r" {2,}# .*", "", code)


def test_both_readmes_have_the_same_blocks_headings_and_rows() -> None:
    english, chinese = ROOT / "README.md", ROOT / "README.zh-CN.md"
    assert [_without_comments(block) for block in blocks(english)] == [
        _without_comments(block) for block in blocks(chinese)
    ]
    for pattern in (r"^#+ ", r"^\| ", r"^- ", r"!\["):
        counts = [
            len(re.findall(pattern, page.read_text(encoding="utf-8"), re.MULTILINE))
            for page in (english, chinese)
        ]
        assert counts[0] == counts[1], pattern


def test_links_of_the_readmes_lead_somewhere() -> None:
    for page in (ROOT / "README.md", ROOT / "README.zh-CN.md"):
        for target in re.findall(r"\]\((?!http)([^)#]+)\)", page.read_text(encoding="utf-8")):
            assert (ROOT / target).exists(), target


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as the pages take it: reports in FOLDER, one in FILE, bare section fives, labelled passages."""
    desk = tmp_path_factory.mktemp("desk")
    (desk / "FOLDER").mkdir()
    sample = ROOT / "corpora" / "sample"
    for name in ("post_1107723.html", "sxqx_nb2021.txt"):
        shutil.copy(sample / name, desk / "FOLDER" / name)
    shutil.copy(sample / "sxqx_nb2021.txt", desk / "FILE")
    (desk / "FILE.jsonl").write_text(
        '{"id": "1", "text": "更新不及时。下一步加强培训。"}\n', encoding="utf-8"
    )
    shutil.copy(ROOT / "docs" / "template-example.toml", desk / "template.toml")
    gold = (ROOT / "corpora" / "gold" / "gold.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    (desk / "GOLD.jsonl").write_text("".join(gold[:20]), encoding="utf-8")
    return desk


def _review(workbook: Path) -> None:
    """What a reviewer does: one verdict in the ledger."""
    from openpyxl import load_workbook

    book = load_workbook(workbook)
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    place = next(n for n, head in enumerate(heads, 1) if head in ("复核意见", "Verdict"))
    sheet.cell(2, place, "正确" if heads[place - 1] == "复核意见" else "right")
    book.save(workbook)


def test_commands_of_the_pages_work(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the order of the pages; a line that several pages have is run once."""
    from click.testing import CliRunner

    from textmine.cli import cli

    monkeypatch.chdir(desk)
    pages = [page for page in _pages() if page.relative_to(ROOT).as_posix() != "README.md"]
    lines = [
        line.partition("#")[0].strip()
        for page in (*pages, ROOT / "README.md")
        for kind, code in blocks(page)
        if kind == "console"
        for line in code.splitlines()
        if line.startswith("textmine ")
    ]
    assert len(lines) > 20
    for line in dict.fromkeys(sorted(lines, key=lambda line: not line.startswith("textmine report"))):
        if line.startswith("textmine review"):
            _review(desk / "OUT" / "theme-report.xlsx")
        result = CliRunner().invoke(cli, shlex.split(line)[1:])
        assert result.exit_code == 0, f"{line}\n{result.output}\n{result.exception!r}"
    assert (desk / "OUT" / "verdicts.csv").exists()


def test_every_command_is_in_the_readme() -> None:
    from textmine.cli import cli

    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [
        name
        for name in cli.commands
        if f"textmine {name} " not in readme and f"textmine {name}\n" not in readme
    ] == []


BOTH = sorted(page.relative_to(ROOT / "docs" / "en") for page in (ROOT / "docs" / "en").rglob("*.md"))


@pytest.mark.parametrize("page", BOTH, ids=str)
def test_chinese_and_english_pages_have_the_same_content(page: Path) -> None:
    pair = [ROOT / "docs" / page, ROOT / "docs" / "en" / page]
    shape = [
        {
            "blocks": [kind for kind, _ in blocks(one)],
            "commands": [code.replace(" --lang en", "") for kind, code in blocks(one) if kind == "console"],
            "heads": re.findall(r"^#+ ", one.read_text(encoding="utf-8"), re.MULTILINE),
            "rows": len(re.findall(r"^\| ", one.read_text(encoding="utf-8"), re.MULTILINE)),
            "items": len(re.findall(r"^- ", one.read_text(encoding="utf-8"), re.MULTILINE)),
            "links": sorted(_targets(one)),
        }
        for one in pair
    ]
    assert shape[0] == shape[1]


def _targets(page: Path) -> list[str]:
    """Pages that a page leads to, the language left out."""
    found = re.findall(r"\]\((?!http)([^)#]+)", page.read_text(encoding="utf-8"))
    inside = [Path(page.parent / target).resolve().relative_to(ROOT / "docs").as_posix() for target in found]
    return [target.removeprefix("en/") for target in inside]


def test_chinese_pages_that_a_user_reads_first_have_an_english_twin() -> None:
    for name in (
        "index.md",
        "start.md",
        "concepts.md",
        "howto/oversight.md",
        "howto/research.md",
        "howto/teaching.md",
    ):
        assert Path(name) in BOTH
