"""Where one sentence makes two points: borders between clauses that name different subjects with predicates of their own."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate
from operator import or_

from textmine.parsing._act_lists import listed_acts
from textmine.parsing._context import names_earlier
from textmine.parsing._openings import POINTER, commas, is_act, is_aspect, openings
from textmine.parsing._predicates import AND_OTHERS, LISTED_PREDICATE, OWN_PREDICATE
from textmine.parsing._signals import gate
from textmine.parsing._stretches import stretch
from textmine.parsing._turns import (
    FRAME_END_CHARS,
    PROGRESS,
    SHORTEST_FRAME,
    TURN_BEGINS,
    named_point,
    turns,
    turns_to_act,
)

_BUT = re.compile(r"^(?:但是?|然而|不过|可是)[,]?")
# Longer sentences are no lists of points but damage or hostility.
_LONGEST_SPLIT = 600
_REMEMBERED = 3 << 10  # sentences; reports repeat themselves and each other
_GAP = re.compile(r"差距|距离")
_SUCH_AS = re.compile(
    "(?:(?:(?:20[0-9]{2}年度?|今年|本年度?|目前|当前)以?来?,)?[^,、]{0,24}?(?:存在(?!的)|问题是|问题有|如|主要是|主要有|表现(?:在|为)|体现在|包括))?(?:着|例?如)?[:,]?"
)
_LONGEST_SUCH_AS = 40  # characters of a match
# What a list of shortfalls is called behind its last one (…等问题, …等方面的不足).
_MATTER = "(?:方面)?的?(?:问题|情况|不足(?:之处)?|现象|短板|薄弱环节)|方面"
_AND_SO_ON = re.compile(
    f"(?:等(?:等)?(?:{_MATTER})?|(?P<count>[两三四五六][个大]?(?:方面)?的?(?:问题|不足|短板))|的(?:问题|情况|现象))(?:(?:仍然?|依然|还)?(?:一定程度)?存在|有待(?:解决|改进))?"
    "(?:,(?:均|都|还|仍|这些)?(?:有待|亟待|需要?|须)[^,、]{2,20})?$"
)
_DATED = re.compile("20[0-9]{2}年|[上去]一?年")
# The end of a list of shortfalls behind its last one (…、人员配备偏少等等,均有待解决).
_TAIL = re.compile(
    f"{AND_OTHERS}(?P<matter>{_MATTER})?"
    "(?:[,，](?:均|都|还|仍|这些)?(?:有待|亟待|需要?|须)[^,，、]{2,24})?$"
)
_BECAUSE = ("由于", "因", "鉴于", "受")
LIST_ENDS = ("等", "问题", "方面", "情况", "不足", "之处", "现象", "短板", "环节", "存在", "解决", "改进", "重视", "完善", "提高", "加强")  # fmt: skip
"""Ends of sentences that may close a list of shortfalls."""
# How a sentence goes over from a frame to the shortfalls it lists (…平稳开展,但仍存在公开不及时、内容不全等问题).
_GOES_OVER = re.compile("但|然而|不过|可是|同时|也|仍|还|尚|主要|具体|集中|存在|表现|体现|例如|比如|如|包括")
# A sentence that leans further to one side tells no shortfall and its step; between the two, the clauses must differ that much.
_ONE_SIDED = 7.9
_LONGEST_TAIL = 40
_LONGEST_PLAIN = 18  # characters of a shortfall told in one plain clause
_TURNS = frozenset(("但", "但是", "然而", "不过", "可是", "同时", "此外"))
# Where a comma can part two points although the topic stays the same: it stands first, because that is found quickest.
_MAY_PART = re.compile(
    f",(?:(?<=[{''.join(sorted(FRAME_END_CHARS))}],),*[^,]|[{''.join(sorted(TURN_BEGINS))}]|但|然而|不过|可是|针对|对于|关于|聚焦|围绕|以上|上述|这些"
    "|[^,]{0,12}(?:问题|不足|短板|薄弱)[^,]{0,6}(?:是|有|为|在于))"
)
_FORMULA_ENDS = ("局面", "台阶", "力量", "水平", "成效", "贡献", "满意", "前列", "服务", "保障", "支撑")
_SHORTEST_LEAD = 6
_SURELY_STEP = 4.0  # inclination of a step before a formula that by itself would make the whole sentence one
_Range = tuple[int, int]


def split_points(sentence: str, *, one_sided: bool = False) -> tuple[_Range, ...]:
    """Ranges of a sentence's statements, commas between them left out; one range if it makes one point.

    ``one_sided``: whether the sentence stands in a block on steps or on an earlier year, where a shortfall and the step against it are one
    statement.
    """
    return _split(sentence, one_sided) if len(sentence) <= _LONGEST_SPLIT else ((0, len(sentence)),)


@lru_cache(maxsize=_REMEMBERED)
def _split(sentence: str, one_sided: bool) -> tuple[_Range, ...]:
    end = len(sentence)
    whole = stretch(sentence)
    if whole.is_context:
        return tuple(_without_formula(sentence, [(0, end)], least=_SURELY_STEP))
    if "、" in sentence or sentence.endswith(LIST_ENDS):
        listed = _listed_shortfalls(sentence) or _framed_list(sentence)
        if listed:
            return tuple(listed)
        if sentence.count("、") > 1 and (acts := listed_acts(sentence)):
            *before, (last, _) = acts
            return (
                *before,
                *((last + first, last + stop) for first, stop in _split(sentence[last:], one_sided)),
            )
    if "," not in sentence:
        return ((0, end),)
    topics = whole.hints & gate().any_topic
    shifting = bool(topics & (topics - 1))  # a shift from one topic to another needs two
    mixed = not one_sided and abs(whole.inclination) < _ONE_SIDED and not names_earlier(sentence, whole.hints)
    turning = sentence.endswith(_FORMULA_ENDS) or _MAY_PART.search(sentence) is not None
    if not (shifting or mixed or turning):
        start, end = end - len(sentence.lstrip(",")), len(sentence.rstrip(","))
        return ((start, end),) if start < end else ()
    first, clauses = 0, []
    for comma in (*commas(sentence), end):
        if sentence[first:comma] in _TURNS:
            continue  # belongs to what it turns to
        if first < comma:
            clauses.append((first, comma))
        first = comma + 1
    return tuple(_joined(sentence, clauses, shifting=shifting, mixed=mixed, turning=turning))


def _joined(text: str, clauses: list[_Range], *, shifting: bool, mixed: bool, turning: bool) -> list[_Range]:
    """The clauses of a sentence, those that make one point joined.

    ``shifting``: whether it names more than one topic; ``mixed``: whether it may tell a shortfall and the step against it; ``turning``: whether
    it has words with which sentences turn to another point.
    """
    if not clauses:
        return []
    topics = gate().topics_in(text, clauses) if shifting else [0] * len(clauses)
    following = list(accumulate(reversed(topics), or_))[::-1]  # topics of a clause and all behind it
    parts, before = [clauses[0]], topics[0]
    for number, (start, end) in enumerate(clauses[1:], 1):
        last, left = clauses[number - 1], parts[-1]
        parted = False
        if shifting or turning:
            own = topics[number]
            shifts = bool(own and before and not before & following[number]) or bool(
                own
                and topics[number - 1]
                and not own & topics[number - 1]
                and _one_by_one(text, last, (start, end))
            )
            parted = _parted(text, left, (start, end), shifts=shifts)
        if parted or (mixed and turns_to_act(text, left, last, (start, end))):
            but = _BUT.match(text[start:end])
            named = named_point(text, start, end)
            parts.append((named if named > start else start + (but.end() if but else 0), end))
            before = topics[number]
        else:
            parts[-1] = (left[0], end)
            before |= topics[number]
    parts = [part for part in parts if part[0] < part[1]]
    if len(parts) > 1 and stretch(text[slice(*parts[-2])]).is_shortfall:
        parts[-1] = (parts[-1][0], end_of_list(text, *parts[-1], matters=True))
    return _without_formula(text, parts) if turning else parts


def _without_formula(text: str, parts: list[_Range], *, least: float = 0.0) -> list[_Range]:
    """The parts, a closing formula set apart from the step before it (…按季公开进展,为全区发展贡献力量), which must lean to a step by ``least``."""
    if not parts:
        return parts
    start, end = parts[-1]
    comma = text.rfind(",", start, end)
    if comma - start < _SHORTEST_LEAD or end - comma < _SHORTEST_LEAD:
        return parts
    step, formula = text[start:comma], text[comma + 1 : end]
    if not stretch(formula).is_context or stretch(step).is_context or stretch(step).inclination <= least:
        return parts
    return [*parts[:-1], (start, comma), (comma + 1, end)]


def _framed_list(sentence: str) -> list[_Range]:
    """Ranges of a frame and of the shortfalls that 、 parts behind it; none if there is no such list, or its cause stands before it."""
    at = sentence.rfind(",", 0, max(0, sentence.find("、")))
    if at < SHORTEST_FRAME or not _GOES_OVER.match(sentence, at + 1):
        return []
    frame = sentence[:at]
    told = stretch(frame)
    if frame.startswith(openings().causes) or (
        told.is_shortfall and not told.is_context and not PROGRESS.search(frame)
    ):
        return []
    listed = _listed_shortfalls(sentence[at + 1 :])
    return [(0, at), *((at + 1 + start, at + 1 + end) for start, end in listed)] if listed else []


def _listed_shortfalls(sentence: str) -> list[_Range]:
    """Ranges of shortfalls with predicates of their own that 、 parts (如公开的规范性还有待提高、队伍建设有待加强等); none if it is no such list."""
    if sentence.rfind(",") >= _LONGEST_SUCH_AS <= sentence.rfind("、"):
        return []  # both marks in the list
    opening = _SUCH_AS.match(sentence)
    start = opening.end() if opening else 0
    tail = _AND_SO_ON.search(sentence)
    if tail and tail.group("count") and _DATED.match(sentence):
        tail = None  # the shortfalls of an earlier year, before each is taken up (2021年度存在更新慢、人手少两个问题)
    end = tail.start() if tail else len(sentence)
    separator = "," if "," in sentence[start:end] else "、"
    if separator == "," and ("、" in sentence[start:end] or not tail or sentence.startswith(_BECAUSE)):
        return []
    parts, at, right = [], start, start
    while right < end:
        right = sentence.find(separator, right + 1, end)
        if right < 0:
            right = end
        part = sentence[at:right]
        if OWN_PREDICATE.search(part) or ((start or tail) and LISTED_PREDICATE.search(part)):
            parts.append((at, right))
            at = right + 1
        elif separator == ",":
            return []  # what has no predicate belongs to the next part only where 、 joins its words
    return parts if len(parts) > 1 and at > end else []


def _parted(text: str, left: _Range, right: _Range, *, shifts: bool) -> bool:
    """Whether a comma parts two points: ``left`` so far and the clause ``right``; ``shifts`` says that the topic is another one."""
    start, end = right
    if text.endswith("方面", *left) and not text.endswith(("一方面", "个方面"), *left):
        return False  # 公开时效方面,将… only says what the act is about
    if turns(text, left, right):
        return True
    last_words = text[max(left[0], text.rfind(",", left[0], start - 1) + 1) : start - 1]
    if not shifts or len(last_words) < 4 or end - start < 4:
        return False
    known, words = openings(), text[start:end]
    if (
        is_aspect(text[slice(*left)], words)
        or words.startswith(known.results)
        or last_words.startswith(known.causes)
        or POINTER.match(last_words)
        or _GAP.search(words)
    ):
        return False
    if is_act(last_words) and is_act(words):
        return not words.startswith(known.goals)
    return end - start >= 5 and stretch(last_words).is_shortfall and stretch(words).is_shortfall


def end_of_list(text: str, start: int, end: int, *, matters: bool) -> int:
    """The end of a shortfall without the words that close a list of them (等), which belong to no point (settled case 15).

    ``matters``: whether also those that say what was listed (等问题), which only go with a shortfall that stands alone.
    """
    found = _TAIL.search(text, max(start, end - _LONGEST_TAIL), end)
    if not found or (found.group("matter") and not matters):
        return end
    last = text[max(start, text.rfind(",", start, found.start()) + 1) : found.start()]
    return found.start() if last and stretch(last).is_shortfall else end


def _one_by_one(text: str, left: _Range, right: _Range) -> bool:
    """Whether two clauses are short subjects with a shortfall as their predicate each (公开不够及时,内容不够全面), told one by one even if a
    later one comes back to the topic of the first.
    """
    return all(
        end - start <= _LONGEST_PLAIN and OWN_PREDICATE.search(text[start:end]) is not None
        for start, end in (left, right)
    )
