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
from textmine.themes._borders import Borders, border_parts, commas_of, cut_anew
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
    commas = commas_of([(TEXT, _statements(STEP, SLOW, NARROW))])
    sides = [(TEXT[slice(*comma.left)], TEXT[slice(*comma.right)], comma.parts) for comma in commas]
    assert sides == [
        ("充实人手", "办好“一图读懂，一问一答”专栏", False),  # not the comma in the quotation
        ("办好“一图读懂，一问一答”专栏", "公开村级账目", False),
        ("更新慢", "渠道窄", True),
    ]
    assert [comma.row for comma in commas] == [0, 0, 1]


def test_statements_are_cut_and_joined_where_the_border_changes():
    items = [(TEXT, _statements(STEP, SLOW, NARROW))]
    commas = commas_of(items)
    ((_, found),) = cut_anew(items, commas, np.array([True, False, False]))
    assert [(item.id, item.text) for item in found] == [
        ("s000", "充实人手"),
        ("s000.2", "办好“一图读懂，一问一答”专栏，公开村级账目"),
        ("s001", "更新慢，渠道窄"),
    ]
    assert all(TEXT[item.start : item.end] == item.text for item in found)
    assert cut_anew(items, commas, np.array([comma.parts for comma in commas])) == items


clauses = st.text(alphabet="加强培训公开目录及时更新不够人员少\n", min_size=1, max_size=8)


@given(
    st.lists(st.lists(clauses, min_size=1, max_size=4).map("，".join), min_size=1, max_size=4),
    st.randoms(use_true_random=False),
)
@settings(max_examples=80, deadline=None)
def test_cutting_anew_loses_nothing_and_keeps_order(sentences, rnd):
    text = "。".join(sentences)
    items = [(text, parse_narrative(text))]
    commas = commas_of(items)
    chosen = np.array([rnd.random() < 0.5 for _ in commas], bool)
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
    alone = border_parts(texts_of(items).batch, commas_of(items))
    among = border_parts(texts_of(both).batch, commas_of(both))
    n_other = len(commas_of(both)) - len(commas_of(items))
    for part, of_both in zip(alone, among, strict=True):
        begin = of_both.first[n_other]
        assert part.hashes.tolist() == of_both.hashes[begin:].tolist()


@pytest.fixture(scope="module")
def tagger():
    return load_tagger()


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
