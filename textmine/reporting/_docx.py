"""The theme report as a Word document in the layout of official documents (GB/T 9704-2012 as commonly applied)."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from textmine.reporting._docx_flow import Flow
from textmine.reporting._docx_style import (
    add_page_number,
    add_text,
    looks,
    new_document,
    text_height,
    text_width,
    turn_page,
)
from textmine.reporting._docx_table import add_table, column_widths, upright_heads
from textmine.reporting._html import Image, shown
from textmine.reporting._model import Block, Chart, Heading, Part, Quotation, Table, ThemePage, ThemeReport
from textmine.reporting._numbering import chart_numbers, part_headings, subheading, table_numbers
from textmine.reporting._wording import inner_quotes

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

QUOTATIONS = 3  # a theme; the HTML and Excel files have more
MAX_TABLE_ROWS = 40
_SLACK = 8  # rows beyond the most that are printed rather than left out
# Tables that may be longer in print.
_LONG_TABLES = {"matrix": 500, "statements": 200, "current": 100, "promises": 60, "issues": 200}
EMBLEM_HEIGHT = 2.2  # centimetres
_SIGNATURE_GAP = 28 * 12_700  # a line of 28 pt, in EMU
_CAPTION_ROOM = 1.6  # centimetres below a figure
_LARGER = 1.25
_FIGURE_SHARE = 0.8  # of the height of a page that a figure may take


def docx(report: ThemeReport, charts: Mapping[str, bytes]) -> bytes:
    """The document. ``charts`` are PNG files by name."""
    base = report.template.base_document
    document = new_document(report.lang, base, compact=report.form == "short")
    document.core_properties.title = report.title
    document.core_properties.author = report.template.issuer or f"textmine {report.version}"
    when = datetime.datetime.combine(report.date, datetime.time())
    document.core_properties.created = document.core_properties.modified = when
    add_page_number(document.sections[0])
    writer = _Writer(document, report, charts)
    writer.head()
    writer.parts()
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


class _Writer:
    def __init__(self, document: Document, report: ThemeReport, charts: Mapping[str, bytes]) -> None:
        self.document = document
        self.report = report
        self.wording = report.wording
        self.charts = charts
        self.chart_numbers = chart_numbers(report)
        self.table_numbers = table_numbers(report)
        self.headings = part_headings(report)
        self.turned = False
        self.flow = Flow(looks(report.lang, compact=report.form == "short"))
        self._new_page()

    def _new_page(self) -> None:
        self.flow.new_page(text_height(self.document), text_width(self.document))

    def say(self, text: str, style: str = "Normal") -> None:
        """A paragraph."""
        self.document.add_paragraph(text, style=style)
        self.flow.paragraph(text, style)

    def heading(self, text: str, level: int) -> Paragraph:
        """A heading."""
        self.flow.paragraph(text, f"Heading {level}")
        paragraph: Paragraph = self.document.add_heading(text, level=level)
        return paragraph

    def head(self) -> None:
        """Emblem, title and subtitle."""
        from docx.shared import Cm

        if self.report.template.emblem:
            paragraph = self.document.add_paragraph(style="Figure")
            picture = paragraph.add_run().add_picture(BytesIO(self.report.template.emblem), height=Cm(EMBLEM_HEIGHT))  # fmt: skip
            picture._inline.docPr.set("descr", self.report.template.issuer or self.report.title)
        lines = (self.report.labels.get("title_lines") or self.report.title).split("\n")
        title = self.document.add_paragraph(lines[0], style="Title")
        for line in lines[1:]:
            title.add_run().add_break()
            title.add_run(line)
        self.flow.paragraph(lines[0], "Title", breaks=len(lines) - 1)
        self.say(self.report.labels["subtitle"], "Subtitle")

    def parts(self) -> None:
        """All parts; the signature stands behind the last that is no appendix."""
        signed = False
        for part in self.report.parts:
            if part.appendix and not signed:
                self.signature()
                signed = True
            self.part(part)
        if not signed:
            self.signature()

    def signature(self) -> None:
        """Who issues the report, and when."""
        lines = [line for line in (self.report.labels.get("issuer"), self.report.labels.get("date")) if line]
        if lines and self.document.paragraphs:  # it never stands alone on a page
            self.document.paragraphs[-1].paragraph_format.keep_with_next = True
        for number, line in enumerate(lines):
            paragraph = self.document.add_paragraph(line, style="Signature")
            paragraph.paragraph_format.keep_with_next = number + 1 < len(lines)
            if number == 0 and self.report.form == "full":
                paragraph.paragraph_format.space_before = _SIGNATURE_GAP

    def part(self, part: Part) -> None:
        """A part with its heading; wide appendices are on landscape pages, the first appendix begins a page."""
        if part.appendix and self.report.form == "short":
            for sentence in part.sentences:
                self.document.add_paragraph(sentence.text, style="Table Note")
            return
        turned = self._turn_for(part, part.blocks[0] if part.blocks else None)
        heading = self.heading(self.headings[part.id], 1)
        if self.report.form == "full" and part is self._first_appendix() and not turned:
            heading.paragraph_format.page_break_before = True
            self._new_page()
            self.flow.paragraph(heading.text, "Heading 1")
        number = 0
        for block in self.flow.arranged(
            part.blocks,
            begin=lambda block: self._turn_for(part, block),
            height_of=self._chart_height,
            follow=self._follow,
        ):
            if isinstance(block, Chart):
                self.chart(block)
            elif isinstance(block, Table):
                self.table(block)
            elif isinstance(block, Heading):
                number += 1
                self.heading(subheading(self.report.lang, number, block.text), 2)
            else:
                self.say(block.text)
        if part.id == "themes":
            for position, page in enumerate(self.report.themes, start=1):
                self.theme(position, page)

    def _turn_for(self, part: Part, block: Block | None) -> bool:
        """Turn the page if the part needs it; charts at the head of a wide part stay upright if they are larger so."""
        if part.wide == self.turned or (isinstance(block, Chart) and not self.turned and self._stands(block)):
            return False
        turn_page(self.document)
        self._new_page()
        self.turned = part.wide
        return True

    def _first_appendix(self) -> Part | None:
        return next((part for part in self.report.parts if part.appendix), None)

    def theme(self, position: int, page: ThemePage) -> None:
        """A theme with its sentences, but the last, which counts the quotations of the HTML file."""
        self.heading(subheading(self.report.lang, position, page.name), 2)
        gap = "" if self.report.lang == "zh" else " "
        self.say(gap.join(sentence.text for sentence in page.sentences[:-1]))
        wordings: dict[str, Quotation] = {}  # the first of each: on paper the same words need no repeating
        for quote in page.quotations:
            wordings.setdefault(quote.text, quote)
        for quote in list(wordings.values())[:QUOTATIONS]:
            self.quotation(quote)

    def quotation(self, quote: Quotation) -> None:
        """A statement in quotation marks, evidence in bold, with its source."""
        paragraph = self.document.add_paragraph(style="Quote")
        opening, closing = ("“", "”") if self.report.lang == "zh" else ('"', '"')
        add_text(paragraph, opening)
        for run in quote.runs:
            add_text(paragraph, inner_quotes(run.text) if opening == "“" else run.text, bold=run.marked)
        source = f"（{quote.agency}，{quote.year}）" if self.report.lang == "zh" else f" ({quote.agency}, {quote.year})"  # fmt: skip
        add_text(paragraph, closing + source)
        self.flow.paragraph(paragraph.text, "Quote")

    def chart(self, chart: Chart) -> None:
        """A chart with its caption below; never taller than the page allows."""
        from docx.shared import Cm

        image, height = Image(self.charts[chart.name]), self._chart_height(chart)
        caption = self.wording.say(
            "captions.chart", number=self.chart_numbers[chart.name], title=chart.caption
        )
        height *= self.flow.figure(height, caption)
        paragraph = self.document.add_paragraph(style="Figure")
        picture = paragraph.add_run().add_picture(BytesIO(image.png), height=Cm(height))
        described = picture._inline.docPr
        described.set("descr", self.wording.say("ui.chart_alt", title=chart.title, detail=chart.detail))
        self.document.add_paragraph(caption, style="Caption")

    def _chart_height(self, chart: Chart) -> float:
        return self._height_on(text_height(self.document), text_width(self.document), chart)

    def _height_on(self, height: float, width: float, chart: Chart) -> float:
        """Centimetres on a type area of this size: as wide as the text, but no taller than most of the page."""
        image = Image(self.charts[chart.name])
        return min(width * image.height / image.width, _FIGURE_SHARE * height - _CAPTION_ROOM)

    def _stands(self, chart: Chart) -> bool:
        """Whether a chart is clearly larger on the upright page than on one that is turned."""
        height, width = text_height(self.document), text_width(self.document)
        return self._height_on(height, width, chart) > _LARGER * self._height_on(width, height, chart)

    def _follow(self, block: Block, flow: Flow) -> None:
        """Tell a flow of a sentence or table as if it were written."""
        if isinstance(block, Table):
            printed = self._printed(block)
            flow.table(printed.caption, printed.heads, printed.rows, printed.widths, printed.note)
        elif not isinstance(block, Chart):
            flow.paragraph(block.text)

    def table(self, table: Table) -> None:
        """A table with its caption above and a header row that is repeated on every page."""
        printed = self._printed(table)
        paragraph = self.document.add_paragraph(printed.caption, style="Caption")
        paragraph.paragraph_format.keep_with_next = True
        right = [column.kind != "text" for column in table.columns]
        add_table(
            self.document, printed.heads, printed.rows,
            widths=printed.widths, right=right, upright=upright_heads(table), with_note=bool(printed.note),
        )  # fmt: skip
        self.document.add_paragraph(printed.note, style="Table Note")
        self._follow(table, self.flow)

    def _printed(self, table: Table) -> _Printed:
        """A table as it is printed: the rows that fit, and a note if there are more."""
        caption = self.wording.say("captions.table", number=self.table_numbers[table.id], title=table.title)
        most = _LONG_TABLES.get(table.id, MAX_TABLE_ROWS)
        rows = table.rows if len(table.rows) <= most + _SLACK else table.rows[:most]
        kinds = [column.kind for column in table.columns]
        note, whole = table.note, self.report.tables.get(table.id, table)
        if len(rows) < len(table.rows):
            note = self.wording.say(
                "checks.shown", shown=len(rows), total=max(len(table.rows), len(whole.rows))
            )
        return _Printed(
            caption,
            [column.name for column in table.columns],
            [[shown(value, kind) for value, kind in zip(row, kinds, strict=True)] for row in rows],
            column_widths(table, text_width(self.document), MAX_TABLE_ROWS),
            note,
        )


class _Printed(NamedTuple):
    """A table in words, with its columns' widths in centimetres."""

    caption: str
    heads: list[str]
    rows: list[list[str]]
    widths: list[float]
    note: str
