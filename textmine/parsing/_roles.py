"""Roles by rule: cue words for shortfalls and steps, frames of blocks, and the order in which both usually come."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from textmine.parsing._frames import FrameName
from textmine.parsing._signals import EVERYTHING, Gated, first_characters, gate
from textmine.resources import load_yaml
from textmine.schema import Role

_CLAUSE = re.compile(r"[^,。;:]+")
_SHARPEST = 8.0
_PREFIX = re.compile(r"^(?:20[0-9]{2}年度?|我[局镇乡县市区委办校院队街道]{1,2}|下一?步|今后|目前)+")
_PREFIX_BEGINS = first_characters(_PREFIX)


class _Edges:
    """Weights of words at one end of a clause; the longest word that is there counts."""

    def __init__(self, weights: dict[str, float], *, at_end: bool) -> None:
        self._weights = weights
        # By two characters: by one, most clauses would have words to be compared with.
        lengths: dict[str, set[int]] = {}
        for word in weights:
            if len(word) > 1:
                lengths.setdefault(word[-2:] if at_end else word[:2], set()).add(len(word))
        self._lengths = {chars: tuple(sorted(of_both, reverse=True)) for chars, of_both in lengths.items()}
        self._single = {word: weight for word, weight in weights.items() if len(word) == 1}

    def opening(self, clause: str) -> float:
        """Weight of the word with which a clause begins, 0 if none."""
        for length in self._lengths.get(clause[:2], ()):
            if (start := clause[:length]) in self._weights:
                return self._weights[start]
        return self._single.get(clause[:1], 0.0)

    def closing(self, clause: str) -> float:
        """Weight of the word with which a clause ends, 0 if none."""
        for length in self._lengths.get(clause[-2:], ()):
            if (end := clause[-length:]) in self._weights:
                return self._weights[end]
        return self._single.get(clause[-1:], 0.0)


class _Cues:
    """Weights of role cues: one automaton for words anywhere, tables for words at the ends of clauses."""

    def __init__(self) -> None:
        import ahocorasick_rs

        data: dict[str, Any] = load_yaml("parsing", "role_cues.yaml")
        tables: dict[str, dict[str, float]] = {"anywhere": {}, "opening": {}, "closing": {}}
        for sign, role in ((-1.0, "problem"), (1.0, "measure")):
            for group in data[role]:
                table = tables[group["place"]]
                for cue in group["cues"]:
                    table[cue] = table.get(cue, 0.0) + sign * group["weight"]
        self.weights = tuple(tables["anywhere"].values())
        self.opening = _Edges(tables["opening"], at_end=False).opening
        self.closing = _Edges(tables["closing"], at_end=True).closing
        self.find: Any = ahocorasick_rs.AhoCorasick(
            list(tables["anywhere"]), matchkind=ahocorasick_rs.MatchKind.LeftmostLongest
        ).find_matches_as_indexes
        patterns = [rule["pattern"] for rule in data["shortfall_patterns"]]
        self.shortfalls = Gated(map(gate().needs, patterns), lambda number: re.compile(patterns[number]))


@lru_cache(maxsize=1)
def _cues() -> _Cues:
    return _Cues()


def opening_weight(clause: str) -> float:
    """Weight of the act or shortfall word that a clause begins with, 0 if none."""
    return _cues().opening(clause)


def is_shortfall_clause(clause: str, hints: int = EVERYTHING) -> bool:
    """Whether the clause says by its own predicate that something is still to be raised (…需进一步严格).

    ``hints`` are those of the clause or of more, if known; they only save time.
    """
    return any(pattern.search(clause) for pattern in _cues().shortfalls.possible(hints))


def inclination(text: str, hints: int = EVERYTHING) -> float:
    """How much a statement reads like a step (positive) or a shortfall (negative), clipped to ±8; ``hints`` as above."""
    if "问题。" in text and (met := _met(text)):
        return met
    return _plain_inclination(text, hints)


def _plain_inclination(text: str, hints: int = EVERYTHING) -> float:
    """The inclination of all words alike, whatever heads them."""
    cues, anywhere = _cues(), 0.0
    for hit in cues.find(text):
        anywhere += cues.weights[hit[0]]
    total = anywhere + _by_clause(cues, text, hints)
    if total < _RESULT and tells_result(text):
        total = _RESULT
    return -_SHARPEST if total < -_SHARPEST else _SHARPEST if total > _SHARPEST else total


def meets_shortfall(text: str) -> bool:
    """Whether a shortfall is only the heading of the step that meets it (解读形式单一的问题。制作图解8幅)."""
    return "问题。" in text and _met(text) > 0.0


def _met(text: str) -> float:
    """The inclination of what stands behind shortfalls as headings, 0 if there are none or it is no step."""
    headings = _HEADED_BY_SHORTFALLS.match(text)
    lean = _plain_inclination(text[headings.end() :]) if headings else 0.0
    return lean if lean >= _STEP else 0.0


def tells_result(text: str) -> bool:
    """Whether two figures tell what has become better (更新超期率由21%下降到3%)."""
    if "由" not in text and "从" not in text:
        return False
    changed = _CHANGED.search(text)
    if not changed or _UNLESS.search(text):
        return False
    return (changed.group(1) is None) == (_BAD.search(text, 0, changed.end()) is not None)


def _by_clause(cues: _Cues, text: str, hints: int) -> float:
    """What the words at the ends of clauses, and their predicates, add."""
    total, share = 0.0, 1.0
    lacking = cues.shortfalls.possible(hints)
    clauses = _CLAUSE.findall(text)
    if clauses and clauses[0][0] in _PREFIX_BEGINS and (prefix := _PREFIX.match(clauses[0])):
        clauses[0] = clauses[0][prefix.end() :]
    for clause in clauses:
        opening = cues.opening(clause)
        if opening >= _ACT and _ACT_WANTING.fullmatch(clause):
            opening = -_ACT
        total += opening * share
        share = 0.5  # clauses after the first
        if opening < _ACT:
            total += cues.closing(clause)
            if lacking and any(pattern.search(clause) for pattern in lacking):
                total -= 4.0
    return total


_ACT = 2.0
"""Weight of a word at the beginning of a clause from which it tells an act."""
# An act that is found wanting (更新慢, 落实不到位, 整合力度不够): with its predicate nothing else stands in the clause. What an act is against is no
# predicate (克服不利影响).
_ACT_WANTING = re.compile(
    "(?!解决|克服|改进|整改|纠正|消除|弥补|改变|扭转|杜绝|防止|避免|针对|围绕|对照|减少|破解|查找)[\u4e00-\u9fff]{2}(?:程度|力度|工作|频率|频次|速度|还|仍|得|的)?(?:比较|较为|有些|较|偏|太|过|很)?"
    "(?:不(?![足断懈怠漏出降放减变误停留走折扰违越泄失脱缺遗错重落掉])[\u4e00-\u9fff]{1,4}|未[\u4e00-\u9fff]{1,4}|慢|迟缓?|缓慢|滞后|欠缺|缺失|松散?|乏力|薄弱)"
)


_HEADED_BY_SHORTFALLS = re.compile("(?:[^。;!?]{3,40}问题。)+(?=[^。])")
_STEP = 1.0
"""The least inclination of a step behind such a heading."""
_RESULT = 2.0
"""The least inclination of a result that two figures tell."""
# Such figures: a result, if it is something bad that fell or something good that rose.
_CHANGED = re.compile(
    "[由从][^,;。]{0,12}[0-9一二三四五六七八九十百][^,;。]{0,10}?(?:(提高|提升|上升|增加|增长|扩大|增至|升至|升到|增到)|下降|降低|缩短|压缩|压减|减少|精简|缩减|降至|降到|减至|减到|缩至|压至|降为|减为)"
    "(?:到|至|为)?了?[^,;。]{0,6}[0-9一二三四五六七八九十百]"
)
_UNLESS = re.compile("但|仍|还(?:有|是|存)|不足|不够|只|仅")
_BAD = re.compile(
    "差错|错|投诉|超期|逾期|败诉|纠错|退回|退件|补正|时间|时长|用时|周期|时限|[0-9一二三四五六七八九十]个?(?:天|小时|工作日|日|个月|周)|环节|空白|僵尸|不规范|违规|积压|重复|失效|漏"
)


class Evidence(NamedTuple):
    """What is known of one statement before its role is decided.

    Attributes
    ----------
    lean: its inclination (see ``inclination``).
    frame: the kind of block it stands in, and ``firm`` whether a heading or lead-in right above says so.
    earlier: whether it speaks of an earlier year's shortfall by itself; ``still_open`` whether that shortfall stands on,
        ``done`` whether something is said to be done.
    under_heading: whether a heading, not only a lead-in, opened the block.
    border: how it is parted from the statement before: ``sentence`` (same item), ``item`` (next of a list), ``list`` (a list begins
        or begins anew), ``paragraph``, ``arrow`` (shortfall → step), ``relist`` (a second list of the same
        kind), ``pair`` (second half of items that all have two halves), ``frame`` (another block begins).
    paired: whether the item before held more than one statement.
    """

    lean: float
    frame: FrameName | None
    firm: bool
    earlier: bool
    still_open: bool
    done: bool
    under_heading: bool
    border: str
    paired: bool


_STATES: tuple[Role, Role, Role] = ("problem", "measure", "rectified")
# Costs of passing from shortfalls to steps and back, by border.
_TO_MEASURE = {
    "sentence": 1.5,
    "item": 4.0,
    "list": 0.5,
    "paragraph": 0.5,
    "arrow": -6.0,
    "relist": -2.0,
    "pair": -4.0,
    "frame": 0.0,
}
_TO_PROBLEM = {
    "sentence": 5.0,
    "item": 5.0,
    "list": 2.5,
    "paragraph": 2.0,
    "arrow": 5.0,
    "relist": 3.0,
    "pair": 6.0,
    "frame": 0.0,
}


def _own_scores(item: Evidence) -> tuple[float, float, float]:
    lean, frame, firm, earlier, still_open, done, under_heading, _, _ = item
    problem, measure, rectified = -lean / 2, lean / 2, -5.0
    strength = 1.0 if firm else 0.3
    if frame == "problems":
        problem += 4.0 * strength
    elif frame == "measures":
        measure += 6.0 * strength
    elif frame == "earlier_year":
        rectified = 7.0 if under_heading or done else 2.5
        rectified = rectified if not still_open else -1.0
    if still_open and (earlier or frame == "earlier_year"):
        problem += 4.0
    if earlier:
        rectified = max(rectified, 5.0) + (2.0 if not still_open else -6.0)
    return problem, measure, rectified


_TO_OR_FROM_RECTIFIED = 0.5


def decide(items: Sequence[Evidence]) -> list[Role]:
    """The likeliest sequence of roles (Viterbi over problem, measure, rectified)."""
    if not items:
        return []
    problem, measure, rectified = _own_scores(items[0])
    problem += 0.5  # statements begin with shortfalls more often than with steps
    back: list[tuple[int, int, int]] = []
    for item in items[1:]:
        border = item.border
        problem_own, measure_own, rectified_own = _own_scores(item)
        to_problem = 0.5 if border == "item" and item.paired else _TO_PROBLEM[border]
        from_rectified = rectified - _TO_OR_FROM_RECTIFIED
        from_problem, from_measure = problem - _TO_MEASURE[border], measure - to_problem
        to_rectified = problem - _TO_OR_FROM_RECTIFIED, measure - _TO_OR_FROM_RECTIFIED
        best_problem = max(problem, from_measure, from_rectified)
        best_measure = max(from_problem, measure, from_rectified)
        best_rectified = max(*to_rectified, rectified)
        back.append(  # of equals, the first one
            (
                0 if best_problem == problem else 1 if best_problem == from_measure else 2,
                0 if best_measure == from_problem else 1 if best_measure == measure else 2,
                0 if best_rectified == to_rectified[0] else 1 if best_rectified == to_rectified[1] else 2,
            )
        )
        problem = best_problem + problem_own
        measure = best_measure + measure_own
        rectified = best_rectified + rectified_own
    best = max(problem, measure, rectified)
    state = 0 if best == problem else 1 if best == measure else 2
    path = [_STATES[state]]
    for came_from in reversed(back):
        state = came_from[state]
        path.append(_STATES[state])
    path.reverse()
    return path
