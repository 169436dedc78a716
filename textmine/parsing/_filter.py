"""Which texts are annual reports on government information disclosure at all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from textmine.normalization import fold
from textmine.parsing._compact import CompactView
from textmine.parsing._signals import first_characters
from textmine.parsing._titles import Title
from textmine.resources import load_yaml
from textmine.schema import Metadata, Section

# Only a report on information disclosure has these.
_OWN_SECTIONS = frozenset({"active", "requests", "review"})
_FIRST_LINES = 160
_FIRST_LINE = 20
_FEWEST_MENTIONS = 3
_HEAD = 1500
_REACH = 6000  # characters in which place-holders are counted
_FIRST_ROWS = 8
_LABEL = 12  # characters
_FEWEST_IN_LIST = 3  # titles of different years on one page
_SHORTEST = 30
_FEWEST_SENTENCES = 2  # that a report without any heading has
_SECTION_FIVE = re.compile("[五六七][、.].{0,12}存在的?(?:主要)?问题[及和与]改进")
_LONGEST_HINT = 60  # what a form says of how to fill in a part
_HINT = re.compile(r"[(（][^()（）]{0,200}[)）]")
_BESIDE_HINTS = re.compile("[0-9\u4e00-\u9fff]")
_ROW = "行政执法案卷"  # of the requests table
# A number that can be a cell of a table, not that of a row, page or document.
_CELL = re.compile(r"(?<![0-9.第〔(（-])[0-9](?:[0-9,.]*[0-9])?(?![0-9.,、)）号页年])")
_TITLE = re.compile("信息公开(?:工作)?(?:年度)?(?:工作)?(?:报告|年报)")
_QUOTED = re.compile("《[^《》]{0,80}》")
_SUBJECT = re.compile("(?:政府|政务)?信息公开|政务公开")


@dataclass(frozen=True, slots=True)
class _Rules:
    others: tuple[tuple[re.Pattern[str], str, bool], ...]
    any_other: re.Pattern[str]  # all of them at once: most titles have none
    articles: re.Pattern[str]
    notice: re.Pattern[str]
    guide: re.Pattern[str]
    placeholder: re.Pattern[str]
    placeholders_begin: frozenset[str]
    placeholders_at_least: int
    own_words: tuple[re.Pattern[str], ...]


_COLUMN = "政府信息公开年报"  # of the site: pages of notices have it, too


@lru_cache(maxsize=1)
def _rules() -> _Rules:
    data: dict[str, Any] = load_yaml("parsing", "filter.yaml")
    return _Rules(
        tuple(
            (re.compile(rule["pattern"]), rule["reason"], bool(rule.get("always"))) for rule in data["others"]
        ),
        re.compile("|".join(f"(?:{rule['pattern']})" for rule in data["others"])),
        re.compile(data["articles"]),
        re.compile(data["notice"]["pattern"]),
        re.compile(data["guide"]["pattern"]),
        re.compile(data["placeholder"]),
        first_characters(re.compile(data["placeholder"])),
        data["placeholders_at_least"],
        tuple(re.compile(rule["pattern"]) for rule in data["own_words"]),
    )


def reason_against(
    view: CompactView, sections: tuple[Section, ...], titles: list[Title], hint: str = ""
) -> str | None:
    """Why the text is no annual report on information disclosure; None if it is one.

    ``titles`` are those found in its first part (see ``find_titles``); ``hint`` is what the source says is its title (HTML title, file name).
    """
    if len(view.text) < _SHORTEST and not sections:
        return "it is empty or nearly so"
    rules = _rules()
    titles = [title for title in titles if title.own_line or title.agency]
    if titles and titles[0].words == _COLUMN:
        titles = titles[1:]
    other = _reason_by_form(view, rules, titled=bool(titles))
    if other:
        return other
    own = len({section.id for section in sections} & _OWN_SECTIONS)
    enough = len(sections) >= 4 and own >= 2
    words = titles[0].words if titles else _first_lines(view, sections)
    if not sections and len({title.year for title in titles if title.year}) >= _FEWEST_IN_LIST:
        return "by its title it is a list of reports, of which each has a page or file of its own"
    other = _reason_by_title(view, titles, words, enough=enough)
    if other:
        return f"by its title it is {other}"
    titled = any(title.own_line and title.agency and title.year for title in titles)
    if enough or (titles and (own or len(sections) >= 2)) or (titled and sections):
        return None
    return _reason_of_weak_evidence(view, sections, own=own, titled=bool(titles), hint=hint)


def _reason_by_form(view: CompactView, rules: _Rules, *, titled: bool) -> str | None:
    head = view.text[:_REACH]
    if (
        any(char in head for char in rules.placeholders_begin)
        and len(rules.placeholder.findall(head)) >= rules.placeholders_at_least
    ):
        return "place-holders such as XX stand for names and years, as in a template"
    if rules.articles.search(view.text, 0, _HEAD):
        return "it is a rule in articles, not a report"
    if not titled and any(map(rules.notice.fullmatch, view.first_rows(_FIRST_ROWS))):
        return "it is a notice that asks for annual reports"
    return None


def is_blank_form(view: CompactView, sections: tuple[Section, ...], metadata: Metadata) -> bool:
    """Whether the text is the form of reports that nobody has filled in, as notices print it: no agency, rows without numbers, no words on problems.

    Or its headings alone, with hints in brackets of what to write below them.
    """
    if metadata.agency is not None:
        return False
    if (
        metadata.year is None
        and len(sections) >= len(_OWN_SECTIONS)
        and not any(_BESIDE_HINTS.search(_HINT.sub("", view.folded[one.start : one.end])) for one in sections)
    ):
        return True
    tables = [section for section in sections if section.id in _OWN_SECTIONS]
    problems = [section for section in sections if section.id == "problems"]
    if len(tables) < len(_OWN_SECTIONS) or any(one.end - one.start > _LONGEST_HINT for one in problems):
        return False
    return _ROW in view.text and not any(_CELL.search(view.folded, one.start, one.end) for one in tables)


def _reason_by_title(view: CompactView, titles: list[Title], words: str, *, enough: bool) -> str | None:
    rules = _rules()
    for pattern, reason, always in rules.others if rules.any_other.search(words) else ():
        if (always or not enough) and pattern.search(words):
            return reason
    if titles and not enough and rules.guide.search(_beginning_of_title(view, titles[0])):
        return "a guide to the report for readers"
    return None


def _beginning_of_title(view: CompactView, title: Title) -> str:
    """The beginning of a title with what stands before it on its line (【图解】某局2022年…)."""
    return (
        view.text[max(view.line_of(title.start), title.start - _LABEL) : title.start] + title.words[:_LABEL]
    )


def _first_lines(view: CompactView, sections: tuple[Section, ...]) -> str:
    """The beginning of the text, up to the first section, without the titles of other papers that it quotes."""
    text = view.text[: 2 * _FIRST_LINES]
    if sections and sections[0].start < 2 * _FIRST_LINES:
        text = view.part(0, sections[0].start).text
    return _QUOTED.sub("", text)[:_FIRST_LINES]


def _speaks_of_itself(view: CompactView, sections: tuple[Section, ...]) -> bool:
    """Whether a text cut off in its first part is a report by what it says of itself and by its first heading."""
    if not sections:
        return False
    if sections[0].id == "problems":  # cut out of a report with its number and name
        return _SECTION_FIVE.match(fold(sections[0].title).replace(" ", "")) is not None
    head = view.text[:_HEAD]
    return any(rule.search(head) for rule in _rules().own_words) or (
        sections[0].id == "overview"
        and "总" in sections[0].title
        and ("年度报告" in head or ("主动公开" in head and "申请公开" in head))
    )


def _reason_of_weak_evidence(
    view: CompactView, sections: tuple[Section, ...], *, own: int, titled: bool, hint: str
) -> str | None:
    """The same for texts with few sections: by their first lines, and by how often they name the subject."""
    first = _first_lines(view, sections) + fold(hint)
    for pattern, reason, _always in _rules().others:
        if not own and not titled and pattern.search(first):
            return f"by its first lines it is {reason}"
    mentions = len(_SUBJECT.findall(view.text[:20000]))
    named = titled or _TITLE.search(fold(hint).replace(" ", "")) is not None
    if named and not sections and view.text.count("。", 0, _REACH) < _FEWEST_SENTENCES:
        return "it shows the title of an annual report but not its text, which may be in an attachment or a picture"
    if mentions >= 2 and _speaks_of_itself(view, sections):
        return None
    opens = bool(sections) and sections[0].id == "overview" and view.position(sections[0].start) < _FIRST_LINE
    if opens and mentions >= _FEWEST_MENTIONS:  # copied without its title
        return None
    if (titled and mentions >= 2) or (own and mentions >= 3) or (len(sections) >= 2 and mentions >= 5):
        return None
    return (
        "it has neither the title nor the sections of an annual report on information disclosure"
        if mentions
        else "it does not speak of information disclosure"
    )
