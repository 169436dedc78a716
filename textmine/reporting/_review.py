"""Reads reviewers' verdicts back from the ledger of a theme report's workbook, whatever program saved it."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from textmine.analysis.verdicts import UNNAMED, Verdict, VerdictKind, text_hash
from textmine.errors import ResourceError
from textmine.reporting._ledger import ID_COLUMNS, INPUT_COLUMNS, LEDGER_VERSION, id_heading, inputs_hash
from textmine.reporting._printable import clean
from textmine.reporting._template import LANGUAGES
from textmine.reporting._wording import load_wording
from textmine.resources import load_yaml

# The ledger of 10,000 reports unpacks to some 200 MB.
_MAX_UNPACKED = 2_000_000_000
_MAX_ROW_WIDTH = 200
_MAX_SHOWN = 20  # troubles named in one message
_MAX_NAME, _MAX_NOTE = 100, 2_000
_ID_HEADING = re.compile(r"textmine:([0-9]{1,6}):([a-z0-9_]{1,30})")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_RANGE = re.compile(r"([0-9]{1,9})-([0-9]{1,9})")
_SEPARATORS = " ,;、/|\n\t"
#: Hidden sheet with an organisation's own names of themes: id and name, a row each.
NAMES_SHEET = "textmine-names"
_OPTIONAL = ("given",)  # ledgers of earlier versions lack it


Place = tuple[str, int, str]


@dataclass(frozen=True)
class ReviewFindings:
    """What a workbook says.

    ``verdicts`` are those entered or changed since the workbook was written, ``replaced`` the places (SHA-256, start, hash of
    the words) whose earlier verdicts were changed or cleared; ``reviewed`` rows have a verdict, old or new, of ``rows`` in
    all; ``unsaid`` rows hold a name or remark that was entered without a verdict.
    """

    verdicts: tuple[Verdict, ...]
    reviewed: int
    rows: int
    replaced: tuple[Place, ...] = ()
    unsaid: int = 0

    @property
    def news(self) -> bool:
        """Whether anything was entered or changed."""
        return bool(self.verdicts or self.replaced or self.unsaid)


@dataclass(frozen=True)
class _Row:
    """A row of the ledger: texts by column name, and where they stand."""

    sheet: str
    number: int
    letters: Mapping[str, str]
    values: Mapping[str, str]
    themes: tuple[tuple[str, str], ...] = ()

    @property
    def changed(self) -> bool:
        """Whether the inputs are other than those that the workbook was written with."""
        return inputs_hash(self.values) != self.values.get("given", "")

    def place(self, name: str) -> str:
        """Sheet and cell, for messages."""
        return f"{self.sheet}!{self.letters[name]}{self.number}"


class _CellError(Exception):
    """A cell that says nothing usable; the message names it and what to do."""


def read_review(path: str | Path, *, when: str, reviewer: str | None = None) -> ReviewFindings:
    """Verdicts from a theme report's workbook in which reviewers filled in the ledger; rows without a verdict are passed over.

    Parameters
    ----------
    when: ISO time to note.
    reviewer: name for rows in which the reviewer's name is left blank.

    Raises
    ------
    ResourceError: the file is no workbook with a ledger of textmine, its ledger is of another version or lacks a column, or cells
        hold what is no verdict; the message names sheet and cells.
    """
    source = Path(path)
    book = _open(source)
    found = _Findings(when, reviewer or UNNAMED)
    try:
        sheet, head = _ledger_sheet(book, source)
        columns = _columns(head, sheet.title, source)
        themes = _theme_names(_own_names(book))
        for row in _rows(sheet, columns, themes):
            found.take(row)
    finally:
        book.close()
    troubles = found.troubles
    if troubles:
        more = f"; and {len(troubles) - _MAX_SHOWN} more" if len(troubles) > _MAX_SHOWN else ""
        raise ResourceError(
            f"{source}: {'; '.join(troubles[:_MAX_SHOWN])}{more}. Correct these cells and run again."
        )
    return found.whole()


class _Findings:
    """Gathers what the rows say."""

    def __init__(self, when: str, reviewer: str) -> None:
        self._when, self._reviewer = when, reviewer
        self._verdicts: list[Verdict] = []
        self._replaced: list[Place] = []
        self._reviewed = self._rows = self._unsaid = 0
        self.troubles: list[str] = []

    def take(self, row: _Row) -> None:
        """One row more."""
        self._rows += any(row.values.values())
        try:
            found = _row_verdicts(row, self._when, self._reviewer)
            if row.changed and row.values.get("given"):
                self._replaced.append((row.values["sha256"], _checked_ids(row)[0], row.values["text_hash"]))
        except _CellError as error:
            if row.changed:
                self.troubles.append(str(error))
            return
        self._reviewed += bool(found)
        if row.changed:
            self._verdicts += found
            self._unsaid += not found and any(row.values[name] for name in INPUT_COLUMNS)

    def whole(self) -> ReviewFindings:
        """All of it."""
        return ReviewFindings(
            tuple(self._verdicts), self._reviewed, self._rows, tuple(self._replaced), self._unsaid
        )


def _own_names(book: Any) -> dict[str, str]:
    """An organisation's names of themes by id, from the hidden sheet that holds them."""
    if NAMES_SHEET not in book.sheetnames:
        return {}
    rows = book[NAMES_SHEET].iter_rows(max_row=_MAX_ROW_WIDTH, max_col=2, values_only=True)
    return {_text(row[0]): _text(row[1]) for row in rows if len(row) == 2 and row[0] and row[1]}


def _open(source: Path) -> Any:
    import warnings

    import openpyxl

    not_ours = f"{source}: is no Excel workbook (.xlsx) that can be opened"
    try:
        with zipfile.ZipFile(source) as package:
            if sum(entry.file_size for entry in package.infolist()) > _MAX_UNPACKED:
                raise ResourceError(f"{source}: unpacks to far more than a ledger can hold; it is not read.")
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore"
            )  # about extensions of other programs, which are of no concern here
            return openpyxl.load_workbook(source, read_only=True, data_only=True)
    except OSError as error:
        raise ResourceError(f"{source}: cannot be read ({error.strerror or error}).") from error
    except ResourceError:
        raise
    except Exception as error:  # openpyxl raises whatever a damaged part makes it stumble over
        raise ResourceError(
            f"{not_ours} ({type(error).__name__}); save it as .xlsx without a password and give that file."
        ) from error


def _ledger_sheet(book: Any, source: Path) -> tuple[Any, list[str]]:
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # some programs write wrong ones
        head = [_text(value) for value in next(sheet.iter_rows(max_row=1, values_only=True), ())]
        versions = {int(match[1]) for name in head if (match := _ID_HEADING.fullmatch(name))}
        if LEDGER_VERSION in versions:
            return sheet, head
        if versions:
            raise ResourceError(
                f"{source}: sheet {sheet.title!r} is a ledger of version {max(versions)}, this program reads version "
                f"{LEDGER_VERSION}; write the workbook anew with textmine report."
            )
    raise ResourceError(
        f"{source}: no sheet is a ledger of textmine (its hidden columns {id_heading('sha256')} … are not in any first row); "
        "give the theme-report.xlsx that textmine report wrote."
    )


def _columns(head: Sequence[str], sheet: str, source: Path) -> dict[str, int]:
    names = {id_heading(name): name for name in ID_COLUMNS}
    for lang in LANGUAGES:
        wording = load_wording(lang)
        names |= {_folded(wording.say(f"columns.{name}")): name for name in ("text", *INPUT_COLUMNS)}
    columns: dict[str, int] = {}
    for place, heading in enumerate(head[:_MAX_ROW_WIDTH]):
        name = names.get(heading) or names.get(_folded(heading))
        if name:
            columns.setdefault(name, place)
    needed = (*ID_COLUMNS, "text", *INPUT_COLUMNS)
    missing = [name for name in needed if name not in columns and name not in _OPTIONAL]
    if missing:
        shown = [
            id_heading(name) if name in ID_COLUMNS else load_wording("zh").say(f"columns.{name}")
            for name in missing
        ]
        raise ResourceError(
            f"{source}: row 1 of sheet {sheet!r} lacks the column {', '.join(shown)}; put the heading back, or copy the "
            "verdicts into a new workbook from textmine report."
        )
    return columns


def _rows(sheet: Any, columns: Mapping[str, int], themes: tuple[tuple[str, str], ...]) -> Iterator[_Row]:
    from openpyxl.utils import get_column_letter

    letters = {name: get_column_letter(place + 1) for name, place in columns.items()}
    last = max(columns.values()) + 1
    for number, cells in enumerate(sheet.iter_rows(min_row=2, max_col=last, values_only=True), start=2):
        values = {name: _text(cells[place]) if place < len(cells) else "" for name, place in columns.items()}
        yield _Row(sheet.title, number, letters, values, themes)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return clean(str(value)).strip()


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _row_verdicts(row: _Row, when: str, reviewer: str) -> list[Verdict]:
    values = row.values
    if not values["verdict"] and not values["corrected"]:
        return []
    start, end = _checked_ids(row)
    shown, candidates = (values[name].split() for name in ("theme_ids", "candidate_ids"))
    base: dict[str, Any] = {
        "document": values["sha256"][:12],
        "sha256": values["sha256"],
        "start": start,
        "end": end,
        "text_hash": values["text_hash"],
        "reviewer": values["reviewer"][:_MAX_NAME] or reviewer,
        "note": values["remark"][:_MAX_NOTE],
        "when": when,
        "text": values["text"],
    }
    return [Verdict(**base, theme=theme, verdict=verdict) for theme, verdict in _said(row, shown, candidates)]


def _checked_ids(row: _Row) -> tuple[int, int]:
    """Range of the row's statement, once its hidden columns are found to be whole and to belong to its text."""
    values = row.values
    place = _RANGE.fullmatch(values["range"])
    if not _SHA256.fullmatch(values["sha256"]) or not place or not values["text_hash"]:
        raise _CellError(
            f"{row.place('verdict')}: the row has a verdict, but its hidden columns do not say on which statement "
            f"({row.place('sha256')}, {row.place('range')}); rows cannot be added by hand"
        )
    # A text cut at the length of a cell cannot be compared.
    if not values["text"].endswith("…") and text_hash(values["text"]) != values["text_hash"]:
        raise _CellError(
            f"{row.place('text')}: the text is not that of the hidden columns of its row; it was edited, or some columns were "
            "sorted without the others"
        )
    return int(place[1]), int(place[2])


def _said(row: _Row, shown: Sequence[str], candidates: Sequence[str]) -> list[tuple[str, VerdictKind]]:
    """Themes with what the row says of them."""
    values = row.values
    kind = _verdict_names().get(_folded(values["verdict"])) if values["verdict"] else "wrong_theme"
    if kind is None:
        known = "、".join(load_wording("zh").raw("verdicts").values())
        raise _CellError(
            f"{row.place('verdict')}: unknown verdict {values['verdict'][:40]!r}, known are {known}"
        )
    if values["corrected"]:
        if kind not in ("wrong_theme", "right", "candidates_right"):
            raise _CellError(
                f"{row.place('corrected')}: themes are given, but the verdict in {row.place('verdict')} is "
                f"{values['verdict']!r}; keep one of the two"
            )
        right = _themes(row)
        wrong = [theme for theme in (*shown, *candidates) if theme not in right]
        return [(t, "right") for t in right] + [(t, "wrong") for t in wrong] or [("", "right")]
    if kind == "wrong_theme":
        if len(shown) + len(candidates) != 1:
            raise _CellError(
                f"{row.place('corrected')}: the verdict is {values['verdict']!r}; give the themes that are right, or "
                f"{load_wording('zh').say('no_theme')} if there is none"
            )
        return [(theme, "wrong") for theme in (*shown, *candidates)]
    if kind == "right":
        return [(theme, "right") for theme in shown] or [("", "right")]
    if kind == "candidates_right":
        return [(theme, "right") for theme in (*shown, *candidates)] or [("", "right")]
    return [("", _STATEMENT_VERDICTS[kind])]


_STATEMENT_VERDICTS: dict[str, VerdictKind] = {
    "wrong_role": "not_problem",
    "wrong_split": "wrong_split",
    "unsure": "unsure",
}


@lru_cache(maxsize=1)
def _verdict_names() -> dict[str, str]:
    return {
        _folded(name): kind for lang in LANGUAGES for kind, name in load_wording(lang).raw("verdicts").items()
    }


def _theme_names(own: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Folded names with theme ids (empty for none), the longest first; an organisation's ``own`` names count beside the usual."""
    names = {_folded(load_wording(lang).say("no_theme")): "" for lang in LANGUAGES}
    for theme in load_yaml("codebook.yaml")["themes"]:
        names |= {_folded(theme[key]): theme["id"] for key in ("id", *LANGUAGES)}
    names |= {_folded(name): theme for theme, name in own.items()}
    return tuple(sorted(names.items(), key=lambda item: -len(item[0])))


def _themes(row: _Row) -> list[str]:
    """Theme ids named in the cell of corrected themes, in any order and with any usual separator."""
    rest = _folded(row.values["corrected"]).strip(_SEPARATORS)
    found: dict[str, None] = {}
    while rest:
        match = next(
            (
                (name, theme)
                for name, theme in row.themes
                if rest.startswith(name) and rest[len(name) : len(name) + 1] in ("", *_SEPARATORS)
            ),
            None,
        )
        if match is None:
            raise _CellError(
                f"{row.place('corrected')}: {rest[:40]!r} is no theme; use the names that textmine themes lists, "
                "separated by 、"
            )
        found[match[1]] = None
        rest = rest[len(match[0]) :].lstrip(_SEPARATORS)
    if "" in found and len(found) > 1:
        raise _CellError(f"{row.place('corrected')}: themes and 无 contradict each other")
    return [theme for theme in found if theme]
