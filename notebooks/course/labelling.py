"""A coding sheet for lesson 2: statements get a role and themes, by hand, in the notebook. No server, no account.

``Sheet`` holds the codes and a file; ``form`` shows it with ipywidgets; ``agreement`` compares two coders.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ipywidgets import Widget

ROLES = {"problem": "问题", "measure": "措施", "rectified": "已整改", "context": "背景套话"}


@dataclass
class Code:
    """What one coder says of one statement; ``role`` is None until it is coded."""

    role: str | None = None
    themes: list[str] = field(default_factory=list)


@dataclass
class Sheet:
    """The statements to be coded, in order, and the codes given so far."""

    statements: list[str]
    codes: list[Code]

    @classmethod
    def of(cls, statements: Sequence[str], file: str | Path | None = None) -> Sheet:
        """A blank sheet, or the one that was saved in ``file``. Raises ValueError if the file is about other statements."""
        if file and Path(file).exists():
            saved = json.loads(Path(file).read_text(encoding="utf-8"))
            if [item["text"] for item in saved] != list(statements):
                raise ValueError(f"{file} 里编码的不是这些语句，请换一个文件名。")
            return cls(list(statements), [Code(item["role"], item["themes"]) for item in saved])
        return cls(list(statements), [Code() for _ in statements])

    def set(self, number: int, role: str, themes: Sequence[str] = ()) -> None:
        """Code one statement (numbers from 1). Raises ValueError for an unknown role or themes of a context statement."""
        if role not in ROLES:
            raise ValueError(f"没有角色 {role!r}，可用 {'、'.join(ROLES)}。")
        if role == "context" and themes:
            raise ValueError("背景套话不带主题。")
        self.codes[number - 1] = Code(role, list(themes))

    def save(self, file: str | Path) -> None:
        """Write the sheet, to go on with later or to give to a partner."""
        rows = [
            {"text": text, "role": code.role, "themes": code.themes}
            for text, code in zip(self.statements, self.codes, strict=True)
        ]
        Path(file).write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")

    @property
    def left(self) -> int:
        """How many statements have no code yet."""
        return sum(code.role is None for code in self.codes)


@dataclass(frozen=True)
class Agreement:
    """Two coders on the statements that both have coded."""

    statements: int
    same_role: float
    kappa: float
    same_themes: float
    apart: list[int]

    def __str__(self) -> str:
        if not self.statements:
            return "两份编码表没有共同编过的语句。"
        kappa = "无法计算（只用了一种角色）" if self.kappa != self.kappa else f"{self.kappa:.2f}"
        numbers = "、".join(map(str, self.apart)) or "无"
        return (
            f"共同编码 {self.statements} 条；角色一致 {self.same_role:.0%}，kappa = {kappa}；"
            f"主题平均重合度 {self.same_themes:.0%}；有分歧的语句：{numbers}"
        )


def agreement(first: Sheet, second: Sheet) -> Agreement:
    """Share of equal roles, Cohen's kappa of the roles, mean overlap (Jaccard) of the themes, numbers of unequal statements."""
    pairs = [
        (number, one, two)
        for number, (one, two) in enumerate(zip(first.codes, second.codes, strict=True), 1)
        if one.role and two.role
    ]
    if not pairs:
        return Agreement(0, float("nan"), float("nan"), float("nan"), [])
    n = len(pairs)
    same = sum(one.role == two.role for _, one, two in pairs) / n
    chance = (
        sum(
            sum(one.role == role for _, one, _ in pairs) * sum(two.role == role for _, _, two in pairs)
            for role in ROLES
        )
        / n**2
    )
    kappa = (same - chance) / (1 - chance) if chance < 1 else float("nan")
    overlap = sum(_overlap(set(one.themes), set(two.themes)) for _, one, two in pairs) / n
    apart = [
        number for number, one, two in pairs if one.role != two.role or set(one.themes) != set(two.themes)
    ]
    return Agreement(n, same, kappa, overlap, apart)


def _overlap(first: set[str], second: set[str]) -> float:
    return len(first & second) / len(first | second) if first | second else 1.0


def form(sheet: Sheet, themes: Mapping[str, str], file: str | Path) -> Widget:
    """The sheet as a form: statement, role buttons, themes to choose (id → Chinese name). Every change is saved to ``file``."""
    import ipywidgets as widgets

    state = {"number": 1, "quiet": False}
    wide = widgets.Layout(width="96%")
    head, text = widgets.HTML(), widgets.HTML()
    role = widgets.ToggleButtons(
        options=[("未编码", None), *((name, key) for key, name in ROLES.items())], description="角色"
    )
    chosen = widgets.SelectMultiple(
        options=[(name, key) for key, name in themes.items()], rows=9, description="主题", layout=wide
    )
    note = widgets.HTML("<small>按住 Ctrl（Mac 为 Command）可选多个主题；“背景套话”不选主题。</small>")
    back, ahead = widgets.Button(description="← 上一条"), widgets.Button(description="下一条 →")

    def show(number: int) -> None:
        state.update(number=number, quiet=True)
        code = sheet.codes[number - 1]
        text.value = f"<div style='font-size:1.15em;line-height:1.7;margin:.4em 0'>{_escaped(sheet.statements[number - 1])}</div>"
        role.value, chosen.value = code.role, tuple(code.themes)
        state["quiet"] = False
        tell()

    def tell() -> None:
        head.value = (
            f"<b>第 {state['number']} 条，共 {len(sheet.statements)} 条</b>　还有 {sheet.left} 条未编码"
        )
        back.disabled, ahead.disabled = state["number"] == 1, state["number"] == len(sheet.statements)

    def keep(_: Any) -> None:
        if state["quiet"]:
            return
        picked = () if role.value == "context" else chosen.value
        sheet.codes[state["number"] - 1] = Code(role.value, list(picked))
        sheet.save(file)
        if role.value == "context" and chosen.value:
            chosen.value = ()
        tell()

    role.observe(keep, names="value")
    chosen.observe(keep, names="value")
    back.on_click(lambda _: show(state["number"] - 1))
    ahead.on_click(lambda _: show(state["number"] + 1))
    show(1)
    box = widgets.Layout(border="1px solid #ccc", padding="8px", max_width="760px")
    return widgets.VBox([head, text, role, chosen, note, widgets.HBox([back, ahead])], layout=box)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
