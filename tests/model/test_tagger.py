"""What the learned tagger returns: roles, themes, evidence; the same alone, in batches and beside anything."""

import re
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.gold import read_gold, theme_ids
from textmine.parsing import parse_narrative
from textmine.schema import ROLES, Statement
from textmine.segmentation import tokens_with_offsets
from textmine.themes import Tagger, load_tagger
from textmine.themes.classifier import LearnedTagger

GOLD = Path(__file__).parents[2] / "corpora/gold/gold.jsonl"
TEXT = (
    "（一）存在的主要问题\n一是部分栏目更新不及时；二是从事公开工作的人员均为兼职，力量不足。\n"
    "（二）改进措施\n1.明确专人按周更新；2.每季度组织一次业务培训，不断提升公开水平。\n"
)


@pytest.fixture(scope="module")
def tagger():
    found = load_tagger()
    assert isinstance(found, LearnedTagger)
    return found


def _tag(tagger, text):
    return tagger.tag(text, parse_narrative(text))


def test_roles_and_themes(tagger):
    found = [(item.statement.role, set(item.themes)) for item in _tag(tagger, TEXT)]
    assert found[0] == ("problem", {"timeliness"})
    assert found[1] == ("problem", {"staffing"})
    assert found[2][0] == "measure"
    assert "timeliness" in found[2][1]
    assert found[3] == ("measure", {"training"})


def test_shortfalls_among_measures_are_problems(tagger):
    text = "改进措施：一是加强业务培训。二是充实专职人员。此外，年度公开计划落实不到位。2021年将按季度督办。"
    roles = {item.statement.text: item.statement.role for item in _tag(tagger, text)}
    assert roles["年度公开计划落实不到位"] == "problem"
    text = "一是对信息公开重视不够，未成立领导小组。针对上述问题，我院制定了工作制度。"
    assert all(
        item.statement.role == "problem" for item in _tag(tagger, text) if "未成立" in item.statement.text
    )


def test_what_is_said_of_last_year_tells_its_role(tagger):
    text = (
        "一、主要问题\n一是村级公示张贴较慢。\n二、上年度报告提出的电子屏损坏问题，已更换2块，基本解决。\n"
        "三、上年度问题整改情况\n留言答复慢的问题有所缓解，但节假日仍未安排专人答复。\n"
    )
    roles = {item.statement.text: item.statement.role for item in _tag(tagger, text)}
    assert roles["上年度报告提出的电子屏损坏问题，已更换2块，基本解决"] == "rectified"
    still_open = [role for words, role in roles.items() if "仍未" in words]
    assert still_open and "rectified" not in still_open


def test_a_result_that_two_figures_tell_is_no_problem(tagger):
    text = "2023年，我局扎实整改。更新超期率由21%下降到3%，群众投诉由9件减少到1件。目前的问题是公开意识不强。"
    roles = {item.statement.text[:4]: item.statement.role for item in tagger.tag(text, parse_narrative(text))}
    assert roles["更新超期"] != "problem"
    assert roles["目前的问"] == "problem"


def test_a_step_headed_by_the_shortfall_that_it_meets_is_no_problem(tagger):
    text = "存在的主要问题及改进情况：1.内容不全面问题。一年来，我局对照目录补录信息52条。2.解读形式单一的问题。我局制作图解8幅。"
    found = _tag(tagger, text)
    assert [item.statement.role for item in found] == ["measure", "measure"]
    still = _tag(tagger, "存在的主要问题：1.认识不足的问题。部分卫生院没有把公开摆上日程。")
    assert [item.statement.role for item in still] == ["problem"]


def test_a_plan_that_opens_like_a_formula_is_a_step_if_it_has_a_theme(tagger):
    text = "一是人员偏少。\n在以后的工作中，本所将继续改进，抓好信息人员的业务培训。"
    *_, step = _tag(tagger, text)
    assert (step.statement.role, step.themes) == ("measure", ("training",))
    text = "一是人员偏少。\n今后的工作中，本所将认真改进，努力让公开工作再上新台阶。"
    _, *formula = _tag(tagger, text)
    assert {(item.statement.role, item.tags) for item in formula} == {("context", ())}


def test_it_is_a_tagger(tagger):
    assert isinstance(tagger, Tagger)
    assert tagger.tag_many([]) == []
    assert tagger.tag_many([("无", ()), ("", ())]) == [(), ()]


def test_evidence_lies_in_its_statement_and_has_two_characters(tagger):
    for item in _tag(tagger, TEXT):
        for tag in item.tags:
            assert tag.theme in theme_ids()
            assert 0 <= tag.probability <= 1
            model = [e for e in tag.evidence if e.source.startswith("model:")]
            assert len(model) == 1
            for e in tag.evidence:
                assert item.statement.start <= e.start < e.end <= item.statement.end
            assert model[0].end - model[0].start >= 2


def test_evidence_is_the_telling_part(tagger):
    text = "一是在日常工作中，办公室、业务科以及下属各单位的同志普遍反映保密审查把关不严。"
    (item,) = _tag(tagger, text)
    (tag,) = (tag for tag in item.tags if tag.theme == "confidentiality_review")
    model = next(e for e in tag.evidence if e.source.startswith("model:"))
    assert set(text[model.start : model.end]) & set("保密审查把关")
    assert model.end - model.start < 12


def test_context_carries_no_theme(tagger):
    for text in ("无。", "本年度未发现突出问题。"):
        for item in _tag(tagger, text):
            assert item.statement.role == "context"
            assert item.tags == ()


PIECES = st.lists(
    st.sampled_from(
        [
            "一是更新不及时；", "二是人员兼职。", "下一步，", "加强培训，", "（一）存在问题\n", "\n", " ", "2021年", "针对上年度问题，",
            "已整改到位。", "无。", "ABC", "①", "２０２２年", "𠀀", "\u200b", "公开內容不夠全面。",
        ]
    ),
    max_size=12,
).map("".join)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=4))
def test_a_text_gets_the_same_tags_alone_and_in_a_batch(texts):
    tagger = load_tagger()
    items = [(text, parse_narrative(text)) for text in texts]
    together = tagger.tag_many(items)
    assert together == [tagger.tag_many([item])[0] for item in items]
    for (_, statements), tagged in zip(items, tagger.tag_many(items, as_given=True), strict=True):
        assert [(s.start, s.end) for s in statements] == [
            (t.statement.start, t.statement.end) for t in tagged
        ]
    for (text, _), tagged in zip(items, together, strict=True):
        for item in tagged:
            assert item.statement.text == text[item.statement.start : item.statement.end]
            assert item.statement.role in ROLES
            assert 0 <= item.statement.role_probability <= 1


def test_gold_passages_get_the_same_tags_alone_and_in_a_batch(tagger):
    items = [(p.text, parse_narrative(p.text)) for p in read_gold(GOLD)[:120]]
    assert tagger.tag_many(items) == [tagger.tag(*item) for item in items]


def test_gold_passages_get_the_same_probabilities_alone_and_in_a_batch_to_the_last_bit(tagger):
    items = [(p.text, parse_narrative(p.text)) for p in read_gold(GOLD)[100:190]]
    for item, together in zip(items, tagger.probabilities_many(items), strict=True):
        np.testing.assert_array_equal(together, tagger.probabilities_many([item])[0])


@pytest.mark.parametrize(
    ("text", "rectified"),
    [
        (
            "2020年，我局公开工作存在更新不及时的问题。改进情况：已组织培训两次。2021年，我局将落实专人更新。",
            False,
        ),
        ("存在的问题：更新不及时。改进情况：已落实专人更新，更新更加及时。", False),
        ("（一）上年度问题整改情况：已落实专人更新，更新更加及时。（二）存在的问题：公开渠道单一。", True),
    ],
)
def test_rectified_needs_an_earlier_year(tagger, text, rectified):
    assert any(item.statement.role == "rectified" for item in _tag(tagger, text)) == rectified


def test_evidence_does_not_cut_words(tagger):
    items = [(p.text, parse_narrative(p.text)) for p in read_gold(GOLD)[::6]]
    seen = 0
    for (text, _), tagged in zip(items, tagger.tag_many(items), strict=True):
        for item in tagged:
            borders = {item.statement.start, item.statement.end}
            for clause in re.finditer(r"[^，,；;。、：:！!？?]+", item.statement.text):
                at = item.statement.start + clause.start()
                borders |= {
                    at + place for _, *places in tokens_with_offsets(clause.group()) for place in places
                }
            if re.search(r"[\s0-9Ａ-Ｚ０-９]", item.statement.text):
                continue  # words are cut from the text without blanks, with its digits made equal
            for evidence in (e for tag in item.tags for e in tag.evidence if e.source.startswith("model:")):
                seen += 1
                assert {evidence.start, evidence.end} <= borders, text[evidence.start : evidence.end]
                assert evidence.end - evidence.start >= min(2, len(item.statement.text))
    assert seen > 300


def test_many_statements_in_one_document_keep_their_own_evidence(tagger):
    text = "一是部分栏目更新不及时；二是工作人员均为兼职。" * 1200
    tagged = tagger.tag(text, parse_narrative(text))
    assert len(tagged) > 2000
    for item in tagged:
        for tag in item.tags:
            assert all(item.statement.start <= e.start < e.end <= item.statement.end for e in tag.evidence)


def test_surroundings_of_the_section_do_not_matter(tagger):
    before = "四、行政复议、行政诉讼情况\n无。\n五、存在的主要问题及改进情况\n"
    whole = before + TEXT + "六、其他需要报告的事项\n无。\n"
    moved = tuple(
        Statement(s.id, s.role, s.start + len(before), s.end + len(before), s.text, s.frame, s.heading)
        for s in parse_narrative(TEXT)
    )
    alone, inside = _tag(tagger, TEXT), tagger.tag(whole, moved)
    assert [(i.statement.role, i.themes) for i in alone] == [(i.statement.role, i.themes) for i in inside]


def test_strange_statements_do_no_harm(tagger):
    text = "。，；" + "一" * 3000 + "\ud800" + "　"
    statements = [
        Statement("s0", "problem", 0, 3, text[:3]),
        Statement("s1", "measure", 3, 3003, text[3:3003]),
        Statement("s2", "problem", 3004, 3005, "　"),
    ]
    assert len(tagger.tag(text, statements)) == 3


def test_loading_is_quick_and_needs_no_scikit_learn():
    code = (
        "import sys, time; import numpy; t = time.perf_counter();"
        "from textmine.themes import load_tagger; x = load_tagger(); print(x.name, time.perf_counter() - t);"
        "print([m for m in ('sklearn', 'scipy', 'pandas', 'spacy', 'matplotlib') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    first, second = done.stdout.splitlines()
    assert second == "[]"
    assert float(first.split()[1]) < 3.0  # 0.3 s on an idle machine; the bound only catches a slip


def test_batches_are_fast(tagger):
    items = [(TEXT, parse_narrative(TEXT))] * 300
    tagger.tag_many(items[:10])
    start = time.process_time()
    tagger.tag_many(items)
    assert len(items) / (time.process_time() - start) > 300  # thousands on an idle machine
