"""Radicals and compatibility ideographs, which PDF files have in place of ordinary characters: read alike, at the same places."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from textmine.parsing import parse
from textmine.readers import read, read_bytes
from textmine.schema import AnnualReport
from textmine.themes import load_tagger

SAMPLE = Path(__file__).parents[2] / "corpora" / "sample"
FILES = ("201912_zjj_xxgk.txt", "sxqx_nb2021.txt", "桐岭乡2023年信息公开年报.txt")
TWINS = {
    ord(unicodedata.normalize("NFKC", chr(point))): chr(point)
    for block in (range(0xF900, 0xFA6E), range(0x2F00, 0x2FD6))
    for point in block
    if len(unicodedata.normalize("NFKC", chr(point))) == 1
} | {ord("民"): "⺠", ord("见"): "⻅", ord("长"): "⻓", ord("门"): "⻔", ord("西"): "⻄"}


def pair(name: str) -> tuple[AnnualReport, AnnualReport]:
    text = read(SAMPLE / name).text
    twin = text.translate(TWINS)
    assert len(twin) == len(text)
    assert twin != text
    plain, odd = (parse(read_bytes(words.encode(), path=name)) for words in (text, twin))
    return plain, odd


@pytest.mark.parametrize("name", FILES)
def test_everything_is_read_alike_and_at_the_same_places(name: str) -> None:
    plain, odd = pair(name)
    for field in ("title", "agency", "region", "level", "kind", "year", "published"):
        assert getattr(odd.metadata, field) == getattr(plain.metadata, field)
    assert [(s.id, s.start, s.end) for s in odd.sections] == [(s.id, s.start, s.end) for s in plain.sections]
    assert [(f.key, f.value, f.start, f.end) for f in odd.figures] == [
        (f.key, f.value, f.start, f.end) for f in plain.figures
    ]
    assert [(s.start, s.end, s.role, s.frame) for s in odd.statements] == [
        (s.start, s.end, s.role, s.frame) for s in plain.statements
    ]
    assert [issue.code for issue in odd.issues] == [issue.code for issue in plain.issues]


@pytest.mark.parametrize("name", FILES)
def test_tags_and_their_evidence_are_the_same(name: str) -> None:
    tagger = load_tagger()
    plain, odd = (
        [
            (
                item.statement.role,
                [(tag.theme, [(e.start, e.end, e.source) for e in tag.evidence]) for tag in item.tags],
            )
            for item in tagger.tag(report.document.text, report.statements)
        ]
        for report in pair(name)
    )
    assert odd == plain
