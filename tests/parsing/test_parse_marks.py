"""How sections are numbered and set apart, and what ends the last one."""

from __future__ import annotations

import pytest
from report_texts import BODIES, HEADINGS, bodies_of, codes, composed, document

from textmine.parsing import parse, parse_narrative
from textmine.schema import SECTION_IDS

NAMES = {key: heading[2:] for key, heading in HEADINGS.items()}
PROSE = "一是部分栏目更新不及时。二是经办人员均为兼职。下一步，将每周核对一次栏目。"


def numbered(form: str, numbers: str) -> dict[str, str]:
    """Headings of one form: # is the number, @ the name."""
    return {
        key: form.replace("#", number).replace("@", name)
        for number, (key, name) in zip(numbers.split(), NAMES.items(), strict=True)
    }


CHINESE, FORMAL, ROMAN = "一 二 三 四 五 六", "壹 贰 叁 肆 伍 陆", "I II III IV V VI"


@pytest.mark.parametrize(
    ("form", "numbers"),
    [
        ("#、@", FORMAL),
        ("#.@", FORMAL),
        ("第#部分：@", CHINESE),
        ("第#章 @", CHINESE),
        ("（#）@", CHINESE),
        ("# @", CHINESE),
        ("#·@", CHINESE),
        ("#、\n@", CHINESE),
        ("# @", "1 2 3 4 5 6"),
        ("0# @", "1 2 3 4 5 6"),
        ("PART 0#\n@", "1 2 3 4 5 6"),
        ("#@", "① ② ③ ④ ⑤ ⑥"),
        ("#@", "⑴ ⑵ ⑶ ⑷ ⑸ ⑹"),
        ("#@", "㈠ ㈡ ㈢ ㈣ ㈤ ㈥"),
        ("#、@", "Ⅰ Ⅱ Ⅲ Ⅳ Ⅴ Ⅵ"),
        ("#. @", ROMAN),
        ("#【@】", "- - - - - -"),
        ("★@", CHINESE),
        ("■ @", CHINESE),
    ],
)
def test_numbers_of_sections(form: str, numbers: str) -> None:
    headings = {key: heading.lstrip("-") for key, heading in numbered(form, numbers).items()}
    report = parse(document(composed(headings=headings)))
    assert bodies_of(report) == BODIES


@pytest.mark.parametrize("form", ["#、@", "第#部分 @", "（#）@", "@"])
@pytest.mark.parametrize("joint", [" ", "：", ""])
def test_heading_and_body_on_one_line(form: str, joint: str) -> None:
    bodies = {**BODIES, "problems": PROSE}
    report = parse(document(composed(headings=numbered(form, CHINESE), bodies=bodies, joint=joint)))
    assert [section.id for section in report.sections] == list(SECTION_IDS)
    assert bodies_of(report)["problems"] == PROSE


@pytest.mark.parametrize("form", ["【#、@】", "★#、@", "■ #、@"])
def test_headings_in_brackets_or_behind_signs(form: str) -> None:
    report = parse(document(composed(headings=numbered(form, CHINESE))))
    assert bodies_of(report) == BODIES


def test_a_heading_that_names_one_thing_more() -> None:
    headings = {"active": "二、主动公开情况及重点工作完成情况"}
    report = parse(document(composed(headings=headings)))
    assert bodies_of(report) == BODIES
    assert report.sections[1].title == headings["active"]


@pytest.mark.parametrize("bullet", ["- ", "• ", "· ", "-"])
@pytest.mark.parametrize("form", ["#、@", "@"])
def test_headings_as_entries_of_a_list(bullet: str, form: str) -> None:
    listed = {name: bullet + words for name, words in numbered(form, CHINESE).items()}
    report = parse(document(composed(headings=listed)))
    assert bodies_of(report) == BODIES
    assert not report.sections[0].title.startswith(bullet[0])


def test_two_parts_under_one_heading() -> None:
    headings = {"problems": "五、存在的主要问题、改进情况和其他需要报告的事项", "other": None}
    report = parse(document(composed(headings=headings)))  # type: ignore[arg-type]
    assert bodies_of(report)["problems"] == BODIES["problems"]
    assert report.section("problems").title == headings["problems"]  # type: ignore[union-attr]


def test_eight_parts_with_a_closing_table() -> None:
    text = (
        "岭前市教育局2014年政府信息公开工作年度报告\n一、概述\n公开工作有序开展。\n二、主动公开政府信息情况\n全年公开80条。\n"
        "三、依申请公开政府信息办理情况\n未收到申请。\n四、不予公开政府信息情况\n无。\n五、政府信息公开的收费及减免情况\n未收费。\n"
        "六、因政府信息公开申请行政复议、提起行政诉讼情况和有关举报投诉及处理情况\n没有发生。\n"
        f"七、政府信息公开工作中需要改进的情况\n{PROSE}\n八、说明与附表\n（一）指标说明\n主动公开信息数：指全年公开数。"
    )
    bodies = bodies_of(parse(document(text)))
    assert list(bodies) == ["overview", "active", "requests", "review", "problems"]
    assert bodies["problems"] == PROSE
    assert bodies["review"] == "没有发生。"


@pytest.mark.parametrize(
    "tail",
    [
        "【打印】【关闭】",
        "（此件公开发布）",
        "无障碍阅读 关怀版",
        "初审：张三 复审：李四 终审：王五",
        "用微信扫描二维码",
        "法定主动公开内容\n政府信息公开年报",
        "相关稿件",
        "岭前市水务局2022年政府信息公开工作年度报告.docx\n标签：",
        "技术支持：某公司",
        "Page 5 of 5",
        "岭前市水务局 2023年1月18日",
        "编辑 | 张三",
        "初审丨张三\n复审丨李四",
        "撰稿人：张三\n责任人：李四\n填报日期：2023年1月5日",
        "网友评论\n已有0条评论",
        "您对本页面内容是否满意？\n满意 基本满意 不满意",
        "热门推荐\n岭前市召开防汛会议",
        "涉密信息不得上网\n网站支持IPv6",
        "{{ article.source }}\n${data.name}",
        "岭前市民政局2021年政府信息公开工作年度报告 2022-01-14",
        "[2022-01-14] 岭前市民政局2021年政府信息公开工作年度报告",
    ],
)
@pytest.mark.parametrize("last", ["problems", "other"])
def test_what_sites_print_below_a_report(tail: str, last: str) -> None:
    headings = {"other": None} if last == "problems" else {}
    report = parse(document(composed(headings=headings, tail=tail)))  # type: ignore[arg-type]
    assert bodies_of(report)[last] == BODIES[last]


def test_contents_with_numbers_in_front_count_for_nothing() -> None:
    contents = "目录\n" + "\n".join(f"0{number}\n{name}" for number, name in enumerate(NAMES.values(), 1))
    report = parse(document(composed(lead_in=contents)))
    assert bodies_of(report) == BODIES
    assert codes(report) == []


@pytest.mark.parametrize("joint", [" ", "\n", ""])
def test_padded_numbers_of_headings_are_no_cells_and_no_text(joint: str) -> None:
    headings = {key: f"0{number}{joint}{name}" for number, (key, name) in enumerate(NAMES.items(), 1)}
    report = parse(document(composed(headings=headings)))
    assert bodies_of(report) == BODIES
    plain = parse(document(composed()))
    assert [figure.value for figure in report.figures] == [figure.value for figure in plain.figures]


@pytest.mark.parametrize(
    ("before", "behind"),
    [
        ("🔹", ""),
        ("▶▶", "◀◀"),
        ("—— ", " ——"),
        ("〖", "〗"),
        ("「", "」"),
        ("★ ", " ★"),
        ("", " ▼\n"),
        ("◆\n", ""),
    ],
)
def test_ornaments_around_headings_are_of_no_section(before: str, behind: str) -> None:
    headings = {key: f"{before}{heading}{behind}" for key, heading in HEADINGS.items()}
    assert bodies_of(parse(document(composed(headings=headings)))) == BODIES


def test_what_only_adds_something_makes_no_heading_of_the_item_before_it() -> None:
    text = "一是专职人员少。二是公开信息更新不够及时。此外，解读形式单一。"
    assert [item.text for item in parse_narrative(text)] == [
        "专职人员少",
        "公开信息更新不够及时",
        "解读形式单一",
    ]
    led = "二是强化领导。首先，成立领导小组；其次，定期研究公开事项。"
    assert [item.text for item in parse_narrative(led)] == ["成立领导小组", "定期研究公开事项"]


def test_hollow_stars_and_triangles_are_bullets() -> None:
    text = "存在问题：\n☆ 栏目更新不及时\n△ 专职人员不足\n"
    assert [item.text for item in parse_narrative(text)] == ["栏目更新不及时", "专职人员不足"]
