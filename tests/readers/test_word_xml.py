"""Word documents that are one XML file are read as DOCX files are."""

from __future__ import annotations

import io
import re
import zipfile

import making
import pytest

from textmine.errors import ReadError
from textmine.readers import read_bytes

HEAD = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?><?mso-application progid="Word.Document"?>
<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint"
 xmlns:aml="http://schemas.microsoft.com/aml/2001/core" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:v="urn:schemas-microsoft-com:vml">
<o:DocumentProperties><o:Title>云川市水务局年度报告</o:Title></o:DocumentProperties><w:body><wx:sect>"""
END = "<w:sectPr><w:hdr><w:p><w:r><w:t>页眉</w:t></w:r></w:p></w:hdr></w:sectPr></wx:sect></w:body></w:wordDocument>"


def paragraph(text: str, before: str = "", properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{before}<w:r><w:t>{text}</w:t></w:r></w:p>"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


LABEL = '<w:listPr><w:ilvl w:val="0"/><w:ilfo w:val="1"/><wx:t wx:val="一、"/></w:listPr>'
DELETED = '<aml:annotation aml:id="0" w:type="Word.Deletion"><aml:content><w:r><w:delText>没有不足，</w:delText></w:r></aml:content></aml:annotation>'
INSERTED = '<aml:annotation aml:id="1" w:type="Word.Insertion"><aml:content><w:r><w:t>经核对，</w:t></w:r></aml:content></aml:annotation>'
TABLE = (
    f"<w:tbl><w:tr>{cell('信息内容', '<w:vmerge w:val=' + chr(34) + 'restart' + chr(34) + '/>')}{cell('件数', '<w:gridSpan w:val=' + chr(34) + '2' + chr(34) + '/>')}</w:tr>"
    f"<w:tr>{cell('', '<w:vmerge/>')}{cell('制发')}{cell('废止')}</w:tr><w:tr>{cell('规章')}{cell('3')}{cell('0')}</w:tr></w:tbl>"
)


def word_2003(body: str, end: str = END) -> bytes:
    return (HEAD + body + end).encode()


def test_word_2003_keeps_numbers_merged_cells_and_accepted_changes() -> None:
    body = paragraph("总体情况", properties=LABEL) + paragraph("栏目更新不及时。", DELETED + INSERTED) + TABLE
    document = read_bytes(word_2003(body), path="report.doc")
    assert document.text.split("\n")[:2] == ["一、总体情况", "经核对，栏目更新不及时。"]
    assert "页眉" not in document.text and document.hints["title"] == "云川市水务局年度报告"
    (grid,) = [block.grid for block in document.blocks if block.grid]
    found = {(c.row, c.column, c.row_span, c.column_span): document.text[c.start : c.end] for c in grid.cells}
    assert found == {
        (0, 0, 2, 1): "信息内容", (0, 1, 1, 2): "件数", (1, 1, 1, 1): "制发", (1, 2, 1, 1): "废止",
        (2, 0, 1, 1): "规章", (2, 1, 1, 1): "3", (2, 2, 1, 1): "0",
    }  # fmt: skip
    assert not document.issues


def flat(package: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        parts = [
            f'<pkg:part pkg:name="/{name}"><pkg:xmlData>{re.sub(r"<[?]xml[^>]*>", "", archive.read(name).decode())}</pkg:xmlData></pkg:part>'
            for name in archive.namelist()
            if name.endswith((".xml", ".rels"))
        ]
    uri = "http://schemas.microsoft.com/office/2006/xmlPackage"
    return f'<?xml version="1.0"?><pkg:package xmlns:pkg="{uri}">{"".join(parts)}</pkg:package>'.encode()


def test_a_flat_package_reads_as_the_package_does() -> None:
    package = making.sample_docx()
    expected, document = read_bytes(package, path="a.docx"), read_bytes(flat(package), path="a.doc")
    assert document.text == expected.text and list(document.blocks) == list(expected.blocks)


def test_what_breaks_off_is_read_and_said() -> None:
    document = read_bytes(word_2003(paragraph("栏目更新不及时。") * 30, "<w:p><w:r><w:t>半句"), path="a.doc")
    assert document.text.startswith("栏目更新不及时。") and [i.code for i in document.issues] == ["damaged"]
    with pytest.raises(ReadError) as caught:
        read_bytes(HEAD.partition("<w:body>")[0].encode(), path="a.doc")
    assert caught.value.code == "damaged"


def test_books_say_what_they_are() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr("META-INF/container.xml", "<container/>")
    with pytest.raises(ReadError, match="an EPUB book") as caught:
        read_bytes(stream.getvalue(), path="a.xml")
    assert caught.value.code == "unsupported_format"
