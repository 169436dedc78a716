"""Tables laid out otherwise than the form: each number by the names beside and above it in the source's own grid.

For a review table whose three kinds stand one below the other or in tables of their own, and for a requests table with the kinds of
applicants down its side. Nothing is taken unless every number of the form has a place and none has two.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from textmine.parsing.statutory._forms import REQUEST_COLUMNS, REVIEW_BLOCKS, REVIEW_COLUMNS, request_rows
from textmine.parsing.statutory._source import Field, Source
from textmine.schema import Cell, Era, Grid

#: What tells the key of a name, and where such names stand.
_Namings = tuple[tuple[Callable[[str], str | None], tuple[str, ...]], ...]
#: Names of one kind by row or column, each with its place there.
_Lines = dict[int, list[tuple[int, str]]]
_BLOCKS = tuple(
    (key, re.compile(pattern))
    for key, pattern in zip(
        REVIEW_BLOCKS,
        (r"(?:行政)?复议(?:情况|案件|数量|件数)*(?:\([^()]{0,6}\))?", r"(?:行政诉讼)?\(?未经复议[^0-9]{0,12}", r"(?:行政诉讼)?\(?复议后[^0-9]{0,12}"),
        strict=True,
    )
)  # fmt: skip
_OUTCOMES = tuple(
    (key, re.compile(pattern))
    for key, pattern in zip(
        REVIEW_COLUMNS, ("结果维持|维持(?:结果)?", "结果纠正|纠正(?:结果)?", "其[他它](?:结果)?", "[尚未]{1,2}审结", "总计|合计|小计"), strict=True,
    )
)  # fmt: skip
_APPLICANTS = tuple(
    (key, re.compile(pattern))
    for key, pattern in zip(
        REQUEST_COLUMNS, ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其[他它](?:组织)?", "总计|合计"), strict=True,
    )
)  # fmt: skip
_MARK = re.compile(r"[一二三四五六七八九十0-9]{1,2}[、.]|\([一二三四五六七八九十0-9]{1,2}\)")
_LONGEST_NAME = 60
#: A line before a table that names the kind of its numbers.
_ABOVE = 40


def crossed_review(source: Source) -> list[Field] | None:
    """The fifteen cells of the review table in the order of the form, or None."""
    found: dict[tuple[str, str], Field] = {}
    for start, grid in source.grids():
        before = source.folded[max(0, start - _ABOVE) : start].rstrip().rpartition("\n")[2]
        kind = _review_block("".join(before.split()))  # (一)行政复议 above a table of its own
        for cell, (block, outcome) in _names_of_cells(source, grid, _REVIEW_NAMES):
            if outcome and (block or kind):
                key = block or kind or "", outcome
                if key in found:
                    return None
                found[key] = source.field_of(cell)
    keys = [(block, column) for block in REVIEW_BLOCKS for column in REVIEW_COLUMNS]
    return [found[key] for key in keys] if found.keys() == set(keys) else None


def crossed_requests(source: Source, eras: dict[Era, list[str]]) -> tuple[Era, dict[str, list[Field]]] | None:
    """The form of a requests table whose rows are kinds of applicants, and the cells of each of the form's rows, or None.

    ``eras``: the keys of the rows of each form.
    """
    for _, grid in source.grids():
        found: dict[str, dict[str, Field]] = {}
        for cell, (row, applicant) in _names_of_cells(source, grid, _REQUEST_NAMES):
            if row and applicant:
                cells = found.setdefault(row, {})
                if applicant in cells:
                    return None
                cells[applicant] = source.field_of(cell)
        for era, keys in eras.items():
            if all(found.get(key, {}).keys() == set(REQUEST_COLUMNS) for key in keys):
                return era, {key: [found[key][column] for column in REQUEST_COLUMNS] for key in keys}
    return None


def _names_of_cells(
    source: Source, grid: Grid, naming: _Namings
) -> Iterator[tuple[Cell, tuple[str | None, ...]]]:
    """The cells of a grid that are no names, each with the nearest name of every kind beside it or above it."""
    beside: list[_Lines] = [{} for _ in naming]
    above: list[_Lines] = [{} for _ in naming]
    others = []
    for cell in sorted(grid.cells):
        text = "".join(source.folded[cell.start : cell.end].split())
        names = [name(text) if len(text) <= _LONGEST_NAME else None for name, _ in naming]
        if not any(names):
            others.append(cell)
        for kind, (key, (_, sides)) in enumerate(zip(names, naming, strict=True)):
            if key and "beside" in sides:
                for row in range(cell.row, cell.row + cell.row_span):
                    beside[kind].setdefault(row, []).append((cell.column, key))
            if key and "above" in sides:
                for column in range(cell.column, cell.column + cell.column_span):
                    above[kind].setdefault(column, []).append((cell.row, key))
    for cell in others:
        yield (
            cell,
            tuple(
                _last_before(beside[kind].get(cell.row), cell.column)
                or _last_before(above[kind].get(cell.column), cell.row)
                for kind in range(len(naming))
            ),
        )


def _last_before(names: list[tuple[int, str]] | None, place: int) -> str | None:
    return max(((at, key) for at, key in names or () if at < place), default=(0, None))[1]


def _first_of(names: tuple[tuple[str, re.Pattern[str]], ...], text: str) -> str | None:
    return next((key for key, pattern in names if pattern.fullmatch(text)), None)


def _review_block(text: str) -> str | None:
    return _first_of(_BLOCKS, _MARK.sub("", text, count=1) if _MARK.match(text) else text)


def _review_outcome(text: str) -> str | None:
    return _first_of(_OUTCOMES, text)


def _applicant(text: str) -> str | None:
    return _first_of(_APPLICANTS, text)


def _request_row(text: str) -> str | None:
    found = (
        ((row.key, row.pattern.search(text)) for row in request_rows())
        if text and not text.isdecimal()
        else ()
    )
    return max(((len(match[0]), key) for key, match in found if match), default=(0, None))[1]


_REVIEW_NAMES: _Namings = ((_review_block, ("beside", "above")), (_review_outcome, ("beside", "above")))
_REQUEST_NAMES: _Namings = ((_request_row, ("above",)), (_applicant, ("beside",)))
