"""Builds the theme report from tables: all figures and all sentences, once."""

from __future__ import annotations

import datetime
import hashlib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textmine._version import __version__
from textmine.reporting import _parts
from textmine.reporting._ledger import ledger
from textmine.reporting._model import Column, Part, Table, ThemePage, ThemeReport, clean
from textmine.reporting._quotes import Library, shown_name, shown_year
from textmine.reporting._themes import theme_pages
from textmine.reporting._wording import Wording, load_wording
from textmine.resources import load_yaml

if TYPE_CHECKING:
    import pandas as pd

    from textmine.analysis import Result
    from textmine.tables import Tables


@dataclass(frozen=True)
class Material:
    """What the parts are written from."""

    wording: Wording
    tables: Tables
    documents: pd.DataFrame
    results: dict[str, Result]
    names: dict[str, str]
    provisions: dict[str, str]
    library: Library

    @property
    def params(self) -> dict[str, Any]:
        """Counts that all analyses share."""
        return self.results["prevalence"].params


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
    material = _material(tables, load_wording(lang))
    wording = material.wording
    pages = theme_pages(material)
    matrix, summary = _matrix(material), _summary(material, pages)
    checks, issues = _checks(material), _issues(material)
    anchors = [quote.anchor for page in pages for quote in (*page.quotations, *page.measures)]
    texts, left_out = material.library.texts(anchors)
    params = material.params
    return ThemeReport(
        lang=lang,
        title=clean(title) if title else wording.say("title"),
        date=date or datetime.date.today(),
        version=__version__,
        fingerprint=_fingerprint(material.documents),
        facts=_facts(material, len(checks.rows), len(issues.rows)),
        parts=_write_parts(material, pages, summary, matrix, checks, issues),
        themes=pages,
        texts=texts,
        texts_left_out=left_out,
        matrix=matrix,
        summary=summary,
        checks=checks,
        issues=issues,
        ledger=ledger(tables, wording, material.provisions, material.names),
        labels={
            "subtitle": wording.say(
                "subtitle", years=wording.years(params["years"]), reports=params["reports"]
            )
        },
    )


def _material(tables: Tables, wording: Wording) -> Material:
    from textmine.analysis import recurrence
    from textmine.charts import chart_results

    documents = tables.frame("documents")
    results = {**chart_results(tables), "recurrence": recurrence(tables)}
    codebook = load_yaml("codebook.yaml")["themes"]
    names = {theme["id"]: theme[wording.lang] for theme in codebook}
    provisions = {
        theme["id"]: wording.say("provision", article=theme["article"]) if theme["article"] else ""
        for theme in codebook
    }
    return Material(wording, tables, documents, results, names, provisions, Library(tables, wording))


def _fingerprint(documents: pd.DataFrame) -> str:
    used = documents.loc[documents["status"] == "used", "sha256"].dropna()
    return hashlib.sha256("\n".join(sorted(used)).encode()).hexdigest()[:12]


def _write_parts(  # noqa: PLR0913 (each part has its own material)
    material: Material,
    pages: tuple[ThemePage, ...],
    summary: Table,
    matrix: Table,
    checks: Table,
    issues: Table,
) -> tuple[Part, ...]:
    return (
        _parts.basis(material),
        _parts.overview(material, summary),
        _parts.themes(material),
        _parts.recurring(material),
        _parts.responses(material),
        _parts.findings(material, checks),
        _parts.advice(material, pages),
        _parts.agencies(material, matrix),
        _parts.quality(material, issues),
        _parts.method(material, _fingerprint(material.documents)),
    )


def _facts(material: Material, checks: int, issues: int) -> tuple[tuple[str, str], ...]:
    wording, params = material.wording, material.params
    roles = _parts.role_counts(material)
    k, n = _parts.naming_reports(material)
    values = {
        "reports": wording.say("fact_values.reports", n=params["reports"]),
        "agencies": wording.say("fact_values.agencies", n=params["agencies"]),
        "years": wording.years(params["years"]),
        "named": wording.say("fact_values.named", k=k, share=k / n if n else 0.0),
        "statements": wording.say("fact_values.statements", n=roles["problem"]),
        "checks": wording.say("fact_values.checks", n=checks),
        "issues": wording.say("fact_values.issues", n=issues),
    }
    return tuple((str(wording.raw(f"facts.{key}")), value) for key, value in values.items())


def columns(wording: Wording, *specs: str) -> tuple[Column, ...]:
    """Columns from ``name`` or ``name:kind``."""
    parts = [spec.partition(":") for spec in specs]
    return tuple(Column(str(wording.raw(f"columns.{name}")), kind or "text") for name, _, kind in parts)  # type: ignore[arg-type]


def _summary(material: Material, pages: tuple[ThemePage, ...]) -> Table:
    wording = material.wording
    shares = material.results["prevalence"].frame.sort_values("share", ascending=False, kind="stable")
    answers = material.results["response"].frame.set_index("theme")
    rows = []
    for row in shares.itertuples():
        answer = answers.loc[row.theme]
        rows.append(
            (
                material.names.get(row.theme, row.theme),
                material.provisions.get(row.theme, ""),
                int(row.n),
                int(row.k),
                float(row.share),
                float(row.low),
                float(row.high),
                int(answer["measure"]),
                int(answer["both"]),
            )
        )
    heads = columns(
        wording, "theme", "provision", "n:count", "k:count", "share:share", "low:share", "high:share",
        "measure:count", "answered:count",
    )  # fmt: skip
    return Table("summary", wording.say("tables.summary"), heads, tuple(rows))


def _matrix(material: Material) -> Table:
    wording = material.wording
    frame = material.results["agencies"].frame
    themes = list(dict.fromkeys(frame["theme"]))
    heads = (
        *columns(wording, "agency", "level", "years", "reports:count"),
        *(Column(material.names.get(theme, theme), "count") for theme in themes),
    )
    rows = []
    width = len(themes)
    counts = frame["k"].tolist()
    for number, row in enumerate(frame.iloc[::width].itertuples() if width else ()):
        mine = counts[number * width : (number + 1) * width]
        base = (
            clean(shown_name(row.agency, wording)),
            wording.name("level", row.level),
            year_spans(row.years.split()),
            int(row.n),
        )
        rows.append((*base, *(int(k) if k else None for k in mine)))
    return Table("matrix", wording.say("tables.matrix"), heads, tuple(rows))


def year_spans(years: list[str]) -> str:
    """Years in a row as spans: 2019, 2021–2023."""
    spans: list[list[int]] = []
    for year in sorted(set(map(int, years))):
        if spans and year == spans[-1][1] + 1:
            spans[-1][1] = year
        else:
            spans.append([year, year])
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in spans)


def _checks(material: Material) -> Table:
    wording = material.wording
    frame = material.tables.frame("checks")
    failed = frame[frame["outcome"] == "fails"]
    documents = material.documents.drop_duplicates("document").set_index("document")
    rank = {"error": 0, "warning": 1, "note": 2}
    rows = []
    for row in failed.to_dict("records"):
        known = documents.loc[row["document"]] if row["document"] in documents.index else None
        message = row["message_en"] if wording.lang == "en" else row["message"]
        rows.append(
            (
                rank.get(row["severity"], 3),
                clean(shown_name(known["agency"] if known is not None else None, wording)),
                shown_year(known["year"] if known is not None else None, wording),
                row["check"],
                wording.name("severity", row["severity"]),
                clean(message or row["message"] or ""),
            )
        )
    rows.sort(key=lambda row: row[:4])
    heads = columns(wording, "agency", "year", "check", "severity", "message")
    return Table("checks", wording.say("checks.table"), heads, tuple(row[1:] for row in rows))


def _issues(material: Material) -> Table:
    wording = material.wording
    rows = [
        (
            clean(row["path"] or row["document"] or ""),
            wording.name("stage", row["stage"]),
            row["code"],
            clean(row["message"] or ""),
        )
        for row in material.tables["issues"].to_pylist()
    ]
    heads = columns(wording, "path", "stage", "code", "message")
    return Table("issues", wording.say("quality.table"), heads, tuple(rows))


def issue_counts(material: Material) -> Table:
    """Issues by stage and code, most frequent first."""
    wording = material.wording
    found = Counter((row["stage"], row["code"]) for row in material.tables["issues"].to_pylist())
    rows = tuple((wording.name("stage", stage), code, n) for (stage, code), n in found.most_common())
    return Table(
        "issue-counts", wording.say("quality.by_code"), columns(wording, "stage", "code", "count:count"), rows
    )
