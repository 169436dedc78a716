"""Scope of a theme report: all reports, those of one region, or one agency; found by the names that people use."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from textmine.analysis.frames import rows_of, shown_agencies
from textmine.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd

    from textmine.analysis import Result
    from textmine.tables import Tables

_SHOWN = 5  # near matches named in an error
_UNITS = ("province", "city", "county")
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f\s]+')
_LONGEST = 60  # characters of a name in a file name


@dataclass(frozen=True)
class Scope:
    """What a report is about: ``kind`` all, region or agency; ``key`` is that of the agency, ``name`` what is printed."""

    kind: Literal["all", "region", "agency"] = "all"
    name: str = ""
    key: str = ""
    documents: frozenset[str] = frozenset()


def find_agency(tables: Tables, name: str) -> Scope:
    """The agency of this name, or of region and name together (云汀市青禾区民政局).

    Raises
    ------
    UsageError: no used report is of such an agency, or several agencies have the name; the message says which are near.
    """
    reports = _reports(tables)
    keys: dict[str, dict[str, None]] = {}
    names: dict[str, str] = {}
    for row in rows_of(reports[reports["agency"].notna()]):
        full, *tails = _full_names(row)
        names.setdefault(row.agency_key, full)
        for shown in {row.agency, full, *tails}:
            keys.setdefault(_folded(shown), {})[row.agency_key] = None
    found = list(keys.get(_folded(name), {}))
    exact = [key for key in found if any(_folded(a) == _folded(name) for a in reports.loc[reports["agency_key"] == key, "agency"])]  # fmt: skip
    found = exact if len(exact) == 1 else found
    if not found:
        raise UsageError(
            _unknown(
                "agency", name, (shown for shown in shown_agencies(tables).values() if isinstance(shown, str))
            )
        )
    if len(found) > 1:
        listed = "、".join(names[key] for key in found[:_SHOWN])
        more = " …" if len(found) > _SHOWN else ""
        raise UsageError(
            f"{len(found)} agencies are called {name}: {listed}{more}. Give the region with the name."
        )
    mine = frozenset(reports.loc[reports["agency_key"] == found[0], "document"])
    return Scope("agency", shown_agencies(tables)[min(mine)], found[0], mine)


def find_region(tables: Tables, name: str) -> Scope:
    """All reports of agencies in the province, city or county of this name, or of names joined (云汀市青禾区).

    Raises
    ------
    UsageError: no used report is of such a region, or several regions have the name; the message says which are near.
    """
    reports = _reports(tables)
    places: dict[str, dict[tuple[str, ...], None]] = {}
    known: dict[str, None] = {}
    for row in rows_of(reports[list(_UNITS)].drop_duplicates()):
        parts = [getattr(row, unit) or "" for unit in _UNITS]
        for depth, part in enumerate(parts):
            if not part:
                continue
            known[part] = None
            place = tuple(parts[: depth + 1])
            for first in range(depth + 1):
                places.setdefault(_folded("".join(parts[first : depth + 1])), {})[place] = None
    found = list(places.get(_folded(name), {}))
    if not found:
        raise UsageError(_unknown("region", name, known))
    if _alike(found):
        found = [tuple(max(parts) for parts in zip(*found, strict=True))]
    if len(found) > 1:
        listed = "、".join("".join(place) for place in found[:_SHOWN])
        raise UsageError(
            f"{len(found)} regions are called {name}: {listed}. Give the region above with the name."
        )
    (place,) = found
    # reports that do not say in which city their county lies belong to it if no other county has the name
    unsaid = {""} if _alike(list(places[_folded(place[-1])])) else set()
    above = [{part} | unsaid for part in place[:-1]]
    units = _UNITS[: len(place)]
    mine = [
        row[-1] == place[-1]
        and all((value or "") in wanted for value, wanted in zip(row[:-1], above, strict=True))
        for row in zip(*(reports[unit] for unit in units), strict=True)
    ]
    return Scope("region", place[-1], "", frozenset(reports.loc[mine, "document"]))


def _alike(found: list[tuple[str, ...]]) -> bool:
    """Whether places may be one: no two of them lie in regions of different names."""
    return len({len(place) for place in found}) == 1 and all(
        len({part for part in parts if part}) <= 1 for parts in zip(*found, strict=True)
    )


def narrowed_tables(tables: Tables, scope: Scope) -> Tables:
    """The tables with the documents of the scope only; records of data quality that belong to no document are left out."""
    import numpy as np

    if scope.kind == "all":
        return tables
    kept = {}
    for name in tables:
        table = tables[name]
        if "document" in table.column_names:
            mine = [document in scope.documents for document in table["document"].to_pylist()]
            kept[name] = table.filter(np.array(mine, dtype=bool))
    return tables.replace(**kept)


def narrowed_result(result: Result, keep: pd.Series[bool], counts: Mapping[str, object]) -> Result:
    """A result with some of its rows; ``counts`` are those of the reports that the rows belong to."""
    from textmine.analysis import Result as Made

    return Made(result.frame[keep].reset_index(drop=True), {**result.params, **counts}, result.name)


def file_stem(scope: Scope, form: str) -> str:
    """Name of the files of a report, without ending: ``theme-report``, ``theme-report-short``, ``agency-report-NAME`` …"""
    stem = {"all": "theme-report", "region": "region-report", "agency": "agency-report"}[scope.kind]
    name = _UNSAFE.sub("_", unicodedata.normalize("NFC", scope.name)).strip("._")[:_LONGEST]
    return "-".join(part for part in (stem, name, "short" if form == "short" else "") if part)


def _reports(tables: Tables) -> pd.DataFrame:
    """Used documents with the key of their agency; text that is missing is empty, a missing agency null."""
    from textmine.analysis.frames import used_reports

    reports, rows = used_reports(tables)
    documents = tables.frame("documents")
    documents = documents[documents["document"].isin(rows)].reset_index(drop=True)
    places = documents["document"].map(rows).astype(int).to_numpy()
    documents["agency_key"] = reports["agency_key"].to_numpy()[places]
    for name in ("region", *_UNITS):
        documents[name] = documents[name].fillna("")
    return documents


def _full_names(row: Any) -> Iterable[str]:
    """The agency with ever less of its region in front: 岚川省云汀市青禾区民政局, 云汀市青禾区民政局, 青禾区民政局."""
    parts = [str(getattr(row, unit)) for unit in _UNITS]
    core = str(row.agency)
    for part in parts:
        core = core.removeprefix(part)
    for first in range(len(parts)):
        yield "".join(parts[first:]) + core
    yield core


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", str(text)).casefold().split())


def _unknown(kind: str, name: str, known: Iterable[str]) -> str:
    from rapidfuzz import fuzz, process

    near = [match for match, _, _ in process.extract(name, sorted(set(known)), scorer=fuzz.WRatio, limit=_SHOWN, score_cutoff=40)]  # fmt: skip
    if near:
        return f"No used report is of {kind} {name!r}; near are {'、'.join(near)}."
    return f"No used report is of {kind} {name!r}."
