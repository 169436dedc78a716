"""Builds the theme report from tables: all figures and all sentences, once."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING

from textmine._version import __version__
from textmine.reporting import _parts
from textmine.reporting._chart_tables import chart_tables
from textmine.reporting._ledger import ledger
from textmine.reporting._material import Material, load_material
from textmine.reporting._model import Part, Table, ThemePage, ThemeReport, clean
from textmine.reporting._tables import checks_table, issues_table, matrix_table, summary_table
from textmine.reporting._themes import theme_pages
from textmine.reporting._wording import load_wording
from textmine.schema import LEVELS, ROLES

if TYPE_CHECKING:
    from textmine.tables import Tables


def build(
    tables: Tables, *, lang: str = "zh", title: str | None = None, date: datetime.date | None = None
) -> ThemeReport:
    """Build the theme report.

    Parameters
    ----------
    tables: of one run; only documents with status ``used`` count, tags in the abstain band do not.
    lang: ``zh`` or ``en``.
    title: instead of the usual title.
    date: day printed on the report; today if None.

    Raises
    ------
    UsageError: unknown language.
    """
    material = load_material(tables, load_wording(lang))
    wording = material.wording
    pages = theme_pages(material)
    full = {
        "summary": summary_table(material),
        "matrix": matrix_table(material),
        "checks": checks_table(material),
        "issues": issues_table(material),
    }
    params = material.params
    return ThemeReport(
        lang=lang,
        title=clean(title) if title else wording.say("title"),
        date=date or datetime.date.today(),
        version=__version__,
        fingerprint=material.fingerprint,
        facts=_facts(material, full),
        parts=_write_parts(material, pages, full),
        themes=pages,
        archive=material.library.archive,
        tables=full,
        ledger=ledger(tables, wording, material.provisions, material.names),
        labels={
            "subtitle": wording.say(
                "subtitle", years=wording.years(params["years"]), reports=params["reports"]
            )
        },
        chart_tables=chart_tables(material),
        names={
            "theme": dict(material.names),
            "agency": material.library.agency_names,
            "role": {role: wording.name("role", role) for role in ROLES},
            "level": {level: wording.name("level", level) for level in LEVELS},
        },
    )


def _write_parts(
    material: Material, pages: tuple[ThemePage, ...], full: Mapping[str, Table]
) -> tuple[Part, ...]:
    return (
        _parts.basis(material),
        _parts.overview(material, full["summary"]),
        _parts.themes(material),
        _parts.recurring(material),
        _parts.responses(material),
        _parts.findings(material, full["checks"]),
        _parts.advice(material, pages),
        _parts.agencies(material, full["matrix"]),
        _parts.quality(material, full["issues"]),
        _parts.method(material),
    )


def _facts(material: Material, full: Mapping[str, Table]) -> tuple[tuple[str, str], ...]:
    wording, params = material.wording, material.params
    roles = _parts.role_counts(material)
    k, n = _parts.naming_reports(material)
    values = {
        "reports": wording.say("fact_values.reports", n=params["reports"]),
        "agencies": wording.say("fact_values.agencies", n=params["agencies"]),
        "years": wording.years(params["years"]),
        "named": wording.say("fact_values.named", k=k, share=k / n if n else 0.0),
        "statements": wording.say("fact_values.statements", n=roles["problem"]),
        "checks": wording.say("fact_values.checks", n=len(full["checks"].rows)),
        "issues": wording.say("fact_values.issues", n=len(full["issues"].rows)),
    }
    return tuple((str(wording.raw(f"facts.{key}")), value) for key, value in values.items())
