"""From a document as read to an annual report: metadata, sections, statutory figures, statements.

``parse`` does all of it; ``parse_narrative`` reads a bare section five.
"""

from __future__ import annotations

from textmine.normalization import fold
from textmine.parsing._compact import CompactView
from textmine.parsing._sections import find_sections
from textmine.parsing._statements import statements_in
from textmine.parsing.statutory import read_figures
from textmine.schema import AnnualReport, Document, Metadata, Statement

__all__ = ["parse", "parse_narrative"]


def parse(document: Document) -> AnnualReport:
    """The annual report in a document; troubles become issues, nothing is raised."""
    view = CompactView(document.text, folded=fold(document.text))
    sections, section_issues = find_sections(document, view)
    figures, figure_issues = read_figures(document, sections)
    narrative = next((section for section in sections if section.id == "problems"), None)
    statements = statements_in(document.text, narrative.start, narrative.end) if narrative else ()
    return AnnualReport(
        document=document,
        metadata=Metadata(),
        sections=sections,
        figures=figures,
        statements=statements,
        issues=(*section_issues, *figure_issues),
    )


def parse_narrative(text: str) -> tuple[Statement, ...]:
    """Statements of a bare section five, with offsets into ``text``."""
    return statements_in(text, 0, len(text))
