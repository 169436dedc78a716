"""From a document as read to an annual report: metadata, sections, statutory figures, statements.

``parse`` does all of it; ``parse_narrative`` reads a bare section five.
"""

from __future__ import annotations

from textmine.parsing._compact import CompactView
from textmine.parsing._filter import reason_against
from textmine.parsing._metadata import read_metadata
from textmine.parsing._sections import find_sections
from textmine.parsing._statements import statements_in
from textmine.parsing.statutory import read_figures
from textmine.schema import AnnualReport, Document, Issue, Statement

__all__ = ["parse", "parse_narrative"]


def parse(document: Document) -> AnnualReport:
    """The annual report in a document; troubles become issues, nothing is raised.

    A text of another kind comes back with ``is_annual_report`` False, an issue ``not_annual_report`` and metadata only.
    """
    view = CompactView(document.text)
    metadata, issues = read_metadata(document, view)
    sections, section_issues = find_sections(document, view)
    reason = reason_against(view, sections, document.hints.get("title", ""))
    if reason:
        turned_away = Issue(document.id, "parse", "not_annual_report", f"Left out of analysis: {reason}.")
        return AnnualReport(document, metadata, issues=(turned_away,), is_annual_report=False)
    figures, figure_issues = read_figures(document, sections)
    narrative = next((section for section in sections if section.id == "problems"), None)
    statements: tuple[Statement, ...] = ()
    if narrative:
        statements = statements_in(
            document.text, narrative.start, narrative.end, year=metadata.year, folded=view.folded
        )
    return AnnualReport(
        document=document,
        metadata=metadata,
        sections=sections,
        figures=figures,
        statements=statements,
        issues=(*issues, *section_issues, *figure_issues),
    )


def parse_narrative(text: str) -> tuple[Statement, ...]:
    """Statements of a bare section five, with offsets into ``text``."""
    return statements_in(text, 0, len(text))
