"""The theme report as one self-contained HTML file."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from textmine.reporting._html_data import pack
from textmine.reporting._model import NOT_STATED, Chart, ColumnKind, Query, Table, ThemeReport, Value
from textmine.reporting._numbering import chart_numbers, part_headings, subheading, table_numbers
from textmine.reporting._printable import clean
from textmine.reporting._wording import Wording, percent
from textmine.resources import load_yaml, resource

if TYPE_CHECKING:
    from textmine.charts._areas import Area

# Rows of a table that stand in the page itself; the others come with the packed data.
STATIC_ROWS = 100
# Cells of at most so many characters stay on one line.
SHORT = 12
_SCRIPTS = ("data", "filter", "list", "tables", "main")


@dataclass(frozen=True)
class Image:
    """A chart as PNG, with its size in pixels."""

    png: bytes

    @property
    def width(self) -> int:
        """Pixels across, from the header of the file."""
        return int.from_bytes(self.png[16:20], "big")

    @property
    def height(self) -> int:
        """Pixels down."""
        return int.from_bytes(self.png[20:24], "big")

    @property
    def base64(self) -> str:
        """The bytes as text."""
        return base64.b64encode(self.png).decode()


def shown(value: Value, kind: ColumnKind) -> str:
    """A value as it is printed in a table."""
    if value is None:
        return ""
    if kind == "share":
        return percent(float(value))
    return str(value)


def _printable(value: Any) -> Any:
    """What is put into the page, once more without characters that could turn its direction round."""
    return clean(value) if type(value) is str else value


def _template_text(*names: str) -> str:
    return resource("templates", *names).read_text(encoding="utf-8")


def _emblem(report: ThemeReport) -> str:
    """The emblem of the template as a data address, empty if there is none."""
    content = report.template.emblem
    if content is None:
        return ""
    kind = "png" if content.startswith(b"\x89PNG") else "jpeg"
    return f"data:image/{kind};base64,{base64.b64encode(content).decode()}"


def page_script() -> str:
    """The script of the page."""
    files = "\n".join(_template_text("page", f"{name}.js") for name in _SCRIPTS)
    return f'(() => {{\n"use strict";\n{files}}})();\n'


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def link(query: Query) -> str:
    """Address within the page of the statements that fit a query."""
    return f"#statements?{urlencode(query)}"


def html(
    report: ThemeReport,
    charts: Mapping[str, bytes],
    areas: Mapping[str, Sequence[Area]] | None = None,
) -> str:
    """The page. ``charts`` are PNG files by name, with the ``areas`` of them that lead to statements.

    Every text of a document is escaped or packed.
    """
    wording = report.wording
    environment = Environment(
        undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True, finalize=_printable
    )
    words = load_yaml("templates", f"page.{report.lang}.yaml")
    script, style = page_script(), _template_text("theme-report.css")
    long_tables = _long_tables(report)
    extra = {
        "words": words,
        "short": SHORT,
        "tables": {name: packed_table(table) for name, table in long_tables.items()},
    }
    packed = pack(report.archive, names=report.names, extra=extra)
    template = environment.from_string(_template_text("theme-report.html.j2"))
    page: str = template.render(
        report=report,
        images={name: Image(png) for name, png in charts.items()},
        long_tables=long_tables,
        packed=packed,
        links={
            chart.name: chart_links(report, chart, (areas or {}).get(chart.name, ()))
            for chart in report.charts
        },
        ui=lambda key, **values: words[key].format(**values),
        gap="" if report.lang == "zh" else " ",
        show=shown,
        emblem=_emblem(report),
        link=link,
        static_rows=STATIC_ROWS,
        short=SHORT,
        # Our own files, and base64 of everything else.
        style=Markup(style),  # noqa: S704
        script=Markup(script),  # noqa: S704
        index=Markup(packed.index),  # noqa: S704
        texts=Markup(packed.texts),  # noqa: S704
        script_hash=_hash(script),
        style_hash=_hash(style),
        **_headings(report, wording),
    )
    return page.lstrip()


@dataclass(frozen=True)
class ChartLink:
    """A rectangle over a chart, in thousandths of its size, that leads to statements."""

    box: tuple[int, int, int, int]
    query: Query
    title: str


def chart_links(report: ThemeReport, chart: Chart, areas: Iterable[Area]) -> list[ChartLink]:
    """Links over a chart, in the words of the filters."""
    role = chart.result.params.get("role")
    base: Query = (("role", str(role)),) if role else ()
    links = []
    for area in areas:
        pairs = [_filter(report, chart, kind, value) for kind, value in area.stands_for]
        edges = (area.left, area.top, area.width, area.height)
        left, top, width, height = (round(1000 * edge) for edge in edges)
        title = " · ".join(name for _, _, name in pairs)
        query = (*base, *((kind, value) for kind, value, _ in pairs))
        links.append(ChartLink((left, top, width, height), query, title))
    return links


def _filter(report: ThemeReport, chart: Chart, kind: str, value: str) -> tuple[str, str, str]:
    """Name and value of the filter for what a part of a chart stands for, and the words for it."""
    if kind == "agency_key":
        name = report.names["agency"][value]
        return "agency", name, name
    if not value:
        unit = str(chart.result.params["region_unit"]) if kind == "region" else ""
        return kind, NOT_STATED + unit, NOT_STATED
    return kind, value, report.names.get(kind, {}).get(value, value)


def _headings(report: ThemeReport, wording: Wording) -> dict[str, Any]:
    """Functions that number headings and captions."""
    charts, numbered = chart_numbers(report), table_numbers(report)

    def caption_of(block: Chart | Table) -> str:
        if isinstance(block, Table):
            return wording.say("captions.table", number=numbered[block.id], title=block.title)
        return wording.say("captions.chart", number=charts[block.name], title=block.caption)

    def chart_alt(chart: Chart) -> str:
        return wording.say("ui.chart_alt", title=chart.title, detail=chart.detail)

    return {
        "headings": part_headings(report),
        "subheading": lambda number, words: subheading(report.lang, number, words),
        "caption_of": caption_of,
        "chart_alt": chart_alt,
    }


def _long_tables(report: ThemeReport) -> dict[str, Table]:
    """The whole of each table of which the page itself holds only the first rows."""
    shown_tables = [*(table for part in report.parts for table in part.tables), *report.chart_tables.values()]
    whole = {table.id: report.tables.get(table.id, table) for table in shown_tables}
    return {name: table for name, table in whole.items() if len(table.rows) > STATIC_ROWS}


def packed_table(table: Table) -> dict[str, Any]:
    """A table for the script: shares as pairs of value and text, everything else as it is."""
    kinds = [column.kind for column in table.columns]
    return {
        "columns": [column.query for column in table.columns],
        "queries": table.queries or None,
        "rows": [
            [
                [value, shown(value, kind)] if kind == "share" and value is not None else value
                for value, kind in zip(row, kinds, strict=True)
            ]
            for row in table.rows
        ],
    }
