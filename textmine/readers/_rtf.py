"""Rich Text Format: plain text, tables and encodings; pictures, fields' instructions and styles are passed over."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from textmine.readers._build import TextBuilder
from textmine.readers._edge_grid import EdgeCell, emit_rows
from textmine.readers._limits import Limits

_TOKEN = re.compile(
    rb"\\([a-z]{1,32})(-?\d{1,10})?[ ]?|\\'([0-9a-fA-F]{2})|\\([^a-z'])|([{}])|([^\\{}\r\n]{1,4096})|[\r\n]"
)
_PASSED_OVER = frozenset(
    b"fonttbl colortbl stylesheet info pict object header headerl headerr headerf footer footerl footerr footerf "
    b"fldinst listtable listoverridetable rsidtbl generator themedata colorschememapping latentstyles datastore "
    b"xmlnstbl mmathPr footnote annotation atnid atnauthor bkmkstart bkmkend wgrffmtfilter filetbl revtbl "
    b"pnseclvl shpinst nonshppict deleted".split()
)
_CHARACTERS = {
    b"tab": " ", b"line": "\n", b"emdash": "—", b"endash": "–", b"lquote": "‘", b"rquote": "’", b"ldblquote": "“",
    b"rdblquote": "”", b"bullet": "•", b"emspace": " ", b"enspace": " ",
}  # fmt: skip
_MAX_DEPTH = 500


@dataclass(slots=True)
class _State:
    silent: bool = False
    fallback: int = 1  # how many bytes stand in for a \u character
    deleted: bool = False


class _Reader:
    def __init__(self, builder: TextBuilder, limits: Limits) -> None:
        self._builder = builder
        self._limits = limits
        self._stack: list[_State] = []
        self._state = _State()
        self._codec = "gb18030"
        self._bytes = bytearray()
        self._text: list[str] = []
        self._skip = 0
        self._in_table = False
        self._cell: list[str] = []
        self._row: list[EdgeCell] = []
        self._rows: list[list[EdgeCell]] = []
        self._edges: list[int] = []
        self._merges: list[str] = []
        self._merge = ""

    def read(self, data: bytes) -> None:
        for count, match in enumerate(_TOKEN.finditer(data)):
            if not count % 5000:
                self._builder.deadline.check()
            word, number, escaped, symbol, brace, plain = match.groups()
            if word is not None:
                self._word(word, int(number) if number else None)
            elif brace is not None:
                self._brace(brace)
            elif escaped is not None:
                self._raw(bytes((int(escaped, 16),)))
            elif symbol is not None:
                self._symbol(symbol)
            elif plain is not None:
                self._raw(plain)
        self._end_paragraph()
        self._end_table()

    def _brace(self, brace: bytes) -> None:
        self._flush()
        if brace == b"{":
            self._stack.append(replace(self._state) if len(self._stack) < _MAX_DEPTH else self._state)
        elif self._stack:
            self._state = self._stack.pop()

    def _raw(self, piece: bytes) -> None:
        if self._skip:
            dropped = min(self._skip, len(piece))
            self._skip -= dropped
            piece = piece[dropped:]
        if piece and not self._state.silent:
            self._bytes += piece

    def _symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self._state.silent = True
        elif symbol in b"\\{}":
            self._raw(symbol)
        elif symbol == b"~":
            self._raw(b" ")
        elif symbol == b"_":
            self._raw(b"-")

    def _word(self, word: bytes, number: int | None) -> None:
        if word in _PASSED_OVER:
            if word != b"deleted" or number != 0:
                self._state.silent = True
        elif word == b"u" and number is not None:
            self._flush()
            if not self._state.silent:
                self._text.append(chr(number % 65536))
            self._skip = self._state.fallback
        elif word == b"uc" and number is not None:
            self._state.fallback = max(0, min(number, 10))
        elif word == b"ansicpg" and number:
            self._codec = {936: "gb18030", 950: "big5hkscs", 65001: "utf-8"}.get(number, "gb18030")
        elif word in _CHARACTERS:
            self._flush()
            if not self._state.silent:
                self._text.append(_CHARACTERS[word])
        elif not self._state.silent:
            self._structure(word, number)

    def _structure(self, word: bytes, number: int | None) -> None:
        if word in (b"par", b"sect", b"page"):
            self._end_paragraph()
        elif word == b"intbl":
            self._in_table = True
        elif word == b"pard":
            self._in_table = False
        elif word == b"trowd":
            self._edges, self._merges, self._merge = [], [], ""
        elif word in (b"clvmgf", b"clvmrg", b"clmrg"):
            self._merge = {b"clvmgf": "restart", b"clvmrg": "continue", b"clmrg": "left"}[word]
        elif word == b"cellx" and number is not None and len(self._edges) < 200:
            self._edges.append(number)
            self._merges.append(self._merge)
            self._merge = ""
        elif word == b"cell":
            self._in_table = True
            self._end_paragraph()
            self._row.append(EdgeCell(self._cell))
            self._cell = []
        elif word == b"row":
            self._end_row()

    def _flush(self) -> None:
        if self._bytes:
            self._text.append(self._bytes.decode(self._codec, errors="replace"))
            self._bytes.clear()

    def _end_paragraph(self) -> None:
        self._flush()
        # Characters beyond the basic plane come as two surrogates.
        text = "".join(self._text).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        self._text.clear()
        if self._in_table:
            self._cell.extend(text.split("\n"))
        else:
            self._end_table()
            self._builder.paragraph(text)

    def _end_row(self) -> None:
        left = 0
        for index, cell in enumerate(self._row):
            right = self._edges[index] if index < len(self._edges) else left + 1000
            merge = self._merges[index] if index < len(self._merges) else ""
            cell.left, cell.right = left, max(right, left + 1)
            cell.merge = "restart" if merge == "restart" else "continue" if merge == "continue" else ""
            cell.joins_left = merge == "left"
            left = cell.right
        if self._row:
            self._rows.append(self._row)
        self._row, self._cell = [], []

    def _end_table(self) -> None:
        leftover = [paragraph for cell in self._row for paragraph in cell.paragraphs] + self._cell
        rows, self._rows, self._row, self._cell = self._rows, [], [], []
        if rows:
            emit_rows(rows, self._builder, self._limits)
        for paragraph in leftover:
            self._builder.paragraph(paragraph)


def read_rtf(data: bytes, limits: Limits) -> tuple[TextBuilder, dict[str, str]]:
    """Paragraphs and tables of an RTF file (Rich Text Format 1.9.1). Raises LimitError as other readers do."""
    builder = TextBuilder(limits)
    _Reader(builder, limits).read(data)
    return builder, {}
