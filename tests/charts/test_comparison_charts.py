"""Charts of comparisons: titles say what can be told from chance, nothing is cut, wrong results are refused."""

from __future__ import annotations

import numpy as np
import pytest
from made_tables import MadeReport, made_corpus, made_tables
from test_charts import _assert_well_set

from textmine.analysis import before_after, odds_ratios, pooled, prevalence
from textmine.charts import describe, draw_before_after, draw_odds_ratios, draw_pooled, render
from textmine.errors import UsageError


def _tables(agencies: int = 60):
    rng = np.random.default_rng(4)
    return made_tables(
        MadeReport(
            agency=f"云汀市第{i}局", year=year, county=f"{'青松石云'[i % 4]}禾区", level=("city", "county")[i % 2],
            problems=["timeliness"] if rng.random() < (0.1 if year < 2021 else 0.5) + 0.4 * (i % 4 == 0) else [],
        )
        for i in range(agencies)
        for year in (2019, 2020, 2021, 2022)
    )  # fmt: skip


RESULTS = {
    "before_after": (draw_before_after, lambda tables: before_after(tables, correction="gold")),
    "odds_ratios": (
        draw_odds_ratios,
        lambda tables: odds_ratios(tables, covariates=("level", "region", "year")),
    ),
    "pooled": (draw_pooled, lambda tables: pooled(tables, by="county")),
}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", RESULTS)
def test_charts_are_well_set(name, lang) -> None:
    draw, analyse = RESULTS[name]
    for tables in (_tables(), made_tables(made_corpus(12, (2019, 2022)))):
        figure = draw(analyse(tables), lang=lang).get_figure(root=True)
        figure.draw_without_rendering()
        _assert_well_set(figure)


def test_titles_state_findings_and_only_those() -> None:
    tables = _tables()
    assert describe(before_after(tables)).title == "2021年起：公开时效上升"
    many = _tables(200)
    assert describe(pooled(many, by="county")).title.startswith("公开时效列为问题的占比可分2档，青禾区")
    assert describe(odds_ratios(tables, covariates=("year",)), lang="en").title.startswith(
        "Timeliness as a problem: one year later"
    )
    flat = made_tables(made_corpus(12, (2019, 2022), likeness=1.0))
    assert describe(before_after(flat)).title == "2021年前后各主题的占比没有可以确认的差别"
    assert "不能区分" in describe(pooled(flat, by="level")).title


def test_comparison_charts_are_drawn_to_files_and_refuse_other_results() -> None:
    result = pooled(_tables(24), by="county")
    assert render(result).startswith(b"\x89PNG")
    with pytest.raises(UsageError):
        draw_before_after(result)
    with pytest.raises(UsageError):
        draw_pooled(prevalence(_tables(4)))
