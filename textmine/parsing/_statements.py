"""Section five as statements with roles and exact offsets, as the annotation guide reads it."""

from __future__ import annotations

import re
from dataclasses import replace

from textmine.parsing._compact import CompactView
from textmine.parsing._context import is_context, speaks_of_earlier_year, still_stands, tells_of_done
from textmine.parsing._roles import Evidence, decide, inclination
from textmine.parsing._units import Unit, units_of
from textmine.schema import Frame, Role, Statement

_NEXT_YEAR_PLAN = re.compile(r"^(20[0-9]{2})年")
# Ten times the longest real section five; what is longer is damage, and would cost as much time as a thousand reports.
LONGEST_NARRATIVE = 60_000
_PLAN_WEIGHT = 5.0
_FRAMED_CONTRAST = 2.0


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
    roles = _roles(view, units, year)
    return tuple(
        _statement(text, view, index, unit, role)
        for index, (unit, role) in enumerate(zip(units, roles, strict=True))
    )


def _statement(text: str, view: CompactView, index: int, unit: Unit, role: Role) -> Statement:
    begin, finish = view.span(unit.start, unit.end)
    heading = None
    if unit.heading:
        head_start, head_end = view.span(*unit.heading)
        heading = text[head_start:head_end]
    frame: Frame | None = None if unit.frame == "mixed" else unit.frame
    return Statement(f"s{index:03d}", role, begin, finish, text[begin:finish], frame, heading)


def _roles(view: CompactView, units: list[Unit], year: int | None) -> list[Role]:
    """Roles in order; context is set apart first, the rest is decided together."""
    roles: list[Role] = ["context"] * len(units)
    open_units = [
        index
        for index, unit in enumerate(units)
        if not unit.lead and not is_context(view.text[unit.start : unit.end])
    ]
    per_piece: dict[int, int] = {}
    for index in open_units:
        per_piece[units[index].piece] = per_piece.get(units[index].piece, 0) + 1
    halves = _pieces_of_two_halves(view.text, units, open_units, per_piece)
    items = []
    previous: Unit | None = None
    for index in open_units:
        unit = units[index]
        paired = previous is not None and per_piece[previous.piece] > 1
        border = unit.border
        if unit.firm and previous is not None and unit.frame != previous.frame:
            border = "frame"
        elif border == "sentence" and unit.piece in halves:
            border = "pair"
        item = _evidence(view.text[unit.start : unit.end], unit, border, paired=paired, year=year)
        items.append(replace(item, frame=None) if unit.piece in halves else item)
        previous = unit
    for index, role in zip(open_units, decide(items), strict=True):
        roles[index] = role
    return roles


def _pieces_of_two_halves(
    text: str, units: list[Unit], open_units: list[int], per_piece: dict[int, int]
) -> set[int]:
    """Items or paragraphs with two statements each, where most of their list are so: shortfall and step in turn."""
    candidates: dict[int, list[Unit]] = {}
    for index in open_units:
        unit = units[index]
        if per_piece[unit.piece] == 2 and unit.frame != "earlier_year":
            candidates.setdefault(unit.piece, []).append(unit)
    if len(candidates) < 2 or len(candidates) < 0.6 * len(per_piece):
        return set()
    contrasts = [
        inclination(text[second.start : second.end]) - inclination(text[first.start : first.end])
        for first, second in candidates.values()
    ]
    framed = any(
        unit.firm and unit.frame in ("problems", "measures") for pair in candidates.values() for unit in pair
    )
    enough = sum(contrasts) / len(contrasts) >= (_FRAMED_CONTRAST if framed else 0.0)
    return set(candidates) if enough else set()


def _evidence(words: str, unit: Unit, border: str, *, paired: bool, year: int | None) -> Evidence:
    lean = inclination(words)
    named = _NEXT_YEAR_PLAN.match(words)
    done = tells_of_done(words)
    past = named is not None and year is not None and int(named.group(1)) < year and done
    if unit.plan or (named and year is not None and int(named.group(1)) > year):
        lean += _PLAN_WEIGHT
    return Evidence(
        lean=lean,
        frame=unit.frame,
        firm=unit.firm,
        earlier=past or speaks_of_earlier_year(words),
        still_open=still_stands(words),
        done=done or "问题" in words,
        under_heading=unit.heading is not None,
        border=border,
        paired=paired,
    )
