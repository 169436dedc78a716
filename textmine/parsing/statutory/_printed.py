"""The tables as the official form prints them: how cells are set apart, and what must stand between the rows' cells.

A row is found by its cells alone, with one short regular expression for each way of setting cells apart (``Setting``); the text
between the cells of one row and those of the next, its *gap*, must then be the name of that row in the form, with nothing but
names of groups, column headings and numbering before it. The gaps of a table are the same in thousands of reports, so that they
are checked once and then known (``table_of``).
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
    RowForm,
    active_columns,
    active_rows,
    request_rows,
)
from textmine.schema import Era


class Setting(NamedTuple):
    """How cells are set apart: before a row's first cell, between cells, behind the last one (patterns).

    ``blanks`` are the blanks and marks that may stand in a gap. In ``TABS`` a cell may be blank.
    """

    first: str
    between: str
    close: str
    blanks: str


_LINE_END = r"(?=\n|\Z)"
_NEXT_LINE = r" *\n(?: *\n)*+ *\t? *"

TABS = Setting(r"\t", r"\t", _LINE_END, " \t\n")
PADDED_TABS = Setting(r"[ \t]*\t *", r" *\t *", rf"[ \t]*{_LINE_END}", " \t\n")
ONE_LINE = Setting(r"[ \t]*\t *", r" *\t *", r"(?=[ \n]|\Z)", " \t")
LINES = Setting(_NEXT_LINE, _NEXT_LINE, rf" *{_LINE_END}", " \t\n")
BLANKS = Setting(r"[ \n]+", r"[ \n]++", r"(?=[ \n]|\Z)", " \n")
PIPES = Setting(r"[ |]*\| *", r" *\| *", rf"(?: *\|[ |]*+)?{_LINE_END}", " \n|")
PIPE_LINES = Setting(r"[ \n|]*\|[ \n]*", r"[ \n]*\|[ \n]*", r"[ \n]*\|[ \n|]*", " \n|")

_WHOLE, _CHANGE, _AMOUNT = "[0-9]{1,15}", "[+-]?[0-9]{1,15}", r"[0-9]{1,12}(?:\.[0-9]{1,6})?"
# A gap: no digits but those of the rows' own numbering. In TABS, where cells may be blank, it ends at the first tab that leaves
# as many cells as the row has.
_GAP = r"[^0-9]*+(?:[0-9]{1,2}[.、)](?![0-9])[^0-9]*+)*+"
_GAP_BEFORE_BLANKS = r"[^|]{1,200}?\t"
_BLANK = re.compile(r"[\s\u2063|]+")
# A mark that means "nothing" where it fills a cell, standing alone.
_LONE_MARK = re.compile(r"(?<![^\s|])[无空/](?![^\s|])")
# Words and numbering in a gap.
_LEAD = re.compile(r"(?:[\u4e00-\u9fff()、,:;\"'“”‘’]|[0-9]{1,2}[.、)]){0,160}")


class Table(NamedTuple):
    """The form of a table: keys of its figures, names of its rows, and of each row the cells and the headings over them."""

    keys: tuple[str, ...]
    rows: tuple[RowForm, ...]
    cells: tuple[tuple[str, ...], ...]
    headings: tuple[re.Pattern[str] | None, ...]


@lru_cache(maxsize=64)
def row_pattern(setting: Setting, cells: tuple[str, ...], *, gap: bool = True) -> re.Pattern[str]:
    """The cells of a row, one group each, with the gap before them (without it for the review table)."""
    if setting is TABS:
        lead, groups, close = _GAP_BEFORE_BLANKS, [f"({cell}|)" for cell in cells], setting.close
    else:
        lead, groups, close = _GAP, [f"({cell})" for cell in cells], ""
    return re.compile((lead if gap else "") + setting.between.join(groups) + close)


@lru_cache(maxsize=16)
def end_pattern(setting: Setting) -> re.Pattern[str]:
    """What follows a table's last cell: words, a Markdown heading, or nothing; another number might be one more cell."""
    pipe = "|" if "|" in setting.blanks else ""
    return re.compile(rf"{setting.close}[\s{pipe}]*+(?:[^\s|\w]*+[A-Za-z\u4e00-\u9fff]|#|\Z)")


@lru_cache(maxsize=2)
def requests_table(era: Era) -> Table:
    """The requests table of one form."""
    left_out = ("other",) if era == "2021" else PARTS_OF_OTHER
    rows = tuple(row for row in request_rows() if row.key not in left_out)
    keys = tuple(f"requests.{row.key}.{column}" for row in rows for column in REQUEST_COLUMNS)
    return Table(keys, rows, ((_WHOLE,) * len(REQUEST_COLUMNS),) * len(rows), (None,) * len(rows))


@lru_cache(maxsize=2)
def active_table(era: Era) -> Table:
    """The active table of one form; a row has a heading where its columns differ from those of the row before."""
    rows = tuple(row for row in active_rows() if row.columns[era])
    columns = [row.columns[era] for row in rows]
    keys = tuple(f"active.{row.key}.{key}" for row in rows for key in row.columns[era])
    cells = tuple(tuple(_cell(row.key, key) for key in row.columns[era]) for row in rows)
    fresh = (over != before for over, before in zip(columns, [(), *columns], strict=False))
    headings = (_heading(over, era) if new else None for over, new in zip(columns, fresh, strict=True))
    return Table(keys, rows, cells, tuple(headings))


def _cell(row: str, column: str) -> str:
    if f"{row}.{column}" in MONEY:
        return _AMOUNT
    return _CHANGE if column == "change" else _WHOLE


def _heading(columns: tuple[str, ...], era: Era) -> re.Pattern[str]:
    """The column headings over a row, with money in 万元 or in no unit."""
    heads = {(column.key, column.era): column.pattern.pattern for column in active_columns()}
    names = (heads.get((key, era)) or heads[key, ""] for key in columns)
    return re.compile("[^0-9]{0,60}?" + "[^0-9]{0,12}?".join(names) + "(?:[^0-9元亿]|万元){0,20}")


REVIEW_KEYS = tuple(f"review.{block}.{column}" for block in REVIEW_BLOCKS for column in REVIEW_COLUMNS)
REVIEW_CELLS = (_WHOLE,) * len(REVIEW_KEYS)


def follows_form(gaps: tuple[str, ...], setting: Setting, table: str, era: Era) -> bool:
    """Whether the gaps between a table's cells are those of the form, in order; ``table`` is ``requests`` or ``active``.

    The first gap begins at the name of the first row (requests) or at the first column heading (active).
    """
    return all(_leads_to_row(gap, number, setting, table, era) for number, gap in enumerate(gaps))


@lru_cache(maxsize=2048)  # tables that differ in one gap have the others in common
def _leads_to_row(gap: str, number: int, setting: Setting, table: str, era: Era) -> bool:
    """Whether a gap is that before the cells of row ``number`` of the form."""
    form = requests_table(era) if table == "requests" else active_table(era)
    close = setting.close if number else ""
    found = re.fullmatch(f"{close}(?P<name>[^\\0]*?){setting.first}", gap)
    row, heading = form.rows[number], form.headings[number]
    return found is not None and _names(found["name"], row, heading, setting, alone=table == "active")


def _names(
    name: str, row: RowForm, heading: re.Pattern[str] | None, setting: Setting, *, alone: bool
) -> bool:
    """Whether a gap holds the name of a row at its end and nothing before it but words; ``alone``: set apart by a blank."""
    odd = set("".join(_BLANK.findall(name))) - {*setting.blanks, "\u2063"}
    if odd or name[-1:] in "\t\n|" or _LONE_MARK.search(name):
        return False
    compact = _BLANK.sub("", name)
    places = [place for place, char in enumerate(name) if not _BLANK.match(char)]
    for found in row.pattern.finditer(compact):
        lead = compact[: found.start()]
        glued = alone and lead and not _BLANK.match(name[places[found.start()] - 1])
        if found.end() == len(compact) and not glued:
            words = _LEAD.fullmatch(lead.replace("增/减", "增减"))
            return bool(words and (not heading or heading.fullmatch(lead)))
    return False


# What may break a name anywhere: blanks and table marks.
_BREAK = r"[\s\u2063#|*]*+"
_QUANTIFIER = r"(?:[?*+]|\{[\d,]+\})?"
_ATOM = re.compile(
    rf"(?P<mark>\(\?[:!=]|[(|]|\){_QUANTIFIER})|(?P<atom>\\.|\[(?:\\.|[^\]])*\]|[^\\])(?P<times>{_QUANTIFIER})"
)


def broken(pattern: str) -> str:
    """A pattern for text without blanks as one for text in which blanks and table marks may stand between any two characters."""
    pieces: list[str] = []
    for found in _ATOM.finditer(pattern):
        gap = _BREAK if pieces else ""
        if found["mark"]:
            pieces.append(found["mark"])
        elif found["times"]:
            pieces.append(f"(?:{gap}{found['atom']}){found['times']}")
        else:
            pieces.append(gap + found["atom"])
    return "".join(pieces)


@lru_cache(maxsize=1)
def first_request_row() -> re.Pattern[str]:
    """The name of the requests table's first row, with what stands between it and its first cell as group 1."""
    return re.compile(rf"(?:{broken(request_rows()[0].pattern.pattern)})([\s|]+)(?=[0-9])")


@lru_cache(maxsize=1)
def first_active_heads() -> dict[Era, re.Pattern[str]]:
    """The first column heading of the active table, by form, up to the first two numbers with what parts them as group 1."""
    heads = {column.era: column.pattern.pattern for column in active_columns() if column.key == "made"}
    eras: tuple[Era, ...] = ("2021", "2019")
    return {
        era: re.compile(rf"{broken(heads[era])}[^0-9]{{1,120}}+[0-9]++([^0-9]+)(?=[0-9])") for era in eras
    }


@lru_cache(maxsize=1)
def first_review_head() -> re.Pattern[str]:
    """The second of the headings over the review table; the first one is found in the text before it too."""
    return re.compile(broken("直接起诉"))


@lru_cache(maxsize=1)
def review_heads() -> re.Pattern[str]:
    """The headings of the review table from 直接起诉 on, to its first number; what stands between the first two is group 1."""
    words = "[^0-9*/.·╱—无空\\-]"
    return re.compile(
        rf"{broken('直接起诉')}{words}{{0,100}}?(?:{broken(LAST_REVIEW_HEAD)})(?P<heads>{words}{{1,240}}?)(?<=[\s|])(?=[0-9]++([^0-9]*+))"
    )
