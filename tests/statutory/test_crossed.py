"""Tables laid out otherwise than the form: kinds of review one below the other, applicants down the side, headings right behind a table."""

from __future__ import annotations

import random

import pytest
import table_layouts as layouts

from textmine.parsing.statutory import read_figures
from textmine.readers import read_bytes
from textmine.schema import Document

OUTCOMES = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
KINDS = {"reconsideration": "行政复议", "lawsuit_direct": "未经复议直接起诉", "lawsuit_after_reconsideration": "复议后起诉"}  # fmt: skip
KEYS = ["upheld", "corrected", "other", "pending", "total"]
APPLICANTS = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
NUMBERS = {"reconsideration": [2, 1, 0, 1, 4], "lawsuit_direct": [0, 0, 3, 0, 3], "lawsuit_after_reconsideration": [1, 0, 0, 0, 1]}  # fmt: skip
TRUTH = {
    f"review.{kind}.{key}": number
    for kind in NUMBERS
    for key, number in zip(KEYS, NUMBERS[kind], strict=True)
}


def table(*rows: list[object]) -> str:
    """Rows of cells; a cell (words, n) spans n columns."""
    cells = (
        (f"<td colspan={cell[1]}>{cell[0]}</td>" if isinstance(cell, tuple) else f"<td>{cell}</td>")
        for row in rows
        for cell in ("<tr>", *row)
    )
    return "<table>" + "".join(cells).replace("<td><tr></td>", "</tr><tr>") + "</tr></table>"


def page(*parts: str) -> Document:
    sections = ("四、政府信息公开行政复议、行政诉讼情况", *parts, "五、存在的主要问题及改进情况", "无。")
    return read_bytes("".join(part if part[0] == "<" else f"<p>{part}</p>" for part in sections).encode(), path="a.html")  # fmt: skip


def row_of(kind: str) -> list[object]:
    return [KINDS[kind], *NUMBERS[kind]]


RECONSIDERATION = table([("行政复议", 5)], OUTCOMES, [*NUMBERS["reconsideration"]])
BELOW = {
    "a row for each kind": [table(["", *OUTCOMES], *map(row_of, KINDS))],
    "a row for each number": [
        table(*([KINDS[kind], head, number] for kind in KINDS for head, number in zip(OUTCOMES, NUMBERS[kind], strict=True)))
    ],
    "two tables": [
        RECONSIDERATION,
        table([("行政诉讼", 10)], [("未经复议直接起诉", 5), ("复议后起诉", 5)], OUTCOMES * 2,
              [*NUMBERS["lawsuit_direct"], *NUMBERS["lawsuit_after_reconsideration"]]),
    ],
    "three tables": [table([(KINDS[kind], 5)], OUTCOMES, [*NUMBERS[kind]]) for kind in KINDS],
    "three tables below lines": [
        part
        for number, kind in enumerate(KINDS)
        for part in (f"（{'一二三'[number]}）{KINDS[kind]}", table(OUTCOMES, [*NUMBERS[kind]]))
    ],
    "lawsuits before reconsideration": [
        table([("行政诉讼", 10), ("行政复议", 5)], [("未经复议直接起诉", 5), ("复议后起诉", 5), ("", 5)], OUTCOMES * 3,
              [*NUMBERS["lawsuit_direct"], *NUMBERS["lawsuit_after_reconsideration"], *NUMBERS["reconsideration"]]),
    ],
    "names with notes": [
        table(["类别", *OUTCOMES], ["行政复议（件）", *NUMBERS["reconsideration"]],
              ["行政诉讼（未经复议直接起诉）", *NUMBERS["lawsuit_direct"]], ["行政诉讼（复议后起诉）", *NUMBERS["lawsuit_after_reconsideration"]]),
    ],
    "one table in three floors": [table(*(row for kind in KINDS for row in ([(KINDS[kind], 5)], OUTCOMES, [*NUMBERS[kind]])))],
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(BELOW))
def test_kinds_of_review_one_below_the_other(name: str) -> None:
    document = page(*BELOW[name])
    figures, issues = read_figures(document, ())
    assert {figure.key: figure.value for figure in figures} == TRUTH
    assert all(document.text[figure.start : figure.end] == str(figure.value) for figure in figures)
    assert not issues


def test_a_kind_with_two_rows_of_numbers_gives_none_for_sure() -> None:
    rows = [row_of(kind) for kind in KINDS]
    figures, _ = read_figures(page(table(["", *OUTCOMES], *rows, row_of("reconsideration"))), ())
    assert all(figure.value is None for figure in figures)


@pytest.mark.parametrize("heading", ["5 存在的主要问题及改进情况", "05 存在的主要问题及改进情况"])
def test_the_number_of_the_next_heading_is_no_cell(heading: str) -> None:
    numbers = [number for kind in NUMBERS for number in NUMBERS[kind]]
    heads = table([("行政复议", 5), ("行政诉讼", 10)], [("", 5), ("未经复议直接起诉", 5), ("复议后起诉", 5)], OUTCOMES * 3, [*numbers])  # fmt: skip
    document = read_bytes(
        f"<p>四、行政复议情况</p>{heads}<p>{heading}</p><p>无。</p>".encode(), path="a.html"
    )
    figures, issues = read_figures(document, ())
    assert {figure.key: figure.value for figure in figures} == TRUTH
    assert not issues


@pytest.mark.parametrize("era", ["2021", "2019"])
def test_applicants_down_the_side(era: str) -> None:
    truth = layouts.random_figures(random.Random(5), era)
    _, requests, _ = layouts.grids_of(truth, era)
    printed = [[cell.text for cell in row] for row in requests[3:]]
    names = [row[-8] for row in printed]
    side = [[applicant, *(row[-7 + at] for row in printed)] for at, applicant in enumerate(APPLICANTS)]
    document = read_bytes(
        f"<p>三、收到和处理政府信息公开申请情况</p>{table(['申请人情况', *names], *side)}".encode(),
        path="a.html",
    )
    figures, issues = read_figures(document, ())
    assert {figure.key: figure.value for figure in figures} == {
        key: value for key, value in truth.items() if key.startswith("requests.")
    }
    assert {figure.era for figure in figures} == {era}
    assert not issues


@pytest.mark.parametrize("blank", ["暂无", "不涉及", "无此项", "N/A"])
def test_words_for_nothing_are_no_numbers_and_no_trouble(blank: str) -> None:
    numbers = [blank if number == 0 else number for kind in NUMBERS for number in NUMBERS[kind]]
    heads = table([("行政复议", 5), ("行政诉讼", 10)], [("", 5), ("未经复议直接起诉", 5), ("复议后起诉", 5)], OUTCOMES * 3, [*numbers])  # fmt: skip
    figures, issues = read_figures(page(heads), ())
    assert {figure.key: figure.value for figure in figures} == {
        key: number or None for key, number in TRUTH.items()
    }
    assert not issues


def test_a_blank_before_the_unit() -> None:
    numbers = [f"{number} 件" for kind in NUMBERS for number in NUMBERS[kind]]
    heads = table([("行政复议", 5), ("行政诉讼", 10)], [("", 5), ("未经复议直接起诉", 5), ("复议后起诉", 5)], OUTCOMES * 3, [*numbers])  # fmt: skip
    figures, issues = read_figures(page(heads), ())
    assert {figure.key: figure.value for figure in figures} == TRUTH
    assert not issues


def test_empty_columns_between_those_of_the_form() -> None:
    truth = layouts.random_figures(random.Random(6), "2021")
    _, requests, _ = layouts.grids_of(truth, "2021")
    rows = "".join(
        "<tr>" + "".join(
            f"<td colspan={cell.cols} rowspan={cell.rows}>{cell.text}</td>" + "<td></td>" * (cell.text.isdigit())
            for cell in row
        ) + "</tr>"
        for row in requests[3:]
    )  # fmt: skip
    figures, issues = read_figures(
        read_bytes(f"<p>三、收到和处理</p><table>{rows}</table>".encode(), path="a.html"), ()
    )
    assert {figure.key: figure.value for figure in figures} == {
        key: value for key, value in truth.items() if key.startswith("requests.")
    }
    assert not issues
