"""The steps from a document as read to an annual report.

A step needs only what the steps before it have left in the ``Draft``. So many documents can be taken through each step together:
the code and the tables of one step then stay in the processor's caches, which saves about a quarter of the time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from operator import attrgetter
from typing import TypeVar

from textmine.parsing._compact import CompactView, Folded, folded, views_of
from textmine.parsing._filter import is_blank_form, reason_against
from textmine.parsing._metadata import METADATA_STEPS, Particulars
from textmine.parsing._sections import SECTION_STEPS, Division
from textmine.parsing._several import part_of
from textmine.parsing._statements import LONGEST_NARRATIVE, NARRATIVE_STEPS, Narrative
from textmine.parsing.statutory import TABLE_STEPS, Tables
from textmine.schema import AnnualReport, Document, Issue, Section


class Draft:
    """What is known of a report while it is parsed; ``turned_away`` is the reason why the document is none.

    ``view`` is that of the document's text, where it was made with others (see ``views_of``).
    """

    __slots__ = (
        "division",
        "document",
        "narrative",
        "particulars",
        "sections",
        "tables",
        "turned_away",
        "view",
    )

    def __init__(self, document: Document, view: CompactView | None = None) -> None:
        self.document = document
        self.view = view or views_of([folded(document.text)])[0]
        self.particulars = Particulars(document, self.view)
        self.division = Division(document, self.view)
        self.sections: tuple[Section, ...] = ()
        self.tables: Tables | None = None
        self.narrative: Narrative | None = None
        self.turned_away: str | None = None

    @property
    def others(self) -> tuple[int, ...]:
        """Offsets at which further reports begin in the document."""
        return self.division.others if self.turned_away is None else ()

    def report(self) -> AnnualReport:
        """The report, when all steps are done."""
        return AnnualReport(
            self.document,
            self.particulars.metadata,
            self.sections,
            self.tables.figures if self.tables else (),
            self.narrative.statements if self.narrative else (),
            tuple(self._issues()),
            self.turned_away is None,
        )

    def _issues(self) -> Iterator[Issue]:
        identity = self.document.id
        if self.turned_away is not None:
            yield Issue(identity, "parse", "not_annual_report", f"Left out of analysis: {self.turned_away}.")
            return
        yield from self.particulars.issues
        yield from self.division.issues_of(self.particulars.metadata.year, self.particulars.metadata.title)
        yield from self.tables.issues if self.tables else ()
        if self.narrative and self.narrative.length > LONGEST_NARRATIVE:
            message = f"Section “problems” has {self.narrative.length} characters; only the first {LONGEST_NARRATIVE} were read into statements."
            yield Issue(identity, "parse", "narrative_too_long", message)


def drafts_of(documents: Iterable[tuple[Document, Folded]]) -> list[Draft]:
    """The draft of each document, with the normal form of its text (see ``folded``); their views are made together."""
    pairs = list(documents)
    views = views_of([text for _, text in pairs])
    return [Draft(document, view) for (document, _), view in zip(pairs, views, strict=True)]


def _divide(draft: Draft) -> None:
    """Keep the sections, or turn the document away if it is no report on information disclosure."""
    sections, titles = draft.division.sections, draft.particulars.titles
    draft.turned_away = reason_against(draft.view, sections, titles, draft.document.hints.get("title", ""))
    if draft.turned_away is None and is_blank_form(draft.view, sections, draft.particulars.metadata):
        draft.turned_away = "it is the blank form of annual reports, without agency and numbers"
    if draft.turned_away is not None:
        return
    draft.sections = sections
    draft.tables = Tables(draft.document, draft.view)
    draft.tables.sections, draft.tables.year = sections, draft.particulars.metadata.year
    problems = next((section for section in sections if section.id == "problems"), None)
    if problems is not None:
        year = draft.particulars.metadata.year
        draft.narrative = Narrative(
            draft.document.text, problems.start, problems.end, year=year, view=draft.view
        )


_MOST_REPORTS = 1000


def reports_of(draft: Draft) -> tuple[AnnualReport, ...]:
    """The report of a draft that was taken through all steps, or the reports of its document, each parsed as one of its own."""
    others = draft.others
    if not others:
        return (draft.report(),)
    document, starts = draft.document, [0, *others]
    if draft.division.is_repeated:
        alone = Draft(part_of(document, 0, others[0], 1))
        for step in STEPS:
            step(alone)
        return (alone.report(),)
    found: list[AnnualReport] = []
    while len(found) < min(len(starts), _MOST_REPORTS):
        number = len(found)
        last = number + 1 == len(starts)
        end = len(document.text) if last else starts[number + 1]
        part = Draft(part_of(document, starts[number], end, number + 1))
        for step in STEPS:
            step(part)
        if part.others and last:  # the file has more headings than are looked at in one go
            starts += [starts[number] + at for at in part.others]
        else:
            found.append(part.report())
    message = (
        f"The file holds {len(found)} reports, the second from character {starts[1]} on; each is read as a document of its own "
        "(by `textmine parse` only the first). Look whether they are parted rightly."
    )
    if len(starts) > len(found):
        message += f" What follows the first {_MOST_REPORTS} was not read; split the file."
    issue = Issue(draft.document.id, "parse", "several_reports", message)
    found[0] = replace(found[0], issues=(issue, *found[0].issues))
    return tuple(found)


_Part = TypeVar("_Part")


def _taken(
    part: Callable[[Draft], _Part | None], steps: Iterable[Callable[[_Part], None]]
) -> Iterator[Callable[[Draft], None]]:
    """The steps of a part of the draft, as steps of the draft where it has that part."""
    for step in steps:

        def take(draft: Draft, step: Callable[[_Part], None] = step) -> None:
            if of := part(draft):
                step(of)

        yield take


STEPS: tuple[Callable[[Draft], None], ...] = (
    *_taken(attrgetter("particulars"), METADATA_STEPS),
    *_taken(attrgetter("division"), SECTION_STEPS),
    _divide,
    *_taken(attrgetter("tables"), TABLE_STEPS),
    *_taken(attrgetter("narrative"), NARRATIVE_STEPS),
)
"""All steps, in order. Metadata, sections, figures, statements."""
