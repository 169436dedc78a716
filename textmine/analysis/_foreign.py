"""Foreign names: another agency's name, town or self-reference left in a report, and the sentence it was copied from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textmine.analysis._fingerprints import GRAM
from textmine.analysis._incidence import text_documents, used_reports
from textmine.analysis._masking import Masker, known_names, township
from textmine.analysis._result import Result
from textmine.analysis._reuse import counts_of

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from textmine.tables import Tables

NARRATIVE = ("overview", "problems", "other")
# A sentence is taken as copied if three fifths of its passages of ten characters stand in one report of another agency.
COPIED = 0.6
_LEVELS = ("province", "city", "county", "town")
_SHORTEST = 3
_SELF = re.compile(r"[我本](?P<unit>省|市|县|区|旗|镇|乡|街道|局|厅|校)(?![级场域属中委容内外长党])")
# At which levels a self-reference may be right: 我市 of a prefecture or of a county-level city.
_UNIT_LEVELS = {
    "省": ("province",), "市": ("province", "city", "county"), "县": ("county",), "旗": ("county",),
    "区": ("province", "county"), "镇": ("town",), "乡": ("town",), "街道": ("town",),
}  # fmt: skip
_SENTENCE_END = re.compile(r"[。；;！\n]")


@dataclass(frozen=True)
class _Place:
    """Where a report's agency stands; levels that are not stated are None."""

    agency: str | None
    parts: tuple[str | None, ...]

    def apart(self, other: tuple[str | None, ...]) -> bool:
        """Whether both are known to lie in different places, neither inside the other."""
        return any(mine and theirs and mine != theirs for mine, theirs in zip(self.parts, other, strict=True))

    def allows(self, unit: str) -> bool:
        """Whether the agency may call itself by this unit; true where what is stated does not tell."""
        levels = _UNIT_LEVELS.get(unit)
        if self.agency is None or unit in self.agency:
            return True
        if levels is None:
            return False
        known = [part for level, part in zip(_LEVELS, self.parts, strict=True) if level in levels and part]
        if levels == ("town",):
            return any(part.endswith(unit) for part in known)
        return not known or any(part.endswith(unit) for part in known)


@dataclass
class _Hit:
    """A foreign word in a section, with its sentence."""

    section: int
    kind: str
    word: str
    start: int
    end: int
    sentence: str
    grams: tuple[str, ...] = ()
    source: int = -1  # the section that shares most of them, and how many
    shared: int = 0


def foreign_names(tables: Tables, *, sections: Sequence[str] = NARRATIVE) -> Result:
    """Names that do not belong in a report.

    Two kinds are looked for: ``name``, a town or region of another agency of the corpus that lies neither above nor below
    the agency's own place; ``self``, a self-reference of the wrong unit (我镇 in a subdistrict's report). A name alone may
    be a visit or a comparison, so each hit says whether its sentence stands in an earlier or simultaneous report
    of another agency: only then is it ``certain`` that it was left in.

    Returns
    -------
    Frame with one row a hit: document, agency_key, agency, year, section, kind, word, start, end (characters of the
    document), sentence, source_document, source_agency, source_year (report of another agency that shares most of
    the sentence; null if none does), copied (share of the sentence's ten-character passages that stand there, years and names
    masked), certain (at least 60 %). Certain ones come first.
    """
    import pandas as pd

    reports = used_reports(tables)[0]
    rows = text_documents(tables)
    columns = ["document", "section", "start", "text"]
    table = tables.part("sections", columns, where=("section", list(sections)))
    table = table[table["document"].isin(rows)].reset_index(drop=True)
    table = table.assign(row=table["document"].map(rows).astype(int), text=table["text"].fillna(""))
    places = _places(reports)
    masker = Masker(known_names(tables.frame("documents")))
    hits = list(_hits(table, places))
    for hit in hits:
        masked = masker.mask(hit.sentence)
        hit.grams = tuple({masked[i : i + GRAM] for i in range(len(masked) - GRAM + 1)})
    _trace(hits, table, reports, masker)
    found = pd.DataFrame([_row(hit, table, reports) for hit in hits], columns=list(_COLUMNS))
    found["year"] = found["year"].astype("Int64")
    found["source_year"] = found["source_year"].astype("Int64")
    found = found.sort_values(
        ["certain", "copied", "document", "start"], ascending=[False, False, True, True], kind="stable"
    )
    params = {"sections": list(sections), "copied": COPIED, **counts_of(tables)}
    return Result(found.reset_index(drop=True), params, "foreign_names")


_COLUMNS = (
    "document", "agency_key", "agency", "year", "section", "kind", "word", "start", "end", "sentence",
    "source_document", "source_agency", "source_year", "copied", "certain",
)  # fmt: skip


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _places(reports: pd.DataFrame) -> list[_Place]:
    places = []
    for row in reports[["agency", *_LEVELS[:3]]].itertuples(index=False):
        agency = _text(row.agency)
        town = township(agency) if agency else None
        places.append(_Place(agency, (*(_text(getattr(row, level)) for level in _LEVELS[:3]), town)))
    return places


def _owners(places: list[_Place]) -> dict[str, set[tuple[str | None, ...]]]:
    """The places that each name of a region or town can mean."""
    owners: dict[str, set[tuple[str | None, ...]]] = {}
    for place in set(places):
        for depth, name in enumerate(place.parts):
            if name and len(name) >= _SHORTEST:
                above = (*place.parts[: depth + 1], *(None,) * (len(_LEVELS) - depth - 1))
                owners.setdefault(name, set()).add(above)
    return owners


def _hits(table: pd.DataFrame, places: list[_Place]) -> Iterator[_Hit]:
    from ahocorasick_rs import AhoCorasick, MatchKind

    owners = _owners(places)
    names = sorted(owners)
    automaton = AhoCorasick(names, matchkind=MatchKind.LeftmostLongest) if names else None
    for number, (row, text) in enumerate(zip(table["row"].tolist(), table["text"].tolist(), strict=True)):
        place = places[row]
        dense = "".join(text.split())
        words: list[tuple[str, str, int, int]] = []
        for index, start, end in automaton.find_matches_as_indexes(dense) if automaton else ():
            name = names[index]
            inside = place.agency is not None and name in place.agency
            if not inside and all(place.apart(owner) for owner in owners[name]):
                words.append(("name", name, start, end))
        for match in _SELF.finditer(dense):
            if not place.allows(match["unit"]):
                words.append(("self", match.group(), *match.span()))
        if words:
            offsets = [i for i, character in enumerate(text) if not character.isspace()]
            for kind, word, start, end in words:
                yield _Hit(
                    number, kind, word, offsets[start], offsets[end - 1] + 1, _sentence(dense, start, end)
                )


def _sentence(text: str, start: int, end: int) -> str:
    first = max((found.end() for found in _SENTENCE_END.finditer(text, 0, start)), default=0)
    last = _SENTENCE_END.search(text, end)
    return text[first : last.start() if last else len(text)]


def _trace(hits: list[_Hit], table: pd.DataFrame, reports: pd.DataFrame, masker: Masker) -> None:
    """Find for each hit the section of another agency, not of a later year, that shares most passages of its sentence."""
    import numpy as np
    import pandas as pd

    grams = sorted({gram for hit in hits for gram in hit.grams})
    if not grams:
        return
    rows = table["row"].to_numpy()
    agency = pd.factorize(reports["agency_key"])[0][rows]
    year = reports["year"].fillna(0).to_numpy(dtype=int)[rows]
    sections, edges = _sections_of(grams, table["text"].tolist(), masker)
    place = {gram: number for number, gram in enumerate(grams)}
    same: dict[frozenset[str], list[_Hit]] = {}
    for hit in hits:
        same.setdefault(frozenset(hit.grams), []).append(hit)
    for wanted, alike in same.items():
        mine = [sections[edges[place[gram]] : edges[place[gram] + 1]] for gram in wanted]
        shared = np.bincount(np.concatenate(mine), minlength=len(rows)) if mine else np.zeros(len(rows), int)
        for hit in alike:
            fits = (agency != agency[hit.section]) & (year <= year[hit.section])
            source = int(np.argmax(np.where(fits, shared, 0)))  # of several the first
            if fits[source] and shared[source]:
                hit.source, hit.shared = source, int(shared[source])


def _sections_of(
    grams: Sequence[str], texts: Sequence[str], masker: Masker
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """The sections that hold each gram: one gram's after the other's, and where each one's begin."""
    import numpy as np
    from ahocorasick_rs import AhoCorasick, MatchKind

    automaton = AhoCorasick(grams, matchkind=MatchKind.Standard)
    found: list[NDArray[np.int32]] = []
    sizes = np.zeros(len(texts), np.int64)
    for number, text in enumerate(texts):
        matches = automaton.find_matches_as_indexes(masker.mask(text), overlapping=True)
        seen = np.fromiter({index for index, _, _ in matches}, np.int32)
        found.append(seen)
        sizes[number] = len(seen)
    held = np.concatenate([np.zeros(0, np.int32), *found])
    sections = np.repeat(np.arange(len(texts), dtype=np.int32), sizes)
    order = np.argsort(held, kind="stable")
    return sections[order], np.searchsorted(held[order], np.arange(len(grams) + 1))


def _row(hit: _Hit, table: pd.DataFrame, reports: pd.DataFrame) -> dict[str, Any]:
    home = table.iloc[hit.section]
    report = reports.iloc[home["row"]]
    row: dict[str, Any] = {
        "document": home["document"],
        "agency_key": report["agency_key"],
        "agency": report["agency"],
        "year": report["year"],
        "section": home["section"],
        "kind": hit.kind,
        "word": hit.word,
        "start": int(home["start"]) + hit.start,
        "end": int(home["start"]) + hit.end,
        "sentence": hit.sentence,
        "source_document": None,
        "source_agency": None,
        "source_year": None,
        "copied": 0.0,
    }
    if hit.shared:
        origin = table.iloc[hit.source]
        row["copied"] = hit.shared / len(hit.grams)
        row["source_document"] = origin["document"]
        row["source_agency"] = reports["agency"].iloc[origin["row"]]
        row["source_year"] = reports["year"].iloc[origin["row"]]
    row["certain"] = row["copied"] >= COPIED
    return row
