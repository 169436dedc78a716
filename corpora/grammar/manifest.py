"""The truth of a composed corpus, as the JSON manifest that tests and teaching rely on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from corpora.grammar.blocks import table_grid
from corpora.grammar.model import Planted, Report, Section

NOTE = (
    "All reports are composed: agencies, places, people, figures and events are invented. 'first' and 'last' are the "
    "first and last 12 characters of a section's body with white space left out; where the body begins or ends with a "
    "table, they are the text of its first or last cell and 'first_in_table' or 'last_in_table' is true. Statement "
    "texts are as composed: compare without white space, and after undoing the listed oddities."
)
SHOWN = 12


def _squeezed(text: str) -> str:
    return "".join(text.split())


def section_truth(report: Report, part: Section) -> dict[str, Any]:
    """Heading and both ends of one section."""
    truth: dict[str, Any] = {"title": part.heading}
    cells = [cell.text for row in table_grid(report, part.table) for cell in row] if part.table else []
    head, tail = _squeezed(part.text), _squeezed(part.tail)
    truth["first"] = head[:SHOWN] if head else (cells[0] if cells else tail[:SHOWN])
    if not head and cells:
        truth["first_in_table"] = True
    if tail:
        truth["last"] = tail[-SHOWN:]
    elif cells:
        truth.update(last=cells[-1], last_in_table=True)
    else:
        truth["last"] = head[-SHOWN:]
    return truth


def report_truth(report: Report) -> dict[str, Any]:
    """Everything that holds of one report by construction."""
    agency = report.agency
    region = {"province": agency.region.province, "city": agency.region.city, "county": agency.region.county}
    truth: dict[str, Any] = {
        "file": report.file,
        "agency": agency.name,
        "region": region,
        "level": agency.level,
        "kind": agency.kind,
        "year": report.year,
        "published": report.published.isoformat(),
        "title": report.title,
        "eras": report.eras,
        "sections": {},
        "figures": report.figures,
        "statements": [
            {"text": item.text, "role": item.role, "themes": list(item.themes)} for item in report.statements
        ],
        "planted": list(report.planted),
    }
    for part in report.sections:
        truth["sections"].setdefault(part.id, section_truth(report, part))
    if report.indicators:
        truth["indicators"] = [
            {"label": item.label, "unit": item.unit, "value": item.value} for item in report.indicators
        ]
    if report.raw:
        truth["raw"] = report.raw
    if report.layout.oddities:
        truth["oddities"] = list(report.layout.oddities)
    return truth


def corpus_truth(reports: Iterable[Report], planted: Iterable[Planted], note: str = NOTE) -> dict[str, Any]:
    """The whole manifest."""
    listed = sorted(reports, key=lambda report: (report.agency.name, report.year))
    return {
        "note": note,
        "reports": [report_truth(report) for report in listed],
        "planted": [
            {"id": item.id, "kind": item.kind, "files": list(item.files), "description": item.description}
            for item in planted
        ],
    }
