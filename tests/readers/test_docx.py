"""Word documents: order, headings, automatic numbers, text boxes, tracked changes, merged cells."""

from __future__ import annotations

import io
from pathlib import Path

import making
import pytest
from making import cell, docx, paragraph, table

from textmine.readers import read_bytes
from textmine.schema import Document


def load(body: str, **parts: str) -> Document:
    return read_bytes(docx(body, **parts), path="report.docx")


def lines(document: Document) -> list[str]:
    return document.text.split("\n")


def grid_of(document: Document) -> dict[tuple[int, int], tuple[str, int, int]]:
    (block,) = [block for block in document.blocks if block.grid]
    assert block.grid is not None
    return {
        (c.row, c.column): (document.text[c.start : c.end], c.row_span, c.column_span)
        for c in block.grid.cells
    }


def numbering(*levels: tuple[str, str]) -> str:
    return (
        '<w:abstractNum w:abstractNumId="7">'
        + "".join(
            f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'
            for n, (kind, text) in enumerate(levels)
        )
        + '</w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>'
        '<w:num w:numId="4"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )


def numbered(text: str, level: int, list_id: int = 3) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>')


LEVELS = (
    ("chineseCountingThousand", "%1、"),
    ("chineseCounting", "（%2）"),
    ("decimal", "%3."),
    ("bullet", "\uf06c"),
)


def test_paragraphs_and_tables_in_order() -> None:
    document = load(
        paragraph("前") + table([[cell("甲"), cell("乙")], [cell("1"), cell("")]]) + paragraph("后")
    )
    assert document.text == "前\n甲\t乙\n1\t\n后"
    assert [block.kind for block in document.blocks] == ["paragraph", "table", "paragraph"]
    assert grid_of(document)[1, 1] == ("", 1, 1)


def test_automatic_numbers_are_put_back() -> None:
    body = (
        numbered("总体情况", 0) + numbered("主动公开", 1) + numbered("依申请公开", 1) + numbered("制度", 2) + numbered("要点", 3)
        + numbered("主动公开情况", 0) + numbered("甲", 1) + numbered("乙", 2) + numbered("另起", 0, 4) + numbered("续", 0, 4)
        + numbered("2023年培训", 2)
    )  # fmt: skip
    assert lines(load(body, numbering=numbering(*LEVELS))) == [
        "一、总体情况", "（一）主动公开", "（二）依申请公开", "1.制度", "要点", "二、主动公开情况", "（一）甲", "1.乙", "一、另起", "二、续",
        "1.2023年培训",
    ]  # fmt: skip


def test_numbers_of_styles_and_their_ancestors() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="a"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="b"><w:name w:val="own"/><w:basedOn w:val="a"/></w:style>'
    )
    body = paragraph("总体情况", '<w:pStyle w:val="b"/>') + paragraph(
        "不编号", '<w:pStyle w:val="b"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    )
    document = load(body, styles=styles, numbering=numbering(*LEVELS))
    assert lines(document) == ["一、总体情况", "不编号"]
    assert [(block.kind, block.level) for block in document.blocks] == [("heading", 1), ("heading", 1)]


@pytest.mark.parametrize(
    ("kind", "number", "shown"),
    [
        ("chineseCounting", 10, "十"), ("chineseCounting", 11, "十一"), ("chineseCounting", 20, "二十"), ("chineseCounting", 105, "一百零五"),
        ("chineseLegalSimplified", 12, "壹拾贰"), ("decimalEnclosedCircle", 3, "③"), ("upperRoman", 14, "XIV"), ("lowerLetter", 28, "bb"),
        ("decimalFullWidth", 12, "１２"), ("ideographTraditional", 2, "乙"), ("decimalZero", 7, "07"), ("never heard of", 5, "5"),
    ],
)  # fmt: skip
def test_number_formats(kind: str, number: int, shown: str) -> None:
    from textmine.readers._docx_numbering import format_number

    assert format_number(number, kind) == shown


def test_headings_by_look() -> None:
    body = (
        paragraph("标题行", run='<w:rFonts w:eastAsia="黑体"/>') + paragraph("大字标题", run='<w:sz w:val="44"/>') + paragraph("粗", run="<w:b/>")
        + paragraph("不粗", run='<w:b w:val="0"/>') + paragraph("整段都是粗体的正文，不是标题。", run="<w:b/>") + paragraph("正文")
    )  # fmt: skip
    assert [block.kind for block in load(body).blocks] == [
        "heading",
        "heading",
        "heading",
        "paragraph",
        "paragraph",
        "paragraph",
    ]


def test_tracked_changes_are_read_as_accepted() -> None:
    body = (
        "<w:p><w:r><w:t>公开</w:t></w:r><w:del><w:r><w:delText>不</w:delText></w:r></w:del><w:ins><w:r><w:t>较</w:t></w:r></w:ins>"
        "<w:moveFrom><w:r><w:t>旧处</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>新处</w:t></w:r></w:moveTo></w:p>"
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>前半</w:t></w:r></w:p><w:p><w:r><w:t>后半</w:t></w:r></w:p>"
    )
    assert lines(load(body)) == ["公开较新处", "前半后半"]


def test_text_boxes_come_once_after_their_paragraph() -> None:
    box = f"<w:txbxContent>{paragraph('框内')}</w:txbxContent>"
    body = (
        f"<w:p><w:r><w:t>锚</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
        f"<w:p><w:r><w:pict><v:textbox>{box.replace('框内', '旧式框')}</v:textbox></w:pict></w:r></w:p>"
    )
    assert lines(load(body)) == ["锚", "框内", "旧式框"]


def test_merged_cells() -> None:
    rows = [
        [
            cell("勾稽", '<w:gridSpan w:val="2"/><w:vMerge w:val="restart"/>'),
            cell("申请人", '<w:gridSpan w:val="2"/>'),
        ],
        [cell("", '<w:gridSpan w:val="2"/><w:vMerge/>'), cell("自然人"), cell("总计")],
        [cell("办理", '<w:vMerge w:val="restart"/>'), cell("予以公开"), cell("1"), cell("1")],
        [cell("结果", "<w:vMerge/>"), cell("部分公开"), cell(""), cell("0")],
    ]
    document = load(table(rows))
    assert grid_of(document) == {
        (0, 0): ("勾稽", 2, 2), (0, 2): ("申请人", 1, 2), (1, 2): ("自然人", 1, 1), (1, 3): ("总计", 1, 1), (2, 0): ("办理结果", 2, 1),
        (2, 1): ("予以公开", 1, 1), (2, 2): ("1", 1, 1), (2, 3): ("1", 1, 1), (3, 1): ("部分公开", 1, 1), (3, 2): ("", 1, 1), (3, 3): ("0", 1, 1),
    }  # fmt: skip


def test_cells_with_several_paragraphs_stay_on_one_line() -> None:
    two = f"<w:tc>{paragraph('结果')}{paragraph('维持')}</w:tc>"
    broken = "<w:tc><w:p><w:r><w:t>未经</w:t><w:br/><w:t>复议</w:t></w:r></w:p></w:tc>"
    assert load(table([[two, broken], [cell("1"), cell("2")]])).text == "结果维持\t未经复议\n1\t2"


def test_layout_tables_become_paragraphs() -> None:
    prose = "我局认真执行条例，主动公开各类信息。" * 12
    inner = table([[cell("甲"), cell("乙")], [cell("1"), cell("2")]])
    document = load(
        f"<w:tbl><w:tr><w:tc>{paragraph('一、总体情况')}{paragraph(prose)}{inner}{paragraph('六、其他')}</w:tc></w:tr></w:tbl>"
    )
    assert lines(document) == ["一、总体情况", prose, "甲\t乙", "1\t2", "六、其他"]
    mixed = load(
        table([[cell("一、总体情况")], [cell(prose)], [cell("甲"), cell("乙")], [cell("1"), cell("2")]])
    )
    assert lines(mixed) == ["一、总体情况", prose, "甲\t乙", "1\t2"]


def test_controls_links_fields_and_hidden_text() -> None:
    body = (
        f"<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj></w:sdtPr><w:sdtContent>{paragraph('目录')}"
        f"</w:sdtContent></w:sdt><w:sdt><w:sdtContent>{paragraph('控件内')}</w:sdtContent></w:sdt>"
        "<w:p><w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink><w:r><w:instrText> PAGE </w:instrText></w:r><w:r><w:rPr><w:vanish/></w:rPr>"
        "<w:t>隐藏</w:t></w:r><w:smartTag><w:r><w:t>2023年</w:t></w:r></w:smartTag><w:r><w:noBreakHyphen/><w:t>1</w:t><w:tab/><w:t>2</w:t></w:r></w:p>"
        "<w:p><w:r><w:t>上行</w:t><w:br/><w:t>下行</w:t><w:br w:type='page'/></w:r></w:p>"
    )
    assert lines(load(body)) == ["控件内", "链接2023年-1 2", "上行", "下行"]


def test_pages_wrapped_as_word_files() -> None:
    document = read_bytes(
        making.package({
            "[Content_Types].xml": making.CONTENT_TYPES,
            "word/document.xml": f"<w:document xmlns:w='{making.W}'><w:body><w:altChunk/></w:body></w:document>",
            "word/afchunk.mht": making.mhtml(),
        }), path="a.docx")  # fmt: skip
    assert document.text.startswith(making.TEXT)
    assert grid_of(document)[2, 3][0] == "9"


def test_core_properties_are_hints() -> None:
    core = '<cp:coreProperties xmlns:cp="c" xmlns:dc="d"><dc:title>年度报告</dc:title><dc:creator>张</dc:creator><dc:other>x</dc:other></cp:coreProperties>'
    hints = read_bytes(
        making.package({
            "[Content_Types].xml": making.CONTENT_TYPES,
            "word/document.xml": f"<w:document xmlns:w='{making.W}'><w:body>{paragraph('正文')}</w:body></w:document>",
            "docProps/core.xml": core,
        }), path="a.docx").hints  # fmt: skip
    assert hints == {"title": "年度报告", "creator": "张", "filename": "a.docx"}


def test_files_written_by_python_docx_agree_with_it() -> None:
    import docx as python_docx

    written = python_docx.Document()
    written.add_heading("年度报告", 1)
    written.add_paragraph("第一段")
    grid = written.add_table(3, 3)
    for r, row in enumerate(grid.rows):
        for c, item in enumerate(row.cells):
            item.text = f"{r}{c}"
    grid.cell(0, 0).merge(grid.cell(1, 1))
    written.add_paragraph("要点", style="List Number")
    stream = io.BytesIO()
    written.save(stream)
    document = read_bytes(stream.getvalue(), path="a.docx")
    cells = grid_of(document)
    assert cells[0, 0][1:] == (2, 2)
    assert {place: text for place, (text, *_) in cells.items() if place != (0, 0)} == {
        (0, 2): "02", (1, 2): "12", (2, 0): "20", (2, 1): "21", (2, 2): "22",
    }  # fmt: skip
    assert lines(document)[0] == "年度报告"
    assert lines(document)[-1] == "1.要点"


def test_word_97_with_merged_cells_and_numbers() -> None:
    document = read_bytes((Path(__file__).parent / "data" / "composed.doc").read_bytes(), path="composed.wps")
    assert document.media_type == "application/msword"
    assert lines(document) == [
        making.LINES[0], "一、总体情况", making.LINES[2], "二、存在的主要问题及改进情况", "1.部分栏目更新不够及时。", "2.经办人员业务不熟。",
        "申请数量\t自然人\t总计", "办理结果\t予以公开\t2\t2", "部分公开\t\t1", "三、其他需要报告的事项", making.LINES[6],
    ]  # fmt: skip
    assert grid_of(document) == {
        (0, 0): ("申请数量", 1, 2), (0, 2): ("自然人", 1, 1), (0, 3): ("总计", 1, 1), (1, 0): ("办理结果", 2, 1), (1, 1): ("予以公开", 1, 1),
        (1, 2): ("2", 1, 1), (1, 3): ("2", 1, 1), (2, 1): ("部分公开", 1, 1), (2, 2): ("", 1, 1), (2, 3): ("1", 1, 1),
    }  # fmt: skip


def test_rich_text() -> None:
    document = read_bytes(making.rtf(), path="report.doc")
    assert document.media_type == "application/rtf"
    assert document.text.startswith(making.TEXT)
    assert grid_of(document)[2, 0] == ("行政规范性文件", 1, 1)
    hexadecimal = b"{\\rtf1\\ansi\\ansicpg936{\\*\\generator x;}\\'d5\\'fe\\'b8\\'ae{\\b \\'d0\\'c5\\'cf\\'a2}\\par \\u20844?\\u24320?\\par}"
    assert read_bytes(hexadecimal, path="a.rtf").text == "政府信息\n公开"
