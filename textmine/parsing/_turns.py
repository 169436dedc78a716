"""Where a sentence turns: from a frame to what it frames, from a shortfall to the step against it, from progress to what is wanting."""

from __future__ import annotations

import re

from textmine.parsing._openings import GROUND, POINTER, openings
from textmine.parsing._roles import opening_weight
from textmine.parsing._signals import first_characters, gate
from textmine.parsing._stretches import stretch

_Range = tuple[int, int]
# How the clause ends after which a frame (an achievement, a general admission) can stop and a point begin.
_FRAME_ENDS = (
    "问题", "不足", "差距", "距离", "短板", "薄弱环节", "短处", "欠账", "欠缺", "困难", "弱项", "之处", "方面", "平稳", "推进",
    "开展", "有序", "较好", "成效", "成绩", "进展", "进步", "起色", "起步阶段", "提高", "提升", "情形", "情况", "事件", "现象",
    "改进", "整改", "强弱项", "重视", "空间", "的地方", "并存", "存在", "不少", "正视", "看到", "两点", "三点", "几点",
)  # fmt: skip
FRAME_END_CHARS = frozenset(words[-1] for words in _FRAME_ENDS)
# A shortfall that has been eased, and the turn to what of it stands on.
_EASED = re.compile("(?:缓解|好转|改善|改观|解决|整改|提高|提升|增强|进展)$")
_NAMES_SHORTFALL = re.compile("问题|现象|情况|不足|短板")
_STANDS_ON = re.compile("(?:但是?|然而|不过|可是),?[^,]{0,20}(?:仍|还|依然|尚|未|没|存在)")
# What a frame of this kind is followed by, even with "such as", is the point.
_ADMISSIONS = ("问题", "不足", "差距", "短板", "薄弱环节", "弱项", "欠缺", "之处", "空间", "的地方")
# An admission that names no shortfall yet (但不足之处也应正视, 成绩与不足并存).
_ADMITS = re.compile(
    "(?:问题|不足|短板|弱项|差距|距离|薄弱环节|短处|欠缺)(?:之处)?(?:仍然?|还|也|依然)*(?:存在|不少|较多|突出|明显|客观存在|应(?:当)?(?:正视|看到)|并存)?$"
    "|不尽如人意(?:之处|的地方)$"
)
SHORTEST_FRAME = 8
_CLEARLY_SHORT = -3.0  # inclination of a frame that tells a shortfall itself
# What a frame tells before it turns to the shortfalls.
PROGRESS = re.compile("取得|成效|成绩|进步|进展|起色|良好|平稳|有序|顺利|正常|多了|扩大了|稳中有|稳步")
_TURNS_AGAINST = re.compile("(?:但是?|然而|不过|可是),?[^,]{2}")
# Words with which a sentence turns from a shortfall to what will be done about it (…不及时,下一步将…).
_TURN = re.compile(
    r"^(?:下一?步|下一?阶段|接下来|今后|在?(?:今后|下一?步|以后)的?工作中|为此|对此|对[这该]一?问题"
    r"|(?:20\d\d年)?(?:我[一-龥]{1,4}?|本[一-龥]{1,3}?)?[将拟]|明年|来年|20\d\d年将)"
)
TURN_BEGINS = first_characters(_TURN)
_TURNS_BACK = frozenset("但然不可")  # 但, 然而, 不过, 可是
# A pointer to shortfalls that stands before the step on them (对2020年度存在的问题,过期电话已全部改正).
_SHORT_POINTER = re.compile("(?:针对|对于?|关于)[^,]{2,20}(?:问题|不足|短板)(?:之处)?")
_NAMED_SHORTFALL = re.compile("(?:问题|不足|短板|现象|差距|薄弱环节)$")
# Words with which an admission goes over to the shortfalls it means (…还存在一些问题,具体表现在…).
_POINTS_OUT = re.compile(
    r"(?:(?:主要|具体|集中|突出){0,2}(?:表现|体现|反映)(?:在|为|出)|主要?包括|包括|(?:不足|问题|短板)(?:主要)?集中在|主要(?:是|有)|(?:比如|例如|如)(?![下何果期实数此今]))"
    r"(?!(?:以下|如下|下列)|[^,]{0,8}方面$).{4}"
)
# A step that points at another shortfall than the step before it (针对甲问题,已…,针对乙问题,已…).
_POINTS_AT = re.compile("(?:针对|对于|关于|聚焦|围绕)[^,]{2,30}(?:问题|不足|情况|现象|短板)$")
_POINTS_BEGINS = first_characters(_POINTS_AT)
# How a sentence names its shortfall after what went well (…均已落实,存在的不足是格式不统一), and how it closes a list of them.
_NAMES_POINT = re.compile(
    "(?:但|可)?(?:目前|当前|今年|本年度?|现阶段)?的?(?:还)?(?:存在|突出|主要)?的?(?:主要|突出)?的?(?:问题|不足(?:之处)?|短板|薄弱处|薄弱环节)(?:主要)?(?:是|有|为|在于)(?!以下|如下|[一二两三四五六几])"
)
_SUMS_UP = re.compile("(?:以上|上述|这些|这)[^,]{0,24}(?:改进|解决|完善|提高|克服|加强)$")
_NAMES_BEGINS = first_characters(_NAMES_POINT) | first_characters(_SUMS_UP)
# The unit's answer, whatever stands before it (只有11条说明了采纳情况,对此我街道逐条补充了反馈).
_ANSWERED = re.compile("对此,?(?:我|本|已|将)[^,]{3}")
_TURN_MAY_BEGIN = _NAMES_BEGINS | _POINTS_BEGINS | TURN_BEGINS | _TURNS_BACK
_ACT_LEAN, _ACT_CONTRAST = 2.0, 6.0
_SHORTEST_LEFT = 5
_SHORTEST_SIDE, _DASH_CONTRAST = 6, 3.0
# A shortfall that is only named, as a matter on which something was done (专栏无人管理的,已指定专人).
_NAMED_AS_PAST = re.compile("(?:的|问题|情况|现象|状况|意见|一[项事条]|局面|之后|后)$")
# Words that open a step, whatever act follows.
_STEP_BEGINS = re.compile(
    "(?:目前|当前)?(?:已|现|正(?:在|与|由|组织|按)?|将|拟|要|会)|今后|以后|此后|往后|明年|来年|下一?(?:步|年|阶段|学期)|年内|20[0-9]{2}年|[0-9]{1,2}月|由|待|把|从|自|每|凡|一律|改|在|对|与|请|为|给|并|同时|进一步|继续|切实|积极"
)


def _frame_ends(text: str, left: _Range, last_words: str, right: _Range) -> bool:
    """Whether a frame (an achievement, a general admission) stops with the clause ``last_words`` and a point begins."""
    frame, words = text[left[0] : left[1]], text[right[0] : right[1]]
    if (
        len(frame) <= SHORTEST_FRAME
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
            and (not words.startswith(openings().results) or last_words.endswith(_ADMISSIONS))
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
        len(frame) > SHORTEST_FRAME
        and _TURNS_AGAINST.match(text, *right)
        and PROGRESS.search(frame)
        and (stretch(frame).is_context or stretch(frame).inclination > _CLEARLY_SHORT)
        and not stretch(text[left[0] : right[1]]).is_context
    )


def _turns_to_remedy(text: str, left: _Range, last_words: str, right: _Range) -> bool:
    """Whether a shortfall ends and what will be done about it begins; a pointer (针对…问题,我局将…) belongs to its measure."""
    words = text[right[0] : right[1]]
    if left[1] - left[0] < 4 or not _TURN.match(words):
        return False
    if stretch(words).is_shortfall or POINTER.match(text[left[0] : left[1]]):
        return False
    if _ANSWERED.match(words):
        return True
    return stretch(last_words).is_shortfall or bool(_NAMED_SHORTFALL.search(last_words))


def turns_to_act(text: str, left: _Range, last: _Range, right: _Range) -> bool:
    """Whether a shortfall (so far ``left``, its ``last`` clause) ends and the clause ``right`` tells a step, without a word that says so."""
    if last[1] - last[0] < _SHORTEST_LEFT or right[1] - right[0] < _SHORTEST_LEFT:
        return False
    words = text[right[0] : right[1]]
    if not (_STEP_BEGINS.match(words) or opening_weight(words) >= _ACT_LEAN):
        return False
    if words.startswith(openings().results):
        return False
    before = text[last[0] : last[1]]
    if (
        before.startswith(openings().causes)
        or GROUND.match(before)
        or _NAMED_AS_PAST.search(before)
        or POINTER.match(text, *left)
    ):
        return False
    lean, lean_before = stretch(words).inclination, stretch(before).inclination
    return lean >= _ACT_LEAN and lean_before < 0.0 and lean - lean_before >= _ACT_CONTRAST


def turns(text: str, left: _Range, right: _Range) -> bool:
    """Whether a sentence turns with the clause ``right`` behind ``left``, what stands before it as one point."""
    start, end = right
    first = text[start]
    if first not in _TURN_MAY_BEGIN and text[left[1] - 1] not in FRAME_END_CHARS:
        return False
    if first in _NAMES_BEGINS and (_NAMES_POINT.match(text, start, end) or _SUMS_UP.match(text, start, end)):
        return True
    last_words = text[max(left[0], text.rfind(",", left[0], start - 1) + 1) : start - 1]
    return bool(
        (first in _POINTS_BEGINS and _POINTS_AT.match(text, start, end) and POINTER.match(text, *left))
        or (last_words[-1:] in FRAME_END_CHARS and _frame_ends(text, left, last_words, right))
        or (first in TURN_BEGINS and _turns_to_remedy(text, left, last_words, right))
        or (first in _TURNS_BACK and _stands_on(text, left, last_words, right))
        or (first in _TURNS_BACK and _after_progress(text, left, right))
    )


def named_point(text: str, start: int, end: int) -> int:
    """Where a point begins behind the words that name it (存在的不足是|格式不统一); ``start`` if there are none."""
    found = _NAMES_POINT.match(text, start, end)
    return found.end() if found else start


def parts_at_dash(text: str, start: int, end: int) -> list[_Range]:
    """Both sides of the one dash that parts a shortfall from the step against it, else the whole."""
    if end - start < 2 * _SHORTEST_SIDE:
        return [(start, end)]
    at = text.find("——", start + _SHORTEST_SIDE, end - _SHORTEST_SIDE)
    if at < 0 or text.find("——", at + 2, end) >= 0:
        return [(start, end)]
    contrast = stretch(text[at + 2 : end]).inclination - stretch(text[start:at]).inclination
    return [(start, at), (at + 2, end)] if contrast >= _DASH_CONTRAST else [(start, end)]
