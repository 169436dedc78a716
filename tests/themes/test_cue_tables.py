"""The form of the cue tables is checked, with words that name the place."""

import pytest

from textmine.errors import ResourceError
from textmine.themes.rules import cues_from_data, load_cues

CUE = {"id": "late", "side": "shortfall", "any": ["迟"], "match": "发布迟", "reject": "发布早"}


def build(**change):
    cue = {key: value for key, value in (CUE | change).items() if value is not None}
    return list(cues_from_data({"theme": "timeliness", "cues": [cue]}, "own.yaml", {"late": ["迟", "晚"]}))


def test_lists_are_resolved():
    (cue,) = build(any=["$late", "慢"])
    assert cue.id == "timeliness.late"
    assert cue.words == tuple(sorted(["迟", "晚", "慢"]))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"id": None}, "'id' is missing"),
        ({"side": "left"}, "side"),
        ({"any": ["$none"]}, r"\$none"),
        ({"any": [3]}, "no word"),
        ({"any": None}, "needs 'any'"),
        ({"with": ["迟"]}, "needs 'any'"),
        ({"match": None}, "needs 'any'"),
        ({"pattern": "("}, "regular expression"),
        ({"colour": "red"}, "unknown key colour"),
    ],
)
def test_a_broken_cue_says_where(change, words):
    with pytest.raises(ResourceError, match=words) as caught:
        build(**change)
    assert "own.yaml" in str(caught.value)


def test_probabilities_belong_to_cues():
    table = load_cues()
    assert set(table.probabilities) <= {cue.id for cue in table.cues}
    assert all(0 < table.probability(cue.id) < 1 for cue in table.cues)
