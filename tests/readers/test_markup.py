"""Plain text in which programs left marks of HTML and Markdown, and tables whose cells commas part."""

from __future__ import annotations

from pathlib import Path

import pytest

import textmine
from textmine.readers._markup import without_markup
from textmine.readers._separated import with_rows, with_tabs

SENTENCE = "一是“政策问答”栏目更新较慢（全年6次）。"


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("公开&ldquo;问答&rdquo;栏目&emsp;&#8220;慢&#8221;", "公开“问答”栏目\u2003“慢”"),
        ("1\\. 更新不及时\\-\\-补录 0\\.39", "1. 更新不及时--补录 0.39"),
        ('公开[2022]{lang="EN-US"}年[[报]{.underline}]{style="x"}', "公开2022年报"),
        ('<span lang="EN-US" style="font-family:宋体">2022</span>年<o:p></o:p>', "2022年"),
        ("<div><p>一是慢。</p></div>", "\n\n一是慢。\n\n"),
        ("公开<br/>及时", "公开\n及时"),
        ("见图![](data:image/png;base64,AAAA)。", "见图。"),
        ("::: {.content}\n一是慢。\n:::", "\n一是慢。\n"),
        ("- 1.慢\n- （一）少\n* 一是旧\n- 慢", "1.慢\n（一）少\n一是旧\n- 慢"),
        ("# 一、总体情况 {#一总体情况}", "# 一、总体情况"),
        ("> 一是慢。\n>\n> 二是少。", "一是慢。\n\n二是少。"),
        ("一是慢。\x0b二是少。\u2028三是旧。\x85", "一是慢。\n二是少。\n三是旧。\n"),
    ],
)
def test_marks_are_taken_out(marked: str, plain: str) -> None:
    assert without_markup(marked) == plain


@pytest.mark.parametrize(
    "text",
    [
        SENTENCE,
        "依据<中华人民共和国某条例>编制，a<b，3>2，见[附件](1)",
        "规章\t\\\t\\\t/",
        "> 一是慢。\n二是少。\n三是旧。",
        "A&B公司，{注}",
        "路径为\\n的一处",
    ],
)
def test_other_text_stays(text: str) -> None:
    assert without_markup(text) == text


def test_line_ends_written_as_in_a_string() -> None:
    written = "\\n".join([SENTENCE, "规章\\t0\\t1"] * 6)
    assert without_markup(written) == "\n".join([SENTENCE, "规章\t0\t1"] * 6)


@pytest.mark.parametrize("mark", [",", "，", ";"])
def test_cells_parted_by_commas(mark: str) -> None:
    rows = [
        ["信息内容", "制发", "废止", "有效"],
        ["规章", "0", "1", "2"],
        ["文件", "", "-", "3"],
        ["许可", "4"],
        ["收费", "1.5"],
    ]
    rows += [["新收", "1", "2", "3"], ["结转", "0", "0", "0"], ["总计", "1", "2", "3"]]
    prose = f"全年开展培训3次{mark}检查5次{mark}整改2处。"
    text = "\n".join([prose, *(mark.join(row) for row in rows)])
    assert with_tabs(text) == "\n".join([prose, *("\t".join(row) for row in rows)])


def test_quoted_cells() -> None:
    rows = "\n".join(f'"第{number}行,其中","{number}","0"' for number in range(6))
    assert with_tabs(rows).splitlines()[3] == "第3行,其中\t3\t0"


def test_numbers_in_sentences_are_no_cells() -> None:
    text = "\n".join(
        f"{year}年，发布信息{year}条，3，4，5。\n共1,234,567元，其中1,000元" for year in range(2018, 2026)
    )
    assert with_tabs(text) == text


def test_report_of_a_program_that_left_marks(tmp_path: Path) -> None:
    path = tmp_path / "report.md"
    path.write_text(
        '# 澄州省岭前市水务局[2022]{lang="EN-US"}年政府信息公开工作年度报告\n\n::: {.article}\n## 五、存在的主要问题及改进情况\n\n'
        "1\\. <span>更新不及时</span>。\n\n2\\. 内容不全面。\n\n## 六、其他需要报告的事项\n\n无。\n:::\n",
        encoding="utf-8",
    )
    report = textmine.parse(textmine.read(path))
    assert report.metadata.year == 2022
    assert [statement.text for statement in report.statements] == ["更新不及时", "内容不全面"]


def test_columns_that_a_program_drew_as_one(tmp_path: Path) -> None:
    """Numbers beside the name in its cell, two numbers in a cell; what does not add up to the columns stays unsure."""
    rows = [
        "第二十条第（一）项|||",
        "信息内容<br>本年制发件数|本年废止件数||现行有效件数",
        "规章<br>3|0||4",
        "行政规范性文件|1 2||8",
    ]
    rows += [
        "第二十条第（五）项|||",
        "信息内容|本年处理决定数量||",
        "行政许可<br>27|||",
        "第二十条第（六）项|||",
        "信息内容|本年处理决定数量||",
    ]
    rows += [
        "行政处罚|5||",
        "行政强制|4 119||",
        "第二十条第（八）项|||",
        "信息内容|本年收费金额（单位：万元）||",
        "行政事业性收费<br>1.5|||",
    ]
    lines = [f"|{row}|" for row in rows]
    path = tmp_path / "report.md"
    path.write_text(
        "\n".join(
            [
                "# 澄州省岭前市水务局2022年政府信息公开工作年度报告\n\n## 二、主动公开政府信息情况\n",
                lines[0],
                "|---|---|---|---|",
                *lines[1:],
            ]
        ),
        encoding="utf-8",
    )
    figures = {figure.key: figure.value for figure in textmine.parse(textmine.read(path)).figures}
    assert list(figures.values()) == [3, 0, 4, 1, 2, 8, 27, 5, None, 1.5]


@pytest.mark.parametrize("border", ["\n\n\t\n\n", "\t\n\n"], ids=["alone", "behind the cell"])
def test_rows_that_browsers_copy_with_empty_lines_around_their_tabs(border: str) -> None:
    rows = [(f"第{number}行", str(number), "0", "7") for number in range(1, 9)]
    copied = "\n\n\n".join(border.join(row) for row in rows)
    text = f"二、主动公开政府信息情况\n\n{copied}\n\n\n三、其他"
    lines = [line for line in with_rows(text).split("\n") if line.strip()]
    assert lines == ["二、主动公开政府信息情况", *("\t".join(row) for row in rows), "三、其他"]


def test_rows_with_an_empty_last_cell_stay_rows() -> None:
    text = "\n\n".join(f"第{number}行\t{number}\t" for number in range(1, 40)) + "\n\n"
    assert with_rows(text) == text


def test_many_empty_lines_cost_no_time() -> None:
    text = "\n" * 200_000 + "\t\n\n" * 30 + " \n" * 200_000
    assert with_rows(text)
