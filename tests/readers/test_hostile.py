"""Damaged and hostile input: an error with a reason or a document, never a crash, a hang or a foreign exception."""

from __future__ import annotations

import io
import random
import socket
import time
import zipfile
from pathlib import Path

import making
import pytest

from textmine.errors import LimitError, ReadError
from textmine.readers import Limits, discover, read, read_bytes
from textmine.schema import Document, Issue

DOC = (Path(__file__).parent / "data" / "composed.doc").read_bytes()
SAMPLES = {
    "a.txt": making.TEXT.encode("gb18030"),
    "a.html": making.html(),
    "a.docx": making.sample_docx(),
    "a.pdf": making.sample_pdf(),
    "a.rtf": making.rtf(),
    "a.mht": making.mhtml(),
    "a.doc": DOC,
    "a.zip": making.package({"x.txt": making.TEXT, "y.docx": making.sample_docx()}),
}
ALLOWED_SECONDS = 10.0


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a reader tried to open a network connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)


def outcome(data: bytes, name: str, limits: Limits | None = None) -> Document | ReadError:
    begin = time.monotonic()
    try:
        result: Document | ReadError = read_bytes(data, path=name, **({"limits": limits} if limits else {}))
    except ReadError as error:
        assert error.code and len(str(error)) > 20 and str(error).rstrip().endswith((".", ")"))
        result = error
    assert time.monotonic() - begin < ALLOWED_SECONDS
    if isinstance(result, Document):
        for block in result.blocks:
            assert 0 <= block.start <= block.end <= len(result.text)
            for cell in block.grid.cells if block.grid else ():
                assert block.start <= cell.start <= cell.end <= block.end
                assert cell.row + cell.row_span <= block.grid.n_rows
                assert cell.column + cell.column_span <= block.grid.n_columns
    return result


def mutate(data: bytes, rng: random.Random) -> bytes:
    content = bytearray(data)
    kind = rng.randrange(5)
    place = rng.randrange(len(content))
    if kind == 0:
        return bytes(content[:place])
    if kind == 1:
        for _ in range(rng.choice((1, 4, 30))):
            content[rng.randrange(len(content))] ^= 1 << rng.randrange(8)
    elif kind == 2:
        del content[place : place + rng.randrange(1, 400)]
    elif kind == 3:
        content[place : place + rng.randrange(1, 200)] = rng.randbytes(rng.randrange(1, 200))
    else:
        content[place:place] = content[: rng.randrange(len(content))]
    return bytes(content)


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_mutations_of_small_files_end_well(name: str) -> None:
    rng = random.Random(f"mutations of {name}")
    for _ in range(60):
        shown_as = name if rng.random() < 0.7 else rng.choice(sorted(SAMPLES))
        outcome(mutate(SAMPLES[name], rng), shown_as)


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_every_truncation_step_ends_well(name: str) -> None:
    data = SAMPLES[name]
    for share in range(0, 100, 7):
        outcome(data[: len(data) * share // 100], name)


@pytest.mark.parametrize("real", sorted(set(SAMPLES) - {"a.zip"}))
@pytest.mark.parametrize("shown", ["a.pdf", "a.docx", "a.html", "a.doc", "a.txt", "a", "a.xyz"])
def test_the_suffix_does_not_decide(real: str, shown: str) -> None:
    found = outcome(SAMPLES[real], shown)
    assert isinstance(found, Document), found
    assert "更新不够及时" in found.text


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b"\xef\xbb\xbf", "empty_file"),
        (b"  \r\n\t ", "empty_file"),
        (b"\x00" * 5000, "not_text"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "unsupported_format"),
        (b"\xff\xd8\xff\xe0" + b"\x00" * 50, "unsupported_format"),
        (b"Rar!\x1a\x07\x00" + b"\x00" * 50, "unsupported_format"),
        (making.package({"OFD.xml": "<x/>", "Doc_0/Document.xml": "<x/>"}), "damaged"),
        (making.ofd([[]]), "no_text"),
        (making.ofd([[("甲", 20, 20)]])[:-300], "damaged"),
        (making.package({"[Content_Types].xml": "<x/>", "xl/workbook.xml": "<x/>"}), "unsupported_format"),
        (making.odt(spreadsheet=True), "unsupported_format"),
        (making.odt()[:-400], "damaged"),
        (
            making.package({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}),
            "damaged",
        ),
        (making.package({"a.txt": "x"}), "archive"),
        (b"PK\x03\x04" + b"rubbish" * 20, "damaged"),
        (b"%PDF-1.7\n" + b"rubbish" * 20, "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"rubbish" * 200, "damaged"),
        (b"<html><body><script>1</script></body></html>", "no_text"),
        (making.docx("<w:p/>"), "no_text"),
        (making.pdf([[(80.0, 700.0, 12.0, "正文")]], encrypt="secret"), "encrypted"),
        (making.pdf([[]]), "no_text"),
        (
            making.compound({"EncryptionInfo": b"\x04\x00\x04\x00", "EncryptedPackage": b"\x93" * 6000}),
            "encrypted",
        ),
        (making.compound({"WordDocument": b"\xec\xa5\xc1\x00", "1Table": b""}), "damaged"),
        (making.compound({"Workbook": b"\x09\x08"}), "unsupported_format"),
    ],
)
def test_the_reason_is_named(data: bytes, code: str) -> None:
    found = outcome(data, "report.pdf")
    assert isinstance(found, ReadError)
    assert found.code == code


def test_old_word_file_with_a_password() -> None:
    data = bytearray(DOC)
    data[data.index(b"\xec\xa5") + 11] |= 0x01  # the bit that says so in the header of the main stream
    found = outcome(bytes(data), "report.doc")
    assert isinstance(found, ReadError) and found.code == "encrypted"
    assert "password" in str(found)


def test_random_bytes_are_no_text() -> None:
    found = outcome(random.Random(5).randbytes(20_000), "report.txt")
    assert isinstance(found, ReadError)
    assert found.code == "not_text"


def test_xml_entities_are_neither_expanded_nor_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("机密", encoding="utf-8")
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    for doctype in (
        f'<!DOCTYPE d [<!ENTITY l0 "哈哈">{laughs}]>',
        f'<!DOCTYPE d [<!ENTITY l11 SYSTEM "{secret.as_uri()}">]>',
        '<!DOCTYPE d [<!ENTITY l11 SYSTEM "http://192.0.2.1/x">]>',
    ):
        body = (
            f'<?xml version="1.0"?>{doctype}<w:document xmlns:w="{making.W}"><w:body><w:p><w:r><w:t>正文&l11;</w:t></w:r></w:p>'
            "</w:body></w:document>"
        )
        found = outcome(
            making.package({"[Content_Types].xml": making.CONTENT_TYPES, "word/document.xml": body}), "a.docx"
        )
        if isinstance(found, Document):
            assert "机密" not in found.text
            assert len(found.text) < 100


def test_remote_references_are_not_followed() -> None:
    page = making.html(
        '<img src="http://192.0.2.1/x.png"><link rel=stylesheet href="http://192.0.2.1/x.css"><iframe src="http://192.0.2.1/">'
        "</iframe>" + "".join(f"<p>{line}</p>" for line in making.LINES)
    )
    assert isinstance(outcome(page, "a.html"), Document)


def test_a_zip_bomb_is_refused_without_unpacking_it() -> None:
    bomb = making.docx(making.paragraph(" " * 60_000_000 + "正文"))
    assert len(bomb) < 200_000
    found = outcome(bomb, "a.docx")
    assert isinstance(found, LimitError)
    assert found.code == "unpacked_too_large"


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 20_000 + "深处的文字",
        "<table><tr><td>" * 5_000 + "深处的文字",
        "<b>" * 20_000 + "深处的文字",
        "".join(f"<b a={n}><p>" for n in range(3_000)) + "深处的文字",
        "<a href=x>" * 20_000 + "深处的文字",
        "<ul><li>" * 10_000 + "深处的文字",
        "<td colspan=999999 rowspan=999999>数</td>" * 300,
        "<table>" + "<tr><td rowspan=1000 colspan=1000>数</td><td>数</td></tr>" * 300 + "</table>",
        "<p" * 100_000,
        "<!--" * 100_000,
        "&#1114111;&#55296;&#0;" * 20_000,
    ],
)
def test_deep_and_broken_markup_ends_well(markup: str) -> None:
    outcome(making.html(markup), "a.html")


def test_text_below_deep_nesting_is_kept() -> None:
    found = outcome(making.html("<div>" * 1_500 + "深处的文字"), "a.html")
    assert isinstance(found, Document)
    assert "深处的文字" in found.text


def test_deep_word_markup_ends_well() -> None:
    table = making.paragraph("表")
    for _ in range(300):
        table = f"<w:tbl><w:tr><w:tc>{table}</w:tc></w:tr></w:tbl>"
    outcome(making.docx(table), "a.docx")
    outcome(
        making.docx("<w:sdt><w:sdtContent>" * 200 + making.paragraph("字") + "</w:sdtContent></w:sdt>" * 200),
        "a.docx",
    )
    outcome(making.docx("<w:smartTag>" * 5_000), "a.docx")


def test_style_loops_end() -> None:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{n}"><w:basedOn w:val="{(n + 1) % 3}"/></w:style>'
        for n in range(3)
    )
    found = outcome(making.docx(making.paragraph("正文", '<w:pStyle w:val="0"/>'), styles=styles), "a.docx")
    assert isinstance(found, Document)


@pytest.mark.parametrize("suffix", ["txt", "html", "rtf", "md"])
@pytest.mark.parametrize("unit", ["公", "a", " ", "|", "\t", "#", "- 3 -", "<", "{", "\\'b9", "一、"])
def test_one_endless_line_is_linear(unit: str, suffix: str) -> None:
    head = {"html": "<html><p>正文", "rtf": "{\\rtf1 "}.get(suffix, "正文")
    outcome((head + unit * (1_000_000 // len(unit))).encode(), f"a.{suffix}")


RTF_ROW = b"\\trowd" + b"\\cellx900" * 200 + b"\\intbl 0\\cell" * 1500 + b"\\row "


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.md", ("|" + "a|" * 100 + "\n|" + "-|" * 100 + ("\n|" + "0|" * 100) * 600).encode()),
        ("a.rtf", b"{\\rtf1" + RTF_ROW * 40 + b"}"),
    ],
)
def test_tables_with_far_too_many_cells_are_turned_away_at_once(name: str, data: bytes) -> None:
    begin = time.monotonic()
    with pytest.raises(LimitError) as caught:
        read_bytes(data, path=name)
    assert caught.value.code == "table_too_large"
    assert time.monotonic() - begin < ALLOWED_SECONDS / 2


@pytest.mark.parametrize("line", ["政府信息公开" * 2_800_000, "x" * 50_000_000, " " * 50_000_000])
def test_fifty_megabytes_of_one_line(line: str) -> None:
    found = outcome(line.encode(), "a.txt")
    assert isinstance(found, ReadError)


def test_pdf_loops_and_page_floods_end() -> None:
    loop = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[2 0 R 3 0 R]/Count 2/Parent 2 0 R>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>endobj\n"
        b"4 0 obj<</Length 5>>stream\n/X Do\nendstream endobj\n"
        b"5 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 5/Resources<</XObject<</X 5 0 R>>>>>>stream\n/X Do\nendstream endobj\n"
        b"trailer<</Root 1 0 R>>\n"
    )
    outcome(loop, "a.pdf")
    flood = loop.replace(b"/Count 2", b"/Count 999999999")
    outcome(flood, "a.pdf")
    many = making.pdf([[(80.0, 700.0, 12.0, "正文")]] * 30)
    found = outcome(many, "a.pdf", Limits(pages=20))
    assert isinstance(found, LimitError)
    assert found.code == "too_many_pages"


def test_time_is_bounded() -> None:
    many = making.pdf([[(80.0, 700.0, 12.0, "正文内容很多")]] * 30)
    found = outcome(many, "a.pdf", Limits(seconds=0.0))
    assert isinstance(found, LimitError)
    assert found.code == "time_limit"


def test_archives_are_bounded_and_report_what_they_leave_out(tmp_path: Path) -> None:
    path = tmp_path / "reports.zip"
    inner = making.package({"里.txt": making.TEXT, "deeper.zip": making.package({"x.txt": making.TEXT})})
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../escape.txt", making.TEXT)
        archive.writestr("/absolute.txt", making.TEXT)
        archive.writestr("C:\\windows.txt", making.TEXT)
        archive.writestr("inner.zip", inner)
        archive.writestr("bomb.txt", b"0" * 50_000_000)
    found = list(discover([path]))
    issues = [item for item in found if isinstance(item, Issue)]
    sources = [item for item in found if not isinstance(item, Issue)]
    assert sorted(issue.code for issue in issues) == ["nested_archive", *["path_traversal"] * 3]
    assert [source.path for source in sources] == [f"{path}!/bomb.txt", f"{path}!/inner.zip!/里.txt"]
    with pytest.raises(LimitError):
        sources[0].load()
    assert sources[1].load().text == making.TEXT
    assert sorted(item.name for item in tmp_path.iterdir()) == ["reports.zip"]


def test_archives_with_too_many_or_too_large_entries(tmp_path: Path) -> None:
    path = tmp_path / "many.zip"
    path.write_bytes(making.package({f"{n}.txt": "公开" for n in range(30)}))
    (found,) = discover([path], limits=Limits(archive_entries=20))
    assert isinstance(found, Issue)
    assert found.code == "too_many_entries"
    found_all = list(discover([path], limits=Limits(unpacked_bytes=60)))
    assert isinstance(found_all[-1], Issue)
    assert found_all[-1].code == "unpacked_too_large"
    assert len(found_all) == 11


def test_encrypted_entries_are_reported(tmp_path: Path) -> None:
    data = bytearray(making.package({"a.txt": making.TEXT}))
    local, central = data.find(b"PK\x03\x04"), data.find(b"PK\x01\x02")
    data[local + 6] |= 1
    data[central + 8] |= 1
    path = tmp_path / "locked.zip"
    path.write_bytes(data)
    (found,) = discover([path])
    assert isinstance(found, Issue)
    assert found.code == "encrypted"


def test_files_beyond_the_size_limit(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    path.write_text("公开" * 1000, encoding="utf-8")
    with pytest.raises(LimitError) as caught:
        read(path, limits=Limits(file_bytes=100))
    assert caught.value.code == "file_too_large"
    with pytest.raises(LimitError):
        read_bytes(io.BytesIO(b"x" * 200).getvalue(), path="x", limits=Limits(file_bytes=100))
    with pytest.raises(LimitError) as caught:
        read(path, limits=Limits(text_chars=100))
    assert caught.value.code == "text_too_long"


def test_what_is_no_file(tmp_path: Path) -> None:
    for path in (tmp_path / "absent.txt", tmp_path, tmp_path / "a\x00b"):
        with pytest.raises(ReadError):
            read(path)


def test_an_archive_without_files_is_said(tmp_path: Path) -> None:
    path = tmp_path / "empty.zip"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("folder/", b"")
    (found,) = discover([path])
    assert isinstance(found, Issue)
    assert (found.document, found.code) == (str(path), "empty_file")


@pytest.mark.parametrize(
    ("data", "count"),
    [
        (making.TEXT.encode().replace("公".encode(), "公".encode()[:2], 1), 1),  # a byte lost
        (b"\xff\xfe" + making.TEXT.encode("utf-16-le") + b"A", 1),
    ],
)
def test_lost_bytes_are_said_even_if_few(data: bytes, count: int) -> None:
    document = read_bytes(data, path="a.txt")
    assert document.text.count("\ufffd") == count
    assert [issue.code for issue in document.issues] == ["garbled_text"]
    assert f"{count} characters of" in document.issues[0].message


def test_text_cut_inside_its_last_character_is_said() -> None:
    document = read_bytes(making.TEXT.strip().encode()[:-1], path="a.txt")
    assert [issue.code for issue in document.issues] == ["damaged"]
    assert document.text == making.TEXT.strip()[:-1]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_text_that_was_decoded_wrongly_and_saved_is_said(encoding: str) -> None:
    text = "政府信息公开工作年度报告，二〇二三年，主动公开与依申请公开。" * 4
    document = read_bytes(text.encode(encoding).decode("latin-1").encode("utf-8"), path="a.txt")
    assert [issue.code for issue in document.issues] == ["garbled_text"]
    few = "政府信息公开×·±°«»é年度报告"
    assert not read_bytes(few.encode(), path="a.txt").issues


def test_word_file_whose_text_breaks_off_and_one_without_its_list_of_types(tmp_path: Path) -> None:
    data = making.docx("".join(f"<w:p><w:r><w:t>第{n}段公开信息</w:t></w:r></w:p>" for n in range(9)))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    main = parts["word/document.xml"]
    cut = making.package({**parts, "word/document.xml": main[: main.find("第5段".encode())]})
    document = read_bytes(cut, path="a.docx")
    assert "第4段公开信息" in document.text
    assert [issue.code for issue in document.issues] == ["damaged"]
    untyped = making.package({name: part for name, part in parts.items() if name != "[Content_Types].xml"})
    assert "第8段公开信息" in read_bytes(untyped, path="a.docx").text
    assert not read_bytes(untyped, path="a.docx").issues


def test_a_tag_with_a_hundred_thousand_attributes_is_read_without_them() -> None:
    attributes = " ".join(f"a{number}='1'" for number in range(100_000))
    page = (
        f"<html><body><div {attributes}><p>五、存在的主要问题</p><p>信息更新不及时。</p></div></body></html>"
    )
    begun = time.monotonic()
    assert "信息更新不及时" in read_bytes(page.encode(), path="a.html").text
    assert time.monotonic() - begun < ALLOWED_SECONDS
