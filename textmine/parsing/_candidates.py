"""A candidate for a section heading: a mark and a name, judged by what surrounds them."""

from __future__ import annotations

import re
from typing import NamedTuple

from textmine.parsing._beginnings import LINKS
from textmine.parsing._compact import CompactView
from textmine.parsing._numbering import LOST_NUMBER, Mark, MarkStyle
from textmine.parsing._section_names import IN_FULL, name_at
from textmine.schema import maker

_CONTENTS_ENTRY = re.compile(r"[.…·—-]*\(?[0-9]{1,3}\)?|[.…·]{2,}")
_SENTENCE_END = frozenset('。;!?:.)]》>”"0123456789')
_BODY_BEGINS = re.compile(
    r"20[0-9]{2}年|一是|\([一1]\)|1[.、]|[我本][局镇乡委办街区县市院校]|无(?:[。]|其他)"
)
# Such words make a sentence of the name before them: 主动公开情况不理想.
_COMPLAINS = re.compile(
    "不[够太尽理足到及]|有待|有所[欠不]|仍|还[存有不需]|尚|较[少差弱]|欠|薄弱|滞后|单一|需要?(?:进一步|加强|改进|提)"
)
_ALSO = re.compile(r"[及和与][^。,;、:]{4,18}情况|\([^()。]{1,30}\)")  # 主动公开情况|及重点工作完成情况
# 存在问题及原因|分析、改进措施
_GOES_ON = re.compile(
    "(?:分析|整改|改进|20[0-9]{2}年)[^。,;:]{1,24}(?:情况|措施|打算|计划|方向|举措|安排|思路|对策)"
)
_BREAKS = frozenset("。,;、:")
_WORTH_OF_STYLE = {"numeral": 3, "part": 3, "bracket": 0, "digit": 0, "none": -1}
TOP_STYLES = ("numeral", "part")
"""Kinds of numbers that the parts of a report have."""


class Heading(NamedTuple):
    """A possible section heading at compact range ``[start, end)``; ``kind`` is a section id, ``fees`` or ``measures``."""

    kind: str
    start: int
    end: int
    style: MarkStyle
    number: int | None
    weight: int
    score: float
    own_line: bool

    @property
    def in_full(self) -> bool:
        """Whether it is a statutory name in full."""
        return self.weight >= IN_FULL

    def moved(self, by: int) -> Heading:
        """The same heading at another place."""
        kind, start, end, style, number, weight, score, own_line = self
        return _heading((kind, start + by, end + by, style, number, weight, score, own_line))


_heading = maker(Heading)


def _begins_body(view: CompactView, at: int) -> bool:
    """Whether the words behind a name on its line are set apart from it, or are such as a section begins with."""
    return view.has_blank_before(at) or _BODY_BEGINS.match(view.text, at) is not None


def _is_parted(view: CompactView, start: int, end: int, style: MarkStyle) -> bool:
    """Whether a numbered name stands between blanks, as in a text whose lines were joined."""
    behind = end == len(view.text) or view.has_blank_before(end)
    return style == "numeral" and behind and view.has_blank_before(start)


def candidate(view: CompactView, start: int, mark: Mark, name: tuple[str, int, int]) -> Heading | None:
    """The heading of a mark and a name right behind it, None if what surrounds it speaks against it."""
    text = view.text
    kind, weight, length = name
    style, number = mark.style, mark.number
    end = start + mark.length + length
    at_line = view.at_line_start(start)
    before = text[start - 1] if start else "。"
    after = text[end] if end < len(text) else ""
    line_end = end == len(text) or view.at_line_start(end)
    if not line_end:
        # A few more words up to the end of the line belong to the title ("… 情况表", "… (2023年)").
        stop = view.next_line(start)
        rest = text[end:stop]
        if _CONTENTS_ENTRY.fullmatch(rest):
            return None
        if at_line and (
            (len(rest) <= 8 and _BREAKS.isdisjoint(rest))
            or (style != "none" and weight == IN_FULL and _ALSO.fullmatch(rest))
            or (style in TOP_STYLES and _GOES_ON.fullmatch(rest))
        ):
            end, line_end = stop, True
    if not line_end and at_line and style != "none" and after in LINKS:
        # Two parts under one heading (存在的主要问题、改进情况和其他需要报告的事项): the first counts.
        second = name_at(text, end + 1)
        stop = end + 1 + second[2] if second else end
        if second and (stop == len(text) or view.at_line_start(stop)):
            end, line_end = stop, True
    if not line_end and (after in LINKS or after in "等”》\"'" or _COMPLAINS.match(text, end)):
        return None
    if (
        not at_line
        and before not in _SENTENCE_END
        and weight < IN_FULL
        and not _is_parted(view, start, end, style)
    ):
        return None
    if (not at_line and before in LINKS) or (text[start] == LOST_NUMBER and before not in _SENTENCE_END):
        return None
    score = float(weight)
    parted = before in _SENTENCE_END or (style == "digit" and view.has_blank_before(start))
    score += 2 if at_line else int(parted)
    score += _WORTH_OF_STYLE[style]
    if line_end or after in "。:":
        score += 3 if line_end else 1
        if weight == 1 and style == "none":
            score -= 1  # also the name of a column of the site, such as 依申请公开
    elif style == "none" and not (at_line and weight == IN_FULL and _begins_body(view, end)):
        score -= 1
    if at_line and not line_end and style == "none" and weight < IN_FULL and after not in "。:":
        return None
    return Heading(kind, start, end, style, number, weight, score, at_line and line_end)
