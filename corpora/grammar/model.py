"""Content model of a composed annual report: what it says, apart from how it is laid out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

SectionId = Literal["overview", "active", "requests", "review", "problems", "other"]
SECTION_IDS: tuple[SectionId, ...] = ("overview", "active", "requests", "review", "problems", "other")
Era = Literal["2021", "2019", "pre2019"]
Number = int | float | None


@dataclass(frozen=True)
class Region:
    """Where an agency belongs; parts that do not apply are None."""

    province: str
    city: str | None = None
    county: str | None = None


@dataclass(frozen=True)
class Agency:
    """A fictional agency: full name, the name it calls itself, where it stands."""

    name: str
    short: str
    region: Region
    level: str
    kind: str


@dataclass(frozen=True)
class Statement:
    """One labelled statement of section five; offsets count in the plain body of that section."""

    text: str
    role: str
    themes: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True)
class Indicator:
    """One line of a statistics table as used before 2019: label, unit, value."""

    label: str
    unit: str
    value: Number


@dataclass(frozen=True)
class Section:
    """One section: heading as printed, text before its table, the table's name, text after it."""

    id: SectionId
    heading: str
    text: str = ""
    table: str | None = None
    tail: str = ""
    repeat_heading: bool = False

    def paragraphs(self) -> list[str]:
        """Lines before the table."""
        return [line for line in self.text.split("\n") if line.strip()]

    def tail_paragraphs(self) -> list[str]:
        """Lines after the table."""
        return [line for line in self.tail.split("\n") if line.strip()]


@dataclass(frozen=True)
class Layout:
    """How a report is printed; every renderer reads the fields that concern it."""

    format: str = "txt"
    encoding: str = "utf-8"
    tables: str = "tabs"
    wrap: int = 0
    page_numbers: bool = False
    oneline: bool = False
    indent: str = "　　"
    shell: str = "portal"
    charset: str = "utf-8"
    look: str = "styles"
    levels: str = "right"
    glued: bool = False
    meta_block: bool = False
    signoff: bool = True
    oddities: tuple[str, ...] = ()


@dataclass(frozen=True)
class Report:
    """A whole annual report with its truth."""

    agency: Agency
    year: int
    published: date
    title: str
    intro: str
    sections: tuple[Section, ...]
    figures: dict[str, Number]
    eras: dict[str, Era]
    statements: tuple[Statement, ...]
    layout: Layout
    file: str
    raw: dict[str, str] = field(default_factory=dict)
    indicators: tuple[Indicator, ...] = ()
    planted: tuple[str, ...] = ()

    def published_time(self) -> datetime:
        """Publication as a moment, for file properties."""
        return datetime(self.published.year, self.published.month, self.published.day, 9, 0)

    def section(self, name: str) -> Section | None:
        """The first section with this id, or None."""
        return next((part for part in self.sections if part.id == name), None)


@dataclass(frozen=True)
class Planted:
    """A phenomenon put into the corpus on purpose."""

    id: str
    kind: str
    description: str
    files: tuple[str, ...] = ()
