"""What the page of a theme report searches in: statements and texts in columns, packed small.

Two blocks, both zlib-compressed and base64-encoded: an index (JSON: reports, documents, statements as columns of numbers
with dictionaries of names) and the texts (UTF-8, all in a row). A statement is a stretch of its text, never a copy.
Places are counted in UTF-16 units, as browsers count them.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from textmine.reporting._archive import GAP, Archive, ArchivedStatement, ArchivedText

#: Most characters that both blocks may have together; the rest of a page (charts, tables) takes 3 to 6 million.
BUDGET = 22_000_000
FORMAT = 1
# Texts of this many times the characters of the budget rarely fit, however well they pack.
_HOPELESS = 2


@dataclass(frozen=True)
class Packed:
    """The two blocks, and how many documents came without the text around their statements, or not at all."""

    index: str
    texts: str
    without_text: int = 0
    left_out: int = 0

    @property
    def size(self) -> int:
        """Characters of both blocks."""
        return len(self.index) + len(self.texts)


def pack(
    archive: Archive,
    *,
    names: Mapping[str, Mapping[str, str]],
    extra: Mapping[str, Any],
    budget: int = BUDGET,
) -> Packed:
    """Pack an archive into at most ``budget`` characters.

    Where everything would be too much, documents of the earliest years keep their statements but not the text around
    them; if that is still too much, they are left out. ``names`` are those of themes, roles and levels; ``extra`` goes
    into the index as it is.
    """
    order = sorted(range(len(archive.texts)), key=lambda number: -(_year(archive, number) or 0))

    def attempt(whole: int, kept: int) -> Packed:
        full, some = set(order[:whole]), set(order[:kept])
        texts = [
            text if number in full else statements_only(text)
            for number, text in enumerate(archive.texts)
            if number in some
        ]
        packed = _pack(archive, texts, names, extra)
        return replace(packed, without_text=kept - whole, left_out=len(order) - kept)

    bare = None
    if (
        sum(len(text.text) for text in archive.texts) > _HOPELESS * budget
    ):  # spares packing texts that cannot fit
        bare = attempt(0, len(order))
        if bare.size > budget:
            return _fitting(lambda kept: attempt(0, kept), int(len(order) * budget / bare.size), budget)
    everything = attempt(len(order), len(order))
    if everything.size <= budget:
        return everything
    bare = bare or attempt(0, len(order))
    if bare.size <= budget:
        room = (budget - bare.size) / (everything.size - bare.size)
        return _fitting(lambda whole: attempt(whole, len(order)), int(len(order) * room), budget)
    return _fitting(lambda kept: attempt(0, kept), int(len(order) * budget / bare.size), budget)


def _fitting(attempt: Callable[[int], Packed], first: int, budget: int) -> Packed:
    """The attempt with ``first``, or with a tenth less until it fits or nothing is left."""
    number = first
    while (packed := attempt(number)).size > budget and number:
        number = int(number * 0.9)
    return packed


def _year(archive: Archive, number: int) -> int | None:
    return archive.reports[archive.texts[number].report].year


def statements_only(text: ArchivedText) -> ArchivedText:
    """A text cut down to its statements."""
    pieces: list[str] = []
    moved: list[ArchivedStatement] = []
    length = 0
    for item in text.statements:
        if pieces:
            pieces.append(GAP)
            length += len(GAP)
        shift = length - item.start
        moved.append(
            ArchivedStatement(
                role=item.role,
                start=length,
                end=item.end + shift,
                themes=item.themes,
                candidates=item.candidates,
                evidence=tuple((start + shift, end + shift, theme) for start, end, theme in item.evidence),
            )
        )
        pieces.append(text.text[item.start : item.end])
        length += item.end - item.start
    return ArchivedText(text.document, text.report, text.path, text.heading, "".join(pieces), tuple(moved))


class _Units:
    """Places in a text as numbers of UTF-16 units."""

    def __init__(self, text: str) -> None:
        self._beyond = [place for place, char in enumerate(text) if char > "\uffff"] if _astral(text) else []
        self.length = len(text) + len(self._beyond)

    def __call__(self, place: int) -> int:
        return place + sum(beyond < place for beyond in self._beyond) if self._beyond else place


def _astral(text: str) -> bool:
    return bool(text) and max(text) > "\uffff"


class _Names:
    """A dictionary of values in the order of their first use."""

    def __init__(self, known: Iterable[Any] = ()) -> None:
        self.values: list[Any] = []
        self._places: dict[Any, int] = {}
        for value in known:
            self(value)

    def __call__(self, value: Any) -> int:
        place = self._places.get(value)
        if place is None:
            place = self._places[value] = len(self.values)
            self.values.append(value)
        return place


def _pack(
    archive: Archive,
    texts: Sequence[ArchivedText],
    names: Mapping[str, Mapping[str, str]],
    extra: Mapping[str, Any],
) -> Packed:
    themes, roles = _Names(names.get("theme", {})), _Names(names.get("role", {}))
    sets = _Names()
    columns: dict[str, list[int]] = {
        name: [] for name in ("role", "gap", "length", "set", "waiting", "marks", "mark", "odds")
    }
    for text in texts:
        _add_statements(columns, text, themes, roles, sets)
    index = {
        "format": FORMAT,
        "reports": _reports(archive),
        "documents": {
            "id": [text.document for text in texts],
            "report": [text.report for text in texts],
            "path": [text.path for text in texts],
            "heading": [text.heading for text in texts],
            "length": [_Units(text.text).length for text in texts],
            "statements": [len(text.statements) for text in texts],
        },
        "statements": columns,
        "sets": sets.values,
        "themes": [[theme, names.get("theme", {}).get(theme, theme)] for theme in themes.values],
        "roles": [[role, names.get("role", {}).get(role, role)] for role in roles.values],
        "levels": list(names.get("level", {}).items()),
        **extra,
    }
    packed = json.dumps(index, ensure_ascii=False, separators=(",", ":"))
    body = "".join(text.text for text in texts)
    return Packed(deflated(packed), deflated(body))


def _add_statements(
    columns: dict[str, list[int]], text: ArchivedText, themes: _Names, roles: _Names, sets: _Names
) -> None:
    """Statements of one text: where they begin after the one before, how long they are, and what is said of them."""
    units = _Units(text.text)
    position = 0
    for item in text.statements:
        start, end = units(item.start), units(item.end)
        columns["role"].append(roles(item.role))
        columns["gap"].append(start - position)
        columns["length"].append(end - start)
        columns["set"].append(sets(tuple(themes(theme) for theme, _ in item.themes)))
        columns["waiting"].append(sets(tuple(map(themes, item.candidates))))
        columns["odds"] += [round(probability * 100) for _, probability in item.themes]
        columns["marks"].append(len(item.evidence))
        for first, last, theme in item.evidence:
            columns["mark"] += [units(first) - start, units(last) - units(first), themes(theme)]
        position = end


def _reports(archive: Archive) -> dict[str, list[Any]]:
    agencies, places = _Names(), _Names()
    return {
        "agency": [agencies(report.agency) for report in archive.reports],
        "year": [report.year for report in archive.reports],
        "level": [report.level for report in archive.reports],
        "place": [places(report.places) for report in archive.reports],
        "agencies": agencies.values,
        "places": places.values,
    }


def deflated(text: str) -> str:
    """UTF-8, zlib, base64: what ``DecompressionStream("deflate")`` reads."""
    return base64.b64encode(zlib.compress(text.encode(), 9)).decode()
