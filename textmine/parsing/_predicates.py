"""Predicates of shortfalls: whether a clause, or a part of a list, says by itself that something is wanting."""

from __future__ import annotations

import re

OWN_PREDICATE = re.compile(
    "..(?:还|仍|尚)?(?:有待|亟待|需|需要|要)(?:进一步|再)?.{2,6}$|..(?:还)?不(?:够)?.{1,3}$"
    "|..(?:薄弱|滞后|单一|单调|兼职|频繁|缺乏|欠缺|差距|缺失)$|..(?:较|偏|太|过)?(?:少|低|慢|弱|差|窄|浅)$"
    "|^(?:缺乏|缺少|没有|未能).{3}"
)
"""Predicates that part a list wherever they stand."""
LISTED_PREDICATE = re.compile(
    "..(?:生疏|淡薄|匮乏|短缺|紧张|紧缺|拖延|拖沓|断档|缺位|雷同|重复|脱节|推诿|随意|陈旧|老化|落后|混乱|简略|笼统|空泛|粗糙|被动|多岗|数职|不齐|为政|流于形式|两张皮|走过场|过长)$"
)
"""Predicates that are told one by one only where the sentence says that it lists (还存在上传拖沓、内容雷同等问题)."""
# Whatever says that something is wanting, where it is known that a shortfall is told.
_TOLD = re.compile(
    f"{OWN_PREDICATE.pattern}|{LISTED_PREDICATE.pattern}"
    "|..(?:拖后|迟缓|迟滞|拖拉|拖期|缺项|漏报|错漏|偏紧|简单|老套|老旧|传统|概括|偏僻|性大|五花八门|千篇一律|中断|断更|过多|过细|过乱|过密|各的|不对|未发|无人|减少|减弱)$"
    # 没有专人, 停留在转发: what follows says what is wanting.
    "|..(?:没有?|尚未|仍未|未能?|无专|无人|缺乏|缺少|少有|难以|不便于|跟不上|赶不上|停留在|集中在|有缺漏|有遗漏|存在).."
    "|..得(?:很|较|比较|过|太|还)?(?:少|慢|晚|迟|浅|粗|乱|不.+)$|..不够.{4,5}$|..(?:较|偏|过)[晚迟长粗旧乱]$|..[迟晚多]$"
    "|..有(?:缺漏|遗漏|疏漏|出入|偏差|错字|错误|差错|拖延|欠缺)$|^(?:无|没)(?:专|固定).{2}"
)

AND_OTHERS = "(?<![互相干还在里口众苦坐])等等?"
"""The pattern of what ends a list; what somebody waits for is none (互相等)."""
# What a list is called behind its last part (…业务水平不高等问题).
_CLOSING = re.compile(
    f"(?:{AND_OTHERS}|(?:[一二两三四五六几]个)?方面的?|的|(?<=[高强够足少低时面善])(?=问题))(?:(?:问题|情况|现象|不足)[^,]{{0,12}})?$"
)


def has_predicate(clause: str) -> bool:
    """Whether a part of a list has a predicate of its own (信息更新慢), rather than sharing the one of a later part (公开的深度、广度不够)."""
    return _TOLD.search(_CLOSING.sub("", clause)) is not None
