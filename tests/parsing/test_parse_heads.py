"""Heads of reports as sites, mirrors and converters print them: agency, region, level, year, date; texts that break off."""

from __future__ import annotations

import pytest
from report_texts import codes, document

from textmine.parsing import parse
from textmine.readers import read_bytes
from textmine.schema import Metadata

BODY = "\n一、总体情况\n2022年各项工作有序开展。\n（一）主动公开情况。全年公开126条。\n（二）依申请公开情况。全年收到政府信息公开申请2件。\n"


def metadata(text: str) -> Metadata:
    return parse(document(text)).metadata


@pytest.mark.parametrize(
    ("head", "agency", "year"),
    [
        ("2022年度螺镇政府信息公开工作年度报告", "螺镇", 2022),
        ("青屿区消防救援支队\n政府信息公开工作2025年度报告", "青屿区消防救援支队", 2025),
        ("岚州大学2019-2020学年信息公开工作年度报告", "岚州大学", 2020),
        ("2020—2021学年岚州大学信息公开工作年度报告", "岚州大学", 2021),
        ("2020年度信息公开工作年度报告\n岚州农业大学\n（2020年10月30日）", "岚州农业大学", 2020),
        ("湖岭街道2010年度信息公开工作情况汇报", "湖岭街道", 2010),
        (
            "《高等学校信息公开办法》要求，岚州大学学校办公室结合学校2020年信息公开工作实际，编制本报告。统计期限为2020年1月1日至12月31日。",
            "岚州大学",
            2020,
        ),
        (
            "本年度报告根据条例要求，由永渡市教育局办公室编制。统计期限自2015年1月1日起。",
            "永渡市教育局",
            2015,
        ),
        ("现向社会公布2023年度区水利局政府信息公开工作年度报告。", "区水利局", 2023),
    ],
)
def test_agency_and_year(head: str, agency: str, year: int) -> None:
    found = metadata(head + BODY)
    assert (found.agency, found.year) == (agency, year)


def test_words_of_the_first_line_are_no_agency() -> None:
    text = (
        "2015年政府信息公开工作年度报告\n我局根据《条例》和县政府办公室的要求，现将2015年度信息公开工作情况总结如下："
        + BODY
    )
    assert metadata(text).agency is None


def test_agency_is_cut_out_of_the_words_before_it() -> None:
    body = "我院认真做好信息公开工作，全年依申请公开0件。同时运用徐州市人民医院微信公众号发布信息，主动公开22条。"
    assert metadata("一、总体情况\n" + body).agency == "徐州市人民医院"


@pytest.mark.parametrize(
    ("text", "region", "level"),
    [
        ("徐州高新区消防救援大队2025年政府信息公开工作年度报告", "江苏省徐州市", "city"),
        ("国家统计局湖北调查总队2018年度政府信息公开工作报告", "湖北省", "province"),
        ("徐州海关关区2021年政府信息公开工作年度报告", "江苏省徐州市", "city"),
        ("国网淮安市洪泽区供电公司2020年信息公开年度报告", "江苏省淮安市洪泽区", "other"),
        (
            "花溪镇人民政府2022年政府信息公开工作年度报告\n如有疑问，请联系我们（地址：新沂市花溪镇中心街9号）。",
            "江苏省徐州市新沂市",
            "township",
        ),
    ],
)
def test_region_of_short_names_and_addresses(text: str, region: str, level: str) -> None:
    found = metadata(text + BODY)
    assert (found.region, found.level) == (region, level)


def test_address_of_a_national_body_says_nothing_of_its_region() -> None:
    text = (
        "海关总署2020年政府信息公开工作年度报告\n请联系海关总署办公厅政务公开处，地址：北京市东城区某街6号。"
    )
    assert metadata(text + BODY).region is None


@pytest.mark.parametrize(
    "line", ["2021年01月20日 来源：本网", "2021年1月20日", "岚州省财政厅\n2021年01月20日\n信息来源："]
)
def test_date_written_out_below_the_title(line: str) -> None:
    found = parse(document(f"岚州省财政厅2020年政府信息公开工作年度报告\n{line}{BODY}"))
    assert found.metadata.published == "2021-01-20"
    assert "metadata_conflict_year" not in codes(found)


def test_period_at_the_end_of_a_text_that_breaks_off_is_no_date() -> None:
    text = "岭前市水务局2012年政府信息公开工作年度报告\n统计期限自2012年1月1日起至\n2012年12月31日止。"
    assert metadata(text).published is None


@pytest.mark.parametrize(
    "head",
    [
        "按照《政府信息公开条例》，本年报由概述、主动公开政府信息情况、依申请公开办理情况、存在的主要问题等部分组成，如有疑问请与岭前市教育局联系。\n一、概述\n政府信息公开工作有序开展。",
        "依据《政府信息公开条例》第五十条规定，编制本报告。\n一、总体情况\n健全信息公开制度体系和目录。",
        "一、总体情况\n健全政务公开制度，更新政府信息公开目录。\n（一）主动公开情况。公开9条。\n（二）依申请公开情况。无申请。",
        "现将2020年政府信息公开工作报告如下：\n一、工作完成情况及成效\n我乡政府信息公开260余条。\n二、存在的主要问题\n公开不及时。",
    ],
)
def test_reports_that_break_off_in_their_first_part_are_kept(head: str) -> None:
    assert parse(document(head)).is_annual_report


@pytest.mark.parametrize(
    "text",
    [
        "政府信息公开指南\n一、公开范围\n本机关主动公开政府信息，公开目录见附件。\n二、依申请公开\n申请人可以提出政府信息公开申请。",
        "关于做好政府信息公开年度报告编制工作的通知\n报告包括总体情况、主动公开政府信息情况、收到申请情况等。统计期限为全年。",
    ],
)
def test_guides_and_notices_are_still_left_out(text: str) -> None:
    assert not parse(document(text)).is_annual_report


def test_readings_behind_ideographs_are_left_out() -> None:
    text = "涇縣教育局2025年政府信息公開(kāi)工作年度報(bào)告\n發(fā)布時(shí)間:2026-01-09\n一、總體(tǐ)情況\n主動(dòng)公開(kāi)9條（含圖片）。"
    read = read_bytes(text.encode(), path="a.txt")
    assert "(" not in read.text
    assert "（含圖片）" in read.text
    found = parse(read).metadata
    assert (found.agency, found.year, found.published) == ("泾县教育局", 2025, "2026-01-09")


def test_readings_without_tones_are_left_out_where_there_are_many() -> None:
    text = (
        "泾(jing)(jing)县(xian)教(jiao)育(yu)局2025年政(zheng)(zheng)府(fu)(fu)信息公(gong)开(kai)(kai)工(gong)作(zuo)年度报(bao)告(gao)\n"
        "一、总体情况\n微信（wx）公众号(id)主动公开政府信息9条（含图片）。"
    )
    read = read_bytes(text.encode(), path="a.txt")
    assert read.text.startswith("泾县教育局2025年政府信息公开工作年度报告\n")
    assert "微信（wx）公众号(id)" in read.text
    few = "泾县教育局2025年政府信息公开工作年度报告\n一、总体情况\n平台(ping)主动公开政府信息9条。"
    assert read_bytes(few.encode(), path="a.txt").text == few


def test_items_of_the_first_part_are_no_sections() -> None:
    text = (
        "岭前市水务局2022年政府信息公开工作年度报告" + BODY + "（三）政府信息管理情况。规范有序。\n"
        "二、主动公开政府信息情况\n全年公开126条。\n五、存在的主要问题及改进情况\n更新不及时，将加强督促。"
    )
    report = parse(document(text))
    assert [section.id for section in report.sections] == ["overview", "active", "problems"]
    assert "依申请公开" in report.document.text[report.sections[0].start : report.sections[0].end]


def test_list_of_reports_is_no_report() -> None:
    lines = "\n".join(f"{year}年政府信息公开工作年度报告" for year in range(2018, 2024))
    report = parse(document("首页 政府信息公开 政府信息公开年报\n" + lines))
    assert not report.is_annual_report
    assert "list of reports" in report.issues[0].message
