"""What is no annual report on information disclosure is turned away; short and odd ones are not."""

from __future__ import annotations

import pytest
from report_texts import TITLE, codes, composed, document

from textmine.parsing import parse

OTHERS = {
    "rule of law": "沙溪县2022年度法治政府建设年度报告\n一、总体情况\n全县依法行政水平不断提高。\n二、存在的主要问题和不足\n执法力量不足。\n三、下一步工作打算\n加强队伍建设，推进政务公开。",
    "work report": "2022年沙溪县政府工作报告\n各位代表：现在，我代表县人民政府向大会报告工作。一年来，政务公开扎实推进。",
    "accounts": "沙溪县水务局2022年度部门决算公开说明\n一、部门基本情况\n二、收支情况说明",
    "quarterly": "沙溪县水务局2022年第三季度政府信息公开工作情况报告\n一、总体情况\n本季度主动公开政府信息30条。二、主动公开政府信息情况\n无。",
    "rectification": "沙溪县政府信息公开工作整改方案\n一、存在的主要问题\n栏目更新不及时。二、整改措施\n明确责任。",
    "notice": "关于做好2022年政府信息公开工作年度报告编制发布工作的通知\n各乡镇人民政府：请于1月31日前报送。",
    "notice with the parts of a report": "岭前市人民政府办公室关于做好2022年度政府信息公开工作年度报告有关事项的通知\n一、主动公开政府信息情况\n包括数量和类别。\n二、依申请公开政府信息情况\n包括受理数量。\n三、政府信息公开的收费及减免情况\n包括累计数。\n四、因政府信息公开申请行政复议、提起行政诉讼的情况\n包括次数、原因。\n五、政府信息公开工作存在的主要问题及改进情况\n包括主要问题。\n六、需要说明的事项与附表\n",
    "notice on a page with the column's name": "政府信息公开年报\n依申请公开\n岭前市人民政府办公室\n关于做好2022年政府信息公开工作年度报告\n编制和公布工作的通知\n各单位：\n一、充实年度报告内容\n包括主动公开、依申请公开等方面。\n二、填报统计数据\n于2月15日前报送。",
    "template": "XX县XX局20XX年政府信息公开工作年度报告\n一、总体情况\n20XX年，XX局认真执行《条例》。\n二、主动公开政府信息情况\nXX。",
    "essay": "政府信息公开工作年度报告范文（五篇）\n一、总体情况\n一年来……\n二、主动公开政府信息情况\n……",
    "readers' guide": "《沙溪县水务局2022年政府信息公开工作年度报告》解读\n近日，我局公布了2022年政府信息公开工作年度报告，现解读如下。\n一、编制背景\n按《条例》编制。\n二、主要数据\n全年公开131条。",
    "guide": "沙溪县水务局政府信息公开指南\n一、公开内容\n二、获取方式",
    "poem": "春眠不觉晓，处处闻啼鸟。夜来风雨声，花落知多少。白日依山尽，黄河入海流。欲穷千里目，更上一层楼。",
    "title and the name of the attachment": "沙溪县水务局2022年政府信息公开工作年度报告\n发布时间：2023-01-20　来源：县水务局\n附件：沙溪县水务局2022年政府信息公开工作年度报告.pdf",
    "empty": "  \n ",
}


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS.keys())
def test_other_texts_are_turned_away_with_a_reason(text: str) -> None:
    report = parse(document(text))
    assert not report.is_annual_report
    assert codes(report) == ["not_annual_report"]
    assert report.statements == () and report.sections == ()


FORM = (
    "二、主动公开政府信息情况\n第二十条第（一）项\n信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n规章\t{0}\t{0}\t{0}\n行政规范性文件\t{0}\t{0}\t{0}\n"
    "第二十条第（五）项\n行政许可\t{0}\n第二十条第（六）项\n行政处罚\t{0}\n行政强制\t{0}\n第二十条第（八）项\n行政事业性收费\t{0}\n"
    "三、收到和处理政府信息公开申请情况\n一、本年新收政府信息公开申请数量\t{0}\n1.属于国家秘密\t{0}\n7.属于行政执法案卷\t{0}\n（七）总计\t{0}\n"
    "四、政府信息公开行政复议、行政诉讼情况\n行政复议\t行政诉讼\n未经复议直接起诉\t复议后起诉\n{0}\t{0}\n"
)
END = "五、存在的主要问题及改进情况\n{}\n六、其他需要报告的事项\n"


@pytest.mark.parametrize(
    "head",
    [
        "政府信息公开工作年度报告",
        "附件\n____年政府信息公开工作年度报告\n（单位名称）",
        "2023年政府信息公开工作年度报告",
    ],
)
@pytest.mark.parametrize("hint", ["", "（结合本单位实际填写）"])
def test_the_blank_form_is_turned_away(head: str, hint: str) -> None:
    report = parse(document(f"{head}\n一、总体情况\n{hint}\n{FORM.format('')}{END.format(hint)}"))
    assert not report.is_annual_report
    assert "blank form" in report.issues[0].message
    assert report.figures == ()


@pytest.mark.parametrize("hint", ["", "（填写本年度有关情况，字数不限）"])
def test_headings_with_hints_of_what_to_write_are_a_blank_form(hint: str) -> None:
    parts = "总体情况|主动公开政府信息情况|收到和处理政府信息公开申请情况|政府信息公开行政复议、行政诉讼情况|存在的主要问题及改进情况|其他需要报告的事项"
    body = "".join(
        f"{mark}、{part}\n{hint}\n" for mark, part in zip("一二三四五六", parts.split("|"), strict=True)
    )
    assert codes(parse(document(f"××（单位）20××年政府信息公开工作年度报告\n{body}"))) == [
        "not_annual_report"
    ]
    filled = parse(
        document(
            f"政府信息公开工作年度报告\n{body.replace(hint or '一、总体情况', '一、总体情况 全年公开信息三十条。', 1)}"
        )
    )
    assert filled.is_annual_report


@pytest.mark.parametrize(
    ("head", "cell", "problems"),
    [
        ("沙溪县水务局2023年政府信息公开工作年度报告", "", ""),
        ("政府信息公开工作年度报告", "0", ""),
        ("政府信息公开工作年度报告", "", "一是栏目更新不够及时，部分科室报送信息较慢；二是经办人员多为兼职，业务不熟。下一步将安排专人负责，每季度开展一次培训，并把公开工作列入考核。"),
    ],
)  # fmt: skip
def test_a_report_with_blank_tables_is_no_form(head: str, cell: str, problems: str) -> None:
    assert parse(
        document(f"{head}\n一、总体情况\n\n{FORM.format(cell)}{END.format(problems)}")
    ).is_annual_report


ODD = {
    "short": "石桥镇2022年政府信息公开工作年度报告\n2022年，我镇认真做好政府信息公开工作，全年公开信息30条。存在的主要问题：更新不及时。",
    "no title": composed(title=""),
    "old summary": "沙溪县水务局2010年政府信息公开工作总结\n一、概述\n我局认真做好工作。二、主动公开情况\n公开政府信息20条。三、存在的问题\n内容不全。",
    "behind the notice that makes it public": "岭前市人民政府办公室关于公布岭前市2009年度政府信息公开工作年度报告的通知\n各区人民政府：\n现予公布。\n"
    + composed(title="岭前市2009年度政府信息公开工作年度报告"),
    "school without a title, cut": "岭前市第三中学现有教学班30个。\n2021年，我校根据市教育局的部署，扎实做好信息公开工作，现将2021年度此项工作开展情况报告如下。\n一、概述\n我校信息公开工作严格执行要求。\n1.严格执行信息公开制度",
    "two sections": "沙溪县水务局2013年信息公开年报\n一、主动公开政府信息情况\n公开政府信息20条。\n二、存在的不足及改进措施\n更新慢。",
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())
def test_short_and_odd_reports_stay(text: str) -> None:
    assert parse(document(text)).is_annual_report


def test_plans_named_in_a_report_do_not_turn_it_away() -> None:
    lead_in = "根据《2022年政务公开工作要点》和整改方案，结合法治政府建设，编制本报告。"
    assert parse(document(composed(lead_in=lead_in))).is_annual_report


def test_quoted_notice_in_a_short_report_does_not_turn_it_away() -> None:
    lead_in = "根据《县政府办公室关于做好2022年度政府信息公开年度报告编制公布工作的通知》要求编制。"
    text = f"{lead_in}\n一、概述\n我局做好政府信息公开工作。\n二、主动公开政府信息情况\n公开政府信息20条，信息公开有序。"
    assert parse(document(text)).is_annual_report


@pytest.mark.parametrize("label", ["文字解读：", "【图解】", "图文解读："])
def test_a_guide_for_readers_is_told_by_the_label_before_its_title(label: str) -> None:
    text = (
        f"{label}岭前市水务局2022年政府信息公开工作年度报告\n一、编制背景\n根据条例编制年度报告。\n二、主要内容\n全文共六部分。\n"
        "第一部分：总体情况。\n第五部分：存在的主要问题及改进情况，列出问题三条、措施三条。"
    )
    assert "not_annual_report" in codes(parse(document(text)))
    assert "not_annual_report" not in codes(parse(document(composed(title=f"{label}{TITLE}"))))
