"""Paragraph properties of Word 97 files: which paragraphs are cells, how rows are cut, list levels."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

CellDefinition = tuple[int, int, Literal["", "restart", "continue"], bool]

_PAGE = 512
_MAX_PAGES = 20_000
_OPERAND_BYTES = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
# Property codes ([MS-DOC] 2.6.2 and 2.6.3).
_IN_TABLE, _ROW_END, _TABLE_DEPTH = 0x2416, 0x2417, 0x6649
_LIST_LEVEL, _LIST_ID, _OUTLINE = 0x260A, 0x460B, 0x2640
_HUGE, _TABLE_DEFINITION, _VERTICAL_MERGE, _CHANGED_TABS = 0x6646, 0xD608, 0xD62B, 0xC615


@dataclass(slots=True)
class ParagraphRun:
    """Properties that hold from a file offset on. ``row`` is set on row ends: one entry for each cell."""

    start: int
    in_table: bool = False
    level: int | None = None
    list_id: int = 0
    list_level: int = 0
    row: list[CellDefinition] | None = None


def paragraph_runs(word: bytes, table: bytes, extra: bytes) -> list[ParagraphRun]:
    """Runs of equal paragraph properties in file order; damaged pages are passed over."""
    offset, size = struct.unpack_from("<II", word, 0x0102)
    plc = table[offset : offset + size]
    count = (len(plc) - 4) // 8
    if count <= 0:
        return []
    runs: list[ParagraphRun] = []
    for number in struct.unpack_from(f"<{min(count, _MAX_PAGES)}I", plc, 4 * (count + 1)):
        page = word[(number & 0x3FFFFF) * _PAGE :][:_PAGE] if (number & 0x3FFFFF) * _PAGE < len(word) else b""
        if len(page) == _PAGE:
            runs.extend(_page_runs(page, extra))
    runs.sort(key=lambda run: run.start)
    return runs


def _page_runs(page: bytes, extra: bytes) -> Iterator[ParagraphRun]:
    count = page[-1]
    if 4 * (count + 1) + 13 * count > _PAGE:
        return
    starts = struct.unpack_from(f"<{count + 1}I", page)
    for index in range(count):
        run = ParagraphRun(starts[index])
        place = 2 * page[4 * (count + 1) + 13 * index]
        if place and place + 3 < _PAGE:
            size = page[place]
            begin = place + 1 if size else place + 2
            length = 2 * size - 1 if size else 2 * page[place + 1]
            content = page[begin : begin + length]
            if len(content) >= 2:
                style = struct.unpack_from("<H", content)[0]
                run.level = style if 1 <= style <= 9 else None  # the built-in heading styles
                _apply(content[2:], run, extra)
        yield run


def _apply(properties: bytes, run: ParagraphRun, extra: bytes, depth: int = 0) -> None:
    row_end = False
    definition: list[CellDefinition] | None = None
    for code, operand in _properties(properties):
        if code == _IN_TABLE:
            run.in_table = operand[:1] != b"\0"
        elif code == _TABLE_DEPTH and len(operand) == 4:
            run.in_table = struct.unpack("<i", operand)[0] > 0
        elif code == _ROW_END:
            row_end = operand[:1] != b"\0"
        elif code == _LIST_LEVEL and operand:
            run.list_level = operand[0]
        elif code == _LIST_ID and len(operand) == 2:
            value = struct.unpack("<H", operand)[0]
            run.list_id = value if value < 0x7FF else 0
        elif code == _OUTLINE and operand:
            run.level = operand[0] + 1 if operand[0] < 9 else None
        elif code == _TABLE_DEFINITION:
            definition = _definition(operand)
        elif code == _VERTICAL_MERGE and definition and len(operand) >= 2 and operand[0] < len(definition):
            left, right, _, joined = definition[operand[0]]
            definition[operand[0]] = (left, right, _merge(operand[1]), joined)
        elif code == _HUGE and len(operand) == 4 and not depth:
            place = struct.unpack("<I", operand)[0]
            if place + 2 <= len(extra):
                size = struct.unpack_from("<H", extra, place)[0]
                _apply(extra[place + 2 : place + 2 + size], run, extra, 1)
    if row_end or definition:
        run.row = definition or run.row or []


def _properties(data: bytes) -> Iterator[tuple[int, bytes]]:
    position = 0
    while position + 2 < len(data):
        code = struct.unpack_from("<H", data, position)[0]
        position += 2
        kind = code >> 13
        if code == _TABLE_DEFINITION:
            if position + 2 > len(data):
                return
            size = max(struct.unpack_from("<H", data, position)[0] - 1, 0)
            position += 2
        elif kind == 6:
            size = data[position]
            position += 1
            if (
                code == _CHANGED_TABS and size == 255
            ):  # the length does not fit a byte; nothing needed follows
                return
        else:
            size = _OPERAND_BYTES[kind]
        yield code, data[position : position + size]
        position += size


def _definition(operand: bytes) -> list[CellDefinition]:
    if not operand:
        return []
    count = operand[0]
    if count > 64 or len(operand) < 1 + 2 * (count + 1):
        return []
    edges = struct.unpack_from(f"<{count + 1}h", operand, 1)
    cells: list[CellDefinition] = []
    for index in range(count):
        place = 1 + 2 * (count + 1) + 20 * index
        flags = struct.unpack_from("<H", operand, place)[0] if place + 2 <= len(operand) else 0
        cells.append((edges[index], edges[index + 1], _merge(flags >> 5 & 3), flags & 3 == 2))
    return cells


def _merge(flags: int) -> Literal["", "restart", "continue"]:
    if flags & 2:
        return "restart"
    return "continue" if flags & 1 else ""
