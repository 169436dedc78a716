"""From a document as read to an annual report: metadata, sections, statutory figures, statements.

``parse`` does all of it; ``parse_narrative`` reads a bare section five.
"""

from __future__ import annotations

from textmine.normalization import fold
from textmine.parsing._compact import CompactView
from textmine.parsing._endings import trim_body
from textmine.parsing._filter import reason_against
from textmine.parsing._metadata import read_metadata
from textmine.parsing._sections import find_sections
from textmine.parsing._statements import LONGEST_NARRATIVE, statements_in
from textmine.parsing._titles import find_titles
from textmine.parsing.statutory import read_figures
from textmine.schema import AnnualReport, Document, Issue, Statement

__all__ = ["parse", "parse_narrative"]


def parse(document: Document) -> AnnualReport:
    """The annual report in a document; troubles become issues, nothing is raised.

    A text of another kind comes back with ``is_annual_report`` False, an issue ``not_annual_report`` and metadata only.
    """
    view = CompactView(document.text)
    titles = find_titles(view)
    metadata, issues = read_metadata(document, view, titles)
    sections, section_issues = find_sections(document, view)
    reason = reason_against(view, sections, titles, document.hints.get("title", ""))
    if reason:
        turned_away = Issue(document.id, "parse", "not_annual_report", f"Left out of analysis: {reason}.")
        return AnnualReport(document, metadata, issues=(turned_away,), is_annual_report=False)
    figures, figure_issues = read_figures(document, sections, view)
    narrative = next((section for section in sections if section.id == "problems"), None)
    statements: tuple[Statement, ...] = ()
    length_issues: tuple[Issue, ...] = ()
    if narrative:
        start, end = narrative.start, narrative.end
        statements = statements_in(document.text, start, end, year=metadata.year, folded=view.folded)
        if end - start > LONGEST_NARRATIVE:
            message = f"Section “problems” has {end - start} characters; only the first {LONGEST_NARRATIVE} were read into statements."
            length_issues = (Issue(document.id, "parse", "narrative_too_long", message),)
    return AnnualReport(
        document=document,
        metadata=metadata,
        sections=sections,
        figures=figures,
        statements=statements,
        issues=(*issues, *section_issues, *figure_issues, *length_issues),
    )


def parse_narrative(text: str) -> tuple[Statement, ...]:
    """Statements of a bare section five, with offsets into ``text`` (of which 60,000 characters are read)."""
    folded = fold(text)
    _, end = trim_body(folded, 0, len(text), is_last=True)  # a date or a signer's name is no statement
    return statements_in(text, 0, end, folded=folded)
