"""A report as a run of blocks (title, paragraphs, headings, tables): what every renderer lays out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from corpora.grammar import forms
from corpora.grammar.model import Report, Section
from corpora.grammar.oddities import apply_oddities

_SUBHEADING = re.compile(r"^(（[一二三四五六七八]）|[一二三四五六七八]、|[1-9][.．、]).{2,22}[^。；，：]$")


@dataclass(frozen=True)
class Block:
    """One printed piece. `kind`: title, meta, para, heading, subheading, table or signoff."""

    kind: str
    text: str = ""
    grid: forms.Grid | None = None
    section: str | None = None


def shown_value(report: Report, key: str) -> str:
    """The text printed in the cell of a figure: blank for None, the raw form where one is set."""
    if key in report.raw:
        return report.raw[key]
    value = report.figures[key]
    if value is None:
        return ""
    text = f"{value:.10g}" if isinstance(value, float) else str(value)
    return apply_oddities(text, ("wide_digits",)) if "wide_digits" in report.layout.oddities else text


def table_grid(report: Report, table: str) -> forms.Grid:
    """The printed grid of one table of a report."""

    def show(key: str) -> str:
        return shown_value(report, key)

    if table == "indicators":
        return forms.indicator_grid(report.indicators)
    if table == "active":
        return forms.active_grid(report.eras["active"], show)
    if table == "requests":
        return forms.requests_grid(report.eras["requests"], show)
    return forms.review_grid(show)


def meta_lines(report: Report) -> list[tuple[str, str]]:
    """Fields of the header block that government sites print above a document."""
    day = report.published
    number = (
        f"lc{abs(sum(map(ord, report.agency.name))) % 9000 + 1000}/{day.year}-{day.toordinal() % 90000:05d}"
    )
    return [
        ("索 引 号", number),
        ("信息分类", "政府信息公开年报"),
        ("发布机构", report.agency.name),
        ("成文日期", f"{day:%Y-%m-%d}"),
        ("发布日期", f"{day:%Y-%m-%d}"),
        ("有 效 性", "有效"),
    ]


def _lines(lines: list[str], section: str) -> Iterator[Block]:
    for line in lines:
        yield Block("subheading" if _SUBHEADING.match(line) else "para", line, section=section)


def _section_blocks(report: Report, part: Section) -> Iterator[Block]:
    paragraphs = part.paragraphs()
    if part.repeat_heading:
        yield Block("heading", part.heading, section=part.id)
    if report.layout.glued and paragraphs and part.table is None:
        yield Block("para", part.heading + paragraphs.pop(0), section=part.id)
    else:
        yield Block("heading", part.heading, section=part.id)
    yield from _lines(paragraphs, part.id)
    if part.table:
        yield Block("table", grid=table_grid(report, part.table), section=part.id)
    yield from _lines(part.tail_paragraphs(), part.id)


def _plain_blocks(report: Report) -> Iterator[Block]:
    yield Block("title", report.title)
    if report.layout.meta_block:
        yield Block("meta")
    for line in report.intro.split("\n"):
        if line.strip():
            yield Block("para", line)
    for part in report.sections:
        yield from _section_blocks(report, part)
    if report.layout.signoff:
        day = report.published
        yield Block("signoff", report.agency.name)
        yield Block("signoff", f"{day.year}年{day.month}月{day.day}日")


def _odd_grid(grid: forms.Grid, names: tuple[str, ...]) -> forms.Grid:
    return [
        [cell if cell.key else replace(cell, text=apply_oddities(cell.text, names)) for cell in row]
        for row in grid
    ]


def report_blocks(report: Report) -> list[Block]:
    """All blocks of a report in reading order, with the text oddities of its layout applied."""
    odd = report.layout.oddities
    blocks: list[Block] = []
    for block in _plain_blocks(report):
        grid = _odd_grid(block.grid, odd) if block.grid else block.grid
        blocks.append(replace(block, text=apply_oddities(block.text, odd), grid=grid))
    return blocks
