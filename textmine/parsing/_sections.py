"""The six statutory sections: the best chain of headings in the statutory order, and exact body ranges."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import cast

from textmine.parsing._candidates import TOP_STYLES, Heading
from textmine.parsing._chain import RANK, Bodies, best_chain, grouped, is_regular
from textmine.parsing._compact import CompactView
from textmine.parsing._endings import ORNAMENTS, trim_body
from textmine.parsing._headings import NumberedLine, find_headings
from textmine.parsing._left_over import with_left_over
from textmine.parsing._numbering import BULLETS
from textmine.parsing._section_issues import doubled, missing
from textmine.parsing._several import end_of_repeated, starts_of_others
from textmine.parsing._table_rests import behind_rest_of_table
from textmine.schema import Document, Issue, Section, SectionId

_ID: dict[str, SectionId] = {"fees": "requests", "measures": "problems"}
_WITHOUT_TABLE = ("overview", "problems", "other")
_BEHIND_TABLE = ("problems", "measures", "other")
_FIRST_PARTS = ("overview", "active", "requests", "fees", "review")
_LEVEL = {"numeral": 3, "part": 3, "none": 3, "bracket": 2, "digit": 1}
_STYLES_OF_ITEMS = ("bracket", "digit")
_ITEMS = ("active", "requests", "review")
_OTHER_ITEMS = re.compile(
    r"(?:\([三四五六]\)|\(?[3-6][)、.])(?:政府|政务)?(?:信息)?(?:公开)?(?:信息)?(?:管理|平台|监督保障|制度机制)"
)
_FIRST_PART = 12000
_ORNAMENT = re.compile(f"[-—–=~·*{ORNAMENTS}]+")  # behind a heading on its line
_STATISTICS = re.compile(r"指标(?:名称)?\|*(?:计量)?单位\|*(?:统计)?数")
_LONGEST_PAGE_NUMBER = 3
_FEWEST_ENTRIES = 4
_EMPTY = 2.0
_THRESHOLD = 5.0
_FIRST_YEAR_OF_OTHER = 2019
# A chain is searched among so many candidates at most, so that hostile texts cost no more than real ones.
_MOST_CANDIDATES = 240


class Division:
    """A text on its way to its sections in reading order, with exact body ranges.

    ``issues`` say what is missing or doubled, ``others`` at which offsets further reports begin, ``is_repeated`` whether
    that is the same report once more.
    """

    __slots__ = (
        "_candidates", "_document", "_groups", "_numbered", "_text_end", "_usable", "_view", "is_repeated", "issues", "others", "sections",
    )  # fmt: skip

    def __init__(self, document: Document, view: CompactView) -> None:
        self._document, self._view = document, view
        self._candidates: list[Heading] = []
        self._numbered: list[NumberedLine] = []
        self._usable: list[Heading] = []
        self._groups: list[list[Heading]] = []
        self._text_end = len(view.text)
        self.sections: tuple[Section, ...] = ()
        self.issues: list[Issue] = []
        self.others: tuple[int, ...] = ()
        self.is_repeated = False

    def issues_of(self, year: int | None, title: str | None) -> list[Issue]:
        """Issues of a report on ``year``: the form in use up to 2018 had no part on other matters and could begin with its second one.

        Nor has that of universities, which report on a school year (学年), as their titles say.
        """
        of_school_year = "学年" in (title or "")
        if (year is None or year >= _FIRST_YEAR_OF_OTHER) and not of_school_year:
            return self.issues
        optional = ["“other”"]
        if self.sections and self.sections[0].id == "active":
            optional.append("“overview”")
        if of_school_year:
            optional.append("“review”")  # its form tells complaints instead (因信息公开受到举报的情况)
        return [
            issue
            for issue in self.issues
            if issue.code != "missing_section" or not any(name in issue.message for name in optional)
        ]

    def find_headings(self) -> None:
        """Whatever looks like a heading."""
        self._candidates, self._numbered = find_headings(self._view)

    def choose(self) -> None:
        """The headings of the first report in the text that follow one another as the form has them."""
        view = self._view
        candidates = _without_statistics(self._candidates, view)
        usable = _weigh(_without_items(_without_points(candidates), view), view)
        others = starts_of_others(view, usable)
        repeated = end_of_repeated(view, usable, others)
        self.is_repeated = repeated is not None
        others = others if repeated is None else [repeated]
        self.others = tuple(map(view.source, others))
        self._text_end = text_end = others[0] if others else len(view.text)
        self._usable = usable = _worthiest([heading for heading in usable if heading.start < text_end])
        bodies = Bodies(view.text)
        groups = grouped(usable if is_regular(usable, bodies) else best_chain(usable, bodies, text_end))
        self._groups = with_left_over(view, groups, usable, self._numbered, text_end)

    def bound(self) -> None:
        """The bodies between them."""
        view, groups = self._view, self._groups
        by_start = {heading.start: heading for heading in self._candidates}
        sections = []
        for group, after in zip(groups, [*groups[1:], None], strict=False):
            following = after[0] if after else None
            stop = following.start if following else self._text_end
            stop = _foreign_heading(view, group[-1], following, stop, self._numbered)
            start = _body_start(view, group[0], stop, by_start)
            if group[0].kind in _BEHIND_TABLE:
                start = behind_rest_of_table(view, start, stop)
            is_last = following is None and stop == self._text_end
            sections.append(_section(self._document, view, group, (start, stop), is_last=is_last))
        self.sections = tuple(sections)

    def compare(self) -> None:
        """What the form wants and what there is."""
        document, view = self._document, self._view
        self.issues += missing(document, self.sections)
        if sum(map(len, self._groups)) == len(self._usable):
            return
        # What stands behind the last section is an attachment, such as the statistics of the years before 2019.
        end = view.position(self.sections[-1].end) if self.sections else len(view.text)
        usable = [heading for heading in self._usable if heading.start < end]
        self.issues += doubled(document, view, usable, self._groups, self._numbered)


SECTION_STEPS = (Division.find_headings, Division.choose, Division.bound, Division.compare)
"""All steps, in order."""


def _without_statistics(candidates: list[Heading], view: CompactView) -> list[Heading]:
    """Headings without the rows of the statistics behind the last part (一、主动公开情况 … 三、依申请公开情况 of the years before 2019)."""
    found = _STATISTICS.search(view.text) if "指标" in view.text else None
    if found is None:
        return candidates
    before = [heading for heading in candidates if heading.start < found.start()]
    told = any(heading.kind in ("problems", "measures") and heading.own_line for heading in before)
    later = any(heading.kind in ("problems", "measures", "other") for heading in candidates[len(before) :])
    return before if told and not later else candidates


def _without_points(candidates: list[Heading]) -> list[Heading]:
    """Headings without the points that section five makes on the other sections (五、存在的主要问题: 1.主动公开情况…)."""
    kept: list[Heading] = []
    above = 0  # the level of the heading of section five under which we are; 0 outside of it
    for heading in candidates:
        level = _LEVEL[heading.style]
        if (
            heading.kind in ("problems", "measures")
            and (heading.own_line or level > 1)
            and heading.weight >= 2
        ):
            above = max(level, above)
        elif level >= above:
            above = 0
        elif heading.kind in _FIRST_PARTS:
            continue
        kept.append(heading)
    return kept


def _without_items(candidates: list[Heading], view: CompactView) -> list[Heading]:
    """Headings without the items (一)主动公开, (二)依申请公开 … of which the form of 2021 makes up its first part."""
    bracketed = [
        heading for heading in candidates if heading.style in _STYLES_OF_ITEMS and heading.kind in _ITEMS
    ]
    first = next((heading for heading in candidates if heading.kind == "overview"), None)
    if not bracketed:
        return _without_unnumbered_items(candidates)
    if first is None or first.style not in ("numeral", "none"):
        return candidates
    parts = [heading for heading in candidates if heading.kind in _ITEMS and heading.in_full]
    unnumbered = {heading.kind for heading in parts if heading.style == "none" and heading.own_line}
    statutory = len(unnumbered) > 1 or any(heading.style == "numeral" for heading in parts)
    # Where nothing but such items follows, the text breaks off in its first part.
    cut = first.in_full and all(
        heading.style in _STYLES_OF_ITEMS and heading.kind in ("overview", *_ITEMS[:2])
        for heading in candidates
        if heading.start > first.start and heading.score >= _THRESHOLD
    )
    if statutory or cut or _OTHER_ITEMS.search(view.text, first.end, first.end + _FIRST_PART):
        return [heading for heading in candidates if heading not in bracketed or heading.start < first.start]
    return candidates


def _without_unnumbered_items(candidates: list[Heading]) -> list[Heading]:
    """The same where a program lost all numbers: 主动公开情况 and 依申请公开情况 stand once more as parts right behind."""
    alone = [heading for heading in candidates if heading.own_line and heading.in_full]
    kinds = [heading.kind for heading in alone[:5]]
    if kinds != ["overview", "active", "requests", "active", "requests"]:
        return candidates
    items = alone[1:3] if all(heading.style == "none" for heading in alone[:5]) else []
    return [heading for heading in candidates if heading not in items]


def _weigh(candidates: list[Heading], view: CompactView) -> list[Heading]:
    """Candidates worth a look; those numbered otherwise than the statutory names of this report count less."""
    kinds_by_style: dict[str, set[str]] = defaultdict(set)
    for heading in candidates:
        if heading.in_full:
            kinds_by_style[heading.style].add(heading.kind)
    styles = {heading.style for heading in candidates}
    if kinds_by_style and len(styles) > 1:
        usual = max(kinds_by_style, key=lambda style: (len(kinds_by_style[style]), style == "numeral"))
        ranks = {RANK[heading.kind] for heading in candidates if heading.style == usual}
        candidates = [
            heading
            if heading.style == usual
            else heading._replace(score=heading.score - (1 if _stands_out(heading, ranks) else 4))
            for heading in candidates
        ]
    candidates = _without_contents(candidates, view)
    return [heading for heading in candidates if heading.score >= _THRESHOLD]


def _worthiest(headings: list[Heading]) -> list[Heading]:
    if len(headings) <= _MOST_CANDIDATES:
        return headings
    return sorted(sorted(headings, key=lambda h: -h.score)[:_MOST_CANDIDATES], key=lambda h: h.start)


def _stands_out(heading: Heading, ranks: set[int]) -> bool:
    """Whether a heading that is not numbered like the others may well be one: by its name, or as the only one for a last part."""
    alone = heading.style == "none" and heading.own_line and RANK[heading.kind] not in ranks
    return heading.in_full or (alone and RANK[heading.kind] >= RANK["review"])


def _without_contents(candidates: list[Heading], view: CompactView) -> list[Heading]:
    """Headings without entries of a table of contents with pages; those that another one of the top level follows at once are worth less."""
    entries = _entries_with_pages(candidates, view)
    if entries:
        candidates = [heading for heading in candidates if heading not in entries]
    return [
        heading._replace(score=heading.score - _EMPTY)
        if following is not None
        and following.start - heading.end <= 1
        and following.own_line
        and following.kind != heading.kind
        else heading
        for heading, following in zip(candidates, [*candidates[1:], None], strict=False)
    ]


def _entries_with_pages(candidates: list[Heading], view: CompactView) -> list[Heading]:
    """Headings that follow one another with nothing but the number of a page behind each."""
    text = view.text
    found: list[Heading] = []
    for heading in candidates:
        is_entry = (
            text[heading.end : heading.end + 1].isdecimal()
            and text[heading.end : view.next_line(heading.end)].isdecimal()
        )
        if found and is_entry and heading.start - found[-1].end <= _LONGEST_PAGE_NUMBER:
            found.append(heading)
        elif len(found) >= _FEWEST_ENTRIES:
            break
        else:
            found = [heading] if is_entry else []
    return found if len(found) >= _FEWEST_ENTRIES else []


def _section(
    document: Document, view: CompactView, group: list[Heading], body: tuple[int, int], *, is_last: bool
) -> Section:
    """The section of one or more headings whose body is a compact range; ``is_last``: it ends the report."""
    first = group[0]
    start, stop = body
    title_start, title_end = view.span(first.start, first.end)
    title = " ".join(document.text[title_start:title_end].lstrip(BULLETS).split())
    section_id = _ID.get(first.kind, cast(SectionId, first.kind))
    if start >= stop:
        return Section(section_id, title, title_end, title_end)
    body_start, body_end = view.span(start, stop)
    body_start = _with_emphasis(document.text, body_start)
    words = section_id in _WITHOUT_TABLE
    body_start, body_end = trim_body(view.folded, body_start, body_end, is_last=is_last, of_page=words)
    if words and view.folded[body_end - 1] == "|":
        body_end = _without_empty_cells(view.folded, body_start, body_end)
    return Section(section_id, title, body_start, body_end)


def _without_empty_cells(text: str, start: int, end: int) -> int:
    """The end of a body before lines of nothing but the marks between cells, which are of the page's layout."""
    while end > start:
        line = max(text.rfind("\n", start, end), start)
        if text[line:end].strip(" \t\r\n|"):
            return end
        end = line
    return end


def _body_start(view: CompactView, first: Heading, stop: int, by_start: dict[int, Heading]) -> int:
    """Where the body begins: behind the heading, its closing punctuation and its repetition."""
    start = first.end
    while start < stop:
        repeated = by_start.get(start)
        if repeated and view.text[start : repeated.end] == view.text[first.start : first.end]:
            start = repeated.end  # the heading is printed twice
        elif view.text[start] in "。:;,、】〕":
            start += 1
        else:
            break
    ornament = _ORNAMENT.match(view.text, start, stop)
    return ornament.end() if ornament and view.at_line_start(ornament.end()) else start


def _with_emphasis(text: str, start: int) -> int:
    """The start moved before the asterisks of a body that begins in bold type on a line of its own."""
    left = start
    while left and text[left - 1] == "*":
        left -= 1
    return left if left and text[left - 1] == "\n" else start


def _foreign_heading(
    view: CompactView, last: Heading, following: Heading | None, stop: int, numbered: list[NumberedLine]
) -> int:
    """Where another top-level part begins before ``stop``: its number continues the section's own."""
    if last.style not in TOP_STYLES or last.number is None:
        return stop
    top = last.number + 2 if following is None else following.number
    if top is None or top - last.number < 2 or (following is not None and following.style != last.style):
        return stop
    for line in numbered:
        if last.end <= line.start < stop and last.number < line.number < top and not line.is_row(view.text):
            if following is None and not line.names_part(view):
                continue
            return line.start
    return stop
