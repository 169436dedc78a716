"""Pages of theme reports for tests: composed corpora, a grey chart, what is packed in a page, and hostile texts."""

from __future__ import annotations

import base64
import datetime
import json
import struct
import zlib
from typing import Any

import lxml.html
from made_tables import MadeReport, document_id, made_tables

from textmine.reporting import ThemeReport, build
from textmine.reporting._html import html

DATE = datetime.date(2026, 3, 1)
EVIL = "</script></title><script>alert(1)</script><img src=x onerror=alert(2)>\"'&{{7*7}}\u2028\u202e<!--"
CLEAN_EVIL = EVIL.replace("\u2028", "").replace("\u202e", "")
# Left-overs of templates and empty insertions: they never stand in prose.
WRONG = (
    "nan",
    "None",
    "<NA>",
    "{{",
    "}}",
    "{%",
    "，，",
    "、、",
    "。。",
    "（）",
    "  ",
    "，。",
    "、。",
    "“”",
    "；。",
)


def png(width: int = 144, height: int = 90) -> bytes:
    """A grey picture: charts have tests of their own."""
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress((b"\x00" + b"\x80" * width) * height)),
        (b"IEND", b""),
    )
    packed = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


def report_on(reports: list[MadeReport], lang: str = "zh", **more: Any) -> ThemeReport:
    """The theme report on composed annual reports."""
    return build(made_tables(reports, **more), lang=lang, date=DATE)


def page_of(report: ThemeReport) -> str:
    """The page, with grey charts."""
    return html(report, {chart.name: png() for chart in report.charts})


def tree_of(page: str) -> lxml.html.HtmlElement:
    """The page as a browser's parser sees it."""
    return lxml.html.document_fromstring(page)


def unpacked(tree: lxml.html.HtmlElement, name: str) -> str:
    """The text of a packed block."""
    return zlib.decompress(base64.b64decode(tree.get_element_by_id(name).text)).decode()


def index_of(tree: lxml.html.HtmlElement) -> dict[str, Any]:
    """The packed index."""
    index: dict[str, Any] = json.loads(unpacked(tree, "index"))
    return index


def hostile_report() -> ThemeReport:
    """A report in which every text that a document can bring tries to break out."""
    report = MadeReport(
        agency=f"甲局{EVIL}", year=2023, problems=["timeliness"], extra={"channels": f"=1+1{EVIL}"}, lead=EVIL,
        county=f"县{EVIL}",
    )  # fmt: skip
    issue = {
        "document": "d", "path": f"{EVIL}.pdf", "stage": "read", "code": "broken",
        "message": f"=cmd|' /C calc'!A0 {EVIL}",
    }  # fmt: skip
    check = {
        "document": document_id(0), "check": EVIL, "outcome": "fails", "severity": "error", "message": EVIL,
        "message_en": EVIL,
    }  # fmt: skip
    return report_on([report, MadeReport(agency="乙局")], issues=[issue], checks=[check])
