"""Tables of the theme report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from textmine.analysis.frames import records_of, rows_of, shown_agencies, text_documents, used_reports
from textmine.reporting._issues import issue_rows
from textmine.reporting._model import Column, Query, Table
from textmine.reporting._paths import ShownPaths
from textmine.reporting._printable import clean
from textmine.reporting._quotes import shown_name, shown_year
from textmine.reporting._wording import Wording

if TYPE_CHECKING:
    from textmine.reporting._material import Material
    from textmine.tables import Tables

_ALIKE = 3  # members of an archive, from which on one stands for all


def columns(wording: Wording, *specs: str, queries: Mapping[str, Query] | None = None) -> tuple[Column, ...]:
    """Columns from ``name`` or ``name:kind``; ``queries`` by name say which statements are behind a column."""
    parts = [spec.partition(":") for spec in specs]
    known = queries or {}
    return tuple(
        Column(str(wording.raw(f"columns.{name}")), kind or "text", known.get(name))  # type: ignore[arg-type]
        for name, _, kind in parts
    )


def summary_table(material: Material) -> Table:
    """Themes in falling order of their share: as tagged and, where the tagger's error is known, corrected for it."""
    wording = material.wording
    corrected = bool(material.params["correction"])
    shares = material.results["prevalence"].frame.sort_values(
        ["share", "tagged"], ascending=False, kind="stable"
    )
    tagged = material.results["tagged"].frame.set_index("theme")
    answers = material.results["response"].frame.set_index("theme")
    rows = []
    for row in rows_of(shares):
        plain, answer = tagged.loc[row.theme], answers.loc[row.theme]
        rows.append(
            (
                material.theme(row.theme),
                material.provisions.get(row.theme, ""),
                int(row.n),
                int(row.k),
                float(plain["share"]),
                float(plain["low"]),
                float(plain["high"]),
                *((float(row.share), float(row.low), float(row.high)) if corrected else ()),
                int(answer["measure"]),
                int(answer["both"]),
            )
        )
    specs = ["theme", "provision", "n:count", "k:count", "share:share", "low:share", "high:share"]
    specs += ["corrected_share:share", "corrected_low:share", "corrected_high:share"] if corrected else []
    behind = {"k": (("role", "problem"),), "measure": (("role", "measure"),)}
    heads = columns(wording, *specs, "measure:count", "answered:count", queries=behind)
    note = wording.say("tables.summary_note" if corrected else "tables.summary_note_plain")
    title = wording.say("tables.summary", n=material.params["reports"])
    queries = tuple((("theme", theme),) for theme in shares["theme"])
    return Table("summary", title, heads, tuple(rows), note, queries)


def lean_summary(table: Table, *, shares: bool = True) -> Table:
    """The summary as it fits a page: without provision and number of reports, and with one interval; ``shares`` may be left out."""
    corrected = len(table.columns) > 9
    if not shares:
        last = len(table.columns) - 1
        rows = tuple((row[0], row[3], *row[-2:]) for row in table.rows)
        heads = tuple(table.columns[place] for place in (0, 3, last - 1, last))
        return replace(table, columns=heads, rows=rows, note="")
    kept = (0, 3, 4, 7, 8, 9, 10, 11) if corrected else (0, 3, 4, 5, 6, 7, 8)
    rows = tuple(tuple(row[place] for place in kept) for row in table.rows)
    return replace(table, columns=tuple(table.columns[place] for place in kept), rows=rows)


def matrix_table(material: Material) -> Table:
    """Agencies against themes."""
    wording = material.wording
    frame = material.results["agencies"].frame
    themes = list(dict.fromkeys(frame["theme"]))
    heads = (
        *columns(wording, "agency", "level", "years", "reports:count"),
        *(
            Column(material.theme(theme), "count", (("role", "problem"), ("theme", theme)))
            for theme in themes
        ),
    )
    rows, queries = [], []
    width = len(themes)
    counts = frame["k"].tolist()
    for number, row in enumerate(rows_of(frame.iloc[::width]) if width else ()):
        mine = counts[number * width : (number + 1) * width]
        base = (
            clean(shown_name(row.agency, wording)),
            wording.name("level", row.level),
            year_spans(row.years.split(), wording),
            int(row.n),
        )
        rows.append((*base, *(int(k) if k else None for k in mine)))
        queries.append((("agency", material.library.agency_names[row.agency_key]),))
    return Table("matrix", wording.say("tables.matrix"), heads, tuple(rows), queries=tuple(queries))


def year_spans(years: list[str], wording: Wording) -> str:
    """Years in a row as spans: 2019, 2021–2023; in Chinese 2019、2021—2023."""
    spans: list[list[int]] = []
    for year in sorted(set(map(int, years))):
        if spans and year == spans[-1][1] + 1:
            spans[-1][1] = year
        else:
            spans.append([year, year])
    dash = "—" if wording.lang == "zh" else "–"
    return wording.listed([str(first) if first == last else f"{first}{dash}{last}" for first, last in spans])


def first_of_report(tables: Tables) -> Callable[..., bool]:
    """A test of findings (document, then what was found): whether no other file of the same report says the same."""
    rows = used_reports(tables)[1]
    files = Counter(rows.values())
    seen: set[tuple[Any, ...]] = set()

    def new(document: str, *finding: Any) -> bool:
        row = rows.get(document)
        if row is None or files[row] == 1:
            return True
        if (row, *finding) in seen:
            return False
        seen.add((row, *finding))
        return True

    return new


def merged_table(material: Material) -> Table:
    """Reports that came as several files: the file whose text counts, and the others."""
    wording, shown_path = material.wording, ShownPaths(material.tables)
    rows = used_reports(material.tables)[1]
    counted, names = text_documents(material.tables), shown_agencies(material.tables)
    files: dict[int, list[tuple[bool, str]]] = {}
    places: dict[int, tuple[str, str]] = {}
    for document, path, year in material.tables.rows("documents", ("document", "path", "year")):
        if (row := rows.get(document)) is not None:
            files.setdefault(row, []).append((document not in counted, shown_path(path)))
            places.setdefault(row, (clean(shown_name(names[document], wording)), shown_year(year, wording)))
    found = [
        (*places[row], kept[0][1], "\n".join(path for _, path in kept[1:]))
        for row, paths in files.items()
        if len(kept := sorted(paths, key=lambda path: path[0])) > 1
    ]
    heads = columns(wording, "agency", "year", "counted_file", "other_files")
    return Table("merged", wording.say("quality.merged_table"), heads, tuple(found))


def checks_table(material: Material) -> Table:
    """Checks that fail, the grave ones first, each once for a report."""
    from textmine.analysis.checks import load_checks

    wording = material.wording
    columns_of = ["document", "check", "severity", "message", "message_en"]
    failed = material.tables.part("checks", columns_of, where=("outcome", ["fails"]))
    places = material.documents.drop_duplicates("document")
    documents = {
        document: {"agency": agency, "year": year}
        for document, agency, year in zip(
            *(places[name].tolist() for name in ("document", "agency", "year")), strict=True
        )
    }
    names = {check.id: getattr(check, wording.lang) for check in load_checks()}
    rank = {"error": 0, "warning": 1, "note": 2}
    new = first_of_report(material.tables)
    rows = []
    for row in records_of(failed):
        if not new(row["document"], row["check"], "fails", row["message"]):
            continue
        known = documents.get(row["document"])
        message = row["message_en"] if wording.lang == "en" else row["message"]
        rows.append(
            (
                rank.get(row["severity"], 3),
                clean(shown_name(known["agency"] if known is not None else None, wording)),
                shown_year(known["year"] if known is not None else None, wording),
                names.get(row["check"], row["check"]),
                wording.name("severity", row["severity"]),
                clean(message or row["message"] or ""),
            )
        )
    rows.sort(key=lambda row: row[:4])
    heads = columns(wording, "agency", "year", "check", "severity", "message")
    return Table("checks", wording.say("checks.table"), heads, tuple(row[1:] for row in rows))


def issues_table(material: Material) -> Table:
    """All records of data quality, in the language of the report."""
    wording, shown_path = material.wording, ShownPaths(material.tables)
    found = issue_rows(material.tables, wording=wording, shown=shown_path)
    rows = [(path, stage, code, clean(message)) for path, stage, code, message in found]
    heads = columns(wording, "path", "stage", "code", "message")
    return Table("issues", wording.say("quality.table"), heads, tuple(rows))


def grouped_issues(table: Table, wording: Wording) -> Table:
    """The table of issues for reading: files that were lost first, and members of an archive that fare alike as one row."""
    found: dict[tuple[Any, ...], list[str]] = {}
    for path, *what in table.rows:
        archive, mark, member = str(path).partition("!/")
        found.setdefault((archive + mark if mark else path, *what), []).append(member if mark else "")
    ranks = {wording.name("stage", stage): rank for rank, stage in enumerate(("read", "parse", "run"))}
    rows = [
        (_members(place, members, wording), *what)
        for (place, *what), members in sorted(found.items(), key=lambda item: ranks.get(str(item[0][1]), 3))
    ]
    return replace(table, rows=tuple(rows))


def _members(place: str, members: list[str], wording: Wording) -> str:
    if len(members) < _ALIKE or not members[0]:
        return "\n".join(dict.fromkeys(place + member for member in members))
    return wording.say("quality.members", first=place + members[0], n=len(members))


def issue_counts(material: Material) -> Table:
    """Issues by stage and code, most frequent first."""
    wording = material.wording
    found = Counter((row["stage"], row["code"]) for row in material.tables["issues"].to_pylist())
    rows = tuple(
        (wording.name("stage", stage), wording.name("code", code), n)
        for (stage, code), n in found.most_common()
    )
    return Table(
        "issue-counts", wording.say("quality.by_code"), columns(wording, "stage", "code", "count:count"), rows
    )
