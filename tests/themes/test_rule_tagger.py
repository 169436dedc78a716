"""Scope rules of the annotation guide, offsets, batches, hostile strings."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.schema import Statement
from textmine.themes import RuleTagger, Tagger, load_codebook, load_tagger


@pytest.fixture(scope="module")
def tagger():
    return RuleTagger()


def themes(tagger, role, text):
    (tagged,) = tagger.tag(text, [Statement("s", role, 0, len(text), text)])
    return set(tagged.themes)


CASES = [
    # Causes count, several subjects under one predicate count each.
    ("problem", "由于人员兼职，信息更新不及时", {"staffing", "timeliness"}),
    ("problem", "公开的及时性、准确性需进一步增强", {"timeliness", "quality"}),
    # A goal clause does not count, two joined steps do.
    ("measure", "加强业务培训，确保信息及时公开", {"training"}),
    ("measure", "加强业务培训，及时更新栏目内容", {"training", "timeliness"}),
    ("measure", "完善网站检索功能，不断提升政策解读水平", {"platform"}),
    ("measure", "为提高公开时效，组织业务培训", {"training"}),
    # The shortfall that a step names counts beside what the step does.
    ("measure", "针对信息更新不及时的问题，安排专人负责", {"timeliness", "staffing"}),
    ("rectified", "针对上年公开渠道单一的问题，已新设政务公开专区", {"channels"}),
    # A denied shortfall, a conceded achievement.
    ("problem", "全年不存在更新不及时的情况", set()),
    ("problem", "虽然公开内容有所丰富，但公开渠道单一", {"channels"}),
    # A word that is only the name of a column or of content.
    ("problem", "“政策解读”栏目长期不更新", {"timeliness"}),
    ("problem", "业务培训栏目更新不及时", {"timeliness"}),
    ("problem", "“政策解读”栏目更新不及时", {"timeliness"}),
    # A rule made for one theme carries that theme; catalogues are records; late answers are not late publication.
    ("measure", "健全考核制度", {"supervision"}),
    ("measure", "落实三审三校制度", {"confidentiality_review"}),
    ("measure", "健全信息公开工作机制", {"mechanism"}),
    ("problem", "公开目录更新不及时", {"standardization"}),
    ("problem", "依申请公开答复不及时", {"request_handling"}),
    ("problem", "回应群众关切不及时", {"interaction"}),
    ("problem", "政策解读不及时", {"interpretation"}),
    # A wish under a problem heading; a list in one clause; an outside cause.
    ("problem", "进一步加强业务培训", {"training"}),
    (
        "problem",
        "如依申请公开工作规范性还有待提高、公开内容的深度有待提升、政务公开队伍建设有待加强",
        {"request_handling", "quality", "staffing"},
    ),
    ("problem", "受疫情影响，部分线下公开活动未能正常开展", {"other"}),
    ("context", "信息更新不及时，人员不足", set()),
    ("measure", "努力让工作再上新台阶", set()),
]


@pytest.mark.parametrize(("role", "text", "expected"), CASES, ids=[case[1] for case in CASES])
def test_reading_of_the_guide(tagger, role, text, expected):
    assert themes(tagger, role, text) == expected


def test_broken_lines_widths_and_radicals_do_not_hide_a_cue(tagger):
    for text in (
        "信息更新不\n  及 时",
        "信息更新不及时\u200b",
        "信息更新不及時，內容不全面，開關無效",
        "信息更新不\u2f0a时".replace("\u2f0a", "及"),
    ):
        assert "timeliness" in themes(tagger, "problem", text), text


def test_evidence_is_in_place(tagger):
    text = "（一）存在问题\n一是信息更\n新不及时；二是人员不足。"
    first, second = text.index("信息"), text.index("人员")
    statements = [
        Statement("a", "problem", first, first + 8, text[first : first + 8]),
        Statement("b", "problem", second, second + 4, text[second : second + 4]),
    ]
    tagged = tagger.tag(text, statements)
    shown = [[text[e.start : e.end] for e in item.tags[0].evidence] for item in tagged]
    assert [item.themes for item in tagged] == [("timeliness",), ("staffing",)]
    assert "更\n新" in shown[0] or "信息" in shown[0]
    assert shown[1] == ["人员", "不足"]
    assert all(e.source.startswith("cue:") for item in tagged for tag in item.tags for e in tag.evidence)


def test_what_was_tagged_before_changes_nothing(tagger):
    """The same words at another place, in another role, or in a text in Traditional characters."""
    words = "公开內容不夠全面，更新不及时"
    texts = [words, f"一是{words}。", f"開關務請條準見說報應處據數實對發員。{words}"]
    for text in texts * 2:
        for role in ("problem", "measure"):
            start = text.index(words)
            statements = [Statement("s", role, start, start + len(words), words)]
            assert tagger.tag(text, statements) == RuleTagger().tag(text, statements)


def test_default_and_rules_are_taggers_and_unknown_names_are_refused():
    from textmine.errors import UsageError

    assert isinstance(load_tagger("rules"), Tagger)
    assert load_tagger("rules").name == "rules"
    with pytest.raises(UsageError, match="rules"):
        load_tagger("magic")


WORDS = [
    "信息",
    "更新",
    "不及时",
    "人员",
    "兼职",
    "，",
    "。",
    "、",
    "针对",
    "的问题",
    "加强",
    "培训",
    "确保",
    "“",
    "”栏目",
    "\n",
    " ",
    "虽然",
    "為",
    "A1,2",
]
TEXTS = st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=3)), max_size=30).map("".join)
ROLES = st.sampled_from(["problem", "measure", "rectified", "context"])


@given(st.lists(st.tuples(TEXTS, ROLES), max_size=4))
@settings(max_examples=150, deadline=None)
def test_tags_are_sound_on_any_text(parts):
    tagger = load_tagger("rules")
    text, statements = "", []
    for number, (part, role) in enumerate(parts):
        statements.append(Statement(str(number), role, len(text), len(text) + len(part), part))
        text += part + "；"
    tagged = tagger.tag(text, statements)
    assert [item.statement for item in tagged] == statements
    for item in tagged:
        for tag in item.tags:
            assert item.statement.role != "context"
            assert tag.theme in load_codebook().ids
            assert 0 < tag.probability <= 1
            assert tag.evidence
            for evidence in tag.evidence:
                assert item.statement.start <= evidence.start < evidence.end <= item.statement.end
    both = tagger.tag_many([(text, statements), ("", ()), (text, statements)])
    assert both == [tagged, (), tagged]


@pytest.mark.parametrize(
    "piece",
    [
        "并",
        "“",
        "“a”、",
        "，",
        "为",
        "信息",
        "更新不及时",
        "针对",
        "1,",
        " ",
        "\n",
        "、",
        "提高、提高",
        "针对，",
        "更新，不及时，",
    ],
)
def test_a_megabyte_of_one_thing_is_quick(tagger, piece):
    text = piece * (1_000_000 // len(piece))
    started = time.perf_counter()
    for role in ("problem", "measure"):
        themes(tagger, role, text)
    assert time.perf_counter() - started < 10


def test_many_objects_before_many_predicates_are_quick(tagger):
    started = time.perf_counter()
    themes(tagger, "problem", "信息" * 100_000 + "不足" * 100_000)
    assert time.perf_counter() - started < 10
