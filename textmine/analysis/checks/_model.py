"""What the checks work on and what they leave behind: reports with their cells and words, findings with their places."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from textmine.analysis.checks._grid import Equation, Grid
from textmine.analysis.checks._towns import Towns

if TYPE_CHECKING:
    from textmine.analysis.checks._claims import Sentence

Outcome = Literal["holds", "fails", "untestable", "blank_is_zero"]
Severity = Literal["error", "warning", "note"]


#: A figure as it was read, with the document it stands in: document, key, value (None for a cell without a number).
CellOf = tuple[str, str, "float | None"]


@dataclass(slots=True)
class Part:
    """A section: heading as printed, first character of the body in the document, body."""

    id: str
    title: str
    start: int
    text: str


@dataclass(slots=True)
class Remark:
    """A statement of section five with its role and themes (those in the abstain band included)."""

    role: str
    start: int
    end: int
    text: str
    themes: frozenset[str]


@dataclass(eq=False, slots=True)
class ReportView:
    """One used annual report as the checks see it.

    ``cells`` holds None for a blank cell, a dash, and a cell that could not be read; the keys of those that could not be read,
    or only with doubt, are in ``unsure``. ``line`` is the place of the report in the grid of its stretch. Contents are there while
    the stretch of the corpus is looked at; before that only the cell that the government above may ask for.
    """

    document: str
    meta: Mapping[str, Any]
    cells: dict[str, float | None] = field(default_factory=dict)
    unsure: frozenset[str] = frozenset()
    line: int = 0
    eras: dict[str, str] = field(default_factory=dict)
    parts: dict[str, Part] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    issues: dict[str, str] = field(default_factory=dict)
    previous: ReportView | None = None
    children: list[ReportView] = field(default_factory=list)
    sentences: list[Sentence] | None = None
    agency_key: str | None = None

    @property
    def year(self) -> int | None:
        """Year reported on."""
        return self.meta.get("year")

    @property
    def kind(self) -> str | None:
        """Kind of agency."""
        return self.meta.get("kind")

    def alone(self) -> ReportView:
        """A copy with what the report says of itself, tied to no other."""
        return ReportView(self.document, self.meta, dict(self.cells), self.unsure, agency_key=self.agency_key)

    def number(self, key: str) -> float | None:
        """Value of a cell; blank cells and dashes count as zero, None if the cell is not there or not read."""
        if key not in self.cells:
            return None
        value = self.cells[key]
        if value is None:
            return None if key in self.unsure else 0.0
        return value

    def has(self, table: str) -> bool:
        """Whether a statutory table was read."""
        return table in self.eras


@dataclass(frozen=True, slots=True)
class Span:
    """Words in a document that a finding rests on."""

    document: str
    start: int
    end: int
    text: str


@dataclass(slots=True)
class Finding:
    """Outcome of one check on one report.

    ``detail`` and ``detail_en`` fill the message of the check; ``reason`` names why it could not be tested.
    """

    outcome: Outcome
    detail: str = ""
    detail_en: str = ""
    reason: str = ""
    cells: tuple[CellOf, ...] = ()
    spans: tuple[Span, ...] = ()


#: How many years back a check looks at most, counted from the report itself.
YEARS_BACK = 2
#: What a check looks at in the reports of the agencies below a government.
KEY_FROM_BELOW = "requests.new.total"


@dataclass(slots=True)
class Corpus:
    """What a check may ask beyond its report: names of towns, whether any theme was tagged at all, and the ``grid``, which
    holds the cells of the reports of the stretch side by side.
    """

    towns: Towns
    tagged: bool
    grid: Grid

    def verdicts(
        self, report: ReportView, check: str, equations: Callable[[], Sequence[Equation]]
    ) -> list[int]:
        """The verdicts of a check's equations on a report."""
        return self.grid.verdicts(check, equations)[report.line]


def refs(report: ReportView, keys: Iterable[str]) -> tuple[CellOf, ...]:
    """The cells of a report under these keys, as far as they are there."""
    cells, document = report.cells, report.document
    return tuple([(document, key, cells[key]) for key in keys if key in cells])
