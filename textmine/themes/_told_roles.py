"""Roles that a statement tells by its own words, whatever the model makes of its place: an earlier shortfall, done or still open, a
result that two figures tell, and a step whose heading is the shortfall that it meets.

Counted on the gold passages (corpora/gold/gold.jsonl): of the statements that the rules read as rectified, that name an earlier year's
shortfall, say something done and leave nothing open, 98 of 99 are rectified; of those that say that it is still open, none. Of the
statements that the rules read as rectified in a block on an earlier year, behind which a block on the shortfalls of this year comes, 456 of
463 are, the others being formulas or still open. Of 67 statements that say from which figure to which something changed, none is a problem
unless it got worse; of 88 steps behind a shortfall as their heading, none is. Of 5,286 statements that are one clause and end as shortfalls
do (…落实不到位), none is a measure, also where they stand among measures.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from textmine.normalization import fold
from textmine.schema import ROLES
from textmine.themes._units import FRAMES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from textmine.themes._units import Units

    F64 = NDArray[np.float64]

_PROBLEM = ROLES.index("problem")
_RECTIFIED = ROLES.index("rectified")
_CONTEXT = ROLES.index("context")
_UNTOLD, _PROBLEMS, _EARLIER_YEAR = (FRAMES[name] for name in (None, "problems", "earlier_year"))
_MEASURE = ROLES.index("measure")
_TOLD = 0.98
# One clause with the predicate of a shortfall at its end, or that says what has not been done (未成立领导小组).
_WANTING = re.compile(
    "[^，,。；;]{2,40}(?:不(?:够[^，,。；;]{1,4}|到位|及时|强|高|全|深|足|畅|严|细|多|广|宽|熟|熟悉|完善|健全|规范|准确|统一|平衡|理想|主动|丰富|充分|完整|深入|清晰|明确|稳定|紧密|有力)"
    "|滞后|薄弱|单一|缺乏|欠缺|缺失|匮乏|淡薄|[较偏][少低慢弱差窄]|(?:有待|亟待|[仍尚还]需)[^，,。；;]{2,6})"
    "|[^，,。；;对将把]{0,12}(?:未|没有)(?:建立|成立|设立|形成|制定|开展|配备|明确|纳入|安排|组织|出台|完善|健全|真正|完全|固定)[^，,。；;的]{2,24}"
)


def with_told_roles(units: Units, probability: F64) -> F64:
    """Probabilities of the roles (statements × roles, sums of 1), changed where the words themselves tell the role."""
    # Not above: the tagger loads in a third less time without the parser.
    from textmine.parsing._context import is_done, is_still_open, names_earlier
    from textmine.parsing._roles import meets_shortfall, tells_result
    from textmine.parsing._stretches import stretch

    likeliest = probability.argmax(axis=1) == _RECTIFIED
    ruled = units.role == _RECTIFIED
    enclosed = ruled & _before_this_year(units) & (probability.argmax(axis=1) != _CONTEXT)
    for row in np.flatnonzero(likeliest | ruled).tolist():
        words = fold("".join(units.statements[row].text.split()))
        hints = stretch(words).hints
        if is_still_open(words, hints):
            probability[row, _RECTIFIED] = 0.0
            probability[row] /= max(float(probability[row].sum()), 1e-12)
        elif not likeliest[row] and (
            enclosed[row] or (names_earlier(words, hints) and is_done(words, hints))
        ):
            probability[row] *= (1 - _TOLD) / max(float(1 - probability[row, _RECTIFIED]), 1e-12)
            probability[row, _RECTIFIED] = _TOLD
    for row in np.flatnonzero(probability.argmax(axis=1) == _MEASURE).tolist():
        if _WANTING.fullmatch(units.statements[row].text):
            probability[row, _MEASURE] = 0.0
            probability[row] /= max(float(probability[row].sum()), 1e-12)
    for row in np.flatnonzero(probability.argmax(axis=1) == _PROBLEM).tolist():
        told = units.statements[row].text
        if not ("由" in told or "从" in told or "问题。" in told):
            continue
        words = fold("".join(told.split()))
        if tells_result(words) or meets_shortfall(words):
            probability[row, _PROBLEM] = 0.0
            probability[row] /= max(float(probability[row].sum()), 1e-12)
    return probability


def _before_this_year(units: Units) -> NDArray[np.bool_]:
    """Which statements of a block on an earlier year stand before a block on the shortfalls of this year."""
    earlier = units.frame == _EARLIER_YEAR
    opens = (units.frame == _PROBLEMS) | (
        (units.frame == _UNTOLD) & (units.heading_end > units.heading_start)
    )
    last = np.full(int(units.text.max(initial=-1)) + 1, -1)
    rows = np.flatnonzero(opens)
    last[units.text[rows]] = rows  # the last one of each item stays
    result: NDArray[np.bool_] = earlier & (last[units.text] > np.arange(len(earlier)))
    return result
