"""What the parts of a theme report are written from: tables, results, names, quotations."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from textmine.analysis.frames import shown_agencies, text_documents, used_reports
from textmine.reporting._model import Form
from textmine.reporting._quotes import Library
from textmine.reporting._scope import (
    Scope,
    file_stem,
    find_agency,
    find_region,
    narrowed_result,
    narrowed_tables,
)
from textmine.reporting._template import Template
from textmine.reporting._wording import Wording
from textmine.resources import load_yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    import pandas as pd

    from textmine.analysis import Result
    from textmine.analysis.verdicts import Verdict
    from textmine.reporting._archive import Archive
    from textmine.tables import Tables


# Reports from which another process is worth its start.
_FEWEST_ASIDE = 3_000


@dataclass(frozen=True)
class ReportOptions:
    """What kind of theme report is wanted.

    Parameters
    ----------
    form: ``full``, or ``short``: two pages of Word.
    agency, region: the report is about this agency (with its peers for comparison) or this region alone; at most one of the two.
    template: what an organisation wants changed.
    corrected: whether shares are corrected for the tagger's error where it is known, which is of the default tagger.
    coded: a sample of the reports coded by hand (see ``coded_sample``), to correct by that instead.
    verdicts: verdicts of reviewers to fill into the ledger; those to be applied are in the tables already.
    """

    form: Form = "full"
    agency: str | None = None
    region: str | None = None
    template: Template = field(default_factory=Template)
    corrected: bool = True
    coded: str | Path | None = None
    verdicts: Sequence[Verdict] = ()


@dataclass(frozen=True)
class Material:
    """What the parts are written from.

    ``tables`` and ``documents`` are those of the scope, ``whole`` are all; results are of the scope, for one agency of all.
    """

    wording: Wording
    options: ReportOptions
    scope: Scope
    tables: Tables
    whole: Tables
    documents: pd.DataFrame
    results: dict[str, Result]
    names: dict[str, str]
    provisions: dict[str, str]
    library: Library

    @property
    def fingerprint(self) -> str:
        """Twelve hexadecimal digits that depend on the bytes of the used files and nothing else."""
        used = self.documents.loc[self.documents["status"] == "used", "sha256"].dropna()
        return hashlib.sha256("\n".join(sorted(used)).encode()).hexdigest()[:12]

    @property
    def params(self) -> dict[str, Any]:
        """Counts that all analyses share."""
        return self.results["prevalence"].params

    @cached_property
    def statements(self) -> pd.DataFrame:
        """Statements of the used reports of the scope, each report's once: document, statement, role, text."""
        statements = self.tables.part("statements", ["document", "statement", "role", "text"])
        return statements[statements["document"].isin(text_documents(self.tables))]

    @cached_property
    def archive(self) -> Archive:
        """The texts and statements of the scope."""
        if self.scope.kind == "agency":
            return Library(self.tables, self.wording).archive
        return self.library.archive

    def theme(self, theme: str) -> str:
        """Name of a theme as this report has it."""
        return self.names.get(theme, theme)


def load_material(tables: Tables, wording: Wording, options: ReportOptions, *, workers: int = 1) -> Material:
    """Run all analyses and look up all quotations. Raises UsageError for an unknown agency or region."""
    scope = _scope(tables, options)
    mine = narrowed_tables(tables, scope)
    codebook = load_yaml("codebook.yaml")["themes"]
    names = {theme["id"]: theme[wording.lang] for theme in codebook}
    provisions = {
        theme["id"]: wording.say("provision", article=theme["article"]) if theme["article"] else ""
        for theme in codebook
    }
    return Material(
        wording=wording,
        options=options,
        scope=scope,
        tables=mine,
        whole=tables,
        documents=_documents(mine),
        results=_results(tables, mine, scope, options, workers),
        names={**names, **options.template.themes},
        provisions=provisions,
        library=Library(tables if scope.kind == "agency" else mine, wording),
    )


def _documents(tables: Tables) -> pd.DataFrame:
    """The documents, with one name for all of an agency."""
    documents = tables.frame("documents")
    names = shown_agencies(tables)
    printed = zip(documents["document"], documents["agency"], strict=True)
    shown = [names.get(document, agency) for document, agency in printed]
    return documents.assign(agency=shown)


def report_stem(tables: Tables, options: ReportOptions) -> str:
    """Name of the files of such a report, without their endings. Raises UsageError for an unknown agency or region."""
    return file_stem(_scope(tables, options), options.form)


def _scope(tables: Tables, options: ReportOptions) -> Scope:
    from textmine.errors import UsageError

    if options.agency is not None and options.region is not None:
        raise UsageError("A report is about one agency or one region, not both.")
    if options.agency is not None:
        return find_agency(tables, options.agency)
    if options.region is not None:
        return find_region(tables, options.region)
    return Scope()


def _results(
    tables: Tables, mine: Tables, scope: Scope, options: ReportOptions, workers: int
) -> dict[str, Result]:
    """Results by name of their chart. Copies are looked for among all reports, whatever the scope."""
    from textmine.corpus import aside

    basis = tables if scope.kind == "agency" else mine
    if workers > 1 and len(used_reports(tables)[0]) >= _FEWEST_ASIDE:
        with aside(_across, tables, None) as across:
            results = _within(basis, options)
            found = across()
    else:
        results = _within(basis, options)
        found = _across(tables)(None)
    if scope.kind == "region":
        names = ("reports", "agencies", "years", "without_section")
        counts = {name: results["prevalence"].params[name] for name in names}
        for name, result in found.items():
            found[name] = narrowed_result(result, result.frame["document"].isin(scope.documents), counts)
    return {**results, **found}


def _within(tables: Tables, options: ReportOptions) -> dict[str, Result]:
    """Results that rest on each report, and each agency, by itself."""
    from textmine.analysis import (
        candour,
        followthrough,
        histories,
        promises,
        recurrence,
        severity,
        specificity,
    )
    from textmine.charts import chart_results

    results = chart_results(tables)
    results["tagged"] = results["prevalence"]
    results["prevalence"] = _corrected(tables, results["prevalence"], options)
    for name, analysis in (("recurrence", recurrence), ("histories", histories), ("followthrough", followthrough),
                           ("specificity", specificity), ("promises", promises), ("candour", candour), ("severity", severity)):  # fmt: skip
        results[name] = analysis(tables)
    return results


def _across(tables: Tables) -> Callable[[None], dict[str, Result]]:
    """What finds the results that compare the texts of all reports; they make up a third of the work."""

    def find(_: None) -> dict[str, Result]:
        from textmine.analysis import foreign_names, reuse

        return {"reuse": reuse(tables), "foreign": foreign_names(tables)}

    return find


def _corrected(tables: Tables, tagged: Result, options: ReportOptions) -> Result:
    """Prevalence corrected for the tagger's error, or as it is where nothing is known of the tagger or there is no report."""
    from textmine.analysis import prevalence

    if not tagged.params["reports"]:
        return tagged
    if options.coded is not None:
        return prevalence(tables, coded=options.coded)
    if not options.corrected or not _tagger_known(tables):
        return tagged
    return prevalence(tables, correction="gold")


def _tagger_known(tables: Tables) -> bool:
    """Whether the tags are by the model whose error rates were measured: its name stands in the evidence."""
    from textmine.analysis._error_rates import gold_about

    model = f"model:{gold_about()['model']}"
    return model in set(tables["evidence"]["source"].unique().to_pylist())
