"""The outcomes of the checks as an Excel workbook: failures first, every cell and sentence named, and what each check means."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textmine.tables import Tables

_HEADS = {
    "zh": ("单位", "年度", "核查项", "结论", "程度", "说明", "所据数字", "所据文字", "文件"),
    "en": ("Agency", "Year", "Check", "Outcome", "Severity", "Finding", "Cells", "Words", "File"),
}
_SHEETS = {"zh": ("核查结果", "数据质量", "核查项说明"), "en": ("Outcomes", "Data quality", "Checks")}
_ISSUE_HEADS = {"zh": ("文件", "环节", "类型", "说明"), "en": ("File", "Stage", "Kind", "Finding")}
_CHECK_HEADS = {
    "zh": ("核查项", "类别", "内容", "公式", "依据", "示例"),
    "en": ("Check", "Family", "What must hold", "Formula", "Source", "Example"),
}
_OUTCOMES = {
    "zh": {"fails": "不符", "holds": "相符", "untestable": "不能核对", "blank_is_zero": "空白按0计则相符"},
    "en": {"fails": "fails", "holds": "holds", "untestable": "cannot be tested", "blank_is_zero": "holds if blanks are zero"},
}  # fmt: skip
_SEVERITIES = {
    "zh": {"error": "错误", "warning": "警示", "note": "提示"},
    "en": {"error": "error", "warning": "warning", "note": "note"},
}
_ORDER = ("fails", "blank_is_zero", "untestable", "holds")
_WIDTHS = (28, 8, 36, 16, 8, 70, 60, 60, 40)
_ISSUE_WIDTHS = (40, 10, 30, 90)
_CHECK_WIDTHS = (26, 18, 60, 60, 50, 60)
# Excel holds 32,767 characters a cell and 1,048,576 rows a sheet.
_LONGEST = 32_000
_MOST_ROWS = 1_000_000


def check_names(lang: str) -> dict[str, str]:
    """What each check looks at, by its id."""
    from textmine.analysis.checks import load_checks

    return {check.id: check.zh if lang == "zh" else check.en for check in load_checks()}


def severity_names(lang: str) -> dict[str, str]:
    """Names of the severities."""
    return _SEVERITIES[lang]


def write_check_workbook(tables: Tables, path: Path, lang: str) -> None:
    """Write the outcomes, and what could not be read or only in part; text is stored as text, never as a formula.

    Raises
    ------
    OSError: the place cannot be written to.
    """
    import xlsxwriter

    from textmine.tables._settle import write_whole

    rows = tables["checks"].to_pylist()
    listed = tables["documents"].select(["document", "path", "agency", "year"]).to_pylist()
    documents = {row["document"]: row for row in listed}
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:
        _outcome_sheet(book, rows, documents, lang)
        _issue_sheet(book, tables, lang)
        _check_sheet(book, lang)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, stream.getvalue())


def _start(book: Any, name: str, heads: Sequence[str], widths: Sequence[int]) -> tuple[Any, Any]:
    sheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for column, (head, width) in enumerate(zip(heads, widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, head, bold)
    sheet.freeze_panes(1, 0)
    return sheet, wrapped


def _outcome_sheet(
    book: Any, rows: Sequence[Mapping[str, Any]], documents: Mapping[str, Mapping[str, Any]], lang: str
) -> None:
    sheet, wrapped = _start(book, _SHEETS[lang][0], _HEADS[lang], _WIDTHS)
    names = check_names(lang)
    ordered = sorted(rows, key=lambda row: _ORDER.index(row["outcome"]))[:_MOST_ROWS]
    for number, row in enumerate(ordered, 1):
        document = documents.get(row["document"], {})
        shown = (
            document.get("agency") or "",
            str(document.get("year") or ""),
            names[row["check"]],
            _OUTCOMES[lang][row["outcome"]],
            _SEVERITIES[lang][row["severity"]],
            row["message"] if lang == "zh" else row["message_en"],
            "；".join(_cell(item) for item in json.loads(row["cells"])),
            "\n".join(item["text"] for item in json.loads(row["spans"])),
            str(document.get("path") or ""),
        )
        for column, text in enumerate(shown):
            sheet.write_string(number, column, str(text)[:_LONGEST], wrapped)
    sheet.autofilter(0, 0, max(len(ordered), 1), len(_WIDTHS) - 1)


def _issue_sheet(book: Any, tables: Tables, lang: str) -> None:
    from textmine.reporting import issue_rows

    sheet, wrapped = _start(book, _SHEETS[lang][1], _ISSUE_HEADS[lang], _ISSUE_WIDTHS)
    for number, row in enumerate(issue_rows(tables, lang=lang)[:_MOST_ROWS], 1):
        for column, text in enumerate(row):
            sheet.write_string(number, column, text[:_LONGEST], wrapped)


def _cell(item: Mapping[str, Any]) -> str:
    value = item["value"]
    return f"{item['name']}={'空' if value is None else format(value, '.12g')}"


def _check_sheet(book: Any, lang: str) -> None:
    from textmine.analysis.checks import families, load_checks

    sheet, wrapped = _start(book, _SHEETS[lang][2], _CHECK_HEADS[lang], _CHECK_WIDTHS)
    names = families()
    for number, check in enumerate(load_checks(), 1):
        what = check.zh if lang == "zh" else check.en
        shown = (check.id, names[check.family][lang], what, check.formula, check.source, check.example)
        for column, text in enumerate(shown):
            sheet.write_string(number, column, text, wrapped)
