"""The rule tagger: themes by the cue tables alone."""

from __future__ import annotations

from collections.abc import Sequence

from textmine.schema import Evidence, Statement, TaggedStatement, ThemeTag, maker
from textmine.themes._matching import Finding, Matcher
from textmine.themes.rules import CueTable, load_cues

#: A whole document text and its statements.
Item = tuple[str, Sequence[Statement]]


_tagged = maker(TaggedStatement)


class RuleTagger:
    """Tags by the cue tables alone; roles stay as parsed."""

    name = "rules"

    def __init__(self, table: CueTable | None = None) -> None:
        self.table = table or load_cues()
        self._matcher = Matcher(self.table)

    def tag(
        self, text: str, statements: Sequence[Statement], *, as_given: bool = False
    ) -> tuple[TaggedStatement, ...]:
        """Tagged statements of one document."""
        return self.tag_many([(text, statements)], as_given=as_given)[0]

    def tag_many(self, items: Sequence[Item], *, as_given: bool = False) -> list[tuple[TaggedStatement, ...]]:
        """Tagged statements for each (whole document text, its statements), in order; evidence ranges are document offsets.

        Statements always keep their ranges (``as_given`` or not): cue words tell too little about the clauses without one.
        """
        found = self._matcher.find(items)
        return [
            tuple(
                _tagged((statement, self._tags(statement, findings) if findings else ()))
                for statement, findings in zip(statements, of_item, strict=True)
            )
            for (_, statements), of_item in zip(items, found, strict=True)
        ]

    def find_many(self, items: Sequence[Item]) -> list[list[list[Finding]]]:
        """Every cue that matched, held back or not, for each statement of each item (features, explanations)."""
        return self._matcher.find(items, full=True)

    def _tags(self, statement: Statement, findings: Sequence[Finding]) -> tuple[ThemeTag, ...]:
        counted = [finding for finding in findings if finding.held is None]
        factor = 1.0
        if not counted:
            # A wish under a problem heading is a shortfall put as a step; a step that says only what it is for has no other theme.
            last_resort = "wish" if statement.role == "problem" else "goal"
            counted = [finding for finding in findings if finding.held == last_resort]
            factor = self.table.fallback_factor
        elif statement.role == "measure" and any(finding.sentence == 0 for finding in counted):
            # The heading sentence of a step says its theme; the sentences after it only spell it out.
            counted = [finding for finding in counted if finding.sentence == 0]
        by_theme: dict[str, list[Finding]] = {}
        for finding in counted:
            by_theme.setdefault(finding.cue.theme, []).append(finding)
        return tuple(self._tag(theme, of_theme, factor) for theme, of_theme in by_theme.items())

    def _tag(self, theme: str, findings: Sequence[Finding], factor: float) -> ThemeTag:
        probability = max(self.table.probability(finding.cue.id) for finding in findings) * factor
        evidence = dict.fromkeys(
            Evidence(start, end, f"cue:{finding.cue.id}")
            for finding in findings
            for start, end in finding.ranges
        )
        return ThemeTag(theme, round(probability, 4), tuple(evidence), review=probability < 0.5)
