"""Shortfalls and steps that stand beside formulas of the same sentence or item: they are no context, and none is lost."""

from __future__ import annotations

import pytest

from textmine.parsing import parse_narrative


def _read(text: str) -> list[tuple[str, str]]:
    return [(item.role, item.text) for item in parse_narrative(text)]


@pytest.mark.parametrize(
    "shortfall",
    [
        "线上线下结合不紧密，与群众期盼还有差距",
        "信息更新慢，离群众期望尚有距离",
        "解读形式单一，与上级要求还有一定差距",
    ],
)
def test_a_shortfall_with_a_general_gap_behind_it_is_a_problem(shortfall: str) -> None:
    assert _read(f"一是{shortfall}。二是专职人员少。")[0] == ("problem", shortfall)


@pytest.mark.parametrize(
    "frame",
    [
        "工作中还存在一些不足，与公众的需求仍有差距",
        "公开条数逐年增多、问题逐年减少，与上级要求还有一定差距",
    ],
)
def test_a_general_gap_alone_stays_context(frame: str) -> None:
    assert {role for role, _ in _read(f"{frame}。")} == {"context"}


def test_shortfalls_before_the_lead_in_of_the_steps_are_read() -> None:
    text = "我局还存在公开面较窄、部分信息公开滞后的问题，今后将采取有力措施加以改进。一要扩大公开面。二要强化时限意识。"
    assert _read(text) == [
        ("problem", "公开面较窄"),
        ("problem", "部分信息公开滞后"),
        ("context", "今后将采取有力措施加以改进"),
        ("measure", "扩大公开面"),
        ("measure", "强化时限意识"),
    ]


def test_an_admission_before_the_lead_in_of_the_steps_stays_with_it() -> None:
    text = "结合工作中存在的问题和不足，我们将从以下方面改进：一是加强培训。二是充实人员。"
    assert _read(text)[0] == ("context", "结合工作中存在的问题和不足，我们将从以下方面改进")


def test_an_outlook_behind_the_last_step_does_not_take_it_along() -> None:
    text = "一是推进数据开放。二是加强指导，赴县区开展业务督导。展望2025年，我局将以更高标准推动政务公开工作再上新台阶。"
    assert _read(text)[1:] == [
        ("measure", "加强指导，赴县区开展业务督导"),
        ("context", "展望2025年，我局将以更高标准推动政务公开工作再上新台阶"),
    ]


def test_the_count_behind_a_list_of_shortfalls_belongs_to_none() -> None:
    text = "我局存在信息更新不及时、人员配备不足、公开渠道单一三个问题。"
    assert [words for _, words in _read(text)] == ["信息更新不及时", "人员配备不足", "公开渠道单一"]
    assert _read("2021年度，我局存在公开意识淡薄、业务能力不足两个问题。2022年我局积极整改。")[0][1].endswith(
        "两个问题"
    )
