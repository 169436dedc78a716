"""PDF files that break off: without the list of their objects, which stands at the end, their pages are found one by one."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from contextlib import suppress

_OBJECT = re.compile(rb"(?<![0-9])([0-9]{1,7})[ \t\r\n]{1,3}[0-9]{1,5}[ \t\r\n]{1,3}obj(?=[^a-z])")
_BODY_ENDS = re.compile(rb"endobj|stream\r?\n")
_PACKED = re.compile(rb"/Type[ \r\n]{0,2}/ObjStm")
_COUNT, _FIRST = re.compile(rb"/N[ \r\n]{1,2}([0-9]{1,6})"), re.compile(rb"/First[ \r\n]{1,2}([0-9]{1,8})")
_PAGE = re.compile(rb"/Type[ \r\n]{0,2}/Page(?![A-Za-z])")
_TREE = re.compile(rb"/Type[ \r\n]{0,2}/Pages(?![A-Za-z])")
# What tells the letters of a text: fonts, and what they refer to.
_FONTS = re.compile(rb"/Font[ \r\n]{0,2}<<([^<>]{0,20000})>>")
_FONT_LIST = re.compile(rb"/Font[ \r\n]{1,2}([0-9]{1,7})[ \r\n]")
_OF_A_FONT = re.compile(rb"/(?:ToUnicode|DescendantFonts|Encoding)[ \r\n\[]{0,3}([0-9]{1,7})[ \r\n]")
_REFERENCE = re.compile(rb"([0-9]{1,7})[ \r\n]{1,2}[0-9]{1,5}[ \r\n]{1,2}R")
_LONGEST_DICTIONARY = 100_000
_MOST_UNPACKED = 50_000_000  # bytes
_OWN = 8_000_000  # numbers of the objects that are added


class Rest:
    """What is left of a file that breaks off.

    Objects that are packed together (PDF 1.5) are taken out, since the list lost at the end alone says where they stand.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._bodies: dict[int, bytes] = {}
        self._unpacked: dict[int, bytes] = {}
        self._whole: set[int] = set()
        for number, body, rest in _objects(data):
            self._bodies[number] = body
            end = data.find(b"endobj", rest)
            if end >= 0:
                self._whole.add(number)
            if _PACKED.search(body):
                self._unpacked.update(_unpacked(body, data[rest : end if end >= 0 else None]))
        self._bodies.update(self._unpacked)
        self._whole.update(self._unpacked)

    def has_fonts(self) -> bool:
        """Whether all that tells the letters of its text is left; else some would be lost or taken for others."""
        needed: set[bytes] = set()
        for body in self._bodies.values():
            needed.update(_OF_A_FONT.findall(body))
            for fonts in _FONTS.findall(body):
                needed.update(_REFERENCE.findall(fonts))
            for number in _FONT_LIST.findall(body):
                needed.add(number)
                needed.update(_REFERENCE.findall(self._bodies.get(int(number), b"")))
        return self._whole.issuperset(map(int, needed))

    def repaired(self) -> bytes | None:
        """The file with a new end that names its pages; None if none is left or their words are encrypted."""
        pages = [number for number, body in self._bodies.items() if _PAGE.search(body)]
        if not pages or b"/Encrypt" in self._data:
            return None
        added = [b"%d 0 obj\n%s\nendobj\n" % item for item in self._unpacked.items()]
        tops = [
            number for number, body in self._bodies.items() if _TREE.search(body) and b"/Parent" not in body
        ]
        if not tops:  # they tell the order of the pages
            kids = b" ".join(b"%d 0 R" % number for number in pages)
            added.append(b"%d 0 obj\n<</Type/Pages/Kids[%s]/Count %d>>\nendobj\n" % (_OWN, kids, len(pages)))
        top = tops[-1] if tops else _OWN
        added.append(b"%d 0 obj\n<</Type/Catalog/Pages %d 0 R>>\nendobj\n" % (_OWN + 1, top))
        added.append(b"trailer\n<</Root %d 0 R/Size %d>>\nstartxref\n0\n%%%%EOF\n" % (_OWN + 1, _OWN + 2))
        return b"".join([self._data, b"\nendstream\nendobj\n", *added])


def breaks_off(data: bytes) -> bool:
    """Whether a file ends before its last end mark, behind which no further objects stand."""
    end = data.rfind(b"%%EOF")
    return end < 0 or _OBJECT.search(data, end) is not None


def _objects(data: bytes) -> Iterator[tuple[int, bytes, int]]:
    """Number, dictionary and place of the stream behind it, of each object in the order of the file."""
    for found in _OBJECT.finditer(data):
        end = _BODY_ENDS.search(data, found.end(), found.end() + _LONGEST_DICTIONARY)
        if end:
            yield int(found[1]), data[found.end() : end.start()], end.end()


def _unpacked(body: bytes, stream: bytes) -> Iterator[tuple[int, bytes]]:
    """Number and words of the objects that are packed into one."""
    count, first = _COUNT.search(body), _FIRST.search(body)
    if not count or not first:
        return
    words = b""
    with suppress(zlib.error):
        words = zlib.decompressobj().decompress(stream, _MOST_UNPACKED)
    heads = [int(head) for head in words[: int(first[1])].split() if head.isdigit()]
    starts = [int(first[1]) + place for place in heads[1::2]]
    for number, start, end in zip(heads[::2], starts, [*starts[1:], len(words)], strict=False):
        if start < len(words):
            yield number, words[start:end]
