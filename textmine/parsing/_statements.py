"""Section five as statements with roles and exact offsets, as the annotation guide reads it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from textmine.parsing._compact import CompactView
from textmine.parsing._context import is_done, is_still_open, names_earlier
from textmine.parsing._frames import FrameName
from textmine.parsing._roles import Evidence, decide
from textmine.parsing._stretches import Stretch, stretch
from textmine.parsing._table_rests import without_rests_of_table
from textmine.parsing._unit import Unit
from textmine.parsing._units import Walker
from textmine.schema import Frame, Role, Statement, maker

_NEXT_YEAR_PLAN = re.compile(r"^(20[0-9]{2})年")
_PLANNED = re.compile(r"20[0-9]{2}年度?,?[^,。;]{0,12}?(?:将|拟|计划|打算)")
_PLANS = re.compile("将|拟|计划|打算|下一?步|今后")
# What a report says it had wrong in a year before (2022年度我局存在更新不及时等问题).
_HAD_WRONG = re.compile(r"20[0-9]{2}年度?(?!.{0,3}(?:修订|以来|出台|新|起))[^。;]{0,40}(?:存在|主要问题)")
_YEAR_NAMED = re.compile(r"(20[0-9]{2})年度?(?![^。;]{0,24}(?:将|拟|计划|打算|重点|下一?步|要))([^。;]*)")
_YEAR_PLANNED = re.compile(r"(20[0-9]{2})年度?[^。;]{0,24}?(?:将|拟|计划|打算)")
# What was done against the shortfalls of the year before is told of the year reported on.
_TOLD_OF = re.compile("存在|了|已|累计|全年|整改|问题导向|得到|明显|显著")
# Ten times the longest real section five; what is longer is damage, and would cost as much time as a thousand reports.
LONGEST_NARRATIVE = 60_000
# Written for the Chinese one (知晓率不高.整改：…); not behind the number of an item (一.存在的问题), nor in names of files and sites.
_FULL_STOP = re.compile(
    r"(?<=[\u4e00-\u9fff])(?:(?<![一二三四五六七八九十])|(?<=[单统唯划合]一))\.(?=[\u4e00-\u9fff(（“]|$)"
)
_PLAN_WEIGHT = 5.0
_LONGEST_OPENING = 60
_FRAMED_CONTRAST = 2.0
_statement, _evidence_of = maker(Statement), maker(Evidence)


class Narrative:
    """The narrative ``text[start:end]`` on its way to statements.

    ``view`` is that of the whole text, ``year`` the year reported on, if known. What stands behind the first ``LONGEST_NARRATIVE``
    characters is left out.
    """

    __slots__ = ("_roles", "_text", "_units", "_view", "_walker", "_year", "length", "statements")

    def __init__(
        self, text: str, start: int, end: int, *, view: CompactView, year: int | None = None
    ) -> None:
        self._text, self._year = text, year
        self.length = end - start
        end = min(end, start + LONGEST_NARRATIVE)
        self._view = without_rests_of_table(view.part(start, end))
        if "." in self._view.text:
            self._view.text = _FULL_STOP.sub("。", self._view.text)
        self._walker: Walker | None = None
        self._units: list[Unit] = []
        self._roles: list[Role] = []
        self.statements: tuple[Statement, ...] = ()

    def cut(self) -> None:
        """Find marks and paragraphs."""
        self._walker = Walker(self._view, self._year) if self._view.text else None

    def walk(self) -> None:
        """Find what becomes statements."""
        self._units = self._walker.walk() if self._walker else []

    def decide(self) -> None:
        """Give each its role."""
        self._roles = _roles(self._view.text, self._units, self._year)

    def place(self) -> None:
        """Put the statements together, with offsets in the text."""
        units, view, text = self._units, self._view, self._text
        if not units:
            return
        ranges = list(dict.fromkeys([unit.heading for unit in units if unit.heading]))
        spans = view.spans([*ranges, *[(unit.start, unit.end) for unit in units]])
        headings: dict[tuple[int, int] | None, str | None] = {None: None}
        for heading, (begin, finish) in zip(ranges, spans, strict=False):
            headings[heading] = text[begin:finish]
        found = []
        for index, (unit, role, (begin, finish)) in enumerate(
            zip(units, self._roles, spans[len(ranges) :], strict=True)
        ):
            frame: Frame | None = None if unit.frame == "mixed" else unit.frame
            words, above = text[begin:finish], headings[unit.heading]
            found.append(_statement((f"s{index:03d}", role, begin, finish, words, frame, above, 1.0)))
        self.statements = tuple(found)


NARRATIVE_STEPS = (Narrative.cut, Narrative.walk, Narrative.decide, Narrative.place)
"""All steps, in order. Many narratives go through each step together: its code and tables then stay in the processor's caches."""


def statements_of(narratives: Sequence[Narrative]) -> list[tuple[Statement, ...]]:
    """Statements of each narrative."""
    for step in NARRATIVE_STEPS:
        for narrative in narratives:
            step(narrative)
    return [narrative.statements for narrative in narratives]


def _roles(text: str, units: list[Unit], year: int | None) -> list[Role]:
    """Roles in order; context is set apart first, the rest is decided together."""
    roles: list[Role] = ["context"] * len(units)
    year = year if year is not None else _year_of(text)
    words = [stretch(text[unit.start : unit.end]) for unit in units]
    open_units = [index for index, unit in enumerate(units) if not unit.lead and not words[index].is_context]
    per_piece: dict[int, int] = {}
    for index in open_units:
        per_piece[units[index].piece] = per_piece.get(units[index].piece, 0) + 1
    halves = _pieces_of_two_halves(words, units, open_units, per_piece)
    items = []
    dated = "20" in text
    previous: Unit | None = None
    for index in open_units:
        unit = units[index]
        paired = previous is not None and per_piece[previous.piece] > 1
        border, frame = unit.border, unit.frame
        if unit.firm and previous is not None and frame != previous.frame and border != "arrow":
            border = "frame"
        elif border == "sentence" and unit.piece in halves:
            border = "pair"
        if unit.piece in halves:
            frame = None
        opening = words[index].words
        if dated and not opening.startswith("20"):
            opening = _opening_of_sentence(text, unit.start)
        items.append(_evidence(words[index], unit, (frame, border, paired), (opening, year)))
        previous = unit
    for index, role in zip(open_units, decide(items), strict=True):
        roles[index] = role
    return roles


def _year_of(text: str) -> int | None:
    """The year reported on as the section itself tells it: the one before that of its plans, else the first one, or a later one of
    which it tells what was done.
    """
    if "20" not in text:
        return None
    planned = [int(found.group(1)) for found in _YEAR_PLANNED.finditer(text)]
    if planned:
        return min(planned) - 1 + (min(planned) + 1 in planned)
    year: int | None = None
    for found in _YEAR_NAMED.finditer(text):
        named = int(found.group(1))
        if year is None or (named == year + 1 and _TOLD_OF.search(found.group(2))):
            year = named
    return year


def _pieces_of_two_halves(
    words: list[Stretch], units: list[Unit], open_units: list[int], per_piece: dict[int, int]
) -> set[int]:
    """Items or paragraphs with two statements each, where most of their list are so: shortfall and step in turn."""
    if sum(1 for count in per_piece.values() if count == 2) < 2:
        return set()
    candidates: dict[int, list[int]] = {}
    for index in open_units:
        unit = units[index]
        if per_piece[unit.piece] == 2 and unit.frame != "earlier_year":
            candidates.setdefault(unit.piece, []).append(index)
    candidates = {piece: pair for piece, pair in candidates.items() if len(pair) == 2}
    if len(candidates) < 2 or len(candidates) < 0.6 * len(per_piece):
        return set()
    contrasts = [
        words[second].inclination - words[first].inclination for first, second in candidates.values()
    ]
    framed = any(
        units[index].firm and units[index].frame in ("problems", "measures")
        for pair in candidates.values()
        for index in pair
    )
    enough = sum(contrasts) / len(contrasts) >= (_FRAMED_CONTRAST if framed else 0.0)
    return set(candidates) if enough else set()


def _opening_of_sentence(text: str, start: int) -> str:
    """What stands before a statement in its sentence, if it names a year (2022年我局存在|公开不及时、|内容不全等问题)."""
    reach = max(0, start - _LONGEST_OPENING)
    first = max(text.rfind("。", reach, start), text.rfind(";", reach, start), reach - 1) + 1
    return text[first:start] if text.startswith("20", first) else ""


def _evidence(
    of: Stretch, unit: Unit, place: tuple[FrameName | None, str, bool], time: tuple[str, int | None]
) -> Evidence:
    """Evidence of a unit; ``place`` is its frame, its border and whether the item before held several statements, ``time`` the words of
    its sentence that name a year, if any, and the year reported on.
    """
    frame, border, paired = place
    opening, year = time
    words, hints, lean = of.words, of.hints, of.inclination
    named = _NEXT_YEAR_PLAN.match(opening) if opening else None
    before = named is not None and year is not None and int(named.group(1)) < year
    earlier = names_earlier(words, hints)
    if unit.plan or (
        named
        and opening is words
        and (_PLANNED.match(words) or (year is not None and int(named.group(1)) > year))
    ):
        lean += _PLAN_WEIGHT
    still_open = done = False
    if earlier or named or frame == "earlier_year":  # they matter nowhere else
        still_open, done = is_still_open(words, hints), is_done(words, hints)
        earlier = earlier or (
            before and ((done and opening is words) or _HAD_WRONG.match(opening) is not None)
        )
        done = done or "问题" in words
        if earlier and done and frame == "measures" and not _PLANS.search(words):
            frame = None  # 针对上年度…问题,已…: no step against this year's shortfalls, though their heading stands above
    return _evidence_of(
        (lean, frame, unit.firm, earlier, still_open, done, unit.heading is not None, border, paired)
    )
