"""The steps from a document as read to an annual report.

A step needs only what the steps before it have left in the ``Draft``. So many documents can be taken through each step together:
the code and the tables of one step then stay in the processor's caches, which saves about a quarter of the time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from textmine.parsing._compact import CompactView
from textmine.parsing._filter import reason_against
from textmine.parsing._metadata import read_metadata
from textmine.parsing._sections import find_sections
from textmine.parsing._several import part_of
from textmine.parsing._statements import LONGEST_NARRATIVE, NARRATIVE_STEPS, Narrative
from textmine.parsing._titles import Title, find_titles
from textmine.parsing.statutory import read_figures
from textmine.schema import AnnualReport, Document, Figure, Issue, Metadata, Section


class Draft:
    """What is known of a report while it is parsed.

    ``turned_away`` says that the document is none, ``others`` at which offsets further reports begin in it.
    """

    __slots__ = (
        "document",
        "figures",
        "issues",
        "metadata",
        "narrative",
        "others",
        "sections",
        "titles",
        "turned_away",
        "view",
    )

    def __init__(self, document: Document) -> None:
        self.document = document
        self.view = CompactView(document.text)
        self.titles: list[Title] = []
        self.metadata = Metadata()
        self.sections: tuple[Section, ...] = ()
        self.figures: Sequence[Figure] = ()
        self.narrative: Narrative | None = None
        self.issues: list[Issue] = []
        self.turned_away = False
        self.others: tuple[int, ...] = ()

    def report(self) -> AnnualReport:
        """The report, when all steps are done."""
        return AnnualReport(
            self.document,
            self.metadata,
            self.sections,
            self.figures,
            self.narrative.statements if self.narrative else (),
            tuple(self.issues),
            not self.turned_away,
        )


def _describe(draft: Draft) -> None:
    draft.titles = find_titles(draft.view)
    draft.metadata, issues = read_metadata(draft.document, draft.view, draft.titles)
    draft.issues += issues


def _divide(draft: Draft) -> None:
    """Find the sections, and turn the document away if it is no report on information disclosure."""
    document = draft.document
    draft.sections, issues, draft.others = find_sections(document, draft.view)
    draft.issues += issues
    reason = reason_against(draft.view, draft.sections, draft.titles, document.hints.get("title", ""))
    if reason:
        draft.sections, draft.turned_away = (), True
        draft.issues = [Issue(document.id, "parse", "not_annual_report", f"Left out of analysis: {reason}.")]


def _read_tables(draft: Draft) -> None:
    if draft.turned_away:
        return
    draft.figures, issues = read_figures(draft.document, draft.sections, draft.view)
    draft.issues += issues


def _find_narrative(draft: Draft) -> None:
    narrative = next((section for section in draft.sections if section.id == "problems"), None)
    if narrative is None:
        return
    document, start, end = draft.document, narrative.start, narrative.end
    draft.narrative = Narrative(document.text, start, end, year=draft.metadata.year, view=draft.view)
    if end - start > LONGEST_NARRATIVE:
        message = f"Section “problems” has {end - start} characters; only the first {LONGEST_NARRATIVE} were read into statements."
        draft.issues.append(Issue(document.id, "parse", "narrative_too_long", message))


_MOST_REPORTS = 1000


def reports_of(draft: Draft) -> tuple[AnnualReport, ...]:
    """The report of a draft that was taken through all steps, or the reports of its document, each parsed as one of its own."""
    if not draft.others or draft.turned_away:
        return (draft.report(),)
    document, starts = draft.document, [0, *draft.others]
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
    issue = Issue(draft.document.id, "parse", "several_reports", message)
    found[0] = replace(found[0], issues=(issue, *found[0].issues))
    return tuple(found)


def _of_narrative(step: Callable[[Narrative], None]) -> Callable[[Draft], None]:
    def taken(draft: Draft) -> None:
        if draft.narrative:
            step(draft.narrative)

    return taken


STEPS: tuple[Callable[[Draft], None], ...] = (
    _describe,
    _divide,
    _read_tables,
    _find_narrative,
    *map(_of_narrative, NARRATIVE_STEPS),
)
"""All steps, in order. Metadata, sections, figures, statements."""
