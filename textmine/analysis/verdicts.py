"""Verdicts of reviewers: kept as a CSV file in the results folder, applied to the tables of every run into it.

A verdict belongs to a statement, named by the SHA-256 of its file, its range and a hash of its words. It holds for as long as
the file is the same and the words are found in it, wherever a later version of textmine puts them.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from textmine.errors import ResourceError
from textmine.normalization import NormalizedView

if TYPE_CHECKING:
    from textmine.tables import Tables

#: The reviewer of verdicts whose row names none.
UNNAMED = "unnamed"
VerdictKind = Literal["right", "wrong", "not_problem", "wrong_split", "unsure"]
VERDICT_FILE = "verdicts.csv"

# Spreadsheets run what begins like this; quotes in front are counted in, so that taking one off gives the text back.
_RISKY = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"''*[=+\-@\t\r]")
_SHOWN = 40  # characters of a statement in a message


@dataclass(frozen=True)
class Verdict:
    """What one reviewer says of one theme of one statement, or of the statement itself (``theme`` empty).

    ``right``: the theme is stated; it counts, also if the tagger did not give it. ``wrong``: it is not stated, and no longer
    counts. ``not_problem``: the statement names no problem, and counts in no role. ``wrong_split`` and ``unsure`` are
    kept for the record and change nothing. ``start`` and ``end`` are the range in the document's text, ``when`` is an ISO time.
    """

    document: str
    sha256: str
    start: int
    end: int
    text_hash: str
    theme: str
    verdict: VerdictKind
    reviewer: str
    note: str
    when: str
    text: str


Key = tuple[str, str]
_Place = tuple[str, int, int, str]


def text_hash(text: str) -> str:
    """Hash of a statement's words; blanks, line breaks, widths and what cannot be printed do not matter."""
    words = "".join(char for char in NormalizedView(text).text if char.isprintable())
    # The letter in front keeps spreadsheets from reading the hash as a number.
    return "t" + hashlib.sha256(words.encode("utf-8")).hexdigest()[:16]


def load_verdicts(path: str | Path) -> list[Verdict]:
    """Verdicts from a CSV file as ``write_verdicts`` leaves it.

    Raises
    ------
    ResourceError: the file cannot be read or is no file of verdicts; the message names line and column.
    """
    source = Path(path)
    try:
        with source.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.reader(stream))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ResourceError(
            f"{source}: cannot be read as UTF-8 CSV ({error}); make it with textmine review FILE.xlsx."
        ) from error
    head = rows[0] if rows else []
    missing = [field.name for field in fields(Verdict) if field.name not in head]
    if missing:
        raise ResourceError(
            f"{source}, line 1: no column {', '.join(missing)}; make the file with textmine review FILE.xlsx."
        )
    return [
        _verdict(dict(zip(head, map(_unguarded, row), strict=False)), f"{source}, row {number}")
        for number, row in enumerate(rows[1:], start=2)
        if any(row)
    ]


def _verdict(row: Mapping[str, str], place: str) -> Verdict:
    values: dict[str, Any] = {field.name: row.get(field.name, "") for field in fields(Verdict)}
    if values["verdict"] not in get_args(VerdictKind):
        known = ", ".join(get_args(VerdictKind))
        raise ResourceError(
            f"{place}, column verdict: unknown {values['verdict'][:_SHOWN]!r}; known are {known}."
        )
    for name in ("start", "end"):
        if not re.fullmatch("[0-9]{1,9}", values[name]):
            raise ResourceError(f"{place}, column {name}: {values[name][:_SHOWN]!r} is no whole number.")
        values[name] = int(values[name])
    if values["verdict"] == "wrong" and not values["theme"]:
        raise ResourceError(f"{place}, column theme: empty; a wrong theme needs its id.")
    return Verdict(**values)


def write_verdicts(verdicts: Iterable[Verdict], path: str | Path) -> None:
    """Write verdicts as CSV for spreadsheets (UTF-8 with BOM; text that would run as a formula is led in by an apostrophe)."""
    from textmine.tables._settle import beside, settle

    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    part = beside(target)
    with part.open("w", encoding="utf-8-sig", newline="", errors="replace") as stream:
        writer = csv.writer(stream)
        writer.writerow([field.name for field in fields(Verdict)])
        writer.writerows([_guarded(str(value)) for value in asdict(verdict).values()] for verdict in verdicts)
    settle(part, target)


def _guarded(value: str) -> str:
    return f"'{value}" if _RISKY.match(value) else value


def _unguarded(value: str) -> str:
    return value[1:] if _GUARDED.match(value) else value


def merge_verdicts(known: Sequence[Verdict], new: Sequence[Verdict]) -> list[Verdict]:
    """Verdicts known so far with new ones: a reviewer's new verdicts on a statement replace the earlier ones.

    A theme that the reviewer struck out earlier stays out unless the new verdicts name it, as the later ledger no longer
    shows it. A verdict given again keeps its time, so that reading a workbook twice changes nothing.
    """
    named: dict[tuple[_Place, str], set[str]] = {}
    for verdict in new:
        named.setdefault((_place(verdict), verdict.reviewer), set()).add(verdict.theme)
    times = {_said(verdict): verdict.when for verdict in known}
    kept = []
    for verdict in known:
        themes = named.get((_place(verdict), verdict.reviewer))
        if themes is None or (verdict.verdict == "wrong" and verdict.theme not in themes):
            kept.append(verdict)
    for verdict in new:
        values = asdict(verdict)
        kept.append(Verdict(**{**values, "when": times.get(_said(verdict), verdict.when)}))
    unique = {(_place(verdict), verdict.reviewer, verdict.theme): verdict for verdict in kept}
    return sorted(unique.values(), key=lambda v: (v.sha256, v.start, v.end, v.theme, v.reviewer))


def without_replaced(known: Sequence[Verdict], replaced: Iterable[tuple[str, int, str]]) -> list[Verdict]:
    """Verdicts less those on statements whose row was changed or cleared in a later ledger.

    ``replaced`` are SHA-256 of the file, start and hash of the words; where the words stand twice the nearest place is meant.
    """
    gone: set[tuple[str, int, str]] = set()
    for sha256, start, words in replaced:
        starts = [v.start for v in known if (v.sha256, v.text_hash) == (sha256, words)]
        if starts:
            gone.add((sha256, min(starts, key=lambda place: abs(place - start)), words))
    return [verdict for verdict in known if (verdict.sha256, verdict.start, verdict.text_hash) not in gone]


def _place(verdict: Verdict) -> _Place:
    return verdict.sha256, verdict.start, verdict.end, verdict.text_hash


def _said(verdict: Verdict) -> tuple[object, ...]:
    return _place(verdict), verdict.theme, verdict.verdict, verdict.reviewer, verdict.note


def apply_verdicts(tables: Tables, verdicts: Sequence[Verdict], *, themes: Sequence[str]) -> Tables:
    """A copy of the tables as the reviewers want them; the given tables stay as they are.

    A tag found wrong is taken out with its evidence; a tag found right counts, also from the abstain band; a theme that the
    tagger did not give is added with probability 1 and the whole statement as evidence, source ``review:<reviewer>``; a
    statement that names no problem becomes context. Verdicts that contradict each other are not applied
    (issue ``verdict_conflict``), nor those whose statement is not found (``verdict_orphan``) or whose theme is not among
    ``themes`` (``verdict_unknown_theme``).
    """
    from textmine.tables import make_table

    if not verdicts:
        return tables
    reviewed = _Reviewed(tables, verdicts, themes)
    changed = reviewed.changed()
    changed["issues"] = [*tables["issues"].to_pylist(), *reviewed.issues]
    return tables.replace(**{name: make_table(name, rows) for name, rows in changed.items()})


class _Reviewed:
    """Verdicts put to the statements of one set of tables."""

    def __init__(self, tables: Tables, verdicts: Sequence[Verdict], themes: Sequence[str]) -> None:
        self._tables = tables
        self.issues: list[dict[str, Any]] = []
        self._used = {
            row["sha256"]: row
            for row in tables["documents"].select(["document", "path", "sha256", "status"]).to_pylist()
            if row["status"] == "used"
        }
        wanted = {self._used[v.sha256]["document"] for v in verdicts if v.sha256 in self._used}
        self._statements = tables["statements"].to_pylist()
        self._by_document: dict[str, list[dict[str, Any]]] = {}
        for row in self._statements:
            if row["document"] in wanted:
                self._by_document.setdefault(row["document"], []).append(row)
        hashes = {
            (row["document"], row["statement"]): text_hash(row["text"])
            for rows in self._by_document.values()
            for row in rows
        }
        found: dict[Key, list[Verdict]] = {}
        for verdict in verdicts:
            if verdict.theme and verdict.theme not in themes:
                self._report(
                    verdict, "verdict_unknown_theme", f"theme {verdict.theme!r} is not in the codebook"
                )
            elif (key := self._statement_of(verdict, hashes)) is None:
                self._report(verdict, "verdict_orphan", self._why_orphan(verdict))
            else:
                found.setdefault(key, []).append(verdict)
        self._right: dict[tuple[str, str, str], Verdict] = {}
        self._wrong: set[tuple[str, str, str]] = set()
        self._no_problem: set[Key] = set()
        for key, mine in found.items():
            self._settle(key, mine)

    def _statement_of(self, verdict: Verdict, hashes: Mapping[Key, str]) -> Key | None:
        document = self._used.get(verdict.sha256)
        rows = self._by_document.get(document["document"], []) if document else []
        same = [row for row in rows if hashes[row["document"], row["statement"]] == verdict.text_hash]
        if not same:
            return None
        # The same words may stand in a report twice; then the one nearest to the old place is meant.
        nearest = min(same, key=lambda row: abs(row["start"] - verdict.start))
        return nearest["document"], nearest["statement"]

    def _why_orphan(self, verdict: Verdict) -> str:
        if verdict.sha256 not in self._used:
            return "its file is not among the used ones (left out, or changed since)"
        return "its words are no longer a statement of this file"

    def _settle(self, key: Key, verdicts: Sequence[Verdict]) -> None:
        by_theme: dict[str, list[Verdict]] = {}
        for verdict in verdicts:
            if verdict.verdict in ("right", "wrong") and verdict.theme:
                by_theme.setdefault(verdict.theme, []).append(verdict)
        against = [verdict for verdict in verdicts if verdict.verdict == "not_problem"]
        # "right" without a theme says that the statement is a problem on no theme: it contradicts too.
        stands = [verdict for verdict in verdicts if verdict.verdict == "right"]
        if against and stands:
            self._conflict([*against, *stands], "a problem or not")
            return
        if against:
            self._no_problem.add(key)
            return
        for theme, mine in by_theme.items():
            if len({verdict.verdict for verdict in mine}) > 1:
                self._conflict(mine, f"theme {theme} right or wrong")
            elif mine[0].verdict == "right":
                self._right[(*key, theme)] = mine[0]
            else:
                self._wrong.add((*key, theme))

    def _conflict(self, verdicts: Sequence[Verdict], about: str) -> None:
        said = ", ".join(f"{verdict.reviewer}: {verdict.verdict}" for verdict in verdicts)
        self._report(verdicts[0], "verdict_conflict", f"the reviewers do not agree ({about}; {said})")

    def _report(self, verdict: Verdict, code: str, reason: str) -> None:
        advice = {
            "verdict_conflict": "Let them agree and run textmine review again",
            "verdict_orphan": "Review it in the new ledger, or delete its row of verdicts.csv",
            "verdict_unknown_theme": "Correct or delete its row of verdicts.csv",
        }[code]
        quoted = verdict.text[:_SHOWN] + ("…" if len(verdict.text) > _SHOWN else "")
        document = self._used.get(verdict.sha256)
        self.issues.append(
            {
                "document": verdict.document,
                "path": document["path"] if document else None,
                "stage": "run",
                "code": code,
                "message": f"Verdict of {verdict.reviewer} on “{quoted}” ({verdict.start}–{verdict.end}) is not "
                f"applied: {reason}. {advice}.",
            }
        )

    def changed(self) -> dict[str, list[dict[str, Any]]]:
        """Rows of the tables that verdicts touch."""
        statements = [
            {**row, "role": "context"} if (row["document"], row["statement"]) in self._no_problem else row
            for row in self._statements
        ]
        added = self._added()
        return {
            "statements": statements,
            "tags": self._in_order([*self._tags(), *(tag for tag, _ in added)]),
            "evidence": self._in_order([*self._evidence(), *(evidence for _, evidence in added)]),
        }

    def _tags(self) -> list[dict[str, Any]]:
        rows = []
        for row in self._tables["tags"].to_pylist():
            key = (row["document"], row["statement"])
            if (*key, row["theme"]) in self._wrong:
                continue
            if key in self._no_problem:
                row["role"] = "context"
            if self._right.get((*key, row["theme"])):
                row["review"] = False
            rows.append(row)
        return rows

    def _evidence(self) -> list[dict[str, Any]]:
        return [
            row
            for row in self._tables["evidence"].to_pylist()
            if (row["document"], row["statement"], row["theme"]) not in self._wrong
        ]

    def _added(self) -> list[tuple[dict[str, Any], dict[str, Any]]]:
        given = {
            (row["document"], row["statement"], row["theme"]) for row in self._tables["tags"].to_pylist()
        }
        statements = {(row["document"], row["statement"]): row for row in self._statements}
        added = []
        for (document, statement, theme), verdict in self._right.items():
            if (document, statement, theme) in given:
                continue
            row = statements[document, statement]
            base = {"document": document, "statement": statement, "theme": theme}
            tag = {**base, "role": row["role"], "probability": 1.0, "review": False}
            source = f"review:{verdict.reviewer}"
            place = {"start": row["start"], "end": row["end"], "text": row["text"]}
            added.append((tag, {**base, "source": source, **place}))
        return added

    def _in_order(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Rows in the order of the statements, within a statement as they came."""
        order: dict[Key, int] = {}
        for row in self._statements:
            order.setdefault((row["document"], row["statement"]), len(order))
        return sorted(rows, key=lambda row: order.get((row["document"], row["statement"]), len(order)))
