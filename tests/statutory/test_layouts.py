"""Tables as they are met in files: with sentences before them, odd rows and columns, heads printed again on the next page."""

import random

import pytest
import table_layouts as layouts
from test_figures import HEADS, document_of

import textmine
from corpora.grammar.forms import Cell
from textmine.parsing.statutory import read_figures

SENTENCES = (
    "本年制发规范性文件 3 件，现行有效 9 件；行政许可 12 件，行政处罚 3 件，行政强制 0 件，行政事业性收费 0 万元。",
    "本年新收政府信息公开申请 12 件，上年结转 1 件，予以公开 5 件，属于行政执法案卷 1 件，属于行政查询事项 1 件，重复申请 1 件，"
    "结转下年度继续办理 1 件。",
    "被申请行政复议 3 件，未经复议直接起诉 2 件，复议后起诉 1 件。",
)
EVERY = {**layouts.KEEPING, **layouts.LOSING}
TRUTH = layouts.random_figures(random.Random(5), "2021")


def html(grids, between=""):
    """A page with the three tables; ``between`` stands in the middle of the second one, outside of it."""
    parts = []
    for number, (head, grid) in enumerate(zip(HEADS, grids, strict=True)):
        rows = [
            "".join(f"<td rowspan={cell.rows} colspan={cell.cols}>{cell.text}</td>" for cell in row)
            for row in grid
        ]
        lines = [f"<tr>{row}</tr>" for row in rows]
        if between and number == 1:
            lines.insert(12, f"</table>{between}<table>{''.join(lines[:3])}")
        parts.append(f"<p>{head}</p><table>{''.join(lines)}</table>")
    return (
        f"<html><body><h1>岚川县政府办公室2023年政府信息公开工作年度报告</h1>{''.join(parts)}</body></html>"
    )


def read(text, tmp_path):
    path = tmp_path / "report.html"
    path.write_text(text, encoding="utf-8")
    figures, _ = read_figures(textmine.read(path), ())
    return {figure.key: figure.value for figure in figures}


@pytest.mark.parametrize("name", list(EVERY))
def test_sentences_with_the_words_of_the_tables_before_them(name):
    text = document_of(layouts.grids_of(TRUTH, "2021"), EVERY[name]).text
    for head, sentence in zip(HEADS, SENTENCES, strict=True):
        text = text.replace(f"{head}\n", f"{head}\n{sentence}\n")
    figures, issues = read_figures(layouts.text_document(text), ())
    assert {figure.key: figure.value for figure in figures} == TRUTH and not issues


@pytest.mark.parametrize("name", list(EVERY))
@pytest.mark.parametrize("far", [0, 600, 1200, 1800, 2400])
def test_words_of_a_table_far_before_it(name, far):
    text = document_of(layouts.grids_of(TRUTH, "2021"), EVERY[name]).text
    lead = "核对信息内容。新收政府信息公开申请已答复。" + "宣传政策的文字" * (far // 7) + "。\n"
    figures, _ = read_figures(layouts.text_document(lead + text), ())
    assert {figure.key: figure.value for figure in figures} == TRUTH


def test_empty_rows_and_a_column_of_numbers_before_the_names(tmp_path):
    active, requests, review = layouts.grids_of(TRUTH, "2021")
    empty = [Cell("", 1, 3), *[Cell("")] * 7]
    wider = [[Cell(str(number)), *row] for number, row in enumerate(requests)]
    assert read(html([active, [*requests[:5], empty, *requests[5:], empty], review]), tmp_path) == TRUTH
    assert read(html([active, wider, review]), tmp_path) == TRUTH


def test_a_table_that_goes_on_behind_a_page_end_with_its_head_again(tmp_path):
    grids = layouts.grids_of(TRUTH, "2021")
    assert read(html(grids, between="<p>- 2 -</p>"), tmp_path) == TRUTH
    assert read(html(grids, between="<p>续表</p>"), tmp_path) == TRUTH


def test_a_table_inside_a_table_that_lays_out_the_page(tmp_path):
    page = html(layouts.grids_of(TRUTH, "2021"))
    page = page.replace("<body>", "<body><table><tr><td>").replace("</body>", "</td></tr></table></body>")
    assert read(page, tmp_path) == TRUTH


def test_units_wide_digits_and_thousands_in_the_cells(tmp_path):
    def show(key):
        number = f"{TRUTH[key]:,}"
        if key.startswith("review"):
            return number.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
        return number + ("万元" if key == "active.fees.amount" else "件")

    assert read(html(layouts.grids_of(TRUTH, "2021", show)), tmp_path) == TRUTH


@pytest.mark.parametrize("mark", ["/", "—", "-", "无", "&nbsp;", "\\", "－"])
def test_marks_for_nothing_are_null(mark, tmp_path):
    grids = layouts.grids_of(TRUTH, "2021", lambda key: f"{TRUTH[key]:.10g}" if TRUTH[key] else mark)
    assert read(html(grids), tmp_path) == {key: value or None for key, value in TRUTH.items()}
