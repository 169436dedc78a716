"""The inline format, region names, splits and the import of inline files."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.annotation import (
    assign_splits,
    format_inline,
    import_inline,
    parse_inline,
    region_of,
    write_inline,
)
from textmine.errors import ResourceError
from textmine.gold import GoldPassage, GoldStatement, gold_hash, groups, read_gold, write_gold

HEADER = "### id=T-001 | agency=澄州省岭前市民政局 | level=city | kind=department | year=2021 | family=- | cue=free | style=x\n"


def test_marks_become_offsets():
    text, statements = parse_inline("一是{P timeliness,staffing|更新慢，没人管}；二是{C|无}。")
    assert text == "一是更新慢，没人管；二是无。"
    assert [(text[s.start : s.end], s.role, s.themes) for s in statements] == [
        ("更新慢，没人管", "problem", ("timeliness", "staffing")),
        ("无", "context", ()),
    ]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("一是{P staffing|人少；二是", "stray '{'"),
        ("人少}", "stray '}'"),
        ("{X staffing|人少}", "unknown role letter 'X'"),
    ],
)
def test_faulty_marks_name_the_place(body, message):
    with pytest.raises(ValueError, match=message):
        parse_inline(body)


@given(
    st.lists(
        st.tuples(st.text("甲乙，。\n", max_size=4), st.text("丙丁", min_size=1, max_size=5)), max_size=6
    )
)
def test_format_and_parse_are_inverse(parts):
    text, statements = "始", []
    for gap, words in parts:
        text += gap
        statements.append(GoldStatement(len(text), len(text) + len(words), "problem", ("staffing",)))
        text += words
    passage = GoldPassage("T-1", text, tuple(statements), agency="某局")
    body = format_inline(passage).split("\n", 1)[1].removesuffix("\n")
    assert parse_inline(body) == (text, tuple(statements))


def test_import_checks_and_names_every_fault(tmp_path):
    file = tmp_path / "T.txt"
    file.write_text(
        HEADER + "{P staffing|人少。}\n" + HEADER.replace("T-001", "T-002") + "{C staffing|好}\n",
        encoding="utf-8",
    )
    with pytest.raises(ResourceError) as caught:
        import_inline([file])
    message = str(caught.value)
    assert "line 1 (T-001)" in message
    assert "closing punctuation" in message
    assert "line 3 (T-002)" in message
    assert "must carry no theme" in message


def test_import_twice_gives_the_same_bytes(tmp_path):
    file = tmp_path / "T.txt"
    file.write_text(HEADER + "一是{P staffing|人少}。\n\n", encoding="utf-8")
    outputs = []
    for name in ("a.jsonl", "b.jsonl"):
        write_gold(import_inline([file]), tmp_path / name)
        outputs.append((tmp_path / name).read_bytes())
    assert outputs[0] == outputs[1]
    (passage,) = read_gold(tmp_path / "a.jsonl")
    assert (passage.region, passage.annotator, passage.batch) == ("澄州省岭前市", "author-T", "T")
    assert write_inline([passage]).startswith(HEADER.rstrip("\n"))


@pytest.mark.parametrize(
    ("agency", "region"),
    [
        ("澄州省岭前市民政局", "澄州省岭前市"),
        ("澄州省云埠县市场监督管理局", "澄州省云埠县"),
        ("榆海自治区人民政府", "榆海自治区"),
        ("国家税务总局柳溆县税务局", "柳溆县"),
        ("云棠市木栅县沙枣梁乡人民政府", "云棠市木栅县"),
        ("某局", ""),
    ],
)
def test_regions(agency, region):
    assert region_of(agency) == region


def _passages(count, batch="A"):
    return [
        GoldPassage(
            f"{batch}-{n:03d}",
            "无。",
            (),
            agency=f"{batch}局{n // 2}",
            family="同" if n in {0, 9} else None,
            year=2015 + n % 10,
        )
        for n in range(count)
    ]


def test_splits_keep_agencies_and_families_together():
    passages = assign_splits(_passages(200))
    side = {}
    for passage, group in zip(passages, groups(passages), strict=True):
        assert side.setdefault(group, passage.split) == passage.split
    counts = [sum(p.split == name for p in passages) for name in ("train", "dev", "test")]
    assert counts[0] > 120
    assert counts[1] > 10
    assert counts[2] > 20
    assert all((p.year >= 2023) == (p.split_year == "test") for p in passages)


def test_a_later_batch_leaves_earlier_splits_alone():
    first = {p.id: p.split for p in assign_splits(_passages(60))}
    both = assign_splits(_passages(60) + _passages(60, "B"))
    assert all(p.split == first[p.id] for p in both if p.batch == "A")


def test_groups_are_transitive_and_hash_sees_labels():
    a = GoldPassage("A-1", "无。", (), agency="甲", family="f")
    b = GoldPassage("A-2", "无。", (), agency="乙", family="f")
    c = GoldPassage("A-3", "无。", (), agency="乙")
    assert len(set(groups([a, b, c]))) == 1
    labelled = GoldPassage("A-1", "无。", (GoldStatement(0, 1, "context"),), agency="甲", family="f")
    assert gold_hash([a]) != gold_hash([labelled])
