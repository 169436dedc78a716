"""Layouts in which tables are met in real files, made from the printed grids of the grammar."""

from __future__ import annotations

import random
from collections.abc import Callable

from corpora.grammar.forms import Grid, expand
from textmine.schema import Block, Cell, Document
from textmine.schema import Grid as DocumentGrid

VERTICAL = "三\n、\n本\n年\n度\n办\n理\n结\n果"


def _rows(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid]


def _width(grid: Grid) -> int:
    return sum(cell.cols for cell in grid[0])


def tabs(grid: Grid) -> str:
    """A line per row, a cell that spans several columns is one field, cells covered from above are empty fields."""
    lines = []
    for row in expand(grid):
        fields: list[str] = []
        covered = 0
        for cell in row:
            if cell is not None:
                fields.append(cell.text)
                covered = cell.cols - 1
            elif covered:
                covered -= 1
            else:
                fields.append("")
        lines.append("\t".join(fields))
    return "\n".join(lines)


def padded_tabs(grid: Grid) -> str:
    """A line per row with as many tabs as the table has columns."""
    return "\n".join("\t".join(cell.text if cell else "" for cell in row) for row in expand(grid))


def shifted_tabs(grid: Grid) -> str:
    """A line per row; covered cells are left out in front and filled up behind, as html2text does."""
    return "\n".join("\t".join(row + [""] * (_width(grid) - len(row))) for row in _rows(grid))


def cell_lines(grid: Grid) -> str:
    """A cell per line behind a tab, an empty line between rows, the vertical label broken over lines."""
    lines = []
    for row in expand(grid):
        covered = 0
        for cell in row:
            if cell is not None:
                lines.append("\t" + (VERTICAL if cell.text == "三、本年度办理结果" else cell.text))
                covered = cell.cols - 1
            elif covered:
                covered -= 1
            else:
                lines.append("\t")
        lines.append("")
    return "\n".join(lines)


def saved_lines(grid: Grid) -> str:
    """As word processors save a document as text: a cell per line, an empty line for a blank cell and for one covered from above."""
    lines = []
    for row in expand(grid):
        covered = 0
        for cell in row:
            if cell is not None:
                lines.append(cell.text)
                covered = cell.cols - 1
            elif covered:
                covered -= 1
            else:
                lines.append("")
    return "\n".join(lines)


def pipe_cells(grid: Grid) -> str:
    """A cell per line with a pipe behind it, pipes for what is covered at the end of each row."""
    lines = []
    for row in _rows(grid):
        lines += [f"{text} |".lstrip() for text in row]
        missing = _width(grid) - len(row)
        if missing:
            lines.append("|" * missing)
    return "\n".join(lines)


def pipe_cells_led(grid: Grid) -> str:
    """As before, but a lone pipe opens each row."""
    return "\n".join("\n".join(["|", *[f"{text} |".lstrip() for text in row]]) for row in _rows(grid))


def pipe_lines(grid: Grid) -> str:
    """Cells and the pipes between them on lines of their own."""
    return "\n".join("\n".join(f"{text}\n|" for text in row) for row in _rows(grid))


def pipe_rows(grid: Grid) -> str:
    """A row per line; an empty cell is a line end and a pipe."""
    return "\n".join(
        "".join(f"{text} | " if text else "\n| " for text in row).rstrip() for row in _rows(grid)
    )


def markdown(grid: Grid) -> str:
    """A pipe table with its ruled line."""
    lines = ["| " + " | ".join(cell.text if cell else "" for cell in row) + " |" for row in expand(grid)]
    return "\n".join([lines[0], "|" + " --- |" * _width(grid), *lines[1:]])


def open_pipes(grid: Grid) -> str:
    """A row per line with pipes between the cells alone, and a ruled line below the first row."""
    lines = ["| ".join(row) for row in _rows(grid)]
    return "\n".join([lines[0], "|".join(["---"] * len(_rows(grid)[0])), *lines[1:]])


def drawn(grid: Grid) -> str:
    """Rules of + and - between the rows, and between the cells of rows that others cover in part."""
    lines = []
    for row in expand(grid):
        cells = [cell.text if cell else "" for cell in row]
        lines += ["|" + " " * 12 + "+----" * len(cells) + "+", "| " + " | ".join(cells) + " |"]
    rule = "+".join(["", *["=" * 12] * _width(grid), ""])
    return "\n".join([rule, *lines, rule])


def blanks(grid: Grid) -> str:
    """As PDF text: cells parted by blanks, long names broken over lines."""
    lines = []
    for row in _rows(grid):
        shown = []
        for text in row:
            if text == "三、本年度办理结果":
                shown.append(VERTICAL + "\n")
            elif len(text) > 14:
                shown.append(f"{text[:10]} {text[10:12]}\n{text[12:]}\n")
            else:
                shown.append(text)
        lines.append(" ".join(shown))
    return "\n".join(lines)


def woven(grid: Grid, width: int, line: int) -> str:
    """As PDF text: names broken after ``width`` characters, with the row's numbers on the first (0) or second (1) of its lines."""
    lines = []
    for row in _rows(grid):
        numbers = [text for text in row if text.strip("-").replace(".", "").isdigit()]
        *groups, name = [text for text in row if text not in numbers] or [""]
        lines += groups if numbers else [" ".join(row)]
        if numbers:
            parts = [name[at : at + width] for at in range(0, len(name), width)] or [""]
            at = min(line, len(parts) - 1)
            parts[at] = " ".join([parts[at], *numbers]).strip()
            lines += parts
    return "\n".join(lines)


def one_line(grid: Grid) -> str:
    """Everything on one line, cells parted by blanks."""
    return " ".join(" ".join(row) for row in _rows(grid))


# Layouts that keep the place of blank cells, and those that lose it.
KEEPING: dict[str, Callable[[Grid], str]] = {
    "tabs": tabs,
    "padded_tabs": padded_tabs,
    "shifted_tabs": shifted_tabs,
    "cell_lines": cell_lines,
    "saved_lines": saved_lines,
    "pipe_cells": pipe_cells,
    "pipe_cells_led": pipe_cells_led,
    "pipe_lines": pipe_lines,
    "pipe_rows": pipe_rows,
    "markdown": markdown,
    "drawn": drawn,
}
LOSING: dict[str, Callable[[Grid], str]] = {"blanks": blanks, "one_line": one_line, "open_pipes": open_pipes}


def text_document(text: str) -> Document:
    """A document of plain text."""
    return Document("abcdef012345", "made.txt", "0" * 64, "text/plain", text)


def grid_document(grids: list[Grid], *, split_at: int | None = None) -> Document:
    """A document whose tables keep their grids; ``split_at`` cuts the second one there, as at the end of a page."""
    text, blocks = "", []
    for number, grid in enumerate(grids):
        parts = [grid]
        if number == 1 and split_at:
            parts = [grid[:split_at], grid[split_at:]]
        raster = expand(grid)
        columns = {id(cell): x for row in raster for x, cell in enumerate(row) if cell is not None}
        first_row = 0
        for part in parts:
            begin = len(text)
            cells = []
            for y, row in enumerate(part):
                for cell in row:
                    cells.append(
                        Cell(
                            y, columns[id(cell)], len(text), len(text) + len(cell.text), cell.rows, cell.cols
                        )
                    )
                    text += cell.text + "\t"
                text = text[:-1] + "\n"
            blocks.append(
                Block(
                    "table", begin, len(text) - 1, None, DocumentGrid(len(part), len(raster[0]), tuple(cells))
                )
            )
            first_row += len(part)
        text += f"{'三四五'[number]}、下一部分\n"
    return Document("abcdef012345", "made.html", "0" * 64, "text/html", text, tuple(blocks))


def random_figures(
    rng: random.Random, era: str, *, blank_zeros: float = 0.0
) -> dict[str, int | float | None]:
    """Consistent figures of all three tables; zeros are blank with the given probability."""
    from corpora.grammar import figures as numbers
    from corpora.grammar import forms

    spec = {}
    for row in forms.request_rows(era):
        if row in ("total",):
            continue
        spec[row] = [rng.choice((0, 0, 0, 1, 2, 7, 45, 1203)) for _ in forms.APPLICANTS]
    outcome = [sum(spec[row][i] for row in forms.outcome_rows(era)) for i in range(6)]
    spec["carried_in"] = [rng.randint(0, value) for value in outcome]
    spec["new"] = [
        o + f - c for o, f, c in zip(outcome, spec["carried_forward"], spec["carried_in"], strict=True)
    ]
    found = numbers.request_figures(era, spec)
    found |= numbers.review_figures(
        {b: [rng.choice((0, 0, 1, 4, 31)) for _ in range(4)] for b in forms.REVIEW_BLOCKS}
    )
    active = forms.ACTIVE_2021 if era == "2021" else forms.ACTIVE_2019
    spec = {row: [rng.choice((0, 3, 26, 41250)) for _ in columns] for row, columns in active.items()}
    if era == "2021":
        spec["fees"] = [rng.choice((0, 7730.28, 12.5))]
    else:
        spec["licensing"][1] = -4
    found |= numbers.active_figures(era, spec)
    return {k: None if v == 0 and rng.random() < blank_zeros else v for k, v in found.items()}


def grids_of(
    figures: dict[str, int | float | None], era: str, show: Callable[[str], str] | None = None
) -> list[Grid]:
    """The three printed grids of some figures."""
    from corpora.grammar import forms

    def plain(key: str) -> str:
        value = figures[key]
        return "" if value is None else f"{value:.10g}"

    printed = show or plain
    return [forms.active_grid(era, printed), forms.requests_grid(era, printed), forms.review_grid(printed)]
