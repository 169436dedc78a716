"""The HTML report: one file that asks for nothing, safe, accessible, and with the figures of the tables."""

from __future__ import annotations

import base64
import hashlib
import re
from itertools import pairwise
from urllib.parse import quote

import pytest
from made_tables import MadeReport, made_corpus
from pages import CLEAN_EVIL, EVIL, hostile_report, index_of, page_of, png, report_on, tree_of, unpacked

from textmine.charts._areas import Area
from textmine.reporting import ThemeReport
from textmine.reporting._html import STATIC_ROWS, html, page_script, shown
from textmine.resources import load_yaml, resource


@pytest.fixture(scope="module")
def usual() -> ThemeReport:
    return report_on(made_corpus(16))


@pytest.fixture(scope="module")
def page(usual: ThemeReport):
    return tree_of(page_of(usual))


def _texts(element) -> str:
    return re.sub(r"\s+", " ", element.text_content())


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_is_one_file_that_asks_for_nothing(lang: str) -> None:
    text = page_of(report_on(made_corpus(4), lang))
    tree = tree_of(text)
    for element in tree.iter():
        for name in ("src", "href", "action", "data", "poster", "srcset"):
            if element.get(name):
                assert element.get(name).startswith(("#", "data:")), (element.tag, dict(element.attrib))
        assert not any(name.startswith("on") or name == "style" for name in element.attrib)
    assert "http:" not in text and "https:" not in text and "url(" not in text and "@import" not in text
    assert [element.tag for element in tree.iter("link", "iframe", "object", "base", "embed")] == ["link"]
    assert tree.get("lang") == ("zh-CN" if lang == "zh" else "en")


def test_the_policy_allows_our_script_and_style_and_nothing_else() -> None:
    text = page_of(report_on([MadeReport(problems=["channels"])]))
    (policy,) = tree_of(text).xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none';")
    for tag, kind in (("style", "style-src"), ("script", "script-src")):
        start = text.rindex(f"<{tag}>") + len(tag) + 2
        content = text[start : text.index(f"</{tag}>", start)]
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{kind} 'sha256-{digest}'" in policy
    assert "unsafe" not in policy and "require-trusted-types-for 'script'" in policy


def test_the_script_writes_text_and_never_markup() -> None:
    script = page_script()
    for word in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "Function(",
        "fetch(",
    ):
        assert word not in script
    assert "</script" not in script
    # What browsers of the named age do not know.
    for word in ("replaceChildren", "?.", "??", ".at(", "structuredClone", "replaceAll", "findLast"):
        assert word not in script


def test_every_link_leads_somewhere_and_every_id_is_used_once(usual: ThemeReport, page) -> None:
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    targets = {href[1:].partition("?")[0] for href in page.xpath("//a/@href")}
    assert targets <= set(ids)
    for kind in ("aria-labelledby", "aria-describedby", "for", "list"):
        assert {name for value in page.xpath(f"//@{kind}") for name in value.split()} <= set(ids)


def test_pictures_have_words_tables_heads_and_fields_labels(usual: ThemeReport, page) -> None:
    images = page.xpath("//img")
    assert len(images) == len(usual.charts) and all(len(image.get("alt")) > 20 for image in images)
    assert all(head.get("scope") in ("col", "row") for head in page.iter("th"))
    assert all(table.find("caption") is not None for table in page.iter("table"))
    labelled = set(page.xpath("//label/@for")) | set(page.xpath("//label//*/@id"))
    assert {field.get("id") for field in page.xpath("//input|//select")} <= labelled
    assert all(_texts(button).strip() for button in page.iter("button"))


def test_landmarks_and_headings_are_in_order(page) -> None:
    body = page.find("body")
    assert [element.tag for element in body if element.tag not in ("a", "script")] == [
        "header", "nav", "main", "footer",
    ]  # fmt: skip
    ranks = [int(element.tag[1]) for element in page.iter("h1", "h2", "h3", "h4")]
    assert ranks.count(1) == 1 and all(after - before <= 1 for before, after in pairwise(ranks))


def test_the_text_agrees_with_the_tables(usual: ThemeReport, page) -> None:
    words = _texts(page.get_element_by_id("main"))
    for part in usual.parts:
        for sentence in part.sentences:
            assert re.sub(r"\s+", " ", sentence.text) in words
        for table in part.tables:
            (drawn,) = page.xpath(f"//table[@data-id='{table.id}']")
            cells = [[_texts(cell) for cell in row] for row in drawn.find("tbody")]
            assert cells == [
                [shown(value, column.kind) for value, column in zip(row, table.columns, strict=True)]
                for row in table.rows[:STATIC_ROWS]
            ]
    for theme in usual.themes:
        for sentence in theme.sentences:
            assert sentence.text in words
        (section,) = page.xpath(f"//section[@id='theme-{theme.theme}']")
        assert [_texts(item) for item in section.iter("blockquote")] == [q.text for q in theme.quotations]


def test_cells_lead_to_the_statements_behind_them(usual: ThemeReport, page) -> None:
    (summary,) = page.xpath("//table[@data-id='summary']")
    first = summary.find("tbody")[0]
    theme = usual.themes[0].theme
    assert first[1].find("a").get("href") == f"#statements?theme={theme}&role=problem"
    assert first[2].find("a") is None  # a share: no statements of its own
    (matrix,) = page.xpath("//table[@data-id='matrix']")
    linked = [cell for cell in matrix.find("tbody").iter("td") if cell.find("a") is not None]
    assert len(linked) == sum(
        value not in (None, 0) for row in usual.tables["matrix"].rows for value in row[4:]
    )
    assert "agency=" in linked[0].find("a").get("href")


def test_counts_behind_the_links_are_those_of_the_tables(usual: ThemeReport) -> None:
    for table in (usual.tables["summary"], usual.tables["matrix"], *usual.chart_tables.values()):
        for number, row in enumerate(table.rows):
            for column, value in enumerate(row):
                query = table.query(number, column)
                if query is not None:
                    assert _reports_behind(usual, dict(query)) == value, (table.id, query)


def _reports_behind(report: ThemeReport, query: dict[str, str]) -> int:
    """How many reports have a statement that fits, as the script would count them."""
    found = set()
    for text in report.archive.texts:
        known = report.archive.reports[text.report]
        if (
            query.get("agency", known.agency) != known.agency
            or query.get("level", known.level) != known.level
        ):
            continue
        if query.get("year", str(known.year)) != str(known.year):
            continue
        if not _in_region(known.places, query.get("region")):
            continue
        for item in text.statements:
            if item.role == query["role"] and query["theme"] in {theme for theme, _ in item.themes}:
                found.add(text.report)
    return len(found)


def test_charts_lead_to_statements() -> None:
    usual = report_on(made_corpus(24))
    areas = {
        "prevalence": (Area(0, 0.25, 1, 0.1, (("theme", "channels"),)),),
        "agencies": (Area(0.5, 0.5, 0.1, 0.1, (("theme", "channels"), ("agency_key", next(iter(usual.names["agency"]))))),),
        "heatmap-region": (Area(0, 0, 1, 1, (("theme", "other"), ("region", ""))),),
    }  # fmt: skip
    tree = tree_of(html(usual, {chart.name: png() for chart in usual.charts}, areas))
    (link,) = tree.xpath("//figure[@id='chart-prevalence']//svg/a")
    assert link.get("href") == "#statements?role=problem&theme=channels" and link.get("tabindex") == "-1"
    (box,) = link
    assert [box.get(name) for name in ("x", "y", "width", "height")] == ["0", "250", "1000", "100"]
    assert _texts(box) == "公开渠道与形式"
    (agency,) = tree.xpath("//figure[@id='chart-agencies']//svg/a/@href")
    assert f"agency={quote(next(iter(usual.names['agency'].values())))}" in agency
    (nowhere,) = tree.xpath("//figure[@id='chart-heatmap-region']//svg/a/@href")
    assert nowhere.endswith("region=-county")


def _in_region(places: tuple[str, str, str], wanted: str | None) -> bool:
    if wanted is None:
        return True
    if wanted.startswith("-"):
        return not places[("province", "city", "county").index(wanted[1:])]
    return wanted in places


def test_charts_have_their_figures_as_tables(usual: ThemeReport, page) -> None:
    assert {"heatmap-level", "trend"} <= set(usual.chart_tables)
    for name, table in usual.chart_tables.items():
        (figure,) = page.xpath(f"//figure[@id='chart-{name}']")
        rows = figure.xpath(".//tbody/tr")
        assert len(rows) == min(len(table.rows), STATIC_ROWS)
    trend = usual.chart_tables["trend"]
    frame = next(chart.result.frame for chart in usual.charts if chart.name == "trend")
    timeliness = frame[frame["theme"] == "timeliness"].set_index("year")["k"]
    assert list(trend.rows[0][1:]) == [timeliness[year] for year in (2021, 2022, 2023)]


def test_texts_of_documents_never_become_markup_or_script() -> None:
    text = page_of(hostile_report())
    tree = tree_of(text)
    assert len(tree.xpath("//script")) == 3 and len(tree.xpath("//script[not(@type)]")) == 1
    assert all(source.startswith("data:") for source in tree.xpath("//img/@src"))
    assert not [name for element in tree.iter() for name in element.attrib if name.startswith("on")]
    assert "<script>alert" not in text and "\u202e" not in text and "\u2028" not in text
    assert CLEAN_EVIL in tree.get_element_by_id("main").text_content()
    assert CLEAN_EVIL in unpacked(tree, "texts") and EVIL not in unpacked(tree, "texts")
    index = index_of(tree)
    assert index["reports"]["agencies"][0] == f"甲局{CLEAN_EVIL}"


@pytest.mark.parametrize(
    "reports", [[], [MadeReport()], [MadeReport(status="unreadable")]], ids=["none", "one", "unused"]
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_tiny_corpora_give_whole_pages(reports, lang) -> None:
    tree = tree_of(page_of(report_on(reports, lang)))
    assert tree.get_element_by_id("explorer") is not None


def test_long_tables_are_packed_and_said_to_be() -> None:
    count = STATIC_ROWS + 30
    issues = [
        {"document": str(n), "path": f"{n}.pdf", "stage": "read", "code": "damaged", "message": "坏"} for n in range(count)
    ]  # fmt: skip
    report = report_on(
        [MadeReport(agency=f"第{n}局", problems=["channels"]) for n in range(count)], issues=issues
    )
    tree = tree_of(page_of(report))
    packed = index_of(tree)["tables"]
    assert {"matrix", "issues"} <= set(packed)
    for name in ("matrix", "issues"):
        assert [tuple(row) for row in packed[name]["rows"]] == list(report.tables[name].rows)
        (table,) = tree.xpath(f"//table[@data-id='{name}']")
        assert len(table.find("tbody")) == STATIC_ROWS
        assert f"共{count}行" in table.getparent().getnext().text


def test_both_languages_have_the_same_words() -> None:
    chinese, english = (load_yaml("templates", f"page.{lang}.yaml") for lang in ("zh", "en"))
    assert chinese.keys() == english.keys()
    for key, value in chinese.items():
        if isinstance(value, dict):
            assert value.keys() == english[key].keys()
        else:
            assert set(re.findall(r"\{\w+\}", value)) == set(re.findall(r"\{\w+\}", english[key])), key


# Contrast as the Web Content Accessibility Guidelines 2.2 define it, and what they ask of text and of marks.
def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(first: str, second: str) -> float:
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_colours_have_contrast_enough() -> None:
    style = resource("templates", "theme-report.css").read_text(encoding="utf-8")
    colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{3,6})", style))
    colours = {
        name: value if len(value) == 7 else "#" + "".join(2 * c for c in value[1:])
        for name, value in colours.items()
    }
    grounds = ("paper", "pale", "current", "mark", "hit", "named")
    for ground in grounds:
        assert _contrast(colours["ink"], colours[ground]) >= 7
        assert _contrast(colours["link"], colours[ground]) >= 4.5
    for ground in ("paper", "pale", "current"):
        for name in ("grey", "problem", "measure", "rectified", "context"):
            assert _contrast(colours[name], colours[ground]) >= 4.5, (name, ground)
        for name in ("edge", "focus"):
            assert _contrast(colours[name], colours[ground]) >= 3, (name, ground)
