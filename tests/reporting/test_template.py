"""Templates of organisations: what they change, and errors that name key and line."""

from __future__ import annotations

import datetime
import struct
import zlib
from io import BytesIO
from pathlib import Path

import docx as python_docx
import pytest
from made_tables import made_corpus, made_tables

from textmine.errors import ResourceError
from textmine.reporting import ReportOptions, build, load_template, read_review
from textmine.reporting._docx import docx
from textmine.reporting._xlsx import xlsx

EXAMPLE = Path(__file__).resolve().parents[2] / "docs" / "template-example.toml"


def _png() -> bytes:
    chunks = ((b"IHDR", struct.pack(">IIBBBBB", 4, 4, 8, 0, 0, 0, 0)), (b"IDAT", zlib.compress(b"\0\x80\x80\x80\x80" * 4)), (b"IEND", b""))  # fmt: skip
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def test_the_example_of_the_documentation_is_followed_everywhere(tmp_path: Path) -> None:
    template = load_template(EXAMPLE)
    report = build(
        made_tables(made_corpus(16)), date=datetime.date(2026, 3, 1), options=ReportOptions(template=template)
    )
    document = python_docx.Document(BytesIO(docx(report, {chart.name: _png() for chart in report.charts})))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert report.title == template.title and template.issuer in text and "二〇二六年" not in text
    assert "2026年3月" in text
    assert any(page.name == template.themes["timeliness"] for page in report.themes)
    book = tmp_path / "b.xlsx"
    book.write_bytes(xlsx(report))
    assert read_review(book, when="2026-03-01T00:00:00+00:00").verdicts == ()


def test_a_base_document_keeps_its_text_and_its_styles(tmp_path: Path) -> None:
    base = python_docx.Document()
    base.add_paragraph("岚川省政务公开办公室文件")
    base.styles["Normal"].font.name = "Arial"
    base.save(tmp_path / "base.docx")
    (tmp_path / "emblem.png").write_bytes(_png())
    path = tmp_path / "t.toml"
    path.write_text('emblem = "emblem.png"\nbase_document = "base.docx"\n', encoding="utf-8")
    report = build(
        made_tables(made_corpus(4)), options=ReportOptions(form="short", template=load_template(path))
    )
    document = python_docx.Document(BytesIO(docx(report, {})))
    assert document.paragraphs[0].text == "岚川省政务公开办公室文件"
    assert document.styles["Normal"].font.name == "Arial" and len(document.inline_shapes) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("titel = 'a'", "line 1, key titel: unknown (did you mean title?)"),
        ("\n\ntitle = 3", "line 3, key title: must be text"),
        ("title = ", "is no TOML"),
        ("lang = 'de'", "key lang: 'de' is no language"),
        ("[bands]\nmost = 1.5", "line 2, key bands.most: must be a share"),
        ("[bands]\nmost = 0.4", "line 1, key bands: few, majority and most must rise"),
        (
            "[themes]\ntimelines = '时效'",
            "line 2, key themes.timelines: no such theme (did you mean timeliness?)",
        ),
        ("[wording]\n'verdicts.right' = '对'", "line 2, key wording.verdicts.right: cannot be changed"),
        (
            "[wording]\n'themes.nonne' = '无'",
            "line 2, key wording.themes.nonne: no such phrase (did you mean themes.none?)",
        ),
        ("[wording]\n'themes.none' = '{{ x }}'", "unknown value 'x'; this phrase may use none"),
        ("[wording]\n'themes.none' = '{% if %}'", "cannot be filled in"),
        ("emblem = 'no.png'", "line 1, key emblem:"),
        ("date_line = '{week}'", "unknown field {week}"),
        ("base_document = 't.toml'", "is no Word document"),
    ],
)
def test_errors_name_key_and_line(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "t.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ResourceError) as caught:
        load_template(path)
    assert said in str(caught.value)
