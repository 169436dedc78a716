"""The theme report as data: everything that is shown, computed once; writers only lay it out."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Literal

from textmine.reporting._template import Template

if TYPE_CHECKING:
    import pandas as pd

    from textmine.analysis import Result
    from textmine.reporting._archive import Archive
    from textmine.reporting._wording import Wording

Value = str | int | float | None
#: Which statements lie behind something that is shown: pairs of theme, role, year, level, region or agency and its value.
Query = tuple[tuple[str, str], ...]
#: Value of a query for reports that do not state it.
NOT_STATED = "-"
ColumnKind = Literal["text", "count", "share", "number"]
Form = Literal["full", "short"]


@dataclass(frozen=True)
class Sentence:
    """A sentence of the report and the row it rests on, for example ``prevalence[theme=timeliness]``."""

    text: str
    source: str = ""
    note: bool = False
    kind: ClassVar[str] = "sentence"


@dataclass(frozen=True)
class Heading:
    """A heading inside a part, without its number."""

    text: str
    kind: ClassVar[str] = "heading"


@dataclass(frozen=True)
class Column:
    """A column of a table: its heading, how its values are written, and which statements are behind them, if any."""

    name: str
    kind: ColumnKind = "text"
    query: Query | None = None


@dataclass(frozen=True)
class Table:
    """A table with typed columns; shares are fractions, None is an empty cell.

    ``queries`` are those of the rows, if statements are behind them: behind a cell are those that fit its row and its
    column.
    """

    id: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    note: str = ""
    queries: tuple[Query, ...] = ()
    kind: ClassVar[str] = "table"

    def query(self, row: int, column: int) -> Query | None:
        """Which statements are behind a cell; None if there are none to show."""
        own = self.columns[column].query
        if own is None or not self.queries or not self.rows[row][column]:
            return None
        return (*self.queries[row], *own)


@dataclass(frozen=True)
class Chart:
    """A chart to be drawn from a result: ``title`` is its finding, ``caption`` what it shows, ``detail`` how.

    Of a chart of several ``pages`` the report shows the first; all are written to the folder of charts.
    """

    name: str
    title: str
    caption: str
    detail: str
    result: Result
    pages: int = 1
    kind: ClassVar[str] = "chart"


@dataclass(frozen=True)
class Run:
    """A stretch of text; ``marked`` where it is evidence."""

    text: str
    marked: bool = False


@dataclass(frozen=True)
class Quotation:
    """A statement as quoted: who, when, the words with the evidence marked, and where it stands.

    ``place`` names its document and, after a full stop, its number among the statements of the document, from 0.
    """

    agency: str
    year: str
    role: str
    runs: tuple[Run, ...]
    place: str = ""
    path: str = ""

    @property
    def text(self) -> str:
        """The words without marks."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class ThemePage:
    """What is said of one theme."""

    theme: str
    name: str
    provision: str
    sentences: tuple[Sentence, ...]
    quotations: tuple[Quotation, ...]
    total: int
    measures: tuple[Quotation, ...] = ()


Block = Heading | Sentence | Chart | Table


@dataclass(frozen=True)
class Part:
    """A part of the report: heading, then headings, sentences, charts and tables in the order to show them.

    ``appendix`` parts come behind the signature; ``wide`` ones are set across the page.
    """

    id: str
    heading: str
    blocks: tuple[Block, ...]
    appendix: bool = False
    wide: bool = False

    @property
    def sentences(self) -> list[Sentence]:
        """The sentences alone."""
        return [block for block in self.blocks if isinstance(block, Sentence)]

    @property
    def charts(self) -> list[Chart]:
        """The charts alone."""
        return [block for block in self.blocks if isinstance(block, Chart)]

    @property
    def tables(self) -> list[Table]:
        """The tables alone."""
        return [block for block in self.blocks if isinstance(block, Table)]


@dataclass(frozen=True)
class ThemeReport:
    """A theme report: parts in order, pages of themes, the archive and the ledger of statements, and where it comes from.

    ``tables`` holds the whole tables (summary, matrix, checks, issues …) of which the parts may show the head;
    ``chart_tables`` what the charts show, by their name, for readers who want figures or cannot see charts;
    ``names`` those of themes, roles, levels and agencies, by group and id; ``stem`` is the name of its files without their endings;
    ``wording`` has the phrases that the report was written with, from which writers take theirs.
    """

    lang: str
    title: str
    date: datetime.date
    version: str
    fingerprint: str
    facts: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]
    themes: tuple[ThemePage, ...]
    archive: Archive
    tables: Mapping[str, Table]
    ledger: pd.DataFrame
    wording: Wording
    labels: Mapping[str, str] = field(default_factory=dict)
    chart_tables: Mapping[str, Table] = field(default_factory=dict)
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    form: Form = "full"
    stem: str = "theme-report"
    template: Template = field(default_factory=Template)

    def part(self, part_id: str) -> Part:
        """The part with this id."""
        return next(part for part in self.parts if part.id == part_id)

    @property
    def charts(self) -> Sequence[Chart]:
        """All charts in order."""
        return [chart for part in self.parts for chart in part.charts]
