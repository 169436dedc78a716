"""What is amiss with the sections of a report: those that are missing, and those that are headed more than once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from textmine.parsing._candidates import Heading
from textmine.parsing._chain import Bodies
from textmine.parsing._compact import CompactView
from textmine.parsing._headings import NumberedLine
from textmine.schema import SECTION_IDS, Document, Issue, Section

_SOME_BODY = 0.3  # what more than six characters are worth (see Bodies.value)


def missing(document: Document, sections: Sequence[Section]) -> list[Issue]:
    """The sections of the form that a report lacks."""
    found = {section.id for section in sections}
    return [
        Issue(
            document.id,
            "parse",
            "missing_section",
            f"No section “{wanted}” was found; look whether the file is complete.",
        )
        for wanted in SECTION_IDS
        if wanted not in found
    ]


def doubled(
    document: Document,
    view: CompactView,
    usable: list[Heading],
    groups: list[list[Heading]],
    numbered: list[NumberedLine],
) -> list[Issue]:
    """The sections headed more than once with something below; ``groups`` are the headings that were taken, ``usable`` all that might be."""
    chosen = {heading.start for group in groups for heading in group}
    if len(chosen) == len(usable):
        return []
    first = {group[0].kind: group[0] for group in groups}
    bodies = Bodies(view.text)
    spare: Counter[str] = Counter()
    where: dict[str, int] = {}
    ends = {heading.end: heading.kind for heading in usable}
    for heading in usable:
        used = first.get(heading.kind)
        if heading.start in chosen or used is None or not (heading.in_full and heading.own_line):
            continue
        if ends.get(heading.start, heading.kind) != heading.kind:
            continue  # the last of a table of contents, whose other entries stand right before it
        if (heading.style, heading.number) != (used.style, used.number):
            continue  # an item of a list, say of what the first part sums up or of a table at the end
        end = next((other.start for other in usable if other.start >= heading.end), len(view.text))
        if bodies.value(heading, end) > _SOME_BODY and not _ends_list(view, heading, usable, numbered):
            spare[heading.kind] += 1
            where.setdefault(heading.kind, view.source(heading.start))
    return [
        Issue(
            document.id,
            "parse",
            "doubled_section",
            f"Section “{kind}” is headed {count + 1} times (again at character {where[kind]}); one of them was taken.",
        )
        for kind, count in spare.items()
    ]


def _ends_list(
    view: CompactView, heading: Heading, usable: list[Heading], numbered: list[NumberedLine]
) -> bool:
    """Whether a heading carries on a list of its own, which began with a line that heads no section."""
    lines = [line for line in numbered if line.start <= heading.start and not line.is_row(view.text)]
    begun = next((index for index in reversed(range(len(lines))) if lines[index].number == 1), None)
    if begun is None or lines[begun].start in {other.start for other in usable}:
        return False
    numbers = [line.number for line in lines[begun:]]
    return lines[-1].start == heading.start and numbers == list(range(1, len(numbers) + 1))
