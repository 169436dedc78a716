"""One PDF page through pdfium: text lines with their place, and what else lies on the page."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from typing import Any

from textmine.readers._build import is_wide

_HYPHEN_MARK = "\ufffe"  # pdfium's sign for a hyphen at a line end


@dataclass(slots=True)
class TextLine:
    """A line of text; y grows upwards, in points."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    start: int
    end: int

    @property
    def size(self) -> float:
        """Height of the line's tallest probed character, a stand-in for the font size."""
        return self.top - self.bottom

    @property
    def middle(self) -> float:
        """Vertical centre."""
        return (self.top + self.bottom) / 2


@dataclass(slots=True)
class PageText:
    """Raw text of a page by character index, and its lines."""

    width: float
    height: float
    text: str
    lines: list[TextLine] = field(default_factory=list)


class CharBoxes:
    """Loose boxes of characters on a text page, one call to pdfium each."""

    __slots__ = ("_call", "_handle", "_rect", "_reference")

    def __init__(self, text_page: Any) -> None:
        import pypdfium2.raw as pdfium

        self._handle = text_page.raw if hasattr(text_page, "raw") else text_page
        self._rect = pdfium.FS_RECTF()
        self._reference = ctypes.byref(self._rect)
        self._call = pdfium.FPDFText_GetLooseCharBox

    def box(self, index: int) -> tuple[float, float, float, float]:
        """(left, bottom, right, top) in points."""
        rect = self._rect
        self._call(self._handle, index, self._reference)
        return rect.left, rect.bottom, rect.right, rect.top


def read_page(page: Any, text_page: Any) -> PageText:
    """Text and lines of a page in the order in which pdfium reports them."""
    width, height = page.get_size()
    raw = characters(text_page)
    found = PageText(width, height, raw)
    boxes = CharBoxes(text_page)
    position = 0
    for piece in raw.split("\n"):
        content = piece.rstrip("\r")
        line = _line(content, position, boxes, text_page)
        if line is not None:
            found.lines.append(line)
        position += len(piece) + 1
    return found


def characters(text_page: Any) -> str:
    """All characters so that position i is pdfium's character index i."""
    import pypdfium2.raw as pdfium

    count = pdfium.FPDFText_CountChars(text_page.raw)
    if count <= 0:
        return ""
    text: str = text_page.get_text_range(0, count)
    if len(text) == count:
        return text.replace("\x00", " ")
    # pdfium left out characters without a code or used two units for one: ask for each.
    codes = (pdfium.FPDFText_GetUnicode(text_page.raw, index) for index in range(count))
    return "".join(
        chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else " " for code in codes
    )


def _line(content: str, position: int, boxes: CharBoxes, text_page: Any) -> TextLine | None:
    stripped = content.strip(" \t\xa0\u3000")
    if not stripped:
        return None
    start = position + len(content) - len(content.lstrip(" \t\xa0\u3000"))
    end = start + len(stripped)
    left, bottom, right, top = boxes.box(start)
    if end - start > 1:
        _, low, right, high = boxes.box(end - 1)
        if high - low > top - bottom:
            bottom, top = low, high
    return TextLine(without_tracking(stripped, start, text_page), left, right, bottom, top, start, end)


def without_tracking(text: str, start: int, text_page: Any) -> str:
    """Text without the blanks that pdfium made up between widely set ideographs (justified lines)."""
    text = text.replace(_HYPHEN_MARK, "-")
    if " " not in text:
        return text
    import pypdfium2.raw as pdfium

    kept = []
    last = len(text) - 1
    for offset, char in enumerate(text):
        between_wide = (
            char == " " and 0 < offset < last and is_wide(text[offset - 1]) and is_wide(text[offset + 1])
        )
        if between_wide and pdfium.FPDFText_IsGenerated(text_page.raw, start + offset) == 1:
            continue
        kept.append(char)
    return "".join(kept)
