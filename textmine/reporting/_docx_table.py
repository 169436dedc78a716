"""Tables of the Word document, written as XML at once: a table of three hundred agencies has thousands of cells, and
setting them one by one takes minutes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from textmine.reporting._html import shown
from textmine.reporting._model import Table

if TYPE_CHECKING:
    from docx.document import Document

_CELL = "Cell"  # name of the paragraph style of cells
_TWIPS = 567  # a centimetre
_BOLD = 1.08  # how much wider the words of a head may be
_MANY = 12  # columns of numbers with Latin heads, from which on these are set upright
_UPRIGHT = 0.95  # centimetres of a column with an upright head of two lines
_BROKEN = 6.0  # ideographs of a value that may be broken into lines of this length
_WIDE = dict.fromkeys("0123456789", 0.62) | {
    "%": 0.9,
    "m": 0.8,
    "w": 0.8,
    "M": 0.9,
    "W": 1.0,
}  # in ideographs
_EM, CELL_MARGIN, _NARROW = 0.33, 0.35, 2.4  # centimetres, for cells of 9 pt
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_BORDERS = (
    "<w:tblBorders>"
    + "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="7B8794"/>' for side in _SIDES)
    + "</w:tblBorders>"
)


def add_table(
    document: Document,
    heads: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    widths: Sequence[float],
    right: Sequence[bool],
    upright: Sequence[bool] = (),
    with_note: bool = False,
) -> None:
    """Append a ruled table with a head that is repeated on every page; rows are never broken.

    ``widths`` are centimetres; columns with ``right`` are set flush right, heads with ``upright`` read from below;
    the last row stays with the note below the table.
    """
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    style = document.styles[_CELL].style_id
    twips = [round(width * _TWIPS) for width in widths]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in twips)
    turned = upright or [False] * len(heads)
    head = "".join(
        _cell(text, width, style, "center", head=True, upright=up)
        for text, width, up in zip(heads, twips, turned, strict=True)
    )
    longest = max((ems_of(text) for text, up in zip(heads, turned, strict=True) if up), default=0.0)
    height = (
        f'<w:trHeight w:val="{round((longest / 2 + 3) * _EM * _TWIPS)}" w:hRule="exact"/>' if longest else ""
    )
    sides = ["right" if flush else "left" for flush in right]
    listed = list(rows)
    body = "".join(
        "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
        + "".join(
            _cell(text, width, style, side, keep=with_note and number == len(listed))
            for text, width, side in zip(row, twips, sides, strict=True)
        )
        + "</w:tr>"
        for number, row in enumerate(listed, start=1)
    )
    xml = (
        f"<w:tbl {nsdecls('w')}><w:tblPr>"
        f'<w:tblW w:w="{sum(twips)}" w:type="dxa"/><w:jc w:val="center"/>{_BORDERS}<w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="57" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>"
        f"<w:tr><w:trPr><w:cantSplit/>{height}<w:tblHeader/></w:trPr>{head}</w:tr>{body}</w:tbl>"
    )
    document.element.body.insert_element_before(parse_xml(xml), "w:sectPr")


def _cell(
    text: str,
    width: int,
    style: str,
    side: str,
    *,
    head: bool = False,
    upright: bool = False,
    keep: bool = False,
) -> str:
    shade = '<w:shd w:val="clear" w:color="auto" w:fill="E4E7EB"/>' if head else ""
    look = "<w:rPr><w:b/></w:rPr>" if head else ""
    with_next = "<w:keepNext/>" if head or keep else ""
    lines_apart = ""
    if upright:  # two lines of 8 pt in a narrow column
        shade += '<w:textDirection w:val="btLr"/><w:vAlign w:val="center"/>'
        look = '<w:rPr><w:b/><w:sz w:val="16"/></w:rPr>'
        lines_apart = '<w:spacing w:line="190" w:lineRule="exact"/>'
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    run = f"<w:r>{look}{lines}</w:r>" if text else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{with_next}{lines_apart}<w:jc w:val="{side}"/></w:pPr>{run}</w:p></w:tc>'
    )


def upright_heads(table: Table) -> list[bool]:
    """Which heads read from below: those of numbers, where many Latin ones stand beside each other."""
    numbers = [column.kind != "text" and column.name.isascii() for column in table.columns]
    return [number and sum(numbers) >= _MANY for number in numbers]


def column_widths(table: Table, total: float, sampled: int) -> list[float]:
    """Widths in centimetres: short columns as wide as their longest value, the others share the rest by length.

    The first ``sampled`` rows tell how long values are. Where there is too little room, heads are broken before values and
    Latin words are.
    """
    ems, least = [], []
    upright = upright_heads(table)
    for index, column in enumerate(table.columns):
        if upright[index]:
            ems.append(0.0)
            least.append(_UPRIGHT)
            continue
        values = [shown(row[index], column.kind) for row in table.rows[:sampled]]
        words = column.name.split() if " " in column.name else [_half(column.name)]
        head = 1.1 * (ems_of(column.name) if column.kind == "text" else max(map(ems_of, words), default=0.0))
        longest = max(map(ems_of, values), default=0.0)
        ems.append(min(max(head, longest), 30.0))
        firm = _BOLD * _unbroken(column.name) if column.name.isascii() else 1.5
        least.append(max([firm, *map(_unbroken, values)]) * _EM + CELL_MARGIN)
    natural = [_UPRIGHT if up else size * _EM + CELL_MARGIN for size, up in zip(ems, upright, strict=True)]
    narrow = sum(width for width in natural if width <= _NARROW)
    wide = sum(width for width in natural if width > _NARROW)
    if wide and narrow < total:
        fitted = [width if width <= _NARROW else width * (total - narrow) / wide for width in natural]
        if all(have >= need for have, need in zip(fitted, least, strict=True)):
            return fitted
    spare = [max(have - need, 0.0) for have, need in zip(natural, least, strict=True)]
    if sum(least) >= total or not sum(spare):
        return [width * total / sum(least) for width in least]
    share = (total - sum(least)) / sum(spare)
    return [need + share * more for need, more in zip(least, spare, strict=True)]


def ems_of(text: str) -> float:
    """Width of a text in ideographs."""
    return sum(_WIDE.get(character, 0.55) if character.isascii() else 1.0 for character in text)


def _unbroken(text: str) -> float:
    """Width of the longest stretch of a text that must stay on a line: a Latin word, or some ideographs."""
    return max(
        (ems_of(word) if word.isascii() else min(ems_of(word), _BROKEN) for word in text.split()), default=0.0
    )


def _half(name: str) -> str:
    """The longer line of a head of numbers: up to four ideographs stand in one, more are broken into two."""
    return name if len(name) <= 4 else name[: -(-len(name) // 2)]
