"""PDF files that break off: what is left of them is read and said, unless its letters are not known any more."""

from __future__ import annotations

import zlib

import pytest
from making import LINES, pdf

from textmine.errors import ReadError
from textmine.readers import read_bytes

PAGES = [[(80.0, 780.0 - 24 * row, 12.0, line) for row, line in enumerate(LINES)] for _ in range(2)]
WHOLE = pdf(PAGES)
DAMAGED = ["damaged"]


def codes(data: bytes) -> list[str]:
    return [issue.code for issue in read_bytes(data, path="a.pdf").issues]


@pytest.mark.parametrize("lost", [8, 40, 250])
def test_without_its_last_bytes(lost: int) -> None:
    document = read_bytes(WHOLE[:-lost], path="a.pdf")
    assert document.text == read_bytes(WHOLE, path="a.pdf").text
    assert [issue.code for issue in document.issues] == DAMAGED
    assert "breaks off" in document.issues[0].message


def test_without_its_second_page() -> None:
    second = WHOLE.rindex(b"stream", 0, WHOLE.rindex(b"endstream"))
    document = read_bytes(WHOLE[: second + 10], path="a.pdf")
    assert document.text.count(LINES[2][:12]) == 1
    assert [issue.code for issue in document.issues] == DAMAGED


def test_whole_files_are_not_said_to_break_off() -> None:
    assert codes(WHOLE) == []
    assert codes(WHOLE + b"\n<!-- added by the site -->" * 200) == []


def test_pages_without_their_tree() -> None:
    """Objects packed together, as in PDF 1.5, and neither catalogue nor tree of pages left."""
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
    page = b"<</Type/Page/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents 4 0 R>>"
    head = b"2 0 3 %d " % (len(page) + 1)
    packed = zlib.compress(head + page + b" " + font)
    text = b"BT /F1 12 Tf 80 700 Td (Words of 2023 in Latin letters) Tj ET"
    data = b"%%PDF-1.5\n4 0 obj\n<</Length %d>>\nstream\n%s\nendstream\nendobj\n" % (len(text), text)
    data += b"5 0 obj\n<</Type/ObjStm/N 2/First %d/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream\nendobj\n" % (
        len(head), len(packed), packed,
    )  # fmt: skip
    assert read_bytes(data, path="a.pdf").text.strip() == "Words of 2023 in Latin letters"


@pytest.mark.parametrize("end", [b"/DescendantFonts", b"/Type /Catalog", b"endobj"])
def test_letters_that_are_lost_are_no_text(end: bytes) -> None:
    with pytest.raises(ReadError) as error:
        read_bytes(WHOLE[: WHOLE.index(end)], path="a.pdf")
    assert error.value.code == "damaged"
