"""Counts that the running text states: found sentence by sentence, with the words around them that narrow them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from textmine.analysis.checks._model import Part, ReportView, Span
from textmine.normalization import NormalizedView
from textmine.resources import load_yaml

_SENTENCE_END = re.compile(r"[。;!?]")
_CLAUSE_END = re.compile(r"[,。;:(]")
_YEAR = re.compile(r"(20\d\d)年")
# Sections whose text speaks of the figures. The table of section three is left out of its text by its own head.
SECTIONS = ("overview", "requests", "review", "other")
_TABLE = re.compile(
    r"\(?本列数据|申请人情况|行政复议行政诉讼(?:结果|未经)|第二十条第?\(一\)项|统计?指标名?称?计?量?单位"
)
_TABLE_END = re.compile(r"结转下一?年度?继续办理[\d/-]{0,80}")
# What stands in every head of a table: without it none is looked for.
_TABLE_WORDS = ("本列数据", "申请人情况", "行政复议行政诉讼", "第二十条第", "指标")
_DIGIT = re.compile(r"\d")
_ASKS = "申请"
_ABOUT = re.compile(r"约|近|超|逾")
# All applicants there are: narrows nothing.
_EVERYBODY = re.compile(r"(?:自然人|公民)[、和及,]?法人[、和或及]?(?:者)?其[他它]组织")


@dataclass(slots=True)
class Sentence:
    """A sentence in folded form without blanks, with its place in the section.

    ``counted``: a digit stands in it. ``asks``: it speaks of requests, if only by the sentence before.
    """

    report: ReportView
    part: Part
    view: NormalizedView
    start: int
    text: str
    counted: bool
    asks: bool
    about: bool | None = None

    def span(self, start: int, end: int) -> Span:
        """The words between two positions of the sentence, as they stand in the document."""
        left, right = self.view.source_range(self.start + start, self.start + end)
        return Span(
            self.report.document, self.part.start + left, self.part.start + right, self.part.text[left:right]
        )

    def clause(self, position: int) -> str:
        """From the last comma before a position up to it."""
        begin = 0
        for found in _CLAUSE_END.finditer(self.text, 0, position):
            begin = found.end()
        return self.text[begin:position]


@dataclass(slots=True)
class Claim:
    """A number that the text states, with the words that state it."""

    number: float
    words: str
    sentence: Sentence
    start: int
    end: int
    number_start: int

    def span(self) -> Span:
        """Place of the claim in the document."""
        return self.sentence.span(self.start, self.end)


@lru_cache(maxsize=1)
def grammar() -> dict[str, Any]:
    """The data file of patterns."""
    data: dict[str, Any] = load_yaml("checks", "counts.yaml")
    return data


@lru_cache(maxsize=128)
def pattern(source: str) -> re.Pattern[str]:
    """A compiled pattern in which {num} stands for a number with its unit."""
    units = grammar()["units"]
    number = rf"(?P<n>\d{{1,3}}(?:,\d{{3}})+|\d{{1,9}})(?:{units})(?!次?以上)"
    return re.compile(source.replace("{num}", number))


def sentences(report: ReportView) -> list[Sentence]:
    """Sentences of the sections that speak of figures, without the tables; split once a report."""
    if report.sentences is None:
        report.sentences = list(_split(report))
    return report.sentences


def _split(report: ReportView) -> Iterator[Sentence]:
    for name in SECTIONS:
        part = report.parts.get(name)
        if part is None or not part.text:
            continue
        view = NormalizedView(part.text)
        before = ""
        for start, end in _ranges(view.text):
            text = view.text[start:end]
            asks = _ASKS in text or _ASKS in before[-60:]
            yield Sentence(report, part, view, start, text, _DIGIT.search(text) is not None, asks)
            before = text


def _ranges(text: str) -> Iterator[tuple[int, int]]:
    """Sentences of a section's text; the table in it is passed over."""
    table = _TABLE.search(text) if any(map(text.__contains__, _TABLE_WORDS)) else None
    pieces = [(0, table.start()), (_after_table(text, table), len(text))] if table else [(0, len(text))]
    for left, right in pieces:
        start = left
        for found in _SENTENCE_END.finditer(text, left, right):
            if found.start() > start:
                yield start, found.start()
            start = found.end()
        if start < right:
            yield start, right


def _after_table(text: str, table: re.Match[str]) -> int:
    end = _TABLE_END.search(text, table.end())
    if end:
        return end.end()
    last = max((found.end() for found in re.finditer(r"\d{5,}", text[table.end() :])), default=len(text))
    return table.end() + last


def claims(sentence: Sentence, source: str) -> Iterator[Claim]:
    """What a pattern with {num} states in a sentence; approximate numbers (230余件, 近百件) state nothing exact."""
    if not sentence.counted:
        return
    for found in pattern(source).finditer(sentence.text):
        number = found["n"]
        at = found.start("n")
        if _ABOUT.search(sentence.text[max(0, at - 2) : at]):
            continue
        yield Claim(float(number.replace(",", "")), found.group(), sentence, found.start(), found.end(), at)


def of_year(claim: Claim, year: int | None) -> bool:
    """Whether the claim speaks of the reported year: no other year stands closer before it."""
    years = _YEAR.findall(claim.sentence.text[: claim.number_start])
    return not years or year is None or int(years[-1]) == year


def narrowed(claim: Claim) -> bool:
    """Whether words in its clause limit the claim to a channel, an applicant, another body or another time."""
    rules = grammar()["narrow"]
    report = claim.sentence.report
    clause = claim.sentence.clause(claim.start) + claim.sentence.text[claim.start : claim.number_start]
    clause = _EVERYBODY.sub("", clause)
    if pattern(rules["any"]).search(clause) or not of_year(claim, report.year):
        return True
    return _names_another(report, clause) or bool(pattern(rules["sentence"]).search(claim.sentence.text))


def by_another(claim: Claim) -> bool:
    """Whether the sentence up to the claim names another body, whose numbers these may be."""
    return _names_another(claim.sentence.report, claim.sentence.text[: claim.start])


def _names_another(report: ReportView, words: str) -> bool:
    kinds = {"government": "government", "township": "township", "subdistrict": "township"}
    rule = grammar()["narrow"][kinds.get(report.kind or "", "department")]
    return bool(pattern(rule).search(_without_own_name(words, str(report.meta.get("agency") or ""))))


def _without_own_name(clause: str, own: str) -> str:
    """The clause without the end of the agency's own name (太平街道 of 河东区太平街道办事处) and without 我局, 本街道."""
    clause = re.sub(
        r"[我本全](?:局|委|办|厅|院|镇|乡|街道(?:办事处)?|中心|单位|机关|区|县|市|省)", "", clause
    )
    for length in range(min(len(own), 10), 2, -1):
        for start in range(len(own) - length + 1):
            if own[start : start + length] in clause:
                return clause.replace(own[start : start + length], "")
    return clause


def about_requests(sentence: Sentence) -> bool:
    """Whether the sentence speaks of requests for information and of nothing else that is received and answered."""
    if sentence.about is None:
        matters = grammar()["narrow"]["matters"]
        sentence.about = sentence.asks and pattern(matters).search(sentence.text) is None
    return sentence.about
