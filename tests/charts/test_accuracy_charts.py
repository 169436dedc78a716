"""Charts of an evaluation: drawn in both languages from plain data, with every character in the font."""

import pytest

from textmine.charts._style import MISSING, printable
from textmine.charts._wording import load_wording
from textmine.charts.accuracy import save_accuracy_charts, save_split_charts
from textmine.gold import theme_ids

SUMMARY = {
    "calibration": {
        "mean": 0.012,
        "bins": [
            {"probability": 0.02, "share": 0.01, "n": 900.0},
            {"probability": 0.55, "share": 0.5, "n": 20.0},
            {"probability": 0.97, "share": 0.99, "n": 80.0},
        ],
    },
    "curves": {theme: [(0.9, 1.0, 0.5), (0.4, 0.8, 0.9)] for theme in theme_ids()},
    "statement_themes": {theme: {"average_precision": 0.93} for theme in theme_ids()},
    "precision_at_coverage": {"0.5": 1.0, "0.7": 0.99, "1.0": 0.93},
}
INTERVALS = {
    key: {"value": 0.9, "low": 0.87, "high": 0.92} for key in ("problem_micro_f1", "measure_micro_f1")
}
SPLITS = dict.fromkeys(("random", "copies_removed", "agency", "next_year", "unknown_pen"), INTERVALS)
CURVE = [
    {"passages": size, "by_cue": {cue: {"problem_micro_f1": 0.7 + size / 2000} for cue in ("plain", "free")}}
    for size in (60, 120, 240)
]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_charts_are_pictures_and_the_same_each_time(tmp_path, lang):
    first = [
        *save_accuracy_charts(SUMMARY, tmp_path / "a", lang=lang),
        *save_split_charts(SPLITS, CURVE, tmp_path / "a", lang=lang),
    ]
    second = [
        *save_accuracy_charts(SUMMARY, tmp_path / "b", lang=lang),
        *save_split_charts(SPLITS, CURVE, tmp_path / "b", lang=lang),
    ]
    assert [path.name for path in first] == [
        "reliability.png",
        "precision-recall.png",
        "coverage.png",
        "splits.png",
        "learning-curve.png",
    ]
    for one, other in zip(first, second, strict=True):
        data = one.read_bytes()
        assert data.startswith(b"\x89PNG")
        assert data == other.read_bytes()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_font_has_every_character(lang):
    wording = load_wording(lang)
    keys = (
        "probability", "share_right", "recall", "precision", "kept", "problems", "measures", "micro_f1", "micro_f1_problems", "learned_from",
        "cue_plain", "cue_free", *(f"split_{name}" for name in SPLITS),
    )  # fmt: skip
    said = [wording.phrase(f"accuracy.{key}") for key in keys] + [
        wording.say("accuracy.reliability", error=0.012)
    ]
    assert all(MISSING not in printable(words) and words.strip() for words in said)
