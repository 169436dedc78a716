"""The page of a theme report in headless Chromium, at the width of a desk and of a phone."""

from __future__ import annotations

import csv
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from browser import Browser, needs_chromium
from made_tables import MadeReport, made_corpus
from pages import CLEAN_EVIL, hostile_report, page_of, report_on

from textmine.reporting import ThemeReport

pytestmark = needs_chromium
READY = "document.documentElement.dataset.ready"


@pytest.fixture(scope="module")
def report() -> ThemeReport:
    return report_on(made_corpus(40))


@pytest.fixture(scope="module")
def place(report: ThemeReport, tmp_path_factory) -> Path:
    path: Path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(page_of(report), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def browser(tmp_path_factory) -> Iterator[Browser]:
    started = Browser(tmp_path_factory.mktemp("profile"))
    yield started
    started.close()


@pytest.fixture
def desk(browser: Browser, place: Path) -> Browser:
    browser.size(1280, 900)
    browser.open(place.as_uri(), READY)
    return browser


def _found(browser: Browser) -> str:
    return str(browser.run("document.getElementById('found').textContent"))


def _go(browser: Browser, query: str) -> str:
    browser.run(f"location.hash = {json.dumps('#statements?' + query)}")
    browser.wait("document.body.classList.contains('filtered')")
    return _found(browser)


def _count(report: ThemeReport, role: str, theme: str | None = None, **wanted: Any) -> tuple[int, int]:
    """Statements and reports that fit."""
    found = [
        text.report
        for text in report.archive.texts
        for item in text.statements
        if item.role == role
        and (theme is None or theme in dict(item.themes))
        and all(getattr(report.archive.reports[text.report], name) == value for name, value in wanted.items())
    ]
    return len(found), len(set(found))


def test_the_page_works_from_a_file_and_asks_for_nothing(desk: Browser, place: Path) -> None:
    assert [request for request in desk.requests if not request.startswith("data:")] == [place.as_uri()]
    assert desk.log == []
    assert not desk.run("document.getElementById('explorer').hidden")
    total = desk.run("document.querySelectorAll('#items > li').length")
    assert total == 50


def test_filters_in_the_address_agree_with_the_tables(desk: Browser, report: ThemeReport) -> None:
    summary = report.tables["summary"]
    theme = report.themes[0].theme
    n, reports = _count(report, "problem", theme)
    assert reports == summary.rows[0][3]
    assert _go(desk, f"theme={theme}&role=problem").startswith(f"共{n}条陈述，来自{reports}份年报")
    n, reports = _count(report, "problem", theme, year=2022, level="county")
    assert _go(desk, f"theme={theme}&role=problem&year=2022&level=county").startswith(
        f"共{n}条陈述，来自{reports}份年报"
    )
    assert desk.run("document.querySelector('#f-year .value').textContent") == "2022"
    assert _go(desk, "text=不存在的字样") == "没有符合条件的陈述。可以减少条件，或清除筛选。"
    assert desk.run("document.getElementById('export').disabled")
    assert desk.log == []


def test_controls_write_the_address_and_show_counts(desk: Browser, report: ThemeReport) -> None:
    desk.run("document.getElementById('f-role').click()")
    desk.run("document.querySelector('#o-role input[value=problem]').click()")
    desk.wait("location.hash === '#statements?role=problem'")
    options = desk.run("Array.from(document.querySelectorAll('#o-year label'), (o) => o.textContent.trim())")
    assert desk.run("document.querySelector('#f-year .value').textContent") == "全部"
    assert options == [f"{year} ({_count(report, 'problem', year=year)[0]})" for year in (2023, 2022, 2021)]
    desk.type("#f-text", "检索 旧文件")
    desk.wait("location.hash.includes('text=')")
    texts = desk.run("Array.from(document.querySelectorAll('#items .words'), (p) => p.textContent)")
    assert texts and all("检索" in text and "旧文件" in text for text in texts)
    assert desk.run("document.querySelector('#items .words b').textContent") == "旧文件"
    desk.run("document.getElementById('clear').click()")
    desk.wait("location.hash === '#statements'")
    assert desk.run("document.getElementById('f-text').value") == ""


def test_a_filter_takes_several_values(desk: Browser, report: ThemeReport) -> None:
    themes = {report.themes[0].theme, report.themes[1].theme}
    texts = [
        (
            text.report,
            report.archive.reports[text.report].year,
            item.role,
            {theme for theme, _ in item.themes},
        )
        for text in report.archive.texts
        for item in text.statements
    ]
    fits = [
        r for r, year, role, found in texts if role == "problem" and found & themes and year in (2021, 2023)
    ]
    shown = _go(desk, f"theme={','.join(sorted(themes))}&role=problem&year=2023,2021")
    assert shown.startswith(f"共{len(fits)}条陈述，来自{len(set(fits))}份年报")
    names = desk.run("document.querySelector('#f-theme .value').textContent").split("、")
    assert set(names) == {theme.name for theme in report.themes[:2]}
    desk.run("document.querySelector('#o-year input[value=\"2021\"]').click()")
    desk.wait("location.hash.endsWith('year=2023')")
    agencies = list(dict.fromkeys(item.agency for item in report.archive.reports))[:2]
    fits = [r for r, *_ in texts if report.archive.reports[r].agency in agencies]
    assert _go(desk, f"agency={'、'.join(agencies)}").startswith(f"共{len(fits)}条陈述")
    desk.run("document.getElementById('f-agency').value = ''")
    desk.type("#f-agency", f"{agencies[0]}、{agencies[1][:3]}")
    offered = desk.run("Array.from(document.querySelectorAll('#offer-agency option'), (o) => o.value)")
    assert f"{agencies[0]}、{agencies[1]}" in offered


def test_a_pair_of_themes_leads_to_the_reports_that_name_both(browser: Browser, tmp_path: Path) -> None:
    pairs = [("staffing", "training"), ("staffing", "training", "channels"), ("quality",), ("coverage",)]
    reports = [
        MadeReport(agency=f"第{n:02d}局", problems=pairs[n % 4], measures=["training"]) for n in range(24)
    ]
    built = report_on(reports)
    table = built.chart_tables["cooccurrence"]
    row = next(n for n, row in enumerate(table.rows) if {*row[:2]} == {"人员力量", "业务能力与培训"})
    assert table.rows[row][2] == 12
    path = tmp_path / "pairs.html"
    path.write_text(page_of(built), encoding="utf-8")
    browser.size(1280, 900)
    browser.open(path.as_uri(), READY)
    query = table.query(row, 2)
    assert query is not None
    assert _go(browser, urlencode(query)).startswith("共24条陈述，来自12份年报")
    assert browser.run("document.querySelectorAll('#o-with input:checked').length") == 2
    assert _go(browser, "role=measure&with=channels").startswith("共6条陈述，来自6份年报")


def test_a_list_of_choices_closes_with_escape_and_when_it_is_left(desk: Browser) -> None:
    opened = "document.querySelector('#filters details').open"
    for leave in ("Escape", "click"):
        desk.run("document.getElementById('f-theme').focus()")
        desk.run("document.getElementById('f-theme').click()")
        assert desk.run(opened)
        if leave == "Escape":
            desk.key("Escape", 27)
            assert desk.run("document.activeElement.id") == "f-theme"
        else:
            desk.run("document.getElementById('f-text').focus()")
        assert not desk.run(opened)


def test_an_agency_is_found_by_its_name_or_a_part_of_it(desk: Browser, report: ThemeReport) -> None:
    agency = report.archive.reports[0].agency
    n, reports = _count(report, "problem", agency=agency)
    assert _go(desk, f"role=problem&agency={agency}").startswith(f"共{n}条陈述，来自{reports}份年报")
    part = _go(desk, "role=problem&agency=岚川省第")
    assert part != _go(desk, "role=problem&region=青禾区")
    county = [r for r in report.archive.reports if "青禾区" in r.places]
    assert county and desk.run("document.getElementById('f-region').value") == "青禾区"
    unstated = _go(desk, "role=problem&region=-county")
    assert "来自" in unstated and desk.run("document.getElementById('f-region').value") == "未注明县区"


def test_from_a_cell_to_the_statements_to_the_passage(desk: Browser, report: ThemeReport) -> None:
    expected = report.tables["summary"].rows[0][3]
    desk.run("document.querySelector(\"table[data-id='summary'] td a\").click()")
    desk.wait("document.body.classList.contains('filtered')")
    assert f"来自{expected}份年报" in _found(desk)
    assert desk.run("document.activeElement.id") == "results-title"
    words = desk.run("document.querySelector('#items .words').textContent")
    desk.run("document.querySelector('#items .source').click()")
    desk.wait("document.getElementById('reader').open")
    assert desk.run("document.activeElement.id") == "reader-title"
    assert desk.run("document.querySelector('#reader-body .current').textContent") == words
    evidence = desk.run("document.querySelector('#reader-body .current mark').textContent")
    assert evidence and evidence in words
    body = desk.run("document.getElementById('reader-body').textContent")
    assert body in {text.text for text in report.archive.texts}
    second = desk.run("document.querySelectorAll('#items .words')[1].textContent")
    desk.run("document.getElementById('later').click()")
    desk.wait(f"document.querySelector('#reader-body .current').textContent === {json.dumps(second)}")
    desk.key("Escape", 27)
    desk.wait("!document.getElementById('reader').open")
    assert desk.run("document.activeElement.className") == "source"
    assert "&s=" not in desk.run("location.hash")


def test_a_shared_address_opens_the_same_view(desk: Browser, place: Path, report: ThemeReport) -> None:
    quote = report.themes[-1].quotations[0]
    desk.open(f"{place.as_uri()}#statements?role=problem&sort=old&s={quote.place}", READY)
    assert desk.run("document.getElementById('reader').open")
    assert desk.run("document.querySelector('#reader-body .current').textContent") == quote.text
    current = desk.run("document.querySelector('#items [aria-current] .words').textContent")
    assert current == quote.text
    assert desk.run("document.getElementById('f-sort').value") == "old"


def test_pages_are_turned_and_the_order_changed(desk: Browser, report: ThemeReport) -> None:
    n, _ = _count(report, "problem")
    pages = -(-n // 50)
    _go(desk, "role=problem&sort=new")
    years = desk.run("Array.from(document.querySelectorAll('#items .who'), (p) => p.childNodes[2].data)")
    assert set(years) == {"2023"}
    desk.run("document.getElementById('next').click()")
    desk.wait("document.getElementById('page').value === '2'")
    assert "第51至" in _found(desk)
    desk.run(
        "{const p = document.getElementById('page'); p.value = 999; p.dispatchEvent(new Event('change'));}"
    )
    desk.wait(f"document.getElementById('page').value === '{pages}'")
    assert f"至{n}条" in _found(desk) and desk.run("document.getElementById('next').disabled")


def test_tables_can_be_sorted_by_their_heads(desk: Browser) -> None:
    head = "document.querySelectorAll(\"table[data-id='summary'] thead button\")[5]"
    column = "Array.from(document.querySelectorAll(\"table[data-id='summary'] tbody tr\"), (r) => +r.cells[5].textContent)"
    for order, sign in (("descending", -1), ("ascending", 1)):
        desk.run(f"{head}.click()")
        values = desk.run(column)
        assert values == sorted(values, key=lambda value: sign * value)
        assert desk.run(f"{head}.parentElement.getAttribute('aria-sort')") == order


def test_rows_are_exported_as_text(desk: Browser, report: ThemeReport, tmp_path: Path) -> None:
    desk.call("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(tmp_path))
    theme = report.themes[0]
    _go(desk, f"role=problem&theme={theme.theme}")
    desk.run("document.getElementById('export').click()")
    rows = _downloaded(tmp_path)
    n, _ = _count(report, "problem", theme.theme)
    assert rows[0][:6] == ["机关", "年度", "层级", "地区", "性质", "陈述"] and len(rows) == n + 1
    assert all(theme.name in row[6] and row[7] == "0.93" for row in rows[1:] if "、" not in row[6])
    assert {row[11] for row in rows[1:]} == {
        f"{text.document}.{number}"
        for text in report.archive.texts
        for number, item in enumerate(text.statements)
        if item.role == "problem" and theme.theme in dict(item.themes)
    }


def _downloaded(folder: Path) -> list[list[str]]:
    end = time.monotonic() + 20
    while not (found := list(folder.glob("*.csv"))):
        assert time.monotonic() < end
        time.sleep(0.05)
    text = found[0].read_text(encoding="utf-8")
    assert text.startswith("\ufeff")
    return list(csv.reader(text[1:].splitlines(keepends=True)))


def test_hostile_texts_stay_texts(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "evil.html"
    path.write_text(page_of(hostile_report()), encoding="utf-8")
    browser.size(1280, 900)
    browser.open(path.as_uri() + "#statements?text=%3Cscript%3E&agency=%3Cimg", READY)
    assert browser.log == []
    browser.open(path.as_uri() + "#statements?role=problem", READY)
    assert browser.run("document.querySelectorAll('script').length") == 3
    words = browser.run("Array.from(document.querySelectorAll('#items .words'), (p) => p.textContent)")
    assert f"=1+1{CLEAN_EVIL}" in words
    browser.call("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(tmp_path))
    browser.run("document.getElementById('export').click()")
    rows = _downloaded(tmp_path)
    assert f"'=1+1{CLEAN_EVIL}" in {row[5] for row in rows}
    assert not [cell for row in rows for cell in row if cell[:1] in "=+-@" and cell]
    browser.run("document.querySelector('#items .source').click()")
    browser.wait("document.getElementById('reader').open")
    assert (
        browser.log == []
        and browser.run("document.querySelectorAll('main img[src=x], main script').length") == 0
    )


def test_a_phone_has_no_sideways_scrolling_and_all_filters(browser: Browser, place: Path) -> None:
    browser.size(390, 844, mobile=True)
    browser.open(place.as_uri(), READY)
    assert browser.run("[innerWidth, document.documentElement.scrollWidth]") == [390, 390]
    _go(browser, "role=problem")
    assert browser.run("document.documentElement.scrollWidth") == 390
    boxes = browser.run(
        "Array.from(document.querySelectorAll('#filters .field > input, #filters select, #filters summary, #filters button'),"
        " (f) => {const b = f.getBoundingClientRect(); return [b.left, b.right, b.width, b.height];})"
    )
    assert len(boxes) == 11
    assert all(
        left >= 0 and right <= 390 and width >= 80 and height >= 38 for left, right, width, height in boxes
    )
    browser.run("document.querySelector('#items .source').click()")
    browser.wait("document.getElementById('reader').open")
    assert browser.run("document.getElementById('reader').matches(':modal')")
    reader = browser.run(
        "(() => {const b = document.getElementById('reader').getBoundingClientRect(); return [b.left, b.width];})()"
    )
    assert reader == [0, 390]
    browser.run("document.getElementById('close').click()")
    browser.wait("!document.getElementById('reader').open")


def test_every_control_can_be_reached_with_the_keyboard_and_has_a_name(desk: Browser) -> None:
    _go(desk, "role=problem")
    desk.run("document.getElementById('f-text').focus()")
    reached = ["f-text"]
    for _ in range(12):
        desk.key("Tab", 9)
        reached.append(desk.run("document.activeElement.id || document.activeElement.className"))
    assert reached[:11] == [
        "f-text", "f-theme", "f-role", "f-year", "f-level", "f-with", "f-region", "f-agency", "f-sort", "clear", "export",
    ]  # fmt: skip
    assert reached[11] == "source"
    assert desk.run("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    nodes = desk.call("Accessibility.getFullAXTree")["nodes"]
    named = {
        "button",
        "link",
        "textbox",
        "searchbox",
        "combobox",
        "image",
        "table",
        "dialog",
        "spinbutton",
        "region",
    }
    for node in nodes:
        if not node["ignored"] and node["role"].get("value") in named:
            assert node["name"]["value"].strip(), node


def test_long_tables_are_shown_a_part_at_a_time(browser: Browser, tmp_path: Path) -> None:
    reports = [MadeReport(agency=f"第{n:03d}局", problems=["channels"]) for n in range(230)]
    path = tmp_path / "long.html"
    path.write_text(page_of(report_on(reports, lang="en")), encoding="utf-8")
    browser.size(1280, 900)
    browser.open(path.as_uri(), READY)
    rows = "document.querySelectorAll(\"table[data-id='matrix'] tbody tr\").length"
    assert browser.run(rows) == 100
    status = "document.querySelector('#agencies .rows-control [role=status]').textContent"
    assert browser.run(status) == "Rows 1 to 100 of 230"
    browser.type("#agencies .rows-control input", "第22")
    browser.wait(f"{rows} === 10")
    browser.run("document.querySelector(\"table[data-id='matrix'] td a\").click()")
    browser.wait("document.body.classList.contains('filtered')")
    assert _found(browser).startswith("Statements: 1, from 1 reports")


def test_print_shows_the_report_and_not_the_controls(desk: Browser, tmp_path: Path) -> None:
    import pypdfium2

    desk.pdf(tmp_path / "page.pdf")
    document = pypdfium2.PdfDocument(tmp_path / "page.pdf")
    text = "".join(page.get_textpage().get_text_range() for page in document)
    width, height = document[0].get_size()
    document.close()
    assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (210, 297)
    assert "附件3" in text and "方法与口径" in text and "多个词用空格隔开" not in text


def test_old_browsers_are_told_what_is_missing(browser: Browser, place: Path) -> None:
    browser.size(1280, 900)
    script = browser.call("Page.addScriptToEvaluateOnNewDocument", source="delete window.DecompressionStream")
    try:
        browser.open(place.as_uri())
        assert "需要较新的浏览器" in browser.run("document.getElementById('explorer-note').textContent")
        assert browser.run("document.getElementById('explorer').hidden")
    finally:
        browser.call("Page.removeScriptToEvaluateOnNewDocument", identifier=script["identifier"])
