"""Builds the theme report from tables: all figures and all sentences, once."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING

from textmine._version import __version__
from textmine.reporting import _parts
from textmine.reporting._agency import agency_parts
from textmine.reporting._chart_tables import chart_tables
from textmine.reporting._findings import findings
from textmine.reporting._ledger import ledger
from textmine.reporting._material import Material, ReportOptions, load_material
from textmine.reporting._measures import promises_table, responses
from textmine.reporting._model import Part, Table, ThemePage, ThemeReport
from textmine.reporting._printable import clean
from textmine.reporting._recurring import copies_table, persistence_table, recurring, runs_table
from textmine.reporting._scope import file_stem
from textmine.reporting._short import short_parts
from textmine.reporting._tables import (
    checks_table,
    issues_table,
    lean_summary,
    matrix_table,
    summary_table,
)
from textmine.reporting._themes import theme_pages
from textmine.reporting._wording import Wording, load_wording
from textmine.schema import LEVELS, ROLES

if TYPE_CHECKING:
    import pandas as pd

    from textmine.tables import Tables


def build(
    tables: Tables,
    *,
    lang: str = "zh",
    title: str | None = None,
    date: datetime.date | None = None,
    options: ReportOptions | None = None,
    workers: int = 1,
) -> ThemeReport:
    """Build the theme report.

    Parameters
    ----------
    tables: of one run; only documents with status ``used`` count, tags in the abstain band do not.
    lang: ``zh`` or ``en``.
    title: instead of the usual title and that of the template.
    date: day printed on the report; today if None.
    options: form, scope, template, correction and verdicts; the full form over all reports if None.
    workers: processes that may work on analyses of many reports; the report does not depend on it.

    Raises
    ------
    UsageError: unknown language, agency or region.
    """
    chosen = options or ReportOptions()
    replaced = chosen.template.wording
    wording = Wording(lang, replaced) if replaced else load_wording(lang)
    material = load_material(tables, wording, chosen, workers=workers)
    pages = () if material.scope.kind == "agency" else theme_pages(material)
    full = _tables(material)
    rows = ledger(material)
    parts = _write_parts(material, pages, full, rows)
    drawn = {chart.name for part in parts for chart in part.charts}
    when = date or datetime.date.today()
    return ThemeReport(
        lang=lang,
        title=clean(title or chosen.template.title or _title(material)),
        date=when,
        version=__version__,
        fingerprint=material.fingerprint,
        facts=_facts(material, full),
        parts=parts,
        themes=() if chosen.form == "short" else pages,
        archive=material.archive,
        tables=full,
        ledger=rows,
        wording=wording,
        labels=_labels(material, when, usual_title=not (title or chosen.template.title)),
        chart_tables={name: table for name, table in chart_tables(material).items() if name in drawn},
        names={
            "theme": dict(material.names),
            "agency": material.library.agency_names,
            "role": {role: wording.name("role", role) for role in ROLES},
            "level": {level: wording.name("level", level) for level in LEVELS},
        },
        form=chosen.form,
        stem=file_stem(material.scope, chosen.form),
        template=chosen.template,
    )


def _title(material: Material) -> str:
    key = {"all": "title", "region": "title_region", "agency": "title_agency"}[material.scope.kind]
    return material.wording.say(key, **({} if key == "title" else {"name": clean(material.scope.name)}))


def _labels(material: Material, date: datetime.date, *, usual_title: bool) -> dict[str, str]:
    """Subtitle, signature and date line, and the title as lines."""
    wording, template = material.wording, material.options.template
    used = material.documents[material.documents["status"] == "used"]
    years = sorted({int(year) for year in used["year"].dropna()})
    reports = material.params["reports"]
    if material.scope.kind == "agency":
        frame = material.results["agencies"].frame
        reports = int(frame.loc[frame["agency_key"] == material.scope.key, "n"].iloc[0])
    parts = {"year": date.year, "month": date.month, "day": date.day}
    line = template.date_line.format(**parts) if template.date_line else wording.say("date_line", **parts, iso=date.isoformat())  # fmt: skip
    lines = wording.say(f"title_lines.{material.scope.kind}", name=clean(material.scope.name))
    # an organisation's own title or phrase is broken where the page ends
    whole = usual_title and _title(material) in (lines.replace("\n", ""), lines.replace("\n", " "))
    return {
        "subtitle": wording.say("subtitle", years=wording.years(years), reports=reports),
        "issuer": clean(template.issuer),
        "date": clean(line),
        "title_lines": lines if whole else "",
    }


def _tables(material: Material) -> dict[str, Table]:
    """Whole tables, for the workbook. Summary and matrix say nothing of a single agency."""
    full = {"checks": checks_table(material), "issues": issues_table(material)}
    if material.scope.kind == "agency":
        return full
    promised = material.results["promises"].frame
    return {
        "summary": summary_table(material),
        "matrix": matrix_table(material),
        **full,
        "persistence": persistence_table(material),
        "runs": runs_table(material),
        "copies": copies_table(material),
        "promises": promises_table(material, promised, "promises", title="promises.table"),
    }


def _write_parts(
    material: Material, pages: tuple[ThemePage, ...], full: Mapping[str, Table], rows: pd.DataFrame
) -> tuple[Part, ...]:
    if material.scope.kind == "agency":
        return agency_parts(material, full["checks"])
    if material.options.form == "short":
        return short_parts(material, pages, full["summary"])
    if not material.params["reports"]:
        return _parts.basis(material), _parts.quality(material, full["issues"]), _parts.method(material)
    return (
        _parts.basis(material),
        _parts.overview(material, lean_summary(full["summary"], shares=not _parts.is_few(material))),
        _parts.themes(material),
        recurring(material, full),
        responses(material),
        findings(material, full["checks"]),
        _parts.advice(material, pages),
        _parts.agencies(material, full["matrix"]),
        *_parts.ledger_extract(material, rows),
        _parts.quality(material, full["issues"]),
        _parts.method(material),
    )


def _facts(material: Material, full: Mapping[str, Table]) -> tuple[tuple[str, str], ...]:
    wording, params = material.wording, material.params
    roles = _parts.role_counts(material)
    checks, issues = len(full["checks"].rows), len(full["issues"].rows)
    values = {
        "statements": wording.say("fact_values.statements", n=roles["problem"]),
        "checks": wording.say("fact_values.checks", n=checks),
        "issues": wording.say("fact_values.issues", n=issues),
    }
    if material.scope.kind != "agency":
        k, n = _parts.naming_reports(material)
        values = {
            "reports": wording.say("fact_values.reports", n=params["reports"]),
            "agencies": wording.say("fact_values.agencies", n=params["agencies"]),
            "years": wording.years(params["years"]),
            "named": wording.say("fact_values.named", k=k, n=n, share=k / n if n else 0.0),
            **values,
        }
    return tuple((str(wording.raw(f"facts.{key}")), value) for key, value in values.items())
