"""Items of a list that begin with a heading sentence of their own (强化政策解读。对涉及民生的政策，采取入户讲解等方式解读)."""

from __future__ import annotations

import re

from textmine.parsing._frames import FrameName
from textmine.parsing._openings import is_act
from textmine.parsing._stretches import stretch
from textmine.parsing._unit_patterns import ANSWERS, KINDS_OF_ANSWER
from textmine.parsing._years import YEAR

# The first sentence of an item is its heading if it is no longer than this; the explanation after it belongs to the same statement.
_LONGEST_HEADING = 20
# A shortfall named as the heading of what came of it may be longer.
_NAMED = re.compile("(?:关于|针对|对于?)[^,。;]{2,44}问题")
_PLAN = re.compile(
    "(?:接下来|下一?步|今后|下一?阶段|明年|来年|新的一年|为此|对此|20[0-9]{2}年,?(?:我[^,。;]{1,4}?)?(?:将|拟|计划))"
)
# A word for what was or will be done, which parts a shortfall from its remedy.
_ANSWER = f"(?:(?:下一?步)?{ANSWERS}{KINDS_OF_ANSWER}[:,]|(?:改进|整改|解决|对策|措施|举措):)"
_ANSWERS = re.compile(_ANSWER)
# Words with which a report is handed in, behind its last item.
_SUBMITTED = re.compile("(?:以上|特此)(?:情况)?(?:报告|说明|汇报)(?:,?(?:敬?请)[^,。;]{2,12})?。?$")
# A sentence behind the last shortfall that leads to what will be done (2022年，我们将重点抓好：…).
_LEADS_ON = re.compile(
    "(?:20[0-9]{2}年度?,|针对(?:上述|以上|这些|存在))[^。;:]{2,60}(?:抓好|做好|推进|改进|完善|加强|工作|方面|着力|着手|入手|发力|努力|措施|任务|重点|如下):"
)
# Borders after which another item with a heading begins, or the answer to this one.
_BORDER = re.compile(
    f";(?=[^,。;:]{{4,14}}。[^,。;]{{6}})|。(?={_ANSWER}|{_PLAN.pattern}[^。;]{{4}}|{_SUBMITTED.pattern}|{_LEADS_ON.pattern})"
)
_WE = "我(?:们|[^,。;]{1,4}?)"
_HOW_LONG = "有|连续|多[年次]"  # behind 已: how long something has been wanting, which is nothing done
# Behind a shortfall, also what ought to be done leaves its item (…认识不足。要加强学习).
_OUGHT = re.compile(
    "(?:我们|我[^,。;]{1,4})?(?:要|应当|必须)(?:进一步|切实|继续|不断)?(?=[加强化健完严落建推抓深拓规明细提创开组][强大化全善格实立进好宽范确高新展织]|围绕|通过|按照|把)"
)
# So does what the unit has done (…提供的信息较少。我局已建立供稿机制).
_DONE = f"(?:目前,?|现)?(?:{_WE}|本[局委办镇乡街道中心]{{1,2}})已(?!{_HOW_LONG}|[^,。;]*(?:[不未无没缺难超欠]|滞后|兼))[^,。;]{{4}}"
# And what it plans.
_PLANNED = f"{_WE}(?:计划|打算|准备|拟|将)[^,。;]{{4}}"
_BORDER_OF_SHORTFALL = re.compile(f"{_BORDER.pattern}|。(?={_OUGHT.pattern}|{_DONE}|{_PLANNED})")
# Behind a step, also an admission that not all is well leaves its item.
_TURN = "(?:但是?|然而|不过|与此同时|同时,?我?[^,。;]{0,4}也[^,。;]{0,4}(?:看到|认识到|存在))[^。;]*(?:仍|还|尚|不足|问题|差距|欠缺|短板|不够)"
# And so does a vow with which a report closes, and a watchword before it (…照顾老人。乡村必振兴。我们将牢记嘱托，奋力书写新答卷).
_VOW = (
    "(?:[^。;]{4,24}。)?[^。;]{0,60}(?:牢记(?:嘱托|使命)|笃行不怠|久久为功|砥砺前行|踔厉奋发|勇毅前行|不忘初心|饱满的|奋力(?:书写|谱写|开创)"
    "|新(?:篇章|答卷|局面|华章|画卷|征程))[^。;]{0,60}。?$"
)
_VOWS = re.compile(_VOW)
_BORDER_OF_STEP = re.compile(f"{_BORDER.pattern}|。(?={_TURN}|{_VOW})")
# Steps that are headed by a watchword (抓教育,促认识提高).
_WATCHWORD = re.compile("抓[^,。;]{1,8}[,、]?[促提保]")
# So begin sentences that close a list of steps, not the explanation of its last one.
_CLOSES = re.compile(
    f"{_WE}(?:相信|坚信|将)|全年|总之|总的来说|展望|(?:相信|希望|力争|推动|努力)|通过(?:以上|上述|这些)|以高质量"
)
_AGAINST = ("但", "不过", "然而")
_CONTRAST = 3.0
_NEITHER = -1.0  # inclination of a heading that tells no shortfall
# So begins or ends what explains a shortfall without saying that anything is wrong (公开形式单一。以文字为主).
_EXPLAINS = re.compile(
    "(?:大?多[为是]|大多|大都|主要(?:是|靠|依靠|集中)|以[^,。;]{1,12}为主|[^,。;]{2,16}(?:偏多|偏少|较多|较少|居多|为主|为多)(?=[,。;]|$))"
)
# A count of what came in explains the item, though it tells no shortfall.
_COUNTED = re.compile(
    "(?:(?:20[0-9]{2}年|全年|今年|本年度|截至)[^,。;]{0,10},?)?(?:共|累计)?(?:收到|受理|接到|发生)"
)
# Words of steps, wherever they stand.
_ACTS = re.compile(
    f"已(?!{_HOW_LONG})|加[强大]|规定|[制订设建]立|制[定订]|组织|安排|开展|增[设配加]|改[为由成]|今年以来,?我|由[^,。;]{{2,12}}(?:负责|牵头)"
)
# What is told of an earlier shortfall at greater length, or of a year, tells of several.
_LONGEST_ACCOUNT = 160


def heads_item(head: str, rest: str, *, frame: FrameName | None, firm: bool) -> bool:
    """Whether the first sentence of an item heads the rest of it, as one statement; ``frame`` is the block it stands in, ``firm`` whether a
    heading or lead-in opened that.
    """
    if not rest or (len(head) > _LONGEST_HEADING and not _NAMED.fullmatch(head)):
        return False
    if stretch(head).is_context or any(words.match(rest) for words in (_PLAN, _SUBMITTED, _LEADS_ON)):
        return False
    if frame == "earlier_year":
        alone = (
            not YEAR.match(rest)
            or head.endswith(("问题", "意见"))
            or (not YEAR.match(head) and stretch(head).is_shortfall and stretch(rest).inclination > 0.0)
        )
        return alone and ";" not in rest[:-1] and len(rest) <= _LONGEST_ACCOUNT
    # A shortfall and the step against it are two statements, and so is a lead-in after the item.
    if rest.endswith(":") or _ANSWERS.match(rest) or rest.startswith(_AGAINST):
        return False
    lean = stretch(head).inclination
    if (
        head.endswith("问题")
        or lean > _NEITHER
        or _WATCHWORD.match(head)
        or _COUNTED.match(rest)
        or _EXPLAINS.match(rest)
    ):
        return True
    told = stretch(rest)
    return not _OUGHT.match(rest) and (
        told.is_shortfall
        or told.inclination < 0.0
        or told.inclination - lean < _CONTRAST
        or (
            firm
            and frame == "problems"
            and told.inclination < _CONTRAST
            and not (is_act(rest) or _ACTS.search(rest))
        )
    )


def end_of_item(text: str, head: int, start: int, end: int) -> int:
    """Where an item ends whose heading begins at ``head`` and its explanation at ``start``: at ``end``, or before a ; behind which another
    heading stands, before its answer, a plan or the words that hand in the report, or, if it tells a step, before an admission.
    """
    lean = stretch(text[head:start].rstrip("。")).inclination
    if lean > _NEITHER and _VOWS.match(text, start, end):
        return start
    found = (_BORDER_OF_STEP if lean > _NEITHER else _BORDER_OF_SHORTFALL).search(text, start, end)
    if found is not None and not (text[found.end()].isdigit() and _NAMED.match(text, head, start)):
        end = found.start()  # else 针对…问题。2024年将…: both are the step
    return _before_formulas(text, start, end) if lean > _NEITHER else end


def _before_formulas(text: str, start: int, end: int) -> int:
    """Where a step ends without the last sentences that make no point of their own (…通过上述举措，推动工作再上新台阶)."""
    while True:
        close = end - text.endswith("。", start, end)
        stop = text.rfind("。", start, close)
        first = stop < 0
        if not stretch(text[start if first else stop + 1 : close]).is_context:
            return end
        if first:
            return start if _CLOSES.match(text, start, close) else end
        end = stop
