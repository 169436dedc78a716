"""How the Word report fills its pages: figures leave no half-empty pages, the signature no page of its own."""

from __future__ import annotations

from io import BytesIO

import docx as python_docx
import pytest
from docx.oxml.ns import qn
from made_tables import MadeReport, made_corpus, made_tables
from pages import DATE, png

from textmine.reporting import ThemeReport, build
from textmine.reporting._docx import docx
from textmine.reporting._docx_flow import Flow
from textmine.reporting._docx_style import looks
from textmine.reporting._model import Block, Chart, Heading, Sentence

HEIGHT, WIDTH = 22.5, 15.6  # centimetres of the type area
LINE = 28 / 72 * 2.54
LONG = "字" * 27


def chart(name: str) -> Chart:
    return Chart(name, name, name, "", None)  # type: ignore[arg-type]  # the flow asks for its height alone


def order(blocks: list[Block], *, lines_before: int, height: float) -> list[str]:
    """What stands where, after so many lines of text, with figures of so many centimetres."""
    flow = Flow(looks("zh", compact=False))
    flow.new_page(HEIGHT, WIDTH)
    for _ in range(lines_before):
        flow.paragraph(LONG[:20])

    def follow(block: Block, told: Flow) -> None:
        told.paragraph(block.text)  # type: ignore[union-attr]

    shown = []
    for block in flow.arranged(blocks, height_of=lambda _: height, follow=follow):
        if isinstance(block, Chart):
            flow.figure(height, block.caption)
            shown.append(block.name)
        else:
            follow(block, flow)
            shown.append(block.text)  # type: ignore[union-attr]
    return shown


def test_a_figure_that_fits_stays_where_it_is() -> None:
    blocks: list[Block] = [chart("图"), Sentence("说明")]
    assert order(blocks, lines_before=4, height=12) == ["图", "说明"]


def test_text_fills_the_page_before_a_figure_that_does_not_fit() -> None:
    blocks: list[Block] = [chart("图"), Sentence(LONG * 6), Sentence("后"), Heading("下节"), Sentence("别处")]
    shown = order(blocks, lines_before=12, height=14)
    assert shown == [LONG * 6, "图", "后", "下节", "别处"] or shown == [LONG * 6, "后", "图", "下节", "别处"]


def test_what_leads_to_the_next_figure_stays_with_it() -> None:
    blocks: list[Block] = [chart("图一"), Sentence(LONG * 3), Sentence("见图二"), chart("图二")]
    shown = order(blocks, lines_before=12, height=14)
    assert shown.index("图一") < shown.index("见图二") < shown.index("图二")


def test_nothing_is_lost_or_doubled() -> None:
    blocks: list[Block] = [
        Sentence("甲"),
        chart("图一"),
        Sentence("乙"),
        chart("图二"),
        Heading("丙"),
        Sentence("丁"),
    ]
    for lines in range(24):
        assert sorted(order(blocks, lines_before=lines, height=13)) == sorted(
            ["甲", "图一", "乙", "图二", "丙", "丁"]
        )


def test_a_figure_that_nearly_fits_is_made_a_little_smaller() -> None:
    flow = Flow(looks("zh", compact=False))
    flow.new_page(HEIGHT, WIDTH)
    for _ in range(6):
        flow.paragraph("字")
    room = HEIGHT - 6 * LINE
    assert 0.8 <= flow.figure(room, "图") < 1
    flow.new_page(HEIGHT, WIDTH)
    assert flow.figure(12, "图") == 1


@pytest.fixture(scope="module")
def usual() -> ThemeReport:
    return build(made_tables(made_corpus(16)), date=DATE)


def document(report: ThemeReport, picture: bytes) -> python_docx.document.Document:
    return python_docx.Document(BytesIO(docx(report, {item.name: picture for item in report.charts})))


def test_twenty_eight_characters_fill_a_line(usual: ThemeReport) -> None:
    made = document(usual, png(144, 90))
    section = made.sections[0]
    width = (section.page_width - section.left_margin - section.right_margin) / 12_700  # EMU a point
    properties = made.styles["Normal"].element.rPr
    closer = int(properties.find(qn("w:spacing")).get(qn("w:val"))) / 20
    size = int(properties.find(qn("w:sz")).get(qn("w:val"))) / 2
    assert 28 * (size + closer) <= width < 29 * (size + closer)


def test_the_signature_keeps_to_the_text_before(usual: ThemeReport) -> None:
    paragraphs = document(usual, png(144, 90)).paragraphs
    place = next(number for number, item in enumerate(paragraphs) if item.style.name == "Signature")
    assert paragraphs[place - 1].paragraph_format.keep_with_next


@pytest.mark.parametrize(("size", "upright"), [((90, 144), True), ((144, 90), False)])
def test_tall_charts_of_wide_appendices_stand_on_an_upright_page(
    size: tuple[int, int], upright: bool, usual: ThemeReport
) -> None:
    made = document(usual, png(*size))
    heading = next(item for item in made.paragraphs if item.text.startswith("附件1"))
    section = next(
        item.find(qn("w:sectPr")) if item.tag == qn("w:sectPr") else item
        for item in [*heading._p.itersiblings()]
        if item.tag == qn("w:sectPr") or item.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None
    )
    properties = section if section.tag == qn("w:sectPr") else section.find(f"{qn('w:pPr')}/{qn('w:sectPr')}")
    page = properties.find(qn("w:pgSz"))
    assert (int(page.get(qn("w:h"))) > int(page.get(qn("w:w")))) is upright


def test_heads_of_many_latin_columns_read_from_below() -> None:
    report = build(made_tables(made_corpus(8)), lang="en", date=DATE)
    matrix = next(table for table in document(report, png(144, 90)).tables if len(table.columns) > 15)
    turned = [cell._tc.tcPr.find(qn("w:textDirection")) is not None for cell in matrix.rows[0].cells]
    assert turned[-1]
    assert not turned[0]
    assert matrix.rows[0].height.cm < 6


def test_marks_within_a_quotation_are_single() -> None:
    text = "开展“回头看”不够，栏目更新不及时"
    report = build(made_tables([MadeReport(extra={"timeliness": text})]), date=DATE)
    words = [item.text for item in document(report, png(144, 90)).paragraphs if item.style.name == "Quote"]
    assert any("“开展‘回头看’不够，栏目更新不及时”" in line for line in words)
    (quote,) = report.themes[0].quotations
    assert quote.text.startswith("开展“回头看”")  # as the report has it, for the other files
