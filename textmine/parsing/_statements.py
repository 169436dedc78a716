"""Section five as statements with roles and exact offsets, as the annotation guide reads it."""

from __future__ import annotations

import re

from textmine.parsing._compact import CompactView
from textmine.parsing._context import is_done, is_still_open, names_earlier
from textmine.parsing._frames import FrameName
from textmine.parsing._roles import Evidence, decide
from textmine.parsing._stretches import Stretch, stretch
from textmine.parsing._units import Unit, units_of
from textmine.schema import Frame, Role, Statement, maker

_NEXT_YEAR_PLAN = re.compile(r"^(20[0-9]{2})年")
# Ten times the longest real section five; what is longer is damage, and would cost as much time as a thousand reports.
LONGEST_NARRATIVE = 60_000
_PLAN_WEIGHT = 5.0
_FRAMED_CONTRAST = 2.0
_statement, _evidence_of = maker(Statement), maker(Evidence)


def statements_in(
    text: str, start: int, end: int, *, year: int | None = None, folded: str | None = None
) -> tuple[Statement, ...]:
    """Statements of the narrative ``text[start:end]``.

    ``year`` is the year reported on, if known; ``folded`` is ``fold(text)``, if the caller has it. What stands behind the first
    ``LONGEST_NARRATIVE`` characters is left out.
    """
    view = CompactView(text, start, min(end, start + LONGEST_NARRATIVE), folded=folded)
    if not view.text:
        return ()
    units = units_of(view, year)
    roles = _roles(view.text, units, year)
    headings: dict[tuple[int, int] | None, str | None] = {None: None}
    ranges = list(dict.fromkeys(unit.heading for unit in units if unit.heading))
    for heading, (begin, finish) in zip(ranges, view.spans(ranges), strict=True):
        headings[heading] = text[begin:finish]
    spans = view.spans([(unit.start, unit.end) for unit in units])
    found = []
    for index, (unit, role, (begin, finish)) in enumerate(zip(units, roles, spans, strict=True)):
        frame: Frame | None = None if unit.frame == "mixed" else unit.frame
        words, above = text[begin:finish], headings[unit.heading]
        found.append(_statement((f"s{index:03d}", role, begin, finish, words, frame, above, 1.0)))
    return tuple(found)


def _roles(text: str, units: list[Unit], year: int | None) -> list[Role]:
    """Roles in order; context is set apart first, the rest is decided together."""
    roles: list[Role] = ["context"] * len(units)
    words = [stretch(text[unit.start : unit.end]) for unit in units]
    open_units = [index for index, unit in enumerate(units) if not unit.lead and not words[index].is_context]
    per_piece: dict[int, int] = {}
    for index in open_units:
        per_piece[units[index].piece] = per_piece.get(units[index].piece, 0) + 1
    halves = _pieces_of_two_halves(words, units, open_units, per_piece)
    items = []
    previous: Unit | None = None
    for index in open_units:
        unit = units[index]
        paired = previous is not None and per_piece[previous.piece] > 1
        border, frame = unit.border, unit.frame
        if unit.firm and previous is not None and frame != previous.frame:
            border = "frame"
        elif border == "sentence" and unit.piece in halves:
            border = "pair"
        if unit.piece in halves:
            frame = None
        items.append(_evidence(words[index], unit, (frame, border, paired), year))
        previous = unit
    for index, role in zip(open_units, decide(items), strict=True):
        roles[index] = role
    return roles


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


def _evidence(
    of: Stretch, unit: Unit, place: tuple[FrameName | None, str, bool], year: int | None
) -> Evidence:
    """Evidence of a unit; ``place`` is its frame, its border and whether the item before held several statements."""
    frame, border, paired = place
    words, hints, lean = of.words, of.hints, of.inclination
    named = _NEXT_YEAR_PLAN.match(words) if words.startswith("20") else None
    earlier = names_earlier(words, hints)
    if unit.plan or (named and year is not None and int(named.group(1)) > year):
        lean += _PLAN_WEIGHT
    still_open = done = False
    if earlier or named or frame == "earlier_year":  # they matter nowhere else
        still_open, done = is_still_open(words, hints), is_done(words, hints)
        earlier = earlier or (named is not None and year is not None and int(named.group(1)) < year and done)
        done = done or "问题" in words
    return _evidence_of(
        (lean, frame, unit.firm, earlier, still_open, done, unit.heading is not None, border, paired)
    )
