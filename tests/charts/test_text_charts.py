"""Charts of recurrence, reuse, follow-through, candour and wording: well set on all sorts of corpora, true titles."""

from __future__ import annotations

import pytest
from made_tables import PROBLEMS, MadeReport, document_id, made_corpus, made_tables
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from test_charts import CORPORA, _assert_well_set

from textmine import analysis
from textmine.charts import (
    describe,
    draw_candour,
    draw_crosstab,
    draw_followthrough,
    draw_histories,
    draw_keyness,
    draw_linked_figures,
    draw_network,
    draw_new_terms,
    draw_promises,
    draw_recurrence,
    draw_reuse,
    draw_severity,
    draw_specificity,
    history_pages,
    render,
)
from textmine.charts._style import PROBLEM
from textmine.errors import UsageError
from textmine.resources import load_yaml
from textmine.tables import make_table

DRAW = {
    "recurrence": (draw_recurrence, lambda tables: analysis.recurrence(tables, permutations=49)),
    "histories": (draw_histories, analysis.histories),
    "reuse": (draw_reuse, analysis.reuse),
    "followthrough": (draw_followthrough, analysis.followthrough),
    "specificity": (draw_specificity, analysis.specificity),
    "promises": (draw_promises, analysis.promises),
    "candour": (draw_candour, analysis.candour),
    "severity": (draw_severity, analysis.severity),
    "crosstab": (draw_crosstab, lambda tables: analysis.crosstab(tables, permutations=49)),
    "keyness": (draw_keyness, analysis.keyness),
    "new_terms": (draw_new_terms, lambda tables: analysis.new_terms(tables, role="problem")),
    "network": (draw_network, analysis.network),
    "linked_figures": (draw_linked_figures, analysis.linked_figures),
}


def _assert_readable(axes) -> None:
    figure = axes.get_figure(root=True)
    figure.draw_without_rendering()  # axis labels find their place while they are drawn
    _assert_well_set(figure)


CASES = [
    *((corpus, chart, "zh") for corpus in ("usual", "none", "one_report", "no_problems") for chart in DRAW),
    *(("all_themes", chart, "zh") for chart in ("recurrence", "followthrough", "network", "histories")),
    *(
        ("fifteen_years", chart, "zh")
        for chart in ("histories", "crosstab", "severity", "keyness", "new_terms")
    ),
    *(("long_names", chart, "zh") for chart in ("histories", "reuse", "crosstab")),
    *(("odd_characters", chart, "zh") for chart in ("histories", "reuse")),
    *(("usual", chart, "en") for chart in DRAW),
]


@pytest.mark.parametrize(("corpus", "chart", "lang"), CASES)
def test_labels_are_whole_and_apart(corpus: str, chart: str, lang: str) -> None:
    draw, analyse = DRAW[chart]
    axes = draw(analyse(made_tables(CORPORA[corpus])), lang=lang)
    _assert_readable(axes)


@pytest.mark.parametrize("chart", DRAW)
def test_given_axes_keep_their_figure_and_other_results_are_refused(chart: str) -> None:
    draw, analyse = DRAW[chart]
    tables = made_tables(made_corpus(6))
    figure = Figure(figsize=(12, 9))
    axes = figure.subplots()
    assert draw(analyse(tables), ax=axes) is axes
    assert figure.get_size_inches().tolist() == [12, 9]
    with pytest.raises(UsageError):
        draw(analysis.prevalence(tables))


@pytest.mark.parametrize("chart", DRAW)
def test_every_result_has_its_picture_and_its_words(chart: str) -> None:
    result = DRAW[chart][1](made_tables(made_corpus(5)))
    assert render(result).startswith(b"\x89PNG")
    for lang in ("zh", "en"):
        assert describe(result, lang=lang).title


def _keys(node: object, path: str = "") -> set[str]:
    if not isinstance(node, dict):
        return {path}
    return {key for name, inner in node.items() for key in _keys(inner, f"{path}.{name}")}


def test_both_languages_say_the_same_things() -> None:
    wording = load_yaml("charts", "wording_texts.yaml")
    assert _keys(wording["zh"]) == _keys(wording["en"])


def _agency(number: int, year: int, *problems: str) -> MadeReport:
    return MadeReport(agency=f"云汀市第{number}局", year=year, problems=problems)


def _dark(axes) -> int:
    return sum(to_hex(colour).upper() == PROBLEM for colour in axes.collections[0].get_facecolors())


def test_runs_of_three_years_are_dark_and_the_worst_come_first() -> None:
    reports = [_agency(1, year, "quality") for year in (2021, 2022, 2023)]
    reports += [_agency(2, 2021, "quality"), _agency(2, 2022), _agency(2, 2023, "quality")]
    axes = draw_histories(analysis.histories(made_tables(reports)))
    assert [label.get_text() for label in axes.get_yticklabels()] == ["云汀市第1局", "云汀市第2局"]
    assert _dark(axes) == 3
    assert "1个机关" in describe(analysis.histories(made_tables(reports))).title


def test_three_hundred_agencies_come_in_pages() -> None:
    reports = [
        _agency(n, year, *(["quality"] if n % 3 or year < 2023 else []))
        for n in range(300)
        for year in (2022, 2023)
    ]
    result = analysis.histories(made_tables(reports))
    assert history_pages(result) == 10
    first, last = draw_histories(result, page=1), draw_histories(result, page=10)
    _assert_readable(last)
    assert len(first.get_yticklabels()) == len(last.get_yticklabels()) == 30
    assert not {t.get_text() for t in first.get_yticklabels()} & {
        t.get_text() for t in last.get_yticklabels()
    }
    for page in (0, 11):
        with pytest.raises(UsageError):
            draw_histories(result, page=page)


def test_titles_claim_only_what_was_found() -> None:
    alike = [
        _agency(n, year, "quality" if n % 2 else "training") for n in range(24) for year in (2021, 2022, 2023)
    ]
    sure = analysis.recurrence(made_tables(alike), permutations=199)
    assert "高于偶然" in describe(sure).title and "没有" not in describe(sure).title
    few = analysis.recurrence(made_tables(alike[:9]), permutations=49)
    assert "不足10个" in describe(few).title
    single = analysis.recurrence(made_tables([_agency(1, 2021, "quality")]), permutations=9)
    assert describe(single, lang="en").title.startswith("No agency has reports of two consecutive years")
    assert (
        describe(analysis.network(made_tables([_agency(1, 2021, "quality")]))).title
        == "没有同时提到两个主题的年报"
    )


def test_reuse_names_the_copies() -> None:
    lead = "我局村务公示栏的内容换得不勤，补贴名单往往到月底才贴出，经办人员半年内换了两次，台账交接不够清楚"
    reports = [MadeReport(agency="云汀市民政局", year=year, lead=lead) for year in (2021, 2022)]
    axes = draw_reuse(analysis.reuse(made_tables(reports)))
    assert "1份可与上一份比对的年报中有1份" in describe(analysis.reuse(made_tables(reports))).title
    assert any("基本照搬上年" in text.get_text() for text in axes.texts)
    assert [label.get_text() for label in axes.get_yticklabels()] == ["云汀市民政局 2022"]


def test_layers_of_a_cross_table() -> None:
    reports = [
        MadeReport(
            agency=f"第{n}局", year=year, city=("甲市", "乙市")[n % 2], problems=tuple(PROBLEMS)[: n % 5]
        )
        for n in range(12)
        for year in (2021, 2022)
    ]
    result = analysis.crosstab(made_tables(reports), layer="city", permutations=19)
    _assert_readable(draw_crosstab(result, layer="乙市"))
    with pytest.raises(UsageError):
        draw_crosstab(result, layer="丙市")


def _with_requests(reports: list[MadeReport], values: list[int]):
    rows = [
        {"document": document_id(n), "key": "requests.new.total", "value": value, "raw": str(value)}
        for n, value in enumerate(values)
    ]
    return made_tables(reports).replace(figures=make_table("figures", rows))


def test_linked_figures_colour_and_name_what_was_told_from_chance() -> None:
    reports = [_agency(n, 2022, *(["channels"] if n >= 20 else [])) for n in range(40)]
    result = analysis.linked_figures(_with_requests(reports, list(range(40))), keys=["requests.new.total"])
    # Ranks 21 to 40 of 40 against 1 to 20: 30.5 / 40 less 10.5 / 40.
    title = "列出公开渠道与形式问题的年报，“新收申请”平均高50个百分位（可以确认的联系共1对）"
    assert describe(result).title == title
    axes = draw_linked_figures(result)
    _assert_readable(axes)
    assert [label.get_text() for label in axes.get_yticklabels()] == ["公开渠道与形式（20）"]
    reports = [_agency(n, 2022, *(["channels"] if n >= 4 else [])) for n in range(8)]
    few = analysis.linked_figures(_with_requests(reports, list(range(8))), keys=["requests.new.total"])
    assert "没有一对够" in describe(few).title and "–" not in describe(few, lang="en").title
    _assert_readable(draw_linked_figures(few, lang="en"))


def test_promises_are_drawn_with_their_intervals() -> None:
    reports = [
        MadeReport(agency=f"云汀市第{n}局", year=year, measures=["training"] if year == 2021 else [])
        for n in range(12)
        for year in (2021, 2022)
    ]
    result = analysis.promises(made_tables(reports))
    share = result.params["shares"]["all"]["dropped"]
    assert (share["k"], share["n"]) == (12, 12) and share["high"] == 1.0
    assert share["low"] == pytest.approx(12 / (12 + 1.96**2), abs=1e-3)  # Wilson, all of twelve
    axes = draw_promises(result)
    assert [label.get_text() for label in axes.get_yticklabels()] == [
        "已落实",
        "再次承诺",
        "同主题仍有问题",
        "未再提及",
    ]
    assert "0项（0%，区间0%～24%）" in describe(result).title


def test_one_run_is_told_by_name_and_one_group_is_not_compared() -> None:
    words = {2021: "解读材料晦涩", 2022: "栏目里数字写错两处", 2023: "文件只贴标题不贴正文"}
    reports = [MadeReport(agency="云汀市第1局", year=year, extra={"quality": words[year]}) for year in words]
    assert (
        describe(analysis.histories(made_tables(reports))).title
        == "云汀市第1局连续3年提到内容质量与深度方面的问题"
    )
    one = analysis.prevalence(made_tables(reports), by="level")
    assert describe(one).title == "只有一组（县级），无从比较"
    assert describe(analysis.pooled(made_tables(reports), by="city")).title == "只有一个地市，无从比较"
    assert describe(analysis.pooled(made_tables([]), by="city")).title == "没有注明地市的年报"


def test_communities_are_coloured_only_where_ties_were_told_from_chance() -> None:
    def colours(reports):
        axes = draw_network(analysis.network(made_tables(reports)))
        return {to_hex(found.get_facecolors()[0]) for found in axes.collections}

    loose = [_agency(n, 2022, *(("quality", "training") if n < 2 else ("channels",))) for n in range(20)]
    assert len(colours(loose)) == 1
    tied = [_agency(n, 2022, *(("quality", "training") if n % 2 else ("channels", "staffing"))) for n in range(40)]  # fmt: skip
    assert len(colours(tied)) > 1


@pytest.mark.parametrize(
    ("agencies", "title"),
    [
        (2, "按主题计，列出的4项问题中较重的2项，较轻的2项"),
        (5, "按主题计，列出的10项问题中较重的占50%，较轻的占50%"),
    ],
)
def test_few_problems_are_counted_and_not_shared_out(agencies: int, title: str) -> None:
    reports = [MadeReport(agency=f"第{n}局", problems=["timeliness", "awareness"]) for n in range(agencies)]
    assert describe(analysis.severity(made_tables(reports))).title == title
