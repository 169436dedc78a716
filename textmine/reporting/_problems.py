"""Problem statements with what a report says of each: themes, words of evidence, the measure that answers it."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from itertools import starmap
from typing import TYPE_CHECKING, Any, NamedTuple

from textmine.analysis.frames import shown_agencies, text_documents, used_reports
from textmine.reporting._library import Span, merged
from textmine.reporting._printable import clean, joined_lines

if TYPE_CHECKING:
    from textmine.reporting._material import Material

Key = tuple[str, str]
Themes = tuple[tuple[str, float], ...]


class Stated(NamedTuple):
    """A statement of the tables."""

    document: str
    statement: str
    position: int
    role: str
    start: int
    end: int
    text: str

    @property
    def key(self) -> Key:
        """What tells it from all others."""
        return self.document, self.statement


@dataclass(frozen=True, slots=True)
class Problem:
    """A statement and its document (a row of the tables), its themes with their probabilities (``candidates`` are those that await
    review), the words they rest on, and the measure that answers it with the number of elements that it states.
    """

    document: Mapping[str, Any]
    statement: Stated
    themes: Themes
    candidates: Themes
    evidence: tuple[str, ...]
    answer: str | None
    score: int | None

    @property
    def text(self) -> str:
        """The statement on one line."""
        return shown_text(self.statement.text)


def shown_text(text: str) -> str:
    """A text of a report on one line, without what cannot be printed."""
    return joined_lines(clean(text))


def problem_statements(
    material: Material, *, also: Container[Key] = (), most: int | None = None
) -> tuple[list[Problem], int]:
    """Problem statements of the used reports of the scope, and the statements named by ``also`` whatever their role (without themes).

    Those of an agency stand together, agencies in the order of the other tables (level, region, governments first), the latest year
    first. Of more than ``most`` those of the
    latest years are kept; the number says how many are not.
    """
    tables = material.tables
    columns = ("document", "status", "agency", "level", "region", "year", "path", "sha256")
    read = (dict(zip(columns, row, strict=True)) for row in tables.rows("documents", columns))
    names = shown_agencies(tables)
    documents = {
        row["document"]: {**row, "agency": names[row["document"]]} for row in read if row["status"] == "used"
    }
    counted = text_documents(tables)
    stated = [
        row
        for row in starmap(Stated, tables.rows("statements", Stated._fields))
        if row.document in documents
        and ((row.role == "problem" and row.document in counted) or row.key in also)
    ]
    kept = stated
    if most is not None and len(stated) > most:
        kept = sorted(stated, key=lambda row: -(documents[row.document]["year"] or 0))[:most]
    wanted = {row.document for row in kept}
    themes, candidates = tags_by_statement(material, wanted)
    evidence = _evidence(material, kept)
    answers = _answers(material, wanted)
    found = []
    for row in kept:
        tags = (themes.get(row.key, ()), candidates.get(row.key, ())) if row.role == "problem" else ((), ())
        answer = answers.get(row.key, (None, None))
        found.append(Problem(documents[row.document], row, *tags, evidence.get(row.key, ()), *answer))
    order = {document: position for position, document in enumerate(_in_order(material, documents.values()))}
    found.sort(key=lambda one: (order[one.statement.document], one.statement.position))
    return found, len(stated) - len(kept)


def tags_by_statement(
    material: Material, wanted: Container[str]
) -> tuple[dict[Key, Themes], dict[Key, Themes]]:
    """Themes of each statement of some documents with their probabilities, and those that await review."""
    given: tuple[dict[Key, Themes], dict[Key, Themes]] = ({}, {})
    columns = ("document", "statement", "theme", "probability", "review")
    for document, statement, theme, probability, review in material.tables.rows("tags", columns):
        if document in wanted:
            mine, key = given[bool(review)], (document, statement)
            mine[key] = (*mine.get(key, ()), (theme, probability))
    return given


def _evidence(material: Material, kept: Iterable[Stated]) -> dict[Key, tuple[str, ...]]:
    """The words that the themes of each statement rest on; those that overlap or touch are one piece."""
    rows = {row.key: row for row in kept}
    spans: dict[Key, list[Span]] = {}
    for document, statement, start, end in material.tables.rows(
        "evidence", ("document", "statement", "start", "end")
    ):
        if (document, statement) in rows:
            spans.setdefault((document, statement), []).append((start, end))
    return {key: _pieces(rows[key], found) for key, found in spans.items()}


def _pieces(row: Stated, spans: Iterable[Span]) -> tuple[str, ...]:
    pieces = (
        shown_text(row.text[max(first - row.start, 0) : last - row.start]) for first, last in merged(spans)
    )
    return tuple(dict.fromkeys(piece for piece in pieces if piece))


def _answers(material: Material, wanted: Container[str]) -> dict[Key, tuple[str, int]]:
    """The measure that answers a problem, and how many elements it states."""
    frame = material.results["followthrough"].frame
    frame = frame[frame["answered"].astype(bool)]
    columns = (frame[name].tolist() for name in ("document", "statement", "measure_text", "score"))
    return {
        (document, statement): (str(text), int(score))
        for document, statement, text, score in zip(*columns, strict=True)
        if document in wanted
    }


def _in_order(material: Material, documents: Iterable[Mapping[str, Any]]) -> list[str]:
    reports, rows = used_reports(material.tables)
    keys = reports["agency_key"].tolist()
    places = {key: n for n, key in enumerate(dict.fromkeys(material.results["agencies"].frame["agency_key"]))}
    ordered = sorted(
        documents,
        key=lambda row: (
            places.get(keys[rows[row["document"]]], len(places)),
            -(row["year"] or 0),
            row["path"],
        ),
    )
    return [row["document"] for row in ordered]
