"""Documentation is tested: code blocks run and print what they say, both READMEs stay equal, every command is named."""

from __future__ import annotations

import contextlib
import io
import re
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


def test_both_readmes_have_the_same_blocks_headings_and_rows() -> None:
    english, chinese = ROOT / "README.md", ROOT / "README.zh-CN.md"
    assert blocks(english) == blocks(chinese)
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
