"""Figures of the statutory tables from every layout, with truth by construction."""

import random

import pytest
import table_layouts as layouts

from corpora.grammar import forms
from textmine.parsing.statutory import read_figures
from textmine.parsing.statutory._values import is_value, read_value
from textmine.schema import Document

HEADS = (
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
)


def document_of(grids, layout):
    parts = [f"{head}\n{layout(grid)}" for head, grid in zip(HEADS, grids, strict=True)]
    return layouts.text_document("\n".join(["一、总体情况", *parts, "五、存在的主要问题及改进情况", "无。"]))


def values(document):
    figures, _ = read_figures(document, ())
    return {figure.key: figure.value for figure in figures}


@pytest.mark.parametrize("era", ["2021", "2019"])
@pytest.mark.parametrize("name", [*layouts.KEEPING, *layouts.LOSING])
def test_every_layout_gives_every_figure(name, era):
    layout = {**layouts.KEEPING, **layouts.LOSING}[name]
    for seed in range(4):
        truth = layouts.random_figures(random.Random(seed), era)
        assert values(document_of(layouts.grids_of(truth, era), layout)) == truth


@pytest.mark.parametrize("name", list(layouts.KEEPING))
def test_blank_cells_are_null_in_layouts_that_keep_them(name):
    for seed in range(4):
        truth = layouts.random_figures(random.Random(seed), "2021", blank_zeros=1.0)
        assert values(document_of(layouts.grids_of(truth, "2021"), layouts.KEEPING[name])) == truth


@pytest.mark.parametrize("name", [*layouts.KEEPING, *layouts.LOSING])
def test_no_number_is_wrong_where_blanks_were_lost(name):
    layout = {**layouts.KEEPING, **layouts.LOSING}[name]
    for seed in range(12):
        truth = layouts.random_figures(random.Random(seed), "2021", blank_zeros=0.5)
        document = document_of(layouts.grids_of(truth, "2021"), layout)
        figures, issues = read_figures(document, ())
        given = {figure.key: figure.value for figure in figures if figure.value is not None}
        assert given == {key: truth[key] for key in given}
        lost = [key for key, value in truth.items() if value is not None and key not in given]
        assert not lost or issues


@pytest.mark.parametrize("era", ["2021", "2019"])
def test_grids_and_tables_cut_by_a_page_end(era):
    for seed in range(4):
        truth = layouts.random_figures(random.Random(seed), era, blank_zeros=0.3)
        grids = layouts.grids_of(truth, era)
        for split in (None, 5, 9, 17, 24):
            assert values(layouts.grid_document(grids, split_at=split)) == truth


def test_every_figure_gives_back_its_raw_text_and_place():
    truth = layouts.random_figures(random.Random(1), "2021")
    document = layouts.grid_document(layouts.grids_of(truth, "2021"))
    for figure in read_figures(document, ())[0]:
        assert document.text[figure.start : figure.end] == figure.raw
        assert figure.row is not None and figure.column is not None and figure.certainty == "exact"


def test_the_form_is_found_per_table():
    new = layouts.random_figures(random.Random(2), "2021")
    old = layouts.random_figures(random.Random(2), "2019")
    grids = [layouts.grids_of(new, "2021")[0], *layouts.grids_of(old, "2019")[1:]]
    figures, _ = read_figures(document_of(grids, layouts.tabs), ())
    eras = {figure.key.split(".")[0]: figure.era for figure in figures}
    assert eras["active"] == "2021" and eras["requests"] == "2019"
    assert sum(figure.key.startswith("requests.") for figure in figures) == 23 * 7


PRINTED = {
    "１２０３": 1203,
    "1,203": 1203,
    "1，203": 1203,
    "22（其中修订16件）": 22,
    "7件": 7,
    "0": 0,
    "": None,
    "/": None,
    "-": None,
    "—": None,
    "无": None,
    "〇": 0,
    "○": 0,
    "零": 0,
    "4 119": None,
    "约三十": None,
    "3.5": None,
    "-4": None,
}


@pytest.mark.parametrize("printed", list(PRINTED))
def test_what_a_cell_holds(printed):
    key = "requests.granted.natural_person"
    truth = layouts.random_figures(random.Random(3), "2021")
    grids = layouts.grids_of(truth, "2021", lambda k: printed if k == key else f"{truth[k]:.10g}")
    for document in (document_of(grids, layouts.tabs), layouts.grid_document(grids)):
        figures, issues = read_figures(document, ())
        figure = next(item for item in figures if item.key == key)
        assert figure.value == PRINTED[printed] and figure.raw == printed
        unreadable = printed in ("4 119", "约三十", "3.5", "-4")
        assert [issue.code for issue in issues] == (["unreadable_cell"] if unreadable else [])
        others = {f.key: f.value for f in figures if f.key != key}
        assert others == {k: v for k, v in truth.items() if k != key}


@pytest.mark.parametrize(
    ("printed", "value"), [("251000元", 25.1), ("7730.28", 7730.28), ("1.2亿元", 12000), ("96万元", 96)]
)
def test_fees_are_in_ten_thousand_yuan(printed, value):
    key = "active.fees.amount"
    truth = layouts.random_figures(random.Random(4), "2021")
    grids = layouts.grids_of(truth, "2021", lambda k: printed if k == key else f"{truth[k]:.10g}")
    figures, issues = read_figures(document_of(grids, layouts.pipe_rows), ())
    assert next(f.value for f in figures if f.key == key) == value
    assert [issue.code for issue in issues] == (
        ["unit_converted"] if printed in ("251000元", "1.2亿元") else []
    )


@pytest.mark.parametrize("era", ["2021", "2019"])
@pytest.mark.parametrize("line", [0, 1])
@pytest.mark.parametrize("width", [9, 11, 14, 18])
def test_numbers_inside_names_that_run_over_lines(era, line, width):
    for seed in range(3):
        truth = layouts.random_figures(random.Random(seed), era)
        text = document_of(layouts.grids_of(truth, era), lambda grid: layouts.woven(grid, width, line)).text
        figures, issues = read_figures(layouts.text_document(text), ())
        wanted = {key: value for key, value in truth.items() if key.startswith("requests.")}
        assert {f.key: f.value for f in figures if f.key.startswith("requests.")} == wanted
        # A row of the active table whose name is cut in two by a number is lost, and said to be.
        assert not [
            issue for issue in issues if "active" not in issue.message or issue.code != "missing_rows"
        ]
        assert all(text[figure.start : figure.end] == figure.raw for figure in figures)


def test_numbers_inside_names_are_not_guessed_where_a_row_lost_one():
    truth = layouts.random_figures(random.Random(1), "2021")
    text = document_of(layouts.grids_of(truth, "2021"), lambda grid: layouts.woven(grid, 11, 0)).text
    lines = text.split("\n")
    at = next(i for i, line in enumerate(lines) if line.startswith("2.没有现成"))
    lines[at] = lines[at].rsplit(" ", 1)[0]
    figures, _ = read_figures(layouts.text_document("\n".join(lines)), ())
    assert all(figure.value in (None, truth[figure.key]) for figure in figures)


DAMAGED = {
    "其他法律行政法规禁止公开": "其他法律行政止公开",
    "属于三类内部事务信息": "属三类内容事务信息",
    "保护第三方合法权益": "保护第三合法权益",
    "结转下年度继续办理": "结转下一年度办理",
    "本年废止件数": "本年度止件数",
    "信访举报投诉类申请": "信访、举报、投诉申请",
    "要求提供公开出版物": "要求提供公开出物",
    "（七）总计": "总（七）计",
}


@pytest.mark.parametrize("layout", [layouts.tabs, layouts.pipe_cells, layouts.blanks])
def test_damaged_row_names(layout):
    truth = layouts.random_figures(random.Random(5), "2021")
    text = document_of(layouts.grids_of(truth, "2021"), layout).text
    for name, damaged in DAMAGED.items():
        text = text.replace(name, damaged)
    assert values(layouts.text_document(text)) == truth


def test_a_lost_cell_is_replaced_only_where_the_sums_decide():
    truth = layouts.random_figures(random.Random(6), "2021")
    lines = document_of(layouts.grids_of(truth, "2021"), layouts.padded_tabs).text.split("\n")
    at = next(i for i, line in enumerate(lines) if "予以公开" in line)
    cells = lines[at].split("\t")
    lines[at] = "\t".join(cells[:-2] + cells[-1:])
    figures, _ = read_figures(layouts.text_document("\n".join(lines)), ())
    row = [figure for figure in figures if figure.key.startswith("requests.granted.")]
    assert all(figure.value in (None, truth[figure.key]) for figure in row)
    assert all(figure.certainty in ("realigned", "ambiguous") for figure in row)


def test_a_number_in_a_cell_over_the_whole_row_is_not_given_to_the_first_column():
    truth = dict.fromkeys(layouts.random_figures(random.Random(8), "2021"), 0)
    text = document_of(layouts.grids_of(truth, "2021"), layouts.pipe_rows).text
    row = "（一）予以公开 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |"
    assert row in text
    figures, issues = read_figures(
        layouts.text_document(text.replace(row, "（一）予以公开 | 0 | |||||||")), ()
    )
    found = [figure.value for figure in figures if figure.key.startswith("requests.granted.")]
    assert found == [None] * 7 and "cells_not_assigned" in {issue.code for issue in issues}


def test_a_page_number_between_the_cells_is_no_cell():
    truth = layouts.random_figures(random.Random(7), "2021")
    text = document_of(layouts.grids_of(truth, "2021"), layouts.blanks).text
    text = text.replace("（五）不予处理", "- 12 -\n（五）不予处理").replace(
        "1.属于国家", "第 3 页 共 5 页\n1.属于国家"
    )
    assert values(layouts.text_document(text)) == truth


def test_a_sentence_that_lists_outcomes_is_no_table():
    text = (
        "全年新收政府信息公开申请12件，上年结转1件，予以公开5件，部分公开3件，不予公开2件（属于国家秘密1件、行政查询事项1件），"
        "无法提供1件，重复申请1件，其他处理0件，总计12件，结转下年度继续办理1件。"
    )
    assert read_figures(layouts.text_document(text), ()) == ((), ())


def test_a_table_missing_from_its_section_is_an_issue():
    from textmine.schema import Section

    document = layouts.text_document("三、收到和处理政府信息公开申请情况\n见附图。\n")
    _, issues = read_figures(document, [Section("requests", "三、收到和处理政府信息公开申请情况", 20, 24)])
    assert [issue.code for issue in issues] == ["missing_table"]
    assert read_figures(document, [Section("requests", "三、依申请公开情况", 20, 24)])[1] == ()


@pytest.mark.parametrize("layout", ["table", "list", "pipes", "cells"])
def test_indicators_of_the_years_before_2019_keep_their_labels(layout):
    lines = [("一、主动公开政府信息数", "条", "8216"), ("（一）其他情形数", "件", "1"), ("二、行政复议数量", "件", "2"),
             ("（一）其他情形数", "件", ""), ("三、专项经费", "万元", "6.5")]  # fmt: skip
    if layout == "table":
        text = "统计指标\t单位\t统计数\n" + "\n".join("\t".join(line) for line in lines)
    elif layout == "pipes":
        rows = [
            "| 统计指标 | 单位 | 统计数 |",
            "| --- | --- | --- |",
            *(f"| {' | '.join(line)} |" for line in lines),
        ]
        text = "\n".join(rows)
    elif layout == "cells":
        text = "统计指标\n单位\n统计数\n" + "\n".join("\n".join(filter(None, line)) for line in lines)
    else:
        text = "\n".join(f"{label}：{value}{unit}" for label, unit, value in lines)
    figures, _ = read_figures(layouts.text_document(text), ())
    assert {f.key: f.value for f in figures} == {
        "indicators.主动公开政府信息数.条": 8216,
        "indicators.主动公开政府信息数/其他情形数.件": 1,
        "indicators.行政复议数量.件": 2,
        "indicators.行政复议数量/其他情形数.件": None,
        "indicators.专项经费.万元": 6.5,
    }
    assert {figure.era for figure in figures} == {"pre2019"}


def test_indicator_of_two_digits_between_pipes():
    rows = [("收到申请数", "23"), ("申请办结数", "22"), ("申请答复数", "7")]
    text = "| 统计指标 | 单位 | 统计数 |\n" + "\n".join(f"| {name} | 件 | {value} |" for name, value in rows)
    figures, _ = read_figures(layouts.text_document(text), ())
    assert [figure.value for figure in figures] == [23, 22, 7]


def test_indicators_one_cell_a_line_with_names_over_several_lines():
    text = (
        "统计指标\n单位\n统计数\n一、主动公开情况\n——\n——\n（一）主动公开政府信\n息数（相同信息计1条）\n条\n320\n二、依申请公开情况\n"
        "（一）收到申请数\n件\n23\n1.当面申请数\n件\n3\n"
    )
    figures, _ = read_figures(layouts.text_document(text), ())
    assert {figure.key: figure.value for figure in figures} == {
        "indicators.主动公开政府信息数(相同信息计1条).条": 320,
        "indicators.收到申请数.件": 23,
        "indicators.当面申请数.件": 3,
    }


@pytest.mark.parametrize("char", ["0\t", "|", "其他", "0 ", "（", "\n", "新收政府信息公开申请数量\t0\t"])
def test_hostile_texts_are_read_in_bounded_time(char):
    import time

    text = (
        "信息内容\t本年制发件数\n一、本年新收政府信息公开申请数量"
        + char * (1_000_000 // len(char))
        + "复议后起诉"
    )
    begin = time.process_time()
    read_figures(Document("0" * 12, "x.txt", "0" * 64, "text/plain", text), ())
    assert time.process_time() - begin < 6


def test_rows_of_the_form_are_those_of_the_grammar():
    from textmine.parsing.statutory._forms import request_rows

    keys = [row.key for row in request_rows()]
    assert [key for key in keys if key != "other"] == list(forms.request_rows("2021"))


@pytest.mark.parametrize(
    ("cells", "expected"), [("1 0 2 0 0 0 3", [1, 0, 2, 0, 0, 0, 3]), ("1 0 2 0 0 0 4", [None] * 7)]
)
def test_numbers_behind_the_first_line_of_a_name_that_a_page_end_breaks(cells, expected):
    """Tables without rules in PDF files; numbers that do not add up are nobody's."""
    truth = layouts.random_figures(random.Random(1), "2021")
    text = document_of(layouts.grids_of(truth, "2021"), layouts.LOSING["blanks"]).text
    lines = text.split("\n")
    at = next(n for n, line in enumerate(lines) if line.startswith("5.要求行政"))
    end = next(
        n for n in range(at, len(lines)) if lines[n].startswith("(六)") or lines[n].startswith("（六）")
    )
    lines[at:end] = [f"5.要求行 {cells}", "政机关确认或重新", "出具已获取信息"]
    found = values(layouts.text_document("\n".join(lines)))
    row = {key: value for key, value in found.items() if ".reconfirmation." in key}
    assert list(row.values()) == expected
    above = {key: value for key, value in found.items() if ".excessive." in key}
    assert above == {key: truth[key] for key in above} and len(above) == 7


CUMULATIVE = [
    ["主动公开政府信息数", "条", "126", "1530"],
    ["其中：1.主动公开规范性文件数", "条", "2", "15"],
    ["收到申请数", "件", "3", "21"],
]
CUMULATIVE += [["行政复议数量", "件", "0", "1"], ["专项经费", "万元", "0.5", "3.2"]]


@pytest.mark.parametrize("heads", [["本年度", "历年累计"], ["2016年", "累计数"], ["当年数", "历年累计数"]])
@pytest.mark.parametrize("joint", ["\t", " | ", "   ", "\n"])
@pytest.mark.parametrize("form", ["units", "in_names", "numbered", "turned"])
def test_indicators_with_a_column_for_all_years(heads, joint, form):
    names, rows = ["指标名称", "单位", *heads], CUMULATIVE
    if form == "in_names":
        if joint == "\n":
            pytest.skip("cells in lines are told by their units")
        names, rows = ["指标名称", *heads], [[f"{name}（{unit}）", *cells] for name, unit, *cells in rows]
    elif form == "numbered" and joint in ("\t", " | "):
        names, rows = ["序号", *names], [[f"{number}", *row] for number, row in enumerate(rows, 1)]
    elif form == "turned":
        names, rows = [*names[:2], *reversed(heads)], [[*row[:2], row[3], row[2]] for row in rows]
    text = "\n".join(joint.join(row) for row in [["附表："], names, *rows])
    figures, issues = read_figures(layouts.text_document(text), ())
    assert {figure.key: figure.value for figure in figures} == {
        f"indicators.{name.rpartition('.')[2]}{column}.{unit}": float(value)
        for name, unit, *values in CUMULATIVE
        for column, value in zip(("", "/历年累计"), values, strict=True)
    }
    assert not issues


@pytest.mark.parametrize(
    ("misread", "value"), [("l", 1), ("I", 1), ("O", 0), ("1O", 10), ("l2", 12), ("2I0", 210)]
)
def test_digits_that_text_recognition_takes_for_letters(misread, value):
    reading = read_value(misread)
    assert (reading.value, reading.kind) == (value, "number") and is_value(misread)


@pytest.mark.parametrize("words", ["OO", "lI", "IO", "A1", "l2345678", "II"])
def test_letters_that_are_no_digits(words):
    assert read_value(words).value is None


@pytest.mark.parametrize("blank", [0.3, 0.7])
def test_empty_lines_between_all_cells_are_no_blank_cells(blank):
    """A copied page parts its cells by empty lines and leaves out the blank ones."""
    for seed in range(6):
        truth = layouts.random_figures(random.Random(seed), "2021", blank_zeros=blank)
        document = document_of(
            layouts.grids_of(truth, "2021"),
            lambda grid: "\n\n".join(cell.text for row in grid for cell in row if cell.text),
        )
        figures, _ = read_figures(document, ())
        given = {figure.key: figure.value for figure in figures if figure.value is not None}
        assert given == {key: truth[key] for key in given}


def test_a_colon_between_a_name_and_its_number_is_no_part_of_the_number() -> None:
    assert read_value(":1286").value == 1286
    assert read_value(":").value is None
