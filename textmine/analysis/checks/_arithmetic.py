"""Checks within one report's tables: the identities that the forms print, and numbers that cannot be."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from textmine.analysis.checks._grid import Equation, Verdict
from textmine.analysis.checks._model import Corpus, Finding, ReportView, refs
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


def _value(report: ReportView, key: str) -> float:
    return report.cells[key] or 0.0


def _shown(report: ReportView, keys: Sequence[str]) -> str:
    """A sum in numbers; a long one as its result."""
    if len(keys) > 4:
        return f"{sum(_value(report, key) for key in keys):g}"
    return "+".join("空" if (value := report.cells[key]) is None else f"{value:.12g}" for key in keys)


def _tested(report: ReportView, table: str) -> bool:
    return report.eras.get(table) in ("2021", "2019")


def _judge(
    report: ReportView, corpus: Corpus, table: str, check: str, equations: Callable[[], Sequence[Equation]]
) -> Finding:
    """One finding for all equations of a check on a table: it fails if one does, holds if all that can be tested do."""
    if not _tested(report, table):
        return Finding("untestable", reason="table")
    verdicts = corpus.verdicts(report, check, equations)
    kinds = set(verdicts)
    if Verdict.UNEQUAL in kinds:
        found = zip(equations(), verdicts, strict=True)
        return _failed(report, [item for item, verdict in found if verdict == Verdict.UNEQUAL])
    if kinds == {Verdict.NONE}:
        return Finding("untestable", reason="table")
    last = max(place for place, verdict in enumerate(verdicts) if verdict != Verdict.NONE)
    shown = refs(report, (*equations()[last].left, *equations()[last].right))
    if Verdict.EQUAL not in kinds and Verdict.EQUAL_IF_ZERO not in kinds:
        return Finding("untestable", reason="cells", cells=shown)
    if Verdict.OPEN in kinds:
        found = zip(equations(), verdicts, strict=True)
        names = "、".join(item.name for item, verdict in found if verdict == Verdict.OPEN)
        return Finding("untestable", names, names, reason="cells", cells=shown)
    return Finding("blank_is_zero" if Verdict.EQUAL_IF_ZERO in kinds else "holds", cells=shown)


def _failed(report: ReportView, wrong: Sequence[Equation]) -> Finding:
    """The finding that names the equations that do not hold, with their cells; of long sums those that are not zero."""
    keys: list[str] = []
    details, details_en = [], []
    for item in wrong:
        left, right = (tuple(key for key in side if key in report.cells) for side in (item.left, item.right))
        keys += [key for key in (*left, *right) if len(left) < 5 or report.cells[key]]
        shown = f"{_shown(report, left)}≠{_shown(report, right)}"
        details.append(f"{item.name} {shown}")
        details_en.append(f"{item.name_en} {shown.replace('空', 'blank')}")
    return Finding(
        "fails", "；".join(details), "; ".join(details_en), cells=refs(report, dict.fromkeys(keys))
    )


def _column_name(column: str) -> tuple[str, str]:
    return cell_name(f"requests.new.{column}").split("”")[1] + "列", column.replace("_", " ")


def _row_name(key: str) -> str:
    return cell_name(key).split("“")[1].split("”")[0]


@lru_cache(maxsize=1)
def _flow() -> tuple[Equation, ...]:
    return tuple(
        Equation(
            (f"requests.new.{column}", f"requests.carried_in.{column}"),
            (f"requests.total.{column}", f"requests.carried_forward.{column}"),
            *_column_name(column),
            whole=True,
        )
        for column in COLUMNS
    )


def requests_flow(report: ReportView, corpus: Corpus) -> Iterator[Finding]:
    """Item one + item two = item three's total + item four, column by column."""
    yield _judge(report, corpus, "requests", "requests_flow", _flow)


@lru_cache(maxsize=1)
def _parts() -> tuple[Equation, ...]:
    return tuple(
        Equation(
            tuple(f"requests.{row}.{column}" for row in OUTCOMES),
            (f"requests.total.{column}",),
            *_column_name(column),
        )
        for column in COLUMNS
    )


def requests_parts(report: ReportView, corpus: Corpus) -> Iterator[Finding]:
    """The total of item three = the sum of its parts, column by column."""
    if not _tested(report, "requests"):
        yield Finding("untestable", reason="table")
        return
    if _tested(report, "requests") and "missing_rows" in report.issues:
        yield Finding("untestable", reason="rows")
        return
    yield _judge(report, corpus, "requests", "requests_parts", _parts)


@lru_cache(maxsize=1)
def _rows() -> tuple[Equation, ...]:
    return tuple(
        Equation(
            tuple(f"requests.{row}.{column}" for column in APPLICANTS),
            (f"requests.{row}.total",),
            f"“{_row_name(f'requests.{row}.total')}”行",
            row.replace("_", " ").replace(".", ": "),
        )
        for row in ("new", "carried_in", *OUTCOMES, "total", "carried_forward")
    )


def requests_rows(report: ReportView, corpus: Corpus) -> Iterator[Finding]:
    """Each row's total = the six kinds of applicants."""
    yield _judge(report, corpus, "requests", "requests_rows", _rows)


@lru_cache(maxsize=1)
def _blocks() -> tuple[Equation, ...]:
    return tuple(
        Equation(
            tuple(f"review.{block}.{column}" for column in RESULTS),
            (f"review.{block}.total",),
            f"“{_row_name(f'review.{block}.total')}”",
            block.replace("_", " "),
        )
        for block in BLOCKS
    )


def review_totals(report: ReportView, corpus: Corpus) -> Iterator[Finding]:
    """Each block's total = its four outcomes."""
    yield _judge(report, corpus, "review", "review_totals", _blocks)


def active_numbers(report: ReportView, corpus: Corpus) -> Iterator[Finding]:
    """Documents in force at the year's end are no fewer than those made in it less those repealed in it."""
    if report.eras.get("active") != "2021":
        yield Finding("untestable", reason="form" if report.has("active") else "table")
        return
    wrong, keys, tested = [], [], False
    for row in ("rules", "normative_documents"):
        names = [f"active.{row}.{column}" for column in ("made", "repealed", "valid")]
        made, repealed, valid = (report.cells.get(name) for name in names)
        if made is None or repealed is None or valid is None:
            continue
        tested = True
        if valid < made - repealed:
            wrong.append((row, f"{made:g}-{repealed:g}>{valid:g}"))
            keys += names
    if not tested:
        yield Finding("untestable", reason="cells")
        return
    detail = "；".join(f"{_row_name(f'active.{row}.valid')} {text}" for row, text in wrong)
    detail_en = "; ".join(f"{row.replace('_', ' ')} {text}" for row, text in wrong)
    yield Finding("fails" if wrong else "holds", detail, detail_en, cells=refs(report, keys))


CHECKS = {
    "requests_flow": requests_flow,
    "requests_parts": requests_parts,
    "requests_rows": requests_rows,
    "review_totals": review_totals,
    "active_numbers": active_numbers,
}
