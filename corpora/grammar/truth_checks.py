"""Self-check of a composed corpus: whatever is inconsistent must be planted, and whatever is planted must be listed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from corpora.grammar import forms
from corpora.grammar.figures import broken_identities
from corpora.grammar.model import Report

_LEGAL_END = {"government": (3, 31)}


def _planted(report: Report, *names: str) -> bool:
    return any(item.startswith(name) for item in report.planted for name in names)


def _within(report: Report, wording: bool) -> Iterator[str]:
    broken = broken_identities(report.figures, report.eras)
    if bool(broken) != _planted(report, "slip_"):
        yield f"identities: {broken}"
    end = _LEGAL_END.get(report.agency.kind, (1, 31))
    late = (report.published.month, report.published.day) > end or report.published.year != report.year + 1
    if late != _planted(report, "late_"):
        yield f"publication: {report.published}"
    blocks = [f"review.{block}.corrected" for block in forms.REVIEW_BLOCKS]
    corrected = any(report.figures.get(key) for key in blocks)
    named = any("request_handling" in item.themes and item.role == "problem" for item in report.statements)
    if (corrected and not named) != _planted(report, "passed_over_"):
        yield "corrected cases and section five"
    rectified = any(item.role == "rectified" for item in report.statements)
    if wording and rectified != _planted(report, "rectified_"):
        yield "rectified statements"
    present = {part.id for part in report.sections}
    if (len(present) < 6) != _planted(report, "missing_"):
        yield f"sections: {sorted(present)}"


def _across(last: Report, this: Report) -> Iterator[str]:
    forward, inward = (f"requests.{row}.{{}}" for row in ("carried_forward", "carried_in"))
    for column in forms.REQUEST_COLUMNS[:6]:
        before, after = last.figures.get(forward.format(column)), this.figures.get(inward.format(column))
        known = forward.format(column) in last.figures and inward.format(column) in this.figures
        if known and (before or 0) != (after or 0) and not _planted(this, "carried_"):
            yield f"carried over, {column}: {before} then {after}"
    for row in ("rules", "normative_documents"):
        keys = [f"active.{row}.{column}" for column in ("valid", "made", "repealed")]
        if last.figures.get(keys[0]) is None or any(this.figures.get(key) is None for key in keys):
            continue
        valid, made, repealed = (this.figures[key] or 0 for key in keys)
        if (last.figures[keys[0]] or 0) + made - repealed != valid and not _planted(this, "stock_"):
            yield f"stock of {row}"


def problem_themes(report: Report) -> set[str]:
    """Themes that section five names as a problem."""
    return {theme for item in report.statements if item.role == "problem" for theme in item.themes}


def _runs(years: list[Report]) -> Iterator[str]:
    """Three consecutive years of one agency that name one theme as a problem, not listed as persistent."""
    lasting = problem_themes(years[0]) & problem_themes(years[1]) & problem_themes(years[2])
    if bool(lasting) != all(_planted(report, "persistent_") for report in years):
        yield f"{years[2].file}: named three years running: {sorted(lasting)}"


def unplanned(reports: list[Report], *, wording: bool = True) -> list[str]:
    """All inconsistencies that no planted id accounts for; with `wording`, also what section five repeats or mends."""
    found = [f"{report.file}: {message}" for report in reports for message in _within(report, wording)]
    ordered = sorted(reports, key=lambda report: (report.agency.name, report.year))
    for last, this in pairwise(ordered):
        if last.agency == this.agency and this.year == last.year + 1:
            found += [f"{this.file}: {message}" for message in _across(last, this)]
    for years in zip(ordered, ordered[1:], ordered[2:], strict=False) if wording else ():
        if len({report.agency.name for report in years}) == 1:
            found += _runs(list(years))
    names = [report.file for report in reports]
    return found + [f"file name used twice: {name}" for name in sorted(set(names)) if names.count(name) > 1]
