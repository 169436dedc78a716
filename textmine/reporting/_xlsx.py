"""The theme report as an Excel workbook: ledger of problems, themes, agencies × themes, checks, data quality, method.

Texts are always written as text: nothing is taken for a formula, a link or a number.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

from textmine.reporting._ledger import ID_COLUMNS, INPUT_COLUMNS, LEDGER_COLUMNS, id_heading
from textmine.reporting._model import Table, ThemeReport, Value
from textmine.reporting._review import NAMES_SHEET
from textmine.reporting._wording import Wording, is_missing
from textmine.reporting._xlsx_rows import Row, SheetRows, with_rows
from textmine.resources import load_yaml

if TYPE_CHECKING:
    import pandas as pd
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

MAX_TEXT = 32_000  # Excel takes 32,767 characters a cell
MAX_ROWS = 1_000_000  # of 1,048,576 rows a sheet
MAX_CHOICES = 255  # characters of a drop-down list that stands in its cell's rule
FONT = "等线"
_WIDE = re.compile("[\u2e80-\U0010ffff]+")

# Together so wide that A3 prints them at some seven points.
_LEDGER_WIDTHS = {
    "position": 6, "agency": 18, "year": 6, "level": 6, "region": 12, "text": 42, "themes": 14, "probability": 10,
    "provision": 18, "evidence": 15, "measures": 34, "specificity": 12, "last_year_likeness": 8, "running": 9, "reviewer": 9, "verdict": 10, "corrected": 14, "remark": 16, "path": 28,
    "statement": 18, "candidates": 11,
}  # fmt: skip


# Sheets in their order, with the widths of columns that need more or less than usual.
_SHEETS: dict[str, dict[int, int]] = {
    "summary": {0: 22, 1: 19},
    "matrix": {},
    "persistence": {0: 22},
    "runs": {0: 26, 1: 22, 5: 16},
    "copies": {0: 26, 1: 9, 2: 34},
    "promises": {0: 26, 1: 9, 2: 60, 4: 60},
    "checks": {0: 26, 1: 9, 2: 24, 4: 80},
    "issues": {0: 40, 2: 26, 3: 90},
}


_LINE, _PADDING, _TALLEST = (
    13.5,
    2.0,
    409.0,
)  # points: a line of 10 point, above and below, the most a row may have


class _Book:
    """A workbook with its formats, and the rows that are still to be put into its sheets."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.rows: dict[int, SheetRows] = {}
        base = {"font_name": FONT, "font_size": 10, "valign": "top", "border": 1, "border_color": "#CBD2D9"}
        self.formats: dict[str, Any] = {
            "text": book.add_format({**base, "text_wrap": True}),
            "formula_like": book.add_format({**base, "text_wrap": True, "quote_prefix": True}),
            "count": book.add_format({**base, "num_format": "0"}),
            "number": book.add_format(base),
            "share": book.add_format({**base, "num_format": "0%"}),
            "head": book.add_format({**base, "bold": True, "text_wrap": True, "bg_color": "#E4E7EB", "align": "center", "valign": "vcenter"}),
            "input": book.add_format({**base, "text_wrap": True, "bg_color": "#FFF9E6"}),
            "title": book.add_format({"font_name": FONT, "font_size": 14, "bold": True}),
            "plain": book.add_format({"font_name": FONT, "font_size": 10, "text_wrap": True, "valign": "top"}),
        }  # fmt: skip

    def head(self, sheet: Worksheet, column: int, name: str) -> None:
        """The head of a column."""
        sheet.write_string(0, column, shortened(name), self.formats["head"])

    def fill(self, sheet: Worksheet, kinds: Sequence[str], rows: Iterable[Row], count: int) -> None:
        """Rows below the head of the sheet added last, with the kind of each column; text stays text."""
        for column, kind in enumerate((*kinds, "formula_like")):
            sheet.write_blank(1, column, None, self.formats[kind])
        shown = ((height, [_shown(value) for value in values]) for height, values in rows)
        number = len(self.book.worksheets())
        self.rows[number] = SheetRows(shown, count, [kind == "text" for kind in kinds])


def _shown(value: Value) -> Value:
    return shortened(value) if isinstance(value, str) else value


def row_height(cells: Iterable[tuple[Value, float]]) -> float | None:
    """Points that a row needs to show its wrapped texts, given with the widths of their columns; None for a single line.

    Programs fit a row to its text when it is typed, but not all of them when a workbook is opened or printed.
    """
    most = 1
    for value, width in cells:
        if isinstance(value, str) and (2 * len(value) > width - 1.5 or "\n" in value):
            most = max(most, _lines(value, width))
    return None if most <= 1 else min(_TALLEST, most * _LINE + _PADDING)


def _lines(text: str, width: float) -> int:
    """Lines of a text in a column: a Chinese character is as wide as two digits, and some room is lost at each end of a line."""
    room = max(width - 1.5, 2.0)
    return sum(
        1 if 2 * len(line) <= room else max(1, math.ceil((2 * len(line) - len(_WIDE.sub("", line))) / room))
        for line in text[:2_000].split("\n")
    )


def shortened(text: str) -> str:
    """Text that fits into a cell."""
    return text if len(text) <= MAX_TEXT else text[: MAX_TEXT - 1] + "…"


def xlsx(report: ThemeReport) -> bytes:
    """The workbook."""
    import xlsxwriter

    wording = report.wording
    stream = BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(stream, options) as workbook:
        workbook.set_properties(
            {"title": report.title, "comments": f"textmine {report.version} {report.fingerprint}"}
        )
        book = _Book(workbook)
        _ledger_sheet(book, report, wording)
        for key, widths in _SHEETS.items():
            if key not in report.tables:
                continue
            if key == "matrix":
                _matrix_sheet(book, report.tables[key], wording)
            else:
                _table_sheet(book, report.tables[key], key, wording, widths)
        _method_sheet(book, report, wording)
        _names_sheet(book, report)
    return with_rows(stream.getvalue(), book.rows)


def _new_sheet(book: _Book, key: str, wording: Wording, *, landscape: bool = True) -> Worksheet:
    sheet = book.book.add_worksheet(wording.say(f"sheets.{key}"))
    sheet.set_paper(9)  # A4
    if landscape:
        sheet.set_landscape()
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&P / &N")
    return sheet


def _close_table(sheet: Worksheet, rows: int, columns: int, *, frozen: int = 1) -> None:
    sheet.freeze_panes(1, frozen)
    sheet.repeat_rows(0)
    sheet.autofilter(0, 0, max(rows, 1), columns - 1)


def _table_sheet(book: _Book, table: Table, key: str, wording: Wording, widths: dict[int, int]) -> None:
    sheet = _new_sheet(book, key, wording)
    wide = [float(widths.get(column, 12)) for column in range(len(table.columns))]
    for column, (head, width) in enumerate(zip(table.columns, wide, strict=True)):
        book.head(sheet, column, head.name)
        sheet.set_column(column, column, width)
    rows = table.rows[:MAX_ROWS]
    tall = ((row_height(zip(values, wide, strict=True)), values) for values in rows)
    book.fill(sheet, [column.kind for column in table.columns], tall, len(rows))
    _close_table(sheet, len(table.rows), len(table.columns))


def _matrix_sheet(book: _Book, table: Table, wording: Wording) -> None:
    sheet = _new_sheet(book, "matrix", wording)
    fixed = sum(column.kind == "text" for column in table.columns) + 1
    for column, head in enumerate(table.columns):
        book.head(sheet, column, head.name)
        sheet.set_column(
            column, column, 26 if column == 0 else 15 if column == 2 else 9 if column < fixed else 7
        )
    sheet.set_row(0, 62)
    rows = table.rows[:MAX_ROWS]
    book.fill(
        sheet, [column.kind for column in table.columns], ((None, values) for values in rows), len(rows)
    )
    last = max(len(table.rows), 1)
    scale = {"type": "2_color_scale", "min_color": "#FDEBDD", "max_color": "#D55E00"}
    sheet.conditional_format(1, fixed, last, len(table.columns) - 1, scale)
    _close_table(sheet, len(table.rows), len(table.columns))


def _ledger_sheet(book: _Book, report: ThemeReport, wording: Wording) -> None:
    sheet = _new_sheet(book, "ledger", wording)
    for column, name in enumerate(LEDGER_COLUMNS):
        hidden = name in ID_COLUMNS
        book.head(sheet, column, id_heading(name) if hidden else wording.say(f"columns.{name}"))
        sheet.set_column(column, column, _LEDGER_WIDTHS.get(name), None, {"hidden": hidden})
    sheet.set_row(0, 2 * _LINE + _PADDING)
    rows = min(len(report.ledger), MAX_ROWS)
    book.fill(sheet, [_ledger_kind(name) for name in LEDGER_COLUMNS], _ledger_rows(report.ledger), rows)
    if rows:
        _choices(sheet, rows, report)
    # The hidden columns belong to the filter: sorting must move them with their rows.
    _close_table(sheet, rows, len(LEDGER_COLUMNS), frozen=3)
    sheet.set_paper(8)  # A3: so many columns cannot be read on A4
    sheet.print_area(0, 0, max(rows, 1), LEDGER_COLUMNS.index("remark"))


def _ledger_kind(name: str) -> str:
    if name in INPUT_COLUMNS:
        return "input"
    return {"position": "count", "last_year_likeness": "share"}.get(name, "text")


def _ledger_rows(ledger: pd.DataFrame) -> Iterator[Row]:
    shown = LEDGER_COLUMNS.index("remark") + 1
    likeness = LEDGER_COLUMNS.index("last_year_likeness")
    widths = [float(_LEDGER_WIDTHS[name]) for name in LEDGER_COLUMNS[:shown]]
    for row in ledger.head(MAX_ROWS).itertuples(index=False, name=None):
        values = list(row)
        values[likeness] = None if is_missing(values[likeness]) else float(values[likeness])
        yield row_height(zip(values[:shown], widths, strict=True)), values


def _choices(sheet: Worksheet, rows: int, report: ThemeReport) -> None:
    """Drop-down lists of the columns that a reviewer fills in."""
    wording, own = report.wording, report.template.themes
    verdict, corrected = (LEDGER_COLUMNS.index(name) for name in ("verdict", "corrected"))
    choices = {"validate": "list", "source": list(wording.raw("verdicts").values())}
    sheet.data_validation(1, verdict, rows, verdict, choices)
    themes = [own.get(theme["id"], theme[wording.lang]) for theme in load_yaml("codebook.yaml")["themes"]]
    source = [*themes, wording.say("no_theme")]
    help_text = {
        "input_title": wording.say("columns.corrected"),
        "input_message": wording.say("corrected_help"),
    }
    if len(",".join(source)) <= MAX_CHOICES and not any("," in name for name in source):
        # Several themes at once are no item of the list, so other input is let through; reading back checks it.
        listed = {"validate": "list", "source": source, "show_error": False}
    else:
        listed = {"validate": "any"}
    sheet.data_validation(1, corrected, rows, corrected, {**listed, **help_text})


def _method_sheet(book: _Book, report: ThemeReport, wording: Wording) -> None:
    sheet = _new_sheet(book, "method", wording, landscape=False)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, shortened(report.title.replace("\n", "")), book.formats["title"])
    row = 2
    signature = " ".join(filter(None, (report.labels["issuer"], report.labels["date"])))
    facts = [(report.labels["subtitle"].strip("（）()"), ""), (signature, ""), *report.facts]
    for name, value in facts:
        sheet.write_string(row, 0, name, book.formats["plain"])
        sheet.write_string(row, 1, shortened(value), book.formats["plain"])
        row += 1
    row += 1
    for part in (part for part in report.parts if part.id in ("basis", "ledger", "method")):
        for number, sentence in enumerate(part.sentences):
            sheet.write_string(row, 0, part.heading if number == 0 else "", book.formats["plain"])
            sheet.write_string(row, 1, shortened(sentence.text), book.formats["plain"])
            row += 1


def _names_sheet(book: _Book, report: ThemeReport) -> None:
    """An organisation's own names of themes, hidden, so that corrected themes can be read back by them."""
    if not report.template.themes:
        return
    sheet = book.book.add_worksheet(NAMES_SHEET)
    for row, (theme, name) in enumerate(report.template.themes.items()):
        sheet.write_string(row, 0, theme)
        sheet.write_string(row, 1, name)
    sheet.very_hidden()
