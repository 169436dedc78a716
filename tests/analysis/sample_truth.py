"""Tables of the sample corpus straight from its truth, so that analyses are tested apart from reading and tagging."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import Any

from corpora.grammar.content import load_reports
from corpora.grammar.model import Report
from textmine.tables import Tables, empty_rows, make_tables


@lru_cache(maxsize=1)
def sample_tables() -> Tables:
    return truth_tables(load_reports())


def truth_tables(reports: list[Report]) -> Tables:
    rows = empty_rows()
    for report in reports:
        _add(rows, report)
    return make_tables(rows)


def _add(rows: dict[str, list[dict[str, Any]]], report: Report) -> None:
    digest = hashlib.sha256(f"{report.agency.name}{report.year}{report.file}".encode()).hexdigest()
    document = digest[:12]
    region = report.agency.region
    five = report.section("problems")
    rows["documents"].append(
        {
            "document": document,
            "path": report.file,
            "sha256": digest,
            "media_type": "text/plain",
            "status": "used",
            "title": report.title,
            "agency": report.agency.name,
            "kind": report.agency.kind,
            "region": "".join(part for part in (region.province, region.city, region.county) if part),
            "province": region.province,
            "city": region.city,
            "county": region.county,
            "level": report.agency.level,
            "year": report.year,
            "published": report.published.isoformat(),
            "characters": sum(len(section.text) for section in report.sections),
            "problem_characters": len(five.text) if five else None,
        }
    )
    offset = 0
    for section in report.sections:
        base = {"document": document, "section": section.id, "title": section.heading, "start": offset}
        rows["sections"].append({**base, "end": offset + len(section.text), "text": section.text})
        if section is five:
            _add_statements(rows, report, document, offset)
        offset += len(section.text) + 1
    for key, value in report.figures.items():
        rows["figures"].append(
            {
                "document": document,
                "key": key,
                "value": value,
                "raw": "" if value is None else str(value),
                "era": report.eras.get(key.split(".")[0], "2021"),
                "certainty": "exact",
            }
        )


def _add_statements(
    rows: dict[str, list[dict[str, Any]]], report: Report, document: str, offset: int
) -> None:
    frames = {"problem": "problems", "measure": "measures", "rectified": "earlier_year"}
    for position, item in enumerate(report.statements):
        base = {"document": document, "statement": f"{document}-{position}"}
        rows["statements"].append(
            {
                **base,
                "position": position,
                "role": item.role,
                "role_probability": 1.0,
                "frame": frames.get(item.role),
                "heading": None,
                "start": offset + item.start,
                "end": offset + item.end,
                "text": item.text,
            }
        )
        rows["tags"] += [
            {**base, "role": item.role, "theme": theme, "probability": 0.95, "review": False}
            for theme in item.themes
        ]
