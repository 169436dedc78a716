"""Pages made from the code name everything there is."""

from __future__ import annotations

import importlib
import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


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


def test_every_kind_of_chart_is_in_the_gallery() -> None:
    from docs.hooks.gallery import GROUPS
    from textmine import charts

    shown = {kind.draw for kinds in GROUPS.values() for kind in kinds}
    assert shown == {name for name in charts.__all__ if name.startswith("draw_")}


def test_the_gallery_is_drawn_from_the_sample_corpus() -> None:
    from docs.hooks.gallery import GROUPS, gallery

    pictures, page = gallery()
    for kinds in GROUPS.values():
        for kind in kinds:
            for address in (f"images/gallery-{kind.id}.png", f"images/gallery-{kind.id}-en.png"):
                assert pictures[address].startswith(b"\x89PNG") and f"]({address})" in page
    assert len(set(pictures.values())) == len(pictures)
    assert "| 前文 left | 词 match | 后文 right |" in page and "**检索**" in page


def test_every_page_is_in_the_navigation(pages: ModuleType) -> None:
    from types import SimpleNamespace

    config = pages.on_config(SimpleNamespace(docs_dir=str(ROOT / "docs"), nav=None))
    listed = set(_leaves(config.nav))
    there = {path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").rglob("*.md")}
    assert there - listed == set()


def _leaves(nav: object) -> list[str]:
    if isinstance(nav, str):
        return [nav]
    inner = nav.values() if isinstance(nav, dict) else nav
    return [leaf for part in inner for leaf in _leaves(part)]
