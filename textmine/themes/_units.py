"""Statements of a batch as arrays: where each lies, what stands before it, which list and block it belongs to."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from textmine.normalization import fold
from textmine.schema import ROLES, Statement
from textmine.themes._features import I64, Batch, expand

Item = tuple[str, Sequence[Statement]]

# Copies of PDF files have such characters in the marks of lists and in the words for years; patterns do not know them.
_RADICAL = re.compile("[\u2e80-\u2fd5\uf900-\ufaff]")
_GAP = 40  # characters before a statement that are looked at; headings are rarely longer
FRAMES = {None: 0, "problems": 1, "measures": 2, "earlier_year": 3}
ROLE_CODES = {role: number for number, role in enumerate(ROLES)}
_MARK = re.compile(
    r"(?:(?P<shi>[一二三四五六七八九十]+是)|(?P<kuo>[（(][一二三四五六七八九十]+[)）])|(?P<dun>[一二三四五六七八九十]+[、.．])"
    r"|(?P<num>[（(]?[0-9０-９]{1,2}[)）.、．])|(?P<quan>[①-⑳])|(?P<di>第[一二三四五六七八九十])|(?P<xian>首先|其次|再次|再者|最后|另外|此外|同时)"
    r"|(?P<dash>[—–·●•-]+))[，,、:：]?\s*$"
)
_KINDS = ("shi", "kuo", "dun", "num", "quan", "di", "xian", "dash")
_ONE = re.compile(r"^[（(]?(?:一(?!十)|[1１](?![0-9０-９])|①|第一|首先)")
_WORDS = re.compile(r"[\u4e00-\u9fff]")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}(?=\s*年)")
# A year of which the section tells what will be done is not the one it reports on.
_PLANNED = re.compile(r"[0-9]{4}\s*年度?[^。；;]{0,24}?(?:将|拟|计划|打算|重点|下\s*一?\s*步|要)")
_OLD_ACCOUNT = re.compile(
    r"20[0-9]{2}\s*年度?的?[^，,。；;:：]{0,8}(?:报告|年报|所列|所说|问题整改|问题改进|存在的?问题|查摆|意见|反馈|旧事|未了|回头看|几件事)"
)
# Begins with a set of characters, which the engine looks for quickest; what stands behind tells them apart.
_EARLIER = re.compile(
    r"[上去往前年报历旧尾老](?:(?<=上)\s*一?\s*(?:[个份]?\s*年|[份轮回次])|(?<=[去往历])\s*年|(?<=前)\s*一\s*[个份]?\s*年"
    r"|(?:(?<=年)\s*报|(?<=报)\s*告)\s*[里中上]|(?<=旧)\s*账|(?<=尾)\s*巴|(?<=老)\s*问\s*题)"
)


@lru_cache(maxsize=1)
def _is_punctuation() -> NDArray[np.bool_]:
    table = np.zeros(0x10000, dtype=bool)
    table[[ord(char) for char in "，,；;。、：:！!？?"]] = True
    return table


_COMMAS = [ord(char) for char in "，,"]
_GOAL_OPENINGS = (
    "确保", "保证", "保障", "切实保障", "充分保障", "真正做到", "切实做到", "努力做到", "力求", "力争", "以便", "从而", "进而", "方便", "便于", "防止", "避免", "杜绝", "促进", "推动",
    "不断推动", "不断促进", "更好地", "更好的", "努力推动", "营造", "打造", "努力形成", "努力营造",
)  # fmt: skip


# 加强培训，不断提高公开质量: what comes of the step, unless what stands before the comma only says by what it goes (按照…要求，进一步提高认识).
_RESULT_OPENINGS = tuple(
    f"{manner}{verb}"
    for manner in (
        "", "进一步", "不断", "全面", "切实", "有效", "持续", "着力", "努力", "大力", "稳步", "逐步", "真正", "充分", "继续", "积极", "更好地",
        "明显", "显著", "从而", "进而", "以", "借此", "最大限度", "不断地", "整体",
    )
    for verb in ("提高", "提升", "增强", "增进")
)  # fmt: skip
_GUIDING_OPENINGS = ("围绕", "聚焦", "针对", "按照", "根据", "依据", "立足")
_GUIDING_ENDINGS = (
    "要求", "契机", "标准", "导向", "抓手", "目标", "原则", "部署", "精神", "发点", "落脚点", "重点", "核心", "引领", "指导", "提下", "础上",
    "作中", "一步", "统一", "中心", "根本", "主线", "规定", "安排", "指引", "方面", "实际", "指南", "来", "年",
)  # fmt: skip
# 加强培训，增强公开意识 is what comes of the training; 加强宣传教育，增强公开意识 says what the act is about.
_ATTITUDES = ("认识", "意识", "程度", "自觉性", "主动性", "积极性", "自觉")
_TEACHING = re.compile("培训|学习(?!宣传|教育)|研讨|轮训")
_SHORTEST_RESULT = 5  # 提高认识 among other steps of four characters is one of them


@lru_cache(maxsize=8)
def _hashes(words: tuple[str, ...]) -> dict[int, NDArray[np.uint64]]:
    """Hashes of words, by length."""
    by_size: dict[int, list[str]] = {}
    for word in words:
        by_size.setdefault(len(word), []).append(word)
    result = {}
    for size, of_size in by_size.items():
        batch = Batch(of_size)
        starts = np.arange(len(of_size)) * size
        result[size] = batch.hashes(starts, starts + size)
    return result


class Texts(NamedTuple):
    """What statements of some items are read from: the items with their texts as patterns know them, their sections and, after
    them, the headings that statements carry as one batch, and the number of each heading in it. It stays the same when statements are cut anew.
    """

    items: list[Item]
    batch: Batch
    headings: Mapping[str, int]


def texts_of(items: Sequence[Item]) -> Texts:
    """The texts of items."""
    read = [
        (fold(text) if _RADICAL.search(text, *_section(text, statements)) else text, statements)
        for text, statements in items
    ]
    own = dict.fromkeys(of.heading for _, statements in items for of in statements if of.heading)
    cuts = [_section(text, statements) for text, statements in read]
    texts = [text[low:high] for (text, _), (low, high) in zip(read, cuts, strict=True)]
    batch = Batch(texts + list(own), [low for low, _ in cuts])
    return Texts(read, batch, {name: len(items) + number for number, name in enumerate(own)})


class Units:
    """All statements of a batch of items, whose ``texts`` may be known already.

    Attributes (arrays over statements unless said)
    ----------
    batch: the texts; after them, the headings that statements carry.
    text: number of the item. index / count: place among the statements of the item, and how many it has.
    begins, stops: offsets. start, end: slots. gap: slot at which the stretch before the statement begins. heading_start, heading_end: slots of its heading.
    frame, role: codes of what the parser said. mark: kind of enumeration mark + 1, 0 for none. run: number of the
    list it belongs to, counted over the batch. restarts: how many lists have begun in the item so far.
    newline, bare: whether the gap holds a line break; whether nothing but punctuation stands in it.
    years: bits 1 latest year of the section named other than for plans (at least the year before those), 2 the year before, 4 an older one,
    8 "last year" in words;
    the stretch before the statement counts with the bits × 16,
    the last years named anywhere before it with the bits × 256.
    looks_back: whether anything in its section speaks of an earlier year, without which nothing there is ``rectified``.
    """

    def __init__(self, items: Sequence[Item], texts: Texts | None = None) -> None:
        texts = texts or texts_of(items)
        items = [(text, statements) for (text, _), (_, statements) in zip(texts.items, items, strict=True)]
        self.items, self.batch = items, texts.batch
        self.statements = [statement for _, statements in items for statement in statements]
        n = len(self.statements)
        columns = zip(*self.statements, strict=True) if n else ((),) * len(Statement._fields)
        _, roles, starts, ends, _, frames, headings, _ = map(list, columns)
        sizes = np.fromiter((len(statements) for _, statements in items), np.int64, len(items))
        self.text: I64 = np.repeat(np.arange(len(items)), sizes)
        self.count: I64 = sizes.take(self.text)
        self.index: I64 = np.arange(n) - (np.cumsum(sizes) - sizes).take(self.text)
        self.frame = np.fromiter(map(FRAMES.__getitem__, frames), np.int64, n)
        self.role = np.fromiter(map(ROLE_CODES.__getitem__, roles), np.int64, n)
        years = [bits for text, statements in items for bits in _year_bits(text, statements)]
        self.years = np.array(years, np.int64)
        self.looks_back = self._speaks_of_earlier_years(len(items))
        heading = np.fromiter((texts.headings.get(name or "", -1) for name in headings), np.int64, n)
        self.begins, self.stops = np.array(starts, np.int64), np.array(ends, np.int64)
        gap = self._gaps(starts, heading)
        self.start = self.batch.slots(self.text, self.begins)
        self.end = self.batch.slots(self.text, self.stops)
        self.gap = self.batch.slots(self.text, gap)
        lengths = np.array([0] * len(items) + [len(name) for name in texts.headings] + [0], dtype=np.int64)
        self.heading_start = self.batch.slots(heading, np.zeros(n, np.int64))
        self.heading_end = self.batch.slots(heading, lengths[heading])
        none = heading < 0
        self.heading_start[none] = self.heading_end[none] = 0

    def _speaks_of_earlier_years(self, n_items: int) -> NDArray[np.bool_]:
        named = (self.years & 0xEE) > 0
        named |= (self.frame == FRAMES["earlier_year"]) | (self.role == ROLE_CODES["rectified"])
        found = np.bincount(self.text, named, minlength=n_items) > 0
        for number in np.flatnonzero(~found[: len(self.items)]).tolist():
            text, statements = self.items[number]
            if statements and _OLD_ACCOUNT.search(text, *_section(text, statements)):
                found[number] = True
        return found.take(self.text)

    def _gaps(self, starts: Sequence[int], heading: I64) -> I64:
        """Where the stretch before each statement begins (offset); sets what is read there: marks, lists, line breaks."""
        first = self.index == 0
        before = np.roll(self.stops, 1)
        begins = np.where(first, np.maximum(self.begins - 6, 0), np.maximum(before, self.begins - _GAP))
        texts = [text for text, statements in self.items for _ in statements]
        stretches = zip(texts, begins.tolist(), starts, strict=True)
        read = np.array([_read_gap(text[begin:stop]) for text, begin, stop in stretches], np.int64)
        self.mark, place, self.newline = read & 15, read >> 4 & 255, read >> 14
        one, wordy = read >> 12 & 1, read >> 13 & 1
        begins[first] += place[
            first
        ]  # what stands further before the first statement is no part of the section
        opens = first | (one > 0) | (wordy > 0)
        opens[1:] |= (self.frame[1:] != self.frame[:-1]) | (heading[1:] != heading[:-1])
        self.run: I64 = np.cumsum(opens)
        self.restarts: I64 = self.run - (self.run[first] - 1).take(np.cumsum(first) - 1)
        return begins

    def __len__(self) -> int:
        return len(self.text)

    def clauses(self, chosen: NDArray[np.bool_] | None = None) -> tuple[I64, I64, I64]:
        """Statements (``chosen`` ones; default: all) cut at punctuation: statement number, first slot and end slot of each clause,
        in order.
        """
        ends = self.end if chosen is None else np.where(chosen, self.end, self.start)
        slots, owner = expand(self.start, ends)
        word = ~_is_punctuation().take(self.batch.codes.take(slots), mode="clip")
        border = owner[1:] != owner[:-1]
        opens = word.copy()
        opens[1:] &= ~word[:-1] | border
        closes = word.copy()
        closes[:-1] &= ~word[1:] | border
        first = np.flatnonzero(opens)
        owners, starts, stops = owner.take(first), slots.take(first), slots[closes] + 1
        kept = np.flatnonzero(~self._is_goal(owners, starts, stops))
        return owners.take(kept), starts.take(kept), stops.take(kept)

    def _is_goal(self, owner: I64, starts: I64, ends: I64) -> NDArray[np.bool_]:
        """Which clauses only say what a step is for (确保…, 从而…) or what comes of it (不断提高…): no first clause of a statement, whatever
        it opens with.
        """
        found = self._opens_with(_GOAL_OPENINGS, starts, ends)
        results = self._opens_with(_RESULT_OPENINGS, starts, ends) & (ends - starts >= _SHORTEST_RESULT)
        rows = np.flatnonzero(results)
        rows = rows[(rows > 0) & np.isin(self.batch.codes.take(starts[rows] - 1, mode="clip"), _COMMAS)]
        before = rows - 1
        guides = self._opens_with(_GUIDING_OPENINGS, starts[before], ends[before])
        guides |= self._opens_with(_GUIDING_ENDINGS, starts[before], ends[before], at_end=True)
        rows = rows[~guides]
        attitudes = self._opens_with(_ATTITUDES, starts[rows], ends[rows], at_end=True)
        of_teaching = [bool(_TEACHING.search(self.statements[row].text)) for row in owner[rows[attitudes]]]
        attitudes[attitudes] = ~np.array(of_teaching, bool)
        found[rows[~attitudes]] = True
        found[:1] = False
        found[1:] &= owner[1:] == owner[:-1]
        return self._with_listed(found, owner, starts)

    def _with_listed(self, goals: NDArray[np.bool_], owner: I64, starts: I64) -> NDArray[np.bool_]:
        """Goals and what is listed behind them (确保公开及时、准确、全面)."""
        listed = self.batch.codes.take(starts - 1, mode="clip") == ord("、")
        listed[:1] = False
        listed[1:] &= owner[1:] == owner[:-1]
        for row in np.flatnonzero(listed).tolist():  # in order: a goal hands on
            goals[row] |= goals[row - 1]
        return goals

    def _opens_with(
        self, words: tuple[str, ...], starts: I64, ends: I64, *, at_end: bool = False
    ) -> NDArray[np.bool_]:
        """Which clauses open (or end) with one of the words and have more than it."""
        found = np.zeros(len(starts), dtype=bool)
        for size, known in _hashes(words).items():
            fits = np.flatnonzero(ends - starts > size)
            first = ends[fits] - size if at_end else starts[fits]
            found[fits] |= np.isin(self.batch.hashes(first, first + size), known)
        return found


def _section(text: str, statements: Sequence[Statement]) -> tuple[int, int]:
    """The part of a document that is looked at: from shortly before its first statement to the end of its last."""
    return (max(0, statements[0].start - _GAP), statements[-1].end) if statements else (0, 0)


@lru_cache(maxsize=1024)  # most gaps are like 。二是
def _read_gap(gap: str) -> int:
    """What stands before a statement, in one number: kind of mark + 1 (0: none) in the lowest four bits, its place in the next eight,
    then whether it counts one, whether there are words before it, whether a line ends.
    """
    mark = _MARK.search(gap)
    kind = _KINDS.index(mark.lastgroup) + 1 if mark and mark.lastgroup else 0
    place = mark.start() if mark else len(gap)
    one = mark is not None and _ONE.match(mark.group()) is not None
    wordy = len(_WORDS.findall(gap, 0, place)) >= 3
    return kind | place << 4 | one << 12 | wordy << 13 | ("\n" in gap) << 14


def _carried(points: Sequence[tuple[int, int]]) -> int:
    """Bits of the last naming of years before a statement, with what stands at most 30 characters before it."""
    value = 0
    for at, bit in reversed(points):
        if at <= points[-1][0] - 30:
            break
        value |= bit
    return value


def _year_bits(text: str, statements: Sequence[Statement]) -> list[int]:
    """Which years each statement, and the stretch before it, names, relative to the latest year of the section."""
    if not statements:
        return []
    low, high = max(0, statements[0].start - 6), statements[-1].end
    dated = text.find("20", low, high) >= 0 or text.find("19", low, high) >= 0
    named = [(m.start(), int(m.group())) for m in _YEAR.finditer(text, low, high)] if dated else []
    planned = {at for at, _ in named if _PLANNED.match(text, at, high)}
    if planned:
        years = {year for at, year in named if at in planned}
        reported = min(years) - 1 + (min(years) + 1 in years)  # one that is named further off is a far goal
        named = [*((at, year) for at, year in named if at not in planned), (high, reported)]
    verbal = [match.start() for match in _EARLIER.finditer(text, low, high)]
    if not named and not verbal:
        return [0] * len(statements)
    latest = max((year for _, year in named), default=0)
    points = [(at, 1 if year == latest else 2 if year == latest - 1 else 4) for at, year in named]
    points += [(at, 8) for at in verbal]
    points.sort()
    places = [at for at, _ in points]
    bits = []
    previous = low
    for item in statements:
        first = bisect_left(places, item.start)
        value = _carried(points[:first]) * 256
        for _, bit in points[first : bisect_left(places, item.end)]:
            value |= bit
        for _, bit in points[bisect_left(places, previous) : first]:
            value |= bit * 16
        bits.append(value)
        previous = item.end
    return bits
