"""Plain Word tables read from the part's bytes, before it is parsed.

Nine tenths of an annual report's markup are the cells of three statutory tables. A table is read here only if it surely says the
same as the parsed tree would: it is made of nothing but the tags below, which Word and WPS write for a plain table, holds no other
table, no entity, comment or control character, its rows and cells open and close in turn, and no cell holds running text. Every
other table stays in the part and takes the usual way.
"""

from __future__ import annotations

import re

from textmine.readers._build import BLANKS, join_lines

#: A row of a quick table: column, column span, vertical merge (as in the file, "continue" by default), text.
QuickRow = list[tuple[int, int, str, str]]

_OPEN, _CLOSE = b"<w:tbl>", b"</w:tbl>"
_TAG = re.compile(rb"<([^/ >][^ />]{0,40})")
_PLAIN_NAMES = (
    "tbl tblPr tblW tblLook tblBorders top left bottom right insideH insideV start end tblGrid gridCol tblLayout tblStyle tblInd "
    "jc tblCellMar tblpPr tblOverlap tblCellSpacing tr trPr trHeight cantSplit tblHeader wAfter gridAfter tc tcPr tcW gridSpan "
    "vMerge vAlign shd tcBorders noWrap tcMar tcFitText p pPr pStyle spacing ind keepNext keepLines pageBreakBefore widowControl "
    "snapToGrid adjustRightInd autoSpaceDE autoSpaceDN overflowPunct wordWrap kinsoku topLinePunct textAlignment rPr rFonts sz "
    "szCs b bCs i iCs color kern lang r t u highlight w position proofErr bookmarkStart bookmarkEnd"
)
_PLAIN = frozenset(f"w:{name}".encode() for name in _PLAIN_NAMES.split())
#: Bytes of entities, comments and what XML does not allow.
_ODD = b"&!?\r\x0b\x0c" + bytes(range(9)) + bytes(range(14, 32))
_ENCODING = re.compile(rb"""<\?xml [^>]{0,80}encoding=["']([A-Za-z0-9_-]{1,20})""")
#: What of a plain table matters: texts, spans and merges, and where paragraphs, cells and rows begin and end.
_TOKEN = re.compile(
    rb'<w:t(?: xml:space="preserve")?>([^<]*)(?=</w:t>)|<w:(gridSpan|vMerge)(?: w:val="(\w{1,10})")?(?=/>)|<(/?w:t[cr]|/w:p)[ >]'
)
_CODES = {b"w:tr": "R", b"/w:tr": "r", b"w:tc": "C", b"/w:tc": "c", b"/w:p": "p"}
_SHAPE = re.compile("(?:R(?:C(?:m|t*p)*c)+r)+")
_MAX_SPAN = 1000


def cut_tables(content: bytes, *, styles_matter: bool, longest: int) -> tuple[bytes, list[list[QuickRow]]]:
    """The part with an empty ``<w:tbl w:quick="n"/>`` in the place of each quick table, and these tables.

    ``styles_matter``: paragraph styles may number or hide text. ``longest``: characters of a cell that may stand in a table.
    """
    tables: list[list[QuickRow]] = []
    declared = _ENCODING.search(content[:200])
    if declared and declared.group(1).upper() != b"UTF-8":
        return content, tables
    if content.count(b"xmlns:w=") != 1 or b"w:quick" in content:
        return content, tables
    kept: list[bytes] = []
    done = 0
    while (begin := content.find(_OPEN, done)) >= 0:
        end = content.find(_CLOSE, begin) + len(_CLOSE)
        inner = content.rfind(_OPEN, begin, end)
        if end < len(_CLOSE) or inner != begin:
            return content, []  # tables in tables, or cut off
        rows = _read(content[begin:end], styles_matter, longest)
        kept.append(content[done:begin])
        kept.append(content[begin:end] if rows is None else b'<w:tbl w:quick="%d"/>' % len(tables))
        if rows is not None:
            tables.append(rows)
        done = end
    return b"".join([*kept, content[done:]]), tables


def _read(table: bytes, styles_matter: bool, longest: int) -> list[QuickRow] | None:
    if len(table.translate(None, _ODD)) != len(table):
        return None
    opened = _TAG.findall(table)
    tags = set(opened)
    if len(opened) != table.count(b"</") + table.count(b"/>"):
        return None
    if not tags <= _PLAIN or (styles_matter and b"w:pStyle" in tags):
        return None
    tokens = _TOKEN.findall(table)
    shape = "".join([_CODES[tag] if tag else "m" if mark else "t" for _, mark, _, tag in tokens])
    marks = table.count(b"<w:gridSpan") + table.count(b"<w:vMerge")
    if shape.count("t") != table.count(b"</w:t>") or shape.count("m") != marks or not _SHAPE.fullmatch(shape):
        return None
    try:
        rows = _rows(tokens)
    except ValueError:  # no UTF-8, or no number
        return None
    cells = [text for row in rows for *_, text in row]
    return rows if len(cells) > 1 and len(max(cells, key=len)) <= longest else None


def _rows(tokens: list[tuple[bytes, bytes, bytes, bytes]]) -> list[QuickRow]:
    """Rows from the tokens of a table that is known to be in shape. Raises ValueError for a text or number that is none."""
    rows: list[QuickRow] = []
    column, width, merge, joined, line = 0, 1, "", "", ""
    for text, mark, value, tag in tokens:
        if tag == b"/w:p":
            joined, line = join_lines(joined, line.strip(BLANKS)), ""
        elif tag == b"/w:tc":
            rows[-1].append((column, width, merge, joined))
            column, width, merge, joined = column + width, 1, "", ""
        elif tag == b"w:tr":
            rows.append([])
            column = 0
        elif mark == b"gridSpan":
            width = min(max(int(value), 1), _MAX_SPAN)
        elif mark:
            merge = value.decode() or "continue"
        else:
            line += text.decode()
    return rows
