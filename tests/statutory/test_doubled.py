"""Reports that print a table more than once: the one of the year reported on is read, and said to be one of two."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
import table_layouts as layouts

from corpora.grammar.forms import Grid
from textmine import parse
from textmine.schema import AnnualReport

OWN = layouts.random_figures(random.Random(5), "2021")
OLD = layouts.random_figures(random.Random(9), "2021")
HEADS = (
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
)
KINDS = ("active", "requests", "review")
CAPTIONS = (
    ("2022年情况：", "2023年情况："),
    ("表1 2022年度统计表", "表2 2023年度统计表"),
    ("（上年度）", "（本年度）"),
    ("上年数据（供对照）", ""),
)


def cells_on_lines(grid: Grid) -> str:
    return "\n\n".join(cell.text for row in grid for cell in row)


LAYOUTS: dict[str, Callable[[Grid], str]] = {
    "tabs": layouts.tabs,
    "markdown": layouts.markdown,
    "cells_on_lines": cells_on_lines,
}


def report(parts: list[str], *, overview: str = "", other: str = "") -> AnnualReport:
    """A report of the year 2023 whose sections two to four hold these texts."""
    lines = [
        "澜峪省砚溪市水务局2023年政府信息公开工作年度报告",
        "一、总体情况",
        "我局认真做好公开工作。",
        overview,
    ]
    lines += [line for head, part in zip(HEADS, parts, strict=True) for line in (head, part)]
    lines += [
        "五、存在的主要问题及改进情况",
        "一是个别栏目更新不够及时。",
        "六、其他需要报告的事项",
        other or "无。",
    ]
    return parse(layouts.text_document("\n".join(lines)))


def codes(found: AnnualReport) -> list[str]:
    return [issue.code for issue in found.issues]


def values(found: AnnualReport) -> dict[str, object]:
    return {figure.key: figure.value for figure in found.figures}


@pytest.mark.parametrize("captions", CAPTIONS)
@pytest.mark.parametrize("old_first", [True, False])
@pytest.mark.parametrize("kind", range(3), ids=KINDS)
@pytest.mark.parametrize("name", list(LAYOUTS))
def test_the_line_above_tells_the_year(
    name: str, kind: int, old_first: bool, captions: tuple[str, str]
) -> None:
    layout = LAYOUTS[name]
    parts = [layout(grid) for grid in layouts.grids_of(OWN, "2021")]
    old = f"{captions[0]}\n{layout(layouts.grids_of(OLD, '2021')[kind])}"
    own = f"{captions[1]}\n{parts[kind]}"
    parts[kind] = "\n\n".join([old, own] if old_first else [own, old])
    found = report(parts)
    assert values(found) == OWN
    assert codes(found) == ["doubled_table"] and f"second {KINDS[kind]} table" in found.issues[0].message


@pytest.mark.parametrize("name", list(LAYOUTS))
def test_a_table_in_its_own_section_goes_before_one_elsewhere(name: str) -> None:
    layout = LAYOUTS[name]
    parts = [layout(grid) for grid in layouts.grids_of(OWN, "2021")]
    old = layout(layouts.grids_of(OLD, "2021")[1])
    for found in (report(parts, overview=old), report(parts, other=old)):
        assert values(found) == OWN
        assert codes(found) == ["doubled_table"]


@pytest.mark.parametrize("name", list(LAYOUTS))
def test_of_two_that_nothing_tells_apart_the_first_is_taken(name: str) -> None:
    layout = LAYOUTS[name]
    parts = [layout(grid) for grid in layouts.grids_of(OWN, "2021")]
    parts[1] += "\n\n" + layout(layouts.grids_of(OLD, "2021")[1])
    found = report(parts)
    assert values(found) == OWN
    assert codes(found) == ["doubled_table"]


@pytest.mark.parametrize("name", list(LAYOUTS))
@pytest.mark.parametrize("old_first", [True, False])
def test_tables_of_different_forms(name: str, old_first: bool) -> None:
    layout = LAYOUTS[name]
    parts = [layout(grid) for grid in layouts.grids_of(OWN, "2021")]
    older = layouts.random_figures(random.Random(3), "2019")
    for number, grid in enumerate(layouts.grids_of(older, "2019")):
        pair = [f"2020年\n{layout(grid)}", f"2023年\n{parts[number]}"]
        parts[number] = "\n\n".join(pair if old_first else pair[::-1])
    found = report(parts)
    assert values(found) == OWN
    assert codes(found) == ["doubled_table"] * 3


def test_the_same_table_twice_is_no_trouble() -> None:
    parts = [layouts.tabs(grid) for grid in layouts.grids_of(OWN, "2021")]
    found = report(parts, other=parts[1])
    assert values(found) == OWN
    assert codes(found) == []


def test_sentences_with_the_words_of_a_table_are_no_second_one() -> None:
    parts = [layouts.tabs(grid) for grid in layouts.grids_of(OWN, "2021")]
    said = (
        "本年新收政府信息公开申请3件，上年结转政府信息公开申请0件，结转下年度继续办理0件，申请人情况见下表。"
        "未经复议直接起诉12件，复议后起诉10件。行政事业性收费较2022年减少。"
    )
    found = report(parts, overview=said)
    assert values(found) == OWN
    assert codes(found) == []


def test_headings_of_tables_without_rows_are_no_second_table() -> None:
    found = report(["", "申请人情况\n自然人\n" * 2, ""])
    assert not [figure for figure in found.figures if figure.value is not None]
    assert "doubled_table" not in codes(found)
