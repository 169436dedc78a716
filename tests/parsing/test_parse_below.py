"""What a page shows below its report: buttons, counters, names of columns, and a report's own words without a full stop."""

from __future__ import annotations

import pytest
from report_texts import NARRATIVE, bodies_of, composed, document

from textmine.parsing import parse, parse_narrative

BELOW = [
    "政府网站找错 我要纠错",
    "文档来源：市水务局",
    "更多年报\n澄州省岭前市民政局2022年政府信息公开工作年度报告",
    "各区水务局 ▼ 市直部门 ▼",
    "办公时间：周一至周五 8:30-12:00",
    "点赞 在看 分享",
    "播放 暂停\n听全文",
    "县长信箱\n网上信访\n关于做好防汛工作的通知",
    "图解：一图读懂2022年年报",
    "最后更新：2023-01-22\n浏览量：102",
    "适老化 无障碍\n设为首页 加入收藏",
    "您即将离开本网站，是否继续？",
]


@pytest.mark.parametrize("below", BELOW)
def test_lines_of_the_page_are_not_of_section_five(below: str) -> None:
    text = composed({"other": None}, tail=below)
    assert bodies_of(parse(document(text)))["problems"] == NARRATIVE


@pytest.mark.parametrize(
    "below",
    [
        "扫一扫在手机上查看当前页面 【打印本页】 【关闭窗口】",
        "附件下载： 主办单位：岭前市人民政府 联系电话：0999-5550100",
        "岭前市民政局 2023年1月18日 责任编辑：李四",
    ],
)
def test_what_stands_below_the_page_is_left_out_where_all_lines_were_joined(below: str) -> None:
    text = " ".join(composed({"other": None}, tail=below).split("\n"))
    assert bodies_of(parse(document(text)))["problems"] == " ".join(NARRATIVE.split("\n"))


def test_what_stands_right_behind_the_last_sentence_of_a_page_is_left_out() -> None:
    text = composed({"other": None}, tail="主办：岭前市人民政府").replace("\n主办", "主办")
    assert bodies_of(parse(document(text)))["problems"] == NARRATIVE


@pytest.mark.parametrize(
    "last",
    [
        "下一步将组织业务培训",
        "三是业务培训",
        "政务公开专区建设滞后",
        "组织镇村干部参加培训",
        "公众号粉丝量小",
        "人员少、任务重",
        "把公开工作列入年度考核",
        "暂无",
        "解读材料\t12件",
        "同时，公开栏每月换新",
        "改进措施：",
    ],
)
def test_words_of_the_report_without_a_full_stop_stay(last: str) -> None:
    body = f"{NARRATIVE}\n{last}"
    assert bodies_of(parse(document(composed({"other": None}, {"problems": body}))))["problems"] == body


def test_a_section_without_any_sentence_keeps_its_lines() -> None:
    body = "内容较少\n人手较少\n业务学习"
    assert bodies_of(parse(document(composed({"other": None}, {"problems": body}))))["problems"] == body


def test_a_bare_passage_has_no_page_below_it() -> None:
    text = "部分栏目更新不及时。\n业务学习偶有中断"
    assert parse_narrative(text)[-1].end == len(text)
