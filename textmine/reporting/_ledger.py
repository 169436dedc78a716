"""The ledger: one row a problem statement, with its themes, evidence, the measures for it, and what reviewers said of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from textmine.analysis._elements import stated_elements
from textmine.analysis.frames import rows_of
from textmine.analysis.verdicts import text_hash
from textmine.reporting._ledger_history import likeness_to_last_year, years_in_a_row
from textmine.reporting._model import clean, joined_lines
from textmine.reporting._paths import ShownPaths
from textmine.reporting._prefill import Prefilled, by_statement
from textmine.reporting._quotes import shown_name, shown_year

if TYPE_CHECKING:
    import pandas as pd

    from textmine.reporting._material import Material
    from textmine.tables import Tables

LEDGER_COLUMNS = (
    "position", "agency", "year", "level", "region", "text", "themes", "probability", "candidates", "provision",
    "evidence", "measures", "specificity", "last_year_likeness", "running", "reviewer", "verdict", "corrected", "remark", "path",
    "statement", "sha256", "range", "text_hash", "theme_ids", "candidate_ids", "given",
)  # fmt: skip
INPUT_COLUMNS = ("reviewer", "verdict", "corrected", "remark")
#: What ties a row to its statement, for reading verdicts back: never shown, and headed by names that no language changes.
#: ``given`` is a hash of the inputs that were filled in from earlier verdicts.
ID_COLUMNS = ("sha256", "range", "text_hash", "theme_ids", "candidate_ids", "given")
LEDGER_VERSION = 1

Key = tuple[str, str]
_Tags = dict[Key, list[tuple[str, float]]]


def id_heading(name: str, version: int = LEDGER_VERSION) -> str:
    """Heading of an id column; it tells a ledger of textmine, and its version, also after sheets were copied about."""
    return f"textmine:{version}:{name}"


def inputs_hash(inputs: Mapping[str, str]) -> str:
    """Hash of what the input columns of a row say; empty if they are all blank."""
    words = [inputs.get(name, "").strip() for name in INPUT_COLUMNS]
    return text_hash("\x1f".join(words)) if any(words) else ""


def ledger(material: Material) -> pd.DataFrame:
    """One row a problem statement of the used reports of the scope, and one a statement that reviewers found to be none."""
    import pandas as pd

    tables = material.tables
    documents = {row["document"]: row for row in tables["documents"].to_pylist() if row["status"] == "used"}
    prefilled = by_statement(tables, material.options.verdicts, material.wording, material.names)
    statements = tables["statements"].to_pylist()
    writer = _Writer(material, documents, statements)
    problems = [
        row
        for row in statements
        if row["document"] in documents
        and (row["role"] == "problem" or (row["document"], row["statement"]) in prefilled)
    ]
    order = {document: position for position, document in enumerate(_in_order(documents.values()))}
    problems.sort(key=lambda row: (order[row["document"]], row["position"]))
    rows = [
        writer.row(number, row, prefilled.get((row["document"], row["statement"])))
        for number, row in enumerate(problems, start=1)
    ]
    return pd.DataFrame(rows, columns=list(LEDGER_COLUMNS))


def _in_order(documents: Iterable[Mapping[str, Any]]) -> list[str]:
    """The documents of an agency stand together, agencies of a region together, the latest year first."""
    ordered = sorted(
        documents,
        key=lambda row: (row["region"] or "", row["agency"] or "", -(row["year"] or 0), row["path"]),
    )
    return [row["document"] for row in ordered]


class _Writer:
    """What all rows are looked up in."""

    def __init__(
        self,
        material: Material,
        documents: Mapping[str, Mapping[str, Any]],
        statements: Sequence[Mapping[str, Any]],
    ) -> None:
        self._material = material
        self._wording = material.wording
        self._documents = documents
        self._path = ShownPaths(material.tables)
        self._tags, self._candidates, self._evidence = _by_statement(material.tables)
        self._measures = self._measures_by_theme(statements)
        self._answers = {
            (row.document, row.statement): row.measure_text
            for row in rows_of(material.results["followthrough"].frame)
            if row.answered
        }
        self._alike = likeness_to_last_year(material.tables)
        self._running = years_in_a_row(material.tables, material.results["histories"])

    def _measures_by_theme(self, statements: Sequence[Mapping[str, Any]]) -> dict[Key, list[str]]:
        measures: dict[Key, list[str]] = {}
        for row in statements:
            if row["role"] == "measure":
                for theme, _ in self._tags.get((row["document"], row["statement"]), ()):
                    texts = measures.setdefault((row["document"], theme), [])
                    texts.append(joined_lines(clean(row["text"])))
        return measures

    def row(self, number: int, row: Mapping[str, Any], prefilled: Prefilled | None) -> dict[str, Any]:
        """A row of the ledger."""
        wording, key = self._wording, (row["document"], row["statement"])
        document = self._documents[row["document"]]
        mine = self._tags.get(key, []) if row["role"] == "problem" else []
        waiting = [theme for theme, _ in self._candidates.get(key, ())] if row["role"] == "problem" else []
        inputs = dict.fromkeys(INPUT_COLUMNS, "") if prefilled is None else prefilled.inputs()
        provisions = self._material.provisions
        return {
            "position": number,
            "agency": clean(shown_name(document["agency"], wording)),
            "year": shown_year(document["year"], wording),
            "level": wording.name("level", document["level"]),
            "region": clean(document["region"] or ""),
            "text": joined_lines(clean(row["text"])),
            "themes": wording.listed([self._material.theme(theme) for theme, _ in mine]),
            "probability": wording.listed([f"{probability:.2f}" for _, probability in mine]),
            "candidates": wording.listed([self._material.theme(theme) for theme in waiting]),
            "provision": wording.listed(
                list(dict.fromkeys(provisions[t] for t, _ in mine if provisions.get(t)))
            ),
            "evidence": wording.listed(self._evidence.get(key, [])),
            **self._beyond(key, [theme for theme, _ in mine]),
            **inputs,
            "path": self._path(document["path"]),
            "statement": row["statement"],
            "sha256": document["sha256"],
            "range": f"{row['start']}-{row['end']}",
            "text_hash": text_hash(row["text"]),
            "theme_ids": " ".join(theme for theme, _ in mine),
            "candidate_ids": " ".join(waiting),
            "given": inputs_hash(inputs),
        }

    def _beyond(self, key: Key, themes: Sequence[str]) -> dict[str, Any]:
        """Measures for the statement, what they state, and the years before."""
        wording = self._wording
        answer = self._answers.get(key)
        texts = [text for theme in themes for text in self._measures.get((key[0], theme), ())]
        if answer is not None:
            texts.append(joined_lines(clean(answer)))
        elements = dict.fromkeys(element.id for element in stated_elements(answer)) if answer else {}
        names = [str(wording.raw(f"elements.{name}")) for name in elements]
        stated = wording.say("ledger.stated", n=len(names), names=names) if answer is not None else ""
        run = max((self._running.get((key[0], theme), 0) for theme in themes), default=0)
        return {
            "measures": "\n".join(dict.fromkeys(texts)),
            "specificity": stated,
            "last_year_likeness": self._alike.get(key),
            "running": wording.say("ledger.running", years=run) if run > 1 else "",
        }


def _by_statement(tables: Tables) -> tuple[_Tags, _Tags, dict[Key, list[str]]]:
    tags: _Tags = {}
    candidates: _Tags = {}
    for row in tables["tags"].to_pylist():
        given = candidates if row["review"] else tags
        given.setdefault((row["document"], row["statement"]), []).append((row["theme"], row["probability"]))
    evidence: dict[Key, list[str]] = {}
    for row in tables["evidence"].to_pylist():
        words = evidence.setdefault((row["document"], row["statement"]), [])
        if (text := joined_lines(clean(row["text"]))) not in words:
            words.append(text)
    return tags, candidates, evidence
