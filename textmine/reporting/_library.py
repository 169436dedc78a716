"""Statements and documents of the tables as the theme report looks them up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

Span = tuple[int, int]


@dataclass(slots=True)
class LibraryStatement:
    """A statement of the tables with what belongs to it; places are those in its document."""

    role: str
    start: int
    end: int
    text: str
    themes: list[str]
    probabilities: list[float]
    candidates: list[str]
    evidence: dict[str, list[Span]]
    place: str = ""


@dataclass
class LibraryDocument:
    """A used document: sections five as start, end, heading and text, and its statements in order."""

    document: str
    agency: str
    year: str
    path: str
    sections: list[tuple[int, int, str, str]]
    statements: list[LibraryStatement]


def merged(spans: Iterable[Span]) -> list[Span]:
    """Spans in order, those that overlap or touch as one."""
    joined: list[Span] = []
    for first, last in sorted(spans):
        if joined and first <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], last)
        else:
            joined.append((first, last))
    return joined
