"""Plain text and Markdown: the text is untouched, blocks follow its lines."""

from __future__ import annotations

import codecs
import pickle

import making
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.errors import ReadError
from textmine.readers import read_bytes
from textmine.readers._decode import _quality
from textmine.readers._limits import DEFAULT_LIMITS
from textmine.readers._text import find_blocks, read_text
from textmine.schema import Document, PlainBlocks


def load(text: str, name: str = "report.txt") -> Document:
    return read_bytes(text.encode(), path=name)


def shown(document: Document) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks]


LONGER = making.TEXT + "\n" + "全年共办理各类信息公开申请，均依法按时答复，群众满意度有所提高。" * 20
TRADITIONAL = (
    "雲川市水務局認真執行條例，全年主動公開政府信息，對存在的問題進行整改，發現部分欄目更新不夠及時，將加強培訓與監督，規範處理機關報送數據。"
    * 8
)


@pytest.mark.parametrize(
    ("sample", "quality"),
    [
        ("", 0.0),
        ("公开乙丙", 0.5),
        ("公开\ufffd\ue000", -0.5),
        ("公\x01\x7f\x1b", -0.75),
        ("\ud800开𠀀\uffff", 0.25),
    ],
)
def test_quality_is_the_share_of_frequent_characters_less_damage(sample: str, quality: float) -> None:
    assert _quality(sample) == quality


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (LONGER.encode(), "utf-8"),
        (LONGER.encode("utf-8-sig"), "utf-8"),
        (LONGER.encode("gb18030"), "gb18030"),
        (LONGER.encode("gbk"), "gb18030"),
        (LONGER.encode("utf-16"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + LONGER.encode("utf-16-be"), "utf-16-be"),
        (LONGER.encode("utf-16-le"), "utf-16-le"),
        (LONGER.encode("utf-16-be"), "utf-16-be"),
        (TRADITIONAL.encode("big5"), "big5hkscs"),
        (making.LINES[2].encode("gb18030"), "gb18030"),
    ],
)
def test_encodings_are_told_apart(data: bytes, encoding: str) -> None:
    document = read_bytes(data, path="report.txt")
    assert document.hints["encoding"] == encoding
    assert document.text in {LONGER, TRADITIONAL, making.LINES[2]}


def test_text_cut_inside_a_character_is_still_read() -> None:
    for encoding in ("utf-8", "gb18030", "utf-16-le"):
        document = read_bytes(LONGER.encode(encoding)[:-1], path="cut.txt")
        assert document.text[:-2] == LONGER[: len(document.text[:-2])]
        assert len(document.text) >= len(LONGER) - 1


def test_a_few_damaged_bytes_do_not_change_the_encoding() -> None:
    data = bytearray(LONGER.encode())
    data[100] = 0xFF
    document = read_bytes(bytes(data), path="report.txt")
    assert document.hints["encoding"] == "utf-8"
    assert document.text.count("\ufffd") >= 1


def test_only_line_ends_change() -> None:
    document = read_bytes("甲\r\n乙\r丙\n\n  丁\u3000\n".encode(), path="a.txt")
    assert document.text == "甲\n乙\n丙\n\n  丁\u3000\n"
    assert shown(document) == ["甲", "乙", "丙", "丁"]


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="公开信息。，- 3第页\n\t|#一、（）(1.a\u3000", min_size=1, max_size=300))
def test_blocks_are_ordered_ranges_of_the_text(text: str) -> None:
    if not text.strip():
        return
    document = load("报告" + text)
    assert document.text == "报告" + text
    position = 0
    for block in document.blocks:
        assert position <= block.start < block.end <= len(document.text)
        position = block.end
        content = document.text[block.start : block.end]
        assert content == content.strip("\n")
    covered = "".join(shown(document))
    for number in "公开信息":
        assert covered.count(number) == document.text.count(number)


def test_one_line_report() -> None:
    text = "".join(making.LINES)
    assert shown(load(text)) == [text]


WRAPPED = """云川市水务局2023年政府信息公开工作年度报告

    2023年，云川市水务局认真执行《条例》，围绕供水、节
水、防汛等群众关心的事项，全年主动公开政府信息126条，受
理公开申请3件，均已按期答复，没有发生因公开引起的复议和
- 1 -
诉讼。
    五、存在的主要问题及改进情况
    一是部分栏目更新不够及时，个别信息发布后没有及时调整
栏目，群众查找不便。二是经办人员多为兼职，业务不够熟悉，
答复申请时对条例的把握还不够准确。
    下一步，将安排专人负责公开工作，每季度检查一次栏目更
新情况，并组织全局经办人员参加培训，提高办理水平。
第 2 页 共 2 页
"""


def test_hard_wrapped_lines_form_paragraphs_and_page_numbers_stay_out() -> None:
    document = load(WRAPPED)
    assert document.text == WRAPPED
    paragraphs = [text.replace("\n", "") for text in shown(document)]
    assert paragraphs[0] == "云川市水务局2023年政府信息公开工作年度报告"
    assert paragraphs[1].endswith("没有发生因公开引起的复议和")
    assert paragraphs[2] == "诉讼。"
    assert paragraphs[3] == "五、存在的主要问题及改进情况"
    assert paragraphs[4].startswith("一是") and paragraphs[4].endswith("还不够准确。")
    assert paragraphs[5].startswith("下一步") and paragraphs[5].endswith("办理水平。")
    assert len(paragraphs) == 6


def test_ordinary_paragraphs_are_not_joined() -> None:
    assert shown(load(making.TEXT)) == list(making.LINES)
    cells = "信息内容\n本年制发件数\n规章\n0\n0\n行政规范性文件\n2\n1"
    assert shown(load(cells)) == cells.split("\n")


def test_markdown_headings_and_tables() -> None:
    text = "# 年度报告\n\n##一、总体情况\n正文。\n\n| 信息内容 | 数量 |\n| --- | ---: |\n| 规章 | 0 |\n|文件||\n后文 #不是标题\n**二、粗体**\n"
    document = load(text, "report.md")
    assert document.media_type == "text/markdown"
    assert [(block.kind, block.level) for block in document.blocks] == [
        ("heading", 1), ("heading", 2), ("paragraph", None), ("table", None), ("paragraph", None), ("heading", None),
    ]  # fmt: skip
    assert shown(document)[:2] == ["年度报告", "一、总体情况"]
    assert shown(document)[-1] == "二、粗体"
    grid = document.blocks[3].grid
    assert grid is not None
    assert [(c.row, c.column, document.text[c.start : c.end]) for c in grid.cells] == [
        (0, 0, "信息内容"), (0, 1, "数量"), (1, 0, "规章"), (1, 1, "0"), (2, 0, "文件"), (2, 1, ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text", [making.TEXT, "一、总体情况\n| 规章 |\n| 0 |\n| - 3 - |\n文件", "\n  \n# 一\n**二**\n"]
)
def test_blocks_found_late_are_those_of_the_text(text: str) -> None:
    document = load(text)
    assert isinstance(document.blocks, PlainBlocks)
    assert document.tables == ()
    found = find_blocks(text)
    assert document.blocks == found
    assert (len(document.blocks), document.blocks[0], document.blocks[1:]) == (
        len(found),
        found[0],
        found[1:],
    )
    again = pickle.loads(pickle.dumps(document))
    assert again == document
    assert isinstance(again.blocks, tuple)


@given(st.text(alphabet="|-: a公\n\t\u3000", max_size=60))
def test_no_table_is_passed_over(text: str) -> None:
    read, blocks, _ = read_text(text.encode(), DEFAULT_LIMITS)
    tables = tuple(block for block in find_blocks(read) if block.grid)
    assert tables == () if isinstance(blocks, PlainBlocks) else tuple(blocks) == find_blocks(read)


def test_traditional_copies_are_recognised_and_untouched() -> None:
    document = load(TRADITIONAL)
    assert document.text == TRADITIONAL
    assert document.hints["script"] == "traditional"
    assert "script" not in load(LONGER).hints


def test_odd_characters_stay_in_the_text() -> None:
    odd = "⼀、⼯作\u200b情况\xa0与\u3000安排：①加强⼈员"
    document = load(odd)
    assert document.text == odd
    assert not document.issues


def test_garbled_text_is_reported() -> None:
    (issue,) = load("公开\ue123\ue456" * 20).issues
    assert (issue.stage, issue.code) == ("read", "garbled_text")
    assert "40" in issue.message


def test_glyphs_that_name_no_character_are_reported() -> None:
    text = "一、总体情况\n" + "公开(cid:1203)(cid:88)信息(cid:417)条。\n" * 4
    (issue,) = read_bytes(text.encode(), path="a.txt").issues
    assert issue.code == "garbled_text"
    assert not read_bytes("一、总体情况\n公开(cid:1203)信息。".encode(), path="a.txt").issues


@pytest.mark.parametrize(
    "line", ["- 3 -", "—3—", "－ 12 －", "第3页", "第 3 页 共 12 页", "· 4 ·", "3/12", "Page 3 of 9"]
)
def test_page_numbers(line: str) -> None:
    from textmine.readers._shape import is_page_number

    assert is_page_number(line)


@pytest.mark.parametrize("line", ["3", "0", "一是", "第三页", "2023年", "- 公开 -", "1-3", "第3条", "126件"])
def test_no_page_numbers(line: str) -> None:
    from textmine.readers._shape import is_page_number

    assert not is_page_number(line)


def test_json_data_is_turned_away_although_it_may_hold_the_words_of_a_report() -> None:
    with pytest.raises(ReadError, match="JSON data") as caught:
        load('{"title": "某县2023年政府信息公开工作年度报告"}', "manifest.json")
    assert caught.value.code == "unsupported_format"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le"])
def test_zeros_that_fill_up_a_file_are_left_out(encoding: str) -> None:
    text = "岭前市水务局2022年政府信息公开工作年度报告\n一、总体情况\n各项工作有序开展。\n"
    assert read_bytes(text.encode(encoding) + bytes(4000), path="a.txt").text.strip() == text.strip()


def test_zeros_inside_words_are_left_out() -> None:
    text = "岭前市水务局2022年政府信息公开工作年度报告，各项工作有序开展。"
    assert read_bytes(text.replace("公开", "公\0开").encode(), path="a.txt").text == text


@pytest.mark.parametrize("ending", ["APP", "\n", "12", "。"])
def test_lost_byte_in_gb18030_is_said(ending: str) -> None:
    """Also where the halves left over pair up with a letter, so that all bytes are valid."""
    sound = f"{making.TEXT}\n全年通过政务公众号和移动端应用程序{ending}\n{making.TEXT}"
    data = sound.encode("gb18030")
    place = data.index("政务公众".encode("gb18030"))
    document = read_bytes(data[:place] + data[place + 1 :], path="report.txt")
    assert document.hints["encoding"] == "gb18030"
    assert [issue.code for issue in document.issues] == ["garbled_text"]
    assert not read_bytes(data, path="report.txt").issues


def test_rare_names_are_no_jumble() -> None:
    text = (
        "硚口区、鄄城县、亳州市谯城区、濮阳市、漯河市郾城区、衢州市瓯海区开展了工作，闫璐、翟璟参加。"
        + LONGER
    )
    assert not read_bytes(text.encode("gb18030"), path="report.txt").issues


def test_markdown_with_tables_in_html() -> None:
    """As programs write that turn PDF files and scans into Markdown."""
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in making.TABLE)
    text = f"# {making.LINES[0]}\n\n## 一、总体情况\n\n**加粗的一行**<br>另一行\n\n<table>{rows}</table>\n\n## 五、存在的主要问题\n\n更新不及时。\n"
    document = load(text, "report.md")
    assert document.media_type == "text/markdown"
    assert shown(document)[:4] == [making.LINES[0], "一、总体情况", "加粗的一行", "另一行"]
    (table,) = document.tables
    assert table.grid is not None
    cells = [document.text[cell.start : cell.end] for cell in table.grid.cells]
    assert cells == [cell for row in making.TABLE for cell in row]
    assert shown(document)[-2:] == ["五、存在的主要问题", "更新不及时。"]
    assert shown(load(text, "report.txt")) == shown(document)
    unclosed = load(text.replace("</table>", ""), "report.md")
    assert "更新不及时。" in unclosed.text and unclosed.tables


def test_line_ends_and_blanks_that_markdown_marks_in_html() -> None:
    document = load(
        "| 名<br>称 | 数 |\n| --- | --- |\n| 行政<br/>许可 | &nbsp; |\n\n第一行<br />第二行。", "report.md"
    )
    (table,) = document.tables
    assert table.grid is not None
    assert [document.text[cell.start : cell.end] for cell in table.grid.cells] == [
        "名 称",
        "数",
        "行政 许可",
        "",
    ]
    assert shown(document)[1:] == ["第一行", "第二行。"]


def test_lines_in_two_encodings() -> None:
    lines = making.TEXT.split("\n") * 3
    data = b"\n".join(
        line.encode("gb18030" if number % 4 == 1 else "utf-8") for number, line in enumerate(lines)
    )
    assert read_bytes(data, path="a.txt").text == "\n".join(lines)
