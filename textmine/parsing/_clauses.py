"""Where one sentence makes two points: borders between clauses that name different subjects with predicates of their own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from operator import or_
from typing import Any

from textmine.normalization import fold
from textmine.parsing._context import names_earlier
from textmine.parsing._roles import opening_weight
from textmine.parsing._signals import first_characters, gate
from textmine.parsing._stretches import stretch
from textmine.resources import load_yaml

_COMMA = re.compile(r",")
_JOINT = re.compile("^[并且同时]+")
_LIST_MARK = re.compile("^[一二三四五六七八九十]+是")
_SHORTEST_CLAUSE = 3
_BUT = re.compile(r"^(?:但是?|然而|不过|可是)[,]?")
# Words before the act that do not make it another subject.
_ACT_PREFIX = re.compile(
    r"^(?:下一?步|今后|同时|并|还|另外|再|我[局镇乡县市区委办校院队街道]{1,2}|将|要|拟|准备|进一步|继续|切实|积极|不断)+"
)
# Longer sentences are no lists of points but damage or hostility.
_LONGEST_SPLIT = 600
_REMEMBERED = 1 << 12  # sentences; reports repeat themselves and each other
_ACT_ON = re.compile(r"对[^,]{2,14}(?:进行|开展|实行)")
# How the clause ends after which a frame (an achievement, a general admission) can stop and a point begin.
_FRAME_ENDS = (
    "问题", "不足", "差距", "距离", "短板", "薄弱环节", "短处", "欠账", "欠缺", "困难", "弱项", "之处", "方面", "平稳", "推进",
    "开展", "有序", "较好", "成效", "成绩", "进展", "进步", "起色", "起步阶段", "提高", "提升", "情形", "情况", "事件", "现象",
    "改进", "整改", "强弱项", "重视", "空间", "的地方", "并存", "存在", "不少", "正视", "看到", "两点", "三点", "几点",
)  # fmt: skip
_FRAME_END_CHARS = frozenset(words[-1] for words in _FRAME_ENDS)
_GAP = re.compile(r"差距|距离")
# A shortfall that has been eased, and the turn to what of it stands on.
_EASED = re.compile("(?:缓解|好转|改善|改观|解决|整改|提高|提升|增强|进展)$")
_NAMES_SHORTFALL = re.compile("问题|现象|情况|不足|短板")
_STANDS_ON = re.compile("(?:但是?|然而|不过|可是),?[^,]{0,20}(?:仍|还|依然|尚|未|没|存在)")
_SUCH_AS = re.compile(
    "(?:(?:(?:20[0-9]{2}年度?|今年|本年度?|目前|当前)以?来?,)?[^,、]{0,24}?(?:存在(?!的)|问题是|问题有|如|主要是|主要有|表现(?:在|为)|体现在|包括))?(?:着|例?如)?[:,]?"
)
_LONGEST_SUCH_AS = 40  # characters of a match
# What a frame of this kind is followed by, even with "such as", is the point.
_ADMISSIONS = ("问题", "不足", "差距", "短板", "薄弱环节", "弱项", "欠缺", "之处", "空间", "的地方")
# An admission that names no shortfall yet (但不足之处也应正视, 成绩与不足并存).
_ADMITS = re.compile(
    "(?:问题|不足|短板|弱项|差距|距离|薄弱环节|短处|欠缺)(?:之处)?(?:仍然?|还|也|依然)*(?:存在|不少|较多|突出|明显|客观存在|应(?:当)?(?:正视|看到)|并存)?$"
)
_AND_SO_ON = re.compile(
    "(?:等(?:等)?(?:的?(?:问题|方面|情况|不足|现象))?|的(?:问题|情况|现象))(?:(?:仍然?|依然|还)?(?:一定程度)?存在|有待(?:解决|改进))?"
    "(?:,(?:均|都|还|仍|这些)?(?:有待|亟待|需要?|须)[^,、]{2,20})?$"
)
_BECAUSE = ("由于", "因", "鉴于", "受")
_LIST_ENDS = ("等", "问题", "方面", "情况", "不足", "现象", "存在", "解决", "改进")
_OWN_PREDICATE = re.compile(
    "..(?:还|仍|尚)?(?:有待|亟待|需|需要|要)(?:进一步|再)?.{2,6}$|..(?:还)?不(?:够)?.{1,3}$|..(?:薄弱|滞后|单一|单调|兼职|频繁|缺乏|欠缺|差距|缺失)$|..(?:较|偏|太|过)?(?:少|低|慢|弱|差|窄|浅)$|^(?:缺乏|缺少|没有|未能).{3}"
)
# How a sentence goes over from a frame to the shortfalls it lists (…平稳开展,但仍存在公开不及时、内容不全等问题).
_GOES_OVER = re.compile("但|然而|不过|可是|同时|也|仍|还|尚|主要|具体|集中|存在|表现|体现|例如|比如|如|包括")
_SHORTEST_FRAME = 8
# A sentence that leans further to one side tells no shortfall and its step; between the two, the clauses must differ that much.
_ONE_SIDED = 7.9
_ACT_LEAN, _ACT_CONTRAST = 2.0, 6.0
_SHORTEST_LEFT = 5
# Words that open a step, whatever act follows.
_STEP_BEGINS = re.compile(
    "(?:目前|当前)?(?:已|现|正(?:在|与|由|组织|按)?|将|拟|要|会)|今后|以后|此后|往后|明年|来年|下一?(?:步|年|阶段|学期)|年内|20[0-9]{2}年|[0-9]{1,2}月|由|待|把|从|自|每|凡|一律|改|在|对|与|请|为|给|并"
)
# A shortfall that is only named, as a matter on which something was done (专栏无人管理的,已指定专人).
_NAMED_AS_PAST = re.compile("(?:的|问题|情况|现象|状况|意见|一[项事条]|局面|之后|后)$")
_LONGEST_PLAIN = 18  # characters of a shortfall told in one plain clause
_CLEARLY_SHORT = -3.0  # inclination of a frame that tells a shortfall itself
# What a frame tells before it turns to the shortfalls.
_PROGRESS = re.compile("取得|成效|成绩|进步|进展|起色|良好|平稳|有序|顺利|正常|多了|扩大了|稳中有|稳步")
_TURNS_AGAINST = re.compile("(?:但是?|然而|不过|可是),?[^,]{2}")
# Words with which a sentence turns from a shortfall to what will be done about it (…不及时,下一步将…).
_TURN = re.compile(
    r"^(?:下一?步|下一?阶段|接下来|今后|在?(?:今后|下一?步|以后)的?工作中|为此|对此|对[这该]一?问题"
    r"|(?:20\d\d年)?(?:我[局镇乡县市区委办校院队街道中心单位]{1,3}|我们|本[局机关单位]{1,2})?[将拟]|明年|来年|20\d\d年将)"
)
_TURN_BEGINS = first_characters(_TURN)
_TURNS = frozenset(("但", "但是", "然而", "不过", "可是", "同时", "此外"))
_TURNS_BACK = frozenset("但然不可")  # 但, 然而, 不过, 可是
# Where a comma can part two points although the topic stays the same.
_MAY_PART = re.compile(
    f"[{''.join(sorted(_FRAME_END_CHARS))}],+[^,]|,[{''.join(sorted(_TURN_BEGINS))}]|,(?:但|然而|不过|可是|针对|对于|关于|聚焦|围绕)"
)
_POINTER = re.compile(
    r"^(?:下一?步[,]?)?(?:针对|关于|围绕|就|为了?|着眼|结合|按照|对于?[^,]*(?:问题|不足|短板|情况|现象|差距|意见|薄弱环节|之处|等)$)"
)
# A pointer to shortfalls that stands before the step on them (对2020年度存在的问题,过期电话已全部改正).
_SHORT_POINTER = re.compile("(?:针对|对于?|关于)[^,]{2,20}(?:问题|不足|短板)(?:之处)?")
# What speaks of the activity named before it (政策解读以文字为主,形式单一) and is no subject of its own.
_ACTIVITY = re.compile("解读|宣传|培训|互动|回应|学习|监督|检查|考核|答复")
_ASPECT = re.compile(
    "(?:形式|方式|手段|内容|深度|质量|数量|频次|频率|效果|力度|针对性|实效性|通俗性)"
    "|(?:缺少|缺乏|欠缺|不够|没有)(?:针对性|深度|实效|可读|吸引|系统|新意|特色|创新|重点)"
)
_ASPECT_BEGINS = first_characters(_ASPECT)
_NAMED_SHORTFALL = re.compile("(?:问题|不足|短板|现象|差距|薄弱环节)$")
# Words with which an admission goes over to the shortfalls it means (…还存在一些问题,具体表现在…).
_POINTS_OUT = re.compile(
    r"(?:(?:主要|具体|集中|突出){0,2}(?:表现|体现|反映)(?:在|为|出)|主要?包括|包括|(?:不足|问题|短板)(?:主要)?集中在|主要(?:是|有)|(?:比如|例如|如)(?![下何果期实数此今]))"
    r"(?!(?:以下|如下|下列)|[^,]{0,8}方面$).{4}"
)
# A step that points at another shortfall than the step before it (针对甲问题,已…,针对乙问题,已…).
_POINTS_AT = re.compile("(?:针对|对于|关于|聚焦|围绕)[^,]{2,30}(?:问题|不足|情况|现象|短板)$")
_POINTS_BEGINS = first_characters(_POINTS_AT)
_Range = tuple[int, int]
_OPENS_QUOTE, _CLOSES_QUOTE = frozenset("“《(‘"), frozenset("”》)’")


@dataclass(frozen=True, slots=True)
class _Rules:
    goals: tuple[str, ...]
    results: tuple[str, ...]
    causes: tuple[str, ...]


@lru_cache(maxsize=1)
def _rules() -> _Rules:
    words: dict[str, Any] = load_yaml("parsing", "statements.yaml")
    return _Rules(
        tuple(words["goal_openings"]), tuple(words["result_openings"]), tuple(words["cause_openings"])
    )


def topics_of(clause: str) -> frozenset[str]:
    """Subjects that a clause names by its key nouns."""
    hints = gate().hints(clause)
    return frozenset(name for name, hint in gate().topics.items() if hints & hint)


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
        return ((0, end),)
    if "、" in sentence or sentence.endswith(_LIST_ENDS):
        listed = _listed_shortfalls(sentence) or _framed_list(sentence)
        if listed:
            return tuple(listed)
    if "," not in sentence:
        return ((0, end),)
    topics = whole.hints & gate().any_topic
    shifting = bool(topics & (topics - 1))  # a shift from one topic to another needs two
    mixed = not one_sided and abs(whole.inclination) < _ONE_SIDED and not names_earlier(sentence, whole.hints)
    if not shifting and not mixed and not _MAY_PART.search(sentence):
        start, end = end - len(sentence.lstrip(",")), len(sentence.rstrip(","))
        return ((start, end),) if start < end else ()
    first, clauses = 0, []
    for comma in (*_commas(sentence), end):
        if sentence[first:comma] in _TURNS:
            continue  # belongs to what it turns to
        if first < comma:
            clauses.append((first, comma))
        first = comma + 1
    return tuple(_joined(sentence, clauses, shifting=shifting, mixed=mixed))


def _joined(text: str, clauses: list[_Range], *, shifting: bool, mixed: bool) -> list[_Range]:
    """The clauses of a sentence, those that make one point joined.

    ``shifting``: whether it names more than one topic; ``mixed``: whether it may tell a shortfall and the step against it.
    """
    if not clauses:
        return []
    topics = [0] * len(clauses)
    if shifting:
        hints, any_topic = gate().hints, gate().any_topic
        topics = [hints(text[start:end]) & any_topic for start, end in clauses]
    following = list(accumulate(reversed(topics), or_))[::-1]  # topics of a clause and all behind it
    parts, before = [clauses[0]], topics[0]
    for number in range(1, len(clauses)):
        start, end = clauses[number]
        shifts = topics[number] and before and not before & following[number]
        # Shortfalls with predicates of their own are told one by one, even if a later one comes back to the first one's topic.
        shifts = shifts or (
            topics[number]
            and topics[number - 1]
            and not topics[number] & topics[number - 1]
            and _tells_shortfall(text, clauses[number - 1])
            and _tells_shortfall(text, clauses[number])
        )
        if _parted(text, parts[-1], (start, end), shifts=bool(shifts)) or (
            mixed and _turns_to_act(text, parts[-1], clauses[number - 1], (start, end))
        ):
            but = _BUT.match(text[start:end])
            parts.append((start + (but.end() if but else 0), end))
            before = topics[number]
        else:
            parts[-1] = (parts[-1][0], end)
            before |= topics[number]
    return [part for part in parts if part[0] < part[1]]


def _commas(sentence: str) -> list[int]:
    """Commas outside quotation marks and brackets."""
    if _OPENS_QUOTE.isdisjoint(sentence):
        return [found.start() for found in _COMMA.finditer(sentence)]
    depth, found = 0, []
    for position, char in enumerate(sentence):
        if char in _OPENS_QUOTE:
            depth += 1
        elif char in _CLOSES_QUOTE:
            depth = max(0, depth - 1)
        elif char == "," and depth == 0:
            found.append(position)
    return found


def _framed_list(sentence: str) -> list[_Range]:
    """Ranges of a frame and of the shortfalls that 、 parts behind it; none if there is no such list, or its cause stands before it."""
    at = sentence.rfind(",", 0, max(0, sentence.find("、")))
    if at < _SHORTEST_FRAME or not _GOES_OVER.match(sentence, at + 1):
        return []
    frame = sentence[:at]
    told = stretch(frame)
    if frame.startswith(_rules().causes) or (
        told.is_shortfall and not told.is_context and not _PROGRESS.search(frame)
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
    end = tail.start() if tail else len(sentence)
    separator = "," if "," in sentence[start:end] else "、"
    if separator == "," and ("、" in sentence[start:end] or not tail or sentence.startswith(_BECAUSE)):
        return []
    parts, at = [], start
    for right in [
        *(found.start() for found in re.finditer(separator, sentence[:end]) if found.start() > start),
        end,
    ]:
        if _OWN_PREDICATE.search(sentence[at:right]):
            parts.append((at, right))
            at = right + 1
        elif separator == ",":
            return []  # what has no predicate belongs to the next part only where 、 joins its words
    return parts if len(parts) > 1 and at > end else []


def _parted(text: str, left: _Range, right: _Range, *, shifts: bool) -> bool:
    """Whether a comma parts two points: ``left`` so far and the clause ``right``; ``shifts`` says that the topic is another one."""
    start, end = right
    ends = text[left[1] - 1] in _FRAME_END_CHARS
    turns = text[start] in _TURN_BEGINS
    points = text[start] in _POINTS_BEGINS and _POINTS_AT.match(text, start, end) is not None
    if not (shifts or ends or turns or points or text[start] in _TURNS_BACK):
        return False
    last_words = text[max(left[0], text.rfind(",", left[0], start - 1) + 1) : start - 1]
    if (
        (points and _POINTER.match(text, *left))
        or (ends and _frame_ends(text, left, last_words, right))
        or (turns and _turns_to_remedy(text, left, last_words, right))
        or (text[start] in _TURNS_BACK and _stands_on(text, left, last_words, right))
        or (text[start] in _TURNS_BACK and _after_progress(text, left, right))
    ):
        return True
    if not shifts or len(last_words) < 4 or end - start < 4:
        return False
    rules, words = _rules(), text[start:end]
    if (
        _is_aspect(text, left, words)
        or words.startswith(rules.results)
        or last_words.startswith(rules.causes)
        or _GAP.search(words)
    ):
        return False
    if _is_act(last_words) and _is_act(words):
        return not words.startswith(rules.goals)
    return end - start >= 5 and stretch(last_words).is_shortfall and stretch(words).is_shortfall


def _tells_shortfall(text: str, clause: _Range) -> bool:
    """Whether a clause is a short subject with a shortfall as its predicate (内容不够全面)."""
    start, end = clause
    return end - start <= _LONGEST_PLAIN and _OWN_PREDICATE.search(text[start:end]) is not None


def _is_aspect(text: str, left: _Range, words: str) -> bool:
    """Whether a clause speaks of the activity that ``left`` names and has no subject of its own."""
    return bool(words[0] in _ASPECT_BEGINS and _ASPECT.match(words) and _ACTIVITY.search(text, *left))


def _frame_ends(text: str, left: _Range, last_words: str, right: _Range) -> bool:
    """Whether a frame (an achievement, a general admission) stops with the clause ``last_words`` and a point begins."""
    frame, words = text[left[0] : left[1]], text[right[0] : right[1]]
    if (
        len(frame) <= _SHORTEST_FRAME
        or not last_words.endswith(_FRAME_ENDS)
        or _SHORT_POINTER.fullmatch(frame)
    ):
        return False
    points_out = _POINTS_OUT.match(words) is not None
    if points_out and _ADMITS.search(last_words) and not stretch(last_words).hints & gate().any_topic:
        return True
    return stretch(frame).is_context and (
        points_out
        or (
            not stretch(f"{frame},{words}").is_context
            and (not words.startswith(_rules().results) or last_words.endswith(_ADMISSIONS))
        )
    )


def _stands_on(text: str, left: _Range, last_words: str, right: _Range) -> bool:
    """Whether a shortfall is said to be eased and, with the clause ``right``, what of it stands on."""
    return bool(
        _EASED.search(last_words)
        and _NAMES_SHORTFALL.search(text, *left)
        and _STANDS_ON.match(text, *right)
        and not stretch(text[left[0] : right[1]]).is_context
    )


def _after_progress(text: str, left: _Range, right: _Range) -> bool:
    """Whether an achievement is told and, with the clause ``right``, a shortfall that it does not name yet."""
    frame = text[left[0] : left[1]]
    return bool(
        len(frame) > _SHORTEST_FRAME
        and _TURNS_AGAINST.match(text, *right)
        and _PROGRESS.search(frame)
        and (stretch(frame).is_context or stretch(frame).inclination > _CLEARLY_SHORT)
        and not stretch(text[left[0] : right[1]]).is_context
    )


def _turns_to_remedy(text: str, left: _Range, last_words: str, right: _Range) -> bool:
    """Whether a shortfall ends and what will be done about it begins; a pointer (针对…问题,我局将…) belongs to its measure."""
    words = text[right[0] : right[1]]
    if left[1] - left[0] < 4 or not _TURN.match(words):
        return False
    if stretch(words).is_shortfall or _POINTER.match(text[left[0] : left[1]]):
        return False
    return stretch(last_words).is_shortfall or bool(_NAMED_SHORTFALL.search(last_words))


def leans(text: str) -> float:
    """How much a text reads like a step (positive) or a shortfall (negative)."""
    return stretch(_folded(text)).inclination


def _folded(text: str) -> str:
    return fold("".join(text.split()))


def makes_new_point(left: str, right: str, *, shortfall: bool) -> bool:
    """Whether the clause ``right``, which carries other themes than what stands before it, makes a point of its own.

    It does not where it is the purpose or result of the clause ``left`` before it, or where that one is its cause. ``shortfall``: whether
    both tell what is wrong; then each must have its own predicate.
    """
    left, right = _folded(left), _folded(right)
    right = _JOINT.sub("", right)
    if len(left) < _SHORTEST_CLAUSE or len(right) <= _SHORTEST_CLAUSE:
        return False
    rules = _rules()
    if right.startswith(rules.results) or _LIST_MARK.sub("", left).startswith(rules.causes):
        return False
    if shortfall:
        return all(stretch(words).is_shortfall or stretch(words).inclination < 0.0 for words in (left, right))
    return not right.startswith(rules.goals)


def _turns_to_act(text: str, left: _Range, last: _Range, right: _Range) -> bool:
    """Whether a shortfall (so far ``left``, its ``last`` clause) ends and the clause ``right`` tells a step, without a word that says so."""
    before, words = text[last[0] : last[1]], text[right[0] : right[1]]
    if len(before) < _SHORTEST_LEFT or len(words) < _SHORTEST_LEFT:
        return False
    lean = stretch(words).inclination
    return (
        lean >= _ACT_LEAN
        and lean - stretch(before).inclination >= _ACT_CONTRAST
        and stretch(before).inclination < 0.0
        and (_STEP_BEGINS.match(words) or _is_act(words))
        and not _POINTER.match(text[left[0] : left[1]])
        and not words.startswith(_rules().results)
        and not before.startswith(_rules().causes)
        and not _NAMED_AS_PAST.search(before)
    )


def _is_act(clause: str) -> bool:
    bare = _ACT_PREFIX.sub("", clause)
    if bare != clause and _ACT_ON.match(bare):
        return True
    return opening_weight(bare) >= 2 or (bare != clause and opening_weight(clause) > 0)
