"""Checks across the years of one agency."""

from __future__ import annotations

from collections.abc import Iterator

from textmine.analysis.checks._arithmetic import BLOCKS, COLUMNS, RESULTS
from textmine.analysis.checks._model import Corpus, Finding, ReportView, refs
from textmine.parsing.statutory import cell_name

# Fewer numbers than this that agree by chance are no copy: small agencies report the same handful of cases.
_FEWEST_ALIKE = 4
_FEWEST_LARGE = 2
_LARGE = 100

# Cells that differ in most tables that are no copies: looked at before the others.
_TELLING = {
    "active": tuple(
        f"active.{row}" for row in ("licensing.decisions", "penalty.decisions", "normative_documents.valid")
    ),
    "requests": tuple(f"requests.{row}.total" for row in ("new", "total", "granted", "carried_forward")),
    "review": tuple(f"review.{block}.{column}" for block in BLOCKS for column in (*RESULTS, "total")),
}


def carried_over(report: ReportView, corpus: Corpus) -> Iterator[Finding]:
    """What was carried in = what last year's report carried forward, column by column."""
    earlier = report.previous
    if earlier is None or not (report.has("requests") and earlier.has("requests")):
        yield Finding("untestable", reason="previous" if earlier is None else "table")
        return
    wrong, tested, blank = [], 0, False
    for column in COLUMNS:
        before = earlier.number(f"requests.carried_forward.{column}")
        after = report.number(f"requests.carried_in.{column}")
        if before is None or after is None:
            continue
        tested += 1
        blank |= earlier.cells[f"requests.carried_forward.{column}"] is None
        blank |= report.cells[f"requests.carried_in.{column}"] is None
        if before != after:
            wrong.append((column, before, after))
    if not tested:
        yield Finding("untestable", reason="cells")
        return
    columns = [column for column, _, _ in wrong] or ["total"]
    yield Finding(
        "fails" if wrong else "blank_is_zero" if blank else "holds",
        "；".join(
            f"{cell_name(f'requests.new.{c}').split('”')[1]}列：上年结转下年 {b:g}，本年列上年结转 {a:g}"
            for c, b, a in wrong
        ),
        "; ".join(f"{c.replace('_', ' ')}: {b:g} carried forward, {a:g} carried in" for c, b, a in wrong),
        cells=(
            *refs(earlier, [f"requests.carried_forward.{column}" for column in columns]),
            *refs(report, [f"requests.carried_in.{column}" for column in columns]),
        ),
    )


def active_stock(report: ReportView, corpus: Corpus) -> Iterator[Finding]:
    """Documents in force = last year's + made - repealed."""
    earlier = report.previous
    if earlier is None:
        yield Finding("untestable", reason="previous")
        return
    wrong, tested = [], False
    for row in ("rules", "normative_documents"):
        keys = [f"active.{row}.{column}" for column in ("made", "repealed", "valid")]
        values = [report.cells.get(key) for key in keys]
        before = earlier.cells.get(keys[2])
        if before is None or None in values or report.eras.get("active") != "2021":
            continue
        tested = True
        made, repealed, valid = (value or 0.0 for value in values)
        if before + made - repealed != valid:
            wrong.append((row, f"{before:g}+{made:g}-{repealed:g}≠{valid:g}"))
    if not tested:
        yield Finding("untestable", reason="form" if report.has("active") else "table")
        return
    rows = [row for row, _ in wrong]
    yield Finding(
        "fails" if wrong else "holds",
        "；".join(
            f"{cell_name(f'active.{row}.valid').split('“')[1].split('”')[0]} {text}" for row, text in wrong
        ),
        "; ".join(f"{row.replace('_', ' ')} {text}" for row, text in wrong),
        cells=(
            *refs(earlier, [f"active.{row}.valid" for row in rows]),
            *refs(
                report, [f"active.{row}.{column}" for row in rows for column in ("made", "repealed", "valid")]
            ),
        ),
    )


def pending_cases(report: ReportView, corpus: Corpus) -> Iterator[Finding]:
    """Cases pending at last year's end appear among this year's."""
    earlier = report.previous
    if earlier is None or not (report.has("review") and earlier.has("review")):
        yield Finding("untestable", reason="previous" if earlier is None else "table")
        return
    wrong = []
    for block in BLOCKS:
        before, after = earlier.number(f"review.{block}.pending"), report.number(f"review.{block}.total")
        if before is not None and after is not None and after < before:
            wrong.append((block, before, after))
    blocks = [block for block, _, _ in wrong]
    yield Finding(
        "fails" if wrong else "holds",
        "；".join(
            f"{cell_name(f'review.{block}.total').split('“')[1].split('”')[0]}：上年尚未审结 {before:g}，本年总计 {after:g}"
            for block, before, after in wrong
        ),
        "; ".join(
            f"{block.replace('_', ' ')}: {before:g} pending, {after:g} in all"
            for block, before, after in wrong
        ),
        cells=(
            *refs(earlier, [f"review.{block}.pending" for block in blocks]),
            *refs(report, [f"review.{block}.total" for block in blocks]),
        ),
    )


def copied_tables(report: ReportView, corpus: Corpus) -> Iterator[Finding]:
    """A table that shows last year's numbers throughout, and more of them than chance explains."""
    earlier = report.previous
    if earlier is None:
        yield Finding("untestable", reason="previous")
        return
    copied = [table for table in ("active", "requests", "review") if _is_copied(earlier, report, table)]
    names = {"active": "主动公开", "requests": "申请办理", "review": "复议诉讼"}
    keys = [
        key for table in copied for key, value in report.cells.items() if key.startswith(table) and value
    ][:12]
    yield Finding(
        "fails" if copied else "holds",
        "、".join(f"{names[table]}表" for table in copied),
        ", ".join(copied),
        cells=(*refs(earlier, keys), *refs(report, keys)),
    )


def _is_copied(earlier: ReportView, report: ReportView, table: str) -> bool:
    if any(earlier.cells.get(key) != report.cells.get(key) for key in _TELLING[table]):
        return False
    head = f"{table}."
    # Totals say nothing of their own, and documents in force often stay the same.
    told = [
        value
        for key, value in report.cells.items()
        if value
        and key.startswith(head)
        and not key.endswith((".total", ".valid"))
        and not key.startswith("requests.total.")
    ]
    if len(told) < _FEWEST_ALIKE and sum(value >= _LARGE for value in told) < _FEWEST_LARGE:
        return False
    numbers, others = (
        {key: value for key, value in view.cells.items() if key.startswith(head)}
        for view in (earlier, report)
    )
    return numbers == others


CHECKS = {
    "carried_over": carried_over,
    "active_stock": active_stock,
    "pending_cases": pending_cases,
    "copied_tables": copied_tables,
}
