"""Titles of annual reports in a text, a hint or a file name, and the agency and year that they name."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from textmine.parsing._compact import CompactView
from textmine.parsing._dates import YEAR, year_value
from textmine.resources import load_yaml

_CORE = re.compile(
    r"(?:(?:政府|政务|财政|校务|院务)?(?:信息|政务)公开|政府信息与政务公开)(?:工作)?(?:的)?(?:情况)?(?:的)?(?:年度)?(?:工作)?(?:情况)?(?:的)?(?:年度报告书?|年报|工作报告|工作总结|报告|总结)"
)
_BARE_CORE = re.compile(r"政府信息公开(?:工作)?(?:年度)?")
_STOP = frozenset('。,;:《<【“"”》>!?!|]】')
_NOT_A_TITLE = re.compile(
    r"(?:格式|有关事项|(?:的)?(?:编制|公布|编写|撰写|报送|发布)+(?:和|与|、|工作|的)|的通知|规定|制度|的要求|编制工作|编写|发布工作|专栏|栏目|模板|范文)"
)
_LONGEST_TITLE_LEFT = 60
_HEAD = 3000
_YEAR_LAST = re.compile(
    rf"(?P<agency>.*?)[(\[〔]?(?P<year>{YEAR})[)\]〕]?(?:年年?)?(?:度|年度)*(?:本级)?(?:的)?"
)
_YEAR_FIRST = re.compile(
    rf"[(\[〔]?(?P<year>{YEAR})[)\]〕]?(?:年年?)?(?:度|年度)*(?P<agency>.+?)(?:年度)?(?:的)?"
)
_TRAILING_VERB = re.compile("(?:关于|关于做好|(?:编制|发布|公布|制作|撰写|形成)(?:了|的)?)$")
_YEAR_WORDS = re.compile(rf"[(\[〔]?{YEAR}[)\]〕]?年?度?")
_EDGE = re.compile(r"^[^\u4e00-\u9fff(]+|[^\u4e00-\u9fff)]+$")


@dataclass(frozen=True, slots=True)
class Title:
    """A title found at compact range ``[start, end)``; ``words`` are folded, without blanks."""

    words: str
    start: int
    end: int
    agency: str | None
    year: int | None
    own_line: bool
    score: float


@lru_cache(maxsize=1)
def agency_grammar() -> dict[str, Any]:
    """Compiled patterns of the agency table, by name."""
    data: dict[str, Any] = load_yaml("parsing", "agency.yaml")
    return {
        "kinds": tuple((rule["kind"], re.compile(rule["pattern"])) for rule in data["kinds"]),
        "departments": re.compile(data["departments"]),
        "endings": re.compile(data["endings"]),
        "verbs": re.compile(f"(?:.*(?:{data['verbs']}))"),
        "never": re.compile(data["never"]),
    }


def as_agency(words: str) -> str | None:
    """The words as an agency's name, None if they are none (too short, no such ending, a general word)."""
    grammar = agency_grammar()
    words = _TRAILING_VERB.sub("", words)
    verb = grammar["verbs"].match(words)
    if verb:
        words = words[verb.end() :]
    words = _EDGE.sub("", _YEAR_WORDS.sub("", words))
    words = re.sub(r"^(?:(?:年度)?报告(?:是)?由|了|的|本|由|是|为|《|的《)+", "", words)
    bare = re.sub(r"\([^()]*\)$", "", words)
    if not 2 < len(words) <= 40 or grammar["never"].match(bare) or not grammar["endings"].search(bare):
        return None
    return words if re.fullmatch(r"[\u4e00-\u9fff()、·“”0-9A-Za-z]+", words) else None


def read_title(left: str) -> tuple[str | None, int | None]:
    """Agency and year in the words before 政府信息公开…报告."""
    for pattern in (_YEAR_FIRST, _YEAR_LAST):
        found = pattern.fullmatch(left)
        if found:
            return as_agency(found["agency"]), year_value(found["year"])
    found = re.search(YEAR, left)
    agency = (
        as_agency(left[found.end() :].lstrip("年度)]〕") or left[: found.start()])
        if found
        else as_agency(left)
    )
    return agency, (year_value(found.group()) if found else None)


def find_titles(view: CompactView) -> list[Title]:
    """Possible titles in the first part of a text, best first."""
    text = view.text[:_HEAD]
    titles = []
    last_end = 0
    for found in _CORE.finditer(text):
        if _NOT_A_TITLE.match(text, found.end()):
            continue
        titles.append(_title(view, text, found.start(), found.end(), last_end))
        last_end = found.end()
        if len(titles) >= 12:
            break
    if not any(title.own_line and title.agency for title in titles):
        titles.extend(_bare_titles(view, text))
    return sorted(titles, key=lambda title: (-title.score, title.start))


def _bare_titles(view: CompactView, text: str) -> list[Title]:
    """Lines such as 某街道办事处2024年政府信息公开, without the word 报告, among the first lines."""
    titles = []
    for start in view.lines[:6]:
        end = min(view.next_line(start), len(text))
        if end - start > _LONGEST_TITLE_LEFT:
            continue
        core = _BARE_CORE.search(text, start, end)
        if core and core.end() == end:
            agency, year = read_title(text[start : core.start()])
            if agency and year:
                titles.append(Title(text[start:end], start, end, agency, year, True, 5.0))
    return titles


def _title(view: CompactView, text: str, core: int, end: int, earliest: int) -> Title:
    begin = core
    while begin > earliest and core - begin < _LONGEST_TITLE_LEFT and text[begin - 1] not in _STOP:
        begin -= 1
    line_index = bisect_left(view.lines, begin)
    starts = [at for at in view.lines[line_index:] if at <= core][-3:] if line_index < len(view.lines) else []
    line_end = end == len(view.text) or view.at_line_start(end)
    best: Title | None = None
    # The nearest line start first; a title broken over lines takes in the lines before.
    for start in [*reversed(starts), begin]:
        if start > core:
            continue
        agency, year = read_title(text[start:core])
        own_line = view.at_line_start(start)
        score = 3.0 * own_line + 2.0 * line_end + 3.0 * (agency is not None) + 2.0 * (year is not None)
        score -= 1.0 if best else 0.0
        if best is None or score > best.score:
            best = Title(text[start:end], start, end, agency, year, own_line and line_end, score)
        if best.agency and best.year:
            break
    assert best is not None
    if best.agency is None and best.year and not best.own_line:
        named = re.search(YEAR, best.words)
        begin = best.start + named.start() if named else best.start
        return replace(best, words=text[begin:end], start=begin)
    if best.agency and not best.own_line:  # leave out the words of the sentence that stand before the title
        begin = text.rfind(best.agency, best.start, core)
        year_first = re.search(rf"{YEAR}年?度?$", text[best.start : max(begin, best.start)])
        begin = best.start + year_first.start() if year_first else begin
        best = replace(best, words=text[begin:end], start=begin) if begin > best.start else best
    return best


def title_of_words(words: str) -> Title | None:
    """The title in a hint or a file name."""
    view = CompactView(words)
    found = find_titles(view)
    if found:
        return found[0]
    agency, year = read_title(view.text)
    return Title(view.text, 0, len(view.text), agency, year, True, 0.0) if agency or year else None
