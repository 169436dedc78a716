"""Stretches of pictures that lead to statements: they lie where the theme, group or agency is drawn."""

from __future__ import annotations

from itertools import pairwise

import pytest
from made_tables import MadeReport, made_corpus, made_tables

from textmine.analysis import agency_profile, cooccurrence, prevalence, response, trend
from textmine.charts import render, render_with_areas
from textmine.charts._areas import areas_of
from textmine.charts._save import draw
from textmine.charts._wording import load_wording

TABLES = made_tables(made_corpus(16))


@pytest.mark.parametrize("analysis", [prevalence, trend, response])
def test_each_row_of_a_theme_is_an_area_at_its_label(analysis) -> None:
    result = analysis(TABLES)
    axes = draw(result)
    figure = axes.get_figure(root=True)
    figure.canvas.draw()
    height = figure.bbox.height
    found = {dict(area.stands_for)["theme"]: area for area in areas_of(result, axes, load_wording("zh"))}
    assert set(found) == set(result.frame["theme"])
    names = {name: theme for theme, name in load_wording("zh").themes.items()}
    for label in axes.get_yticklabels():
        box = label.get_window_extent()
        middle = 1 - (box.y0 + box.y1) / 2 / height
        area = found[names[label.get_text()]]
        assert area.top < middle < area.top + area.height
        assert (area.left, area.width) == (0.0, 1.0)
    tops = sorted((area.top, area.height) for area in found.values())
    assert all(top + height <= following[0] + 1e-9 for (top, height), following in pairwise(tops))


def test_cells_of_heat_maps_are_areas_where_something_is_counted() -> None:
    result = prevalence(TABLES, by="level")
    _, areas = render_with_areas(result)
    frame = result.frame[result.frame["k"] > 0]
    assert {area.stands_for for area in areas} == {
        (("theme", theme), ("level", level))
        for theme, level in zip(frame["theme"], frame["level"], strict=True)
    }
    columns = sorted({round(area.left, 3) for area in areas})
    assert len(columns) == 4 and all(area.left > 0 and area.left + area.width < 1 for area in areas)


def test_cells_of_agencies_name_the_agency() -> None:
    result = agency_profile(TABLES)
    _, areas = render_with_areas(result)
    frame = result.frame[result.frame["k"] > 0]
    assert len(areas) == len(frame)
    assert {dict(area.stands_for)["agency_key"] for area in areas} == set(frame["agency_key"])


def test_groups_that_are_not_stated_and_empty_results() -> None:
    some = made_tables(
        [MadeReport(level="", problems=["channels"]), MadeReport(agency="乙局", problems=["channels"])]
    )
    _, areas = render_with_areas(prevalence(some, by="level"))
    assert (("theme", "channels"), ("level", "")) in {area.stands_for for area in areas}
    nothing = made_tables([])
    for result in (prevalence(nothing), agency_profile(nothing), response(nothing)):
        _, areas = render_with_areas(result)
        assert all(dict(area.stands_for).keys() == {"theme"} for area in areas)


def test_the_picture_is_the_same_and_charts_without_themes_have_no_areas() -> None:
    result = cooccurrence(TABLES)
    png, _ = render_with_areas(result)
    assert png == render(result)
