"""One PDF page through pdfium: text lines with their place, and what else lies on the page."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from textmine.readers._build import is_wide
from textmine.readers._pdf_paths import Box, turned

#: Gap in character heights from which a made-up blank parts columns rather than widely set characters.
COLUMN_GAP = 0.9
#: pdfium reports sizes of hundreds of points for characters that a matrix scales down.
_MAX_FONT_SIZE = 60.0
#: Characters of a page whose direction is asked for.
_SAMPLED = 24
_BLANK = 0x20
HYPHEN_MARK = "\ufffe"  # pdfium's sign for a hyphen at a line end


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
    size: float  # height of the lower of its first and last character, a stand-in for the font size


@dataclass(slots=True)
class PageText:
    """Raw text of a page by character index, and its lines."""

    width: float
    height: float
    text: str
    lines: list[TextLine] = field(default_factory=list)
    turn: int = 0  # quarter turns clockwise by which the page is shown
    media: tuple[float, float] = (0.0, 0.0)  # width and height before turning


class CharBoxes:
    """Boxes of characters on a text page, as the page is shown; one call to pdfium each."""

    __slots__ = ("_edges", "_handle", "_loose", "_media", "_rect", "_references", "_tight", "_turn")

    def __init__(self, text_page: Any, page: PageText) -> None:
        import pypdfium2.raw as pdfium

        self._handle = text_page.raw
        self._rect = pdfium.FS_RECTF()
        self._edges = [ctypes.c_double() for _ in range(4)]
        self._references = [ctypes.byref(edge) for edge in self._edges]
        self._tight = pdfium.FPDFText_GetCharBox
        self._loose = pdfium.FPDFText_GetLooseCharBox
        self._turn = page.turn
        self._media = page.media

    def tight(self, index: int) -> Box:
        """The glyph's own box: (left, bottom, right, top) in points."""
        self._tight(self._handle, index, *self._references)
        left, right, bottom, top = self._edges
        found = left.value, bottom.value, right.value, top.value
        return turned(found, self._turn, *self._media) if self._turn else found

    def line_box(self, index: int) -> Box:
        """The box with the font's height; the tight one where the font's size is drawn through a scaling matrix."""
        rect = self._rect
        self._loose(self._handle, index, ctypes.byref(rect))
        if not 0 < rect.top - rect.bottom <= _MAX_FONT_SIZE:
            return self.tight(index)
        found = rect.left, rect.bottom, rect.right, rect.top
        return turned(found, self._turn, *self._media) if self._turn else found


def upright(page: Any) -> Any:
    """The text of a page that is turned so that most of its characters stand upright, however it is shown.

    Tables set sideways on an upright sheet, and sheets that somebody turned, are read like the rest.
    """
    text_page = page.get_textpage()
    needed = _quarter_turns(text_page)
    if needed is None or needed == (page.get_rotation() // 90) % 4:
        return text_page
    text_page.close()
    page.set_rotation(90 * needed)
    return page.get_textpage()


def _quarter_turns(text_page: Any) -> int | None:
    """Quarter turns clockwise after which most of some characters from all over the page stand upright; None without characters."""
    import pypdfium2.raw as pdfium

    handle = text_page.raw
    count = pdfium.FPDFText_CountChars(handle)
    turns: Counter[int] = Counter()
    for index in range(0, count, max(1, count // _SAMPLED)):
        if pdfium.FPDFText_GetUnicode(handle, index) > _BLANK:  # blanks and line ends have no direction
            angle = pdfium.FPDFText_GetCharAngle(handle, index)  # clockwise, in radians
            turns[-round(angle * 2 / math.pi) % 4] += 1
    return turns.most_common(1)[0][0] if turns else None


def read_page(page: Any, text_page: Any) -> PageText:
    """Text and lines of a page in the order in which pdfium reports them."""
    width, height = page.get_size()
    turn = (page.get_rotation() // 90) % 4
    media = page.get_mediabox()
    raw = characters(text_page)
    found = PageText(width, height, raw, turn=turn, media=(media[2], media[3]))
    boxes = CharBoxes(text_page, found)
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
    left, bottom, right, top = boxes.line_box(start)
    size = top - bottom
    if end - start > 1:
        _, low, right, high = boxes.line_box(end - 1)
        size = min(size, high - low)
        bottom, top = min(bottom, low), max(top, high)
    return TextLine(
        _without_tracking(stripped, start, boxes, text_page), left, right, bottom, top, start, end, size
    )


def _without_tracking(text: str, start: int, boxes: CharBoxes, text_page: Any) -> str:
    """Text without the blanks that pdfium made up beside ideographs (justified lines, Latin in Chinese).

    A gap of a whole character and more stays a blank: it parts columns.
    """
    text = text.replace(HYPHEN_MARK, "-")
    if " " not in text:
        return text
    import pypdfium2.raw as pdfium

    kept = []
    last = len(text) - 1
    for offset, char in enumerate(text):
        beside_wide = (
            char == " " and 0 < offset < last and (is_wide(text[offset - 1]) or is_wide(text[offset + 1]))
        )
        if beside_wide and pdfium.FPDFText_IsGenerated(text_page.raw, start + offset) == 1:
            _, bottom, left, top = boxes.line_box(start + offset - 1)
            right = boxes.line_box(start + offset + 1)[0]
            if right - left < COLUMN_GAP * (top - bottom):
                continue
        kept.append(char)
    return "".join(kept)
