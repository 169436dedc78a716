"""PDF with a text layer: ruled tables that run over a page, running heads, page numbers, an embedded open font."""

from __future__ import annotations

import io
from functools import lru_cache, partial
from typing import Any
from xml.sax.saxutils import escape
from zlib import crc32

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from corpora.grammar.blocks import Block, report_blocks
from corpora.grammar.fonts import common_characters, font_subset
from corpora.grammar.forms import Cell, Grid, expand
from corpora.grammar.model import Report

_WIDTH = A4[0] - 150
_CELL_SIZE = 8.5
_COMMON = "NotoSerifSC-Common"


@lru_cache(maxsize=1)
def _common_font() -> frozenset[str]:
    """Register the font of the common characters, once a process, and say which they are."""
    text = common_characters()
    pdfmetrics.registerFont(TTFont(_COMMON, io.BytesIO(font_subset(text, _COMMON))))
    return frozenset(text)


def _font_for(text: str) -> str:
    """Name of a registered font that has every character of the text. reportlab knows fonts by PostScript name,
    so a font of other characters gets a name of its own."""
    if set(text) <= _common_font():
        return _COMMON
    wanted = "".join(sorted(set(text) | _common_font()))
    name = f"{_COMMON}-{crc32(wanted.encode()):08x}"
    if name not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(name, io.BytesIO(font_subset(wanted, name))))
    return name


def _styles(font: str) -> dict[str, ParagraphStyle]:
    body = ParagraphStyle("para", fontName=font, fontSize=14, leading=25, firstLineIndent=28, wordWrap="CJK")
    return {
        "para": body,
        "title": ParagraphStyle(
            "title", body, fontSize=19, leading=30, firstLineIndent=0, alignment=TA_CENTER
        ),
        "heading": ParagraphStyle("heading", body, fontSize=15, spaceBefore=5),
        "subheading": ParagraphStyle("subheading", body),
        "signoff": ParagraphStyle("signoff", body, firstLineIndent=0, alignment=TA_RIGHT, rightIndent=28),
        "cell": ParagraphStyle(
            "cell", body, fontSize=_CELL_SIZE, leading=12, firstLineIndent=0, alignment=TA_CENTER
        ),
        "label": ParagraphStyle("label", body, fontSize=_CELL_SIZE, leading=12, firstLineIndent=0),
    }


def _widths(columns: int) -> list[float]:
    if columns == 10:
        shares = [6.0, 11.0, 27.0, 8.0, 8.0, 8.0, 8.0, 8.0, 8.0, 8.0]
    elif columns == 15:
        shares = [1.0] * 15
    elif columns == 3:
        shares = [6.0, 2.0, 2.0]
    else:
        shares = [2.0] * columns
    return [_WIDTH * share / sum(shares) for share in shares]


def _pieces(text: str, width: float, rows: int) -> list[str]:
    """The text of a tall cell, cut into one piece per printed row and set about the middle of its rows."""
    size = max(1, int((width - 5) // _CELL_SIZE))
    pieces = [text[at : at + size] for at in range(0, len(text), size)]
    if len(pieces) > rows:
        pieces = [*pieces[: rows - 1], "".join(pieces[rows - 1 :])]
    above = (rows - len(pieces)) // 2
    return ["" for _ in range(above)] + pieces


def _rules(x: int, y: int, cell: Cell) -> list[Any]:
    """The box of one cell. A tall cell is not spanned but left without inner rules, so that pages may break in it."""
    right, bottom = x + cell.cols - 1, y + cell.rows - 1
    rules: list[Any] = [("BOX", (x, y), (right, bottom), 0.6, colors.black)]
    if cell.cols > 1:
        rules += [("SPAN", (x, row), (right, row)) for row in range(y, bottom + 1)]
    return rules


def _table(grid: Grid, styles: dict[str, ParagraphStyle]) -> Table:
    raster = expand(grid)
    columns = len(raster[0])
    widths = _widths(columns)
    data: list[list[Any]] = [[""] * columns for _ in raster]
    style: list[Any] = [("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    style += [("LEFTPADDING", (0, 0), (-1, -1), 2), ("RIGHTPADDING", (0, 0), (-1, -1), 2)]
    for y, row in enumerate(raster):
        for x, cell in enumerate(row):
            if cell is None:
                continue
            look = styles["label" if not cell.key and columns == 10 and x < 3 else "cell"]
            width = sum(widths[x : x + cell.cols])
            pieces = _pieces(cell.text, width, cell.rows) if cell.rows > 1 else [cell.text]
            for down, piece in enumerate(pieces):
                data[y + down][x] = Paragraph(escape(piece), look) if piece else ""
            style += _rules(x, y, cell)
    return Table(data, colWidths=widths, style=TableStyle(style), splitByRow=1)


def _story(blocks: list[Block], styles: dict[str, ParagraphStyle]) -> list[Any]:
    story: list[Any] = []
    for block in blocks:
        if block.kind == "table" and block.grid is not None:
            story += [_table(block.grid, styles), Spacer(1, 8)]
        elif block.kind != "meta":
            story.append(Paragraph(escape(block.text), styles[block.kind]))
    return story


def _furniture(canvas: Canvas, doc: Any, *, head: str, font: str) -> None:
    """Running head and page number of one page."""
    canvas.saveState()
    canvas.setFont(font, 9)
    if head:
        canvas.drawCentredString(A4[0] / 2, A4[1] - 40, head)
        canvas.line(75, A4[1] - 46, A4[0] - 75, A4[1] - 46)
    number = f"第{doc.page}页" if head else f"- {doc.page} -"
    canvas.drawCentredString(A4[0] / 2, 36, number)
    canvas.restoreState()


def render_pdf(report: Report) -> bytes:
    """Bytes of a .pdf file; the same bytes on every run."""
    blocks = report_blocks(report)
    shown = "".join(block.text + "".join(c.text for row in block.grid or [] for c in row) for block in blocks)
    head = (
        f"{report.agency.short}{report.year}年政府信息公开工作年度报告"
        if report.layout.look == "head"
        else ""
    )
    font = _font_for(shown + head)
    buffer = io.BytesIO()
    doc = SimpleDocTemplate(
        buffer, pagesize=A4, leftMargin=75, rightMargin=75, topMargin=64, bottomMargin=64, invariant=1
    )
    doc.title = report.title if report.layout.look == "head" else "Microsoft Word - 年报.docx"
    furniture = partial(_furniture, head=head, font=font)
    doc.build(_story(blocks, _styles(font)), onFirstPage=furniture, onLaterPages=furniture)
    return buffer.getvalue()
