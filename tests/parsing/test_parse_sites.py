"""What the site around a page says of its author: its place, and its name where the report has none."""

from __future__ import annotations

import pytest
from report_texts import composed, document

from textmine.parsing import parse
from textmine.readers import read_bytes
from textmine.schema import Metadata

WORDS = "2022年政府信息公开工作年度报告"


def page(
    title: str, *, html_title: str = "年度报告", above: str = "", below: str = "", head: str = ""
) -> Metadata:
    lines = composed(title=title).replace("岭前市", "").split("\n")
    shown = "".join(f"<p>{line}</p>" for line in lines)
    source = f"<html><head><meta charset='utf-8'>{head}<title>{html_title}</title></head><body>{above}{shown}{below}</body></html>"
    return parse(read_bytes(source.encode(), path="page.html")).metadata


SITES = {
    "title of the page": {"html_title": f"青石{WORDS}-怀远县人民政府门户网站"},
    "name of the site": {"head": "<meta name='SiteName' content='怀远县人民政府'>"},
    "foot": {"below": "<div class='footer'><p>主办：<a href='/'>怀远县人民政府办公室</a> 版权所有</p></div>"},
    "foot with entities": {
        "below": "<p>主办单位:&nbsp;怀远县人民政府&nbsp;&nbsp;承办单位:怀远县大数据中心</p>"
    },
    "path of the page": {"above": "<p>当前位置：<a href='/'>首页</a> &gt; 怀远县人民政府 &gt; 年度报告</p>"},
}


@pytest.mark.parametrize("site", sorted(SITES))
@pytest.mark.parametrize(
    ("name", "level"),
    [("青石镇", "township"), ("县水务局", "county"), ("水务局", "county"), ("青石中学", "other")],
)
def test_the_site_tells_the_place(site: str, name: str, level: str) -> None:
    found = page(name + WORDS, **SITES[site])
    assert (found.county, found.province, found.level) == ("怀远县", "安徽省", level)
    assert found.agency == name


def test_a_city_keeps_the_site_of_its_bureau() -> None:
    found = page(f"市水务局{WORDS}", html_title=f"市水务局{WORDS}-蚌埠市人民政府")
    assert (found.city, found.county, found.level) == ("蚌埠市", None, "city")


@pytest.mark.parametrize("name", ["省水利厅", "国家水利总局", "澄州省水利厅"])
def test_higher_bodies_take_no_place_from_a_site(name: str) -> None:
    assert page(name + WORDS, **SITES["foot"]).county is None


def test_sites_of_several_counties_tell_nothing() -> None:
    below = "<p>主办：怀远县人民政府办公室</p>"
    assert page(f"青石镇{WORDS}", html_title="年报-临泽县人民政府门户网站", below=below).county is None


def test_the_author_stands_behind_the_title_of_the_page() -> None:
    text = composed(title=WORDS, bodies={"overview": "全年公开信息126条。"})
    found = parse(document(text, title=f"{WORDS}_怀远县水务局")).metadata
    assert found.agency == "怀远县水务局"
    assert parse(document(text, title=f"{WORDS}_怀远县人民政府")).metadata.agency is None


@pytest.mark.parametrize(
    ("title", "agency"),
    [
        (f"怀远县水务局：{WORDS}", "怀远县水务局"),
        (f"[年度报告]怀远县水务局：{WORDS}", "怀远县水务局"),
        (f"怀远县人民政府机关{WORDS}", "怀远县人民政府"),
        (f"中共怀远县委机构编制委员会办公室{WORDS}", "中共怀远县委机构编制委员会办公室"),
    ],
)
def test_names_in_titles(title: str, agency: str) -> None:
    found = parse(document(composed(title=title)))
    assert (found.metadata.agency, found.metadata.county) == (agency, "怀远县")
    assert not [issue for issue in found.issues if issue.code.startswith("metadata")]


def test_a_body_with_a_verb_in_its_name_writes_its_report() -> None:
    lead_in = "本报告由中共怀远县委机构编制委员会办公室编制，数据统计期限为2022年1月1日至12月31日。"
    found = parse(document(composed(title=WORDS, lead_in=lead_in))).metadata
    assert found.agency == "中共怀远县委机构编制委员会办公室"


def test_the_title_of_the_window_has_the_full_name_of_the_body() -> None:
    lead_in = "如有疑问，请与市水务局办公室联系。数据统计期限为2022年1月1日至12月31日。"
    text = composed(title="", lead_in=lead_in)
    assert parse(document(text, title=f"澄州省岭前市水务局{WORDS}")).metadata.agency == "澄州省岭前市水务局"


def test_the_title_among_the_particulars_of_a_page_counts_where_that_of_its_window_names_a_column() -> None:
    text = composed(title="", bodies={"overview": "全年公开信息126条。"})
    found = parse(document(text, title="政府信息公开年报", articletitle=f"岭前市水务局{WORDS}")).metadata
    assert (found.agency, found.year) == ("岭前市水务局", 2022)


def test_a_report_without_names_takes_the_last_body_on_the_path_of_its_page() -> None:
    text = composed(
        title="", lead_in="如有疑问，请与镇政府办公室联系。数据统计期限为2022年1月1日至12月31日。"
    )
    path = "您所在的位置：首页 > 怀远县人民政府 > 政府信息公开 > 怀远县青石镇人民政府 > 年度报告 > 正文"
    assert parse(document(text, crumb=path)).metadata.agency == "怀远县青石镇人民政府"
    site = "您所在的位置：首页 > 怀远县人民政府 > 政府信息公开年报"
    assert parse(document(text, crumb=site)).metadata.agency != "怀远县人民政府"
