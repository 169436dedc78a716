"""Learned borders at commas: which commas are looked at, how statements are cut anew, and what the shipped model makes of sentences."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.errors import ResourceError
from textmine.parsing import parse_narrative
from textmine.schema import Statement
from textmine.themes import load_tagger
from textmine.themes._borders import Borders, border_parts, cut_anew
from textmine.themes._commas import commas_of
from textmine.themes._units import texts_of

TEXT = "充实人手，办好“一图读懂，一问一答”专栏，公开村级账目。更新慢，渠道窄"


def _statements(*ranges, role="measure"):
    return tuple(
        Statement(f"s{number:03d}", role, start, end, TEXT[start:end])
        for number, (start, end) in enumerate(ranges)
    )


STEP = (0, TEXT.index("。"))
SLOW = (TEXT.index("更新慢"), TEXT.index("，渠道窄"))
NARROW = (TEXT.index("渠道窄"), len(TEXT))


def test_commas_inside_and_between_statements_are_looked_at():
    commas = commas_of(texts_of([(TEXT, _statements(STEP, SLOW, NARROW))]))
    sides = zip(commas.offsets(commas.left), commas.offsets(commas.right), commas.parts, strict=True)
    assert [(TEXT[slice(*left)], TEXT[slice(*right)], bool(parts)) for left, right, parts in sides] == [
        ("充实人手", "办好“一图读懂，一问一答”专栏", False),  # not the comma in the quotation
        ("办好“一图读懂，一问一答”专栏", "公开村级账目", False),
        ("更新慢", "渠道窄", True),
    ]
    assert commas.row.tolist() == [0, 0, 1]


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("目录不全，更新慢；人手少", ["目录不全", "更新慢", "人手少"]),
        ("，，目录不全，", ["目录不全"]),
        ("栏目（公告，通知）不全，“老消息，旧消息”多", ["栏目（公告，通知）不全", "“老消息，旧消息”多"]),
        ("栏目（公告，“通知，转发”，动态）不全，更新慢", ["栏目（公告，“通知，转发”，动态）不全", "更新慢"]),
        ("栏目）不全，更新慢", ["栏目）不全", "更新慢"]),  # a bracket that closes none
        ("目录不全 ，\n更新慢", ["目录不全", "更新慢"]),
    ],
)
def test_clauses_lie_between_commas_outside_marks_that_belong_together(text, clauses):
    other = "专栏“停更，断更”，且“无人管"  # one that stays open ends with its statement
    both = f"{other}。{text}"
    first, start = Statement("s000", "problem", 0, len(other), other), len(other) + 1
    second = Statement("s001", "problem", start, len(both), text)
    commas = commas_of(texts_of([(both, (first, second))]))
    own = commas.chosen(np.flatnonzero(commas.row == 1))
    sides = [*own.offsets(own.left)[:1], *own.offsets(own.right)]
    assert [both[slice(*side)] for side in sides] == (clauses if len(clauses) > 1 else [])


def test_statements_are_cut_and_joined_where_the_border_changes():
    items = [(TEXT, _statements(STEP, SLOW, NARROW))]
    commas = commas_of(texts_of(items))
    ((_, found),) = cut_anew(items, commas, np.array([True, False, False]))
    assert [(item.id, item.text) for item in found] == [
        ("s000", "充实人手"),
        ("s000.2", "办好“一图读懂，一问一答”专栏，公开村级账目"),
        ("s001", "更新慢，渠道窄"),
    ]
    assert all(TEXT[item.start : item.end] == item.text for item in found)
    assert cut_anew(items, commas, commas.parts) == items


clauses = st.text(alphabet="加强培训公开目录及时更新不够人员少\n", min_size=1, max_size=8)


@given(
    st.lists(st.lists(clauses, min_size=1, max_size=4).map("，".join), min_size=1, max_size=4),
    st.randoms(use_true_random=False),
)
@settings(max_examples=80, deadline=None)
def test_cutting_anew_loses_nothing_and_keeps_order(sentences, rnd):
    text = "。".join(sentences)
    items = [(text, parse_narrative(text))]
    commas = commas_of(texts_of(items))
    chosen = np.array([rnd.random() < 0.5 for _ in range(len(commas))], bool)
    ((_, found),) = cut_anew(items, commas, chosen)
    assert all(text[item.start : item.end] == item.text for item in found)
    assert all(first.end <= second.start for first, second in pairwise(found))
    assert len({item.id for item in found}) == len(found)
    covered = {at for item in items[0][1] for at in range(item.start, item.end) if text[at] not in "，\n"}
    assert covered == {at for item in found for at in range(item.start, item.end) if text[at] not in "，\n"}


def test_features_of_a_comma_do_not_depend_on_the_other_texts():
    items = [(TEXT, _statements(STEP, SLOW, NARROW))]
    other = "开门办公，主动登门。"
    both = [(other, parse_narrative(other)), *items]
    own, all_of_both = commas_of(texts_of(items)), commas_of(texts_of(both))
    alone, among = border_parts(own), border_parts(all_of_both)
    n_other = len(all_of_both) - len(own)
    for part, of_both in zip(alone, among, strict=True):
        begin = of_both.first[n_other]
        assert part.hashes.tolist() == of_both.hashes[begin:].tolist()


def test_a_frame_stays_apart_from_the_shortfall_behind_it():
    text = "公开工作还有不少短板，公开不够彻底"
    comma = text.index("，")
    frame = Statement("s000", "context", 0, comma, text[:comma])
    items = [(text, (frame, Statement("s001", "problem", comma + 1, len(text), text[comma + 1 :])))]
    texts = texts_of(items)
    never = Borders(load_tagger().borders.first, threshold=99.0)
    assert never.cut(items, texts) == items
    same_role = [(text, (frame, items[0][1][1]._replace(role="context")))]
    assert [item.text for item in never.cut(same_role, texts_of(same_role))[0][1]] == [text]


@pytest.fixture(scope="module")
def tagger():
    return load_tagger()


def _whole(text, role):
    """A text that is one statement."""
    return [(text, (Statement("s000", role, 0, len(text), text),))]


def _cut_wherever_allowed(tagger, text, role):
    """The parts that a text has with a border at every comma that the rules leave to be one."""
    items = _whole(text, role)
    ((_, found),) = Borders(tagger.borders.first, threshold=-99.0).cut(items, texts_of(items))
    return [item.text for item in found]


def _commas(text, role):
    """How many commas of a text are looked at."""
    return len(commas_of(texts_of(_whole(text, role))))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "下一步，配备专职人员，健全审核制度，定期组织业务培训。",
            ["配备专职人员", "健全审核制度", "定期组织业务培训"],
        ),
        (
            "一是内容还需充实，渠道较少，与群众互动不多。",
            ["内容还需充实", "渠道较少", "与群众互动不多"],
        ),
    ],
    ids=["steps", "shortfalls"],
)
def test_points_of_one_sentence_are_statements_of_their_own(tagger, text, parts):
    found = tagger.tag(text, parse_narrative(text))
    assert [item.statement.text.removeprefix("下一步，") for item in found] == parts
    assert len({item.statement.role for item in found}) == 1
    assert all(item.themes for item in found)


def test_a_purpose_stays_with_its_step(tagger):
    for purpose in ("确保公开内容准确、及时", "确保第一时间更新，并提高发布质量", "让群众看得懂"):
        text = f"一是组织信息员跟班学习，{purpose}。"
        (found,) = tagger.tag(text, parse_narrative(text))
        assert found.themes == ("training",)
        assert found.statement.text == text[2:-1]


@pytest.mark.parametrize(
    "text",
    [
        "按月晾晒进度，倒逼责任落实",
        "按月晾晒进度，为全区发展贡献力量",
        "按月晾晒进度，接受社会各界监督",
        "按月晾晒进度，变“要我公开”为“我要公开”",
        "按月晾晒进度，以公开促落实",
        "建立信息联络员制度，每个股室确定一名",
        "制定保密清单，明确审批权限",
    ],
)
def test_a_purpose_and_what_a_rule_provides_for_are_not_cut_off(tagger, text):
    assert _cut_wherever_allowed(tagger, text, "measure") == [text]


def test_a_semicolon_parts_steps_also_before_a_purpose(tagger):
    assert _cut_wherever_allowed(tagger, "按月晾晒进度；推动数据共享", "measure") == [
        "按月晾晒进度",
        "推动数据共享",
    ]


@pytest.mark.parametrize(
    ("left", "role"),
    [
        ("群众来访咨询时", "problem"),
        ("我局将在巩固现有成果的基础上", "problem"),
        ("工作人员调整之后", "problem"),
        ("村务公开方面", "problem"),
        ("通过入户走访、院坝会等形式", "measure"),
        ("凡不予公开的", "measure"),
        ("着力解决不会公开的问题", "measure"),
        ("紧扣民生热点", "measure"),
        ("突出需求导向", "measure"),
    ],
)
def test_what_only_says_when_or_on_what_ground_stays_with_what_follows(left, role):
    assert _commas(f"{left}，逐件说明理由", role) == 0


def test_shortfalls_told_one_by_one_may_be_parted():
    assert _commas("公开不及时，解读滞后，人手少", "problem") == 2


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("创新方式，补充完善。更新栏目，开展培训", ["创新方式，补充完善。更新栏目", "开展培训"]),
        ("问题一，热线无人接。改进：换新号码", ["问题一", "热线无人接。改进：换新号码"]),
    ],
)
def test_the_heading_sentence_of_an_item_is_not_cut(tagger, text, parts):
    assert _cut_wherever_allowed(tagger, text, "measure") == parts


def test_the_last_of_several_shortfalls_ends_before_and_so_on(tagger):
    text = "也存在网页更新不够勤、解读材料没有新意等不足。"
    found = tagger.tag(text, parse_narrative(text))
    assert found[-1].statement.text.endswith("没有新意")


@pytest.mark.parametrize(
    "text",
    [
        "目录未能更新，造成进度不平衡",
        "文件类信息较少，主要是由于业务专业性强",
        "加上联络员没有递补，工作脱节",
        "审核把关不严，存在错别字频出的现象",
        "信息员由文书代管，往往攒够一批才上传",
        "工作动态多，办事信息少",
        "由于经办人身兼数职，难以抽出时间，更新不够及时",
        "受人员变动影响，更新不够及时",
    ],
)
def test_cause_and_effect_are_not_cut(tagger, text):
    assert _cut_wherever_allowed(tagger, text, "problem") == [text]


def test_statements_that_are_given_stay_as_they_are(tagger):
    text = "配备专职人员，健全审核制度，定期组织业务培训"
    given_ = (Statement("s000", "measure", 0, len(text), text),)
    (found,) = tagger.tag(text, given_, as_given=True)
    assert found.statement.text == text
    assert set(found.themes) >= {"staffing", "training"}


def test_a_model_without_borders_is_refused(tagger):
    arrays = tagger.borders.to_arrays()
    assert Borders.from_arrays(arrays).threshold == tagger.borders.threshold
    with pytest.raises(ResourceError, match=r"lacks the array 'border\.threshold'"):
        Borders.from_arrays({name: values for name, values in arrays.items() if "threshold" not in name})
