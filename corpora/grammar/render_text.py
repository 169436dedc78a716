"""Plain text and Markdown: encodings, wrapped lines with page numbers, and the table forms of text extractions."""

from __future__ import annotations

from collections.abc import Iterator

from corpora.grammar.blocks import Block, meta_lines, report_blocks
from corpora.grammar.forms import Grid, expand
from corpora.grammar.model import Layout, Report

LINES_PER_PAGE = 30


def _tab_lines(grid: Grid, *, padded: bool) -> list[str]:
    """A line per row. Padded: the full raster; else a wide cell is one field, as copied from a page."""
    lines = []
    for row in expand(grid):
        fields: list[str] = []
        covered = 0
        for cell in row:
            if cell is not None:
                fields.append(cell.text)
                covered = cell.cols - 1
            elif covered and not padded:
                covered -= 1
            else:
                fields.append("")
                covered = max(0, covered - 1)
        lines.append("\t".join(fields))
    return lines


def _cell_lines(grid: Grid) -> list[str]:
    """A cell per line behind a tab, rows parted by an empty line, long row labels broken by line ends."""
    lines: list[str] = []
    for row in expand(grid):
        covered = 0
        for cell in row:
            if cell is not None:
                label = (
                    "三\n、\n本\n年\n度\n办\n理\n结\n果" if cell.text == "三、本年度办理结果" else cell.text
                )
                lines.append("\t" + label)
                covered = cell.cols - 1
            elif covered:
                covered -= 1
            else:
                lines.append("\t")
        lines.append("")
    return lines


def _pipe_lines(grid: Grid) -> list[str]:
    """A cell per line ended by a pipe, one pipe more for every further column that the cell covers."""
    return [f"{cell.text} {'|' * cell.cols}" for row in grid for cell in row]


def _markdown_lines(grid: Grid) -> list[str]:
    lines = []
    for number, row in enumerate(expand(grid)):
        lines.append("| " + " | ".join(cell.text if cell else "" for cell in row) + " |")
        if number == 0:
            lines.append("|" + " --- |" * len(row))
    return lines


def table_lines(grid: Grid, form: str) -> list[str]:
    """A table in one of the text forms: tabs, padded, cells, pipes, markdown, list."""
    if form == "cells":
        return _cell_lines(grid)
    if form == "pipes":
        return _pipe_lines(grid)
    if form == "markdown":
        return _markdown_lines(grid)
    if form == "list":
        return [f"{row[0].text}：{row[2].text}{row[1].text}" for row in grid[1:]]
    return _tab_lines(grid, padded=form == "padded")


def _wrap(line: str, width: int) -> list[str]:
    return [line[start : start + width] for start in range(0, len(line), width)] or [""]


def _heading(block: Block, layout: Layout, number: int) -> str:
    if layout.format != "md":
        return block.text
    depth = {"right": 2, "wrong": (2, 3, 3, 4, 4, 4)[min(number, 5)], "none": 0}[layout.levels]
    return f"{'#' * depth} {block.text}" if depth else f"**{block.text}**"


def _block_lines(report: Report) -> Iterator[str]:
    layout = report.layout
    markdown = layout.format == "md"
    headings = 0
    for block in report_blocks(report):
        if block.kind == "title":
            yield f"# {block.text}" if markdown else block.text
        elif block.kind == "meta":
            yield from (f"{name}: | {value} |" for name, value in meta_lines(report))
        elif block.kind == "heading":
            yield _heading(block, layout, headings)
            headings += 1
        elif block.kind == "table" and block.grid is not None:
            yield from table_lines(block.grid, layout.tables)
        elif block.kind == "signoff":
            yield block.text if markdown else " " * 20 + block.text
        elif block.kind == "subheading" and markdown and layout.levels == "wrong":
            yield f"### {block.text}"
        else:
            yield (block.text if markdown else layout.indent + block.text)
        if markdown and block.kind != "meta":
            yield ""


def _paged(lines: list[str]) -> Iterator[str]:
    for number, line in enumerate(lines, start=1):
        yield line
        if number % LINES_PER_PAGE == 0:
            yield f"- {number // LINES_PER_PAGE} -"


def report_text(report: Report) -> str:
    """The report as one string of plain text or Markdown."""
    layout = report.layout
    lines = list(_block_lines(report))
    if layout.oneline:
        return " ".join(part.strip() for part in "\n".join(lines).split("\n") if part.strip())
    if layout.wrap:
        lines = [
            piece for line in lines for piece in (_wrap(line, layout.wrap) if "\t" not in line else [line])
        ]
    if layout.page_numbers:
        lines = list(_paged(lines))
    return "\n".join(lines) + "\n"


def render_text(report: Report) -> bytes:
    """Bytes of a .txt or .md file in the encoding of the layout (`utf-8-sig` and `utf-16` write a BOM)."""
    newline = "\r\n" if report.layout.encoding in ("gb18030", "utf-16") else "\n"
    return report_text(report).replace("\n", newline).encode(report.layout.encoding)
