"""OpenDocument texts, made in memory."""

from __future__ import annotations

import pytest
from making import LINES, TABLE, fodt, odt

from textmine.readers import read_bytes
from textmine.schema import Document, Grid

NUMBERED = (
    '<text:list-style style:name="L1">'
    '<text:list-level-style-number text:level="1" style:num-format="一, 二, 三, ..." style:num-suffix="、"/>'
    '<text:list-level-style-number text:level="2" style:num-format="一, 二, 三, ..." style:num-prefix="（" style:num-suffix="）"/>'
    '<text:list-level-style-number text:level="3" style:num-format="1" style:num-suffix="." text:display-levels="2" text:start-value="3"/>'
    "</text:list-style>"
)


def load(body: str, styles: str = "") -> Document:
    return read_bytes(odt(body, styles=styles), path="a.odt")


def lines(document: Document) -> list[str]:
    return document.text.split("\n")


def grid_of(document: Document) -> dict[tuple[int, int], tuple[str, int, int]]:
    (grid,) = [block.grid for block in document.tables]
    assert isinstance(grid, Grid)
    text = document.text
    return {(c.row, c.column): (text[c.start : c.end], c.row_span, c.column_span) for c in grid.cells}


def paragraphs(*texts: str) -> str:
    return "".join(f"<text:p>{text}</text:p>" for text in texts)


def cell(text: str, more: str = "") -> str:
    return f"<table:table-cell{more}>{paragraphs(text)}</table:table-cell>"


def table(*rows: str) -> str:
    return (
        f"<table:table>{''.join(f'<table:table-row>{row}</table:table-row>' for row in rows)}</table:table>"
    )


def test_paragraphs_headings_and_tables_in_order() -> None:
    body = paragraphs(LINES[0]) + f'<text:h text:outline-level="1">{LINES[1]}</text:h>'
    body += table(*("".join(map(cell, row)) for row in TABLE)) + paragraphs(*LINES[3:])
    for document in (load(body), read_bytes(fodt(body), path="a.fodt")):
        assert lines(document) == [*LINES[:2], *("\t".join(row) for row in TABLE), *LINES[3:]]
        assert [block.kind for block in document.blocks][:3] == ["paragraph", "heading", "table"]
        assert document.media_type.startswith("application/vnd.oasis.opendocument.text")
        assert not document.issues


def test_merged_and_repeated_cells() -> None:
    span = ' table:number-rows-spanned="2" table:number-columns-spanned="2"'
    covered = "<table:covered-table-cell/>"
    document = load(
        table(
            cell("办理结果", span) + covered + cell("0", ' table:number-columns-repeated="3"'),
            '<table:covered-table-cell table:number-columns-repeated="2"/>'
            + cell("1")
            + cell("")
            + cell("2"),
        )
    )
    assert grid_of(document) == {
        (0, 0): ("办理结果", 2, 2), (0, 2): ("0", 1, 1), (0, 3): ("0", 1, 1), (0, 4): ("0", 1, 1),
        (1, 2): ("1", 1, 1), (1, 3): ("", 1, 1), (1, 4): ("2", 1, 1),
    }  # fmt: skip


def test_numbers_of_lists_are_put_back() -> None:
    def listed(*items: str, more: str = "") -> str:
        inner = "".join(f"<text:list-item>{item}</text:list-item>" for item in items)
        return f'<text:list text:style-name="L1"{more}>{inner}</text:list>'

    def below(*items: str) -> str:
        return (
            f"<text:list>{''.join(f'<text:list-item>{item}</text:list-item>' for item in items)}</text:list>"
        )

    going_on = ' text:continue-numbering="true"'
    document = load(
        listed(paragraphs("总体情况") + below(paragraphs("主动公开"), paragraphs("依申请公开")))
        + paragraphs("受理3件。")
        + listed(below(paragraphs("平台建设") + below(paragraphs("网站"))), more=going_on)
        + listed(paragraphs("主动公开情况") + below(paragraphs("规章")), more=going_on)
        + listed(paragraphs("另一列")),
        NUMBERED,
    )
    assert lines(document) == [
        "一、总体情况", "（一）主动公开", "（二）依申请公开", "受理3件。", "（三）平台建设", "三.3.网站", "二、主动公开情况", "（一）规章", "一、另一列",
    ]  # fmt: skip


def test_what_is_no_text_is_left_out() -> None:
    changed = (
        "<text:tracked-changes><text:changed-region>"
        + paragraphs("删去的话")
        + "</text:changed-region></text:tracked-changes>"
    )
    noted = "更新<text:note><text:note-body>" + paragraphs("注") + "</text:note-body></text:note>不及时"
    contents = "<text:table-of-content>" + paragraphs("目录") + "</text:table-of-content>"
    document = load(
        changed
        + contents
        + paragraphs(noted, '公开<text:s text:c="2"/>12<text:tab/>条<text:line-break/>另行')
    )
    assert lines(document) == ["更新不及时", "公开  12 条", "另行"]


def test_text_boxes_come_after_their_paragraph_and_layout_tables_become_paragraphs() -> None:
    box = f"<draw:frame><draw:text-box>{table(cell('规章') + cell('0'))}{paragraphs('框中')}</draw:text-box></draw:frame>"
    document = load(paragraphs(f"前{box}后"))
    assert lines(document) == ["前后", "规章\t0", "框中"] and len(document.tables) == 1
    long = "公开工作稳步推进，群众满意度有所提高。" * 10
    document = load(table(cell("一、总体情况") + cell(long)))
    assert lines(document) == ["一、总体情况", long] and not document.tables
    inner = table(cell("规章") + cell("0"))
    document = load(table(f"<table:table-cell>{paragraphs('表二')}{inner}</table:table-cell>"))
    assert lines(document) == ["表二", "规章\t0"] and len(document.tables) == 1


@pytest.mark.parametrize("depth", [50, 3000])
def test_deep_nesting_is_bounded(depth: int) -> None:
    body = paragraphs("正文") + "<text:section>" * depth + paragraphs("深处") + "</text:section>" * depth
    assert lines(load(body))[0] == "正文"
