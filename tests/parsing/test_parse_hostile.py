"""Any text is parsed, in bounded time, without a change to it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from report_texts import HEADINGS, NARRATIVE, composed, document

from textmine.parsing import parse, parse_narrative
from textmine.parsing._compact import CompactView

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
        assert view.position(source) == position
    assert len(view.text) == sum(char not in " \n\t|#*\u2063" for char in view.folded)
