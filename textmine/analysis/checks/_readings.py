"""What the tables say, in all the ways a sentence may mean it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

from textmine.analysis.checks._arithmetic import BLOCKS, OUTCOMES
from textmine.analysis.checks._model import ReportView

__all__ = ["BLOCKS", "GROUPS", "answered", "group", "group_keys", "received", "results", "row", "sums"]

GROUPS = ("granted", "partly_granted", "refused", "unavailable", "not_processed", "other")


def row(report: ReportView, name: str) -> float | None:
    """总计 of a row of the requests table."""
    return report.number(f"requests.{name}.total")


def group(report: ReportView, name: str) -> float | None:
    """Sum of the rows of a group, None if one of them could not be read."""
    keys = group_keys(report, name)
    values = [report.number(key) for key in keys]
    return None if not values or None in values else sum(value or 0.0 for value in values)


def group_keys(report: ReportView, name: str) -> list[str]:
    """Keys of 总计 of the rows of a group that the report has."""
    rows = [one for one in OUTCOMES if one == name or one.startswith(f"{name}.")]
    return [f"requests.{one}.total" for one in rows if f"requests.{one}.total" in report.cells]


def sums(values: Iterable[float | None]) -> set[float]:
    """All sums of some of the values."""
    known = [value for value in values if value is not None]
    found = {0.0}
    for value in known:
        found |= {value + other for other in found}
    return found


def received(report: ReportView, *, only_new: bool = False) -> set[float]:
    """Readings of 收到/受理: new, or new and carried in; 新收 is new alone."""
    new, carried = row(report, "new"), row(report, "carried_in")
    if new is None:
        return set()
    return {new} if only_new or carried is None else {new, new + carried}


def answered(report: ReportView, *, strict: bool) -> set[float]:
    """Readings of 办结 (all that was dealt with) and 答复 (some or all kinds of outcomes)."""
    total = row(report, "total")
    if total is None:
        return set()
    found = {total} | received(report)
    return found if strict else found | sums(group(report, name) for name in GROUPS)


def results(report: ReportView, column: str, blocks: Sequence[str] = BLOCKS) -> set[float]:
    """Readings of a number of cases: one block or several together."""
    values = [report.number(f"review.{block}.{column}") for block in blocks]
    if None in values:
        return set()
    known = [value or 0.0 for value in values]
    return {sum(some) for size in range(1, len(known) + 1) for some in combinations(known, size)}
