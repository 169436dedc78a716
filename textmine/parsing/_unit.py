"""Statements in the making, and the list items that they stand in."""

from __future__ import annotations

from typing import NamedTuple

from textmine.parsing._frames import FrameName
from textmine.schema import maker


class Unit(NamedTuple):
    """A statement in the making.

    ``start``/``end``: compact range; ``border``: how it is parted from the unit before (see ``_roles.Evidence``);
    ``firm``: whether its frame was opened right above it; ``lead``: whether it only opens a block; ``plan``: whether it opens with
    a word for what comes next (下一步, 今后, 对此).
    """

    start: int
    end: int
    piece: int
    border: str
    frame: FrameName | None
    firm: bool
    heading: tuple[int, int] | None
    lead: bool = False
    plan: bool = False


as_unit = maker(Unit)


class Block(NamedTuple):
    """The block in which a list item begins: its ``number``, its ``start``, how many units stand before it, and the frame then open."""

    number: int
    start: int
    found: int
    frame: FrameName | None
    heading: tuple[int, int] | None
    firm: bool


as_block = maker(Block)
