"""The active table: rules, normative documents, decisions, fees; the columns differ from block to block."""

from __future__ import annotations

import re

from textmine.parsing.statutory._forms import RowForm, active_columns, active_rows
from textmine.parsing.statutory._labels import find_chain
from textmine.parsing.statutory._place import place
from textmine.parsing.statutory._report import Notes
from textmine.parsing.statutory._source import Field, Label, Source
from textmine.schema import Era, Figure

_HEAD = re.compile(r"信息内容|第二十条第?\(一\)项|制发件数|新制作数量")
_UNIT = re.compile(r"金额[^\d]{0,8}?(亿元|万元|元)")
# The table takes up some 250 characters without blanks; explanations inside its cells may add a thousand.
_REACH = 1500
_FEWEST_ROWS = 4
_MONEY = {"fees.amount", "procurement.amount"}


def read_active(source: Source, notes: Notes) -> tuple[list[Figure], int]:
    """Figures of the first active table, and the compact position behind it (0 if there is none)."""
    labels = _find_rows(source)
    if not labels:
        return [], 0
    heads = _column_heads(source, labels)
    era = _era(heads, labels)
    forms = {row.key: row for row in active_rows()}
    figures: list[Figure] = []
    columns: tuple[str, ...] = ()
    units: dict[str, str] = {}
    previous = max(0, labels[0].start - 120)
    for label, following in zip(labels, [*labels[1:], None], strict=True):
        fresh = tuple(key for start, key, _ in heads if previous <= start < label.start)
        columns = _columns_of(forms[label.key], fresh or columns, era)
        found = _UNIT.search(source.compact, previous, label.start)
        units[label.key] = found.group(1) if found else ""
        fields = source.fields_after(label, following, reach=200)
        figures.extend(_row_figures(source, label, columns, fields, (era, units[label.key]), notes))
        previous = label.end
    if figures and all(not figure.raw for figure in figures):
        notes.add("table_without_numbers", source.view.source(labels[0].start), "active")
    return figures, labels[-1].end


def _find_rows(source: Source) -> list[Label]:
    gaps = set(source.view.gaps)
    heads = sorted(_HEAD.finditer(source.compact), key=lambda found: (found.group() != "信息内容", found.start()))
    for head in heads[:12]:
        chain = find_chain(
            source.compact, active_rows(), head.start(), head.start() + _REACH, lambda _, start, __: start in gaps
        )
        if len(chain) >= _FEWEST_ROWS and chain[0].key in ("rules", "normative_documents"):
            return chain
    return []


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


def _row_figures(
    source: Source,
    label: Label,
    columns: tuple[str, ...],
    fields: list[Field],
    form: tuple[Era, str],
    notes: Notes,
) -> list[Figure]:
    era, unit = form
    start, end = source.view.span(label.start, label.end)
    while len(fields) > len(columns) and fields[-1].is_empty:
        fields = fields[:-1]
    item = place(fields, len(columns))
    if not item.settled and _all_alike(fields) and len(columns) == 1:
        item.candidates, item.certainty = [(fields[0],)], "realigned"
    settled = item.candidates[0] if item.settled else (None,) * len(columns)
    lost = not item.settled
    if lost:
        notes.add("cells_not_assigned", start, f"active.{label.key}", " ".join(one.text for one in fields))
    figures = []
    for column, cell in zip(columns, settled, strict=True):
        name = f"{label.key}.{column}"
        if cell is None:
            figures.append(notes.lost(f"active.{name}", end, era, "ambiguous" if lost else "exact"))
            continue
        reading = cell.value(amount=name in _MONEY, signed=column == "change", unit=unit if name in _MONEY else "")
        if name in _MONEY and reading.kind == "number" and (reading.unit or unit) in ("元", "亿元"):
            notes.add("unit_converted", cell.start, f"active.{name}", cell.text + (unit if not reading.unit else ""))
        figures.append(notes.figure(f"active.{name}", cell, era, item.certainty, reading))
    return figures


def _all_alike(fields: list[Field]) -> bool:
    """Whether a cell that spans several columns was printed once for each of them."""
    return bool(fields) and len({field.text for field in fields}) == 1 and not fields[0].is_empty
