"""Where a report names its agency: title, header rows, lead-in and sign-off."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from textmine.parsing._agency_body import GOVERNMENTS, last_of_path
from textmine.parsing._compact import CompactView
from textmine.parsing._dates import YEAR
from textmine.parsing._head_words import GROUNDS, HeadWords, head_words
from textmine.parsing._titles import Title, as_agency

_LEAD_IN_LENGTH = 1500
_NAME = r"[^,。;:()《》“”、]{3,40}?"
_GROUNDS = "|".join(GROUNDS)
_TELLING = ("现将", "公布", "发布", "编制", "总结", "反映")
# How the first part of a report names its author: words with which such a form begins, and the form itself.
_LEAD_IN: tuple[tuple[tuple[str, ...], re.Pattern[str]], ...] = (
    (
        ("由", "系"),
        re.compile(
            # The first characters of what may follow spare most places the rest.
            rf"[由系](?P<name>{_NAME})(?=[、(负组编制发汇起])(?:、{_NAME})?(?:\([^()]{{1,20}}\)(?:办公室)?)?(?:负责|具体|牵头|统一)?(?:组织)?(?:编制(?!委)|编写|制作|发布|汇总|起草)"
        ),
    ),
    (
        _TELLING,
        re.compile(
            rf"(?:现将|公布|发布(?!机构|机关|单位|部门|日期|时间)|编制|总结|反映)了?(?P<name>{_NAME}){YEAR}年"
        ),
    ),
    # The name stands before these words; see ``_before_grounds``.
    ((), re.compile(rf"(?P<name>{_NAME})(?:{_GROUNDS})[^。;]{{0,40}}(?:编制|形成|撰写)")),
    (("做好",), re.compile(rf"做好(?P<name>{_NAME})(?:政府|政务)信息公开")),
    (
        ("汇总",),
        re.compile(
            rf"汇总(?:{YEAR}年度?)?(?P<name>{_NAME})的?(?:政府信息公开|政务公开|信息公开)[^,。;]{{0,20}}编制"
        ),
    ),
    ((",", "。", ";"), re.compile(rf"[,。;](?P<name>{_NAME})特此?(?:编制|撰写|制作){YEAR}年")),
    (
        ("结合",),
        re.compile(
            rf"结合(?:{YEAR}年度?)?(?P<name>{_NAME})(?:\([^()]{{1,30}}\))?(?:各科室|各部门|各单位|机关|实际|的信息公开|政府信息公开|信息公开)"
        ),
    ),
    (
        ("与", "同", "向", "联系"),
        re.compile(
            rf"(?:与|同|向|联系)(?P<name>{_NAME})(?:政务公开[^,。;:()]{{0,10}}|(?:党政|综合|党政综合)?办公室|(?:(?<!人民)政府)?信息[^,。;:()]{{0,10}})?(?:\([^()]{{1,90}}\))?(?:联系|咨询|反映)"
        ),
    ),
    (
        ("根据",),
        re.compile(
            rf"根据{YEAR}年度?(?P<name>{_NAME})(?:政府信息公开|政务公开|信息公开)(?:工作)?(?:实际|情况)"
        ),
    ),
    (("联系",), re.compile(rf"联系(?:(?<=[请可]联系)|(?<=[请可]直接联系)):?(?P<name>{_NAME})[;,。(]")),
)
_FIRST_MARKS = re.compile("[,。;]")
# The forms that begin with such a character, by their numbers.
_FORMS = {
    first: tuple(form for form, (words, _) in enumerate(_LEAD_IN) if any(word[0] == first for word in words))
    for first in {word[0] for words, _ in _LEAD_IN for word in words}
}
_PURPOSE = re.compile("特此?(?:编制|撰写|制作)")
# The office that writes a town's report is not the body that reports.
_OFFICE_OF_TOWN = re.compile(
    r"((?:镇|乡)(?:人民)?政府|街道(?:办事处)?)(?:党政|综合|党政综合|综合督考)?办(?:公室)?$"
)
# Nor is the office of a department or an institution. The office of a committee often is a body of its own.
_OFFICE_OF_BODY = re.compile(
    r"((?<!人民)(?<!合作)(?:局|厅|署|院|学校|大学|学院|公司|集团|中心|大队|支队|总队|海关|管委会|管理委员会|卫生健康委员会|发展和改革委员会|[住城]乡?建设委员会))"
    r"(?:机关|学校|党政|综合|行政|党政综合|党委|校长|院长|医院)?(?:(?:办公室|办公厅|办|综合科|综合处|秘书科|秘书处)(?:政务公开[处科])?|(?:政务|信息)公开(?:[处科]|办公室|办))$"
)
_OFFICES_END = ("办", "室", "厅", "科", "处")
# Nor is the group that leads the work in any body.
_LEADING_GROUP = re.compile(
    r"(?:(?<!人民)政府信息公开|政务公开|信息公开|政府信息和政务公开)(?:工作)?领导小组(?:办公室)?$"
)
_REACH_OF_GROUNDS = 44  # from the beginning of such a word to the end of the verb
_NO_NAME = re.compile("[,。;:()《》“”、]")
_LONGEST_NAME = 40
# Labels of rows at the head, from their second half on.
_HEADER_LABEL = re.compile(
    r"(?:机构(?<=(?:发布|发文|公开)机构)|单位(?:(?<=(?:发布|发文|制作|责任|填报|编制|报送|上报|公开|编写)单位)|(?P<bare>(?=:)))|机关(?<=发文机关)|部门(?<=发布部门)|来源)[:|]?"
)
_HEADER_END = re.compile("发布|成文|生成|浏览|时间|日期|字体|字号|:|20[0-9]{2}")
_ISO_DATE = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}")
_PARTS_OF_TITLE = re.compile("[-_|—–]+")
_HINT_KEYS = ("contentsource", "publisher", "source", "author")
# What ends before a signer: a sentence, or a cell of a table with a number before a place.
_BEFORE_SIGNER = re.compile(r"[。;!]|[0-9](?=[\u4e00-\u9fff]{2,9}[省市县区旗])")
_SIGN_OFF_DATE = re.compile(
    rf"{YEAR}年[0-9一二三四五六七八九十]{{1,3}}月[0-9一二三四五六七八九十]{{1,3}}日(?![,、])"
)
_FIRST_ROWS = 10


class NamedAgency(NamedTuple):
    """An agency's name and where it was found (``title``, ``lead_in``, ``header``, ``sign_off``, ``hint``, ``file_name``)."""

    name: str
    source: str


def stated_agencies(
    view: CompactView, titles: Sequence[Title], hints: Mapping[str, str]
) -> list[NamedAgency]:
    """Names in order of trust, without the file name. ``titles``: those found, best first."""
    title = titles[0] if titles else None
    found = [NamedAgency(_unbroken(title, view), "title")] if title and title.agency else []
    head = view.text[:_LEAD_IN_LENGTH]
    if not (title and title.own_line) and (name := _first_row(view)):
        found.insert(0, NamedAgency(name, "header"))
    if title and title.own_line and not found:  # a title without a name has it on the line below
        line = head[title.end : view.next_line(title.end)]
        if line and as_agency(line) == line:
            found.append(NamedAgency(_without_office(line), "header"))
    words_at = view.found(head_words)
    for match in _lead_ins(head, words_at):
        words = match["name"]
        name = as_agency(_LEADING_GROUP.sub("", words) if "领导小组" in words else words)
        if name:
            found.append(NamedAgency(_without_office(name), "lead_in"))
    found.extend(_sign_offs(view))
    found.extend(
        NamedAgency(other.agency, "lead_in")  # 《岚州市第三中学2022年…》 below 第三中学2022年…
        for other in titles[1:]
        if title and title.agency and other.agency and other.agency.endswith(title.agency)
    )
    found.extend(_labelled(view, head, words_at.labels))
    for match in _ISO_DATE.finditer(head) if "-" in head else ():  # a line of name and date below the title
        start = view.line_of(match.start())
        name = as_agency(head[start : match.start()]) if match.start() - start <= 40 else None
        if name:
            found.append(NamedAgency(name, "header"))
    if found:
        found.extend(_governments_at_head(view))
    found.extend(_in_particulars(hints))
    if not found and (name := last_of_path(hints.get("crumb", ""))):
        found.append(NamedAgency(name, "hint"))
    return found


def _unbroken(title: Title, view: CompactView) -> str:
    """The agency of a title, without the half of a word that a line break left before it: 现公|布云坪镇人民政府2022年…"""
    name = title.agency or ""
    broken = view.text[max(0, title.start - 1) : title.start + 1] in _TELLING
    return name[1:] if broken and name[0] == view.text[title.start] else name


def _in_particulars(hints: Mapping[str, str]) -> Iterator[NamedAgency]:
    """Names in what a page says of itself: its source, its author, and what stands behind its title."""
    for key in _HINT_KEYS:
        name = as_agency(hints[key].strip()) if key in hints else None
        if name:
            yield NamedAgency(name, "hint")
    # 2022年政府信息公开工作年度报告_某县水务局: behind the title of the page stands its site, which is a government's or the author's own.
    for words in _PARTS_OF_TITLE.split(hints.get("title", ""))[1:]:
        name = as_agency(words.strip())
        if name and name == words.strip() and not name.endswith(GOVERNMENTS):
            yield NamedAgency(name, "hint")


def _without_office(name: str) -> str:
    return (
        _OFFICE_OF_BODY.sub(r"\1", _OFFICE_OF_TOWN.sub(r"\1", name)) if name.endswith(_OFFICES_END) else name
    )


def _first_row(view: CompactView) -> str | None:
    """A department's name that stands alone where a title would stand."""
    row = next(iter(view.first_rows(1)), "")
    return row if as_agency(row) == row and not row.endswith(GOVERNMENTS) else None


def _governments_at_head(view: CompactView) -> Iterator[NamedAgency]:
    """Governments named on a line of their own among the first: the site that shows the page of a town or a department."""
    for row in view.first_rows(_FIRST_ROWS):
        if row.endswith(GOVERNMENTS) and as_agency(row) == row:
            yield NamedAgency(row, "header")


def _labelled(view: CompactView, head: str, places: Iterable[int]) -> Iterator[NamedAgency]:
    """Names behind labels such as 发布机构; ``places``: those of their second halves."""
    for place in places:
        match = _HEADER_LABEL.match(head, place)
        if not match or (match["bare"] is not None and not view.at_line_start(place)):
            continue
        end = view.next_line(match.start())
        if end <= match.end():  # the value is the next cell
            end = view.next_line(match.end())
        name = as_agency(_HEADER_END.split(view.text[match.end() : min(end, match.end() + 40)], 1)[0])
        if name:
            yield NamedAgency(name, "header")


def _lead_ins(head: str, words: HeadWords) -> Iterator[re.Match[str]]:
    """What ``finditer`` finds of each form, tried only where one of its first words stands."""
    places: dict[int, list[int]] = {}
    for start in words.authors:
        for form in _FORMS.get(head[start : start + 1], ()):
            places.setdefault(form, []).append(start)
    for found in _FIRST_MARKS.finditer(head) if _PURPOSE.search(head) else ():
        for form in _FORMS[found.group()]:
            places.setdefault(form, []).append(found.start())
    for form, (first_words, pattern) in enumerate(_LEAD_IN):
        if not first_words:
            yield from _before_grounds(pattern, head, words.grounds)
            continue
        done = 0
        for start in places.get(form, ()):
            match = pattern.match(head, start) if start >= done else None
            if match:
                yield match
                done = match.end()


def _before_grounds(pattern: re.Pattern[str], head: str, places: Iterable[int]) -> Iterator[re.Match[str]]:
    """What ``finditer`` finds, tried only where a name of allowed length can end before such a word."""
    grounds, written = [], []
    for place in places:
        if head[place : place + 2] in GROUNDS:
            grounds.append(place)
        elif place + 2 <= len(head):
            written.append(place + 2)
    done = 0
    for ground in grounds if written else ():
        following = bisect_right(written, ground + 2)
        if following == len(written) or written[following] > ground + _REACH_OF_GROUNDS:
            continue
        begin = max(0, ground - _LONGEST_NAME, done)
        for stop in _NO_NAME.finditer(head, begin, ground):
            begin = stop.end()
        match = pattern.match(head, begin)
        if match:
            yield match
            done = match.end()


def _sign_offs(view: CompactView) -> list[NamedAgency]:
    """Names before the date that closes a report, on its line or on the line before."""
    text = view.text
    found = []
    for match in _SIGN_OFF_DATE.finditer(text, max(0, len(text) - 400)):
        line = bisect_right(view.starts, match.start()) - 1
        start = view.starts[line]
        if start == match.start() and line:
            start = view.starts[line - 1]
        words = text[max(start, match.start() - 60) : match.start()]
        name = as_agency(_BEFORE_SIGNER.split(words)[-1])
        if name:
            found.append(NamedAgency(name, "sign_off"))
    return found[::-1]
