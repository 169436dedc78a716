"""The active table: rules, normative documents, decisions, fees; the columns differ from block to block."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from textmine.parsing.statutory._forms import MONEY, RowForm, active_columns, active_rows
from textmine.parsing.statutory._glued import glued_fields
from textmine.parsing.statutory._labels import find_whole_chain
from textmine.parsing.statutory._line_cells import cells_on_lines
from textmine.parsing.statutory._place import place, rows_apart
from textmine.parsing.statutory._report import Notes
from textmine.parsing.statutory._source import Field, Label, Source
from textmine.schema import Certainty, Era, Figure

_HEAD = re.compile(r"信息内容|第二十条第?\(一\)项|制发件数|新制作数量")
_HEAD_ENDS = ("件数", "总数量", "处理决定数量", "增/减", "万元)", "总金额")
_HEAD_OF_NUMBERS = re.compile(
    r"第二十条第|处理决定数量|收费金额|制发件数|废止件数|有效件数|制作数量|公开(?:总)?数量|项目数量|采购总金额"
)
# Headings on lines that follow each other: an empty line is then a blank cell.
_HEADS_ON_LINES = re.compile(r"(?:件数|数量)[ \t]*\n[ \t]*(?:本年|现行|对外)")
_UNIT = re.compile(r"金额[^\d]{0,8}?(亿元|万元|元)")
# The table takes up some 250 characters without blanks; explanations inside its cells may add a thousand.
_REACH = 1500
_FEWEST_ROWS = 4
_ROWS_OF_2019 = frozenset({"other_services", "procurement"})
_HEADS_OF_2019 = frozenset({"last_year", "change", "items"})
# The rows of the form of 2021; what has as many is the table.
_ENOUGH_ROWS = 6


@dataclass(frozen=True, slots=True)
class _PrintedRow:
    """A row of the active table with the columns and the unit that its printed heading shows."""

    key: str
    columns: tuple[str, ...]
    era: Era
    unit: str


def read_active(source: Source, notes: Notes) -> tuple[list[Figure], int]:
    """Figures of the first active table, and the compact position behind it (0 if there is none)."""
    labels = _find_rows(source)
    if not labels:
        return [], 0
    heads = _column_heads(source, labels)
    era = _era(heads, labels)
    forms = {row.key: row for row in active_rows()}
    rows: list[tuple[_PrintedRow, Label, list[Field]]] = []
    columns: tuple[str, ...] = ()
    previous, behind = max(0, labels[0].start - 120), False
    first, last = source.view.source(previous), source.view.source(labels[0].start)
    are_on_lines = _HEADS_ON_LINES.search(source.folded, first, last) is not None
    for label, following in zip(labels, [*labels[1:], None], strict=True):
        fresh = tuple(key for start, key, _ in heads if previous <= start < label.start)
        columns = _columns_of(forms[label.key], fresh or columns, era)
        found = _UNIT.search(source.compact, previous, label.start)
        row = _PrintedRow(label.key, columns, era, found.group(1) if found else "")
        fields = source.fields_after(label, following, reach=200, width=len(row.columns))
        behind = following is None and _is_behind_heads(source, label, fields)
        fields = [] if behind else fields
        if len(fields) < len(row.columns) or (
            len(row.columns) == 1 and len(fields) == 1 and fields[0].is_text
        ):
            on_lines = cells_on_lines(source, label, following, len(row.columns)) if are_on_lines else None
            fields = on_lines or glued_fields(source, label, following, len(row.columns)) or fields
        rows.append((row, label, fields))
        previous = label.end
    _share_out(rows)
    apart = rows_apart([(label.key, fields, len(row.columns)) for row, label, fields in rows], surely=behind)
    figures = [
        figure
        for row, label, fields in rows
        for figure in _row_figures(
            row,
            [] if label.key in apart else fields,
            source.view.span(label.start, label.end),
            notes,
            apart=label.key in apart,
        )
    ]
    if apart:
        names = ", ".join(forms[key].label for key in apart)
        notes.add("numbers_apart", source.view.source(labels[0].start), "active", names)
    elif figures and all(not figure.raw for figure in figures):
        place_of_table = source.view.source(labels[0].start)
        if all(len(fields) >= len(row.columns) for row, _, fields in rows):
            notes.add_blank(place_of_table, "active")
        else:
            notes.add("table_without_numbers", place_of_table, "active")
    _note_missing(labels, heads, era, source, notes)
    return figures, labels[-1].end


def _share_out(rows: list[tuple[_PrintedRow, Label, list[Field]]]) -> None:
    """Give two names of one column that stand one below the other a number each where both numbers stand behind one of them.

    So columns are copied one after the other (行政处罚, 行政强制, 4119, 195), and pages whose break parts the rows (行政处罚, 4119, 195, 行政强制).
    """
    for at, ((row, label, fields), (below, its_label, its_fields)) in enumerate(pairwise(rows)):
        if row.columns != below.columns or len(row.columns) != 1:
            continue
        if (
            all(item.is_empty and item.column is None for item in its_fields)
            and fields
            and row.key == "penalty"
        ):
            numbers = fields
        else:
            numbers = its_fields if not fields else []
        if len(numbers) == 2 and all(item.text.isdigit() and item.column is None for item in numbers):
            rows[at], rows[at + 1] = (row, label, numbers[:1]), (below, its_label, numbers[1:])


def _find_rows(source: Source) -> list[Label]:
    """The longest run of row names behind a heading, of equal ones the first: in the text before the table they may be listed."""
    gaps = set(source.view.gaps)
    heads = sorted(
        _HEAD.finditer(source.compact), key=lambda found: (found.group() != "信息内容", found.start())
    )
    best: list[Label] = []
    for head in heads[:12]:
        chain = find_whole_chain(
            source.compact,
            active_rows(),
            head.start(),
            _REACH,
            lambda _, start, __: start in gaps or _is_glued(source, start),
        )
        if len(chain) > len(best) and chain[0].key in ("rules", "normative_documents"):
            best = chain
        if len(best) >= _ENOUGH_ROWS:
            break
    return best if len(best) >= _FEWEST_ROWS else []


def _is_glued(source: Source, start: int) -> bool:
    """Whether a name stands right behind a number or a heading whose cell was lost."""
    before = source.compact[max(0, start - 8) : start]
    return before[-1:].isdigit() or before.endswith(_HEAD_ENDS)


def _note_missing(
    labels: list[Label], heads: list[tuple[int, str, str]], era: Era, source: Source, notes: Notes
) -> None:
    found = {label.key for label in labels}
    if era == "2019" and not found & _ROWS_OF_2019 and not {key for _, key, _ in heads} & _HEADS_OF_2019:
        era = "2021"  # below the old headings of the first rows stands the rest of the new form
    missing = [row.label for row in active_rows() if row.columns[era] and row.key not in found]
    if missing:
        notes.add("missing_rows", source.view.source(labels[0].start), "active", ", ".join(missing))


def _column_heads(source: Source, labels: list[Label]) -> list[tuple[int, str, str]]:
    start, end = max(0, labels[0].start - 120), labels[-1].start
    hits = [
        (found.start(), column.key, column.era)
        for column in active_columns()
        for found in column.pattern.finditer(source.compact, start, end)
    ]
    return sorted(hits)


def _era(heads: list[tuple[int, str, str]], labels: list[Label]) -> Era:
    old = sum(era == "2019" for _, _, era in heads)
    new = sum(era == "2021" for _, _, era in heads)
    if old == new:
        return "2019" if {label.key for label in labels} & {"other_services", "procurement"} else "2021"
    return "2019" if old > new else "2021"


def _columns_of(row: RowForm, heads: tuple[str, ...], era: Era) -> tuple[str, ...]:
    """Columns of a row: those of the form that its printed heading shows, else those of the table's form."""
    for columns in row.columns.values():
        if columns and sorted(columns) == sorted(set(heads)):
            return columns
    return row.columns[era] or row.columns["2019"]


def _is_behind_heads(source: Source, label: Label, fields: list[Field]) -> bool:
    """Whether headings of the table stand between the last name and the numbers behind it, which are then those of other rows."""
    end = source.view.source(label.end)
    return bool(fields) and any(
        end < source.view.source(found.start()) < fields[0].start
        for found in _HEAD_OF_NUMBERS.finditer(source.compact, label.end, label.end + 200)
    )


def _row_figures(
    row: _PrintedRow, fields: list[Field], place_of_name: tuple[int, int], notes: Notes, *, apart: bool
) -> list[Figure]:
    columns = row.columns
    while len(fields) > len(columns) and fields[-1].is_empty:
        fields = fields[:-1]
    item = place(fields, len(columns))
    if not item.settled and _repeats_last(fields, len(columns)):
        item.candidates, item.certainty = [tuple(fields[: len(columns)])], "realigned"
    settled = item.candidates[0] if item.settled else (None,) * len(columns)
    if not item.settled:
        detail = " ".join(one.text for one in fields)
        notes.add("cells_not_assigned", place_of_name[0], f"active.{row.key}", detail)
    figures = []
    for column, cell in zip(columns, settled, strict=True):
        key = f"active.{row.key}.{column}"
        if cell is None:
            certainty: Certainty = "exact" if item.settled and not apart else "ambiguous"
            figures.append(notes.lost(key, place_of_name[1], row.era, certainty))
            continue
        money = f"{row.key}.{column}" in MONEY
        reading = cell.value(amount=money, signed=column == "change", unit=row.unit if money else "")
        if money and reading.kind == "number" and (reading.unit or row.unit) in ("元", "亿元"):
            notes.add("unit_converted", cell.start, key, cell.text + (row.unit if not reading.unit else ""))
        figures.append(notes.figure(key, cell, row.era, item.certainty, reading))
    return figures


def _repeats_last(fields: list[Field], width: int) -> bool:
    """Whether the last cell spans several columns and was printed once for each of them."""
    return (
        len(fields) > width
        and len({field.text for field in fields[width - 1 :]}) == 1
        and not fields[-1].is_empty
    )
