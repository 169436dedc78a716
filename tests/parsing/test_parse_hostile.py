"""Any text is parsed, in bounded time, without a change to it."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from report_texts import HEADINGS, NARRATIVE, composed, document

from textmine.normalization import fold
from textmine.parsing import _compact, parse, parse_narrative
from textmine.parsing._beginnings import LINKS
from textmine.parsing._chain import Bodies, best_chain, is_regular
from textmine.parsing._compact import CompactView, folded, views_of
from textmine.parsing._head_words import _WORDS, HeadWords, head_words
from textmine.parsing._headings import _beginning, _starts, find_headings
from textmine.parsing._numbering import _MARK, _MARKS_BEGIN, NUMERALS, mark_at
from textmine.parsing._row_heads import WINDOW, RowHead, _begins_nothing, _row_head, row_heads
from textmine.parsing._section_names import FULL_NAMES, name_at
from textmine.parsing._sections import _weigh
from textmine.parsing._stated_agencies import _LEAD_IN, _lead_ins
from textmine.parsing._titles import _CORE_END, _cores

MILLION = 1_000_000
LONG_LINES = ["a", "一", "，", "一、", "2023年", "二是不够，"]
LINES = [
    "a",
    "一",
    "1",
    "，",
    "。",
    "#",
    "（",
    "一、",
    "1、",
    "问题：",
    "二〇",
    "2023年",
    "政府信息公开",
    "某市",
    "针对上年度问题，",
    "取得成绩但问题和",
    "工作",
    "二是不够，",
    "1.人员不足问题。" + "解读形式单一问题。" * 2000 + "制作图解。",
    "反映问题" + "十" * 60 + "，",
    "以上问题" + "都" * 60 + "是旧的问题，",
    "针对" * 40 + "问题，办里，加强学习、完善制度、充实人员。",
]


@pytest.mark.parametrize("unit", LONG_LINES)
def test_a_million_characters_in_one_line(unit: str) -> None:
    text = unit * (MILLION // len(unit))
    begun = time.process_time()
    parse(document(composed(bodies={"problems": text})))
    assert time.process_time() - begun < 10  # about one second; the margin is for slow machines


@pytest.mark.parametrize("unit", LINES)
def test_time_of_a_narrative_grows_with_its_length(unit: str) -> None:
    text = unit * (60_000 // len(unit))
    begun = time.process_time()
    parse_narrative(text)
    parse(document(text))
    assert time.process_time() - begun < 4


def test_overlong_narrative_is_said_so() -> None:
    report = parse(document(composed(bodies={"problems": "更新不及时。" * 20_000})))
    assert "narrative_too_long" in [issue.code for issue in report.issues]
    assert report.statements[-1].end <= report.sections[4].start + 60_000


FRAGMENTS = st.sampled_from(
    [
        *HEADINGS.values(),
        NARRATIVE,
        "2022年",
        "政府信息公开工作年度报告",
        "\n",
        "\t",
        "|",
        "0",
        "岭前市",
        "第一部分",
        "、",
        "。",
        "\u200b",
        "⾏",
        "\x00",
        "𠮷",
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(FRAGMENTS, st.text(max_size=8)), max_size=30).map("".join))
def test_sections_lie_in_the_text_in_order(text: str) -> None:
    report = parse(document(text))
    end = 0
    for section in report.sections:
        assert end <= section.start <= section.end <= len(text)
        body = text[section.start : section.end]
        assert body == body.strip()
        end = section.end
    assert report.document.text == text


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="甲乙 \n\t|#*\u200b⼈a１", max_size=60))
def test_compact_positions_map_back(text: str) -> None:
    view = CompactView(text)
    for position, char in enumerate(view.text):
        source = view.source(position)
        assert view.folded[source] == char
        assert position == 0 or view.source(position - 1) < source
    assert len(view.text) == sum(char not in " \n\t|#*\u2063" for char in view.folded)


@given(
    st.text(alphabet="甲乙 \n\t\r|#*\u200b\x0b\u2028⼈a１", max_size=60),
    st.integers(0, 9),
    st.integers(0, 60),
)
def test_compact_rows_and_gaps_by_the_definition(text: str, start: int, end: int) -> None:
    start, end = min(start, len(text)), min(max(start, end), len(text))
    view = CompactView(text, start, end)
    kept: list[str] = []
    lines, gaps, blank_lines = [], [], []
    gap = ""
    for char in fold(text)[start:end]:
        if char in "#|*\u2063" or char.isspace():
            gap += char
            continue
        if gap or not kept:
            gaps.append(len(kept))
        if not kept or set(gap) & set("\n\t|\r"):
            lines.append(len(kept))
        if gap.count("\n") > 1:
            blank_lines.append(len(kept))
        kept.append(char)
        gap = ""
    assert (view.text, view.gaps, view.lines) == ("".join(kept), gaps, lines)
    assert view.blank_lines == set(blank_lines)


ROWS = st.sampled_from(
    [
        *(
            "一",
            "第一部",
            "分",
            "、",
            "(",
            "(三)",
            "1.",
            "2.其他",
            "其他",
            "总计",
            "0",
            "2023年",
            "工作",
            "情况",
            "存在",
            "的主要问题",
        ),
        *(
            "行政许可",
            "政府信息公开",
            "第二十条",
            "总体情况",
            "及改进情况",
            "主动公开",
            "申请",
            "复议、诉讼",
            "三、",
            "本年新收",
            "，",
        ),
        *(heading[:cut] for heading in HEADINGS.values() for cut in (3, 5, 99)),
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(ROWS, st.sampled_from(["\n", "\n", "", " ", "\t", "|"])), max_size=12))
def test_no_place_where_a_heading_can_begin_is_passed_over(pieces: list[tuple[str, str]]) -> None:
    """The quick look at rows leaves out only what the grammar itself turns away, in whatever rows a heading is broken up."""
    view = CompactView("".join(piece + joint for piece, joint in pieces))
    chosen = set(_starts(view))
    for start, row in zip(view.lines, view.rows, strict=True):
        mark = _MARK.match(view.text, start)
        name = name_at(view.text, mark.end() if mark else start)
        top = mark is not None and mark.lastgroup in ("part", "numeral")
        assert start in chosen or row.isdecimal() or not (name or top)


@settings(max_examples=500, deadline=None)
@given(st.lists(ROWS, min_size=1, max_size=8), st.integers(0, WINDOW))
def test_rows_that_begin_nothing_are_told_by_their_beginning(pieces: list[str], filled: int) -> None:
    row = "甲" * filled + "".join(pieces)
    if len(row) > WINDOW and _begins_nothing(row[:WINDOW]):
        assert _row_head(row) is None


def test_marks_begin_with_what_is_looked_for() -> None:
    others = [char for char in map(chr, range(0x10000)) if char not in _MARKS_BEGIN]
    assert not [
        char for char in others if any(map(_MARK.match, (char, char + "一、", char + "1、", char + "总体")))
    ]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(ROWS, st.sampled_from(["\n", "\n", "", " ", "\t", "甲" * 50])), max_size=12))
def test_rows_are_remembered_as_the_text_shows_them(pieces: list[tuple[str, str]]) -> None:
    """What is known of a row from other reports gives the same headings as a look at the whole text."""
    text = "".join(piece + joint for piece, joint in pieces)
    row_heads().clear()
    known = find_headings(CompactView(text))
    rows = {row: head and RowHead(head.if_goes_on) for row, head in row_heads().items()}
    row_heads().update(rows)
    looked_up = find_headings(CompactView(text))
    row_heads().clear()
    assert known == looked_up


@settings(max_examples=300, deadline=None)
@given(st.text("甲乙1 \n\t|#*\u3000\u2063\x0b\x1c𠀀，", max_size=40), st.data())
def test_part_of_a_view_is_the_view_of_the_part(source: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(source)))
    end = data.draw(st.integers(start, len(source)))
    whole = CompactView(source)
    part, alone = whole.part(start, end), CompactView(source, start, end, folded=whole.folded)
    assert (part.text, part.lines, part.rows) == (alone.text, alone.lines, alone.rows)
    assert (part.gaps, part.blank_lines) == (alone.gaps, alone.blank_lines)
    places = range(len(alone.text) + 1)
    assert [part.source(place) for place in places] == [alone.source(place) for place in places]
    assert list(map(part.has_blank_before, places[:-1])) == list(map(alone.has_blank_before, places[:-1]))


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.text("甲１乙a1 \n\t|#*\u3000\u200b𠀀，\r", max_size=12), max_size=6),
    st.sampled_from([1, 9, 99]),
)
def test_views_made_together_are_those_made_alone(sources: list[str], together: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_compact, "_TOGETHER", together)
        views = views_of(list(map(folded, sources)))
    for source, view in zip(sources, views, strict=True):
        alone = CompactView(source)
        for name in (
            "folded",
            "plain_numbers",
            "source_start",
            "source_end",
            "text",
            "rows",
            "lines",
            "starts",
        ):
            assert getattr(view, name) == getattr(alone, name)
        assert (view.gaps, view.blank_lines) == (alone.gaps, alone.blank_lines)
        assert list(map(view.source, range(len(alone.text) + 1))) == list(
            map(alone.source, range(len(alone.text) + 1))
        )


INLINE = re.compile(  # as the form numbers its parts, behind the end of something else
    rf"(?:第[{NUMERALS}]{{1,2}}部分|[{NUMERALS}]{{1,2}}、|\([{NUMERALS}]{{1,2}}\))(?=[一分、公开和总体情况其他需要.,:])"
)
PIECES = st.sampled_from(
    [
        "第",
        "一",
        "十",
        "二",
        "部",
        "分",
        "部分",
        "、",
        "(",
        ")",
        "公开",
        "和",
        "。",
        "甲",
        "0",
        "总体情况",
        "其他需要",
    ]
)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.lists(st.tuples(PIECES, st.sampled_from(["", "", "", " ", "\n"])), max_size=9).map(
            lambda pieces: "".join(map("".join, pieces))
        ),
        max_size=4,
    )
)
def test_marks_and_names_inside_lines_by_the_definition(sources: list[str]) -> None:
    views = views_of(list(map(folded, sources)))
    for view in views:
        inside = {found.start() for found in INLINE.finditer(view.text)}
        names = {at for name in FULL_NAMES for at in range(len(view.text)) if view.text.startswith(name, at)}
        blank = {at for at in names if view.has_blank_before(at)}
        wanted = {at for at in inside if not view.at_line_start(at)} | blank
        wanted = {at for at in wanted if view.text[at - 1] not in LINKS}
        starts = _starts(view)
        assert {at for at in starts if not view.at_line_start(at)} == {
            at for at in wanted if not view.at_line_start(at)
        }
        assert wanted <= starts.keys()


@settings(max_examples=200, deadline=None)
@given(st.lists(ROWS, min_size=1, max_size=6).map("".join))
def test_beginnings_are_remembered_as_the_text_shows_them(text: str) -> None:
    for start in range(len(text)):
        mark = mark_at(text, start)
        name = name_at(text, start + mark.length)
        assert _beginning(text, start, None) == (mark, name)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(ROWS, st.sampled_from(["\n", "\n", "。", "", "甲" * 30])), max_size=14))
def test_regular_chain_is_the_best_one(pieces: list[tuple[str, str]]) -> None:
    view = CompactView("".join(piece + joint for piece, joint in pieces))
    candidates = _weigh(find_headings(view)[0], view)
    if is_regular(candidates, Bodies(view.text)):
        assert best_chain(candidates, Bodies(view.text), len(view.text)) == candidates


AUTHORS = st.sampled_from(
    [
        *("岭前市水务局", "岭前县人民政府办公室", "本机关", "2022年", "年度", "政府信息公开", "工作", "编制", "发布", "公布", "现将", "由", "系"),
        *("根据", "按照", "认真", "结合", "实际", "做好", "汇总", "特此编制", "特编制", "2023年", "请联系", "可直接联系", "与", "联系", "办公室"),
        *(",", "。", ";", "(", ":", "《条例》", "的", "各科室", "报告", "年度报告书", "政务公开", "财政信息公开", "政府信息与政务公开", "总结"),
    ]
)  # fmt: skip


@settings(max_examples=500)
@given(st.lists(AUTHORS, max_size=25).map("".join))
def test_lead_ins_are_those_that_a_search_of_the_whole_head_finds(head: str) -> None:
    wanted = [found["name"] for _, pattern in _LEAD_IN for found in pattern.finditer(head)]
    words = CompactView(head).found(head_words)
    assert [found["name"] for found in _lead_ins(head, words)] == wanted


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.lists(
            st.sampled_from([*"由系公开布与结合编制形成来源报告总日", "报告", "公开", "\n"]), max_size=30
        ).map("".join),
        max_size=4,
    )
)
def test_words_at_the_head_by_the_definition(sources: list[str]) -> None:
    for view in views_of(list(map(folded, sources))):
        found = view.found(head_words)
        for name, places in zip(HeadWords._fields, found, strict=True):
            wanted = [
                at
                for at in range(len(view.text))
                if any(view.text.startswith(word, at) for word in _WORDS[name])
            ]
            assert places == [at for at in wanted if name != "cores" or at in places]
        assert {match.start() for match in _CORE_END.finditer(view.text)} <= set(found.cores)


_WHOLE_CORE = re.compile(
    "(?:(?:政府|政务|财政|校务|院务)?(?:信息|政务)公开|政府信息与政务公开)"
    + _CORE_END.pattern.removeprefix("公开")
)


@settings(max_examples=500)
@given(st.lists(AUTHORS, max_size=25).map("".join))
def test_cores_of_titles_are_those_that_one_pattern_finds(text: str) -> None:
    places = CompactView(text).found(head_words).cores
    assert list(_cores(text, places)) == [found.span() for found in _WHOLE_CORE.finditer(text)]
