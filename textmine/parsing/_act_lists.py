"""Steps that enumeration commas join, each with a verb and an object of its own (我镇将加强学习、完善制度、充实人员)."""

from __future__ import annotations

import re
from functools import reduce
from itertools import pairwise
from operator import or_

from textmine.parsing._signals import gate

_Range = tuple[int, int]
_ACT = (
    "(?:进一步|继续|切实)?(?:加[强大快密]|健全|完善|建立|充实|丰富|改[进善]|强化|拓[宽展]|创新|规范|优化|严格|落实|提[高升]|增[强加]|扩大|深化|细化|明确|开展|开[通设]|组织|压实|畅通|理顺"
    "|统一|补齐|整合|配[备齐强]|抓好|做好|严把|推[进行]|争取)(?!了)[^,、等的与和及]{2,8}"
)
# Three acts at least, behind words of when and who at most. What an adverb leads in is what the step before is for (不断健全制度、提高水平).
_LIST = re.compile(f"(?:^|(?<=[,将拟要])){_ACT}(?:、(?:并)?{_ACT}){{2,}}(?=,|$)")
_WHEN = "下一?步|今后|明年|来年|20[0-9]{2}年度?|为此|对此"
_GROUND = "针对[^,]{2,20}|按照[^,]{2,24}"
# Only the last ground runs on into the words of who: there are too many ways to part several without a comma (针对…针对…).
_LEAD = re.compile(
    f"(?:(?:{_WHEN}),?|(?:{_GROUND}),)*(?:{_GROUND})?(?:我[^,、]{{1,6}}|本[^,、]{{1,4}})?(?:(?:继续|认真)?(?:将|拟|要|着力|重点))*,?"
)
_FEWEST_TOPICS, _FEWEST_STEPS = 2, 3


def listed_acts(sentence: str) -> list[_Range]:
    """Ranges of the listed steps, the first with what stands before it, the last with what follows; none if there is no such list of steps
    on different subjects.
    """
    found = _LIST.search(sentence)
    if not found or not _LEAD.fullmatch(sentence, 0, found.start()):
        return []
    starts, place = [found.start()], found.start()
    while (place := sentence.find("、", place + 1, found.end())) >= 0:
        starts.append(place + 1)
    named = gate().topics_in(sentence, list(pairwise([*starts, found.end()])))
    kept, before = [0], named[0]
    for start, own in zip(starts[1:], named[1:], strict=True):
        if not own & before:
            kept.append(start)
        before = own
    if reduce(or_, named).bit_count() < _FEWEST_TOPICS or len(kept) < _FEWEST_STEPS:
        return []
    return [*((start, stop - 1) for start, stop in pairwise(kept)), (kept[-1], len(sentence))]
