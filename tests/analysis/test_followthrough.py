"""Elements, answers and promises: rules by their examples, composed reports with known answers, and the sample."""

from __future__ import annotations

import json
import time

import pytest
from made_tables import MadeReport, made_tables
from sample_truth import sample_tables

from textmine.analysis import followthrough, promises, specificity
from textmine.analysis._elements import element_ids, stated_elements, states_deadline, told_as_taken
from textmine.resources import load_yaml
from textmine.tables import Tables, make_table

_RULES = load_yaml("analysis", "elements.yaml")


@pytest.mark.parametrize("rule", _RULES["elements"], ids=lambda rule: rule["id"])
def test_element_examples(rule: dict) -> None:
    for text in rule["match"]:
        assert rule["id"] in {element.id for element in stated_elements(text)}, text
    for text in rule["reject"]:
        assert rule["id"] not in {element.id for element in stated_elements(text)}, text


def test_deadline_examples() -> None:
    for text in _RULES["deadline"]["match"]:
        assert states_deadline(text), text
    for text in _RULES["deadline"]["reject"]:
        assert not states_deadline(text), text


def test_measures_told_as_taken_by_examples() -> None:
    for text in _RULES["taken"]["match"]:
        assert told_as_taken(text), text
    for text in _RULES["taken"]["reject"]:
        assert not told_as_taken(text), text


def test_elements_do_not_backtrack() -> None:
    begun = time.perf_counter()
    for piece in ("由", "制定", "明确", "每", "2023年", "一", "落到", "第", "共", "已全部", "由1"):
        text = piece * (200_000 // len(piece))
        stated_elements(text)
        states_deadline(text)
        told_as_taken(text)
    assert time.perf_counter() - begun < 20


def _tables(*reports: tuple[str, int, list[tuple[str, str, str]]]) -> Tables:
    """Tables of agency, year and statements (role, theme or '', text)."""
    tables = made_tables(
        [
            MadeReport(agency=agency, year=year, lead="".join(t for _, _, t in items))
            for agency, year, items in reports
        ]
    )
    statements, tags = [], []
    for document, (_, _, items) in zip(tables["documents"]["document"].to_pylist(), reports, strict=True):
        for position, (role, theme, text) in enumerate(items):
            base = {"document": document, "statement": f"{document}-{position}", "role": role}
            statements.append(
                {
                    **base,
                    "position": position,
                    "start": 10 * position,
                    "end": 10 * position + len(text),
                    "text": text,
                }
            )
            tags += [{**base, "theme": name, "probability": 1.0, "review": False} for name in theme.split()]
    return tables.replace(statements=make_table("statements", statements), tags=make_table("tags", tags))


def test_specificity_shows_where_each_element_stands() -> None:
    text = "2024年6月底前由办公室牵头举办2期培训班，每季度组织一次条例学习"
    row = specificity(_tables(("甲局", 2023, [("measure", "training", text)]))).frame.iloc[0]
    assert row["score"] == 6
    assert row[list(element_ids())].tolist() == [
        "举办",
        "2024年6月底前",
        "由办公室牵头",
        "2期",
        "每季度",
        "举办2期培训班",
    ]
    for span in json.loads(row["spans"]):
        assert text[span["start"] : span["end"]]
    vague = specificity(
        _tables(("甲局", 2023, [("measure", "training", "进一步加强业务学习，不断提高工作水平")]))
    ).frame.iloc[0]
    assert vague["score"] == 0 and vague["spans"] == "[]"


def test_specificity_counts_only_measures_with_a_theme() -> None:
    items = [
        ("measure", "", "努力开创新局面"),
        ("problem", "training", "业务不熟"),
        ("measure", "training", "举办1期培训"),
    ]
    result = specificity(_tables(("甲局", 2023, items)))
    assert result.params["measures"] == 1 and result.params["small"]
    assert result.params["scores"][2] == 1
    shares = {item["element"]: item["share"] for item in result.params["elements"]}
    assert shares == {
        "step": 1.0,
        "date": 0.0,
        "owner": 0.0,
        "number": 1.0,
        "frequency": 0.0,
        "deliverable": 0.0,
    }
    assert specificity(made_tables([])).frame.empty


@pytest.mark.parametrize(
    ("measure", "theme", "way"),
    [
        ("针对检索功能不完善的问题，约谈运维单位", "supervision", "named"),
        ("对第二个问题，约谈运维单位", "supervision", "named"),
        ("约谈运维单位", "platform", "theme"),
        ("约谈单位，改造网站检索功能，找回旧文件", "supervision", "wording"),
        ("约谈有关单位", "supervision", None),
    ],
)
def test_ways_in_which_a_measure_answers(measure: str, theme: str, way: str | None) -> None:
    items = [
        ("problem", "training", "经办人员业务生疏，答复口径不一"),
        ("problem", "platform", "网站检索功能不完善，旧文件难以查到"),
        ("problem", "publicity", "群众知晓率低"),
        ("measure", theme, measure),
    ]
    frame = followthrough(_tables(("甲局", 2023, items))).frame.set_index("themes")
    assert frame.loc["platform", "way"] is way or frame.loc["platform", "way"] == way
    assert bool(frame.loc["platform", "answered"]) is (way is not None)
    assert not frame.loc["publicity", "answered"]


def test_position_answers_only_what_nothing_else_does() -> None:
    items = [
        ("problem", "training", "经办人员业务生疏"), ("measure", "supervision", "每月通报一次"),
        ("problem", "publicity", "群众知晓率低"), ("measure", "publicity", "发放宣传页"),
        ("problem", "staffing", "人手紧张"),
    ]  # fmt: skip
    result = followthrough(_tables(("甲局", 2023, items)))
    ways = [way if isinstance(way, str) else None for way in result.frame["way"]]
    assert ways == ["position", "theme", None]
    assert result.params["answered"]["k"] == 2 and result.params["answered"]["n"] == 3
    assert result.params["ways"] == {"named": 0, "theme": 1, "wording": 0, "position": 1}
    assert result.params["themes"]["staffing"]["k"] == 0


def test_lists_of_equal_length_are_matched_by_place() -> None:
    items = [("problem", "training", "甲乙生疏"), ("problem", "staffing", "丙丁紧张"),
             ("measure", "platform", "建成戊己平台"), ("measure", "staffing", "增配庚辛两名")]  # fmt: skip
    frame = followthrough(_tables(("甲局", 2023, items))).frame
    assert frame["way"].tolist() == ["position", "theme"]
    assert frame["measure_text"].tolist() == ["建成戊己平台", "增配庚辛两名"]


def test_outcomes_of_promises() -> None:
    promise = [
        ("measure", "platform", "2023年底前建成全省统一的政策文件检索平台"),
        ("measure", "training", "每季度组织一次条例学习"),
        ("measure", "staffing", "增配1名工作人员"),
        ("measure", "supervision", "6月底前开展实地督查"),
    ]
    later = [
        ("rectified", "platform", "针对检索功能不强的问题，建成了统一的政策文件检索平台"),
        ("measure", "training", "每季度组织一次条例学习"),
        ("problem", "staffing", "人手仍然紧张"),
    ]
    result = promises(_tables(("甲局", 2022, promise), ("甲局", 2023, later), ("乙局", 2022, promise)))
    assert result.frame["outcome"].tolist() == ["rectified", "repeated", "unresolved", "dropped"]
    assert result.frame["due"].tolist() == [True, False, False, True]
    assert result.params["due"] == {"rectified": 1, "repeated": 0, "unresolved": 0, "dropped": 1}
    assert set(result.frame["agency"]) == {"甲局"}  # 乙局 has no next report
    assert promises(made_tables([])).frame.empty


def test_a_measure_told_as_taken_settles_a_promise_and_is_none() -> None:
    promise = [("measure", "request_handling", "年内完成2000年以来征地档案扫描")]
    later = [("measure", "standardization", "2000年以来征地档案扫描已完成1.2万卷")]
    frame = promises(_tables(("甲局", 2022, promise), ("甲局", 2023, later), ("甲局", 2024, later))).frame
    assert frame[["year", "outcome", "next_text"]].values.tolist() == [[2022, "rectified", later[0][2]]]


def test_sample_promises_kept_and_dropped() -> None:
    frame = promises(sample_tables()).frame
    due = frame[frame["due"] & (frame["agency"] == "岚川省人民政府")].set_index("outcome")
    assert (
        "政策文件检索平台" in due.loc["rectified", "text"] and "检索平台" in due.loc["rectified", "next_text"]
    )
    assert "实地督查" in due.loc["dropped", "text"]
    dropped = frame[frame["due"] & (frame["outcome"] == "dropped")]
    # The hospital's new website, promised for 2023, is in no later report either.
    assert sorted(dropped["text"]) == [
        "2023年6月底前开展一次覆盖所有县（市、区）的政务公开实地督查",
        "2023年完成官网改版，打通两套预约数据",
    ]


def test_sample_problems_are_answered_but_two() -> None:
    result = followthrough(sample_tables())
    unanswered = result.frame[~result.frame["answered"]]
    assert set(zip(unanswered["agency"], unanswered["year"], strict=True)) == {
        ("云汀市住房和城乡建设局", 2020),
        ("朔溪市石楠县桐岭乡人民政府", 2022),
    }
