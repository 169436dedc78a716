"""Reports as copied from pages and papers: broken titles, noise before names, lost numbers, texts that break off."""

from __future__ import annotations

import pytest
from report_texts import HEADINGS, codes, composed, document

from textmine.parsing import parse
from textmine.schema import SECTION_IDS, Metadata

BODY = "\n一、总体情况\n2022年政府信息公开工作有序开展。\n二、主动公开政府信息情况\n全年公开政府信息126条。\n"


def metadata(text: str, path: str = "report.txt") -> Metadata:
    return parse(document(text, path)).metadata


@pytest.mark.parametrize(
    ("head", "agency"),
    [
        ("沛县住房和城\n乡建设局政府信息公开工作\n2021年度报告", "沛县住房和城乡建设局"),
        ("江苏省徐州市沛\n县应急管理局2021年政府信\n息公开工作年度报告", "江苏省徐州市沛县应急管理局"),
        ("徐州市人民政府\n教育局2021年政府信息公开工作年度报告", "教育局"),  # a line of its own stays out
        (
            "2022-02-07导出word沛县民政局2021年信息公开工作年度报告",
            "沛县民政局",
        ),
        ("沛县\n教育局\n2021年政府信息公开工作年度报告", "沛县教育局"),
        ("沛县二中2021年政府信息公开工作年度报告", "沛县二中"),
        ("某站首页:第三中学2021年政府信息公开工作年度报告\n现发布《徐州市第三中学2021年政府信息公开工作年度报告》。", "徐州市第三中学"),
        ("市民委2021年度政府信息\n公开工作年度报告\n来源：徐州市民族事务委员会\n2021年，修订完善了市民委公开制度。", "徐州市民族事务委员会"),
        ("应急管理局2021年政府信息公开工作年度报告\n如有疑问，请联系沛县应急管理局政务公开办公室，电话123。", "沛县应急管理局"),
        ("沛政〔2022〕1号 签发人：某人 2021年沛县第二中学 政府信息公开工作年度报告", "沛县第二中学"),
        ("现编制2020-2021学年岚州大学信息公开工作年度报告。", "岚州大学"),
        ("本年报根据2021年徐州市司法局信息公开工作实际编制而成。", "徐州市司法局"),
        ("向社会公布2021年本级政府信息公开工作年度报告。如需咨询，请与沛县凤山镇人民政府党政办公室联系。", "沛县凤山镇人民政府"),
        ("标 题 县政府办2021年度政府信息公开工作年度报告\n发布机构 县政府办公室 公文时效 有效\n县政府办2021年度政府信息公开工作年度报告", "县政府办"),
        ("安徽师范大学岚江学院2020-2021学年信息公开工作年度报告", "安徽师范大学岚江学院"),
        ("2021年区供销社政府信息公开年度报告\n如有疑问，请与区供销社办公室联系。", "区供销社"),
        ("现公布2021年沛县残联信息公开工作年度报告。", "沛县残联"),
        ("本报告由沛县县委农办（县农林局）办公室编制。统计期限自2021年1月1日起。", "沛县县委农办"),
        ("在2021年各市政府、省直有关部门政府信息公开年度报告基础上，由江苏省人民政府办公厅编制。", "江苏省人民政府办公厅"),
        ("现公开凤山街道办事处2021年政府信息公开工作年度报告。", "凤山街道办事处"),
        ("按照《省政务公开办公室关于做好2021年度政府信息公开工作年度报告编制发布的通知》，编制本报告。", None),
    ],
)  # fmt: skip
def test_agency(head: str, agency: str | None) -> None:
    assert metadata(head + BODY).agency == agency


def test_title_without_the_words_before_it() -> None:
    found = metadata("沛政〔2022〕1号 签发人：某人 2021年沛县第二中学 政府信息公开工作年度报告" + BODY)
    assert found.title == "2021年沛县第二中学政府信息公开工作年度报告"


@pytest.mark.parametrize(
    "text",
    [
        "一、总体情况\n我乡公开信息81条，提高乡政府工作的透明度。全年依申请公开0件，主动公开政府信息81条。",
        "一、总体情况\n（一）组织领导情况\n局领导重视，我局主动公开政府信息9条，依申请公开0件。",
        "一、总体情况\n（一）组织领导。成立了由局长任组长的政务公开领导小组，我局主动公开政府信息9条，依申请公开0件。",
    ],
)
def test_words_of_sentences_are_no_agency(text: str) -> None:
    assert metadata(text).agency is None


def test_school_that_opens_its_report_with_its_name() -> None:
    text = "徐州市岚山实验小学，有38个教学班。2021年，我校做好信息公开工作。" + BODY
    assert metadata(text).agency == "徐州市岚山实验小学"


@pytest.mark.parametrize(
    ("text", "region", "level"),
    [
        ("甘南州民族事务委员会2020年政府信息公开工作年度报告", "甘肃省甘南藏族自治州", "city"),
        ("彭水县水利局2020年政府信息公开工作年度报告", "重庆市彭水苗族土家族自治县", "county"),
        ("新县镇2020年政府信息公开工作年度报告", None, "township"),
        ("沛县二中2021年政府信息公开工作年度报告\n地址：沛县人民路9号", "江苏省徐州市沛县", "other"),
        (
            "本报告由北京市东城区岚山街道办事处编制。统计期限自2021年1月1日起。",
            "北京市东城区",
            "township",
        ),
        (
            "凤山街道2021年政府信息公开工作年度报告\n受理机构为徐州市泉山区凤山街道办事处。",
            "江苏省徐州市泉山区",
            "township",
        ),
    ],
)
def test_region(text: str, region: str | None, level: str) -> None:
    found = metadata(text + BODY)
    assert (found.region, found.level) == (region, level)


def test_page_put_up_anew_years_later_keeps_its_year() -> None:
    text = "一、概述\n2010年，我局公开信息9条。截至2010年底未收到申请。\n二、政府信息主动公开情况\n2010年共主动公开政府信息9条。"
    assert metadata(text, "t20200921_2075034.html").year == 2010
    assert metadata(text.replace("2010", "2019"), "t20200921_2075034.html").year == 2019


def sections(text: str) -> list[str]:
    return [section.id for section in parse(document(text)).sections]


@pytest.mark.parametrize(
    "items",
    [
        "（一）主动公开情况。\n公开103份。\n（二）依申请公开情况。\n全年收到",
        "1.上级要点落实情况。已落实。\n2.主动公开情况。公开103份。\n3.依申请公开办理情况。未收到",
        "（一）总体概述\n稳步推进。\n（二）政府信息主动公开情况\n及时更新。",
    ],
)
@pytest.mark.parametrize("heading", ["一、总体情况", "• 总体情况"])
def test_items_of_a_first_part_at_which_the_text_breaks_off(items: str, heading: str) -> None:
    assert sections(f"沛县民政局2022年政府信息公开工作年度报告\n{heading}\n{items}") == ["overview"]


def test_items_are_sections_where_later_parts_follow_without_the_usual_ones() -> None:
    text = "沛县民政局2022年政府信息公开工作年度报告\n一、总体情况\n（一）主动公开情况。\n公开9份。\n（二）依申请公开情况。\n未收到。\n二、存在的主要问题及改进措施\n更新不及时。"
    assert sections(text) == ["overview", "active", "requests", "problems"]


def test_work_done_on_priorities_is_no_plan() -> None:
    text = "岚州医院2014年政府信息公开年度报告\n一、概述\n有序开展。\n二、主动公开政府信息情况\n公开9条。\n三、2014年政府信息公开重点工作完成情况\n设立网站。\n四、依申请公开政府信息情况\n未收到。"
    assert sections(text) == ["overview", "active", "requests"]


def test_heading_that_lost_its_number() -> None:
    text = "沛县民政局2012年政府信息公开工作年度报告\n电话：0516-1。\n\n、概  述\n\n2012年有序开展。\n二、主动公开政府信息情况\n公开9条。"
    assert sections(text) == ["overview", "active"]
    wrapped = "沛县民政局2012年政府信息公开工作年度报告\n本报告包括概述\n、主动公开政府信息情况\n、依申请公开政府信息情况等。\n一、概述\n有序开展。"
    assert sections(wrapped) == ["overview"]


def test_last_part_headed_without_a_number() -> None:
    report = parse(document(composed({"problems": "主要问题和改进措施"})))
    assert [section.id for section in report.sections] == list(SECTION_IDS)
    assert codes(report) == []
    inside = composed(bodies={"problems": "存在的问题\n更新不及时。\n改进措施\n每周核对。"})
    assert [section.title for section in parse(document(inside)).sections] == list(HEADINGS.values())


@pytest.mark.parametrize(
    "text",
    [
        "第一条 为规范政府信息公开，制定本制度。\n第二条 各部门编制本单位的政府信息公开年度报告\n一、主动公开政府信息的情况\n按目录说明。\n二、依申请公开政府信息的情况\n按件说明。\n三、因政府信息公开申请行政复议、提起行政诉讼的情况\n按件说明。\n四、存在的主要问题及改进情况\n逐项说明。",
        "关于沛县民政局2023年政府信息公开工作年度报告的解读\n一、编制背景\n按要求编制年度报告。\n二、主要内容\n年度报告包括政府信息公开总体情况等。",
        "应急管理局信息公开年度工作报告说明\n年度报告是法定制度，应急管理局将做好政府信息公开工作。",
    ],
)
def test_rules_about_reports_are_left_out(text: str) -> None:
    assert not parse(document(text)).is_annual_report


def test_report_that_breaks_off_behind_its_lead_in_is_kept() -> None:
    text = "一、总体情况\n按照《关于做好2020年度政府信息公开工作年度报告发布工作的通知》要求，全年公布信息202条。\n（一）加强组织领导。市教育局重视信息公开。"
    assert parse(document(text)).is_annual_report


def test_zone_as_the_subject_of_its_report() -> None:
    text = "一、总体情况\n2023年，沛县经济技术开发区认真贯彻《条例》，做好政务公开。公开政府信息2100条。\n二、主动公开政府信息情况\n无。"
    assert metadata(text).agency == "沛县经济技术开发区"


def test_numbers_in_file_names_are_no_years() -> None:
    text = "一、总体情况\n2021年，我会做好信息公开。截至2021年底，公开政府信息57条。\n二、主动公开政府信息情况\n无。"
    assert metadata(text, "xxgk-show-10200650.html").year == 2021
    assert metadata(text.replace("2021年", "全年"), "2019年报告.html").year == 2019


def test_first_day_of_the_period_is_no_date() -> None:
    text = "沛县凤山街道2022年政府信息公开工作年度报告\n统计期限为：2022年1月1日-2022年12月31日。"
    assert metadata(text).published is None


def test_date_in_brackets_behind_the_title() -> None:
    text = "2017年沛县发展和改革委员会政府信息公开年报（ 2018年02月27日 ）\n一、概述\n有序开展。"
    assert metadata(text).published == "2018-02-27"


def test_date_in_brackets_below_the_title() -> None:
    text = "2021年沛县民政局信息公开年报\n（2022年3月5日）\n引 言\n本年报由沛县民政局编制。"
    assert metadata(text + BODY).published == "2022-03-05"


def test_heading_with_doubled_punctuation() -> None:
    text = "沛县民政局2017年政府信息公开工作报告\n一，、政府信息公开工作情况\n（一）部署工作，，落实责任，。\n二、主动公开政府信息情况\n公开9条。"
    assert sections(text) == ["overview", "active"]


def test_marks_between_cells_at_the_end_of_a_body_stay_outside() -> None:
    text = composed({"other": None}, {"problems": "更新不及时，将每周核对。\n|\n |"})  # type: ignore[dict-item]
    report = parse(document(text + "\n【打印本页】 【关闭本页】 |"))
    assert (
        report.document.text[report.sections[-1].start : report.sections[-1].end]
        == "更新不及时，将每周核对。"
    )


POINTS = "（一）主要问题\n1.主动公开情况。政府信息公开不及时。\n2.依申请公开情况。政府信息公开申请办理不规范。\n（二）改进措施\n1.主动公开情况。将及时公开。\n2.依申请公开情况。将规范政府信息公开申请办理。"


def test_points_of_section_five_on_the_other_sections() -> None:
    report = parse(document(composed(bodies={"problems": POINTS})))
    assert report.document.text[report.sections[4].start : report.sections[4].end] == POINTS


@pytest.mark.parametrize(
    "heading",
    ["五、存在的主要问题及改进情况", "沛县民政局2023年政府信息公开工作年度报告\n存在的主要问题及改进情况"],
)
def test_section_five_alone(heading: str) -> None:
    report = parse(document(f"{heading}\n{POINTS}\n"))
    (section,) = report.sections
    assert section.id == "problems"
    assert report.document.text[section.start : section.end] == POINTS
    assert [statement.role for statement in report.statements] == ["problem"] * 2 + ["measure"] * 2


@pytest.mark.parametrize(
    "text",
    [
        "2023年，还有差距。\n（一）主动公开情况不理想。政府信息公开内容单一。\n（二）依申请公开情况有待规范。政府信息公开申请答复慢。",
        "（一）主要问题\n1.主动公开情况。政府信息公开不及时。\n2.依申请公开情况。政府信息公开申请慢。\n（二）改进措施\n1.主动公开情况。将及时公开。",
        "一、存在的问题\n（一）主动公开情况不理想，政府信息公开内容少。\n二、改进措施\n（一）主动公开情况。扩大政府信息公开范围。",
    ],
)
def test_points_of_a_section_five_without_its_heading_are_no_sections(text: str) -> None:
    assert not {"active", "requests"} & set(sections(text))


def test_report_copied_without_its_title_that_breaks_off_is_kept() -> None:
    text = "一、概述\n2014年，我区推进政府信息公开工作，按照政务公开要求完善机制。\n（一）强化领导。各单位落实政府信息公开制度。"
    assert parse(document(text)).is_annual_report
    assert not parse(
        document("一、概述\n2014年，我区推进财政工作，做好政务公开。\n（一）强化领导。")
    ).is_annual_report
