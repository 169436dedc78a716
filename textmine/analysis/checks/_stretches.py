"""The checks of a stretch of the corpus, which can be made in another process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textmine.analysis.checks._contents import Contents, Places, Ranges
from textmine.analysis.checks._model import Corpus, ReportView
from textmine.analysis.checks._register import Register, with_earlier
from textmine.analysis.checks._registry import table_of
from textmine.analysis.checks._towns import Towns
from textmine.undisturbed import undisturbed

if TYPE_CHECKING:
    from textmine.tables import Tables


@dataclass(frozen=True, slots=True)
class Setup:
    """What all stretches share: the tables, and what checks may ask about the corpus."""

    tables: Tables
    towns: list[str]
    tagged: bool


@dataclass(frozen=True, slots=True)
class Stretch:
    """Reports without their contents, and where in the tables these stand; those of earlier years included."""

    reports: list[ReportView]
    ranges: Ranges


def stretches(register: Register, tables: Tables) -> Iterator[Stretch]:
    """The reports in the order of the run."""
    places = Places(tables, register.reports)
    for reports in register.stretches():
        yield Stretch(reports, places.of(with_earlier(reports)))


def checker(setup: Setup) -> Callable[[Stretch], Any]:
    """What makes the ``checks`` table of a stretch."""
    towns = Towns(setup.towns)

    def check(stretch: Stretch) -> Any:
        held = with_earlier(stretch.reports)
        with undisturbed():  # there are no cycles that are not undone below
            contents = Contents(setup.tables, held, stretch.ranges)
            found = table_of(stretch.reports, Corpus(towns, setup.tagged, contents.fill()))
            for report in held:  # the sentences of a report know it in turn
                report.sentences = None
        return found

    return check
