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
            return "两份编码表没有共同编过的语句：要么还没有编，要么没有找到同伴的文件。"
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
    """The sheet as a form: statement, role buttons, a box to tick for each theme (id → Chinese name).

    Every change is saved to ``file``. Where no program runs behind the page, a picture of the form is shown instead.
    """
    import ipywidgets as widgets

    state = {"number": 1, "quiet": False}
    head, text = widgets.HTML(), widgets.HTML()
    role = widgets.ToggleButtons(
        options=[("未编码", None), *((name, key) for key, name in ROLES.items())],
        description="角色",
        style={"button_width": "88px"},
    )
    boxes = {
        key: widgets.Checkbox(description=name, indent=False, layout=widgets.Layout(width="auto"))
        for key, name in themes.items()
    }
    chosen = widgets.GridBox(
        list(boxes.values()), layout=widgets.Layout(grid_template_columns="repeat(3, 1fr)", width="100%")
    )
    back, ahead = widgets.Button(description="← 上一条"), widgets.Button(description="下一条 →")
    open_one = widgets.Button(description="到下一条未编码的", layout=widgets.Layout(width="150px"))

    def show(number: int) -> None:
        state.update(number=number, quiet=True)
        code = sheet.codes[number - 1]
        text.value = f"<div style='font-size:1.15em;line-height:1.7;margin:.4em 0'>{_escaped(sheet.statements[number - 1])}</div>"
        role.value = code.role
        for key, box in boxes.items():
            box.value = key in code.themes
        state["quiet"] = False
        tell()

    def tell() -> None:
        head.value = (
            f"<b>第 {state['number']} 条，共 {len(sheet.statements)} 条</b>　还有 {sheet.left} 条未编码"
        )
        back.disabled, ahead.disabled = state["number"] == 1, state["number"] == len(sheet.statements)
        open_one.disabled = not sheet.left
        for box in boxes.values():
            box.disabled = role.value == "context"

    def keep(_: Any) -> None:
        if state["quiet"]:
            return
        picked = [] if role.value == "context" else [key for key, box in boxes.items() if box.value]
        sheet.codes[state["number"] - 1] = Code(role.value, picked)
        sheet.save(file)
        show(state["number"])

    def to_open(_: Any) -> None:
        order = [*range(state["number"], len(sheet.codes)), *range(state["number"])]
        show(next(place for place in order if sheet.codes[place].role is None) + 1)

    for control in (role, *boxes.values()):
        control.observe(keep, names="value")
    back.on_click(lambda _: show(state["number"] - 1))
    ahead.on_click(lambda _: show(state["number"] + 1))
    open_one.on_click(to_open)
    show(1)
    frame = widgets.Layout(border="1px solid #ccc", padding="8px", max_width="820px")
    note = widgets.HTML(
        "<small>主题可以一个不选，也可以选几个；“背景套话”不带主题。改动随时自动保存。</small>"
    )
    return _with_picture(
        [head, text, role, note, chosen, widgets.HBox([back, ahead, open_one])],
        frame,
        _picture(sheet, themes),
    )


def _with_picture(children: list[Widget], layout: Any, picture: str) -> Widget:
    import ipywidgets as widgets

    class Form(widgets.VBox):
        """The widget, with HTML to be shown on pages where it cannot be used."""

        def _repr_mimebundle_(self, **options: Any) -> dict[str, Any]:
            bundle: dict[str, Any] = super()._repr_mimebundle_(**options)
            return {**bundle, "text/html": picture}

    return Form(children, layout=layout)


def _picture(sheet: Sheet, themes: Mapping[str, str]) -> str:
    roles = "　".join(f"○ {name}" for name in ROLES.values())
    ticks = "".join(
        f"<span style='display:inline-block;width:15em'>☐ {name}</span>" for name in themes.values()
    )
    return (
        "<div style='border:1px solid #ccc;padding:8px 12px;max-width:50em;line-height:1.9'>"
        f"<b>第 1 条，共 {len(sheet.statements)} 条</b><br><span style='font-size:1.15em'>{_escaped(sheet.statements[0])}</span>"
        f"<br>角色　{roles}<br>{ticks}<br><small>这里是编码表的样子；在 JupyterLab 里打开才能点选。</small></div>"
    )


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
