"""Numbers of figures and tables: one sequence each through the whole report, the same in every format."""

from __future__ import annotations

from textmine.reporting._model import ThemeReport


def chart_numbers(report: ThemeReport) -> dict[str, int]:
    """Number of each chart by name."""
    return {chart.name: number for number, chart in enumerate(report.charts, start=1)}


def table_numbers(report: ThemeReport) -> dict[str, int]:
    """Number of each table by id."""
    tables = [table for part in report.parts for table in part.tables]
    return {table.id: number for number, table in enumerate(tables, start=1)}
