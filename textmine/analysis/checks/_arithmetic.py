"""Checks within one report's tables: the identities that the forms print, and numbers that cannot be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from textmine.analysis.checks._model import Cell, Corpus, Finding, ReportView, refs
from textmine.parsing.statutory import cell_name

APPLICANTS = (
    "natural_person",
    "company",
    "research",
    "social_organisation",
    "legal_service",
    "other_organisation",
)
COLUMNS = (*APPLICANTS, "total")
OUTCOMES = (
    "granted", "partly_granted",
    "refused.state_secret", "refused.law_forbids", "refused.safety_stability", "refused.third_party",
    "refused.internal_affairs", "refused.process_information", "refused.enforcement_file", "refused.administrative_query",
    "unavailable.not_held", "unavailable.needs_creation", "unavailable.still_unclear",
    "not_processed.complaint", "not_processed.repeated", "not_processed.publication", "not_processed.excessive",
    "not_processed.reconfirmation", "other.not_corrected", "other.fee_unpaid", "other.other", "other",
)  # fmt: skip
BLOCKS = ("reconsideration", "lawsuit_direct", "lawsuit_after_reconsideration")
RESULTS = ("upheld", "corrected", "other", "pending")

Verdict = Literal["equal", "equal_if_zero", "open", "unequal"]


@dataclass(frozen=True, slots=True)
class Equation:
    """Two sums that must be equal. ``name`` and ``name_en`` say where (a column, a row, a block)."""

    left: tuple[Cell, ...]
    right: tuple[Cell, ...]
    name: str
    name_en: str

    def verdict(self) -> Verdict:
        """Whether both sides agree; blanks may be zero or unknown, but never negative."""
        cells = (*self.left, *self.right)
        if any(cell.value is None and not cell.sure for cell in cells):
            return "open"
        difference = _sum(self.left) - _sum(self.right)
        if abs(difference) < 1e-6:
            return "equal_if_zero" if any(cell.blank for cell in cells) else "equal"
        lesser = self.left if difference < 0 else self.right
        return "open" if any(cell.blank for cell in lesser) else "unequal"

    def shown(self) -> str:
        """The equation in numbers; long sums are shown as their result."""
        return f"{_shown(self.left)}≠{_shown(self.right)}"


def _sum(cells: Iterable[Cell]) -> float:
    return sum(cell.value or 0.0 for cell in cells)


def _shown(cells: tuple[Cell, ...]) -> str:
    if len(cells) > 4:
        return f"{_sum(cells):g}"
    return "+".join("空" if cell.value is None else f"{cell.value:.12g}" for cell in cells)


def _equation(
    report: ReportView, left: Iterable[str], right: Iterable[str], name: str, name_en: str
) -> Equation | None:
    """The equation between these cells, None if one side has none or a cell of a fixed row is missing."""
    sides = []
    for keys in (left, right):
        sides.append(tuple(report.cells[key] for key in keys if key in report.cells))
    return Equation(sides[0], sides[1], name, name_en) if sides[0] and sides[1] else None


def judge(report: ReportView, equations: list[Equation | None]) -> Finding:
    """One finding for all equations of a check: it fails if one does, holds if all that can be tested do."""
    found = [(item, item.verdict()) for item in equations if item is not None]
    wrong = [item for item, verdict in found if verdict == "unequal"]
    if wrong:
        keys = [
            cell.key
            for item in wrong
            for cell in (*item.left, *item.right)
            if len(item.left) < 5 or cell.value
        ]
        return Finding(
            "fails",
            "；".join(f"{item.name} {item.shown()}" for item in wrong),
            "; ".join(f"{item.name_en} {item.shown().replace('空', 'blank')}" for item in wrong),
            cells=refs(report, dict.fromkeys(keys)),
        )
    verdicts = {verdict for _, verdict in found}
    shown = refs(report, [cell.key for item, _ in found[-1:] for cell in (*item.left, *item.right)])
    if "equal" not in verdicts and "equal_if_zero" not in verdicts:
        return Finding("untestable", reason="cells" if found else "table", cells=shown)
    if "open" in verdicts:
        names = "、".join(item.name for item, verdict in found if verdict == "open")
        return Finding("untestable", names, names, reason="cells", cells=shown)
    return Finding("blank_is_zero" if "equal_if_zero" in verdicts else "holds", cells=shown)


def _column_name(column: str) -> tuple[str, str]:
    return cell_name(f"requests.new.{column}").split("”")[1] + "列", column.replace("_", " ")


def _tested(report: ReportView, table: str) -> bool:
    return report.eras.get(table) in ("2021", "2019")


def requests_flow(report: ReportView, corpus: Corpus) -> Iterator[Finding]:
    """Item one + item two = item three's total + item four, column by column."""
    if not _tested(report, "requests"):
        yield Finding("untestable", reason="table")
        return
    equations = []
    for column in COLUMNS:
        left = [f"requests.{row}.{column}" for row in ("new", "carried_in")]
        right = [f"requests.{row}.{column}" for row in ("total", "carried_forward")]
        complete = all(key in report.cells for key in (*left, *right))
        equations.append(_equation(report, left, right, *_column_name(column)) if complete else None)
    yield judge(report, equations)


def requests_parts(report: ReportView, corpus: Corpus) -> Iterator[Finding]:
    """The total of item three = the sum of its parts, column by column."""
    if not _tested(report, "requests"):
        yield Finding("untestable", reason="table")
        return
    if "missing_rows" in report.issues:
        yield Finding("untestable", reason="rows")
        return
    yield judge(
        report,
        [
            _equation(
                report,
                [f"requests.{row}.{column}" for row in OUTCOMES],
                [f"requests.total.{column}"],
                *_column_name(column),
            )
            for column in COLUMNS
        ],
    )


def requests_rows(report: ReportView, corpus: Corpus) -> Iterator[Finding]:
    """Each row's total = the six kinds of applicants."""
    if not _tested(report, "requests"):
        yield Finding("untestable", reason="table")
        return
    rows = [
        row
        for row in ("new", "carried_in", *OUTCOMES, "total", "carried_forward")
        if f"requests.{row}.total" in report.cells
    ]
    equations = []
    for row in rows:
        name = cell_name(f"requests.{row}.total").split("“")[1].split("”")[0]
        parts = [f"requests.{row}.{column}" for column in APPLICANTS]
        equations.append(
            _equation(
                report,
                parts,
                [f"requests.{row}.total"],
                f"“{name}”行",
                row.replace("_", " ").replace(".", ": "),
            )
        )
    yield judge(report, equations)


def review_totals(report: ReportView, corpus: Corpus) -> Iterator[Finding]:
    """Each block's total = its four outcomes."""
    if not _tested(report, "review"):
        yield Finding("untestable", reason="table")
        return
    equations = []
    for block in BLOCKS:
        name = cell_name(f"review.{block}.total").split("“")[1].split("”")[0]
        parts = [f"review.{block}.{column}" for column in RESULTS]
        equations.append(
            _equation(report, parts, [f"review.{block}.total"], f"“{name}”", block.replace("_", " "))
        )
    yield judge(report, equations)


def active_numbers(report: ReportView, corpus: Corpus) -> Iterator[Finding]:
    """Documents in force at the year's end are no fewer than those made in it less those repealed in it."""
    if report.eras.get("active") != "2021":
        yield Finding("untestable", reason="form" if report.has("active") else "table")
        return
    wrong, keys, tested = [], [], False
    for row in ("rules", "normative_documents"):
        names = [f"active.{row}.{column}" for column in ("made", "repealed", "valid")]
        made, repealed, valid = (report.cells[name].value if name in report.cells else None for name in names)
        if made is None or repealed is None or valid is None:
            continue
        tested = True
        if valid < made - repealed:
            wrong.append((row, f"{made:g}-{repealed:g}>{valid:g}"))
            keys += names
    if not tested:
        yield Finding("untestable", reason="cells")
        return
    detail = "；".join(
        f"{cell_name(f'active.{row}.valid').split('“')[1].split('”')[0]} {text}" for row, text in wrong
    )
    detail_en = "; ".join(f"{row.replace('_', ' ')} {text}" for row, text in wrong)
    yield Finding("fails" if wrong else "holds", detail, detail_en, cells=refs(report, keys))


CHECKS = {
    "requests_flow": requests_flow,
    "requests_parts": requests_parts,
    "requests_rows": requests_rows,
    "review_totals": review_totals,
    "active_numbers": active_numbers,
}
