"""Small files of every kind, made in memory, with invented agencies."""

from __future__ import annotations

import functools
import io
import struct
import zipfile
from collections.abc import Sequence

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
LINES = (
    "云川市水务局2023年政府信息公开工作年度报告",
    "一、总体情况",
    "2023年，云川市水务局认真执行《条例》，全年主动公开政府信息126条，受理申请3件，均已按期答复。",
    "五、存在的主要问题及改进情况",
    "一是部分栏目更新不够及时。二是经办人员多为兼职，业务不熟。下一步将安排专人负责，加强培训。",
    "六、其他需要报告的事项",
    "无其他需要报告的事项。",
)
TEXT = "\n".join(LINES)
TABLE = (
    ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
    ("规章", "0", "0", "0"),
    ("行政规范性文件", "2", "1", "9"),
)


def html(body: str | None = None, *, head: str = '<meta charset="utf-8">', encoding: str = "utf-8") -> bytes:
    if body is None:
        rows = "".join("<tr>" + "".join(f"<td><p>{cell}</p></td>" for cell in row) + "</tr>" for row in TABLE)
        body = "".join(f"<p>{line}</p>" for line in LINES) + f"<table>{rows}</table>"
    return (
        f"<!DOCTYPE html><html><head>{head}<title>{LINES[0]}</title></head><body>{body}</body></html>".encode(
            encoding
        )
    )


def package(parts: dict[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def compound(streams: dict[str, bytes]) -> bytes:
    """A compound file (the container of DOC files and of DOCX files with a password) with these streams of 4,096 bytes at least."""
    end, free, none = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFF
    first = 2  # behind one sector of the allocation table and one of the directory, which holds three streams at most
    table, body = [0xFFFFFFFD, end], b""
    entries = [("Root Entry", 5, end, 0, 1, none)]
    for number, (name, content) in enumerate(streams.items(), 1):
        length = max(len(content), 4096)
        size = -(-length // 512)
        start = first + len(body) // 512
        entries.append((name, 2, start, length, none, number + 1 if number < len(streams) else none))
        table += [*range(start + 1, start + size), end]
        body += content.ljust(size * 512, b"\0")
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, end, 0, end, 0
    )  # fmt: skip
    sectors = header + struct.pack("<109I", 0, *[free] * 108)
    sectors += struct.pack("<128I", *table, *[free] * (128 - len(table)))
    for name, kind, start, length, child, right in entries:
        words = name.encode("utf-16-le")
        sectors += struct.pack(
            "<64sHBBIII36xIQ", words, len(words) + 2, kind, 1, none, right, child, start, length
        )
    return sectors.ljust(512 * 3, b"\0") + body


def docx(body: str, *, numbering: str = "", styles: str = "") -> bytes:
    """A DOCX with this body XML (prefix w:)."""
    spaces = (
        f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    )
    content: dict[str, str | bytes] = {
        "[Content_Types].xml": CONTENT_TYPES,
        "word/document.xml": f'<?xml version="1.0" encoding="UTF-8"?><w:document {spaces}><w:body>{body}</w:body></w:document>',
    }
    if numbering:
        content["word/numbering.xml"] = f"<w:numbering {spaces}>{numbering}</w:numbering>"
    if styles:
        content["word/styles.xml"] = f"<w:styles {spaces}>{styles}</w:styles>"
    return package(content)


def paragraph(text: str, properties: str = "", run: str = "") -> str:
    return (
        f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}"
        f"<w:r>{f'<w:rPr>{run}</w:rPr>' if run else ''}<w:t>{text}</w:t></w:r></w:p>"
    )


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def table(rows: list[list[str]]) -> str:
    return "<w:tbl>" + "".join("<w:tr>" + "".join(cells) + "</w:tr>" for cells in rows) + "</w:tbl>"


@functools.cache
def sample_docx() -> bytes:
    rows = [[cell(text) for text in row] for row in TABLE]
    return docx("".join(paragraph(line) for line in LINES) + table(rows))


def _odf(body: str, styles: str, kind: str) -> str:
    names = {
        name: f"urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"
        for name, long in (
            ("office", "office"),
            ("text", "text"),
            ("table", "table"),
            ("style", "style"),
            ("draw", "drawing"),
        )
    }
    spaces = " ".join(f'xmlns:{name}="{space}"' for name, space in names.items())
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:{kind} {spaces} xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body>{body}</office:body></office:{kind}>"
    )


def odt(body: str = "<text:p>正文</text:p>", *, styles: str = "", spreadsheet: bool = False) -> bytes:
    """An OpenDocument text with this content (prefixes text:, table:, draw:), or a sheet."""
    kind = "spreadsheet" if spreadsheet else "text"
    content = _odf(f"<office:{kind}>{body}</office:{kind}>", styles, "document-content")
    return package({"mimetype": f"application/vnd.oasis.opendocument.{kind}", "content.xml": content})


def fodt(body: str) -> bytes:
    """The same as one file."""
    return _odf(f"<office:text>{body}</office:text>", "", "document").encode()


OFD_NAMES = 'xmlns:ofd="http://www.ofdspec.org/2016"'
Placed = tuple[str, float, float]


def ofd(
    pages: list[list[Placed]],
    *,
    rules: Sequence[tuple[float, float, float, float]] = (),
    size: float = 4.2,
    more: str = "",
) -> bytes:
    """An OFD file: texts with the place of their first character in millimetres from the upper left corner, and rules on every page."""
    lines = "".join(
        f'<ofd:PathObject Boundary="{x0} {y0} {max(x1 - x0, 0.1)} {max(y1 - y0, 0.1)}" LineWidth="0.2">'
        f"<ofd:AbbreviatedData>M 0 0 L {x1 - x0} {y1 - y0}</ofd:AbbreviatedData></ofd:PathObject>"
        for x0, y0, x1, y1 in rules
    )
    parts: dict[str, str | bytes] = {
        "OFD.xml": f'<ofd:OFD {OFD_NAMES} Version="1.0"><ofd:DocBody><ofd:DocInfo><ofd:Title>题名</ofd:Title></ofd:DocInfo>'
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {OFD_NAMES}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox>"
        "</ofd:PageArea></ofd:CommonData><ofd:Pages>"
        + "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
        + "</ofd:Pages></ofd:Document>",
    }
    for number, texts in enumerate(pages):
        shown = "".join(
            f'<ofd:TextObject Boundary="{x} {y} {len(text) * size} {size}" Font="1" Size="{size}">'
            f'<ofd:TextCode X="0" Y="{0.88 * size}" DeltaX="g {max(len(text) - 1, 0)} {size}">{text}</ofd:TextCode></ofd:TextObject>'
            for text, x, y in texts
        )
        parts[f"Doc_0/Pages/Page_{number}/Content.xml"] = (
            f"<ofd:Page {OFD_NAMES}><ofd:Content><ofd:Layer>{shown}{lines}{more}</ofd:Layer></ofd:Content></ofd:Page>"
        )
    return package(parts)


def _canvas(stream: io.BytesIO) -> object:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    if "STSong-Light" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    return Canvas(stream, pagesize=(595, 842), invariant=1)


def pdf(
    pages: list[list[tuple[float, float, float, str]]],
    rules: dict[int, list[tuple[float, ...]]] | None = None,
    *,
    encrypt: str = "",
    drawn: int = 0,
    shown: int = 0,
) -> bytes:
    """A PDF: for each page strings at (x, y, size, text), and rules (x0, y0, x1, y1) by page index.

    ``drawn`` are the degrees counter-clockwise by which the page is drawn on its sheet, ``shown`` those clockwise by which it is shown.
    """
    stream = io.BytesIO()
    canvas = _canvas(stream)
    if encrypt:
        canvas.setEncrypt(encrypt)  # type: ignore[attr-defined]
    for number, strings in enumerate(pages):
        canvas.setPageRotation(shown)  # type: ignore[attr-defined]
        canvas.translate(*{0: (0, 0), 90: (595, 0), 180: (595, 842), 270: (0, 842)}[drawn])  # type: ignore[attr-defined]
        canvas.rotate(drawn)  # type: ignore[attr-defined]
        for x0, y0, x1, y1 in (rules or {}).get(number, []):
            canvas.line(x0, y0, x1, y1)  # type: ignore[attr-defined]
        for x, y, size, text in strings:
            canvas.setFont("STSong-Light", size)  # type: ignore[attr-defined]
            canvas.drawString(x, y, text)  # type: ignore[attr-defined]
        canvas.showPage()  # type: ignore[attr-defined]
    canvas.save()  # type: ignore[attr-defined]
    return stream.getvalue()


def ruled(xs: list[float], ys: list[float]) -> list[tuple[float, ...]]:
    """All rules of a regular grid."""
    return [(xs[0], y, xs[-1], y) for y in ys] + [(x, ys[0], x, ys[-1]) for x in xs]


@functools.cache
def sample_pdf() -> bytes:
    xs, ys = [80.0, 180.0, 280.0, 380.0, 480.0], [400.0, 380.0, 360.0, 340.0]
    strings = [(80.0, 780.0 - 24 * number, 14.0, line[:26]) for number, line in enumerate(LINES)]
    strings += [
        (xs[c] + 4, ys[r] - 15, 10.0, text) for r, row in enumerate(TABLE) for c, text in enumerate(row)
    ]
    return pdf([strings, [(80.0, 780.0, 14.0, LINES[4][:26])]], {0: ruled(xs, ys)})


def rtf() -> bytes:
    def escaped(text: str) -> str:
        return "".join(
            char if char.isascii() else f"\\u{ord(char) if ord(char) < 32768 else ord(char) - 65536}?"
            for char in text
        )

    rows = "".join(
        "\\trowd" + "".join(f"\\cellx{2000 * (c + 1)}" for c in range(len(row)))
        + "".join(f"\\intbl {escaped(text)}\\cell" for text in row) + "\\row\n" for row in TABLE
    )  # fmt: skip
    return (
        "{\\rtf1\\ansi\\ansicpg936{\\fonttbl{\\f0 SimSun;}}"
        + "\\par\n".join(map(escaped, LINES))
        + "\\par\n"
        + rows
        + "\\pard}"
    ).encode("ascii")


def mhtml() -> bytes:
    import base64

    page = base64.encodebytes(html(head="", encoding="gb18030"))
    return (
        b'From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="B"\r\n\r\n--B\r\n'
        b"Content-Type: text/html; charset=gb2312\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + page
        + b"\r\n--B--\r\n"
    )
