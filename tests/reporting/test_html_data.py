"""The packed statements: nothing is lost or moved, and what does not fit is left out in a known order."""

from __future__ import annotations

import base64
import json
import zlib
from dataclasses import replace
from typing import Any

import pytest
from made_tables import MadeReport, made_corpus, made_tables
from pages import report_on

from textmine.reporting import ThemeReport, _html_data
from textmine.reporting._archive import (
    GAP,
    Archive,
    ArchivedReport,
    ArchivedStatement,
    ArchivedText,
    unique_names,
)
from textmine.reporting._html_data import Packed, pack, statements_only
from textmine.tables import Tables, make_tables

NAMES = {"theme": {"a": "甲", "b": "乙"}, "role": {"problem": "问题", "measure": "措施"}, "level": {}}


def _unpacked(block: str) -> str:
    return zlib.decompress(base64.b64decode(block)).decode()


def _statements(packed: Packed) -> list[dict[str, Any]]:
    """The statements as the script of the page rebuilds them; texts are cut by UTF-16 units, as browsers do."""
    index = json.loads(_unpacked(packed.index))
    units = _unpacked(packed.texts).encode("utf-16-le")
    columns, found, at = index["statements"], [], 0
    origin = mark = odds = 0
    for number, document in enumerate(index["documents"]["id"]):
        position = origin
        for _ in range(index["documents"]["statements"][number]):
            start = position + columns["gap"][at]
            end = position = start + columns["length"][at]
            themes = index["sets"][columns["set"][at]]
            marks = [columns["mark"][3 * k : 3 * k + 3] for k in range(mark, mark + columns["marks"][at])]
            found.append(
                {
                    "document": document,
                    "role": index["roles"][columns["role"][at]][0],
                    "text": units[2 * start : 2 * end].decode("utf-16-le"),
                    "themes": [index["themes"][theme][0] for theme in themes],
                    "odds": columns["odds"][odds : odds + len(themes)],
                    "waiting": [index["themes"][theme][0] for theme in index["sets"][columns["waiting"][at]]],
                    "marks": [
                        (
                            units[2 * (start + a) : 2 * (start + a + n)].decode("utf-16-le"),
                            index["themes"][theme][0],
                        )
                        for a, n, theme in marks
                    ],
                }
            )
            mark += columns["marks"][at]
            odds += len(themes)
            at += 1
        origin += index["documents"]["length"][number]
    assert origin * 2 == len(units) and at == len(columns["role"])
    return found


def _pack(report: ThemeReport, **more: Any) -> Packed:
    return pack(report.archive, names=report.names, extra={}, **more)


def test_every_statement_comes_back_as_it_stands_in_the_tables() -> None:
    tables = made_tables(made_corpus(12))
    from textmine.reporting import build

    found = _statements(_pack(build(tables)))
    rows = tables.frame("statements")
    assert sorted((s["document"], s["role"], s["text"]) for s in found) == sorted(
        zip(rows["document"], rows["role"], rows["text"], strict=True)
    )
    evidence = tables.frame("evidence")
    marks = sorted((s["document"], words, theme) for s in found for words, theme in s["marks"])
    assert marks == sorted(zip(evidence["document"], evidence["text"], evidence["theme"], strict=True))
    assert {odds for s in found for odds in s["odds"]} == {93}


def test_themes_that_await_review_are_kept_apart() -> None:
    found = _statements(_pack(report_on([MadeReport(problems=["channels"], review=["staffing"])])))
    problems = [(s["themes"], s["waiting"], s["marks"]) for s in found if s["role"] == "problem"]
    assert problems == [(["channels"], [], [("公开形式较为单一", "channels")]), ([], ["staffing"], [])]


def test_places_hold_behind_characters_that_are_dropped_or_count_twice() -> None:
    lead = "一\u200b二\r\n三𠮷\u202e\u2028四\r五\x00"
    found = _statements(
        _pack(report_on([MadeReport(lead=lead, problems=["timeliness"], extra={"other": "𠮷事"})]))
    )
    assert [s["text"] for s in found] == ["一二\n三𠮷四\n五", "个别栏目更新不及时，有的信息挂网较晚", "𠮷事"]
    assert found[1]["marks"] == [("更新不及时", "timeliness")] and found[2]["marks"] == [("𠮷事", "other")]


def _moved(tables: Tables, **columns: Any) -> Tables:
    """The tables with other values in the columns of the sections."""
    rows = {name: tables[name].to_pylist() for name in tables}
    rows["sections"] = [{**row, **columns} for row in rows["sections"]]
    return make_tables(rows)


def test_statements_outside_section_five_follow_behind_a_gap() -> None:
    from textmine.reporting import build

    tables = _moved(made_tables([MadeReport(problems=["channels"])]), section="other")
    (text,) = build(tables).archive.texts
    assert text.text.split(GAP) == [
        "一年来工作取得一定成效，但还存在一些问题",
        "公开形式较为单一，主要依靠网站",
    ]
    assert [text.text[s.start : s.end] for s in text.statements] == text.text.split(GAP)
    start, end, _ = text.statements[1].evidence[0]
    assert text.text[start:end] == "公开形式较为单一"


def _archive(years: range, length: int = 400) -> Archive:
    """A report a year: one statement in the midst of a text that cannot be packed well."""
    import random

    rng = random.Random(3)
    reports, texts = [], []
    for number, year in enumerate(years):
        body = "".join(chr(rng.randrange(0x4E00, 0x9FFF)) for _ in range(length))
        item = ArchivedStatement("problem", 100, 150, (("a", 0.5),), (), ((110, 120, "a"),))
        reports.append(ArchivedReport("某局", year, "county", ("", "", "")))
        texts.append(ArchivedText(f"d{year}", number, "p", "五", body, (item,)))
    return Archive(tuple(reports), tuple(texts))


def test_what_does_not_fit_is_left_out_from_the_earliest_years_on() -> None:
    archive = _archive(range(1990, 2024))
    whole = pack(archive, names=NAMES, extra={})
    assert (whole.without_text, whole.left_out) == (0, 0)
    tight = pack(archive, names=NAMES, extra={}, budget=whole.size // 2)
    assert tight.size <= whole.size // 2 and 0 < tight.without_text < 34 and tight.left_out == 0
    index = json.loads(_unpacked(tight.index))
    lengths = dict(zip(index["documents"]["id"], index["documents"]["length"], strict=True))
    short = sorted(name for name, length in lengths.items() if length == 50)
    assert short == [f"d{year}" for year in range(1990, 1990 + tight.without_text)]
    assert [s["text"] for s in _statements(tight)] == [s["text"] for s in _statements(whole)]
    assert [s["marks"] for s in _statements(tight)] == [s["marks"] for s in _statements(whole)]
    scarce = pack(archive, names=NAMES, extra={}, budget=whole.size // 8)
    kept = [s["document"] for s in _statements(scarce)]
    assert scarce.size <= whole.size // 8 and scarce.without_text == len(kept)
    assert kept == [f"d{year}" for year in range(1990 + scarce.left_out, 2024)]


def test_texts_that_cannot_fit_are_not_tried_whole_first(monkeypatch: pytest.MonkeyPatch) -> None:
    archive = _archive(range(1990, 2024))
    whole = pack(archive, names=NAMES, extra={}).size
    usual = {share: pack(archive, names=NAMES, extra={}, budget=whole // share) for share in (1, 2, 8)}
    monkeypatch.setattr(_html_data, "_HOPELESS", 0)
    for share, expected in usual.items():
        assert pack(archive, names=NAMES, extra={}, budget=whole // share) == expected


def test_a_text_cut_down_to_its_statements_keeps_them() -> None:
    (text, *_) = _archive(range(2020, 2022)).texts
    first = text.statements[0]
    second = replace(first, start=200, end=230, evidence=((205, 210, "b"),))
    cut = statements_only(replace(text, statements=(first, second)))
    assert cut.text == text.text[100:150] + GAP + text.text[200:230]
    assert [cut.text[s.start : s.end] for s in cut.statements] == [text.text[100:150], text.text[200:230]]
    start, end, _ = cut.statements[1].evidence[0]
    assert cut.text[start:end] == text.text[205:210]


@pytest.mark.parametrize(
    ("names", "places", "expected"),
    [
        (["甲局", "乙局"], ["", "某市"], ["甲局", "乙局"]),
        (["财政局", "财政局"], ["甲市", "乙市"], ["财政局（甲市）", "财政局（乙市）"]),
        (["未注明", "未注明"], ["", ""], ["未注明", "未注明（2）"]),
    ],
)
def test_agencies_of_one_name_are_told_apart(names, places, expected) -> None:
    assert unique_names(names, places) == expected
