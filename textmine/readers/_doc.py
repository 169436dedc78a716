"""Word 97–2003 and WPS Writer documents ([MS-DOC], Microsoft Open Specifications), read from their OLE streams."""

from __future__ import annotations

import io
import re
import struct
from bisect import bisect_right
from typing import Any

from textmine.errors import ReadError
from textmine.readers._build import BLANKS, TextBuilder, is_wide
from textmine.readers._doc_lists import read_lists
from textmine.readers._doc_properties import ParagraphRun, paragraph_runs
from textmine.readers._docx_numbering import Numbering
from textmine.readers._edge_grid import EdgeCell, emit_rows
from textmine.readers._limits import Limits

_WORD_MAGIC = 0xA5EC
_FIRST_97 = 0x00C1  # nFib of Word 97; older files have another layout
_ENCRYPTED = 0x0100
_SECOND_TABLE = 0x0200
_FIELD = re.compile("\x13[^\x13\x14\x15]*(?:\x14|(?=\x15))")  # a field's instruction, not its result
_MARKS = re.compile("[\x00-\x06\x08\x0e-\x1d\x1f]")
_HEADING_CHARS = 50
_MAX_TABLE_ROWS = 20_000
_SAVE_AS = "Open it in WPS or Word, save it as DOCX and read that."


def read_doc(data: bytes, limits: Limits) -> tuple[TextBuilder, dict[str, str]]:
    """Paragraphs and tables of the main text, and hints from the document's properties.

    Raises ReadError ``encrypted``, ``unsupported_format`` (Word 95, Excel, PowerPoint) or ``damaged``.
    """
    import olefile

    if not olefile.isOleFile(io.BytesIO(data)):
        raise ReadError("damaged", "The Word file is damaged or cut off. Get it again from its source.")
    with olefile.OleFileIO(io.BytesIO(data)) as ole:
        word, table, extra = _streams(ole)
        hints = _hints(ole)
    builder = TextBuilder(limits)
    pieces = _pieces(word, table)
    runs = paragraph_runs(word, table, extra)
    numbering = read_lists(table, *struct.unpack_from("<IIII", word, 0x02E2))
    _Assembler(builder, numbering, limits).feed(word, pieces, runs)
    return builder, hints


def _streams(ole: Any) -> tuple[bytes, bytes, bytes]:
    if ole.exists("EncryptedPackage"):
        raise ReadError("encrypted", f"The file asks for a password. {_SAVE_AS}")
    for stream, name in (
        ("Workbook", "an Excel workbook"),
        ("Book", "an Excel workbook"),
        ("PowerPoint Document", "a PowerPoint file"),
    ):
        if ole.exists(stream):
            raise ReadError(
                "unsupported_format", f"The file is {name}. Save its text as DOCX or PDF, then read that."
            )
    if not ole.exists("WordDocument"):
        raise ReadError(
            "damaged", f"The file is a damaged Word file or another kind of office file. {_SAVE_AS}"
        )
    word: bytes = ole.openstream("WordDocument").read()
    if len(word) < 0x2F2 or struct.unpack_from("<H", word)[0] != _WORD_MAGIC:
        raise ReadError("damaged", "The Word file is damaged or cut off. Get it again from its source.")
    version, flags = struct.unpack_from("<H", word, 2)[0], struct.unpack_from("<H", word, 10)[0]
    if version < _FIRST_97:
        raise ReadError("unsupported_format", f"The file was made by Word 95 or older. {_SAVE_AS}")
    if flags & _ENCRYPTED:
        raise ReadError("encrypted", f"The file asks for a password. {_SAVE_AS}")
    name = "1Table" if flags & _SECOND_TABLE else "0Table"
    if not ole.exists(name):
        raise ReadError("damaged", "The Word file lacks a part. Get it again from its source.")
    return word, ole.openstream(name).read(), ole.openstream("Data").read() if ole.exists("Data") else b""


def _hints(ole: Any) -> dict[str, str]:
    """Title and creation time; property sets are often odd and never worth an error."""
    try:
        meta = ole.get_metadata()
        title, codepage, created = meta.title, meta.codepage, meta.create_time
    except Exception:
        return {}
    hints = {}
    if isinstance(title, bytes):
        encoding = {936: "gb18030", 65001: "utf-8", 1200: "utf-16-le"}.get(codepage or 0, "gb18030")
        text = title.decode(encoding, errors="ignore").strip("\x00 ")
        if text:
            hints["title"] = text[:300]
    if created:
        hints["created"] = str(created)
    return hints


def _pieces(word: bytes, table: bytes) -> list[tuple[int, int, int]]:
    """Piece table as (file offset, number of characters, bytes a character), for the main text only."""
    offset, size = struct.unpack_from("<II", word, 0x01A2)
    clx = table[offset : offset + size]
    position = 0
    while position + 3 <= len(clx) and clx[position] == 1:  # property modifiers come first
        position += 3 + struct.unpack_from("<H", clx, position + 1)[0]
    if position + 5 > len(clx) or clx[position] != 2:
        raise ReadError(
            "damaged", "The Word file's text table is damaged. Get the file again from its source."
        )
    plc = clx[position + 5 : position + 5 + struct.unpack_from("<I", clx, position + 1)[0]]
    count = (len(plc) - 4) // 12
    bounds = struct.unpack_from(f"<{count + 1}I", plc)
    left = struct.unpack_from("<I", word, 0x4C)[0]
    pieces = []
    for index in range(count):
        code = struct.unpack_from("<I", plc, 4 * (count + 1) + 8 * index + 2)[0]
        length = min(bounds[index + 1] - bounds[index], left)
        if length <= 0:
            continue
        narrow = bool(code & 0x40000000)
        start = (code & 0x3FFFFFFF) // 2 if narrow else code & 0x3FFFFFFF
        pieces.append((start, length, 1 if narrow else 2))
        left -= length
    return pieces


class _Assembler:
    """Turns the stream of paragraphs and cell marks into blocks."""

    def __init__(self, builder: TextBuilder, numbering: Numbering, limits: Limits) -> None:
        self._builder = builder
        self._numbering = numbering
        self._limits = limits
        self._cell: list[str] = []
        self._row: list[EdgeCell] = []
        self._rows: list[list[EdgeCell]] = []

    def feed(self, word: bytes, pieces: list[tuple[int, int, int]], runs: list[ParagraphRun]) -> None:
        """Walk all pieces; a paragraph's properties are those of its end mark."""
        starts = [run.start for run in runs]
        rest = ""
        for start, length, size in pieces:
            raw = word[start : start + length * size]
            text = raw.decode("cp1252" if size == 1 else "utf-16-le", errors="replace")
            position = 0
            for match in re.finditer("[\r\x07\x0c]", text):
                offset = start + match.start() * size
                index = bisect_right(starts, offset) - 1
                run = runs[index] if index >= 0 else ParagraphRun(0)
                self._paragraph(rest + text[position : match.start()], match.group(), run)
                rest, position = "", match.end()
            rest += text[position:]
            self._builder.deadline.check()
        self._paragraph(rest, "\r", ParagraphRun(0))
        self._end_table()

    def _paragraph(self, raw: str, mark: str, run: ParagraphRun) -> None:
        text = _clean(raw)
        if run.row is not None and mark == "\x07":
            self._end_row(run)
            return
        if text and run.list_id:
            label = self._numbering.label(str(run.list_id), run.list_level)
            parted = label and not is_wide(label[-1]) and label[-1] not in ".)" and text[0].isascii()
            text = f"{label} {text}" if parted else label + text
        if run.in_table or mark == "\x07":
            self._cell.extend(text.split("\n"))
            if mark == "\x07":
                self._row.append(EdgeCell(self._cell))
                self._cell = []
            return
        self._end_table()
        heading = run.level is not None and len(text) <= _HEADING_CHARS
        self._builder.paragraph(text, heading=heading, level=run.level)

    def _end_row(self, run: ParagraphRun) -> None:
        definition = run.row
        for index, cell in enumerate(self._row):
            if definition and index < len(definition):
                cell.left, cell.right, cell.merge, cell.joins_left = definition[index]
            else:
                cell.left, cell.right = 1000 * index, 1000 * (index + 1)
        if self._row:
            self._rows.append(self._row)
        self._row, self._cell = [], []
        if len(self._rows) > _MAX_TABLE_ROWS:
            self._end_table()

    def _end_table(self) -> None:
        leftover = [paragraph for cell in self._row for paragraph in cell.paragraphs] + self._cell
        rows, self._rows, self._row, self._cell = self._rows, [], [], []
        if rows:
            emit_rows(rows, self._builder, self._limits)
        for paragraph in leftover:  # a table cut off in the middle of a row
            self._builder.paragraph(paragraph)


def _clean(raw: str) -> str:
    """Text without field instructions and marks of pictures, notes and comments."""
    text = raw
    for _ in range(5):  # fields nest
        if "\x13" not in text:
            break
        text = _FIELD.sub("", text)
    text = text.replace("\x0b", "\n").replace("\x1e", "-").replace("\t", " ")
    return _MARKS.sub("", text).strip(BLANKS)
