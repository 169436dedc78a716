"""Section five from the sentence banks: themes and roles in, annotated text out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

BANKS = Path(__file__).parent / "banks"
Plan = dict[str, list[str]]
_ENUMERATIONS: tuple[Sequence[str], ...] = (
    ("一是", "二是", "三是", "四是", "五是", "六是", "七是", "八是"),
    ("1.", "2.", "3.", "4.", "5.", "6.", "7.", "8."),
    ("（一）", "（二）", "（三）", "（四）", "（五）", "（六）", "（七）", "（八）"),
    ("第一，", "第二，", "第三，", "第四，", "第五，", "第六，", "第七，", "第八，"),
    ("", "", "", "", "", "", "", ""),
)
_HEADS = (
    ("（一）存在的主要问题", "（二）改进措施"),
    ("存在的主要问题：", "改进情况："),
    ("1、主要问题", "2、整改措施"),
    ("", ""),
)
CAUSE_SHARE = 0.1
TAIL_SHARE = 0.15


@lru_cache(maxsize=1)
def frames() -> dict[str, Any]:
    """Frames, section one and slot fillers."""
    loaded: dict[str, Any] = yaml.safe_load((BANKS / "frames.yaml").read_text(encoding="utf-8"))
    return loaded


@lru_cache(maxsize=1)
def banks() -> dict[str, dict[str, tuple[str, ...]]]:
    """Sentence templates by theme and role letter."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for path in sorted(BANKS.glob("*.txt")):
        roles: dict[str, list[str]] = {}
        for line in path.read_text(encoding="utf-8").splitlines():
            if line in ("P", "M", "R"):
                roles[line] = []
            elif line.strip():
                roles[next(reversed(roles))].append(line.strip())
        found[path.stem] = {role: tuple(lines) for role, lines in roles.items()}
    return found


class Composer:
    """Writes the section five of one report."""

    def __init__(self, rng: Random, year: int, sub: str) -> None:
        self.rng, self.year, self.sub = rng, year, sub
        self.used: set[str] = set()

    def fill(self, text: str) -> str:
        """A template with its slots filled."""
        if "<" not in text:
            return text
        book, rng = frames(), self.rng
        lists = {"<col>": book["columns"], "<field>": book["fields"], "<office>": book["offices"]}
        for slot, values in lists.items():
            text = text.replace(slot, rng.choice(values))
        text = text.replace("<sub>", self.sub).replace("<prev>", str(self.year - 1))
        return text.replace("<n>", str(rng.randint(2, 9)))

    def _template(self, theme: str, role: str) -> str:
        fresh = [line for line in banks()[theme][role] if line not in self.used]
        line = self.rng.choice(fresh or list(banks()[theme][role]))
        self.used.add(line)
        return self.fill(line)

    def problem(self, theme: str) -> str:
        """A problem, now and then with a cause (tagged) or a tail clause (not tagged)."""
        text, rng = self._template(theme, "P"), self.rng
        causes = frames()["causes"]
        draw = rng.random()
        if draw < CAUSE_SHARE and not text.startswith(("由于", "因", "受")):
            cause = rng.choice([name for name in causes if name != theme])
            return f"{{P {cause},{theme}|{rng.choice(causes[cause])}，{text}}}"
        if draw > 1 - TAIL_SHARE:
            text += rng.choice(frames()["tail_problem"])
        return f"{{P {theme}|{text}}}"

    def measure(self, theme: str) -> str:
        """A measure, now and then with a goal clause, which is not tagged."""
        text = self._template(theme, "M")
        if self.rng.random() < TAIL_SHARE:
            text += self.rng.choice(frames()["goal"])
        return f"{{M {theme}|{text}}}"

    def rectified(self, theme: str) -> str:
        """What was done about a problem of last year."""
        return f"{{R {theme}|{self._template(theme, 'R')}}}"

    def _run(self, items: list[str], marks: Sequence[str], joint: str) -> str:
        return joint.join(mark + item for mark, item in zip(marks, items, strict=False)) + "。"

    def _frame(self, name: str) -> str:
        return f"{{C|{self.rng.choice(frames()[name])}}}"

    def _paired(self, problems: list[str], measures: list[str], marks: Sequence[str]) -> str:
        lines = []
        for number, problem in enumerate(problems):
            answer = f"{measures[number]}。" if number < len(measures) else ""
            lines.append(f"{marks[number]}{problem}。{answer}")
        return "\n".join(lines)

    def section(self, plan: Plan) -> str:
        """Annotated section five for a plan of themes by role letter."""
        rng = self.rng
        problems = [self.problem(theme) for theme in plan["P"]]
        measures = [self.measure(theme) for theme in plan["M"]]
        rectified = [self.rectified(theme) for theme in plan["R"]]
        marks, later = rng.choice(_ENUMERATIONS), rng.choice(_ENUMERATIONS)
        joint = rng.choice(("；", "。", "；\n", "。\n"))
        blocks = []
        if rectified:
            blocks.append(
                f"{self._frame('context_rectified')}：" + self._run(rectified, _ENUMERATIONS[0], "；")
            )
        if len(problems) == len(measures) and rng.random() < 0.25:
            blocks.append(self._paired(problems, measures, marks))
            return "\n".join(blocks)
        heads = rng.choice(_HEADS)
        lead = f"{self._frame('context_problem')}：" if rng.random() < 0.6 else ""
        blocks.append((heads[0] + "\n" if heads[0] else "") + lead + self._run(problems, marks, joint))
        if measures:
            lead = f"{self._frame('context_measure')}：" if rng.random() < 0.6 else ""
            blocks.append((heads[1] + "\n" if heads[1] else "") + lead + self._run(measures, later, joint))
        return "\n".join(blocks)
