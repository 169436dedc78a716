"""Tables whose cells were run together, with other columns than the form, and tables that are not there."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

import pytest
import table_layouts as layouts
from test_figures import document_of

from corpora.grammar.forms import Grid, expand
from textmine.parsing import parse
from textmine.parsing.statutory import read_figures

APPLICANTS = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]
KEYS = ["natural_person", "company", "research", "social_organisation", "legal_service", "other_organisation"]


def glued(grid: Grid, joint: str) -> str:
    return joint.join("".join(cell.text for cell in row) for row in grid)


@pytest.mark.parametrize("era", ["2021", "2019"])
@pytest.mark.parametrize("joint", ["", "\n"])
def test_zeros_run_together_are_read(era: str, joint: str) -> None:
    zeros = dict.fromkeys(layouts.random_figures(random.Random(1), era), 0)
    text = "\n".join(glued(grid, joint) for grid in layouts.grids_of(zeros, era))
    figures, issues = read_figures(layouts.text_document(text), ())
    assert {figure.key: figure.value for figure in figures} == zeros
    assert not issues
    assert all(text[figure.start : figure.end] == figure.raw == "0" for figure in figures)


@pytest.mark.parametrize("era", ["2021", "2019"])
@pytest.mark.parametrize("seed", range(3))
def test_numbers_run_together_are_read_only_where_one_way_adds_up(era: str, seed: int) -> None:
    truth = layouts.random_figures(random.Random(seed), era)
    text = "\n".join(glued(grid, "\n") for grid in layouts.grids_of(truth, era))
    figures, issues = read_figures(layouts.text_document(text), ())
    assert all(figure.value in (None, truth[figure.key]) for figure in figures)
    assert sum(figure.value is not None for figure in figures if figure.key.startswith("requests.")) >= 49
    rows = {figure.key.rpartition(".")[0] for figure in figures if figure.certainty == "ambiguous"}
    said = [issue.message for issue in issues if issue.code == "cells_not_assigned"]
    assert all(
        any(message.startswith(row) for message in said) for row in rows if row.startswith("requests.")
    )


def table(
    era: str, seed: int, heads: list[str], order: list[int], joint: str
) -> tuple[dict[str, object], str]:
    """A requests table with these headings, its rows' seven numbers in this order."""
    truth = layouts.random_figures(random.Random(seed), era)
    lines = ["三、收到和处理政府信息公开申请情况", "申请人情况", *heads]
    for row in layouts.grids_of(truth, era)[1][3:]:
        cells = [cell.text for cell in row]
        numbers = [text for text in cells if re.fullmatch("[0-9]+", text)]
        lines.append(
            joint.join([*(text for text in cells if text not in numbers), *(numbers[i] for i in order)])
        )
    wanted = {key: value for key, value in truth.items() if key.startswith("requests.")}
    return wanted, "\n".join([*lines, "四、政府信息公开行政复议、行政诉讼情况", "无。"])


@pytest.mark.parametrize("era", ["2021", "2019"])
@pytest.mark.parametrize("joint", ["\t", " "])
def test_total_in_the_first_column(era: str, joint: str) -> None:
    heads = [joint.join(["总计", "自然人", "法人或其他组织"]), joint.join(APPLICANTS[1:])]
    wanted, text = table(era, 4, heads, [6, 0, 1, 2, 3, 4, 5], joint)
    figures, issues = read_figures(layouts.text_document(text), ())
    assert {figure.key: figure.value for figure in figures} == wanted
    assert not issues


@pytest.mark.parametrize("era", ["2021", "2019"])
@pytest.mark.parametrize("left_out", [1, 4, 5])
def test_kind_of_applicants_left_out(era: str, left_out: int) -> None:
    kept = [name for name in APPLICANTS if name != APPLICANTS[left_out]]
    heads = ["\t".join(["自然人", "法人或其他组织", "总计"]), "\t".join(kept[1:])]
    order = [column for column in range(7) if column != left_out]
    wanted, text = table(era, 5, heads, order, "\t")
    wanted |= {key: None for key in wanted if key.endswith("." + KEYS[left_out])}
    figures, issues = read_figures(layouts.text_document(text), ())
    assert {figure.key: figure.value for figure in figures} == wanted
    assert [issue.code for issue in issues] == ["missing_columns"]
    assert APPLICANTS[left_out] in issues[0].message


def test_table_that_breaks_off_has_the_form_of_the_table_before_it() -> None:
    truth = layouts.random_figures(random.Random(2), "2021")
    active, requests, _ = layouts.grids_of(truth, "2021")
    whole = layouts.tabs(requests)
    text = layouts.tabs(active) + "\n" + whole[: whole.index("（五）不予处理")]
    figures, issues = read_figures(layouts.text_document(text), ())
    assert {figure.era for figure in figures} == {"2021"}
    assert [issue.code for issue in issues] == ["missing_rows"]


def test_table_missing_with_its_section_is_said() -> None:
    truth = layouts.random_figures(random.Random(2), "2021")
    active, _, review = layouts.grids_of(truth, "2021")
    text = (
        "岭前市水务局2022年政府信息公开工作年度报告\n一、总体情况\n工作有序开展。\n二、主动公开政府信息情况\n"
        f"{layouts.tabs(active)}\n四、政府信息公开行政复议、行政诉讼情况\n{layouts.tabs(review)}\n"
        "五、存在的主要问题及改进情况\n更新不及时，将加强督促。\n六、其他需要报告的事项\n无。"
    )
    issues = [issue for issue in parse(layouts.text_document(text)).issues if issue.stage == "figures"]
    assert [issue.code for issue in issues] == ["missing_table"]
    assert "requests" in issues[0].message


@pytest.mark.parametrize("share", [0.3, 0.9])
@pytest.mark.parametrize("era", ["2021", "2019"])
@pytest.mark.parametrize("seed", range(4))
def test_numbers_that_moved_up_for_lost_blanks_are_never_sure(era: str, seed: int, share: float) -> None:
    truth = layouts.random_figures(random.Random(seed), era, blank_zeros=share)
    tables = [layouts.markdown(grid) for grid in layouts.grids_of(truth, era)]
    text = "\n".join(re.sub(r"\|[ |]*\|", "|", table) for table in tables)  # without the empty cells
    figures, _ = read_figures(layouts.text_document(text), ())
    assert sum(figure.value is not None for figure in figures) > len(figures) / 5
    assert all(figure.value in (None, truth[figure.key]) for figure in figures)


def unclosed(table: str) -> str:
    return "\n".join(line.strip("| ") for line in table.splitlines() if "---" not in line)


@pytest.mark.parametrize("form", [str, unclosed])
@pytest.mark.parametrize("era", ["2021", "2019"])
@pytest.mark.parametrize("seed", range(6))
def test_active_row_that_lost_a_blank_cell_has_no_sure_number(
    era: str, seed: int, form: Callable[[str], str]
) -> None:
    draw = random.Random(seed)
    truth = layouts.random_figures(draw, era)
    truth.update((key, None) for key in truth if key.startswith("active") and draw.random() < 0.35)
    table = form(re.sub(r"\|[ |]*\|", "|", layouts.markdown(layouts.grids_of(truth, era)[0])))
    figures, issues = read_figures(layouts.text_document(table), ())
    sure = {figure.key: figure.value for figure in figures if figure.certainty != "ambiguous"}
    assert sure == {key: truth[key] for key in sure}
    rows = {key.rpartition(".")[0] for key in truth if key.startswith("active")}
    for row in rows:
        cells = [truth[key] for key in truth if key.rpartition(".")[0] == row]
        lost = None in cells and any(cell is not None for cell in cells)
        assert lost == any(row in issue.message for issue in issues if issue.code == "cells_not_assigned")


@pytest.mark.parametrize(
    "below", ["2022年，我局公开信息5件。", "12345热线接听来电30次。", "注：以上12项均已公开。"]
)
def test_sentence_below_a_row_without_a_number_is_no_cell(below: str) -> None:
    truth = layouts.random_figures(random.Random(1), "2021")
    lines = layouts.cell_lines(layouts.grids_of(truth, "2021")[0]).split("行政事业性收费")[0]
    figures, _ = read_figures(layouts.text_document(f"{lines}行政事业性收费\n{below}\n三、收到和处理"), ())
    assert {figure.key: figure.value for figure in figures}["active.fees.amount"] is None


@pytest.mark.parametrize("era", ["2021", "2019"])
def test_numbers_in_bold_type(era: str) -> None:
    truth = layouts.random_figures(random.Random(5), era)
    text = "\n\n".join(map(layouts.markdown, layouts.grids_of(truth, era)))
    bold = re.sub(r"\| (\d+) (?=\|)", r"| **\1** ", text)
    figures, issues = read_figures(layouts.text_document(bold), ())
    assert {figure.key: figure.value for figure in figures} == truth
    assert not issues


def names_first(grid: Grid) -> str:
    """The names of all rows and then, column by column, the numbers, as some programs write a table of a PDF file."""
    cells = [cell for row in grid for cell in row if cell.text]
    numbers = [cell.text for cell in cells if re.fullmatch(r"[+-]?[0-9.]+", cell.text)]
    return "\n\n".join([*(cell.text for cell in cells if cell.text not in numbers), *numbers])


def blockwise(grid: Grid, page_end: int, order: list[int] | None) -> str:
    """On each of two pages the names of all rows and then their numbers, column by column in this order of columns, or row by row (None)."""
    cells = [(cell, number) for number, row in enumerate(grid) for cell in row if cell.text]
    rows = [[cell.text for cell in row if cell.key] for row in grid]
    pages = []
    for lines in (range(page_end), range(page_end, len(grid))):
        numbers = [rows[line] for line in lines if rows[line]]
        printed = (
            [text for row in numbers for text in row]
            if order is None
            else [row[i] for i in order for row in numbers]
        )
        pages += [cell.text for cell, line in cells if line in lines and not cell.key] + printed
    return "\n\n".join(pages)


@pytest.mark.parametrize("era", ["2021", "2019"])
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("order", [list(range(7)), None])
@pytest.mark.parametrize("page_end", [9, 14, 99])
def test_numbers_apart_from_their_names_are_read_where_the_sums_tell_their_order(
    era: str, seed: int, order: list[int] | None, page_end: int
) -> None:
    truth = layouts.random_figures(random.Random(seed), era)
    grid = layouts.grids_of(truth, era)[1]
    figures, issues = read_figures(
        layouts.text_document(blockwise(grid, min(page_end, len(grid)), order)), ()
    )
    assert {figure.key: figure.value for figure in figures} == {
        key: value for key, value in truth.items() if key.startswith("requests.")
    }
    assert {figure.certainty for figure in figures} == {"realigned"}
    assert not issues


@pytest.mark.parametrize("era", ["2021", "2019"])
def test_cells_printed_once_for_each_column_that_they_span(era: str) -> None:
    truth = layouts.random_figures(random.Random(3), era)
    lines = []
    for row in expand(layouts.grids_of(truth, era)[0]):
        fields: list[str] = []
        for cell in row:
            fields.append(cell.text if cell else fields[-1])
        lines.append("| " + " | ".join(fields) + " |")
    figures, issues = read_figures(layouts.text_document("\n".join(lines)), ())
    wanted = {key: value for key, value in truth.items() if key.startswith("active.")}
    assert {figure.key: figure.value for figure in figures if figure.key.startswith("active.")} == wanted
    assert not [issue for issue in issues if issue.code == "cells_not_assigned"]


@pytest.mark.parametrize("company", [0, 3])
def test_a_column_behind_that_of_the_sums_is_known_only_if_it_is_zero(company: int) -> None:
    keys = [key for key in layouts.random_figures(random.Random(1), "2021") if key.startswith("requests.")]
    figures = dict.fromkeys(layouts.random_figures(random.Random(1), "2021"), 0)
    for row in ("new", "granted", "total"):
        figures |= {
            f"requests.{row}.natural_person": 5,
            f"requests.{row}.company": company,
            f"requests.{row}.total": 5 + company,
        }
    grid = layouts.grids_of(figures, "2021")[1]
    found, issues = read_figures(layouts.text_document(blockwise(grid, len(grid), [0, 2, 3, 4, 5, 6, 1])), ())
    values = {figure.key: figure.value for figure in found}
    assert values == ({key: figures[key] for key in keys} if company == 0 else dict.fromkeys(keys))
    assert [issue.code for issue in issues] == ([] if company == 0 else ["numbers_apart"])


@pytest.mark.parametrize("era", ["2021", "2019"])
@pytest.mark.parametrize("seed", range(4))
def test_numbers_apart_that_no_sums_prove_are_not_taken(era: str, seed: int) -> None:
    truth = layouts.random_figures(random.Random(seed), era)
    active, requests, _ = layouts.grids_of(truth | {"requests.granted.total": 77777}, era)
    figures, issues = read_figures(
        layouts.text_document(f"{names_first(active)}\n\n{names_first(requests)}"), ()
    )
    assert not [figure for figure in figures if figure.certainty != "ambiguous"]
    assert {issue.code for issue in issues} >= {"numbers_apart"}


def test_two_names_before_both_their_numbers() -> None:
    text = (
        "第二十条第（一）项\n信息内容\n本年制发件数\n本年废止件数\n现行有效件数\n规章\n0\n0\n0\n行政规范性文件\n2\n1\n9\n"
        "第二十条第（五）项\n信息内容\n本年处理决定数量\n行政许可\n18422\n第二十条第（六）项\n信息内容\n本年处理决定数量\n"
        "行政处罚\n行政强制\n9310\n406\n第二十条第（八）项\n信息内容\n本年收费金额（单位：万元）\n行政事业性收费\n5210.4\n"
    )
    figures, issues = read_figures(layouts.text_document(text), ())
    assert [figure.value for figure in figures] == [0, 0, 0, 2, 1, 9, 18422, 9310, 406, 5210.4]
    assert not issues


@pytest.mark.parametrize("columns", [7, 6])
def test_a_heading_that_cannot_be_read_is_no_missing_column_of_full_rows(columns: int) -> None:
    heads = ["自然人\t法人或其他组织\t总计", "\t".join(["商 业", *APPLICANTS[2:]])]
    order = [0, 1, 2, 3, 4, 5, 6] if columns == 7 else [0, 2, 3, 4, 5, 6]
    wanted, text = table("2021", 4, heads, order, "\t")
    figures, issues = read_figures(layouts.text_document(text), ())
    assert [issue.code for issue in issues] == ([] if columns == 7 else ["missing_columns"])
    assert columns == 6 or {figure.key: figure.value for figure in figures} == wanted


@pytest.mark.parametrize("era", ["2021", "2019"])
def test_names_and_then_some_numbers_are_said_once(era: str) -> None:
    """The rest of the numbers stands before the names or behind the next heading."""
    grids = layouts.grids_of(layouts.random_figures(random.Random(2), era), era)
    text = "\n\n".join(names_first(grid) for grid in grids[:2])
    figures, issues = read_figures(layouts.text_document(text[: text.index("结转下年度继续办理") + 18]), ())
    requests = [figure for figure in figures if figure.key.startswith("requests.")]
    assert requests and all(figure.value is None and figure.certainty == "ambiguous" for figure in requests)
    assert [issue.code for issue in issues if "requests" in issue.message] == ["numbers_apart"]


def test_numbers_behind_the_headings_of_other_rows_are_not_those_of_the_last() -> None:
    text = (
        "第二十条第（一）项\n信息内容\n本年制发件数\n本年废止件数\n现行有效件数\n规章\n0\n0\n0\n行政规范性文件\n2\n1\n9\n"
        "信息内容\n行政许可\n信息内容\n行政处罚\n行政强制\n信息内容\n行政事业性收费\n第二十条第（五）项\n本年处理决定数量\n18422\n"
        "第二十条第（六）项\n本年处理决定数量\n9310\n406\n第二十条第（八）项\n本年收费金额（单位：万元）\n5210.4\n"
    )
    figures, issues = read_figures(layouts.text_document(text), ())
    sure = {figure.key: figure.value for figure in figures if figure.certainty != "ambiguous"}
    assert list(sure.values()) == [0, 0, 0, 2, 1, 9]
    assert [issue.code for issue in issues] == ["numbers_apart"]
    assert "行政事业性收费" in issues[0].message


@pytest.mark.parametrize("layout", [layouts.cell_lines, layouts.markdown, layouts.tabs])
@pytest.mark.parametrize("rows", [2, 3, 6, 12])
def test_requests_table_in_which_the_file_breaks_off(layout: Callable[[Grid], str], rows: int) -> None:
    truth = layouts.random_figures(random.Random(3), "2021")
    active, requests, _ = layouts.grids_of(truth, "2021")
    whole = layout(requests)
    names = ["上年结转", "予以公开", "部分公开", "保护第三方", "本机关不掌握", "重复申请"]
    cut = whole.index(names[{2: 1, 3: 2, 6: 3, 12: 4}[rows]]) + 9
    figures, issues = read_figures(layouts.text_document(f"{layout(active)}\n{whole[:cut]}"), ())
    sure = {figure.key: figure.value for figure in figures if figure.certainty != "ambiguous"}
    assert sure == {key: truth[key] for key in sure}
    assert sum(key.startswith("requests") for key in sure) >= 14
    assert "missing_rows" in {issue.code for issue in issues}


def test_old_headings_above_the_rest_of_the_new_form_lack_no_rows() -> None:
    text = (
        "二、主动公开政府信息情况\n第二十条第（一）项\n信息内容\t本年新制作数量\t本年新公开数量\t对外公开总数量\n规章\t0\t0\t0\n规范性文件\t2\t2\t9\n"
        "第二十条第（五）项\n信息内容\t本年处理决定数量\n行政许可\t12\n第二十条第（六）项\n信息内容\t本年处理决定数量\n行政处罚\t7\n行政强制\t0\n"
        "第二十条第（八）项\n信息内容\t本年收费金额（单位：万元）\n行政事业性收费\t1.5\n"
    )
    figures, issues = read_figures(layouts.text_document(text), ())
    values = {figure.key: figure.value for figure in figures}
    assert values["active.normative_documents.total_public"] == 9
    assert (values["active.licensing.decisions"], values["active.fees.amount"]) == (12, 1.5)
    assert not issues


@pytest.mark.parametrize("side", ["", "办\n"])
def test_names_that_go_on_below_their_numbers(side):
    """As pdftotext -layout prints them, with a letter of the vertical heading between the lines of a name."""
    truth = layouts.random_figures(random.Random(3), "2021")
    text = document_of(layouts.grids_of(truth, "2021"), layouts.tabs).text.replace("\t", "   ")
    lines = []
    for row in text.split("\n"):
        line = row
        name, cells = line.strip().split("   "), []
        while name and name[-1].replace(".", "").isdigit():
            cells.insert(0, name.pop())
        if len(cells) == 7 and len(name[-1]) > 12 and name[-1][0] in "（123456789":
            line = f"{'   '.join([*name[:-1], name[-1][:12], *cells])}\n{side}{name[-1][12:]}"
        lines.append(line)
    figures, issues = read_figures(layouts.text_document("\n".join(lines)), ())
    assert {figure.key: figure.value for figure in figures} == truth and not issues


def test_a_number_over_two_lines_of_its_cell_is_whole_where_the_sums_say_so() -> None:
    for seed in range(4):
        truth = layouts.random_figures(random.Random(seed), "2021")
        totals = {key: truth[key] for key in ("requests.total.total", "review.reconsideration.total")}
        broken = {
            key: f"{value:g}"[:-1] + " " + f"{value:g}"[-1]
            for key, value in totals.items()
            if value and value > 9
        }
        assert broken
        grids = layouts.grids_of(truth, "2021", lambda key: broken.get(key, f"{truth[key]:g}"))  # noqa: B023
        document = layouts.grid_document(grids)
        figures, issues = read_figures(document, ())
        assert {figure.key: figure.value for figure in figures} == truth
        assert {figure.raw for figure in figures if figure.key in broken} == set(broken.values())
        assert not issues


def test_two_numbers_in_a_cell_that_do_not_add_up_are_none() -> None:
    truth = layouts.random_figures(random.Random(1), "2021")
    grids = layouts.grids_of(
        truth, "2021", lambda key: "7 7" if key == "requests.total.total" else f"{truth[key]:g}"
    )
    figures, issues = read_figures(layouts.grid_document(grids), ())
    assert next(figure.value for figure in figures if figure.key == "requests.total.total") is None
    assert [issue.code for issue in issues] == ["unreadable_cell"]


def test_the_rest_of_a_number_on_the_line_below_it() -> None:
    truth = layouts.random_figures(random.Random(3), "2021")
    text = document_of(layouts.grids_of(truth, "2021"), lambda grid: layouts.woven(grid, 11, 0)).text
    total = f"{truth['requests.total.total']:g}"
    text = text.replace(f" {total}\n四、结转", f" {total[:-1]}\n{total[-1]}\n四、结转")
    figures, _ = read_figures(layouts.text_document(text), ())
    found = {figure.key: figure for figure in figures}
    assert found["requests.total.total"].value == truth["requests.total.total"]
    assert found["requests.total.total"].raw == f"{total[:-1]}\n{total[-1]}"


def test_a_last_number_that_runs_into_the_numbering_of_the_next_row() -> None:
    for seed in range(4):
        truth = layouts.random_figures(random.Random(seed), "2021")
        text = document_of(layouts.grids_of(truth, "2021"), layouts.blanks).text
        glued = re.sub(r"(?<=[0-9])\n(?=[二四]、(?:上年|结转)|（[一二七]）)", "", text)
        assert glued != text
        figures, issues = read_figures(layouts.text_document(glued), ())
        assert {figure.key: figure.value for figure in figures} == truth
        assert not issues


@pytest.mark.parametrize("layout", [layouts.tabs, layouts.padded_tabs, layouts.markdown, layouts.pipe_cells])
@pytest.mark.parametrize("seed", range(4))
def test_totals_that_were_all_left_blank(layout: Callable[[Grid], str], seed: int) -> None:
    truth = layouts.random_figures(random.Random(seed), "2021")
    truth |= {key: None for key in truth if key.endswith(".total") or key.startswith("requests.total.")}
    document = document_of(layouts.grids_of(truth, "2021"), layout)
    figures, issues = read_figures(document, ())
    assert {figure.key: figure.value for figure in figures} == truth
    assert not issues


def test_a_row_without_its_total_that_adds_up_by_chance_is_not_read() -> None:
    truth = layouts.random_figures(random.Random(3), "2021")
    truth |= {f"requests.granted.{key}": value for key, value in zip(KEYS, (0, 0, 0, 2, 0, 2), strict=True)}
    truth |= {key: None for key in truth if key.startswith("requests.") and key.endswith(".total")}
    document = document_of(layouts.grids_of(truth, "2021"), layouts.one_line)
    figures, issues = read_figures(document, ())
    assert not [figure for figure in figures if figure.value not in (None, truth[figure.key])]
    assert "cells_not_assigned" in {issue.code for issue in issues}


def test_broken_numbers_beside_blanks_are_not_shared_out_among_the_columns() -> None:
    """Two numbers over two lines and two blank cells: as many pieces as columns."""
    figures = dict.fromkeys(layouts.random_figures(random.Random(1), "2021"), 0)
    row = {
        "natural_person": 0,
        "research": 45,
        "social_organisation": 1203,
        "legal_service": 7,
        "total": 1255,
    }
    figures |= {"requests.granted.company": None, "requests.granted.other_organisation": None}
    for name in ("new", "granted", "total"):
        figures |= {f"requests.{name}.{column}": value for column, value in row.items()}
    broken = {"requests.granted.social_organisation": "120 3", "requests.granted.total": "125 5"}

    def show(key: str) -> str:
        return broken.get(key, "" if figures[key] is None else f"{figures[key]:g}")

    found, issues = read_figures(layouts.grid_document(layouts.grids_of(figures, "2021", show)), ())
    assert {figure.key: figure.value for figure in found} == figures
    assert not issues


@pytest.mark.parametrize("blank", [("active",), ("requests",), ("review",), ("active", "requests", "review")])
@pytest.mark.parametrize("name", ["grid", "tabs", "markdown"])
def test_tables_left_blank_beside_others_are_no_trouble(name: str, blank: tuple[str, ...]) -> None:
    """All cells are there; a file that lost its numbers lost them in all tables."""
    truth = layouts.random_figures(random.Random(6), "2021")
    truth |= {key: None for key in truth if key.startswith(blank)}
    grids = layouts.grids_of(truth, "2021")
    keeping = {"tabs": layouts.tabs, "markdown": layouts.markdown}
    document = layouts.grid_document(grids) if name == "grid" else document_of(grids, keeping[name])
    figures, issues = read_figures(document, ())
    codes = {issue.code for issue in issues}
    if len(blank) < 3:
        assert {figure.key: figure.value for figure in figures} == truth
        assert not codes
    else:
        assert codes == {"table_without_numbers"}


def test_the_rest_of_a_broken_name_before_the_numbers_is_no_cell() -> None:
    """The merged cell beside a row is as high as its numbers, so its second line stands before them."""
    text = layouts.one_line(layouts.grids_of(layouts.random_figures(random.Random(3), "2021"), "2021")[1])
    start = text.index("逾期未按收费通知")
    numbers = re.compile(r"\b[0-9]+(?:\s+[0-9]+){6}").search(text, start)
    assert numbers
    found, issues = read_figures(layouts.text_document(text), ())
    broken = (
        f"{text[: numbers.start()]}\n   理      {numbers.group()}\n   信息公开申请{text[numbers.end() :]}"
    )
    again, broken_issues = read_figures(layouts.text_document(broken), ())
    assert {figure.key: figure.value for figure in again} == {figure.key: figure.value for figure in found}
    assert broken_issues == issues


@pytest.mark.parametrize("numbers", ["行政处罚\n0\n7\n行政强制\n", "行政处罚\n行政强制\n0\n7\n"])
def test_numbers_of_two_rows_behind_one_of_their_names(numbers: str) -> None:
    table = (
        "第二十条第（一）项\n信息内容\n本年制发件数\n本年废止件数\n现行有效件数\n规章\n0\n0\n0\n行政规范性文件\n4\n2\n5\n"
        "第二十条第（五）项\n信息内容\n本年处理决定数量\n行政许可\n408\n第二十条第（六）项\n信息内容\n本年处理决定数量\n"
        f"{numbers}第二十条第（八）项\n信息内容\n本年收费金额（单位：万元）\n行政事业性收费\n3\n"
    )
    found, issues = read_figures(layouts.text_document(table), ())
    values = {figure.key: figure.value for figure in found}
    assert (values["active.penalty.decisions"], values["active.coercion.decisions"]) == (0, 7)
    assert values["active.licensing.decisions"] == 408
    assert not issues
