"""Problem statements with what a report says of each: themes, words of evidence, the measure that answers it."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textmine.analysis.frames import rows_of
from textmine.reporting._model import clean, joined_lines

if TYPE_CHECKING:
    from textmine.reporting._material import Material

Key = tuple[str, str]
Themes = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """A statement and its document (rows of the tables), its themes with their probabilities (``candidates`` are those that await
    review), the words they rest on, and the measure that answers it with the number of elements that it states.
    """

    document: Mapping[str, Any]
    statement: Mapping[str, Any]
    themes: Themes
    candidates: Themes
    evidence: tuple[str, ...]
    answer: str | None
    score: int | None

    @property
    def text(self) -> str:
        """The statement on one line."""
        return shown_text(self.statement["text"])


def shown_text(text: str) -> str:
    """A text of a report on one line, without what cannot be printed."""
    return joined_lines(clean(text))


def problem_statements(material: Material, *, also: Container[Key] = ()) -> list[Problem]:
    """Problem statements of the used reports of the scope, and the statements named by ``also`` whatever their role (without themes).

    Those of an agency stand together, agencies of a region together, the latest year first.
    """
    tables = material.tables
    documents = {row["document"]: row for row in tables["documents"].to_pylist() if row["status"] == "used"}
    order = {document: position for position, document in enumerate(_in_order(documents.values()))}
    themes, candidates = tags_by_statement(material)
    evidence = _evidence(material)
    answers = {
        (row.document, row.statement): (str(row.measure_text), int(row.score))
        for row in rows_of(material.results["followthrough"].frame)
        if row.answered
    }
    found = []
    for row in tables["statements"].to_pylist():
        key = (row["document"], row["statement"])
        is_problem = row["role"] == "problem"
        if row["document"] not in documents or not (is_problem or key in also):
            continue
        tags = (themes.get(key, ()), candidates.get(key, ())) if is_problem else ((), ())
        answer = answers.get(key, (None, None))
        found.append(Problem(documents[row["document"]], row, *tags, evidence.get(key, ()), *answer))
    found.sort(key=lambda one: (order[one.statement["document"]], one.statement["position"]))
    return found


def tags_by_statement(material: Material) -> tuple[dict[Key, Themes], dict[Key, Themes]]:
    """Themes of each statement with their probabilities, and those that await review."""
    given: tuple[dict[Key, Themes], dict[Key, Themes]] = ({}, {})
    for row in material.tables["tags"].to_pylist():
        mine, key = given[bool(row["review"])], (row["document"], row["statement"])
        mine[key] = (*mine.get(key, ()), (row["theme"], row["probability"]))
    return given


def _evidence(material: Material) -> dict[Key, tuple[str, ...]]:
    words: dict[Key, dict[str, None]] = {}
    for row in material.tables["evidence"].to_pylist():
        words.setdefault((row["document"], row["statement"]), {})[shown_text(row["text"])] = None
    return {key: tuple(texts) for key, texts in words.items()}


def _in_order(documents: Iterable[Mapping[str, Any]]) -> list[str]:
    ordered = sorted(
        documents,
        key=lambda row: (row["region"] or "", row["agency"] or "", -(row["year"] or 0), row["path"]),
    )
    return [row["document"] for row in ordered]
