"""Views for matching: same meaning in normal form, and the way back to the original."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.normalization import _COMMON, NormalizedView, _fold_char, fold, is_traditional

CHARS = "公开信息⼀⼯作⾏⼈见⻅（）()，,：；．.①㈠１1ＡaA\u3000\xa0 \n\t\u200b\ufeff\ue123㎡ﬁ政務報告—–"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("⼀⼯⼈⾏", "一工人行"), ("⻅⻓⻔⻚", "见长门页"), ("（２０２３）", "(2023)"), ("公开，", "公开,"), ("①②㈠", "①②㈠"), ("㎡", "㎡"),
        ("行\u200b政", "行\u2063政"), ("行\ue123政", "行\u2063政"), ("–−", "--"), ("政務公開", "政务公开"),
    ],
)  # fmt: skip
def test_fold_by_hand(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text(alphabet=CHARS + "戶戸开", max_size=200))
def test_fold_exchanges_character_by_character(text: str) -> None:
    folds = {char: _fold_char(char) or "\u2063" for char in text}
    wanted = "".join(folds[char] if len(folds[char]) == 1 else char for char in text)
    assert fold(text, simplify=False) == wanted


def test_common_punctuation_is_folded_as_any_other() -> None:
    assert all(_fold_char(char) == folded for char, folded in _COMMON)


@given(st.text(alphabet=CHARS, max_size=200))
def test_fold_keeps_the_length_and_is_stable(text: str) -> None:
    once = fold(text)
    assert len(once) == len(text)
    assert fold(once) == once


@given(st.text(alphabet=CHARS, max_size=200), st.data())
def test_views_map_back(text: str, data: st.DataObject) -> None:
    view = NormalizedView(text)
    assert not set(view.text) & set(" \t\n\u3000\xa0\u200b\ufeff\ue123")
    if not view.text:
        return
    start = data.draw(st.integers(0, len(view.text) - 1))
    end = data.draw(st.integers(start + 1, len(view.text)))
    first, last = view.source_range(start, end)
    assert 0 <= first < last <= len(text)
    # Read again, the range of the original holds at least the part that was matched.
    assert view.text[start:end] in NormalizedView(text[first:last], simplify=is_traditional(text)).text
    assert view.view_position(first) <= start


def test_a_term_broken_by_a_line_end_is_found_in_place() -> None:
    text = "一是更新不\n  够及⼀\u200b时，下同"
    view = NormalizedView(text)
    start = view.text.index("更新不够及")
    first, last = view.source_range(start, start + 5)
    assert text[first:last] == "更新不\n  够及"


def test_expanded_characters_map_to_their_one_source() -> None:
    view = NormalizedView("约5㎡地")
    assert view.text == "约5m2地"
    assert view.source_range(2, 4) == (2, 3)
    assert view.source_range(3, 4) == (2, 3)


def test_empty_ranges_have_a_place() -> None:
    for text in ("公开", "公 开", ""):
        view = NormalizedView(text)
        assert view.source_range(0, 0) == (0, 0)
    view = NormalizedView("公 开")
    assert view.source_range(1, 1) == (2, 2)
    assert view.source_range(2, 2) == (3, 3)


TRADITIONAL = "本機關認真執行條例，對存在的問題進行整改，發現部分欄目更新不夠及時。"


def test_traditional_text_is_recognised_and_matched_simplified() -> None:
    assert is_traditional(TRADITIONAL)
    assert "机关认真执行条例" in fold(TRADITIONAL)
    assert len(fold(TRADITIONAL)) == len(TRADITIONAL)
    view = NormalizedView(TRADITIONAL)
    start = view.text.index("更新不够及时")
    first, last = view.source_range(start, start + 6)
    assert TRADITIONAL[first:last] == "更新不夠及時"


def test_words_of_converted_pages_are_those_of_the_form() -> None:
    text = "陜西省政府資訊公開工作年度報告，規範性檔案 3 件。" + TRADITIONAL
    assert fold(text).startswith("陕西省政府信息公开工作年度报告,规范性文件 3 件。")
    assert len(fold(text)) == len(text)
    view = NormalizedView(text)
    start = view.text.index("规范性文件")
    first, last = view.source_range(start, start + 5)
    assert text[first:last] == "規範性檔案"
    assert fold("区级资讯平台") == "区级资讯平台"  # a word of its own in a simplified text


@pytest.mark.parametrize(
    "text", ["", "公开", "本机关认真执行条例，对存在的问题进行整改。" * 5, "沈阳市於洪区" + "信息公开" * 30]
)
def test_simplified_text_is_not_taken_for_traditional(text: str) -> None:
    assert not is_traditional(text)


def test_long_texts_take_little_time() -> None:
    for char in ("公", "（", "\u200b", " ", "務"):
        text = char * 1_000_000
        begin = time.perf_counter()
        fold(text)
        NormalizedView(text)
        assert time.perf_counter() - begin < 3


@given(st.text(alphabet=CHARS, max_size=40), st.sampled_from(["", " \n", " \t\r\n\u3000件"]))
def test_every_position_maps_as_character_by_character(text: str, drop: str) -> None:
    view = NormalizedView(text, drop=drop)
    origins = [place for place, char in enumerate(text) for _ in NormalizedView(char, drop=drop).text]
    if is_traditional(text):
        return
    assert [view.source_range(i, i + 1)[0] for i in range(len(view.text))] == origins
    for place in range(len(text) + 1):
        assert view.view_position(place) == sum(origin < place for origin in origins)
