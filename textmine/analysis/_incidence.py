"""From tidy tables to the matrix that most analyses start from: reports × themes, true where a theme is named."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textmine.agencies import NamedPlace
from textmine.agencies import agency_keys as keys_of
from textmine.errors import UsageError
from textmine.resources import load_yaml
from textmine.schema import LEVELS, ROLES

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from textmine.tables import Tables

KINDS = ("government", "department", "township", "subdistrict", "institution", "vertical")
REGION_UNITS = ("province", "city", "county")
#: Reports that a region or level must have to be compared with another.
FEWEST_OF_PLACE = 5
GROUPINGS = ("year", "level", "kind", "region", *REGION_UNITS)
UNKNOWN = ""  # group of reports that do not say

# Below this many reports one report moves the share by more than ten points: such groups are marked.
SMALL_GROUP = 10


@dataclass(frozen=True)
class Incidence:
    """Reports × themes.

    ``reports`` has one row an agency-year (columns report, agency_key, agency, year, level, kind, region, province,
    city, county, has_section); ``matrix[i, j]`` is true where report ``i`` names theme ``themes[j]``.
    """

    reports: pd.DataFrame
    themes: tuple[str, ...]
    matrix: NDArray[np.bool_]

    def select(self, mask: NDArray[np.bool_]) -> Incidence:
        """The reports for which ``mask`` is true."""
        return Incidence(self.reports[mask].reset_index(drop=True), self.themes, self.matrix[mask])

    def by_agency(self) -> Incidence:
        """One row an agency, true where any of its reports names the theme (the year is that of the last report)."""
        import numpy as np

        codes, first = _codes(self.reports["agency_key"])
        matrix = np.zeros((len(first), len(self.themes)), dtype=bool)
        np.logical_or.at(matrix, codes, self.matrix)
        last = self.reports.groupby("agency_key", sort=False)["year"].transform("max")
        reports = self.reports.assign(year=last).iloc[first].reset_index(drop=True)
        return Incidence(reports, self.themes, matrix)

    @property
    def clusters(self) -> NDArray[np.intp]:
        """Number of the agency of each report, from 0."""
        return _codes(self.reports["agency_key"])[0]


def _codes(keys: pd.Series[str]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    import numpy as np
    import pandas as pd

    codes, uniques = pd.factorize(keys)
    first = np.full(len(uniques), len(keys), dtype=np.intp)
    np.minimum.at(first, codes, np.arange(len(keys)))
    return codes, first


def theme_order(tables: Tables | None = None) -> tuple[str, ...]:
    """Theme ids in the order of the codebook, then ids that only occur in the tables (extended codebooks)."""
    known: list[str] = [theme["id"] for theme in load_yaml("codebook.yaml")["themes"]]
    if tables is None:
        return tuple(known)
    found = {
        name
        for batch in tables.batches("tags", ["theme"])
        for name in batch.column(0).unique().to_pylist()
        if name
    }
    return (*known, *sorted(found - set(known)))


def used_reports(tables: Tables) -> tuple[pd.DataFrame, dict[str, int]]:
    """Reports that count, and the row of each used document among them.

    Several documents of one agency and year (the same report as HTML and as PDF) are one report. Documents
    without agency or year stand for themselves. An agency that prints its name in several ways has one here, the
    most frequent. Both are worked out once for these tables: the callers get copies.
    """
    reports, rows = tables.remember("used_reports", lambda: _used_reports(tables))
    return reports.copy(), rows


def _used_reports(tables: Tables) -> tuple[pd.DataFrame, dict[str, int]]:
    import pandas as pd

    documents = tables.frame("documents")
    documents = documents[documents["status"] == "used"].reset_index(drop=True)
    text = documents.astype(object).where(documents.notna(), None)
    names = [
        NamedPlace(*row)
        for row in zip(text["agency"], text["province"], text["city"], text["county"], strict=True)
    ]
    agency_keys = [
        key or f"document:{document}"
        for key, document in zip(keys_of(names), documents["document"], strict=True)
    ]
    report_keys = [
        f"{key}|{year}" if not key.startswith("document:") and not pd.isna(year) else f"document:{document}"
        for key, year, document in zip(agency_keys, documents["year"], documents["document"], strict=True)
    ]
    frame = documents.assign(
        report=report_keys, agency_key=agency_keys, has_section=documents["problem_characters"].notna()
    )
    frame["has_section"] = frame.groupby("report", sort=False)["has_section"].transform("any")
    frame["agency"] = _one_name(frame)
    columns = [
        "report",
        "agency_key",
        "agency",
        "year",
        "level",
        "kind",
        "region",
        *REGION_UNITS,
        "has_section",
    ]
    reports = frame.drop_duplicates("report")[columns].reset_index(drop=True)
    position = {key: row for row, key in enumerate(reports["report"])}
    rows = {document: position[key] for document, key in zip(frame["document"], report_keys, strict=True)}
    return reports, rows


def _one_name(documents: pd.DataFrame) -> pd.Series[Any]:
    """The name of each document's agency: the one that most of its documents print, of equally frequent ones the latest."""
    named = documents[documents["agency"].notna()]
    often = named.groupby(["agency_key", "agency"])["agency"].transform("size")
    ranked = named.assign(often=often).sort_values(["often", "year"], na_position="first", kind="stable")
    shown = ranked.drop_duplicates("agency_key", keep="last").set_index("agency_key")["agency"]
    return documents["agency_key"].map(shown).where(documents["agency"].notna(), documents["agency"])


def shown_agencies(tables: Tables) -> dict[str, Any]:
    """The name of the agency of each used document, one for all documents of an agency."""
    found: dict[str, Any] = tables.remember("shown_agencies", lambda: _shown_agencies(tables))
    return found


def _shown_agencies(tables: Tables) -> dict[str, Any]:
    reports, rows = used_reports(tables)
    names = reports["agency"].tolist()
    return {document: names[row] for document, row in rows.items()}


def text_documents(tables: Tables) -> dict[str, int]:
    """The document from which the text of each report is taken, with the row of its report.

    Of several documents of one report (as HTML and as PDF) it is the one with the longest section five, the first of equals:
    the same statements are not counted once a file, and a page that only names the attachment does not stand for the report.
    """
    found: dict[str, int] = tables.remember("text_documents", lambda: _text_documents(tables))
    return found


def _text_documents(tables: Tables) -> dict[str, int]:
    rows = used_reports(tables)[1]
    if len(set(rows.values())) == len(rows):
        return rows
    longest: dict[int, tuple[float, str]] = {}
    for document, characters in tables.rows("documents", ("document", "problem_characters")):
        row = rows.get(document)
        if row is not None and (row not in longest or (characters or 0) > longest[row][0]):
            longest[row] = characters or 0, document
    return {document: row for row, (_, document) in longest.items()}


def incidence(tables: Tables, *, role: str = "problem") -> Incidence:
    """Which report names which theme in ``role``. Tags in the abstain band do not count. Raises UsageError."""
    if role not in ROLES:
        raise UsageError(f"Unknown role {role!r}; known are {', '.join(ROLES)}.")
    found = tables.remember(("incidence", role), lambda: _incidence(tables, role))
    return Incidence(found.reports.copy(), found.themes, found.matrix.copy())


def _incidence(tables: Tables, role: str) -> Incidence:
    import numpy as np

    reports = used_reports(tables)[0]
    rows = text_documents(tables)
    themes = theme_order(tables)
    columns = {theme: column for column, theme in enumerate(themes)}
    tags = tables.part("tags", ["document", "theme", "review"], where=("role", [role]))
    counted = tags[~tags["review"].fillna(False).astype(bool)]
    counted = counted[counted["document"].isin(rows)]
    matrix = np.zeros((len(reports), len(themes)), dtype=bool)
    matrix[counted["document"].map(rows).astype(int), counted["theme"].map(columns).astype(int)] = True
    return Incidence(reports, themes, matrix)


def region_unit(reports: pd.DataFrame) -> str:
    """The coarsest of province, city, county of which two places have reports enough to be compared.

    One report of another city among those of a city's counties does not make cities the unit. Where no unit has two such
    places, it is the coarsest that tells the reports apart at all (province if none does).
    """
    enough, several = "", "province"
    for unit in reversed(REGION_UNITS):
        sizes = reports[unit].value_counts()
        if (sizes >= FEWEST_OF_PLACE).sum() > 1:
            enough = unit
        if len(sizes) > 1:
            several = unit
    return enough or several


def group_labels(reports: pd.DataFrame, by: str) -> tuple[list[Any], list[Any]]:
    """The group of each report and the groups in the order to show them. Raises UsageError for an unknown ``by``.

    Years and regions come sorted by value and by size, levels and kinds in their fixed order; reports that do not
    say are in the group ``UNKNOWN``, which comes last.
    """
    if by not in GROUPINGS:
        raise UsageError(f"Unknown grouping {by!r}; known are {', '.join(GROUPINGS)}.")
    column = reports[region_unit(reports) if by == "region" else by]
    labels: list[Any] = [
        UNKNOWN if missing or value == "" else (int(value) if by == "year" else str(value))
        for value, missing in zip(column, column.isna(), strict=True)
    ]
    present = set(labels) - {UNKNOWN}
    if by == "year":
        order = sorted(present)
    elif by in ("level", "kind"):
        known = LEVELS if by == "level" else KINDS
        order = [name for name in known if name in present] + sorted(present - set(known))
    else:
        sizes = Counter(labels)
        order = sorted(present, key=lambda name: (-sizes[name], name))
    return labels, [*order, UNKNOWN] if UNKNOWN in labels else order


def counts(found: Incidence) -> dict[str, Any]:
    """How many reports and agencies, of which years: the part of ``Result.params`` that all analyses share."""
    years = sorted({int(year) for year in found.reports["year"].dropna()})
    return {
        "reports": len(found.reports),
        "agencies": int(found.reports["agency_key"].nunique()),
        "years": years,
        "without_section": int((~found.reports["has_section"].astype(bool)).sum()),
    }
