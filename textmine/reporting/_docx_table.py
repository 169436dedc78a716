"""Tables of the Word document, written as XML at once: a table of three hundred agencies has thousands of cells, and
setting them one by one takes minutes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from docx.document import Document

_CELL = "Cell"  # name of the paragraph style of cells
_TWIPS = 567  # a centimetre


def add_table(
    document: Document,
    heads: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    widths: Sequence[float],
    right: Sequence[bool],
) -> None:
    """Append a ruled table with a head that is repeated on every page; rows are never broken.

    ``widths`` are centimetres; columns with ``right`` are set flush right.
    """
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    style = document.styles[_CELL].style_id
    twips = [round(width * _TWIPS) for width in widths]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in twips)
    head = "".join(
        _cell(text, width, style, "center", head=True) for text, width in zip(heads, twips, strict=True)
    )
    sides = ["right" if flush else "left" for flush in right]
    body = "".join(
        "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
        + "".join(
            _cell(text, width, style, side) for text, width, side in zip(row, twips, sides, strict=True)
        )
        + "</w:tr>"
        for row in rows
    )
    xml = (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblStyle w:val="{document.styles["Table Grid"].style_id}"/>'
        f'<w:tblW w:w="{sum(twips)}" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="57" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>"
        f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>{body}</w:tbl>"
    )
    document.element.body.insert_element_before(parse_xml(xml), "w:sectPr")


def _cell(text: str, width: int, style: str, side: str, *, head: bool = False) -> str:
    shade = '<w:shd w:val="clear" w:color="auto" w:fill="E4E7EB"/>' if head else ""
    look = "<w:rPr><w:b/></w:rPr>" if head else ""
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    run = f"<w:r>{look}{lines}</w:r>" if text else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/><w:jc w:val="{side}"/></w:pPr>{run}</w:p></w:tc>'
    )
