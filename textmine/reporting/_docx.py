"""The theme report as a Word document in the layout of official documents (GB/T 9704-2012 as commonly applied)."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import TYPE_CHECKING, Any

from textmine.reporting._docx_style import (
    BODY_WIDTH,
    LANDSCAPE_WIDTH,
    add_page_number,
    add_text,
    landscape,
    new_document,
)
from textmine.reporting._docx_table import add_table
from textmine.reporting._html import Image, shown
from textmine.reporting._model import Chart, Part, Quotation, Table, ThemePage, ThemeReport
from textmine.reporting._numbering import chart_numbers, table_numbers
from textmine.reporting._wording import Wording, chinese_number, load_wording

if TYPE_CHECKING:
    from docx.document import Document

QUOTATIONS = 3  # a theme; the HTML and Excel files have more
MAX_TABLE_ROWS = 60
_EM, _CELL_MARGIN, _NARROW = 0.33, 0.35, 2.4  # centimetres, for cells of 9 pt
MAX_AGENCIES = 500


def docx(report: ThemeReport, charts: Mapping[str, bytes]) -> bytes:
    """The document. ``charts`` are PNG files by name."""
    wording = load_wording(report.lang)
    document = new_document(report.lang)
    document.core_properties.title = report.title
    document.core_properties.author = f"textmine {report.version}"
    document.core_properties.created = document.core_properties.modified = _midnight(report)
    add_page_number(document.sections[0])
    lines = wording.raw("title_lines") if report.title == wording.say("title") else [report.title]
    title = document.add_paragraph(lines[0], style="Title")
    for line in lines[1:]:
        title.add_run().add_break()
        title.add_run(line)
    document.add_paragraph(report.labels["subtitle"], style="Subtitle")
    writer = _Writer(document, report, wording, charts)
    for number, part in enumerate(report.parts, start=1):
        writer.part(number, part)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def _midnight(report: ThemeReport) -> Any:
    import datetime

    return datetime.datetime.combine(report.date, datetime.time())


class _Writer:
    def __init__(
        self, document: Document, report: ThemeReport, wording: Wording, charts: Mapping[str, bytes]
    ) -> None:
        self.document = document
        self.report = report
        self.wording = wording
        self.charts = charts
        self.chart_numbers = chart_numbers(report)
        self.table_numbers = table_numbers(report)
        self.width = BODY_WIDTH

    def part(self, number: int, part: Part) -> None:
        """A part with its heading; wide appendices are on landscape pages."""
        if part.id == "agencies":
            landscape(self.document)
            self.width = LANDSCAPE_WIDTH
        elif self.width != BODY_WIDTH:
            landscape(self.document, back=True)
            self.width = BODY_WIDTH
        self.document.add_heading(self.wording.heading(number, part.heading), level=1)
        for block in part.blocks:
            if isinstance(block, Chart):
                self.chart(block)
            elif isinstance(block, Table):
                self.table(block)
            else:
                self.document.add_paragraph(block.text)
        if part.id == "themes":
            for position, page in enumerate(self.report.themes, start=1):
                self.theme(position, page)

    def theme(self, position: int, page: ThemePage) -> None:
        """A theme with its sentences, but the last, which counts the quotations of the HTML file."""
        heading = f"（{chinese_number(position)}）{page.name}" if self.report.lang == "zh" else page.name
        self.document.add_heading(heading, level=2)
        gap = "" if self.report.lang == "zh" else " "
        self.document.add_paragraph(gap.join(sentence.text for sentence in page.sentences[:-1]))
        for quote in page.quotations[:QUOTATIONS]:
            self.quotation(quote)

    def quotation(self, quote: Quotation) -> None:
        """A statement in quotation marks, evidence in bold, with its source."""
        paragraph = self.document.add_paragraph(style="Quote")
        opening, closing = ("“", "”") if self.report.lang == "zh" else ('"', '"')
        add_text(paragraph, opening)
        for run in quote.runs:
            add_text(paragraph, run.text, bold=run.marked)
        source = f"（{quote.agency}，{quote.year}）" if self.report.lang == "zh" else f" ({quote.agency}, {quote.year})"  # fmt: skip
        add_text(paragraph, closing + source)

    def chart(self, chart: Chart) -> None:
        """A chart with its caption below; never taller than the page allows."""
        from docx.shared import Cm

        image = Image(self.charts[chart.name])
        width = min(self.width, 19.0 * image.width / image.height)
        if self.width == LANDSCAPE_WIDTH:
            width = min(self.width, 11.5 * image.width / image.height)
        paragraph = self.document.add_paragraph(style="Figure")
        picture = paragraph.add_run().add_picture(BytesIO(image.png), width=Cm(width))
        described = picture._inline.docPr
        described.set("descr", self.wording.say("ui.chart_alt", title=chart.title, detail=chart.detail))
        caption = self.wording.say(
            "captions.chart", number=self.chart_numbers[chart.name], title=chart.caption
        )
        self.document.add_paragraph(caption, style="Caption")

    def table(self, table: Table) -> None:
        """A table with its caption above and a header row that is repeated on every page."""
        number = self.table_numbers[table.id]
        caption = self.wording.say("captions.table", number=number, title=table.title)
        paragraph = self.document.add_paragraph(caption, style="Caption")
        paragraph.paragraph_format.keep_with_next = True
        rows = table.rows[: MAX_AGENCIES if table.id == "matrix" else MAX_TABLE_ROWS]
        kinds = [column.kind for column in table.columns]
        add_table(
            self.document,
            [column.name for column in table.columns],
            ([shown(value, kind) for value, kind in zip(row, kinds, strict=True)] for row in rows),
            widths=column_widths(table, self.width),
            right=[kind != "text" for kind in kinds],
        )
        note = table.note
        if len(rows) < len(table.rows):
            note = self.wording.say("checks.shown", shown=len(rows))
        self.document.add_paragraph(note, style="Caption")


def column_widths(table: Table, total: float) -> list[float]:
    """Widths in centimetres: short columns as wide as their longest value, the others share the rest by length."""
    ems = []
    for index, column in enumerate(table.columns):
        values = [shown(row[index], column.kind) for row in table.rows[:MAX_TABLE_ROWS]]
        # Heads of numbers may be broken into lines, those of texts should not be.
        words = column.name.split() if column.name.isascii() else [column.name[:3]]
        head = _ems(column.name) if column.kind == "text" else max(map(_ems, words), default=0.0)
        ems.append(min(max([head, *map(_ems, values)]), 30.0))
    natural = [size * _EM + _CELL_MARGIN for size in ems]
    narrow = sum(width for width in natural if width <= _NARROW)
    wide = sum(width for width in natural if width > _NARROW)
    if not wide or narrow >= total:
        return [width * total / sum(natural) for width in natural]
    return [width if width <= _NARROW else width * (total - narrow) / wide for width in natural]


def _ems(text: str) -> float:
    """Width of a text in ideographs."""
    return sum(0.55 if character.isascii() else 1.0 for character in text)
