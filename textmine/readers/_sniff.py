"""What a file is, by its first bytes; the suffix only breaks ties."""

from __future__ import annotations

import re

from textmine.errors import ReadError

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DOC = "application/msword"
OFD = "application/ofd"
ODT = "application/vnd.oasis.opendocument.text"
FODT = "application/vnd.oasis.opendocument.text-flat-xml"
RTF = "application/rtf"
WORD_XML = "application/xml"  # a Word document as one XML file
HTML = "text/html"
MHTML = "multipart/related"
MARKDOWN = "text/markdown"
TEXT = "text/plain"
ZIP = "application/zip"

_CONVERT = "Open it in WPS or Word and save it as DOCX or PDF with a text layer, then read that."
_OCR = "Run text recognition on it and save the result as PDF with a text layer or as text."
# First bytes of what cannot be read, with its name and the way out.
_FOREIGN: tuple[tuple[bytes, str, str], ...] = (
    (b"\xff\xd8\xff", "a JPEG picture", _OCR),
    (b"\x89PNG", "a PNG picture", _OCR),
    (b"GIF8", "a GIF picture", _OCR),
    (b"BM", "a BMP picture", _OCR),
    (b"II*\x00", "a TIFF picture", _OCR),
    (b"MM\x00*", "a TIFF picture", _OCR),
    (b"RIFF", "a picture or sound file", _OCR),
    (b"Rar!", "a RAR archive", "Unpack it and read the files inside, or pack them as ZIP."),
    (b"7z\xbc\xaf", "a 7z archive", "Unpack it and read the files inside, or pack them as ZIP."),
    (b"\x1f\x8b", "a gzip archive", "Unpack it and read the files inside, or pack them as ZIP."),
    (b"ID3", "a sound file", "Leave it out."),
    (b"\x7fELF", "a program", "Leave it out."),
    (b"MZ\x90", "a program", "Leave it out."),
    (b"PAR1", "a Parquet table", "Read the reports themselves, not a table of results."),
    (b"SQLite", "a database", "Read the reports themselves, not a database."),
)
_MAGIC = tuple(magic for magic, _, _ in _FOREIGN)
# Not by a table: Markdown and plain text may hold tables in HTML.
_HTML_START = re.compile(
    rb"<(?:!doctype\s{1,5}html|html|head|body|meta|title|div|p|script|style|span|h[1-6]|article|section|\?xml)[\s>/]",
    re.IGNORECASE,
)
_PAGE_START = re.compile(rb"<(?:!doctype\s{1,5}html|html|head|body|meta|title)[\s>/]", re.IGNORECASE)
_WORD_XML_START = re.compile(rb"<(?:[A-Za-z0-9]{1,20}:)?wordDocument[\s>]|<pkg:package[\s>]")
_FLAT_ODF_START = re.compile(rb"<office:document[\s>]")
_MARKDOWN_SUFFIXES = frozenset({"md", "markdown"})  # a Markdown file may hold HTML from its first lines on
_DATA_START = re.compile(rb"[\[{]\s*[\[{\"\]}]")
_MHTML_HEAD = re.compile(rb"^(?:mime-version|from|content-type|subject|date|x-[a-z-]+):", re.IGNORECASE)
_OOXML_KINDS = (
    ("word/", DOCX, "", ""),
    ("xl/", "", "an Excel workbook", "Save its text as DOCX or PDF, then read that."),
    ("ppt/", "", "a PowerPoint file", "Save its text as DOCX or PDF, then read that."),
)


def sniff(data: bytes, path: str) -> str:
    """Media type of the content.

    Raises ReadError ``empty_file`` or ``unsupported_format``, with what to do, for what cannot be read.
    """
    if len(data) < 4096 and not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise ReadError("empty_file", "The file is empty. Get it again from its source.")
    if b"%PDF-" in data[:1024]:
        return PDF
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return ZIP
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return DOC
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n\x00")
    if head.startswith(b"{\\rtf"):
        return RTF
    for magic, name, advice in _FOREIGN if data.startswith(_MAGIC) else ():
        if data.startswith(magic) and (magic != b"BM" or data[6:10] == b"\x00\x00\x00\x00"):
            raise ReadError("unsupported_format", f"The file is {name}, which holds no text. {advice}")
    if _DATA_START.match(head) and path.lower().endswith((".json", ".jsonl", ".ipynb", ".geojson")):
        raise ReadError(
            "unsupported_format",
            "The file is JSON data, not a published report. Read the reports themselves.",
        )
    return _sniff_text(data, head, path)


def _sniff_text(data: bytes, head: bytes, path: str) -> str:
    if _MHTML_HEAD.match(head) and b"multipart/related" in head.lower():
        return MHTML
    suffix = path.rpartition(".")[2].lower()
    plain = data[:4096]
    if b"<" in plain and plain[:2] in (b"\xff\xfe", b"\xfe\xff"):
        plain = plain.replace(b"\x00", b"")
    if b"<" in plain and _WORD_XML_START.search(plain):
        return WORD_XML
    if b"<" in plain and _FLAT_ODF_START.search(plain):
        return FODT
    if b"<" in plain and (
        (_PAGE_START if suffix in _MARKDOWN_SUFFIXES else _HTML_START).search(plain[:1024])
        or suffix in {"html", "htm", "shtml", "xhtml", "asp", "aspx", "jsp", "php"}
    ):
        return HTML
    return MARKDOWN if suffix in _MARKDOWN_SUFFIXES else TEXT


def package_kind(names: list[str]) -> str:
    """Media type of a ZIP package by its entries: DOCX, ODT, OFD, or ZIP for a plain archive.

    Raises ReadError ``unsupported_format`` for other office packages.
    """
    present = set(names)
    if "OFD.xml" in present:
        return OFD
    if "word/document.xml" in present:
        return DOCX
    if "[Content_Types].xml" in present:
        for prefix, media_type, name, advice in _OOXML_KINDS:
            if any(entry.startswith(prefix) for entry in names):
                if media_type:
                    return media_type
                raise ReadError("unsupported_format", f"The file is {name}. {advice}")
    if "mimetype" in present and "META-INF/container.xml" in present:
        raise ReadError("unsupported_format", f"The file is an EPUB book. {_CONVERT}")
    if "mimetype" in present and "content.xml" in present:
        return ODT
    return ZIP
