"""The archive of a theme report: every statement in its place, so that readers can search and read on."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from textmine.reporting._library import LibraryDocument, LibraryStatement
from textmine.reporting._printable import clean

#: Stands between a section and the statements that were found outside it.
GAP = "\n……\n"
_DROPPED = re.compile(r"\r(?=\n)")


@dataclass(frozen=True, slots=True)
class ArchivedStatement:
    """A statement of an archived text: ``start`` and ``end``, and those of its evidence, are places in that text.

    ``themes`` come with their probabilities; ``candidates`` are themes that await review and do not count.
    """

    role: str
    start: int
    end: int
    themes: tuple[tuple[str, float], ...] = ()
    candidates: tuple[str, ...] = ()
    evidence: tuple[tuple[int, int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ArchivedText:
    """Section five of one document (statements found elsewhere follow after ``GAP``), with its statements in order.

    ``report`` is the place in ``Archive.reports`` of the agency and year it belongs to.
    """

    document: str
    report: int
    path: str
    heading: str
    text: str
    statements: tuple[ArchivedStatement, ...]


@dataclass(frozen=True, slots=True)
class ArchivedReport:
    """One agency in one year, as all figures count them. ``places`` are province, city and county, empty if not stated."""

    agency: str
    year: int | None
    level: str
    places: tuple[str, str, str]


@dataclass(frozen=True)
class Archive:
    """All used reports, and the texts of their documents."""

    reports: tuple[ArchivedReport, ...] = ()
    texts: tuple[ArchivedText, ...] = ()


class _Cleaned:
    """A text without what cannot be shown, and where its characters have gone."""

    def __init__(self, raw: str) -> None:
        self.text = clean(raw)
        self._cuts: list[int] = []
        if len(self.text) < len(raw):
            self._cuts = [place for place, char in enumerate(raw) if char != "\r" and not clean(char)]
            self._cuts += [match.start() for match in _DROPPED.finditer(raw)]
            self._cuts.sort()

    def place(self, raw: int) -> int:
        """Where the character at ``raw`` stands in the cleaned text."""
        return raw - bisect_left(self._cuts, raw)


def archived_text(document: LibraryDocument, report: int) -> ArchivedText:
    """The text of a document with its statements."""
    pieces: list[str] = []
    length = 0
    placed: list[ArchivedStatement] = []
    rest = list(document.statements)
    for first, last, _, raw in document.sections:
        if pieces:
            pieces.append("\n\n")
            length += 2
        cleaned = _Cleaned(raw)
        inside = [item for item in rest if first <= item.start and item.end <= last]
        rest = [item for item in rest if not (first <= item.start and item.end <= last)]
        placed += [_archived(item, cleaned, first, length) for item in inside]
        pieces.append(cleaned.text)
        length += len(cleaned.text)
    for item in rest:
        if pieces:
            pieces.append(GAP)
            length += len(GAP)
        cleaned = _Cleaned(item.text)
        placed.append(_archived(item, cleaned, item.start, length))
        pieces.append(cleaned.text)
        length += len(cleaned.text)
    heading = clean(" ".join(title for _, _, title, _ in document.sections if title))
    return ArchivedText(document.document, report, document.path, heading, "".join(pieces), tuple(placed))


def _archived(item: LibraryStatement, cleaned: _Cleaned, origin: int, offset: int) -> ArchivedStatement:
    """The statement moved from the document, where ``cleaned`` begins at ``origin``, to ``offset`` in the archived text."""

    def moved(place: int) -> int:
        return offset + cleaned.place(place - origin)

    evidence = [
        (moved(max(start, item.start)), moved(min(end, item.end)), theme)
        for theme, spans in item.evidence.items()
        if theme in item.themes
        for start, end in spans
        if start < item.end and end > item.start
    ]
    return ArchivedStatement(
        role=item.role,
        start=moved(item.start),
        end=moved(item.end),
        themes=tuple(zip(item.themes, item.probabilities, strict=True)),
        candidates=tuple(item.candidates),
        evidence=tuple(sorted(evidence)),
    )


def unique_names(names: Sequence[str], places: Sequence[str]) -> list[str]:
    """Names that tell agencies apart: those that occur twice are followed by their place, then by a number."""
    taken: dict[str, int] = {}
    for name in names:
        taken[name] = taken.get(name, 0) + 1
    full = [
        f"{name}（{place}）" if taken[name] > 1 and place else name
        for name, place in zip(names, places, strict=True)
    ]
    seen: dict[str, int] = {}
    unique = []
    for name in full:
        seen[name] = seen.get(name, 0) + 1
        unique.append(f"{name}（{seen[name]}）" if seen[name] > 1 else name)
    return unique
