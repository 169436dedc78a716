"""Text put into ruled grids, and tables that run over a page made whole again."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from textmine.readers._build import BLANKS, DraftCell, DraftTable, TextBuilder, is_wide, join_lines
from textmine.readers._pdf_flow import Page, PlacedTable, drop_running_heads, emit
from textmine.readers._pdf_page import HYPHEN_MARK, PageText, TextLine
from textmine.readers._pdf_paths import Box
from textmine.readers._pdf_rules import RuledGrid

#: A cell with more characters holds running text: the frame is no table.
_PROSE_CHARS = 400
#: Columns of the two halves of a table may differ by this much (points).
_COLUMN_SLACK = 4.0
_SEVERAL = 3
_NUMBER = re.compile(r"[\d.,%/+-]*")
_ENUMERATION = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]")


def place_tables(
    found: PageText, grids: Sequence[RuledGrid], box_of: Callable[[int], Box], number: int
) -> list[TextLine | PlacedTable]:
    """Items of a page in reading order, with lines inside of ruled grids turned into tables; ``box_of`` gives the box of a character."""
    items: list[TextLine | PlacedTable] = list(found.lines)
    for grid in grids:
        inside = [item for item in items if isinstance(item, TextLine) and _is_inside(item, grid)]
        if not inside:
            continue
        draft = _draft(grid, inside, found, box_of)
        if draft is None:
            continue
        draft.row_pages = [number] * draft.n_rows
        taken = {id(line) for line in inside}
        position = next(index for index, item in enumerate(items) if id(item) in taken)
        position -= sum(id(item) in taken for item in items[:position])
        items = [item for item in items if id(item) not in taken]
        items.insert(position, PlacedTable(grid.top, grid.bottom, grid.columns, draft))
    return _in_order(items)


def _in_order(items: list[TextLine | PlacedTable]) -> list[TextLine | PlacedTable]:
    """Items as reported, or from top to bottom if the file draws them in another order than they stand in."""
    backwards = sum(
        before.bottom < after.bottom - 2 and before.bottom < after.top - 2 and before.top < after.bottom + 2
        for before, after in pairwise(items)
    )
    tables = any(isinstance(item, PlacedTable) for item in items)
    if backwards and (tables or backwards * 4 > len(items)):
        return sorted(items, key=lambda item: -item.top)
    return items


def _is_inside(line: TextLine, grid: RuledGrid) -> bool:
    middle = (line.top + line.bottom) / 2
    centre = (line.left + line.right) / 2
    return grid.bottom - 1 <= middle <= grid.top + 1 and grid.columns[0] - 4 <= centre <= grid.columns[-1] + 4


def _draft(
    grid: RuledGrid, lines: list[TextLine], found: PageText, box_of: Callable[[int], Box]
) -> DraftTable | None:
    texts: list[str] = [""] * len(grid.cells)
    for line in lines:
        fresh = set(range(len(texts)))  # cells that have no text of this line yet
        blank = -1
        for index in range(line.start, line.end):
            char = found.text[index]
            if char in BLANKS:
                blank = index
                continue
            left, bottom, right, top = box_of(index)
            cell = grid.cell_at((left + right) / 2, (bottom + top) / 2)
            if cell is None:
                continue
            char = "-" if char == HYPHEN_MARK else char
            if cell in fresh:
                fresh.discard(cell)
                texts[cell] = join_lines(texts[cell], char)
            elif blank == index - 1 and not (is_wide(texts[cell][-1]) and is_wide(char)):
                texts[cell] = f"{texts[cell]} {char}"
            else:
                texts[cell] += char
    if any(len(text) > _PROSE_CHARS for text in texts):
        return None
    cells = [
        DraftCell(row, column, text, row_span, column_span)
        for (row, column, row_span, column_span), text in zip(grid.cells, texts, strict=True)
    ]
    return DraftTable(len(grid.rows) - 1, len(grid.columns) - 1, cells)


def emit_pages(pages: list[Page], builder: TextBuilder) -> None:
    """Feed the builder with all pages: without running heads, tables and paragraphs that go on over a page in one piece."""
    drop_running_heads(pages)
    _join_over_pages(pages)
    emit(pages, builder)


def _join_over_pages(pages: list[Page]) -> None:
    """Append a table at the head of a page to the one at the foot of the page before, if their columns agree."""
    last: PlacedTable | None = None
    for page in pages:
        first = page.items[0] if page.items else None
        if last is not None and isinstance(first, PlacedTable) and _append(last, first):
            page.items.pop(0)
            if not page.items:
                continue  # a table over three pages
        tail = page.items[-1] if page.items else None
        if tail is not None:
            last = tail if isinstance(tail, PlacedTable) else None


def _append(table: PlacedTable, part: PlacedTable) -> bool:
    columns = _common_columns(table.columns, part.columns)
    if columns is None:
        return False
    _remap(table, columns)
    _remap(part, columns)
    upper, lower = table.draft, part.draft
    for _ in range(_repeated_head(upper, lower)):
        _drop_first_row(lower)
    running = [cell for cell in _cells_of(lower, 0) if cell.row_span > 1]
    whole = _join_cut_row(upper, lower)  # then only what runs on below that row goes on from above
    _join_cut_cells(upper, lower, running if whole else _cells_of(lower, 0))
    for cell in lower.cells:
        cell.row += upper.n_rows
    upper.cells += lower.cells
    upper.row_pages = (upper.row_pages or []) + (lower.row_pages or [])
    upper.n_rows += lower.n_rows
    return True


def _drop_first_row(draft: DraftTable) -> None:
    """Take the first row away; cells that run over it begin in the second."""
    draft.cells = [cell for cell in draft.cells if cell.row or cell.row_span > 1]
    for cell in draft.cells:
        if cell.row:
            cell.row -= 1
        else:
            cell.row_span -= 1
    draft.n_rows -= 1
    draft.row_pages = (draft.row_pages or [])[1:]


def _common_columns(first: tuple[float, ...], second: tuple[float, ...]) -> tuple[float, ...] | None:
    """Column rules of both parts together, or None if neither part's rules include the other's."""
    more, fewer = (first, second) if len(first) >= len(second) else (second, first)
    for edge in fewer:
        if min(abs(edge - other) for other in more) > _COLUMN_SLACK:
            return None
    if abs(first[0] - second[0]) > _COLUMN_SLACK or abs(first[-1] - second[-1]) > _COLUMN_SLACK:
        return None
    return more


def _remap(table: PlacedTable, columns: tuple[float, ...]) -> None:
    places = [min(range(len(columns)), key=lambda i: abs(columns[i] - edge)) for edge in table.columns]
    for cell in table.draft.cells:
        end = places[cell.column + cell.column_span]
        cell.column = places[cell.column]
        cell.column_span = end - cell.column
    table.columns = columns
    table.draft.n_columns = len(columns) - 1


def _row_texts(draft: DraftTable, row: int) -> list[tuple[int, str]]:
    return sorted((cell.column, cell.text) for cell in _cells_of(draft, row))


def _repeated_head(upper: DraftTable, lower: DraftTable) -> int:
    """How many rows at the head of the second part repeat the head of the first (Word's repeated heading rows)."""
    count = 0
    while count < min(3, upper.n_rows, lower.n_rows - 1):
        texts = _row_texts(upper, count)
        if texts != _row_texts(lower, count) or all(_NUMBER.fullmatch(text) for _, text in texts):
            break
        count += 1
    return count


def _join_cut_row(upper: DraftTable, lower: DraftTable) -> bool:
    """Put what the page break cut off a row, and left as the first row below, back to it: lines of a name, a number or headings.

    Whether there was such a row.
    """
    at_foot = {(cell.column, cell.column_span): cell for cell in _ends_of(upper)}
    cut = [cell for cell in _cells_of(lower, 0) if cell.row_span == 1]
    pairs = [(at_foot.get((cell.column, cell.column_span)), cell) for cell in cut if cell.text]
    both = [(above, rest) for above, rest in pairs if above is not None and above.text]
    if lower.n_rows < 2 or not both or len(both) < len(pairs):
        return False
    if any(_is_number(above.text) != _is_number(rest.text) for above, rest in both):
        return False
    if not (_is_rest_of_row(_ends_of(upper), both) or _is_rest_of_heads(cut, at_foot)):
        return False
    for above, rest in both:
        above.text = above.text + rest.text if rest.text.isdigit() else join_lines(above.text, rest.text)
    _drop_first_row(lower)
    return True


def _is_rest_of_row(last: list[DraftCell], both: list[tuple[DraftCell, DraftCell]]) -> bool:
    """Whether lines go on under a numbered name and its numbers; the next row would have a numbered name of its own."""
    if not any(_ENUMERATION.match(cell.text) for cell in last):
        return False
    if not any(cell.text and _is_number(cell.text) for cell in last):
        return False
    words = [(above, rest) for above, rest in both if not _is_number(rest.text)]
    return all(_ENUMERATION.match(above.text) and not _ENUMERATION.match(rest.text) for above, rest in words)


def _is_rest_of_heads(cut: list[DraftCell], at_foot: dict[tuple[int, int], DraftCell]) -> bool:
    """Whether lines go on under headings: under several, or not in the first column, where the next row would have its name."""
    heads = [above for cell in cut if (above := at_foot.get((cell.column, cell.column_span))) is not None]
    told = [cell for cell in cut if cell.text]
    if any(_is_number(cell.text) for cell in (*told, *heads)) or [cell.text for cell in heads] == [
        cell.text for cell in cut
    ]:
        return False
    return len(told) >= _SEVERAL or not min(cut, key=lambda cell: cell.column).text


def _ends_of(draft: DraftTable) -> list[DraftCell]:
    return [cell for cell in draft.cells if cell.row + cell.row_span == draft.n_rows]


def _is_number(text: str) -> bool:
    """Whether a cell holds a number or nothing; a narrow one breaks it over lines."""
    return _NUMBER.fullmatch("".join(text.split())) is not None


def _cells_of(draft: DraftTable, row: int) -> list[DraftCell]:
    return [cell for cell in draft.cells if cell.row == row]


def _join_cut_cells(upper: DraftTable, lower: DraftTable, among: list[DraftCell]) -> None:
    """Make cells whole that the page break cut: a label over several rows goes on as a blank cell or in mid-word."""
    if not any(cell.text and not _is_number(cell.text) for cell in _cells_of(lower, 0)):
        return  # a row of numbers below its headings, the first of them blank
    at_foot = {cell.column: cell for cell in _ends_of(upper)}
    joined = []
    for cell in among:
        above = at_foot.get(cell.column)
        if above is None or above.column_span != cell.column_span or not above.text:
            continue
        if cell.column + cell.column_span == lower.n_columns or _is_number(above.text):
            continue
        if cell.row_span < 2 and above.row_span < 2:
            continue
        if _ENUMERATION.match(cell.text) or (cell.text and _is_number(cell.text)):
            continue
        above.text += cell.text
        above.row_span += cell.row_span
        joined.append(cell)
    lower.cells = [cell for cell in lower.cells if cell not in joined]
