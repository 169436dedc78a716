"""The types that flow between the layers: Document → AnnualReport → tagged statements.

All positions are half-open character ranges of ``Document.text``, which never changes after
reading: ``document.text[start:end]`` always gives back what is shown.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Literal, NamedTuple, TypeVar, overload

_Item = TypeVar("_Item")
_Row = TypeVar("_Row", bound=tuple[Any, ...])
SectionId = Literal["overview", "active", "requests", "review", "problems", "other"]
Role = Literal["problem", "measure", "rectified", "context"]
Level = Literal["province", "city", "county", "township", "other"]
Era = Literal["2021", "2019", "pre2019"]
Certainty = Literal["exact", "realigned", "ambiguous"]
Stage = Literal["read", "parse", "figures", "tag", "check", "run"]
BlockKind = Literal["heading", "paragraph", "table"]
Frame = Literal["problems", "measures", "earlier_year"]

SECTION_IDS: tuple[SectionId, ...] = ("overview", "active", "requests", "review", "problems", "other")
ROLES: tuple[Role, ...] = ("problem", "measure", "rectified", "context")
LEVELS: tuple[Level, ...] = ("province", "city", "county", "township", "other")


@dataclass(frozen=True, slots=True)
class Issue:
    """One trouble with one document, kept as a record instead of stopping the run.

    ``message`` names the place and what the user can do; ``code`` is stable and machine-readable.
    """

    document: str
    stage: Stage
    code: str
    message: str


class Cell(NamedTuple):
    """One cell of a table: grid position (0-based), spans, and its range in the document's text."""

    row: int
    column: int
    start: int
    end: int
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table whose cells were laid out by the source (HTML, Word, ruled PDF). Merged cells appear once."""

    n_rows: int
    n_columns: int
    cells: tuple[Cell, ...]


class Block(NamedTuple):
    """A paragraph, heading or table in reading order.

    ``level`` is the heading level that the source claims (1 = highest), often wrong in practice.
    ``page`` is the 1-based page on which the block begins, for paged sources.
    """

    kind: BlockKind
    start: int
    end: int
    level: int | None = None
    grid: Grid | None = None
    page: int | None = None


class Deferred(Sequence[_Item]):
    """A sequence whose items are made when they are first asked for; equal to the tuple of them."""

    __slots__ = ("_items",)

    def __init__(self) -> None:
        self._items: tuple[_Item, ...] | None = None

    @abstractmethod
    def _make(self) -> tuple[_Item, ...]: ...

    def _found(self) -> tuple[_Item, ...]:
        if self._items is None:
            self._items = self._make()
        return self._items

    @overload
    def __getitem__(self, index: int) -> _Item: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[_Item, ...]: ...
    def __getitem__(self, index: int | slice) -> _Item | tuple[_Item, ...]:
        return self._found()[index]

    def __len__(self) -> int:
        return len(self._found())

    def __iter__(self) -> Iterator[_Item]:
        return iter(self._found())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, (tuple, Deferred)) and self._found() == tuple(other)

    def __hash__(self) -> int:
        return hash(self._found())

    def __repr__(self) -> str:
        return repr(self._found())

    def __reduce__(self) -> tuple[type[tuple[_Item, ...]], tuple[tuple[_Item, ...]]]:
        return tuple, (self._found(),)


class PlainBlocks(Deferred[Block]):
    """Blocks of a text without tables."""

    __slots__ = ("_find", "_text")

    def __init__(self, text: str, find: Callable[[str], tuple[Block, ...]]) -> None:
        super().__init__()
        self._text = text
        self._find = find

    def of(self, text: str) -> PlainBlocks:
        """The blocks of another text, found in the same way."""
        return PlainBlocks(text, self._find)

    def _make(self) -> tuple[Block, ...]:
        return self._find(self._text)


@dataclass(frozen=True, slots=True)
class Document:
    """A file as read: text plus blocks, never changed afterwards.

    ``id`` is derived from the content (first 12 hex digits of ``sha256``); ``path`` is as given by
    the caller, with ``archive.zip!/member`` for archive members. Of several reports in one file the second has ``-2`` behind
    the id and ``#2`` behind the path, and the text of its own alone. ``hints`` are what the source says about itself
    outside the text (HTML title and meta tags, Word core properties, encoding), lower-case keys.
    ``page_starts`` are the offsets at which pages begin (paged sources only).
    """

    id: str
    path: str
    sha256: str
    media_type: str
    text: str
    blocks: Sequence[Block] = ()
    hints: Mapping[str, str] = field(default_factory=dict)
    page_starts: tuple[int, ...] = ()
    issues: tuple[Issue, ...] = ()

    @property
    def tables(self) -> tuple[Block, ...]:
        """Blocks that the source laid out as tables."""
        if isinstance(self.blocks, PlainBlocks):
            return ()
        return tuple([block for block in self.blocks if block.grid is not None])

    def page_at(self, offset: int) -> int | None:
        """1-based page of a character offset, or None for sources without pages."""
        if not self.page_starts:
            return None
        return sum(1 for start in self.page_starts if start <= offset) or 1


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the annual report says about itself; None where it does not say.

    ``region`` is the concatenated name as far as stated or implied (江苏省淮安市洪泽区); ``kind`` is one of
    government, department, township, subdistrict, institution, vertical. ``year`` is the year reported on. ``published`` is an ISO date.
    """

    title: str | None = None
    agency: str | None = None
    region: str | None = None
    level: Level = "other"
    year: int | None = None
    published: str | None = None
    province: str | None = None
    city: str | None = None
    county: str | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """One of the six statutory sections. The range covers the body, without the heading ``title``."""

    id: SectionId
    title: str
    start: int
    end: int


class Figure(NamedTuple):
    """A number in a statutory table, or None where the cell is blank.

    A named tuple, because a report has some 170 of them: ``zip(*figures)`` gives them column by column.

    ``raw`` is the cell's text; ``start``/``end`` its range; ``row``/``column`` its grid position if there is a grid.
    ``certainty`` says how the cell was assigned to its key.
    """

    key: str
    value: int | float | None
    raw: str
    era: Era
    start: int
    end: int
    certainty: Certainty = "exact"
    page: int | None = None
    row: int | None = None
    column: int | None = None


class Statement(NamedTuple):
    """The smallest stretch of section five that makes one point.

    A named tuple, like all that is made for each statement: a run makes millions of them, and ``zip(*statements)`` gives them column
    by column.

    ``frame`` is the kind of block it stands in (from sub-headings and lead-ins), ``heading`` the sub-heading's text.
    ``role_probability`` is 1.0 for roles set by rule.
    """

    id: str
    role: Role
    start: int
    end: int
    text: str
    frame: Frame | None = None
    heading: str | None = None
    role_probability: float = 1.0


class Evidence(NamedTuple):
    """The range that a tag rests on; ``source`` is ``cue:<cue id>`` or ``model:<model id>``."""

    start: int
    end: int
    source: str


class ThemeTag(NamedTuple):
    """One theme of one statement. ``review`` marks tags in the abstain band, which count only after a look."""

    theme: str
    probability: float
    evidence: tuple[Evidence, ...] = ()
    review: bool = False


class TaggedStatement(NamedTuple):
    """A statement with its final role and themes."""

    statement: Statement
    tags: tuple[ThemeTag, ...] = ()

    @property
    def themes(self) -> tuple[str, ...]:
        """Theme ids that count, without those marked for review."""
        return tuple(tag.theme for tag in self.tags if not tag.review)


@dataclass(frozen=True, slots=True)
class AnnualReport:
    """A parsed annual report. ``is_annual_report`` is False for texts that the document filter turns away."""

    document: Document
    metadata: Metadata
    sections: tuple[Section, ...] = ()
    figures: Sequence[Figure] = ()
    statements: tuple[Statement, ...] = ()
    issues: tuple[Issue, ...] = ()
    is_annual_report: bool = True

    def section(self, section_id: SectionId) -> Section | None:
        """The section with this id, or None if the report lacks it."""
        return next((section for section in self.sections if section.id == section_id), None)

    def section_text(self, section_id: SectionId) -> str:
        """Body text of a section, empty if the report lacks it."""
        found = self.section(section_id)
        return self.document.text[found.start : found.end] if found else ""

    def to_dict(self) -> dict[str, Any]:
        """The JSON object printed by ``textmine parse`` (a contract: other tools read these names)."""
        text = self.document.text
        meta = self.metadata
        return {
            "document": {
                "id": self.document.id,
                "path": self.document.path,
                "sha256": self.document.sha256,
                "media_type": self.document.media_type,
            },
            "metadata": {
                "title": meta.title,
                "agency": meta.agency,
                "region": meta.region,
                "level": meta.level,
                "year": meta.year,
                "published": meta.published,
            },
            "sections": [
                {"id": s.id, "title": s.title, "start": s.start, "end": s.end, "text": text[s.start : s.end]}
                for s in self.sections
            ],
            "figures": [{"key": f.key, "value": f.value, "raw": f.raw, "era": f.era} for f in self.figures],
            "statements": [
                {"id": s.id, "role": s.role, "start": s.start, "end": s.end, "text": s.text}
                for s in self.statements
            ],
            "issues": [
                {"stage": i.stage, "code": i.code, "message": i.message}
                for i in (*self.document.issues, *self.issues)
            ],
        }


def maker(kind: type[_Row]) -> Callable[[tuple[object, ...]], _Row]:
    """What makes a named tuple of all its fields in order, in a third of the time that a call of its class takes.

    For what a run makes by the million; the fields are not checked.
    """
    return partial(tuple.__new__, kind)


def themes_by_role(tagged: Iterable[TaggedStatement], role: Role) -> tuple[str, ...]:
    """Themes that a report has in one role, in order of first appearance (the report-level reading)."""
    seen: dict[str, None] = {}
    for item in tagged:
        if item.statement.role == role:
            seen.update(dict.fromkeys(item.themes))
    return tuple(seen)
