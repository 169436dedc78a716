"""The requests table: 25 rows (2021) or 23 rows (2019) of seven columns."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import islice

from textmine.parsing.statutory._blockwise import rows_by_columns
from textmine.parsing.statutory._columns import adds_up_to_first, in_form_order, names_of, printed_columns
from textmine.parsing.statutory._crossed import crossed_requests
from textmine.parsing.statutory._forms import PARTS_OF_OTHER, REQUEST_COLUMNS, RowForm, request_rows
from textmine.parsing.statutory._glued import glued_fields, mended
from textmine.parsing.statutory._labels import fill_gaps, find_whole_chain, in_pieces, with_whole_names
from textmine.parsing.statutory._line_cells import rows_by_lines
from textmine.parsing.statutory._place import Placement, place, rows_apart
from textmine.parsing.statutory._report import Notes
from textmine.parsing.statutory._settling import settle, value_of
from textmine.parsing.statutory._source import Field, Label, Source
from textmine.parsing.statutory._woven import lift_numbers, own_numbers
from textmine.schema import Era, Figure

_WIDTH = len(REQUEST_COLUMNS)
_HEAD = 300  # characters of headings before the first row
# The table takes up some 1,200 characters without blanks; long notes and numbers may double that.
_REACH = 3500
# Fewer rows than this are a sentence that lists outcomes, not the table.
_FEWEST_ROWS = 8
_FEWEST_UNDER_HEAD = 2
# Pieces of the two long names that only the form of 2021 has; numbers may stand between them.
_OF_2021 = re.compile("不补正|未按收费|缴纳费用|不再处理其")
_OWN_HEAD = "勾稽关系"
# Characters before the telling words of a row's name (二、上年, 5.要求).
_LONGEST_LEAD = 8
# A report speaks of new requests a few times in its text before the table.
_MOST_STARTS = 40


def read_requests(source: Source, notes: Notes, likely: Era = "2019") -> tuple[list[Figure], int]:
    """Figures of the first requests table, and the compact position behind it (0 if there is none).

    ``likely`` is the form of a table that breaks off before the rows that tell the forms apart.
    """
    issues = len(notes.issues)
    labels = _find_rows(source, likely)
    figures, end = _read_by_names(source, labels, notes, likely)
    pieces = in_pieces(source.compact, request_rows(), labels)
    whole = len(figures) >= _WIDTH * len(_rows_of("2019"))
    sure = whole and all(figure.certainty != "ambiguous" for figure in figures)
    if sure and not pieces:
        return figures, end
    other = _read_crossed(source) or _read_woven(source, likely) or _read_by_place(source, labels, likely)
    if other is None or (sure and not _rows_add_up(other[0], pieces)):
        return figures, end
    del notes.issues[issues:]
    return other


def _read_crossed(source: Source) -> tuple[list[Figure], int] | None:
    """The table with the kinds of applicants down its side."""
    eras: tuple[Era, ...] = ("2021", "2019")
    found = crossed_requests(source, {era: [row.key for row in _rows_of(era)] for era in eras})
    if not found:
        return None
    era, rows = found
    notes = Notes(source.document)
    figures = [figure for key, cells in rows.items() for figure in _plain_figures(key, cells, era, notes)]
    return None if notes.issues else (figures, max(cell.end for cells in rows.values() for cell in cells))


def _rows_add_up(figures: list[Figure], rows: set[str]) -> bool:
    """Whether each of these rows ends in the sum of its other numbers."""
    values = [
        [figure.value or 0 for figure in figures if figure.key.startswith(f"requests.{key}.")] for key in rows
    ]
    return all(parts and sum(parts[:-1]) == parts[-1] for parts in values)


def _read_by_names(
    source: Source, labels: list[Label], notes: Notes, likely: Era
) -> tuple[list[Figure], int]:
    """The table row by row, the cells of each between its name and the next one."""
    if not labels:
        return [], 0
    era = _era(source, labels, likely)
    rows = _row_fields(source, labels)
    apart = rows_apart([(label.key, rows[label.key], _WIDTH) for label in labels])
    if apart:
        names = "、".join(row.label for row in _rows_of(era) if row.key in apart)
        notes.add("numbers_apart", source.view.source(labels[0].start), "requests", names)
        rows.update({key: [] for key in apart})
    columns = printed_columns(source.compact[max(0, labels[0].start - _HEAD) : labels[0].start])
    if len(columns) < _WIDTH and _are_mostly_full(rows):
        columns = REQUEST_COLUMNS if columns[0] != "total" else ("total", *REQUEST_COLUMNS[:-1])
    unread = _put_in_order(rows, columns)
    blank = not apart and not any(not item.is_empty for fields in rows.values() for item in fields)
    if blank and all(len(fields) >= _WIDTH for fields in rows.values()):
        notes.add_blank(source.view.source(labels[0].start), "requests")
    elif blank:
        if _is_laid_out(source, labels):
            notes.add("table_without_numbers", source.view.source(labels[0].start), "requests")
            return [], labels[-1].end
        return [], 0
    if not apart:
        _note_missing(source, labels, era, notes)
    if len(columns) < _WIDTH and not apart:
        left_out = names_of(set(REQUEST_COLUMNS) - set(columns))
        notes.add("missing_columns", source.view.source(labels[0].start), "requests", left_out)
    broken = _broken_off(source, labels[-1], rows[labels[-1].key])
    if not broken and all(map(_is_plain, rows.values())):
        keyed = ((label.key, rows[label.key]) for label in labels)
        return [figure for key, cells in keyed for figure in _plain_figures(key, cells, era, notes)], labels[
            -1
        ].end
    placements = {key: place(fields, _WIDTH) for key, fields in rows.items()}
    settle(placements, rows)
    for key in [*unread, labels[-1].key] if broken else unread:
        placements[key].candidates, placements[key].certainty = [], "ambiguous"
    for key in apart:
        placements[key].certainty = "ambiguous"
    figures = []
    for label in labels:
        figures.extend(_row_figures(source, label, placements[label.key], era, notes))
    return figures, labels[-1].end


def _read_woven(source: Source, likely: Era) -> tuple[list[Figure], int] | None:
    """The table whose names have the numbers inside, if every row has its own."""
    headed = "自然人" in source.compact
    lifted = lift_numbers(source, _WIDTH, len(_rows_of("2019"))) if headed else None
    if not lifted:
        return None
    bare, numbers = lifted
    labels = _find_rows(bare, likely)
    era = _era(bare, labels, likely)
    rows = own_numbers(bare, labels, numbers) if len(labels) == len(_rows_of(era)) else None
    if not rows:
        return None
    notes = Notes(source.document)  # whole numbers and dashes give no issues
    keyed = zip(labels, rows, strict=True)
    return [item for label, cells in keyed for item in _plain_figures(label.key, cells, era, notes)], labels[
        -1
    ].end


def _read_by_place(source: Source, labels: list[Label], likely: Era) -> tuple[list[Figure], int] | None:
    """The table whose numbers stand column by column behind its names, or each on its line, if it has all rows of its form."""
    era = _era(source, labels, likely)
    whole = len(labels) == len(_rows_of(era))
    rows = None
    if whole:
        rows = rows_by_lines(source, labels, _WIDTH) or rows_by_columns(source, labels, _WIDTH)
    if not rows:
        return None
    notes = Notes(source.document)  # whole numbers and dashes give no issues
    figures = []
    for key, cells in rows.items():
        pairs = zip(REQUEST_COLUMNS, cells, strict=True)
        figures += [
            notes.figure(f"requests.{key}.{column}", cell, era, "realigned") for column, cell in pairs
        ]
    return figures, labels[-1].end


def _find_rows(source: Source, likely: Era) -> list[Label]:
    rows = request_rows()
    best: list[Label] = []
    for found in islice(rows[0].pattern.finditer(source.compact), _MOST_STARTS):
        if best and found.start() < best[-1].end:
            continue
        chain = find_whole_chain(source.compact, rows, found.start(), _REACH)
        if len(chain) > len(best):
            best = chain
        if len(best) >= len(rows) - 4:
            break
    if len(best) < _FEWEST_ROWS and not (len(best) >= _FEWEST_UNDER_HEAD and _is_headed(source, best[0])):
        return []
    wanted = _rows_of(_era(source, best, likely))
    keys = {row.key for row in wanted}
    best = with_whole_names(source.compact, wanted, [label for label in best if label.key in keys])
    return fill_gaps(source.compact, wanted, best)


def _broken_off(source: Source, last: Label, fields: list[Field]) -> bool:
    """Whether the text ends in the last row found, which is not the last of the form: a number may be cut in two there."""
    filled = [item.end for item in fields if not item.is_empty]
    if last.key == "carried_forward" or not filled:
        return last.key != "carried_forward"
    return not source.folded[filled[-1] :].strip(" \t|")


def _is_headed(source: Source, first: Label) -> bool:
    """Whether the table's own head stands before its first row; then it is one even where the file breaks off in it."""
    return _OWN_HEAD in source.compact[max(0, first.start - _HEAD) : first.start]


def _is_laid_out(source: Source, labels: list[Label]) -> bool:
    """Whether most row names stand near the beginning of a line or cell, as in a table and not in a sentence."""
    lines = source.view.lines
    near = 0
    for label in labels:
        before = bisect_right(lines, label.start) - 1
        near += before >= 0 and label.start - lines[before] <= _LONGEST_LEAD
    return near * 2 > len(labels)


def _rows_of(era: Era) -> list[RowForm]:
    left_out = ("other",) if era == "2021" else PARTS_OF_OTHER
    return [row for row in request_rows() if row.key not in left_out]


def _note_missing(source: Source, labels: list[Label], era: Era, notes: Notes) -> None:
    found = {label.key for label in labels}
    missing = [row.label for row in _rows_of(era) if row.key not in found]
    if missing:
        notes.add("missing_rows", source.view.source(labels[0].start), "requests", "、".join(missing))


def _era(source: Source, labels: list[Label], likely: Era) -> Era:
    """2021 if （六）其他处理 is broken down into its three rows; a lone “其他” does not decide."""
    found = {label.key for label in labels}
    if found & set(PARTS_OF_OTHER[:2]) or (
        labels and _OF_2021.search(source.compact, labels[0].start, labels[-1].end)
    ):
        return "2021"
    return "2019" if found & {"other", "total", "carried_forward"} else likely


def _row_fields(source: Source, labels: list[Label]) -> dict[str, list[Field]]:
    rows: dict[str, list[Field]] = {}
    above: list[Field] = []
    for label, following in zip(labels, [*labels[1:], None], strict=True):
        fields = source.fields_after(label, following, width=_WIDTH)
        if following and len(fields) == _WIDTH + 1 and _is_mark(source, fields[-1], following):
            fields = fields[:-1]
        if len(fields) <= 1 or (len(fields) == 2 and fields[1].is_text):
            fields = glued_fields(source, label, following, _WIDTH) or fields
        if all(item.is_empty and item.column is None for item in fields):
            fields = _inside_name(above) or fields
        if fields and fields[0].is_text:
            fields = _behind_word(fields) or fields
        rows[label.key] = above = mended(fields, _WIDTH)
    return rows


def _inside_name(above: list[Field]) -> list[Field]:
    """The cells of a row that were taken for those of the row above: its name goes on below its first line, behind which they stand.

    They are a whole row of numbers that add up, and follow one of its own and the beginning of a name.
    """
    words = [number for number, item in enumerate(above) if item.is_text]
    cells = above[words[-1] + 1 :] if words else []
    if (
        len(cells) != _WIDTH
        or words != list(range(_WIDTH, len(above) - _WIDTH))
        or not all(item.text.isdigit() for item in above[:_WIDTH] + cells)
    ):
        return []
    values = [int(item.text) for item in cells]
    return cells if sum(values[:-1]) == values[-1] else []


def _behind_word(fields: list[Field]) -> list[Field]:
    """The cells of a row before which the rest of a broken name stands (（六）其他处|理 13 0 0 …): a whole row that adds up."""
    cells = fields[1 : _WIDTH + 1]
    if len(cells) < _WIDTH or not all(item.text.isdigit() for item in cells):
        return []
    values = [int(item.text) for item in cells]
    alone = all(item.is_empty or item.is_text for item in fields[_WIDTH + 1 :])
    return cells if alone and sum(values[:-1]) == values[-1] else []


def _are_mostly_full(rows: dict[str, list[Field]]) -> bool:
    """Whether most rows have a number for every column of the form, whatever became of the headings."""
    full = sum(
        sum(item.text.isdigit() for item in fields) == len(fields) == _WIDTH for fields in rows.values()
    )
    return 2 * full > len(rows)


def _put_in_order(rows: dict[str, list[Field]], columns: tuple[str, ...]) -> list[str]:
    """Bring the rows of a table with other columns into the order of the form; the keys of those that cannot be."""
    unread = []
    if columns[0] == "total":
        whole = (fields for fields in rows.values() if len(fields) == len(columns))
        if not adds_up_to_first([value_of(item) or 0.0 for item in fields] for fields in whole):
            columns = (*columns[1:], "total")  # its heading stands over several rows at the right
    for key, fields in rows.items() if columns != REQUEST_COLUMNS else ():
        ordered = in_form_order(fields, columns)
        if ordered:
            rows[key] = ordered
        elif any(not item.is_empty for item in fields):
            unread.append(key)
    return unread


def _is_mark(source: Source, last: Field, following: Label) -> bool:
    """Whether a field is the number before the next row's name, set apart from it by nothing but blanks."""
    between = source.folded[last.end : source.view.source(following.start)]
    return last.text == following.mark and len(between) < 12 and not set(between) & set("\n\t|0123456789")


def _is_plain(fields: list[Field]) -> bool:
    """Whether a row has a plain number in each column and at most blanks behind, so that nothing is left to decide."""
    if len(fields) < _WIDTH or not all([item.text.isdecimal() for item in fields[:_WIDTH]]):  # noqa: C419 (quicker)
        return False
    return len(fields) == _WIDTH or (
        fields[0].column is None and all(item.is_empty for item in fields[_WIDTH:])
    )


def _plain_figures(key: str, fields: list[Field], era: Era, notes: Notes) -> list[Figure]:
    pairs = zip(REQUEST_COLUMNS, fields[:_WIDTH], strict=True)
    return [notes.figure(f"requests.{key}.{column}", cell, era) for column, cell in pairs]


def _row_figures(source: Source, label: Label, item: Placement, era: Era, notes: Notes) -> list[Figure]:
    start, end = source.view.span(label.start, label.end)
    agreed = item.agreed()
    given = {id(cell) for cell in agreed}
    lost = any(id(one) not in given and not one.is_empty for one in item.fields)
    if lost:
        notes.add(
            "cells_not_assigned", start, f"requests.{label.key}", " ".join(one.text for one in item.fields)
        )
    figures = []
    for column, cell in zip(REQUEST_COLUMNS, agreed, strict=True):
        key = f"requests.{label.key}.{column}"
        if cell is None:
            figures.append(notes.lost(key, end, era, "ambiguous" if lost else item.certainty))
        else:
            figures.append(notes.figure(key, cell, era, item.certainty))
    return figures
