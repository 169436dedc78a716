"""Words that open a clause (acts, causes, purposes, results), and what a clause makes of the one before it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from textmine.normalization import fold
from textmine.parsing._predicates import has_predicate
from textmine.parsing._roles import opening_weight
from textmine.parsing._signals import first_characters
from textmine.parsing._stretches import stretch
from textmine.resources import load_yaml

# Words before the act that do not make it another subject.
_ACT_PREFIX = re.compile(
    r"^(?:(?:下一?步|今后|为此|对此|因此|接下来),?|同时|并|还|另外|再|我(?:[们局镇乡县市区委办校院队街道所厅站司署行馆旗州盟园处会社部]|单位|中心|公司|机关){1,2}|将|要|拟|准备|进一步|继续|切实|积极|不断)+"
)
_ACT_ON = re.compile(r"对[^,]{2,14}(?:进行|开展|实行)")

POINTER = re.compile(
    r"^(?:下一?步[,]?)?(?:针对|关于|围绕|就|为了?|着眼|结合|按照|对于?[^,]*(?:问题|不足|短板|情况|现象|差距|意见|薄弱环节|之处|等)$)"
    r"|^(?:着力|切实|重点|有效)?(?:弥补|补齐|补足|缩小|解决|破解|克服|消除|扭转|改变|纠正|填补)[^,]*(?:问题|不足|短板|差距|弱项|空白|局面|倾向|现象|难题|瓶颈|欠账|做法)$"
)
# Who does what follows, for which reason (个别单位为应付考核,把旧信息重新发布).
GROUND = re.compile("[^,]{2,12}为(?:应付|了|迎接|完成)")
_JOINT = re.compile("^[并且同时]+")
_LIST_MARK = re.compile("^[一二三四五六七八九十]+是")
_SHORTEST_CLAUSE = 3
# Of folded texts and of texts as read; a semicolon is left in statements only where the parser took it for a comma.
OPENS_QUOTE, CLOSES_QUOTE = frozenset("“《(（‘"), frozenset("”》)）’")
_COMMA_OR_QUOTE = re.compile(f"[,，;；{''.join(sorted(OPENS_QUOTE | CLOSES_QUOTE))}]")
_ANY_COMMA_OR_QUOTE = re.compile(f"[,，;；、{''.join(sorted(OPENS_QUOTE | CLOSES_QUOTE))}]")
# What speaks of the activity named before it (政策解读以文字为主,形式单一) and is no subject of its own.
_ACTIVITY = re.compile("解读|宣传|培训|互动|回应|学习|监督|检查|考核|答复")
_ASPECT = re.compile(
    "(?:形式|方式|手段|内容|深度|质量|数量|频次|频率|效果|力度|针对性|实效性|通俗性|可读性|权威性|生动性)"
    "|(?:缺少|缺乏|欠缺|不够|没有)(?:针对性|深度|实效|可读|吸引|系统|新意|特色|创新|重点)"
)
_ASPECT_BEGINS = first_characters(_ASPECT)
_EFFECTS = ("导致", "造成", "致使", "使得", "以致")
_PREDICATE = 4  # characters at the end of a clause that hold its predicate
_CLEARLY_SHORT = -3.0  # inclination of a predicate that by itself tells a shortfall
_SHARES_SUBJECT = re.compile("[不未欠较偏过也又仍]|没(?!有专|有固定|有人)|难以")


@dataclass(frozen=True, slots=True)
class Openings:
    """Words that open purposes, results and causes."""

    goals: tuple[str, ...]
    results: tuple[str, ...]
    causes: tuple[str, ...]


@lru_cache(maxsize=1)
def openings() -> Openings:
    """The words of ``statements.yaml``."""
    words: dict[str, Any] = load_yaml("parsing", "statements.yaml")
    return Openings(
        tuple(words["goal_openings"]), tuple(words["result_openings"]), tuple(words["cause_openings"])
    )


def is_act(clause: str) -> bool:
    """Whether a clause begins with an act."""
    bare = _ACT_PREFIX.sub("", clause)
    if not bare:
        return False  # 为此, before a list
    if bare != clause and _ACT_ON.match(bare):
        return True
    return opening_weight(bare) >= 2 or (bare != clause and opening_weight(clause) > 0)


def is_aspect(left: str, right: str) -> bool:
    """Whether a clause speaks of the activity that the one before it names and has no subject of its own."""
    return bool(right[:1] in _ASPECT_BEGINS and _ASPECT.match(right) and _ACTIVITY.search(left))


def says_nothing(text: str) -> bool:
    """Whether a text makes no point of its own."""
    return stretch(_folded(text)).is_context


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
    known = openings()
    if right.startswith(known.results) or _LIST_MARK.sub("", left).startswith(known.causes):
        return False
    if GROUND.match(left) or (shortfall and is_aspect(left, right)):
        return False
    if shortfall:
        return all(stretch(words).is_shortfall or stretch(words).inclination < 0.0 for words in (left, right))
    return not right.startswith(known.goals)


def makes_item(left: str, right: str, *, shortfall: bool) -> bool:
    """Whether what stands on both sides of an enumeration comma are items of a list, each with a predicate of its own, rather than parts
    of one (公开不及时、不全面). ``shortfall`` as in ``makes_new_point``.
    """
    if shortfall:
        left, right = _folded(left), _folded(right)
        # 导致公开不主动、更新不及时: two effects of one cause. 公开内容的针对性、方式的多样性都有待增强: the first has no predicate.
        return not (
            left.startswith((*_EFFECTS, *openings().causes))
            or _SHARES_SUBJECT.match(right)
            or is_aspect(left, right)
        ) and all(
            has_predicate(words) or stretch(words[-_PREDICATE:]).inclination <= _CLEARLY_SHORT
            for words in (left, right)
        )
    if not makes_new_point(left, right, shortfall=False):
        return False
    left, right = _folded(left), _folded(right)
    return len(right) > _SHORTEST_CLAUSE + 1 and is_act(left) and is_act(right)


def commas(text: str, *, lists: bool = False) -> list[int]:
    """Places of the commas and semicolons outside quotation marks and brackets; ``lists``: of enumeration commas, too."""
    depth, found = 0, []
    for mark in (_ANY_COMMA_OR_QUOTE if lists else _COMMA_OR_QUOTE).finditer(text):
        char = mark.group()
        if char in OPENS_QUOTE:
            depth += 1
        elif char in CLOSES_QUOTE:
            depth = max(0, depth - 1)
        elif depth == 0:
            found.append(mark.start())
    return found
