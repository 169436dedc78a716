"""Units by themes: what the tagger parts and joins at commas, beyond what the parser could know."""

from __future__ import annotations

import numpy as np
import pytest

from textmine.gold import read_gold
from textmine.parsing import parse_narrative, parse_narratives
from textmine.schema import Evidence, Statement, TaggedStatement, ThemeTag, themes_by_role
from textmine.themes import load_tagger
from textmine.themes._parting import Carried, ClauseScores, carriers, joined, may_have_parts, parted
from textmine.themes._units import texts_of

GOLD = "corpora/gold/gold.jsonl"
TEXT = "按季晾晒各科室公开情况，给信息员讲两堂课，确保工作不断档"


def _tagged(text, themes, role="measure", *, start=0, evidence=None):
    tags = tuple(
        ThemeTag(theme, 0.9, evidence or (Evidence(start, start + 2, "model:x"),)) for theme in themes
    )
    return TaggedStatement(Statement("s004", role, start, start + len(text), text), tags)


def _parts(item, *clauses):
    """The points of a statement whose clauses begin at an offset and have a score for each theme of it."""
    starts = [start for start, _ in clauses]
    scores = ClauseScores(
        np.zeros(len(starts), int), np.array(starts), np.array([s for _, s in clauses], float)
    )
    themes = [tag.theme for tag in item.tags]
    outside = themes.index("other") if "other" in themes else None
    found = carriers(scores, np.ones((1, len(themes)), bool), outside)
    return parted(item, Carried(starts, found.held), themes) if found.rows else [item]


def test_steps_with_different_themes_are_parted_and_a_purpose_stays_with_its_step():
    item = _tagged(TEXT, ("supervision", "training"))
    first, second = _parts(item, (0, (3, -4)), (12, (-5, 2)), (22, (-6, -6)))
    assert (first.statement.id, first.statement.text, first.themes) == (
        "s004",
        "按季晾晒各科室公开情况",
        ("supervision",),
    )
    assert (second.statement.id, second.statement.text, second.themes) == (
        "s004b",
        "给信息员讲两堂课，确保工作不断档",
        ("training",),
    )
    assert TEXT[second.statement.start : second.statement.end] == second.statement.text
    assert first.tags[0].evidence == (Evidence(0, 2, "model:x"),)
    assert second.tags[0].evidence == (Evidence(12, 28, "model:x"),)  # its weightiest words stand elsewhere


def test_clauses_that_share_a_theme_stay_together():
    item = _tagged(TEXT, ("supervision", "training"))
    assert _parts(item, (0, (3, 1)), (12, (-5, 2)), (22, (-6, -6))) == [item]


@pytest.mark.parametrize(
    ("text", "role", "themes"),
    [
        ("因人员兼职，栏目更新不及时", "problem", ("staffing", "timeliness")),  # a cause and its effect
        ("栏目长期没人管，导致群众不知晓", "problem", ("timeliness", "publicity")),
        ("解读的针对性不强，可读性差", "problem", ("interpretation", "quality")),  # one activity
        ("个别单位为应付考核，重复发布旧信息", "problem", ("supervision", "quality")),  # for which reason
        ("受疫情影响，现场查阅点关闭不足月", "problem", ("other", "channels")),  # an outside cause
        (
            "由于人手少、任务重，栏目更新不及时",
            "problem",
            ("staffing", "timeliness"),
        ),  # one of several clauses
        ("通过讲座、座谈等形式，增强公开意识", "measure", ("training", "awareness")),  # by what means
        ("按季晾晒各科室进度，倒逼责任落实", "measure", ("supervision", "mechanism")),  # what for
        ("保密审查责任不明，存在互相推诿的现象", "problem", ("confidentiality_review", "mechanism")),
        ("建立联络员制度，每科明确一名信息员", "measure", ("mechanism", "staffing")),  # what it provides for
        ("“先审查，后公开”制度有名无实", "problem", ("confidentiality_review", "mechanism")),
    ],
)
def test_what_belongs_together_is_not_parted(text, role, themes):
    item = _tagged(text, themes, role)
    comma = text.index("，") + 1
    assert _parts(item, (0, (3, -4)), (comma, (-4, 3))) == [item]


@pytest.mark.parametrize(
    ("text", "role", "themes", "parts"),
    [
        ("解读不够通俗、网站检索不便捷", "problem", ("interpretation", "platform"), True),
        ("开展社会评议、严格保密审查", "measure", ("supervision", "confidentiality_review"), True),
        ("公开不及时、不全面", "problem", ("timeliness", "coverage"), False),  # one subject
        (
            "公开的时效性、内容的准确性都有待提高",
            "problem",
            ("timeliness", "quality"),
            False,
        ),  # one predicate
        ("健全发布机制、平台的维护制度", "measure", ("mechanism", "platform"), False),  # one act
        ("通过明晰职责、加强培训推动工作", "measure", ("mechanism", "training"), False),  # by what
        ("工作机制、人员队伍还需加强", "problem", ("mechanism", "staffing"), False),
        ("公众参与、监督机制还不健全", "problem", ("interaction", "supervision"), False),
        ("导致公开不主动、更新不及时", "problem", ("awareness", "timeliness"), False),  # two effects
        ("公布“更新慢、无人管”的栏目", "problem", ("timeliness", "staffing"), False),
        ("发布数量少、更新慢", "problem", ("coverage", "timeliness"), True),
        ("内容针对性不强、没有专职人员", "problem", ("quality", "staffing"), True),
        # The words that open a shortfall are no predicate.
        ("信息公开的深度、广度还不够", "problem", ("quality", "coverage"), False),
        ("公开目录、栏目设置不统一", "problem", ("standardization", "platform"), False),
    ],
)
def test_items_of_a_list_are_parted_if_each_has_a_predicate_of_its_own(text, role, themes, parts):
    item = _tagged(text, themes, role)
    second = text.index("、") + 1
    found = [one.statement.text for one in _parts(item, (0, (3, -4)), (second, (-4, 3)))]
    assert found == (text.split("、") if parts else [text])


def test_the_heading_sentence_of_an_item_stays_with_its_explanation():
    text = "更新不及时，质量不高。人员不足，渠道单一"
    item = _tagged(text, ("timeliness", "quality", "channels"), "problem")
    clauses = [(3, -4, -4), (-4, 3, -4), (-4, -4, 3)]
    starts = [0, text.index("质量"), text.index("渠道")]
    found = _parts(item, *zip(starts, clauses, strict=True))
    assert [one.statement.text for one in found] == ["更新不及时，质量不高。人员不足", "渠道单一"]


def test_the_heading_sentence_lends_no_predicate_to_the_first_noun_of_a_list():
    text = "解读形式单一。图解、视频等形式运用较少"
    item = _tagged(text, ("interpretation", "channels"), "problem")
    assert _parts(item, (0, (3, -4)), (text.index("视频"), (-4, 3))) == [item]


def test_a_list_that_is_parted_ends_before_and_so_on():
    text = "解读不够通俗、网站检索不便捷等问题"
    item = _tagged(text, ("interpretation", "platform"), "problem")
    found = _parts(item, (0, (3, -4)), (text.index("网站"), (-4, 3)))
    assert [one.statement.text for one in found] == ["解读不够通俗", "网站检索不便捷"]


def test_only_statements_with_a_comma_and_clauses_without_a_theme_in_common_are_looked_at():
    assert may_have_parts(_tagged("加强培训，及时更新", ("training",)).statement)
    assert may_have_parts(_tagged("加强培训、及时更新", ("training",)).statement)
    assert not may_have_parts(_tagged("加强培训及时更新", ("training",)).statement)
    assert not may_have_parts(_tagged("加强培训，及时更新", ("training",), "rectified").statement)
    # Statements 0 (one theme), 1 (both clauses carry the second), 3 (each its own) and 4 (the first tells an outside cause).
    owner = np.array([0, 0, 1, 1, 3, 3, 3, 4, 4])
    scores = np.array(
        [[2, -9], [1, -9], [3, 1], [-4, 2], [3, -4], [-5, 2], [-6, -6], [3, -4], [-5, 2]], float
    )
    counts = np.array([[True, False], [True, True], [False, False], [True, True], [True, True]])
    found = carriers(ClauseScores(owner, np.arange(9), scores), counts)
    assert (found.rows, found.firsts) == ([3, 4], [0, 3, 5])
    assert found.clauses.tolist() == [4, 5, 6, 7, 8]
    assert found.held == [1, 2, 0, 1, 2]
    assert carriers(ClauseScores(owner[7:], np.arange(2), scores[7:]), counts, outside=0).rows == []


def test_neighbours_of_one_role_and_the_same_themes_are_joined_where_only_a_comma_parts_them():
    text = "答复口径前后不一，文书格式各写各的；办理经常超期"
    parts = [
        _tagged(text[:8], ("request_handling",), "problem"),
        _tagged(text[9:17], ("request_handling",), "problem", start=9),
        _tagged(text[18:], ("request_handling",), "problem", start=18),
    ]
    first, second = joined(text, parts)
    assert first.statement.text == "答复口径前后不一，文书格式各写各的"
    assert [e.start for e in first.tags[0].evidence] == [0, 9]
    assert second == parts[2]


def test_listed_shortfalls_with_the_same_themes_are_joined():
    text = "机构编制少、人员不稳、更新慢"
    parts = [
        _tagged(text[:5], ("staffing",), "problem"),
        _tagged(text[6:10], ("staffing",), "problem", start=6),
        _tagged(text[11:], ("timeliness",), "problem", start=11),
    ]
    assert [item.statement.text for item in joined(text, parts)] == ["机构编制少、人员不稳", "更新慢"]
    steps = [_tagged(text[:5], ("staffing",)), _tagged(text[6:10], ("staffing",), start=6)]
    assert joined(text, steps) == steps
    text = "加强学习、改进作风"
    step = _tagged(text[:4], ("training",))
    rest = TaggedStatement(Statement("s005", "context", 5, 9, text[5:]))
    assert [item.statement.text for item in joined(text, [step, rest], {"s005"})] == [text]


def test_what_says_nothing_of_its_own_stays_with_the_step_before_its_comma():
    text = "聘律师逐件会商，从源头减少争议；力争更上层楼"
    step = _tagged(text[:7], ("request_handling",))
    rest = [
        TaggedStatement(Statement("s005", "context", 8, 15, text[8:15])),
        TaggedStatement(Statement("s006", "context", 16, 22, text[16:])),
    ]
    assert [item.statement.text for item in joined(text, [step, *rest], {"s005", "s006"})] == [
        "聘律师逐件会商，从源头减少争议",
        "力争更上层楼",
    ]
    assert joined(text, [step, *rest]) == [step, *rest]  # context of its own


@pytest.mark.parametrize(
    ("text", "units"),
    [
        (
            "改进措施：一是加强业务培训，编制疑难申请会商规程，把公开情况列入年度考核。",
            ["加强业务培训", "编制疑难申请会商规程", "把公开情况列入年度考核"],
        ),
        ("改进措施：一是开展业务培训，提升队伍专业水平。", ["开展业务培训，提升队伍专业水平"]),
    ],
)
def test_the_shipped_model_parts_steps(text, units):
    assert [item.statement.text for item in load_tagger().tag(text, parse_narrative(text))] == units


def test_parting_moves_no_theme_of_a_section():
    tagger = load_tagger()
    texts = [passage.text for passage in read_gold(GOLD)[::9]]
    items = list(zip(texts, parse_narratives(texts), strict=True))
    cut = tagger.borders.cut(items, texts_of(items))
    changed = 0
    for text, given, found in zip(
        texts, tagger.tag_many(cut, as_given=True), tagger.tag_many(items), strict=True
    ):
        changed += len(given) != len(found)
        for role in ("problem", "measure", "rectified"):
            assert set(themes_by_role(given, role)) == set(themes_by_role(found, role))
        assert len({item.statement.id for item in found}) == len(found)
        for item in found:
            one = item.statement
            assert one.text == text[one.start : one.end]
            assert all(one.start <= e.start < e.end <= one.end for tag in item.tags for e in tag.evidence)
    assert changed > 10
