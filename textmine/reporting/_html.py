"""The theme report as one self-contained HTML file."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from textmine.reporting._model import ColumnKind, ThemeReport, Value
from textmine.reporting._numbering import chart_numbers, table_numbers
from textmine.reporting._wording import chinese_number, load_wording, percent
from textmine.resources import resource


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


def _template_text(name: str) -> str:
    return resource("templates", name).read_text(encoding="utf-8")


def html(report: ThemeReport, charts: Mapping[str, bytes]) -> str:
    """The page. ``charts`` are PNG files by name; every text of a document is escaped."""
    wording = load_wording(report.lang)
    environment = Environment(
        undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    script = _template_text("theme-report.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    template = environment.from_string(_template_text("theme-report.html.j2"))

    def subheading(number: int, words: str) -> str:
        return f"（{chinese_number(number)}）{words}" if report.lang == "zh" else words

    page: str = template.render(
        report=report,
        images={name: Image(png) for name, png in charts.items()},
        chart_numbers=chart_numbers(report),
        table_numbers=table_numbers(report),
        theme_names={page.theme: page.name for page in report.themes},
        say=wording.say,
        name=wording.name,
        heading=wording.heading,
        gap="" if report.lang == "zh" else " ",
        subheading=subheading,
        show=shown,
        style=Markup(_template_text("theme-report.css")),  # noqa: S704 (our own file)
        script=Markup(script),  # noqa: S704 (our own file)
        script_hash=f"sha256-{digest}",
    )
    return page.lstrip()
