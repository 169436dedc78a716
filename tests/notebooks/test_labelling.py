"""The coding sheet of lesson 2: codes, files, agreement, and the form without anyone clicking."""

from __future__ import annotations

import math
import sys

import pytest

from notebooks.sources import ROOT

sys.path.append(str(ROOT / "course"))

from labelling import Sheet, agreement, form

TEXTS = ["更新不及时", "人员均为兼职", "下一步，加强培训", "取得了一定成效"]
THEMES = {"timeliness": "公开时效", "staffing": "人员力量", "training": "业务能力与培训"}


def coded(*codes: tuple[str, list[str]]) -> Sheet:
    sheet = Sheet.of(TEXTS)
    for number, (role, themes) in enumerate(codes, 1):
        sheet.set(number, role, themes)
    return sheet


@pytest.fixture
def full() -> Sheet:
    return coded(
        ("problem", ["timeliness"]), ("problem", ["staffing"]), ("measure", ["training"]), ("context", [])
    )


def test_agreement_by_hand(full: Sheet) -> None:
    other = coded(("problem", ["timeliness"]), ("problem", []), ("problem", ["training"]), ("context", []))
    found = agreement(full, other)
    # Three of four roles are equal; by chance (2·3 + 1·0 + 1·1) / 16 would be.
    assert found.same_role == 0.75
    assert found.kappa == pytest.approx((0.75 - 7 / 16) / (1 - 7 / 16))
    assert found.same_themes == 0.75
    assert found.apart == [2, 3]
    assert "2、3" in str(found)


def test_agreement_without_common_codes_and_with_one_role() -> None:
    blank = Sheet.of(TEXTS)
    assert agreement(blank, blank).statements == 0
    assert "没有共同" in str(agreement(blank, blank))
    same = coded(("problem", []))
    assert math.isnan(agreement(same, same).kappa)
    assert "无法计算" in str(agreement(same, same))


def test_a_sheet_is_saved_and_taken_up_again(full: Sheet, tmp_path) -> None:
    file = tmp_path / "编码-甲.json"
    full.save(file)
    assert Sheet.of(TEXTS, file) == full
    assert full.left == 0
    with pytest.raises(ValueError, match="换一个文件名"):
        Sheet.of(TEXTS[:2], file)
    with pytest.raises(ValueError, match="不带主题"):
        full.set(1, "context", ["staffing"])
    with pytest.raises(ValueError, match="没有角色"):
        full.set(1, "wish")


def test_the_form_saves_every_change_and_pages_through(tmp_path) -> None:
    pytest.importorskip("ipywidgets")
    file = tmp_path / "c.json"
    sheet = Sheet.of(TEXTS)
    box = form(sheet, THEMES, file)
    head, _, role, _, themes, buttons = box.children
    back, ahead, to_open = buttons.children
    ticks = dict(zip(THEMES, themes.children, strict=True))
    role.value = "problem"
    ticks["timeliness"].value = ticks["staffing"].value = True
    assert sheet.codes[0].role == "problem"
    assert sheet.codes[0].themes == ["timeliness", "staffing"]
    ahead.click()
    assert role.value is None and not any(tick.value for tick in ticks.values())
    assert "第 2 条" in head.value and "还有 3 条" in head.value
    ticks["training"].value = True
    role.value = "context"
    assert sheet.codes[1].themes == [] and not ticks["training"].value and ticks["training"].disabled
    back.click()
    assert role.value == "problem" and ticks["timeliness"].value and not ticks["training"].value
    assert back.disabled and not ahead.disabled
    to_open.click()
    assert "第 3 条" in head.value
    assert Sheet.of(TEXTS, file) == sheet


def test_the_form_can_be_seen_where_it_cannot_be_used(tmp_path) -> None:
    pytest.importorskip("ipywidgets")
    bundle = form(Sheet.of(TEXTS), THEMES, tmp_path / "c.json")._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in bundle
    assert TEXTS[0] in bundle["text/html"] and "公开时效" in bundle["text/html"]
