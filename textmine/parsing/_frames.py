"""Sub-headings and lead-ins of section five: what kind of block the statements after them belong to."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from textmine.parsing._signals import EVERYTHING, Gated, gate
from textmine.parsing._years import YEAR
from textmine.resources import load_yaml

FrameName = Literal["problems", "measures", "earlier_year", "mixed"]

_HEAD_END = re.compile(r"[。:;,?？!]")
_BRACKETED = re.compile(r"[【(\[]([^【】()\[\]。,;:]{2,18})[】)\]]")
_LONGEST_HEADING = 36
_LONGEST_LOOSE_HEADING = 18
_TELLS_BACK = re.compile(
    "(?:20[0-9]{2}年度?|本年度?|今年)?(?:具体)?(?:整改|改进|落实|解决|完成|办理)(?:落实|工作)?(?:情况|结果|进展|措施(?:及|和|与)(?:成效|效果|结果|完成情况))(?:如下|是)?"
    "|(?:对此,)?20[0-9]{2}年度?,?[^,。;]{0,14}(?:采取了?[^,。;]{0,8}(?:措施|办法)|进行了?[^,。;]{0,6}(?:整改|改进))"
    "|整改|改进|解决|处理"
)


class _Rule(NamedTuple):
    frame: FrameName
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class _Rules:
    """Rules for headings and lead-ins stand with what they need (see ``_signals``)."""

    headings: Gated[_Rule]
    leads: Gated[_Rule]
    glued: re.Pattern[str]
    loose: tuple[tuple[FrameName, tuple[str, ...]], ...]


@lru_cache(maxsize=1)
def _rules() -> _Rules:
    data: dict[str, Any] = load_yaml("parsing", "frames.yaml")
    return _Rules(
        _gated(data["headings"], before=f"(?:20[0-9]{{2}}年度?)?[{data['fillers']}]{{0,20}}?"),
        _gated(data["leads"]),
        re.compile(data["glued_heading"]),
        tuple((rule["frame"], tuple(rule["cues"])) for rule in data["loose"]),
    )


def _gated(rules: Sequence[Mapping[str, Any]], *, before: str = "") -> Gated[_Rule]:
    """Rules with what they need; ``before``: what may stand before each pattern."""

    def made(number: int) -> _Rule:
        rule = rules[number]
        pattern = f"{before}(?:{rule['pattern']})" if before else rule["pattern"]
        return _Rule(rule["frame"], re.compile(pattern), re.compile(rule["not"]) if "not" in rule else None)

    return Gated((gate().needs(rule["pattern"]) for rule in rules), made)


def heading_frame(words: str, year: int | None = None, hints: int = EVERYTHING) -> FrameName | None:
    """Frame that a heading opens, None if the words are no heading that is known.

    ``year`` is the year reported on: 2022年问题整改情况 is about an earlier year only if 2022 lies before it. ``hints`` are those
    of the words, if known; they only save time.
    """
    return _frame_of(words, year, hints) if 1 < len(words) <= _LONGEST_HEADING else None


@lru_cache(maxsize=4096)
def _frame_of(words: str, year: int | None, hints: int) -> FrameName | None:
    for frame, pattern, _ in _rules().headings.possible(hints):
        if pattern.fullmatch(words):
            named = YEAR.search(words)
            if frame == "earlier_year" and named and year is not None and int(named.group(1)) >= year:
                return "measures"
            return frame
    return None


def loose_heading_frame(words: str) -> FrameName | None:
    """Frame of a short line that no pattern knows, by its key words."""
    if len(words) > _LONGEST_LOOSE_HEADING:
        return None
    for frame, cues in _rules().loose:
        if any(cue in words for cue in cues):
            return frame
    return None


def tells_back(text: str, heading: tuple[int, int]) -> bool:
    """Whether a heading, a range of the text, only says that what was done is told (整改情况): it goes on with the block it stands in."""
    return _TELLS_BACK.fullmatch(text, *heading) is not None


def glued_heading(words: str) -> tuple[int, FrameName] | None:
    """Where a heading begins that is glued to the end of an item, and its frame."""
    found = _rules().glued.search(words)
    if not found or found.start() < 4:
        return None
    frame = heading_frame(found.group())
    return (found.start(), frame) if frame else None


def lead_frame(sentence: str, hints: int = EVERYTHING) -> FrameName | None:
    """Frame that a lead-in sentence opens (「下一步，我局将做好以下工作：」), None if it opens none."""
    for frame, pattern, unless in _rules().leads.possible(hints):
        if pattern.search(sentence) and not (unless and unless.search(sentence)):
            return frame
    return None


def leading_heading(text: str, start: int, end: int, year: int | None) -> tuple[int, FrameName] | None:
    """End and frame of a heading at the beginning of ``text[start:end]`` that a colon, a stop or the end closes."""
    if text[start] in "【([" and (bracketed := _BRACKETED.match(text, start, end)):
        words = bracketed.group(1)
        inner = heading_frame(words, year) or loose_heading_frame(words)
        return (bracketed.end(), inner) if inner else None
    stop = _HEAD_END.search(text, start, min(end, start + _LONGEST_HEADING + 1))
    close = stop.start() if stop else end
    if close - start > _LONGEST_HEADING or (stop and text[close] == ","):
        return None
    words = text[start:close]
    frame = heading_frame(words, year, gate().hints(words)) if close - start > 1 else None
    return (close, frame) if frame else None
