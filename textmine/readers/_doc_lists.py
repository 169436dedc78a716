"""List definitions of Word 97 files, so that automatic numbers can be put back."""

from __future__ import annotations

import struct

from textmine.readers._docx_numbering import Level, Numbering

# Number formats ([MS-OSHARED] 2.2.1.3, MSONFC) by their OOXML names; others count as decimal.
_FORMATS = {
    1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 10: "ideographDigital", 11: "japaneseCounting",
    14: "decimalFullWidth", 16: "japaneseLegal", 18: "decimalEnclosedCircle", 22: "decimalZero", 23: "bullet",
    26: "decimalEnclosedFullstop", 27: "decimalEnclosedParen", 28: "decimalEnclosedCircleChinese",
    29: "ideographEnclosedCircle", 30: "ideographTraditional", 31: "ideographZodiac", 33: "taiwaneseCounting",
    35: "taiwaneseCountingThousand", 37: "chineseCounting", 38: "chineseLegalSimplified", 39: "chineseCountingThousand",
    255: "none",
}  # fmt: skip
_MAX_LISTS = 2000


def read_lists(table: bytes, lists_at: int, lists_size: int, uses_at: int, uses_size: int) -> Numbering:
    """Numbering by list format override; empty if the tables are missing or damaged."""
    numbering = Numbering()
    try:
        if lists_size >= 2 and uses_size >= 4:
            _definitions(table, lists_at, lists_size, numbering)
            count = min(struct.unpack_from("<I", table, uses_at)[0], _MAX_LISTS)
            for index in range(count):
                list_id = struct.unpack_from("<I", table, uses_at + 4 + 16 * index)[0]
                numbering.lists[str(index + 1)] = (str(list_id), {})
    except (struct.error, IndexError):
        return numbering
    return numbering


def _definitions(table: bytes, at: int, size: int, numbering: Numbering) -> None:
    count = min(struct.unpack_from("<H", table, at)[0], _MAX_LISTS)
    position = at + size
    for index in range(count):
        head = at + 2 + 28 * index
        list_id = struct.unpack_from("<I", table, head)[0]
        levels: dict[int, Level] = {}
        numbering.abstracts[str(list_id)] = levels
        for depth in range(1 if table[head + 26] & 1 else 9):
            levels[depth], position = _level(table, position)


def _level(table: bytes, position: int) -> tuple[Level, int]:
    start, kind = struct.unpack_from("<iB", table, position)
    properties = table[position + 24] + table[position + 25]
    position += 28 + properties
    length = struct.unpack_from("<H", table, position)[0]
    raw = table[position + 2 : position + 2 + 2 * length].decode("utf-16-le", errors="replace")
    pattern = "".join(f"%{ord(char) + 1}" if char < "\t" else char for char in raw)
    return Level(start, _FORMATS.get(kind, "decimal"), pattern), position + 2 + 2 * length
