"""Consistency checks: every finding names its cells and words, and says so where it cannot be tested.

``add_checks`` fills the ``checks`` table of a run, ``check_pieces`` gives it piece by piece; ``load_checks`` gives the registry. One module a family:
arithmetic within a report, across years, across levels, text against table, dates and names, candour.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Any

from textmine.analysis.checks._model import Corpus, Finding, ReportView
from textmine.analysis.checks._register import Register
from textmine.analysis.checks._registry import Check, families, load_checks
from textmine.analysis.checks._stretches import Setup, checker, stretches

if TYPE_CHECKING:
    from textmine.tables import Tables

__all__ = [
    "Check",
    "Corpus",
    "Finding",
    "ReportView",
    "add_checks",
    "check_pieces",
    "families",
    "load_checks",
]


def add_checks(tables: Tables) -> Tables:
    """A copy of the tables with the ``checks`` table filled: one row a report and check that has something to look at.

    Cells and spans are JSON lists of {document, key, value, name} and {document, start, end, text}. A report read
    twice (the same year of the same agency in two files) is checked twice, but compared across years once.
    """
    from textmine.tables import join_pieces

    return tables.replace(checks=join_pieces("checks", check_pieces(tables)))


def check_pieces(tables: Tables, *, workers: int = 1) -> Generator[Any, None, None]:
    """The rows of the ``checks`` table as pyarrow tables, for runs whose tables are larger than memory.

    ``workers``: processes that look at a stretch of the corpus each; what they find does not depend on their number. To be closed
    if it is left before its end, which ends them. Raises TextmineError if processes die.
    """
    from textmine.corpus import spread

    register = Register(tables)
    setup = Setup(tables, register.town_names(), register.tagged())
    yield from spread(
        checker, setup, stretches(register, tables), workers=min(workers, register.stretch_count)
    )
