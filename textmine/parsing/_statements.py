"""Section five as statements with roles and exact offsets, as the annotation guide reads it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from textmine.parsing._compact import CompactView
from textmine.parsing._frames import FrameName, heading_frame, lead_frame, leading_heading
from textmine.parsing._layout import Piece, cut
from textmine.parsing._roles import inclination
from textmine.schema import Frame, Role, Statement

_STOP = re.compile(r"[。;!?]+[”\"'》)]*|→")
_TRIM_LEFT = "。;:,、!?)”→.…"
_TRIM_RIGHT = "。;:,、!?(“→.…—-"
_LEAD_TAIL = re.compile(
    r"(?:,|。)?(?:主要(?:的)?(?:是|有|为|表现在|表现为|体现在|反映在|集中在|问题是|包括)|具体(?:是|为|表现在|表现为|如下)|(?:集中)?(?:表现|体现)(?:在|为)|其中|如下)$"
)
_OPENER = re.compile(
    r"(?:对此|为此|因此|今后|下一?步|与此同时|究其原因|其中|目前|再有|另外|此外|20[0-9]{2}年度?)[,:]"
)


@dataclass(slots=True)
class _Unit:
    """A statement in the making: compact range and what is known of its place."""

    start: int
    end: int
    item: int
    frame: FrameName | None
    heading: tuple[int, int] | None
    lead: bool = False
    role: Role | None = None


def statements_in(
    text: str, start: int, end: int, *, year: int | None = None, folded: str | None = None
) -> tuple[Statement, ...]:
    """Statements of the narrative ``text[start:end]``.

    ``year`` is the year reported on, if known; ``folded`` is ``fold(text)``, if the caller has it.
    """
    view = CompactView(text, start, end, folded=folded)
    units = _Splitter(view, year).units()
    _assign_roles(view, units)
    return tuple(_statement(text, view, index, unit) for index, unit in enumerate(units))


def _statement(text: str, view: CompactView, index: int, unit: _Unit) -> Statement:
    begin, finish = view.span(unit.start, unit.end)
    heading = None
    if unit.heading:
        head_start, head_end = view.span(*unit.heading)
        heading = text[head_start:head_end]
    frame: Frame | None = None if unit.frame == "mixed" else unit.frame
    return Statement(
        f"s{index:03d}", unit.role or "context", begin, finish, text[begin:finish], frame, heading
    )


class _Splitter:
    """Walks the pieces of a section once and collects units."""

    def __init__(self, view: CompactView, year: int | None) -> None:
        self.view = view
        self.text = view.text
        self.year = year
        self.frame: FrameName | None = None
        self.heading: tuple[int, int] | None = None
        self.item = 0
        self.found: list[_Unit] = []

    def units(self) -> list[_Unit]:
        pieces = cut(self.view)
        for index, piece in enumerate(pieces):
            following = pieces[index + 1] if index + 1 < len(pieces) else None
            self.item += 1
            self._piece(piece, following)
        return self.found

    def _piece(self, piece: Piece, following: Piece | None) -> None:
        start = piece.start
        head = leading_heading(self.text, start, piece.end)
        while head and (
            piece.mark or piece.line_start or start > piece.start or self.text[piece.start - 1] in "。;:!?"
        ):
            close, frame = head
            self.frame, self.heading = frame, (start, close)
            start = self._skip(close, piece.end)
            head = leading_heading(self.text, start, piece.end) if start < piece.end else None
        if start < piece.end:
            self._sentences(start, piece.end, opens_list=following is not None and following.mark is not None)

    def _skip(self, start: int, end: int) -> int:
        while start < end and self.text[start] in _TRIM_LEFT:
            start += 1
        return start

    def _sentences(self, start: int, end: int, *, opens_list: bool) -> None:
        position = start
        while position < end:
            stop = _STOP.search(self.text, position, end)
            close = stop.start() if stop else end
            following = stop.end() if stop else end
            self._sentence(position, close, opens_list=opens_list and following >= end)
            position = following

    def _sentence(self, start: int, end: int, *, opens_list: bool) -> None:
        colon = self.text.find(":", start, end)
        if colon > 0:
            head = self.text[start:colon]
            frame = heading_frame(head) or (lead_frame(head) if len(head) <= 60 else None)
            if frame and colon < end - 1:
                self._lead(start, colon, frame)
                self._sentence(colon + 1, end, opens_list=opens_list)
                return
        words = self.text[start:end]
        closed_by_colon = words.endswith(":")
        if closed_by_colon or opens_list:
            frame = lead_frame(words)
            if closed_by_colon or frame:
                self._lead(start, end, frame)
                return
        self._add(start, end)

    def _lead(self, start: int, end: int, frame: FrameName | None) -> None:
        end = self._trim_right(start, end)
        tail = _LEAD_TAIL.search(self.text, start, end)
        if tail:
            end = tail.start()
        if frame:
            self.frame, self.heading = frame, None
        if end - start > 5 and heading_frame(self.text[start:end]) is None:
            self._add(start, end, lead=True)

    def _trim_right(self, start: int, end: int) -> int:
        while end > start and self.text[end - 1] in _TRIM_RIGHT:
            end -= 1
        return end

    def _add(self, start: int, end: int, *, lead: bool = False) -> None:
        start = self._skip(start, end)
        end = self._trim_right(start, end)
        opener = _OPENER.match(self.text, start, end)
        if opener and not lead:
            if opener.group().startswith(("下", "今后", "为此", "对此")) and self.frame in (None, "problems"):
                self.frame = "measures" if self.frame == "problems" else self.frame
            start = opener.end()
        if end > start:
            self.found.append(_Unit(start, end, self.item, self.frame, self.heading, lead))


def _assign_roles(view: CompactView, units: list[_Unit]) -> None:
    for unit in units:
        words = view.text[unit.start : unit.end]
        if unit.lead or _is_context(words):
            unit.role = "context"
            continue
        lean = inclination(words)
        if unit.frame == "earlier_year":
            unit.role = "rectified"
        elif unit.frame == "measures":
            unit.role = "measure"
        elif unit.frame == "problems":
            unit.role = "problem" if lean < 5 else "measure"
        else:
            unit.role = "measure" if lean > 0 else "problem"


@lru_cache(maxsize=1)
def _context() -> re.Pattern[str]:
    return re.compile(
        r"^(?:无|没有|暂无|不存在|未发现|未发生|全年未)[^,]{0,30}$|(?:取得|有)了?[^。;]{0,16}(?:成效|成绩|进展|进步|提升)[^。;]{0,30}(?:但|然而|不过|仍|还)[^。;]{0,24}(?:问题|不足|差距|短板|薄弱环节|欠缺)[^,。;]{0,8}$"
    )


def _is_context(words: str) -> bool:
    return bool(_context().search(words))
