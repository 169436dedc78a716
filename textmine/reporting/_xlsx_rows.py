"""Rows of a workbook, written as fast as text can be put together.

A sheet of a hundred thousand rows is laid out by xlsxwriter with its head and one sample row, whose cells say which style each
column has; the rows themselves are put in its place, one after the other, so that they need no memory, and their texts into the list of
the workbook's texts (ISO/IEC 29500-1, 18.3.1 and 18.4).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from textmine.reporting._model import Value

#: A row: its height in points, None for that of one line, and its values.
Row = tuple[float | None, Sequence[Value]]

_AT_ONCE = 1_000  # rows handed to the packer together
_RUNS = ("=", "+", "-", "@")  # what a spreadsheet takes for a formula once such a cell is edited
_SAMPLE = re.compile(r'<row r="2"[^>]*>.*?</row>')
_STYLE = re.compile(r'<c r="[A-Z]+2" s="(\d+)"')
_TEXTS = "xl/sharedStrings.xml"
_LISTED = re.compile(
    r'(?P<head>.*?<sst [^>]*?)count="(?P<cells>\d+)" uniqueCount="(?P<distinct>\d+)">(?P<listed>.*)</sst>',
    re.DOTALL,
)
_EXTENT = re.compile(r'<dimension ref="[^"]*"/>')
_SPECIAL = re.compile(r"[&<>\x00-\x08\x0b-\x1f\ufffe\uffff]|_x[0-9a-fA-F]{4}_|^\s|\s\Z")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_LIKE_ESCAPE = re.compile(r"(_x[0-9a-fA-F]{4}_)")


@dataclass(frozen=True, slots=True)
class SheetRows:
    """The rows below the head of a sheet, how many they are, and which columns hold free text, whose cells must not become formulas
    when they are edited.

    The sample row of the sheet has a cell a column and one more, with the style of text that looks like a formula.
    """

    rows: Iterable[Row]
    count: int
    free: Sequence[bool]


def with_rows(workbook: bytes, sheets: Mapping[int, SheetRows]) -> bytes:
    """The workbook with the rows of its sheets, by their number from 1."""
    named = {f"xl/worksheets/sheet{number}.xml": rows for number, rows in sheets.items()}
    stream = BytesIO()
    with ZipFile(BytesIO(workbook)) as laid_out, ZipFile(stream, "w", ZIP_DEFLATED) as made:
        texts = _Texts(laid_out.read(_TEXTS).decode())
        items = sorted(laid_out.infolist(), key=lambda item: item.filename == _TEXTS)  # these come last
        for item in items:
            entry = ZipInfo(item.filename, item.date_time)
            entry.compress_type, entry.external_attr = ZIP_DEFLATED, item.external_attr
            if item.filename == _TEXTS:
                pieces = texts.pieces()
            elif item.filename in named:
                pieces = _filled(laid_out.read(item).decode(), named[item.filename], texts)
            else:
                made.writestr(entry, laid_out.read(item))
                continue
            with made.open(entry, "w") as part:
                for piece in pieces:
                    part.write(piece.encode())
    return stream.getvalue()


class _Texts:
    """The list of the texts of all cells, each once, beginning with those that are in the workbook already."""

    def __init__(self, xml: str) -> None:
        found = _LISTED.match(xml)
        assert found
        self._head, self._listed = found["head"], found["listed"]
        self._first = int(found["distinct"])
        self._cells = int(found["cells"])
        self._places: dict[str, int] = {}

    def place(self, text: str) -> int:
        """Number of a text in the list."""
        self._cells += 1
        return self._places.setdefault(text, self._first + len(self._places))

    def pieces(self) -> Iterator[str]:
        """The list as XML."""
        yield f'{self._head}count="{self._cells}" uniqueCount="{self._first + len(self._places)}">'
        yield self._listed
        texts = (f"<si>{_text(text)}</si>" for text in self._places)
        while piece := "".join(islice(texts, _AT_ONCE)):
            yield piece
        yield "</sst>"


def _filled(sheet: str, given: SheetRows, texts: _Texts) -> Iterator[str]:
    """The sheet in pieces."""
    from xlsxwriter.utility import xl_col_to_name

    sample = _SAMPLE.search(sheet)
    assert sample
    *styles, formula_like = _STYLE.findall(sample.group())
    columns = [
        (xl_col_to_name(place), style, formula_like if free else style)
        for place, (style, free) in enumerate(zip(styles, given.free, strict=True))
    ]
    extent = f'<dimension ref="A1:{columns[-1][0]}{given.count + 1}"/>'
    yield _EXTENT.sub(extent, sheet[: sample.start()], count=1)
    rows = (_row(number, *row, columns, texts) for number, row in enumerate(given.rows, start=2))
    while piece := "".join(islice(rows, _AT_ONCE)):
        yield piece
    yield sheet[sample.end() :]


def _row(
    number: int,
    height: float | None,
    values: Sequence[Value],
    columns: Sequence[tuple[str, str, str]],
    texts: _Texts,
) -> str:
    cells = []
    for value, (letters, style, if_formula) in zip(values, columns, strict=True):
        if value is None or value == "":
            cells.append(f'<c r="{letters}{number}" s="{style}"/>')
        elif isinstance(value, str):
            used = if_formula if value.startswith(_RUNS) else style
            cells.append(f'<c r="{letters}{number}" s="{used}" t="s"><v>{texts.place(value)}</v></c>')
        else:
            cells.append(f'<c r="{letters}{number}" s="{style}"><v>{value:.16G}</v></c>')
    # Whole pixels of a screen, as spreadsheets themselves have them.
    tall = "" if height is None else f' ht="{int(4 / 3 * height + 0.5) * 0.75:g}" customHeight="1"'
    return f'<row r="{number}"{tall}>{"".join(cells)}</row>'


def _text(text: str) -> str:
    if not _SPECIAL.search(text):
        return f"<t>{text}</t>"
    text = _LIKE_ESCAPE.sub(r"_x005F\1", text)
    text = _CONTROL.sub(lambda found: f"_x{ord(found.group()):04X}_", text)
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f'<t xml:space="preserve">{text}</t>'
