"""Charts on all sorts of corpora: every character has its glyph, no label is cut or laid over another."""

from __future__ import annotations

import struct
import subprocess
import sys

import matplotlib as mpl
import numpy as np
import pytest
from made_tables import PROBLEMS, MadeReport, made_corpus, made_tables
from matplotlib.figure import Figure
from matplotlib.font_manager import get_font
from matplotlib.text import Text

from textmine.analysis import agency_profile, cooccurrence, prevalence, response, trend
from textmine.charts import (
    chart_results,
    describe,
    draw_cooccurrence,
    draw_heatmap,
    draw_prevalence,
    draw_response,
    draw_trend,
    render,
    save_charts,
)
from textmine.charts._layout import shorten, text_width, wrap
from textmine.charts._style import MISSING, font_path, printable
from textmine.errors import UsageError

LONG = "岚川省云汀市青禾区人民政府东篱街道办事处政务服务和大数据管理中心（行政审批服务局）"


def _long_names() -> list[MadeReport]:
    return [
        MadeReport(
            agency=f"{LONG}第{i}分中心",
            county=f"内蒙古自治区某某自治县第{i}区",
            problems=list(PROBLEMS)[: i + 1],
        )
        for i in range(9)
    ]


CORPORA = {
    "usual": made_corpus(16),
    "none": [],
    "one_report": [MadeReport(problems=["timeliness", "channels"], measures=["timeliness"])],
    "no_problems": [MadeReport(agency=f"云汀市第{i}局", year=2020 + i % 2) for i in range(14)],
    "fifteen_years": made_corpus(12, range(2008, 2023)),
    "all_themes": [
        MadeReport(agency=f"云汀市第{i}局", problems=tuple(PROBLEMS), measures=tuple(PROBLEMS))
        for i in range(30)
    ],
    "long_names": _long_names(),
    "odd_characters": [MadeReport(agency="⼀⼈$x^2$局\u202e𠮷\x07", problems=["timeliness"])],
    "many_regions": [
        MadeReport(agency=f"第{i}县局", county=f"第{i}县", problems=["channels"]) for i in range(70)
    ],
}
DRAW = {
    "prevalence": (draw_prevalence, prevalence),
    "levels": (draw_heatmap, lambda tables: prevalence(tables, by="level")),
    "regions": (draw_heatmap, lambda tables: prevalence(tables, by="region")),
    "agencies": (draw_heatmap, agency_profile),
    "trend": (draw_trend, trend),
    "response": (draw_response, response),
    "cooccurrence": (draw_cooccurrence, cooccurrence),
}


def _texts(figure: Figure) -> list[Text]:
    return [text for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip()]


def _assert_well_set(figure: Figure) -> None:
    """All texts in our font, with glyphs, inside the figure, and apart from each other."""
    if any(axes.get_legend() for axes in figure.axes):
        figure.draw_without_rendering()  # legends are placed while they are drawn
    renderer = figure.canvas.get_renderer()
    known = set(map(chr, get_font(str(font_path())).get_charmap())) | {"\n"}
    boxes = []
    texts = _texts(figure)
    for text in texts:
        assert text.get_fontproperties().get_file() == str(font_path())
        assert set(text.get_text()) <= known
        boxes.append(text.get_window_extent(renderer).extents)
    edges = np.array(boxes)
    width, height = figure.canvas.get_width_height()
    slack = 1.5  # pixels of a hundredth of an inch
    assert edges[:, 0].min() >= -slack and edges[:, 1].min() >= -slack
    assert edges[:, 2].max() <= width + slack and edges[:, 3].max() <= height + slack
    across = np.minimum(edges[:, None, 2], edges[None, :, 2]) - np.maximum(
        edges[:, None, 0], edges[None, :, 0]
    )
    down = np.minimum(edges[:, None, 3], edges[None, :, 3]) - np.maximum(edges[:, None, 1], edges[None, :, 1])
    over = np.triu((across > slack) & (down > slack), k=1)
    clashes = [(texts[i].get_text(), texts[j].get_text()) for i, j in np.argwhere(over)]
    assert not clashes


# Each corpus with the charts that it can break; in English all charts once.
CASES = [
    *((corpus, chart, "zh") for corpus in ("usual", "none", "one_report") for chart in DRAW),
    *(("no_problems", chart, "zh") for chart in ("prevalence", "response", "agencies")),
    *(("all_themes", chart, "zh") for chart in ("prevalence", "response", "cooccurrence")),
    *(("fifteen_years", chart, lang) for chart in ("trend",) for lang in ("zh", "en")),
    *(("long_names", chart, "zh") for chart in ("regions", "agencies")),
    *(("odd_characters", chart, "zh") for chart in ("prevalence", "agencies")),
    *(("many_regions", chart, "zh") for chart in ("regions", "agencies")),
    *(("usual", chart, "en") for chart in DRAW),
]


@pytest.mark.parametrize(("corpus", "chart", "lang"), CASES)
def test_labels_are_whole_and_apart(corpus: str, chart: str, lang: str) -> None:
    draw, analyse = DRAW[chart]
    axes = draw(analyse(made_tables(CORPORA[corpus])), lang=lang)
    _assert_well_set(axes.get_figure(root=True))


def test_pictures_are_drawn_without_warnings_and_twice_the_same() -> None:
    result = prevalence(made_tables(CORPORA["odd_characters"]))
    first = render(result)
    assert first.startswith(b"\x89PNG") and first == render(result)
    assert struct.unpack(">II", first[16:24])[0] == 1440
    assert render(result, file_format="svg").lstrip().startswith(b"<?xml")
    assert render(result, file_format="pdf").startswith(b"%PDF")


def test_characters_without_glyph_are_shown_as_their_compatible_form_or_a_sign() -> None:
    assert printable("⼀⼈局") == "一人局"
    assert printable("𠮷") == MISSING
    assert printable("a\u202eb\x07c\u200bd") == "ab cd"


def test_dollar_signs_are_no_formulas() -> None:
    frame = agency_profile(made_tables(CORPORA["odd_characters"]))
    labels = [label.get_text() for label in draw_heatmap(frame).get_yticklabels()]
    assert any("$x^2$" in label for label in labels)


def test_drawing_leaves_the_settings_and_figures_of_the_session_alone() -> None:
    import matplotlib.pyplot as plt

    before = dict(mpl.rcParams)
    draw_prevalence(prevalence(made_tables(CORPORA["usual"])))
    assert dict(mpl.rcParams) == before
    assert plt.get_fignums() == []


def test_the_settings_of_the_session_do_not_change_a_chart() -> None:
    result = response(made_tables(CORPORA["one_report"]))
    plain = render(result)
    with mpl.rc_context({"font.size": 30, "axes.facecolor": "red", "lines.linewidth": 9, "axes.grid": True}):
        assert render(result) == plain


def test_drawing_needs_neither_pyplot_nor_display() -> None:
    code = (
        "import sys; sys.path.insert(0, 'tests')\n"
        "from made_tables import made_corpus, made_tables\n"
        "from textmine.analysis import prevalence\n"
        "from textmine.charts import render\n"
        "render(prevalence(made_tables(made_corpus(2))))\n"
        "assert 'matplotlib.pyplot' not in sys.modules\n"
    )
    subprocess.run(
        [sys.executable, "-c", code], check=True, env={"PYTHONPATH": ".", "HOME": "/nonexistent", "PATH": ""}
    )


@pytest.mark.parametrize("chart", DRAW)
def test_given_axes_are_drawn_into_and_keep_their_figure(chart: str) -> None:
    draw, analyse = DRAW[chart]
    figure = Figure(figsize=(11, 9))
    axes = figure.subplots()
    assert draw(analyse(made_tables(CORPORA["usual"])), ax=axes) is axes
    assert figure.get_size_inches().tolist() == [11, 9]
    assert axes.get_title(loc="left")


def _bars(axes) -> dict[str, float]:
    labels = [label.get_text() for label in axes.get_yticklabels()]
    return dict(zip(labels, (patch.get_width() for patch in axes.patches), strict=True))


def test_bars_show_the_shares_with_counts_and_intervals() -> None:
    result = prevalence(
        made_tables(
            [MadeReport(agency=f"云汀市第{i}局", problems=["channels"] if i < 3 else []) for i in range(12)]
        )
    )
    axes = draw_prevalence(result)
    assert _bars(axes)["公开渠道与形式"] == 0.25
    assert "25%（3/12）" in {text.get_text() for text in axes.texts}
    segments = axes.collections[0].get_segments()
    row = result.frame.set_index("theme").loc["channels"]
    assert segments[0][:, 0].tolist() == pytest.approx([row["low"], row["high"]])


def test_a_leader_is_named_only_if_its_interval_stands_apart() -> None:
    def title(*counts: int, n: int = 40) -> str:
        themes = ("timeliness", "coverage", "channels", "training", "staffing", "quality")
        reports = [
            MadeReport(
                agency=f"云汀市第{i}局", problems=[t for t, k in zip(themes, counts, strict=False) if i < k]
            )
            for i in range(n)
        ]
        return describe(prevalence(made_tables(reports))).title

    assert title(36, 4) == "公开时效最常被列为问题：40份年报中有36份（90%）"
    assert title(20, 18, 1) == "公开时效、公开范围与完整性最常被列为问题（45%至50%），彼此差别在误差范围内"
    assert (
        title(20, 19, 18, 17, 16)
        == "公开时效被列为问题最多（40份年报中有20份，50%），与另外4个主题的差别在误差范围内"
    )
    assert title(20, 20) == "公开时效、公开范围与完整性最常被列为问题（各占50%）"
    assert title(3, 3, 3, 3, 3) == "5个主题各有3份年报列为问题（共40份年报），没有哪个更突出"
    assert title() == "40份年报中未识别出问题主题"
    # of few reports counts, no shares
    assert title(5, n=6) == "公开时效最常被列为问题：6份年报中有5份"
    assert title(1, 1, n=2) == "公开时效、公开范围与完整性各有1份年报列为问题（共2份年报），没有哪个更突出"
    assert title(2, 1, n=2) == "公开时效、公开范围与完整性最常被列为问题，彼此差别在误差范围内"
    assert (
        title(3, 2, 2, 1, 1, n=3)
        == "公开时效被列为问题最多（3份年报中有3份），与另外4个主题的差别在误差范围内"
    )


def test_small_groups_are_marked() -> None:
    reports = [
        MadeReport(agency=f"云汀市第{i}局", level="city" if i < 12 else "county", problems=["channels"])
        for i in range(15)
    ]
    result = prevalence(made_tables(reports), by="level")
    labels = [label.get_text() for label in draw_heatmap(result).get_xticklabels()]
    assert labels == ["市级\nn=12", "县级 †\nn=3"]
    assert "†" in describe(result).note and "†" not in describe(prevalence(made_tables(reports))).note


def test_titles_of_trends_name_only_what_was_tested() -> None:
    reports = [
        MadeReport(
            agency=f"云汀市第{i}局", year=year, problems=["timeliness"] if i < 4 * (year - 2019) else []
        )
        for i in range(20)
        for year in (2020, 2021, 2022, 2023)
    ]
    assert describe(trend(made_tables(reports))).title == "2020—2023年：公开时效上升"
    few = [report for report in reports if report.agency in ("云汀市第1局", "云汀市第5局")]
    assert "不判断升降" in describe(trend(made_tables(few))).title


def test_wrong_results_are_refused() -> None:
    tables = made_tables(CORPORA["one_report"])
    with pytest.raises(UsageError):
        draw_prevalence(prevalence(tables, by="level"))
    with pytest.raises(UsageError):
        draw_heatmap(prevalence(tables))
    for draw in (draw_trend, draw_response, draw_cooccurrence):
        with pytest.raises(UsageError):
            draw(prevalence(tables))
    with pytest.raises(UsageError, match="zh, en"):
        draw_prevalence(prevalence(tables), lang="fr")


def test_save_charts_writes_the_standard_set(tmp_path) -> None:
    tables = made_tables(made_corpus(6, (2022, 2023)))
    paths = save_charts(tables, tmp_path / "charts")
    assert {path.stem for path in paths} == set(chart_results(tables))
    assert {"prevalence", "trend", "response", "cooccurrence", "heatmap-level", "agencies"} <= {
        p.stem for p in paths
    }
    only = save_charts({"mine": prevalence(tables)}, tmp_path / "more", "en")
    assert [path.name for path in only] == ["mine.png"]


@pytest.mark.parametrize(
    "text",
    [
        "公开时效、公开范围与完整性最常被列为问题（48%至73%），彼此差别在误差范围内",
        "Shares of 12.5% of reports (3/24), on the whole",
    ],
)
@pytest.mark.parametrize("ems", [6, 11, 20])
def test_wrapping_keeps_words_and_marks_together(text: str, ems: int) -> None:
    lines = wrap(text, ems).split("\n")
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert not any(line.startswith(tuple("，。、）％%")) for line in lines)
    assert "48%" in wrap(text, ems) or "12.5%" in wrap(text, ems)
    assert all(text_width(line) <= ems + 4 for line in lines)


def test_names_are_shortened_in_the_middle() -> None:
    short = shorten(LONG, 10, 2)
    assert short.count("\n") == 1 and "…" in short
    assert short.startswith("岚川省") and short.endswith("局）")
    assert shorten("青禾区民政局", 10, 2) == "青禾区民政局"
