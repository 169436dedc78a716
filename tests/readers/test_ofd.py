"""OFD files, made in memory."""

from __future__ import annotations

import pytest
from making import LINES, TABLE, ofd, package

from textmine import parse
from textmine.errors import LimitError, ReadError
from textmine.readers import Limits, read_bytes
from textmine.schema import Document, Grid

WIDTH = 34  # characters of a full line


def load(data: bytes, **limits: int) -> Document:
    return read_bytes(data, path="a.ofd", limits=Limits(**limits))


def column(*texts: str, top: float = 30, left: float = 30) -> list[tuple[str, float, float]]:
    return [(text, left, top + 8 * number) for number, text in enumerate(texts)]


def test_lines_of_a_paragraph_are_joined_and_page_numbers_left_out() -> None:
    full = "公" * WIDTH
    pages = [
        [*column("　一、总体情况", full, full, "开完毕。"), ("— 1 —", 100, 285)],
        [*column("二、其他"), ("— 2 —", 100, 285)],
    ]
    document = load(ofd(pages))
    assert document.text == f"一、总体情况\n{full}{full}开完毕。\n二、其他"
    assert document.page_starts == (0, document.text.index("二、"))
    assert document.media_type == "application/ofd"
    assert document.hints["title"] == "题名"


def test_a_ruled_table_keeps_its_cells() -> None:
    xs, ys = (30.0, 80.0, 130.0, 180.0), (60.0, 70.0, 80.0, 90.0)
    rules = [(xs[0], y, xs[-1], y) for y in ys] + [(x, ys[0], x, ys[-1]) for x in xs]
    rows = [row[:3] for row in TABLE[:3]]
    texts = [(text, xs[c] + 2, ys[r] + 2) for r, row in enumerate(rows) for c, text in enumerate(row)]
    document = load(ofd([[(LINES[0], 30, 30), *texts, (LINES[-1], 30, 110)]], rules=rules))
    (table,) = document.tables
    assert isinstance(table.grid, Grid)
    cells = {(c.row, c.column): document.text[c.start : c.end] for c in table.grid.cells}
    assert cells == {(r, c): text for r, row in enumerate(rows) for c, text in enumerate(row)}
    assert document.text.startswith(LINES[0])
    assert document.text.endswith(LINES[-1])


def test_matrices_distances_and_drawing_order() -> None:
    half = (
        '<ofd:TextObject Boundary="30 60 60 10" Size="8.4" CTM="0.5 0 0 0.5 0 0">'
        '<ofd:TextCode X="0" Y="8" DeltaX="8.4 8.4 g 2 4.2 16">公开12年度</ofd:TextCode></ofd:TextObject>'
    )
    last_first = [("第二行。", 30, 50), ("第一行。", 30, 40)]
    twice = [("重叠字", 30, 80), ("重叠字", 30.1, 80)]
    assert load(ofd([[*last_first, *twice]], more=half)).text.split("\n") == [
        "第一行。", "第二行。", "公开12年 度", "重叠字",
    ]  # fmt: skip


def test_parts_of_a_line_that_stand_apart_stay_apart() -> None:
    assert load(ofd([[("申请", 30, 40), ("总计", 60, 40), ("行政", 38.4, 40)]])).text == "申请行政 总计"


def test_what_a_template_draws_belongs_to_its_pages() -> None:
    names = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    text = '<ofd:TextObject Boundary="30 {y} 60 5" Size="4.2"><ofd:TextCode X="0" Y="4">{words}</ofd:TextCode></ofd:TextObject>'
    parts = {
        "OFD.xml": f"<ofd:OFD {names}><ofd:DocBody><ofd:DocRoot>/D/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "D/Document.xml": f'<ofd:Document {names}><ofd:CommonData><ofd:TemplatePage ID="7" BaseLoc="T/Content.xml"/></ofd:CommonData>'
        '<ofd:Pages><ofd:Page ID="1" BaseLoc="/D/P/Content.xml"/><ofd:Page ID="2" BaseLoc="lost.xml"/></ofd:Pages></ofd:Document>',
        "D/T/Content.xml": f"<ofd:Page {names}>{text.format(y=20, words='表头')}</ofd:Page>",
        "D/P/Content.xml": f'<ofd:Page {names}><ofd:Template TemplateID="7"/>{text.format(y=40, words="正文。")}</ofd:Page>',
    }
    assert load(package(parts)).text == "表头\n正文。"


@pytest.mark.parametrize(
    "data", ["M 0 0 L", "L 1 2 3", "M a b C C", "B 1 2 3 4 5 6 L 9 9", "", "M 1e400 0 L 2 2"]
)
def test_odd_paths_and_numbers_do_no_harm(data: str) -> None:
    more = (
        f'<ofd:PathObject Boundary="x" CTM="1 2"><ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>'
        '<ofd:TextObject Boundary="0 0 0" Size="0"><ofd:TextCode>无</ofd:TextCode></ofd:TextObject>'
        '<ofd:TextObject Boundary="30 60 9 9" Size="4"><ofd:TextCode X="0" Y="4" DeltaX="g 99999999 4 g">二字</ofd:TextCode></ofd:TextObject>'
    )
    assert load(ofd([[("一字", 30, 40)]], more=more)).text == "一字\n二字"


def test_what_cannot_be_read_says_why() -> None:
    picture = '<ofd:ImageObject Boundary="0 0 210 297" ResourceID="3"/>'
    for data, code in (
        (ofd([[]], more=picture), "scanned_pdf"),
        (package({"OFD.xml": "<x/>", "Encryptions.xml": "<x/>"}), "encrypted"),
        (package({"OFD.xml": "<x><DocRoot>../../etc/passwd</DocRoot></x>"}), "damaged"),
    ):
        with pytest.raises(ReadError) as caught:
            load(data)
        assert caught.value.code == code
    with pytest.raises(LimitError) as caught:
        load(ofd([[], []]), pages=1)
    assert caught.value.code == "too_many_pages"


def test_a_report_is_parsed_like_any_other() -> None:
    lines = [
        "砚溪市水务局2023年政府信息公开工作年度报告", "一、总体情况", "我局认真做好公开工作。",
        "五、存在的主要问题及改进情况", "一是个别栏目更新不够及时。", "六、其他需要报告的事项", "无。",
    ]  # fmt: skip
    report = parse(load(ofd([column(*lines)])))
    assert (report.metadata.agency, report.metadata.year) == ("砚溪市水务局", 2023)
    assert [item.text for item in report.statements] == ["个别栏目更新不够及时"]


def test_a_page_of_thousands_of_rules_is_a_drawing_and_holds_no_table() -> None:
    xs, ys = (30.0, 80.0, 130.0), (60.0, 70.0, 80.0)
    grid = [(xs[0], y, xs[-1], y) for y in ys] + [(x, ys[0], x, ys[-1]) for x in xs]
    texts = [(str(10 * r + c), xs[c] + 2, ys[r] + 2) for r in range(2) for c in range(2)]
    hatching = [(20.0, 100 + n / 100, 60.0, 100 + n / 100) for n in range(6000)]
    assert len(load(ofd([texts], rules=grid)).tables) == 1
    assert load(ofd([texts], rules=[*grid, *hatching])).tables == ()
