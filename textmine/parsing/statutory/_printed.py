"""Regular expressions that match a whole statutory table at once, made from the row names of the data file.

Most reports print the official form unchanged and fill every cell with a plain number. Such a table is one long regular
expression: the names of its rows in their order, with the cells between them captured. There is one expression for each way in
which cells are set apart (``Setting``). They are strict: between two rows only words and the rows' own numbering may
stand, a cell is digits (or, in ``TABS``, nothing), and no separator is left to interpretation. What they match in full the
step-by-step reader would read in the same way; they match nothing else.

Each row is an atomic group, so that a failure in one row is not tried again with other readings of the rows before it: the
time is linear in the table's length.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from textmine.parsing.statutory._forms import (
    LAST_REVIEW_HEAD,
    MONEY,
    PARTS_OF_OTHER,
    REQUEST_COLUMNS,
    REVIEW_BLOCKS,
    REVIEW_COLUMNS,
    active_columns,
    active_rows,
    request_rows,
)
from textmine.schema import Era


class Setting(NamedTuple):
    """How cells are set apart: before a row's first cell, between cells, behind the last one.

    ``cell`` is what a cell of whole numbers is, ``blanks`` are the blanks that may stand among words.
    """

    name: str
    first: str
    between: str
    close: str
    blanks: str
    cell: str = "([0-9]{1,15})"


_LINE_END = r"(?=\n|\Z)"
_NEXT_LINE = r" *\n(?: *\n)*+ *\t? *"

TABS = Setting("tabs", r" *\t", r"\t", _LINE_END, r" \t\n", "([0-9]{0,15})")
PADDED_TABS = Setting("padded tabs", r"[ \t]*\t *", r" *\t *", rf"[ \t]*{_LINE_END}", r" \t\n")
ONE_LINE = Setting("one line", r"[ \t]*\t *", r" *\t *", r"(?=[ \n]|\Z)", r" \t")
LINES = Setting("lines", _NEXT_LINE, _NEXT_LINE, rf" *{_LINE_END}", r" \t\n")
BLANKS = Setting("blanks", r"[ \n]++", r"[ \n]++", r"(?=[ \n]|\Z)", r" \n")
PIPES = Setting("pipes", r"[ |]*\| *", r" *\| *", rf"(?: *\|[ |]*+)?{_LINE_END}", r" \n|")
PIPE_LINES = Setting("pipe lines", r"[ \n|]*\|[ \n]*", r"[ \n]*\|[ \n]*", r"[ \n]*\|[ \n|]*", r" \n|")

# Blanks and table marks that may break a name anywhere (what the compact view leaves out).
_GAP = r"[\s\u2063#|*]*+"
# Ideographs but 无 and 空, which mean "nothing" where they fill a cell, and marks that never do.
_WORDS = "一-旟旡-穹穻-鿿()、,:;\"'“”‘’"
_QUANTIFIER = r"(?:[?*+]|\{[\d,]+\})?"
_ATOM = re.compile(
    rf"(?P<mark>\(\?[:!=]|[(|]|\){_QUANTIFIER})|(?P<atom>\\.|\[(?:\\.|[^\]])*\]|[^\\])(?P<times>{_QUANTIFIER})"
)
# What follows a table's last cell: words, a Markdown heading, or nothing. Another number might be one more cell.
_END = r"(?:[^\s|\w]*+[A-Za-z\u4e00-\u9fff]|#|\Z)"
_CHANGE = "[+-]?[0-9]{1,15}"
_AMOUNT = r"[0-9]{1,12}(?:\.[0-9]{1,6})?"


class Table(NamedTuple):
    """A table's expression with the keys of its groups; ``widths`` are the numbers of cells of its rows, in order."""

    pattern: re.Pattern[str]
    keys: tuple[str, ...]
    widths: tuple[int, ...]


def broken(pattern: str) -> str:
    """A pattern for text without blanks as one for text in which blanks and table marks may stand between any two characters."""
    pieces: list[str] = []
    for found in _ATOM.finditer(pattern):
        gap = _GAP if pieces else ""
        if found["mark"]:
            pieces.append(found["mark"])
        elif found["times"]:
            pieces.append(f"(?:{gap}{found['atom']}){found['times']}")
        else:
            pieces.append(gap + found["atom"])
    return "".join(pieces)


def _lead(setting: Setting) -> str:
    """What may stand between a row's last cell and the next name: names of groups and the row's own number."""
    words = f"[{_WORDS}{setting.blanks}]"
    return rf"{words}{{0,80}}?(?:(?:无(?=[法正])|[0-9]{{1,2}}[.、)]){words}{{0,40}}?){{0,3}}?"


def _end(setting: Setting) -> str:
    return rf"(?=[\s{'|' if '|' in setting.first else ''}]*+{_END})"


def _row(lead: str, name: str, setting: Setting, cells: list[str]) -> str:
    return f"(?>{lead}(?:{name}){setting.first}{setting.between.join(cells)}{setting.close})"


@lru_cache(maxsize=1)
def first_request_row() -> re.Pattern[str]:
    """The name of the requests table's first row, with what stands between it and its first cell as group 1."""
    return re.compile(rf"(?:{broken(request_rows()[0].pattern.pattern)})([\s|]+)(?=[0-9])")


@lru_cache(maxsize=16)
def requests_table(setting: Setting, era: Era) -> Table:
    """The requests table of one form, to be matched where the name of its first row begins."""
    left_out = ("other",) if era == "2021" else PARTS_OF_OTHER
    rows = [row for row in request_rows() if row.key not in left_out]
    lead, cells = _lead(setting), [setting.cell] * len(REQUEST_COLUMNS)
    names = [broken(row.pattern.pattern) for row in rows]
    others = [_row(lead, name, setting, cells) for name in names[1:]]
    pattern = re.compile(_row("", names[0], setting, cells) + "".join(others) + _end(setting))
    keys = tuple(f"requests.{row.key}.{column}" for row in rows for column in REQUEST_COLUMNS)
    return Table(pattern, keys, (len(REQUEST_COLUMNS),) * len(rows))


@lru_cache(maxsize=1)
def first_active_heads() -> dict[Era, re.Pattern[str]]:
    """The first column heading of the active table, by form."""
    heads = {column.era: column.pattern.pattern for column in active_columns() if column.key == "made"}
    return {era: re.compile(broken(heads[era])) for era in ("2021", "2019")}


@lru_cache(maxsize=16)
def active_table(setting: Setting, era: Era) -> Table:
    """The active table of one form, to be matched where its first column heading begins."""
    pattern, keys, widths = "", list[str](), list[int]()
    headed: tuple[str, ...] = ()
    for row in active_rows():
        columns = row.columns[era]
        if not columns:
            continue
        lead = _heading(columns, era, setting, first=not headed)
        if columns == headed:
            lead = f"(?:{lead}|[{setting.blanks}]*?)"
        cells = [_active_cell(row.key, column, setting) for column in columns]
        pattern += _row(lead, rf"(?<=[\s|]){broken(row.pattern.pattern)}", setting, cells)
        keys += [f"active.{row.key}.{column}" for column in columns]
        widths.append(len(columns))
        headed = columns
    return Table(re.compile(pattern + _end(setting)), tuple(keys), tuple(widths))


def _heading(columns: tuple[str, ...], era: Era, setting: Setting, *, first: bool) -> str:
    """Column headings up to the name of the row below them; money stands in 万元 or in no unit."""
    heads = {(column.key, column.era): broken(column.pattern.pattern) for column in active_columns()}
    words = f"[{_WORDS}{setting.blanks}]"
    names = [f"(?:{heads.get((key, era)) or heads[key, '']})" for key in columns]
    before = "" if first else f"{words}{{0,60}}?"
    no_unit = f"(?:(?![元亿]){words})"
    return before + f"{words}{{0,12}}?".join(names) + f"{no_unit}{{0,20}}?(?:万元{no_unit}{{0,12}}?)?"


def _active_cell(row: str, column: str, setting: Setting) -> str:
    special = _AMOUNT if f"{row}.{column}" in MONEY else _CHANGE if column == "change" else ""
    return f"({special}{'|' if setting is TABS else ''})" if special else setting.cell


@lru_cache(maxsize=1)
def review_heads() -> re.Pattern[str]:
    """The headings of the review table from 直接起诉 on, to its first number; what stands before that is group 1."""
    words = f"[{_WORDS} \\t\\n|]"
    return re.compile(
        rf"直{_GAP}接{_GAP}起{_GAP}诉{words}{{0,100}}?(?:{broken(LAST_REVIEW_HEAD)}){words}{{0,240}}?([\s|]+)(?=[0-9])"
    )


@lru_cache(maxsize=16)
def review_table(setting: Setting) -> Table:
    """The row of the review table, to be matched behind its headings."""
    keys = tuple(f"review.{block}.{column}" for block in REVIEW_BLOCKS for column in REVIEW_COLUMNS)
    between = setting.between.join([setting.cell] * len(keys))
    return Table(re.compile(between + setting.close + _end(setting)), keys, (len(keys),))
