"""Sub-headings and lead-ins of section five: what kind of block the statements after them belong to."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Literal

from textmine.resources import load_yaml

FrameName = Literal["problems", "measures", "earlier_year", "mixed"]

_HEAD_END = re.compile(r"[。:;,?？!]")
_LONGEST_HEADING = 36
_YEAR = re.compile(r"20[0-9]{2}(?=年)")


@lru_cache(maxsize=1)
def _headings() -> tuple[tuple[FrameName, re.Pattern[str]], ...]:
    data: dict[str, Any] = load_yaml("parsing", "frames.yaml")
    filler = f"(?:20[0-9]{{2}}年度?)?[{data['fillers']}]{{0,20}}?"
    return tuple((rule["frame"], re.compile(f"{filler}(?:{rule['pattern']})")) for rule in data["headings"])


@lru_cache(maxsize=1)
def _leads() -> tuple[tuple[FrameName, re.Pattern[str]], ...]:
    data: dict[str, Any] = load_yaml("parsing", "frames.yaml")
    return tuple((rule["frame"], re.compile(rule["pattern"])) for rule in data["leads"])


def heading_frame(words: str) -> FrameName | None:
    """Frame that a heading opens, None if the words are no heading that is known."""
    if not 1 < len(words) <= _LONGEST_HEADING:
        return None
    for frame, pattern in _headings():
        if pattern.fullmatch(words):
            return frame
    return None


def lead_frame(sentence: str) -> FrameName | None:
    """Frame that a lead-in sentence opens (「下一步，我局将做好以下工作：」), None if it opens none."""
    for frame, pattern in _leads():
        if pattern.search(sentence):
            return frame
    return None


def leading_heading(text: str, start: int, end: int) -> tuple[int, FrameName] | None:
    """End and frame of a heading at the beginning of ``text[start:end]`` that a colon, a stop or the end closes."""
    stop = _HEAD_END.search(text, start, min(end, start + _LONGEST_HEADING + 1))
    close = stop.start() if stop else end
    if stop and stop.group() == ",":
        return None
    if stop is None and end - start > _LONGEST_HEADING:
        return None
    frame = heading_frame(text[start:close])
    return (close, frame) if frame else None


def named_year(words: str) -> int | None:
    """First year named in a heading."""
    found = _YEAR.search(words)
    return int(found.group()) if found else None
