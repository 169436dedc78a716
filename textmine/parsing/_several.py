"""Several reports in one file: where the others begin, and each as a document of its own."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from textmine.parsing._candidates import Heading
from textmine.parsing._compact import CompactView
from textmine.parsing._titles import as_agency, ends_as_title
from textmine.schema import Block, Document, Grid, PlainBlocks

_HINTS_OF_FILE = frozenset({"encoding", "filename", "script"})
_FEWEST_KINDS = 3
_BODY = 12  # characters between two headings; a table of contents has none
_LONGEST_TITLE = 60
_LEAD_IN = 1500  # characters between a title and the first heading
_MOST_HEADINGS = 24  # of a report that are looked at


def end_of_repeated(view: CompactView, headings: Sequence[Heading], others: Sequence[int]) -> int | None:
    """Where the first report ends if all others are that report once more, as in pages with a text for screens of every size.

    None if one of them differs from it between its first heading and its last one.
    """
    if not others:
        return None
    places = [heading.start for heading in headings]
    bounds = [bisect_left(places, begin) for begin in (0, *others, len(view.text))]
    if any(first == end for first, end in pairwise(bounds)):
        return None
    first = places[0]
    title = _title_above(view, 0, first)
    head, words = view.text[title:first], view.text[first : headings[bounds[1] - 1].end]
    for begin, at in zip(others, bounds[1:-1], strict=True):
        # Many agencies write word for word the same; a title of its own makes a report one of its own.
        if not head.endswith(view.text[begin : places[at]]) or not view.text.startswith(words, places[at]):
            return None
    # A page prints twice what stands before the title, too, or before the first heading without the title.
    for start in (0, *view.lines[bisect_left(view.lines, title) : bisect_left(view.lines, first)]):
        above = view.text[start : title if start < title else first]
        if above and view.text.endswith(above, 0, others[0]):
            return others[0] - len(above)
    return others[0]


def starts_of_others(view: CompactView, headings: Sequence[Heading]) -> list[int]:
    """The compact positions at which a second report and further ones begin; none if the headings are those of one report.

    A report begins where a first part is headed once more behind the last parts, and both runs of headings have bodies.
    """
    starts: list[int] = []
    seen: set[str] = set()
    begin = 0
    for index, heading in enumerate(headings):
        if (
            heading.kind == "overview"
            and heading.own_line
            and (heading.number == 1 or (heading.number is None and heading.in_full))
            and seen & {"problems", "measures", "other"}
            and _is_report(headings[begin:index])
            and _is_report(headings[index : index + _MOST_HEADINGS])
        ):
            starts.append(_title_above(view, headings[index - 1].end, heading.start))
            seen, begin = set(), index
        seen.add(heading.kind)
    return starts


def part_of(document: Document, start: int, end: int, number: int) -> Document:
    """A range of a document as one of its own: the first part keeps id and path, the others get their number (``path#2``)."""
    text = document.text[start:end]
    blocks: Sequence[Block]
    if isinstance(document.blocks, PlainBlocks):
        blocks = document.blocks.of(text)
    else:
        blocks = tuple(
            _moved(block, -start) for block in document.blocks if start <= block.start and block.end <= end
        )
    cut = replace(
        document,
        text=text,
        blocks=blocks,
        page_starts=tuple(max(0, page - start) for page in document.page_starts if page < end),
    )
    if number == 1:
        return cut
    # What the file says of itself, it says of its first report or of all together.
    hints = {key: value for key, value in document.hints.items() if key in _HINTS_OF_FILE}
    return replace(
        cut, id=f"{document.id}-{number}", path=f"{document.path}#{number}", hints=hints, issues=()
    )


def _moved(block: Block, by: int) -> Block:
    grid = block.grid
    if grid is not None:
        cells = tuple(cell._replace(start=cell.start + by, end=cell.end + by) for cell in grid.cells)
        grid = Grid(grid.n_rows, grid.n_columns, cells)
    return block._replace(start=block.start + by, end=block.end + by, grid=grid)


def _is_report(headings: Sequence[Heading]) -> bool:
    kinds = {
        heading.kind
        for heading, following in pairwise([*headings, None])
        if heading and (following is None or following.start - heading.end >= _BODY)
    }
    return len(kinds) >= _FEWEST_KINDS


def _title_above(view: CompactView, earliest: int, start: int) -> int:
    """Where the title begins that stands above a first heading, behind the end of the part before; else the heading."""
    lines = view.lines
    top = bisect_left(lines, max(earliest, start - _LEAD_IN))
    found = None
    for index in range(bisect_left(lines, start) - 1, top - 1, -1):
        line = view.text[lines[index] : lines[index + 1]]
        if len(line) <= _LONGEST_TITLE and "。" not in line and ends_as_title(line):
            found = index
    if found is None:
        return start
    if found > top:  # the agency may stand on the line above
        line = view.text[lines[found - 1] : lines[found]]
        found -= len(line) <= _LONGEST_TITLE // 2 and as_agency(line) == line
    return lines[found]
