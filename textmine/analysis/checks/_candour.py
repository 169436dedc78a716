"""What the tables show and section five does not mention. A finding says "not mentioned" and nothing more."""

from __future__ import annotations

import re
from collections.abc import Iterator

from textmine.analysis.checks import _readings as readings
from textmine.analysis.checks._model import YEARS_BACK, Corpus, Finding, ReportView, Span, refs

_REVIEW_WORDS = re.compile(r"复议|诉讼|败诉|纠错|纠正")
_REQUEST_WORDS = re.compile(r"依申请|申请办理|申请答复|公开申请|答复|办理申请")
# Shares and counts from which a stock or a kind of outcome is large enough to be expected in section five.
_LARGE_STOCK_SHARE, _LARGE_STOCK = 0.2, 10
_UNAVAILABLE_SHARE, _UNAVAILABLE_CASES = 0.6, 15
# Themes that blame no decision: forms, publicity, study. Naming only these for three years is worth a look.
LIGHT_THEMES = frozenset({"channels", "publicity", "training", "awareness", "interpretation"})
_LIGHT_YEARS = YEARS_BACK + 1
_NOTHING_PUBLISHED = re.compile(r"主动公开(?:各类)?(?:政府|政务)?信息(?:共|共计|合计)?0条")


def _names_requests(report: ReportView) -> bool:
    """Whether a problem of section five is about requests, or any statement about reviews and lawsuits."""
    for remark in report.remarks:
        if remark.role == "problem" and (
            "request_handling" in remark.themes or _REQUEST_WORDS.search(remark.text)
        ):
            return True
        if remark.role in ("measure", "rectified") and _REVIEW_WORDS.search(remark.text):
            return True
    return False


def _testable(report: ReportView, table: str) -> Finding | None:
    if report.eras.get(table) not in ("2021", "2019"):
        return Finding("untestable", reason="table")
    if not report.remarks:
        return Finding("untestable", reason="section_five")
    return None


def _section_five(report: ReportView) -> tuple[Span, ...]:
    problems = [remark for remark in report.remarks if remark.role == "problem"]
    return tuple(Span(report.document, r.start, r.end, r.text) for r in problems[:6])


def silent_on_corrections(report: ReportView, corpus: Corpus) -> Iterator[Finding]:
    """Decisions corrected on reconsideration or in court."""
    blocked = _testable(report, "review")
    if blocked:
        yield blocked
        return
    keys = [f"review.{block}.corrected" for block in readings.BLOCKS]
    numbers = [report.number(key) for key in keys]
    if None in numbers:
        yield Finding("untestable", reason="cells")
        return
    corrected = sum(number or 0.0 for number in numbers)
    silent = corrected > 0 and not _names_requests(report)
    yield Finding(
        "fails" if silent else "holds",
        f"行政复议纠正 {numbers[0]:g} 件、行政诉讼纠正 {corrected - (numbers[0] or 0):g} 件",
        f"{numbers[0]:g} corrected on reconsideration, {corrected - (numbers[0] or 0):g} in court",
        cells=refs(report, keys),
        spans=_section_five(report) if silent else (),
    )


def silent_on_stock(report: ReportView, corpus: Corpus) -> Iterator[Finding]:
    """A large stock of requests carried forward."""
    blocked = _testable(report, "requests")
    if blocked:
        yield blocked
        return
    forward, inflow = readings.row(report, "carried_forward"), max(readings.received(report), default=0.0)
    if forward is None or not inflow:
        yield Finding("untestable", reason="cells")
        return
    large = forward >= _LARGE_STOCK and forward / inflow >= _LARGE_STOCK_SHARE
    silent = large and not _names_requests(report)
    keys = [f"requests.{row}.total" for row in ("new", "carried_in", "carried_forward")]
    yield Finding(
        "fails" if silent else "holds",
        f"结转下年度 {forward:g} 件，占新收与上年结转合计的 {100 * forward / inflow:.0f}%",
        f"{forward:g} carried forward, {100 * forward / inflow:.0f}% of all",
        cells=refs(report, keys),
        spans=_section_five(report) if silent else (),
    )


def silent_on_unavailable(report: ReportView, corpus: Corpus) -> Iterator[Finding]:
    """A high share of requests that could not be met because the information is not held or not there."""
    blocked = _testable(report, "requests")
    if blocked:
        yield blocked
        return
    unavailable, total = readings.group(report, "unavailable"), readings.row(report, "total")
    if unavailable is None or not total:
        yield Finding("untestable", reason="cells")
        return
    large = total >= _UNAVAILABLE_CASES and unavailable / total >= _UNAVAILABLE_SHARE
    silent = large and not _names_requests(report)
    yield Finding(
        "fails" if silent else "holds",
        f"无法提供 {unavailable:g} 件，占办理总数的 {100 * unavailable / total:.0f}%",
        f"{unavailable:g} not available, {100 * unavailable / total:.0f}% of all answered",
        cells=refs(report, [*readings.group_keys(report, "unavailable"), "requests.total.total"]),
        spans=_section_five(report) if silent else (),
    )


def silent_on_no_publication(report: ReportView, corpus: Corpus) -> Iterator[Finding]:
    """Nothing was made public on the agency's own initiative."""
    part = report.parts.get("overview")
    found = _NOTHING_PUBLISHED.search(part.text) if part else None
    if part is None or found is None:
        return
    named = any(r.role == "problem" and r.themes & {"coverage", "timeliness"} for r in report.remarks)
    span = Span(report.document, part.start + found.start(), part.start + found.end(), found.group())
    words = f"“{found.group()}”"
    yield Finding("holds" if named else "fails", words, words, spans=(span,))


def only_light_problems(report: ReportView, corpus: Corpus) -> Iterator[Finding]:
    """Three years running no problem but of the lightest kinds."""
    chain = [report]
    while len(chain) < _LIGHT_YEARS and chain[-1].previous is not None:
        chain.append(chain[-1].previous)
    if len(chain) < _LIGHT_YEARS:
        yield Finding("untestable", reason="previous")
        return
    named = [frozenset[str]().union(*(r.themes for r in one.remarks if r.role == "problem")) for one in chain]
    if not all(named):
        yield Finding("untestable", reason="section_five")
        return
    light = all(themes <= LIGHT_THEMES for themes in named)
    themes = "、".join(sorted(frozenset[str]().union(*named)))
    years = f"{chain[-1].year}—{chain[0].year}"
    yield Finding(
        "fails" if light else "holds",
        f"{years}年：{themes}",
        f"{years}: {themes}",
        spans=_section_five(report) if light else (),
    )


CHECKS = {
    "silent_on_corrections": silent_on_corrections,
    "silent_on_stock": silent_on_stock,
    "silent_on_unavailable": silent_on_unavailable,
    "silent_on_no_publication": silent_on_no_publication,
    "only_light_problems": only_light_problems,
}
