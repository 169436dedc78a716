"""PDF: lines joined into paragraphs, heads and page numbers gone, ruled tables whole."""

from __future__ import annotations

from pathlib import Path

import making
import pytest
from making import pdf, ruled

from textmine.errors import ReadError
from textmine.readers import read, read_bytes
from textmine.schema import Document, Grid

SHARED = Path(__file__).parents[3] / "shared" / "real"
SIZE = 12.0
LEFT, WIDTH = 80.0, 36  # 36 characters of 12 points fill a line


def load(*arguments: object, **options: object) -> Document:
    return read_bytes(pdf(*arguments, **options), path="report.pdf")  # type: ignore[arg-type]


def set_lines(texts: list[str], top: float = 780.0) -> list[tuple[float, float, float, str]]:
    """Lines set as Word sets them: two characters of indent, as many characters as 36 ideographs are wide."""
    strings = []
    y = top
    for text in texts:
        rest, indent = text, 2
        while rest:
            count, room = 0, (WIDTH - indent) * 2
            while count < len(rest) and room >= (needed := 1 if rest[count].isascii() else 2):
                room -= needed
                count += 1
            strings.append((LEFT + indent * SIZE, y, SIZE, rest[:count]))
            rest, indent = rest[count:], 0
            y -= 24
    return strings


def grids(document: Document) -> list[Grid]:
    return [block.grid for block in document.blocks if block.grid]


def texts(document: Document, grid: Grid) -> dict[tuple[int, int], str]:
    return {(cell.row, cell.column): document.text[cell.start : cell.end] for cell in grid.cells}


PARAGRAPHS = [
    "一、总体情况",
    "2023年，云川市水务局认真执行《条例》，围绕供水、节水、防汛等群众关心的事项，全年主动公开政府信息126条，受理公开申请3件，均已按期答复。",
    "（一）主动公开情况。通过门户网站和公告栏发布水质、停水、收费等信息，并对三件规范性文件作了解读，方便群众查阅，得到了用户的好评。",
    "五、存在的主要问题及改进情况",
    "一是部分栏目更新不够及时。",
    "二是经办人员多为兼职，业务不熟。下一步将安排专人负责，加强培训，把栏目更新列入科室考核，每季度检查一次，发现问题及时整改到位。",
]


def test_lines_are_joined_into_paragraphs() -> None:
    document = load([set_lines(PARAGRAPHS)])
    assert document.text.split("\n") == PARAGRAPHS
    assert [block.page for block in document.blocks] == [1] * 6


def test_page_numbers_and_running_heads_are_dropped_and_paragraphs_go_on() -> None:
    strings = set_lines(PARAGRAPHS, top=740.0)
    cut = len(strings) - 1
    head = (80.0, 800.0, 9.0, "云川市水务局文件")
    pages = [
        [head, *strings[:cut], (280.0, 40.0, 10.0, "- 1 -")],
        [
            head,
            (80.0, 740.0, SIZE, strings[cut][3]),
            *set_lines(["六、其他需要报告的事项"], top=700.0),
            (280.0, 40.0, 10.0, "- 2 -"),
        ],
        [head, *set_lines(["无其他需要报告的事项。"], top=740.0), (280.0, 40.0, 10.0, "— 3 —")],
    ]
    document = load(pages)
    assert document.text.split("\n") == [*PARAGRAPHS, "六、其他需要报告的事项", "无其他需要报告的事项。"]
    assert [block.page for block in document.blocks] == [1, 1, 1, 1, 1, 1, 2, 3]
    assert len(document.page_starts) == 3
    assert document.text[document.page_starts[1] :].startswith(strings[cut][3])
    assert document.page_at(document.text.index("六、")) == 2


def test_large_short_lines_are_headings() -> None:
    document = load(
        [
            [
                (180.0, 790.0, 22.0, "云川市水务局"),
                (120.0, 760.0, 22.0, "2023年政府信息公开年度报告"),
                *set_lines(PARAGRAPHS, 700.0),
            ]
        ]
    )
    assert [block.kind for block in document.blocks][:3] == ["heading", "heading", "paragraph"]


XS = [80.0, 180.0, 280.0, 380.0, 480.0]


def cells_at(
    rows: list[list[str]], ys: list[float], xs: list[float] = XS
) -> list[tuple[float, float, float, str]]:
    return [
        (xs[c] + 4, ys[r] - 15, 10.0, text)
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
        if text
    ]


def test_a_ruled_table_between_paragraphs() -> None:
    ys = [700.0, 680.0, 660.0, 640.0]
    strings = [
        *set_lines(["二、主动公开政府信息情况"], 730.0),
        *cells_at([list(row) for row in making.TABLE], ys),
        *set_lines(["三、其他"], 610.0),
    ]
    document = load([strings], {0: ruled(XS, ys)})
    (grid,) = grids(document)
    assert (grid.n_rows, grid.n_columns) == (3, 4)
    assert texts(document, grid) == {
        (r, c): text for r, row in enumerate(making.TABLE) for c, text in enumerate(row)
    }
    assert [block.kind for block in document.blocks] == ["paragraph", "table", "paragraph"]


@pytest.mark.parametrize("shown", [0, 90, 180, 270])
@pytest.mark.parametrize("drawn", [0, 90, 180, 270])
def test_pages_are_read_upright_however_they_are_drawn_and_shown(drawn: int, shown: int) -> None:
    ys = [500.0, 480.0, 460.0, 440.0]
    strings = [*set_lines(PARAGRAPHS[:2], 560.0), *cells_at([list(row) for row in making.TABLE], ys)]
    document = load([strings], {0: ruled(XS, ys)}, drawn=drawn, shown=shown)
    (grid,) = grids(document)
    assert texts(document, grid) == {
        (r, c): text for r, row in enumerate(making.TABLE) for c, text in enumerate(row)
    }
    assert document.text.split("\n")[:2] == PARAGRAPHS[:2]


def test_merged_cells_are_found_from_missing_rules() -> None:
    ys = [700.0, 680.0, 660.0, 640.0]
    rules = [
        (80, 700, 480, 700), (280, 680, 480, 680), (80, 660, 480, 660), (180, 640, 480, 640), (80, 640, 180, 640),
        (80, 640, 80, 700), (180, 640, 180, 660), (280, 640, 280, 700), (380, 640, 380, 680), (480, 640, 480, 700),
    ]  # fmt: skip
    strings = cells_at(
        [["勾稽关系", "", "申请人"], ["", "", "自然人", "总计"], ["新收", "申请", "5", "5"]], ys
    )
    document = load([strings], {0: rules})
    (grid,) = grids(document)
    spans = {
        (c.row, c.column): (document.text[c.start : c.end], c.row_span, c.column_span) for c in grid.cells
    }
    assert spans == {
        (0, 0): ("勾稽关系", 2, 2), (0, 2): ("申请人", 1, 2), (1, 2): ("自然人", 1, 1), (1, 3): ("总计", 1, 1),
        (2, 0): ("新收", 1, 1), (2, 1): ("申请", 1, 1), (2, 2): ("5", 1, 1), (2, 3): ("5", 1, 1),
    }  # fmt: skip


def test_a_table_over_a_page_break_is_one_grid() -> None:
    first, second = [120.0, 100.0, 80.0], [780.0, 760.0, 740.0]
    pages = [
        [
            *set_lines(PARAGRAPHS[:2], 780.0),
            *cells_at([["办理结果", "予以公开", "1", "1"], ["", "部分公开", "2", "2"]], first),
            (280.0, 40.0, 10.0, "- 1 -"),
        ],
        [
            *cells_at([["", "不予公开", "3", "3"], ["总计", "", "6", "6"]], second),
            *set_lines(["四、其他"], 700.0),
            (280.0, 40.0, 10.0, "- 2 -"),
        ],
    ]
    left_open = [
        (80.0, 120.0, 480.0, 120.0),
        (180.0, 100.0, 480.0, 100.0),
        (80.0, 80.0, 480.0, 80.0),
        *[(x, 80.0, x, 120.0) for x in XS],
    ]
    document = load(pages, {0: left_open, 1: ruled(XS, second)})
    (grid,) = grids(document)
    assert (grid.n_rows, grid.n_columns) == (4, 4)
    assert texts(document, grid)[2, 1] == "不予公开"
    assert texts(document, grid)[3, 3] == "6"
    assert document.text[document.page_starts[1] :].lstrip("\t").startswith("不予公开")


def test_a_blank_number_on_a_new_page_is_no_rest_of_the_heading_above_it() -> None:
    """The heading runs over two rows, the first number of the row below is blank and on the next page."""
    first, second = [120.0, 100.0, 80.0], [780.0, 760.0]
    pages = [
        [
            *set_lines(PARAGRAPHS[:2], 780.0),
            *cells_at([["维持", "未经复议", "", ""], ["", "纠正", "其他", "总计"]], first),
        ],
        [*cells_at([["", "4", "1", "5"]], second), *set_lines(["五、其他"], 700.0)],
    ]
    heads = [
        (80.0, 120.0, 480.0, 120.0),
        (180.0, 100.0, 480.0, 100.0),
        (80.0, 80.0, 480.0, 80.0),
        *[(x, 80.0, x, 120.0) for x in XS],
    ]
    document = load(pages, {0: heads, 1: ruled(XS, second)})
    (grid,) = grids(document)
    assert [texts(document, grid)[2, column] for column in range(4)] == ["", "4", "1", "5"]


def over_two_pages(foot: list[str], head: list[str], *, repeated: bool = False) -> list[list[str]]:
    """The rows as read of a table with a head whose last row on the first page and first row on the second are these."""
    heads = ["结果", "甲", "乙", "总计"]
    first, second = [120.0, 100.0, 80.0], [780.0, 760.0, 740.0, 720.0] if repeated else [780.0, 760.0, 740.0]
    below = [*([heads] if repeated else []), head, ["（七）总计", "1", "0", "1"]]
    pages = [
        [*set_lines(PARAGRAPHS[:2], 780.0), *cells_at([heads, foot], first)],
        [*cells_at(below, second), *set_lines(["四、其他"], 690.0)],
    ]
    document = load(pages, {0: ruled(XS, first), 1: ruled(XS, second)})
    (grid,) = grids(document)
    found = texts(document, grid)
    assert [found[0, column] for column in range(4)] == heads
    assert [found[grid.n_rows - 1, column] for column in range(4)] == below[-1]
    return [[found[row, column] for column in range(4)] for row in range(1, grid.n_rows - 1)]


@pytest.mark.parametrize("repeated", [False, True])
@pytest.mark.parametrize(
    ("foot", "head", "row"),
    [
        (["（一）予以公", "1", "0", "1"], ["开", "", "", ""], ["（一）予以公开", "1", "0", "1"]),
        (["（一）予以公", "1394", "0", "1394"], ["开", "1", "", "1"], ["（一）予以公开", "13941", "0", "13941"]),
        (["（一）予以公开", "1394", "0", "1394"], ["", "1", "", "1"], ["（一）予以公开", "13941", "0", "13941"]),
        (["维持", "未经复议", "复议后", "未"], ["", "直接起诉", "", "审结"], ["维持", "未经复议直接起诉", "复议后", "未审结"]),
        (["结果维", "结果纠", "其他结", "尚未审"], ["持", "正", "果", "结"], ["结果维持", "结果纠正", "其他结果", "尚未审结"]),
    ],
)  # fmt: skip
def test_a_row_that_a_page_end_cuts_is_made_whole(
    foot: list[str], head: list[str], row: list[str], repeated: bool
) -> None:
    assert over_two_pages(foot, head, repeated=repeated) == [row]


def test_a_blank_number_below_the_rest_of_the_headings_is_a_cell() -> None:
    """The headings beside the one that is cut run over two rows and end with it."""
    first, second = [120.0, 100.0, 80.0], [780.0, 760.0, 740.0]
    pages = [
        [
            *set_lines(PARAGRAPHS[:2], 780.0),
            *cells_at([["结果", "自然人", "法人", "总计"], ["", "", "商业", ""]], first),
        ],
        [
            *cells_at([["", "", "企业", ""], ["一、新收", "", "5", "5"]], second),
            *set_lines(["四、其他"], 700.0),
        ],
    ]
    heads = [
        (80.0, 120.0, 480.0, 120.0), (XS[2], 100.0, XS[3], 100.0), (80.0, 80.0, 480.0, 80.0), *[(x, 80.0, x, 120.0) for x in XS],
    ]  # fmt: skip
    document = load(pages, {0: heads, 1: ruled(XS, second)})
    (grid,) = grids(document)
    found = texts(document, grid)
    assert found[1, 2] == "商业企业"
    assert [found[grid.n_rows - 1, column] for column in range(4)] == ["一、新收", "", "5", "5"]


@pytest.mark.parametrize(
    ("foot", "head"),
    [
        (["（一）予以公开", "1", "0", "1"], ["（二）部分公开", "", "", ""]),  # left blank
        (["行政处罚", "1", "0", "1"], ["行政强制", "", "", ""]),  # names without numbers tell nothing
        (["信息内容", "制发", "废止", "有效"], ["规章", "", "", ""]),
        (["（一）予以公", "", "", ""], ["开", "1", "0", "1"]),
        (["（一）予以公开", "", "", "1"], ["", "2", "", "1"]),  # nothing above
    ],
)
def test_rows_of_their_own_stay_apart(foot: list[str], head: list[str]) -> None:
    assert over_two_pages(foot, head) == [foot, head]


def test_rows_of_numbers_without_rules_are_lines_of_their_own() -> None:
    full = "4.无正当理由大量反复申请 12 0 0 7 1 0 20".replace(" ", "     ")
    lines = [full, "四、结转下年度继续办理", "总计", "0 3 1 2 6 0 0 0 0 0", "我局将继续做好公开工作。"]
    strings = [(LEFT, 780.0 - 24 * number, SIZE, text) for number, text in enumerate(lines)]
    strings[2] = (440.0, *strings[2][1:])  # ends at the right margin, as a line that goes on does
    assert load([strings]).text.split("\n")[1:4] == lines[1:4]


def test_repeated_heading_rows_are_dropped() -> None:
    first, second = [120.0, 100.0, 80.0], [780.0, 760.0, 740.0]
    head = ["信息内容", "制发", "废止", "有效"]
    pages = [
        [*set_lines(PARAGRAPHS[:2], 780.0), *cells_at([head, ["规章", "1", "2", "3"]], first)],
        cells_at([head, ["文件", "4", "5", "6"]], second),
    ]
    document = load(pages, {0: ruled(XS, first), 1: ruled(XS, second)})
    (grid,) = grids(document)
    assert [texts(document, grid)[row, 0] for row in range(grid.n_rows)] == ["信息内容", "规章", "文件"]


def test_different_tables_on_neighbouring_pages_stay_apart() -> None:
    first, second = [120.0, 100.0, 80.0], [780.0, 760.0, 740.0]
    other = [80.0, 200.0, 480.0]
    pages = [
        cells_at([["甲", "乙", "丙", "丁"], ["1", "2", "3", "4"]], first),
        cells_at([["戊", "己"], ["5", "6"]], second, other),
    ]
    pages[0] = [*set_lines(PARAGRAPHS[:1]), *pages[0]]
    assert [
        grid.n_columns for grid in grids(load(pages, {0: ruled(XS, first), 1: ruled(other, second)}))
    ] == [4, 2]


def test_frames_around_text_are_no_tables() -> None:
    document = load([set_lines(PARAGRAPHS)], {0: ruled([60.0, 540.0], [820.0, 200.0])})
    assert document.text.split("\n") == PARAGRAPHS


def test_a_pdf_of_pictures_is_reported_as_scanned() -> None:
    import io

    from PIL import Image
    from reportlab.pdfgen.canvas import Canvas

    picture, stream = io.BytesIO(), io.BytesIO()
    Image.new("L", (60, 80), 200).save(picture, "PNG")
    canvas = Canvas(stream, pagesize=(595, 842), invariant=1)
    from reportlab.lib.utils import ImageReader

    for _ in range(2):
        canvas.drawImage(ImageReader(io.BytesIO(picture.getvalue())), 0, 0, 595, 842)
        canvas.showPage()
    canvas.save()
    with pytest.raises(ReadError) as caught:
        read_bytes(stream.getvalue(), path="scan.pdf")
    assert caught.value.code == "scanned_pdf"
    assert "text recognition" in str(caught.value)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared real reports are not here")
@pytest.mark.parametrize(
    ("name", "rows", "total"), [("hongze-district-2023.pdf", 26, "21"), ("huaian-city-2024.pdf", 28, "3050")]
)
def test_real_reports_have_whole_tables(name: str, rows: int, total: str) -> None:
    document = read(SHARED / name)
    active, requests, review = grids(document)
    assert (active.n_rows, active.n_columns) == (14, 4)
    assert (requests.n_rows, requests.n_columns) == (rows, 10)
    assert (review.n_rows, review.n_columns) == (4, 15)
    cells = texts(document, requests)
    row = next(place[0] for place, text in cells.items() if text == "（七）总计")
    assert cells[row, 9] == total
    assert (
        next(text for text in cells.values() if "本年度办理结果" in text.replace("\n", ""))
        == "三、本年度办理结果"
    )
    assert "- 1 -" not in document.text
    headings = [
        line
        for line in document.text.split("\n")
        if line[:2] in {"一、", "二、", "三、", "四、", "五、", "六、"} and "\t" not in line
    ]
    assert len(headings) == 6


def test_a_title_that_cannot_be_decoded_is_no_reason_to_lose_the_pages() -> None:
    data = making.sample_pdf()
    assert b"(untitled)" in data
    broken = data.replace(b"(untitled)", b"(\xfe\xff\xd8\x00\x00A\x00B)")  # half a surrogate pair
    document = read_bytes(broken, path="a.pdf")
    assert document.text == read_bytes(data, path="a.pdf").text
    assert "title" not in document.hints
