"""What the parts of a theme report are written from: tables, results, names, quotations."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textmine.reporting._quotes import Library
from textmine.reporting._wording import Wording
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
    def fingerprint(self) -> str:
        """Twelve hexadecimal digits that depend on the bytes of the used files and nothing else."""
        used = self.documents.loc[self.documents["status"] == "used", "sha256"].dropna()
        return hashlib.sha256("\n".join(sorted(used)).encode()).hexdigest()[:12]

    @property
    def params(self) -> dict[str, Any]:
        """Counts that all analyses share."""
        return self.results["prevalence"].params


def load_material(tables: Tables, wording: Wording) -> Material:
    """Run all analyses and look up all quotations."""
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
