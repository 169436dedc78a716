"""Pages made from the code name everything there is; commands in the pages are commands that work."""

from __future__ import annotations

import importlib
import importlib.util
import re
import shlex
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner

ROOT = Path(__file__).resolve().parents[2]
CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def pages() -> ModuleType:
    spec = importlib.util.spec_from_file_location("site_pages", ROOT / "docs" / "hooks" / "pages.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_command_and_option_is_in_the_reference(pages: ModuleType) -> None:
    import click

    from textmine.cli import cli

    made = pages.cli_page()
    context = click.Context(cli)
    for name in cli.list_commands(context):
        assert f"\n## {name}\n" in made
        for parameter in cli.get_command(context, name).params:
            for option in parameter.opts:
                assert parameter.param_type_name == "argument" or option in made, option


def test_every_column_is_in_the_data_dictionary(pages: ModuleType) -> None:
    from textmine.tables import TABLES

    made = pages.data_page()
    assert all(
        f"| `{column.name}` | {column.type} |" in made for columns in TABLES.values() for column in columns
    )


@pytest.mark.parametrize("name", ["textmine", "textmine.analysis", "textmine.charts", "textmine.evaluation"])
def test_every_public_function_is_in_the_reference(pages: ModuleType, name: str) -> None:
    made = pages.module_page(name, "")
    module = importlib.import_module(name)
    for key in module.__all__:
        thing = getattr(module, key)
        if callable(thing):
            assert f"## {key}\n" in made
            assert (thing.__doc__ or "").strip(), f"{name}.{key} has no docstring"


def test_every_theme_is_in_the_codebook_page(pages: ModuleType) -> None:
    from textmine import load_codebook

    made = pages.codebook_page()
    assert [
        theme.id for theme in load_codebook().themes if theme.family and f"`{theme.id}`" not in made
    ] == []


def test_docstrings_become_markdown(pages: ModuleType) -> None:
    text = "Does it.\n\nParameters\n----------\nby: None, or ``year``.\nrole, unit: words\n    that go on.\n\nRaises\n------\nUsageError: a <bad> call."
    assert pages.markdown(text) == (
        "Does it.\n\n\n**Parameters**\n\n- `by`: None, or `year`.\n- `role, unit`: words\n    that go on.\n\n\n**Raises**\n\n- `UsageError`: a &lt;bad> call."
    )


def _commands() -> list[str]:
    found = []
    for page in sorted((ROOT / "docs").rglob("*.md")):
        for block in CONSOLE.findall(page.read_text(encoding="utf-8")):
            found += [line for line in block.splitlines() if line.startswith("textmine ")]
    return sorted(set(found))


@pytest.mark.parametrize("line", _commands())
def test_commands_of_the_pages_work(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import shutil

    from textmine.cli import cli

    monkeypatch.chdir(tmp_path)
    (tmp_path / "FOLDER").mkdir()
    for name in ("post_1107723.html", "sxqx_nb2021.txt"):
        shutil.copy(ROOT / "corpora" / "sample" / name, tmp_path / "FOLDER" / name)
    shutil.copy(ROOT / "corpora" / "sample" / "sxqx_nb2021.txt", tmp_path / "FILE")
    result = CliRunner().invoke(cli, shlex.split(line, comments=True)[1:])
    assert result.exit_code == 0, result.output
