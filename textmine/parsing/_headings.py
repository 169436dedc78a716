"""Candidates for section headings: every place whose words look like the head of a statutory section."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from textmine.parsing._compact import CompactView
from textmine.resources import load_yaml

MarkStyle = Literal["numeral", "part", "bracket", "digit", "none"]

_NUMERALS = "一二三四五六七八九十"
# One alternative per numbering style; the group name is the style.
_MARK = re.compile(
    rf"(?P<part>第[{_NUMERALS}]{{1,3}}(?:部分|章|节)?[、,.:]?)"
    rf"|(?P<numeral>[{_NUMERALS}]{{1,3}}[、.,:])"
    rf"|(?P<bracket>\([{_NUMERALS}]{{1,3}}\)[、.,]?)"
    r"|(?P<digit>\(?[0-9]{1,2}[、.)])"
)
# A mark inside a line: only Chinese numbers can begin a section there, after the end of something else.
_INLINE_MARK = re.compile(
    rf"(?:第[{_NUMERALS}]{{1,2}}部分|[{_NUMERALS}]{{1,2}}、|\([{_NUMERALS}]{{1,2}}\))(?=[^0-9])"
)
# No report has so many places that look like headings; a hostile text may.
_MOST_HEADINGS = 3000
_CONTENTS_ENTRY = re.compile(r"[.…·—-]*\(?[0-9]{1,3}\)?|[.…·]{2,}")
_PART = re.compile("情况|工作|建议|打算|安排|附|说明|事项|措施")
_SENTENCE_END = frozenset('。;!?:.)]》>”"0123456789')
_LINKS = "、,和及与"
_VALUES = {char: value for value, char in enumerate(_NUMERALS, 1)}


@dataclass(frozen=True, slots=True)
class Heading:
    """A possible section heading at compact range ``[start, end)``; ``kind`` is a section id, ``fees`` or ``measures``."""

    kind: str
    start: int
    end: int
    style: MarkStyle
    number: int | None
    weight: int
    score: float
    own_line: bool


@dataclass(frozen=True, slots=True)
class NumberedLine:
    """A line that begins with a Chinese numeral of the top level (``一、``); ``names_part``: its words head a part of a report."""

    start: int
    number: int
    names_part: bool


def numeral_value(text: str) -> int | None:
    """Value of a Chinese numeral up to 99, None for anything else."""
    digits = [char for char in text if char in _VALUES]
    if not digits:
        return None
    if "十" not in digits:
        return _VALUES[digits[0]] if len(digits) == 1 else None
    at = digits.index("十")
    tens = _VALUES[digits[0]] if at else 1
    return tens * 10 + (_VALUES[digits[at + 1]] if at + 1 < len(digits) else 0)


@lru_cache(maxsize=1)
def _grammar() -> tuple[tuple[str, int, re.Pattern[str]], ...]:
    data: dict[str, Any] = load_yaml("parsing", "headings.yaml")
    filler = f"(?:20[0-9]{{2}}年度?)?[{data['fillers']}]{{0,16}}?"
    return tuple(
        (rule["id"], rule["weight"], re.compile(filler + f"(?:{rule['pattern']})"))
        for rule in data["sections"]
    )


# Words of which every section name has one; names are looked for only where one of them follows.
_PROBE = re.compile(
    "主动公开|依申请|申请公开|公开政府信息|申请(?:的)?情?况|公开申请|总体|概述|概况|综述|总述|(?:基本|推进|落实|开展|进展|工作)情况|复议|诉讼|收费|费用|减免"
    "|问题|不足|困难|存在|改进|整改|下一?步|今后|下一?阶段|明年|来年|其[他它]|报告的|说明的|(?:工作|主要)?(?:打算|安排|计划|思路|重点|措施|方向|举措|设想|意见)"
)
_PROBE_REACH = 36
# Names in full begin like this also where no line and no number announces them.
_FULL_NAMES = (
    "总体情况",
    "主动公开政府信息情况",
    "收到和处理政府信息",
    "政府信息公开行政复议",
    "存在的主要问题",
    "其他需要报告",
)


@lru_cache(maxsize=1)
def _any_name() -> re.Pattern[str]:
    """All names at once: most places have none, and one look settles that."""
    data: dict[str, Any] = load_yaml("parsing", "headings.yaml")
    patterns = "|".join(f"(?:{rule['pattern']})" for rule in data["sections"])
    return re.compile(f"(?:20[0-9]{{2}}年度?)?[{data['fillers']}]{{0,16}}?(?:{patterns})")


@lru_cache(maxsize=1)
def _table_rows() -> tuple[str, ...]:
    return tuple(load_yaml("parsing", "headings.yaml")["table_rows"])


def match_name(text: str, start: int) -> tuple[str, int, int] | None:
    """The section name that begins at ``start`` of a compact text: kind, weight and end, the weightiest and longest one."""
    if not _any_name().match(text, start, start + 80):
        return None
    best: tuple[str, int, int] | None = None
    for kind, weight, pattern in _grammar():
        found = pattern.match(text, start, start + 80)
        if found and (best is None or (weight, found.end()) > (best[1], best[2])):
            best = (kind, weight, found.end())
    return best


def find_headings(view: CompactView) -> tuple[list[Heading], list[NumberedLine]]:
    """All candidates in reading order, and the lines with a top-level number."""
    text = view.text
    lines = set(view.lines)
    probes = [found.start() for found in _PROBE.finditer(text)]
    starts = dict.fromkeys(at for at in view.gaps if at in lines or text.startswith(_FULL_NAMES, at))
    for found in _INLINE_MARK.finditer(text):
        if found.start() == 0 or text[found.start() - 1] not in _LINKS:
            starts.setdefault(found.start())
    headings: list[Heading] = []
    numbered: list[NumberedLine] = []
    for start in sorted(starts):
        mark = _MARK.match(text, start)
        style: MarkStyle = "none"
        number = None
        name_start = start
        if mark:
            style = mark.lastgroup  # type: ignore[assignment]
            number = numeral_value(mark.group())
            name_start = mark.end()
            if (
                style in ("numeral", "part")
                and number
                and start in lines
                and not text.startswith(_table_rows(), name_start)
            ):
                names_part = bool(_PART.search(text, name_start, min(view.next_line(start), name_start + 40)))
                numbered.append(NumberedLine(start, number, names_part))
        probe = bisect_left(probes, name_start)
        if probe == len(probes) or probes[probe] > name_start + _PROBE_REACH:
            continue
        name = match_name(text, name_start)
        if name:
            heading = _candidate(view, lines, start, name, (style, number))
            if heading:
                headings.append(heading)
                if len(headings) == _MOST_HEADINGS:
                    break
    return headings, numbered


def _candidate(
    view: CompactView,
    lines: set[int],
    start: int,
    name: tuple[str, int, int],
    mark: tuple[MarkStyle, int | None],
) -> Heading | None:
    text = view.text
    kind, weight, end = name
    style, number = mark
    at_line = start in lines
    before = text[start - 1] if start else "。"
    after = text[end] if end < len(text) else ""
    line_end = end == len(text) or end in lines
    if not line_end:
        # A few more words up to the end of the line belong to the title ("… 情况表", "… (2023年)").
        stop = view.next_line(start)
        rest = text[end:stop]
        if _CONTENTS_ENTRY.fullmatch(rest):
            return None
        if at_line and len(rest) <= 8 and not any(char in "。,;、:" for char in rest):
            end, line_end = stop, True
    if not line_end and (after in _LINKS or after in "等”》\"'"):
        return None
    if not at_line and before not in _SENTENCE_END and weight < 4:
        return None
    if not at_line and before in _LINKS:
        return None
    score = float(weight)
    score += 2 if at_line else (1 if before in _SENTENCE_END else 0)
    score += {"numeral": 3, "part": 3, "bracket": 0, "digit": 0, "none": -1}[style]
    score += 3 if line_end else (1 if after in "。:" else -1 if style == "none" else 0)
    if at_line and not line_end and style == "none" and weight < 4 and after not in "。:":
        return None
    return Heading(kind, start, end, style, number, weight, score, at_line and line_end)
