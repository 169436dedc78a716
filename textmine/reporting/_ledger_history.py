"""What the ledger says of a statement beyond itself: how like last year's it is, and for how many years its theme has been named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textmine.analysis._incidence import incidence
from textmine.analysis._masking import Masker, known_names
from textmine.analysis._steps import consecutive
from textmine.analysis._terms import each
from textmine.analysis.frames import rows_of, text_documents, used_reports

if TYPE_CHECKING:
    from textmine.analysis import Result
    from textmine.tables import Tables

Key = tuple[str, str]


def likeness_to_last_year(tables: Tables) -> dict[Key, float]:
    """Share of characters (0 to 1, years and names masked) that a problem statement has in common, in order, with the likest
    problem statement of the agency's report of the year before; nothing for agencies without such a report.
    """
    from rapidfuzz import fuzz, process

    found = incidence(tables)
    before, after = consecutive(found)
    by_row = _problems(tables)
    alike: dict[Key, float] = {}
    for earlier, later in zip(before.tolist(), after.tolist(), strict=True):
        old = [text for _, text in by_row.get(earlier, [])]
        for key, text in by_row.get(later, []):
            best = process.extractOne(text, old, scorer=fuzz.ratio) if old else None
            alike[key] = best[1] / 100 if best else 0.0
    return alike


def _problems(tables: Tables) -> dict[int, list[tuple[Key, str]]]:
    """Masked problem statements of each used report."""
    rows = text_documents(tables)
    masker = Masker(known_names(tables.frame("documents")))
    problems = [
        row
        for row in tables.rows("statements", ("document", "statement", "text"), where=("role", ["problem"]))
        if row[0] in rows
    ]
    masked = each(masker.mask, [text for _, _, text in problems])
    by_row: dict[int, list[tuple[Key, str]]] = {}
    for (document, statement, _), text in zip(problems, masked, strict=True):
        by_row.setdefault(rows[document], []).append(((document, statement), text))
    return by_row


def years_in_a_row(tables: Tables, histories: Result) -> dict[tuple[str, str], int]:
    """For document and theme the number of consecutive years, this one included, in which the agency names the theme."""
    reports, rows = used_reports(tables)
    named: dict[str, dict[str, set[int]]] = {}
    for row in rows_of(histories.frame):
        named.setdefault(row.agency_key, {})[row.theme] = {int(year) for year in row.named.split()}
    keys, years = reports["agency_key"].tolist(), reports["year"].fillna(0).astype(int).tolist()
    return {
        (document, theme): run
        for document, place in rows.items()
        for theme, mine in named.get(keys[place], {}).items()
        if (run := _run_up_to(mine, years[place]))
    }


def _run_up_to(years: set[int], year: int) -> int:
    run = 0
    while year - run in years:
        run += 1
    return run
