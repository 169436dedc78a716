"""Every cue fires on its example and keeps still on its counter-example."""

import pytest

from textmine.schema import Statement
from textmine.themes import RuleTagger
from textmine.themes.rules import load_cues

_TABLE = load_cues()
_ROLE = {"shortfall": "problem", "step": "measure", "both": "problem"}


@pytest.fixture(scope="module")
def tagger():
    return RuleTagger()


def fired(tagger, cue, example):
    role, _, sentence = example.rpartition("|")
    statement = Statement("s", role or _ROLE[cue.side], 0, len(sentence), sentence)
    found = tagger.find_many([(sentence, [statement])])[0][0]
    return {finding.cue.id for finding in found if finding.held is None}


@pytest.mark.parametrize("cue", _TABLE.cues, ids=lambda cue: cue.id)
def test_examples(tagger, cue):
    for example in cue.match:
        assert cue.id in fired(tagger, cue, example), example
    for example in cue.reject:
        assert cue.id not in fired(tagger, cue, example), example


def test_every_theme_has_cues_for_both_sides():
    from textmine.themes import load_codebook

    for theme in load_codebook().ids:
        sides = {cue.side for cue in _TABLE.cues if cue.theme == theme}
        assert sides >= {"shortfall", "step"} or "both" in sides, theme
