"""Words by which titles, authors and dates are found at the head of a report, looked for in many texts at once."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from textmine.parsing._compact import Joined

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

REACH = 3000
GROUNDS = ("结合", "根据", "按照", "依据", "认真", "严格")
WRITTEN = ("编制", "形成", "撰写")
# By the fields of ``HeadWords``; words of one or two characters.
_WORDS: dict[str, tuple[str, ...]] = {
    "authors": (
        "由", "系", "与", "同", "向", "现将", "公布", "发布", "编制", "总结", "反映", "做好", "汇总", "结合", "联系", "根据",
    ),
    "grounds": (*GROUNDS, *WRITTEN),
    "labels": ("机构", "单位", "机关", "部门", "来源"),
    "dates": ("日期", "时间"),
    "cores": ("公开",),
    "core_ends": ("报告", "年报", "总结", "汇报"),
}  # fmt: skip
_LONGEST_CORE = 24  # from 公开 to the last two characters of a title


class HeadWords(NamedTuple):
    """Where words begin among the first ``REACH`` characters of a text: first words of what names an author, what a report rests on
    and that it was written, labels of agencies and of dates by their second halves, and 公开 where a title may end behind it.
    """

    authors: list[int]
    grounds: list[int]
    labels: list[int]
    dates: list[int]
    cores: list[int]


class _Table(NamedTuple):
    """Each word has a bit. ``begins``: whether any word begins with a code; ``firsts``, ``seconds``: the words with the code as
    their first and their second character (a word of one character has any); ``fields``: the words of each field; ``single``:
    those of one character. The last entry of a table stands for all codes behind it.
    """

    begins: NDArray[np.bool_]
    firsts: NDArray[np.int64]
    seconds: NDArray[np.int64]
    fields: dict[str, int]
    single: int


@lru_cache(maxsize=1)
def _table() -> _Table:
    import numpy as np

    words = list(dict.fromkeys(word for of_field in _WORDS.values() for word in of_field))
    bits = {word: 1 << number for number, word in enumerate(words)}
    single = sum(bit for word, bit in bits.items() if len(word) == 1)
    size = max(map(ord, "".join(words))) + 2
    firsts, seconds = np.zeros(size, np.int64), np.full(size, single, np.int64)
    for word, bit in bits.items():
        firsts[ord(word[0])] |= bit
        if len(word) > 1:
            seconds[ord(word[1])] |= bit
    fields = {name: sum(map(bits.__getitem__, of_field)) for name, of_field in _WORDS.items()}
    return _Table(firsts != 0, firsts, seconds, fields, single)


def head_words(joined: Joined) -> list[HeadWords]:
    """The words at the head of each text."""
    import numpy as np

    table, codes, bounds = _table(), joined.codes, np.array(joined.bounds)
    (at,) = table.begins.take(codes, mode="clip").nonzero()
    following = codes.take(at + 1, mode="clip")
    found = table.firsts.take(codes.take(at)) & table.seconds.take(following, mode="clip")
    owners = bounds[1:].searchsorted(at, "right")
    places = at - bounds.take(owners)
    broken = (at + 1 == bounds[1:].take(owners)) & (found & table.single == 0)  # between two texts
    kept = (found != 0) & (places < REACH) & ~broken
    at, found, owners, places = at[kept], found[kept], owners[kept], places[kept]
    ends = at[found & table.fields["core_ends"] != 0]
    reached = np.append(ends, len(codes) + _LONGEST_CORE).take(ends.searchsorted(at)) - at < _LONGEST_CORE
    columns = []
    for name in HeadWords._fields:
        chosen = found & table.fields[name] != 0
        if name == "cores":
            chosen &= reached
        own = places[chosen].tolist()
        cuts = owners[chosen].searchsorted(range(len(bounds))).tolist()
        columns.append([own[first:last] for first, last in pairwise(cuts)])
    return list(map(HeadWords, *columns))
