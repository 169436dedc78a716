"""Numbers of headings, figures and tables: one sequence each through the whole report, the same in every format."""

from __future__ import annotations

from textmine.reporting._model import ThemeReport
from textmine.reporting._wording import chinese_number


def chart_numbers(report: ThemeReport) -> dict[str, int]:
    """Number of each chart by name."""
    return {chart.name: number for number, chart in enumerate(report.charts, start=1)}


def table_numbers(report: ThemeReport) -> dict[str, int]:
    """Number of each table by id."""
    tables = [table for part in report.parts for table in part.tables]
    return {table.id: number for number, table in enumerate(tables, start=1)}


def part_headings(report: ThemeReport) -> dict[str, str]:
    """Numbered heading of each part by id: parts in one row, appendices in another."""
    parts = [part for part in report.parts if not part.appendix]
    appendices = [part for part in report.parts if part.appendix]
    headings = {
        part.id: report.wording.heading(number, part.heading) for number, part in enumerate(parts, start=1)
    }
    for number, part in enumerate(appendices, start=1):
        key = "appendix" if len(appendices) > 1 else "appendix_one"
        headings[part.id] = report.wording.say(key, number=number, heading=part.heading)
    return headings


def subheading(lang: str, number: int, words: str) -> str:
    """A heading of the second rank."""
    return f"（{chinese_number(number)}）{words}" if lang == "zh" else words
