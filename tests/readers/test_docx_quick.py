"""Word tables read from bytes say the same as those read from the tree, and leave to the tree what they do not know."""

from __future__ import annotations

import making
import pytest
from making import cell, docx, paragraph, table

from textmine.readers import _docx, read_bytes
from textmine.readers._docx_quick import cut_tables

SPAN = '<w:gridSpan w:val="2"/>'
RESTART, GO_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
PLAIN = {
    "cells": table([[cell("项目"), cell("数量")], [cell("新收"), cell("12")]]),
    "spans": table([[cell("合计", SPAN)], [cell("甲"), cell("乙")], [cell("1"), cell("")]]),
    "merged": table(
        [[cell("甲", RESTART), cell("1")], [cell("", GO_ON), cell("2")], [cell("乙"), cell("3")]]
    ),
    "cut in two by a merge": table([[cell("结果", RESTART), cell("1")], [cell("维持", GO_ON), cell("2")]]),
    "paragraphs": table([[cell("甲").replace("</w:p>", "</w:p>" + paragraph("乙") + "<w:p/>"), cell("a b")]]),
    "runs": table(
        [[cell("甲").replace("</w:r>", '</w:r><w:r><w:t xml:space="preserve"> 乙</w:t></w:r>', 1), cell("")]]
    ),
    "formatted": table([[cell("甲", '<w:tcW w:w="9"/><w:vAlign w:val="center"/>'), cell("\u3000 7 ")]]),
    "blank": table([[cell(""), cell("")]]),
    "one cell": table([[cell("甲")]]),
    "uneven": table([[cell("甲"), cell("乙")], [cell("1")]]),
}
OTHER = {
    "entity": table([[cell("甲&amp;乙"), cell("1")]]),
    "comment": table([[cell("甲<!-- x -->乙"), cell("1")]]),
    "tab": table([[cell("甲").replace("</w:r>", "<w:tab/></w:r>"), cell("1")]]),
    "tracked": table([[cell("甲").replace("<w:r>", "<w:ins><w:r>").replace("</w:r>", "</w:r></w:ins>"), cell("1")]]),
    "running text": table([[cell("信息公开工作。" * 40), cell("1")]]),
    "hidden": table([[cell("甲").replace("<w:r>", "<w:r><w:rPr><w:vanish/></w:rPr>"), cell("1")]]),
    "rows in a control": table([[cell("甲"), cell("1")]]).replace("<w:tr>", "<w:sdt><w:sdtContent><w:tr>")
    .replace("</w:tr>", "</w:tr></w:sdtContent></w:sdt>"),
    "table in a table": table([[f"<w:tc>{table([[cell('甲'), cell('1')]])}<w:p/></w:tc>", cell("乙")]]),
    "unclosed run": table([[cell("甲").replace("</w:r>", ""), cell("1")]]),
}  # fmt: skip


def quick_tables(body: str) -> int:
    content = f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{making.W}"><w:body>{body}</w:body></w:document>'
    return len(cut_tables(content.encode(), styles_matter=False, longest=150)[1])


@pytest.mark.parametrize(
    "body", [*PLAIN.values(), *OTHER.values(), "".join(PLAIN.values()) + OTHER["entity"]]
)
def test_both_ways_give_the_same(body: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = docx(paragraph("前") + body + paragraph("后"))
    quick = read_bytes(data, path="report.docx")
    monkeypatch.setattr(_docx, "cut_tables", lambda content, **_: (content, []))
    assert read_bytes(data, path="report.docx") == quick


def test_what_is_quick() -> None:
    assert [name for name, body in PLAIN.items() if not quick_tables(body)] == ["one cell"]
    assert [name for name, body in OTHER.items() if quick_tables(body)] == []


def test_styles_that_may_number_text_are_left_to_the_tree() -> None:
    styled = PLAIN["cells"].replace("<w:p>", '<w:p><w:pPr><w:pStyle w:val="3"/></w:pPr>')
    content = f'<w:document xmlns:w="{making.W}"><w:body>{styled}</w:body></w:document>'.encode()
    assert len(cut_tables(content, styles_matter=False, longest=150)[1]) == 1
    assert cut_tables(content, styles_matter=True, longest=150) == (content, [])


@pytest.mark.parametrize("cut", range(0, 400, 7))
def test_a_part_cut_off_anywhere_is_left_as_it_is_or_keeps_whole_tables(cut: int) -> None:
    content = f'<w:document xmlns:w="{making.W}">{PLAIN["cells"]}'.encode()
    rest, tables = cut_tables(content[: len(content) - cut], styles_matter=False, longest=150)
    assert tables == [] or cut == 0
    assert rest == content[: len(content) - cut] or cut == 0
