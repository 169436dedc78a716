"""The names of the statutory sections, as the body of knowledge in ``headings.yaml`` has them."""

from __future__ import annotations

import re
import sys
from functools import lru_cache
from typing import Any, NamedTuple

from textmine.parsing._beginnings import Letters, make_letters
from textmine.parsing._numbering import BULLETS, IN_BRACKETS, NUMERALS, SIGNS, Mark
from textmine.resources import load_yaml

IN_FULL = 4
"""Weight of a statutory name in full."""
# Words of which one must follow where a name begins.
_PROBE = re.compile(
    "主动公开|依申请|申请公开|公开政府信息|公开的?情况|申请(?:的)?情?况|公开申请|总体|概述|概况|综述|总述|(?:基本|推进|落实|开展|进展|工作)情况|复议|诉讼|收费|费用|减免"
    "|问题|不足|困难|存在|改进|整改|下一?步|今后|下一?阶段|明年|来年|其[他它]|报告的|说明的|(?:工作|主要)?(?:打算|安排|计划|思路|重点|措施|方向|举措|设想|意见|建议)"
)
_ENDS_AGENCY = re.compile("[局委办厅府镇乡道心校院处会司所站区县市部旗州省]")
_AGENCY = re.compile("[\u4e00-\u9fff0-9()]{3,26}")
_PROBE_REACH = 36
_LONGEST_PROBE = 8
_LONGEST_NAME = 80
_SYNTAX = frozenset("()[]{}?*+|:-\\0123456789")  # of the patterns
# Names in full begin like this also where no line and no number announces them.
FULL_NAMES = (
    "总体情况",
    "主动公开政府信息情况",
    "收到和处理政府信息",
    "政府信息公开行政复议",
    "存在的主要问题",
    "其他需要报告",
)


class _Grammar(NamedTuple):
    """The names of sections as patterns.

    ``any_name``: all at once; most places have none, and one look settles that. ``rules``: section id, weight and pattern of each.
    ``run``: the characters that a name may be made of, and so all that a name reaches. ``letters``: what characters can be to a
    heading.
    """

    any_name: re.Pattern[str]
    rules: tuple[tuple[str, int, re.Pattern[str]], ...]
    run: re.Pattern[str]
    letters: Letters
    table_rows: tuple[str, ...]


@lru_cache(maxsize=1)
def grammar() -> _Grammar:
    """The patterns, made when they are first asked for."""
    data: dict[str, Any] = load_yaml("parsing", "headings.yaml")
    filler = f"(?:20[0-9]{{2}}年度?)?[{data['fillers']}]{{0,16}}?"
    patterns = [rule["pattern"] for rule in data["sections"]]
    letters = "".join(
        sorted({char for char in "年度" + data["fillers"] + "".join(patterns) if char not in _SYNTAX})
    )
    return _Grammar(
        re.compile(filler + "(?:" + "|".join(f"(?:{pattern})" for pattern in patterns) + ")"),
        tuple(
            (rule["id"], rule["weight"], re.compile(filler + f"(?:{rule['pattern']})"))
            for rule in data["sections"]
        ),
        re.compile(f"(?:[{re.escape(letters)}]|20[0-9]{{2}}年)*"),
        make_letters(
            marks=NUMERALS + IN_BRACKETS + SIGNS + BULLETS + "第(P0123456789、",
            letters=letters,
            goes_on="2、.,:",
            behind=letters + "、.,:",  # the mark itself may end with punctuation
            names=FULL_NAMES,
        ),
        tuple(data["table_rows"]),
    )


def run_at(text: str, start: int, end: int = sys.maxsize) -> re.Match[str]:
    """The run, which may be empty, of characters of which names are made, with which a compact text goes on at ``start``."""
    run = grammar().run.match(text, start, end)
    assert run is not None
    return run


def name_at(text: str, start: int) -> tuple[str, int, int] | None:
    """The section name that begins at ``start`` of a compact text, as ``name_in`` gives it."""
    return name_in(run_at(text, start, start + _LONGEST_NAME).group())


@lru_cache(maxsize=2048)  # reports head their sections alike
def name_in(run: str) -> tuple[str, int, int] | None:
    """The weightiest and longest name that begins a run of characters of which names are made: kind, weight and length."""
    names = grammar()
    if not names.any_name.match(run):
        return None
    best: tuple[str, int, int] | None = None
    for kind, weight, pattern in names.rules:
        found = pattern.match(run)
        if found and (best is None or (weight, found.end()) > (best[1], best[2])):
            best = (kind, weight, found.end())
    return best


def name_behind_agency(row: str, mark: Mark) -> tuple[str, int, int] | None:
    """The statutory name that ends a row of which the name of an agency is the beginning (一、某市水务局总体情况)."""
    agency = _AGENCY.match(row, mark.length)
    for end in _ENDS_AGENCY.finditer(row, mark.length + 2, agency.end()) if agency else ():
        found = name_in(row[end.end() :])
        if found and found[1] == IN_FULL and end.end() + found[2] == len(row):
            return found[0], found[1], len(row) - mark.length
    return None


def is_probable(text: str, start: int) -> bool:
    """Whether a word of a name stands where one would begin; one quick look, which settles most places."""
    found = _PROBE.search(text, start, start + _PROBE_REACH + _LONGEST_PROBE)
    return found is not None and found.start() <= start + _PROBE_REACH
