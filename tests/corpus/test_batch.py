"""Batches: many sources taken through the steps of parsing together give what each gives alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import composing
import pytest

import textmine
from textmine import parsing
from textmine.corpus import _batch as batch_module
from textmine.corpus._batch import Parsed, parse_source, parse_sources
from textmine.readers import Source, discover


@pytest.fixture
def sources(tmp_path: Path) -> list[Source]:
    """Reports, a text of another kind and a file that cannot be read."""
    composing.folder(tmp_path, 4)
    (tmp_path / "notice.txt").write_text(
        "关于召开防汛工作会议的通知。请各科室按时参加，并做好记录。" * 3, encoding="utf-8"
    )
    (tmp_path / "empty.txt").write_bytes(b"")
    return [found for found in discover([tmp_path]) if isinstance(found, Source)]


def together(sources: list[Source]) -> list[Parsed]:
    """All sources parsed together, in their order."""
    found = parse_sources(dict(enumerate(sources)), lambda place: None)
    return [found[place] for place in range(len(sources))]


def test_together_as_alone(sources: list[Source]) -> None:
    assert together(sources) == [parse_source(source) for source in sources]
    for source, parsed in zip(sources, together(sources), strict=True):
        assert parsed.path == source.path
        assert parsed.report == (textmine.parse(source.load()) if parsed.issue is None else None)


def test_a_report_that_fails_in_one_step_leaves_the_others_alone(
    sources: list[Source], monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = [parse_source(source) for source in sources]
    bad = next(parsed.report.document.id for parsed in alone if parsed.report and parsed.report.sections)
    step = parsing.STEPS[1]

    def failing(draft: parsing.Draft) -> None:
        if draft.document.id == bad:
            raise RuntimeError("made up")
        step(draft)

    monkeypatch.setattr(parsing, "STEPS", (parsing.STEPS[0], failing, *parsing.STEPS[2:]))
    for parsed, usual in zip(together(sources), alone, strict=True):
        if usual.report is not None and usual.report.document.id == bad:
            assert parsed.report is None
            assert parsed.issue is not None
            assert (parsed.issue.stage, parsed.issue.code) == ("parse", "internal_error")
            assert "made up" in parsed.issue.message
        else:
            assert parsed == usual


def test_each_source_is_named_when_it_is_taken_up(sources: list[Source]) -> None:
    told: list[int] = []
    parse_sources(dict(enumerate(sources)), told.append)
    readable = [index for index, source in enumerate(sources) if parse_source(source).issue is None]
    assert told == list(range(len(sources))) + readable * len(parsing.STEPS)


@pytest.mark.parametrize(("most", "sizes"), [(2, [2, 2, 1]), (10, [3, 2]), (1, [1] * 5)])
def test_groups_are_bounded_by_number_and_bytes(
    most: int, sizes: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch_module, "_TOGETHER_BYTES", 25)
    items: list[Any] = [Source(f"{number}.txt", lambda: b"", 10) for number in range(5)]
    groups = list(batch_module._groups(items, most))
    assert [len(group) for group in groups] == sizes
    assert [place for group in groups for place in group] == list(range(5))
    assert all(items[place] is item for group in groups for place, item in group.items())


def test_texts_of_very_many_statements_are_tagged_in_turns(
    sources: list[Source], monkeypatch: pytest.MonkeyPatch
) -> None:
    tagger = textmine.load_tagger()
    batch = batch_module.Batch("part", tuple(sources))
    usual = batch_module.work(batch, tagger)
    monkeypatch.setattr(batch_module, "_MOST_PAIRS", 1)
    begun: list[int] = []
    assert batch_module.work(batch, tagger, on_start=begun.append) == usual
    assert begun.count(batch_module.TAGGING) > 2  # so that memory does not grow with the number of such texts
