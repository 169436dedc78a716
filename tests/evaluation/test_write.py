"""What an evaluation prints: every score of the list, with the texts of the worst errors."""

from dataclasses import replace

from textmine.evaluation import as_markdown, evaluate
from textmine.gold import GoldPassage, GoldStatement
from textmine.themes import RuleTagger

TEXT = "（一）存在的主要问题\n一是部分栏目更新不及时；二是打印机老化。\n（二）改进措施\n一是加强业务培训；二是午休时换一换水杯。"


def _statement(words, role, *themes):
    return GoldStatement(TEXT.index(words), TEXT.index(words) + len(words), role, themes)


def test_all_parts_are_printed():
    passage = GoldPassage(
        "A-1",
        TEXT,
        (
            _statement("部分栏目更新不及时", "problem", "timeliness"),
            _statement("打印机老化", "problem", "resources"),
            _statement("加强业务培训", "measure", "training"),
            _statement("午休时换一换水杯", "measure", "quality"),
        ),
        agency="甲局",
    )
    result = evaluate([passage, replace(passage, id="A-2", agency="乙局")], RuleTagger(), rounds=10)
    page = as_markdown(result.summary)
    for heading in (
        "Report level by role, and splitting",
        "Themes",
        "Roles",
        "Calibration",
        "Themes taken for one another",
        "Worst errors",
    ):
        assert f"## {heading}" in page
    assert "splitting, spans | 1.000 | 1.000 | 1.000" in page
    assert "| A-1 | 午休时换一换水杯 | quality | missed |" in page
    assert "Expected calibration error, mean of themes" in page
