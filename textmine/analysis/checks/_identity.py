"""Checks of dates, names and structure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from itertools import pairwise

from textmine.analysis.checks._model import Corpus, Finding, Part, ReportView, Span
from textmine.normalization import fold
from textmine.schema import SECTION_IDS

_YEAR = re.compile(r"(20\d\d)\s*年(?!度?(?:工作)?(?:年度)?报告)")
_NUMERAL = re.compile(
    r"^\s*(?:第?([一二三四五六七八九十]{1,2})(?:部分|、|[.,，．]|\s)|[（(]([一二三四五六七八九十]{1,2})[)）])"
)
_VALUES = {char: value for value, char in enumerate("一二三四五六七八九十", 1)}
_EMPTY = re.compile(r"(?:暂?无|没有|不存在(?:问题)?|无问题|暂?未发现(?:明显)?问题|/|-)?")
_NAMES_ZH = {
    "overview": "总体情况", "active": "主动公开政府信息情况", "requests": "收到和处理政府信息公开申请情况",
    "review": "行政复议、行政诉讼情况", "problems": "存在的主要问题及改进情况", "other": "其他需要报告的事项",
}  # fmt: skip
# The regulations of 2008 gave all agencies until 31 March; since the report on 2019 departments have until 31 January.
_FIRST_YEAR_OF_TWO_DATES = 2019
# A page that says it was put up more than this many days late shows the date of a move to another site.
_MOVED_PAGE_DAYS = 330
# A clause without any theme that holds such words is a formula (努力让工作再上新台阶; 与上级要求还有差距).
_FORMULA = re.compile(
    r"新台阶|新水平|新成效|新局面|再接再厉|总结|贯彻|更好|努力|常抓不懈|差距|不足|成效|成绩|进展|有序|平稳|总体|较好|良好|"
    r"要求|期盼|期待|上级|改进|完善|加强|高度重视|做好|推进|推动|顺利|未发现|不存在"
)
_CLAUSES = re.compile(r"[,，、;；:：。]")
_SHORTEST_CLAUSE = 6
# What an agency of one kind cannot call itself.
_SELF = {
    "subdistrict": r"我镇|我乡(?!村)|我局",
    "township": r"我街道|我局|我办事处",
    "department": r"我镇|我乡(?!村)|我街道",
    "government": r"我镇|我乡(?!村)|我街道|我局",
    "institution": r"我镇|我乡(?!村)|我街道|我局",
    "vertical": r"我镇|我乡(?!村)|我街道",
}
_QUOTED = re.compile(r"[“《][^”》]{0,60}$")


def reported_year(report: ReportView, corpus: Corpus) -> Iterator[Finding]:
    """Title, statistics period and text speak of one year."""
    conflict = report.issues.get("metadata_conflict_year")
    year, part = report.year, report.parts.get("overview")
    if conflict:
        yield Finding("fails", "标题、统计期限、落款等处的年份不一致", conflict)
        return
    if year is None or part is None:
        yield Finding("untestable", reason="year")
        return
    found = list(_YEAR.finditer(part.text))
    years = [int(item.group(1)) for item in found]
    if not years:
        yield Finding("untestable", reason="year")
        return
    wrong = year not in years and years.count(years[0]) >= 2 and years[0] == year - 1
    spans = tuple(_span(report, part, item) for item in found[:2]) if wrong else ()
    detail = f"报告年度为{year}年，总体情况只写到{years[0]}年"
    yield Finding(
        "fails" if wrong else "holds",
        detail,
        f"reports on {year}, but section one speaks of {years[0]} only",
        spans=spans,
    )


def _span(report: ReportView, part: Part, found: re.Match[str]) -> Span:
    return Span(report.document, part.start + found.start(), part.start + found.end(), found.group())


def publication_date(report: ReportView, corpus: Corpus) -> Iterator[Finding]:
    """Published after the period and by the legal date."""
    text, year = report.meta.get("published"), report.year
    try:
        day = date.fromisoformat(text) if text else None
    except ValueError:
        day = None
    if day is None or year is None or report.kind is None:
        yield Finding("untestable", reason="date")
        return
    early_legal = report.kind in ("department", "vertical") and year >= _FIRST_YEAR_OF_TWO_DATES
    limit = date(year + 1, 1, 31) if early_legal else date(year + 1, 3, 31)
    if day < date(year, 12, 1):
        yield Finding(
            "fails", f"公布日期 {day} 早于统计期末 {year}-12-31", f"published {day}, before the period ends"
        )
    elif (day - limit).days > _MOVED_PAGE_DAYS:
        yield Finding("untestable", f"{day}", f"{day}", reason="moved")
    elif day > limit:
        yield Finding("fails", f"公布日期 {day} 晚于法定期限 {limit}", f"published {day}, legal date {limit}")
    else:
        yield Finding("holds", f"{day}", f"{day}")


def foreign_name(report: ReportView, corpus: Corpus) -> Iterator[Finding]:
    """No other agency's name is left in the text, and the agency does not call itself what it is not."""
    kind = report.kind
    if kind not in _SELF:
        yield Finding("untestable", reason="kind")
        return
    spans = [
        _span(report, part, found)
        for part in report.parts.values()
        for found in re.finditer(_self_names(report, kind), part.text)
        if not _QUOTED.search(part.text[max(0, found.start() - 60) : found.start()])
    ]
    if kind in ("township", "subdistrict"):
        spans += _other_towns(report, corpus)
    words = "、".join(dict.fromkeys(f"“{span.text}”" for span in spans))
    yield Finding("fails" if spans else "holds", words, words, spans=tuple(spans))


def _self_names(report: ReportView, kind: str) -> str:
    """What the agency cannot call itself; a 乡 does not say 我镇, nor a 镇 我乡."""
    own = str(report.meta.get("agency") or "")
    names = _SELF[kind]
    if kind == "township":
        town = re.search(r"([镇乡])(?:人民政府)?$", own)
        if town:
            names += "|" + {"镇": r"我乡(?!村)", "乡": "我镇"}[town.group(1)]
    return names


def _other_towns(report: ReportView, corpus: Corpus) -> list[Span]:
    own = "".join(str(report.meta.get(name) or "") for name in ("agency", "region", "title"))
    found = [
        (name, order, Span(report.document, part.start + at, part.start + at + len(name), name))
        for order, part in enumerate(report.parts.values())
        for name, at in corpus.towns.find(part.text).items()
        if name not in own
    ]
    return [span for _, _, span in sorted(found, key=lambda item: item[:2])]


def section_order(report: ReportView, corpus: Corpus) -> Iterator[Finding]:
    """The numbers of the sections rise."""
    parts = sorted(report.parts.values(), key=lambda part: part.start)
    numbered = [(part, number) for part in parts if (number := _numeral(part.title)) is not None]
    if len(numbered) < 3:
        yield Finding("untestable", reason="numbers")
        return
    wrong = [(earlier, later) for (earlier, first), (later, second) in pairwise(numbered) if second <= first]
    detail = "；".join(f"“{earlier.title}”之后是“{later.title}”" for earlier, later in wrong)
    detail_en = "; ".join(f"“{earlier.title}” is followed by “{later.title}”" for earlier, later in wrong)
    yield Finding("fails" if wrong else "holds", detail, detail_en)


@lru_cache(maxsize=4096)  # titles recur from report to report
def _numeral(title: str) -> int | None:
    found = _NUMERAL.match(title.lstrip("#* "))
    if not found:
        return None
    text = found.group(1) or found.group(2)
    if len(text) == 1:
        return _VALUES[text]
    return 10 + _VALUES[text[1]] if text[0] == "十" else None


def missing_section(report: ReportView, corpus: Corpus) -> Iterator[Finding]:
    """All six sections of the form are there."""
    year = report.year
    if year is None or year < _FIRST_YEAR_OF_TWO_DATES or not report.parts:
        yield Finding("untestable", reason="form")
        return
    missing = [name for name in SECTION_IDS if name not in report.parts]
    numbers = sorted(number for part in report.parts.values() if (number := _numeral(part.title)) is not None)
    whole = len(numbers) == len(report.parts) >= 4 and numbers == list(range(1, len(numbers) + 1))
    # A table of a section that is not there means that its heading was not recognised.
    unseen = [name for name in missing if report.has(name)]
    if missing and (not whole or unseen):
        yield Finding(
            "untestable",
            "、".join(_NAMES_ZH[name] for name in missing),
            ", ".join(missing),
            reason="headings",
        )
        return
    names = "、".join(f"“{_NAMES_ZH[name]}”" for name in missing)
    yield Finding("fails" if missing else "holds", names, ", ".join(missing))


def empty_section_five(report: ReportView, corpus: Corpus) -> Iterator[Finding]:
    """Section five names at least one problem or step."""
    part = report.parts.get("problems")
    if part is None:
        yield Finding("untestable", reason="section_five")
        return
    text = re.sub(r"[\s。.,，;；]+", "", part.text)
    span = Span(report.document, part.start, part.start + len(part.text), part.text[:200])
    if _EMPTY.fullmatch(text):
        yield Finding(
            "fails",
            f"仅有“{text}”" if text else "没有内容",
            f"only “{text}”" if text else "no content",
            spans=(span,),
        )
        return
    spoken = [remark for remark in report.remarks if remark.role != "context"]
    said = [remark for remark in spoken if remark.themes or remark.role == "problem"]
    if not said and report.remarks and corpus.tagged and _only_formulas(report):
        yield Finding(
            "fails", "只有套话，没有具体问题和措施", "formulas only, no problem and no step", spans=(span,)
        )
        return
    yield Finding("holds" if said else "untestable", reason="" if said else "section_five")


def _only_formulas(report: ReportView) -> bool:
    """Whether every clause of section five is worn; a concrete one may be a problem that was not recognised."""
    return all(
        len(clause) < _SHORTEST_CLAUSE or _FORMULA.search(clause)
        for remark in report.remarks
        for clause in _CLAUSES.split(fold(remark.text))
    )


CHECKS = {
    "reported_year": reported_year,
    "publication_date": publication_date,
    "foreign_name": foreign_name,
    "section_order": section_order,
    "missing_section": missing_section,
    "empty_section_five": empty_section_five,
}
