"""Candidates for section headings: every place whose words look like the head of a statutory section."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import compress
from typing import Any, Literal, NamedTuple

from textmine.parsing._beginnings import (
    LINKS,
    Letters,
    classes_of,
    make_letters,
    marks_inside,
    names_behind_blanks,
    rows_of,
)
from textmine.parsing._compact import CompactView, Joined
from textmine.parsing._numbering import (
    BROKEN_MARK,
    BULLETS,
    IN_BRACKETS,
    LOST_NUMBER,
    NUMERALS,
    SIGNS,
    TOP_MARK,
    Mark,
    MarkStyle,
    mark_at,
)
from textmine.resources import load_yaml
from textmine.schema import maker

# No report has so many places that look like headings; a hostile text may.
_MOST_HEADINGS = 3000
_CONTENTS_ENTRY = re.compile(r"[.…·—-]*\(?[0-9]{1,3}\)?|[.…·]{2,}")
_PART = re.compile("其[他它]|情况|工作|建议|打算|安排|附|说明|事项|措施")
_NUMBER_BEFORE = re.compile("[1-8]、")  # 1、 总体情况
_NO_BLANKS = LINKS + BULLETS  # a blank behind these does not part a name from what stands before it
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
IN_FULL = 4
"""Weight of a statutory name in full."""


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


class NumberedLine(NamedTuple):
    """A line that begins with a Chinese numeral of the top level (``一、``); its words begin at ``words``."""

    start: int
    number: int
    words: int

    def is_row(self, text: str) -> bool:
        """Whether it is a row of statutory table three, which has such numbers too."""
        return text.startswith(_grammar().table_rows, self.words)

    def names_part(self, view: CompactView) -> bool:
        """Whether its words head a part of a report."""
        end = min(view.next_line(self.start), self.words + 40)
        return _PART.search(view.text, self.words, end) is not None


_heading, _numbered_line = maker(Heading), maker(NumberedLine)


class _Grammar(NamedTuple):
    """The names of sections as patterns.

    ``any_name``: all at once; most places have none, and one look settles that. ``rules``: section id, weight and pattern of each.
    ``run``: the characters that a name may be made of, and so all that a name reaches. ``letters``: what characters can be to a
    heading.
    """

    any_name: re.Pattern[str]
    rules: tuple[tuple[str, int, re.Pattern[str]], ...]
    run: re.Pattern[str]
    letters: Letters
    table_rows: tuple[str, ...]


@lru_cache(maxsize=1)
def _grammar() -> _Grammar:
    data: dict[str, Any] = load_yaml("parsing", "headings.yaml")
    filler = f"(?:20[0-9]{{2}}年度?)?[{data['fillers']}]{{0,16}}?"
    patterns = [rule["pattern"] for rule in data["sections"]]
    letters = "".join(
        sorted({char for char in "年度" + data["fillers"] + "".join(patterns) if char not in _SYNTAX})
    )
    return _Grammar(
        re.compile(filler + "(?:" + "|".join(f"(?:{pattern})" for pattern in patterns) + ")"),
        tuple(
            (rule["id"], rule["weight"], re.compile(filler + f"(?:{rule['pattern']})"))
            for rule in data["sections"]
        ),
        re.compile(f"(?:[{re.escape(letters)}]|20[0-9]{{2}}年)*"),
        make_letters(
            marks=NUMERALS + IN_BRACKETS + SIGNS + BULLETS + "第(P0123456789、",
            letters=letters,
            goes_on="2、.,:",
            behind=letters + "、.,:",  # the mark itself may end with punctuation
            names=_FULL_NAMES,
        ),
        tuple(data["table_rows"]),
    )


# Words of which one must follow where a name begins.
_PROBE = re.compile(
    "主动公开|依申请|申请公开|公开政府信息|公开的?情况|申请(?:的)?情?况|公开申请|总体|概述|概况|综述|总述|(?:基本|推进|落实|开展|进展|工作)情况|复议|诉讼|收费|费用|减免"
    "|问题|不足|困难|存在|改进|整改|下一?步|今后|下一?阶段|明年|来年|其[他它]|报告的|说明的|(?:工作|主要)?(?:打算|安排|计划|思路|重点|措施|方向|举措|设想|意见|建议)"
)
_ENDS_AGENCY = re.compile("[局委办厅府镇乡道心校院处会司所站区县市部旗州省]")
_AGENCY = re.compile("[\u4e00-\u9fff0-9()]{3,26}")
_PROBE_REACH = 36
_LONGEST_PROBE = 8
_LONGEST_NAME = 80
_LONGEST_BEGINNING = 48  # of a row, to be judged by itself
_WINDOW = 16  # characters that show most marks and the end of what a name may be made of
_LONGEST_LETTER = 5  # of a run: a year counts as one
_LONGEST_MARK = 8  # in a window: what decides about a mark stands at most so many characters behind it
_SYNTAX = frozenset("()[]{}?*+|:-\\0123456789")  # of the patterns
# Names in full begin like this also where no line and no number announces them.
_LAST_PARTS = ("附表", "附件", "说明和附", "说明与附", "说明及附")
_FULL_NAMES = (
    "总体情况",
    "主动公开政府信息情况",
    "收到和处理政府信息",
    "政府信息公开行政复议",
    "存在的主要问题",
    "其他需要报告",
)


def match_name(text: str, start: int) -> tuple[str, int, int] | None:
    """The section name that begins at ``start`` of a compact text: kind, weight and end, the weightiest and longest one."""
    run = _grammar().run.match(text, start, start + _LONGEST_NAME)
    found = _name_in(run.group()) if run else None
    return (found[0], found[1], start + found[2]) if found else None


@lru_cache(maxsize=2048)  # reports head their sections alike
def _name_in(run: str) -> tuple[str, int, int] | None:
    """The name that begins a run of characters of which names are made: kind, weight and length."""
    grammar = _grammar()
    if not grammar.any_name.match(run):
        return None
    best: tuple[str, int, int] | None = None
    for kind, weight, pattern in grammar.rules:
        found = pattern.match(run)
        if found and (best is None or (weight, found.end()) > (best[1], best[2])):
            best = (kind, weight, found.end())
    return best


class _RowHead(NamedTuple):
    """What a row can begin with, by its own words: a mark, and a name behind it.

    ``if_goes_on``: a name only if it goes on in the next row. ``open``: what the next row begins with may belong to the name.
    ``heading``: the candidate that the row makes with this name, with positions in the row; None if it makes none. Where the mark
    may go on in the next row, too, or the row is too long to be remembered, ``mark`` is None, and all is looked for in the text.
    """

    if_goes_on: bool = False
    mark: Mark | None = None
    open: bool = True
    name: tuple[str, int, int] | None = None
    heading: Heading | None = None


_IN_TEXT = _RowHead()
_INSIDE = _RowHead()  # the same for a place inside a row
_MOST_ROWS = 4096


class _RowHeads(dict[str, _RowHead | Literal[False]]):
    """What rows can begin with; False for those that begin no heading and no numbered line, whatever follows.

    The rows of the statutory tables, and the headings, are the same in all reports, so that most are found here.
    """

    def __missing__(self, row: str) -> _RowHead | Literal[False]:
        head: _RowHead | Literal[False] = False
        if len(row) <= _WINDOW or not _begins_nothing(row[:_WINDOW]):
            head = _row_head(row[:_LONGEST_BEGINNING]) or False
        if len(row) >= _LONGEST_BEGINNING:
            return head and _RowHead(head.if_goes_on)
        if len(self) >= _MOST_ROWS:
            self.clear()
        self[row] = head
        return head


@lru_cache(maxsize=1)
def _row_heads() -> _RowHeads:
    return _RowHeads()


@lru_cache(maxsize=4096)  # sentences begin alike more often than they are alike
def _begins_nothing(beginning: str) -> bool:
    """Whether a row of which this is the beginning has no mark that could number a section, and no name, however it goes on."""
    if beginning[0] == LOST_NUMBER or TOP_MARK.match(beginning):
        return False
    run = _grammar().run.match(beginning, mark_at(beginning, 0).length)
    assert run is not None
    return run.end() + _LONGEST_LETTER <= len(beginning) and _name_in(run.group()) is None


def _row_head(row: str) -> _RowHead | None:
    if row[0] == LOST_NUMBER or (len(row) <= _LONGEST_MARK and BROKEN_MARK.fullmatch(row)):
        return _IN_TEXT
    mark = mark_at(row, 0)
    run = _grammar().run.match(row, mark.length)
    assert run is not None
    name = _name_in(run.group())
    goes_on, long = run.end() == len(row), len(row) == _LONGEST_BEGINNING
    if not name and not long and mark.style in TOP_STYLES:
        name = _name_behind_agency(row, mark)
    settled = not 0 < mark.length > len(row) - 2  # otherwise it may go on, with 分 behind 第一部
    if not name and not (goes_on and long) and not TOP_MARK.match(row):
        return _RowHead(True, mark if settled else None) if goes_on else None
    if long or not settled or (name and not _is_probable(row, mark.length)):
        return _IN_TEXT
    if not goes_on and row[run.end()] == "2":
        return _IN_TEXT  # a year may go on in the next row
    behind = row[mark.length + name[2] :] if name else ""
    if behind and (behind[0] in LINKS or (name and name[1] >= IN_FULL and mark.style == "none")):
        return _IN_TEXT  # a second name may end in the next row; whether a blank parts a name from what follows is not seen
    heading = None
    if name:
        heading = _candidate(CompactView(row, folded=row), 0, mark, name)
    return _RowHead(False, mark, goes_on, name, heading)


def _name_behind_agency(row: str, mark: Mark) -> tuple[str, int, int] | None:
    """The statutory name that ends a row of which the name of an agency is the beginning (一、某市水务局总体情况)."""
    agency = _AGENCY.match(row, mark.length)
    for end in _ENDS_AGENCY.finditer(row, mark.length + 2, agency.end()) if agency else ():
        found = _name_in(row[end.end() :])
        if found and found[1] == IN_FULL and end.end() + found[2] == len(row):
            return found[0], found[1], len(row) - mark.length
    return None


_Starts = dict[int, tuple[_RowHead, bool]]


def _starts(view: CompactView) -> _Starts:
    """Where headings and numbered lines can begin: rows, names in full behind a blank, marks inside a line.

    With each what it can begin with, and whether that has to be looked for in the text.
    """
    return view.found(_all_starts)


def _all_starts(joined: Joined) -> list[_Starts]:
    letters, text = _grammar().letters, joined.text
    classes = classes_of(joined, letters)
    starts: list[_Starts] = [{} for _ in joined.bounds[1:]]
    rows = rows_of(joined, classes)
    words = [text[begin:end] for begin, end in zip(rows.begins, rows.ends, strict=True)]
    heads = list(map(_row_heads().__getitem__, words))
    for head, goes_on, owner, place in compress(
        zip(heads, rows.goes_on, rows.owners, rows.places, strict=True), heads
    ):
        assert head
        if goes_on or not head.if_goes_on:
            starts[owner][place] = head, head.mark is None or (goes_on and head.open)
    for owner, place in zip(*marks_inside(joined, classes), strict=True):
        starts[owner][place] = _INSIDE, True
    for owner, place, at in zip(*names_behind_blanks(joined, classes, letters), strict=True):
        if not text.startswith(_FULL_NAMES, at) or place in starts[owner]:
            continue
        if text[at - 1] not in _NO_BLANKS:
            starts[owner][place] = _INSIDE, True
        elif place > 2 and _NUMBER_BEFORE.match(text, at - 2) and joined.is_after_blank(at - 2):
            starts[owner][place - 2] = _INSIDE, True
    return starts


def _is_probable(text: str, start: int) -> bool:
    found = _PROBE.search(text, start, start + _PROBE_REACH + _LONGEST_PROBE)
    return found is not None and found.start() <= start + _PROBE_REACH


def find_headings(view: CompactView) -> tuple[list[Heading], list[NumberedLine]]:
    """All candidates in reading order, and the lines with a top-level number."""
    text = view.text
    headings: list[Heading] = []
    numbered: list[NumberedLine] = []
    for start, (head, is_open) in sorted(_starts(view).items()):
        mark, name = head.mark, head.name
        if is_open:
            mark, name = _beginning(text, start, mark)
            if not name and head is not _INSIDE and mark.style in TOP_STYLES:
                row = text[start : min(view.next_line(start), start + _LONGEST_BEGINNING)]
                name = _name_behind_agency(row, mark) if len(row) < _LONGEST_BEGINNING else None
        assert mark
        if (
            mark.number
            and mark.style != "bracket"
            and (head is not _INSIDE or _ends_report(text, start, mark))
        ):
            numbered.append(_numbered_line((start, mark.number, start + mark.length)))
        heading = _heading_at(view, start, mark, name, head) if name else None
        # Behind a bullet a number inside the line makes the same heading once more.
        if heading and not (headings and headings[-1].end == heading.end):
            headings.append(heading)
            if len(headings) == _MOST_HEADINGS:
                break
    return headings, numbered


def _ends_report(text: str, start: int, mark: Mark) -> bool:
    """Whether a number inside a line begins a last part with tables: …。七、附表."""
    return text[start - 1] in "。;" and text.startswith(_LAST_PARTS, start + mark.length)


def _beginning(text: str, start: int, mark: Mark | None) -> tuple[Mark, tuple[str, int, int] | None]:
    """The mark, if it is not known yet, and the name behind it with which the text goes on at ``start``."""
    shown, name, whole = _shown(text[start : start + _WINDOW])
    if whole and (mark is None or mark.length == shown.length):
        return mark or shown, name
    mark = mark or mark_at(text, start)
    at = start + mark.length
    run = _grammar().run.match(text, at, at + _LONGEST_NAME)
    return mark, _name_in(run.group()) if run else None


@lru_cache(
    maxsize=1024
)  # what looks like a heading and is none, such as 第二十条第(五)项, is the same in all reports
def _shown(window: str) -> tuple[Mark, tuple[str, int, int] | None, bool]:
    """Mark and name at the beginning of a stretch of text, and whether the stretch is long enough to tell."""
    mark = mark_at(window, 0)
    run = _grammar().run.match(window, mark.length)
    assert run is not None
    return mark, _name_in(run.group()), run.end() < len(window) and mark.length <= _LONGEST_MARK


def _heading_at(
    view: CompactView, start: int, mark: Mark, name: tuple[str, int, int], head: _RowHead
) -> Heading | None:
    """The candidate that begins at ``start`` with a mark and a name behind it."""
    if name == head.name:
        return head.heading and head.heading.moved(start)
    return _candidate(view, start, mark, name) if _is_probable(view.text, start + mark.length) else None


def _begins_body(view: CompactView, at: int) -> bool:
    """Whether the words behind a name on its line are set apart from it, or are such as a section begins with."""
    return view.has_blank_before(at) or _BODY_BEGINS.match(view.text, at) is not None


def _is_parted(view: CompactView, start: int, end: int, style: MarkStyle) -> bool:
    """Whether a numbered name stands between blanks, as in a text whose lines were joined."""
    behind = end == len(view.text) or view.has_blank_before(end)
    return style == "numeral" and behind and view.has_blank_before(start)


def _candidate(view: CompactView, start: int, mark: Mark, name: tuple[str, int, int]) -> Heading | None:
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
        second = match_name(text, end + 1)
        if second and (second[2] == len(text) or view.at_line_start(second[2])):
            end, line_end = second[2], True
    if not line_end and (after in LINKS or after in "等”》\"'" or _COMPLAINS.match(text, end)):
        return None
    if not at_line and before not in _SENTENCE_END and weight < 4 and not _is_parted(view, start, end, style):
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
    if at_line and not line_end and style == "none" and weight < 4 and after not in "。:":
        return None
    return Heading(kind, start, end, style, number, weight, score, at_line and line_end)
