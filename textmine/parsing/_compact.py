"""A view of a text without blanks, for grammars that must not trip over line ends inside words."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import accumulate

from textmine.normalization import fold

# Besides white space: what ``fold`` puts for zero-width characters, and the marks of Markdown and pipe tables.
_RUN = re.compile(r"[^\s\u2063#|*]+")
_LINE_ENDS = frozenset("\n\t|\r")
_ONE_LINE_END = frozenset(("\n", "\t", "|"))


class CompactView:
    """``text`` is the folded source without blanks; positions map back to the source.

    Attributes
    ----------
    folded: the whole source in normal form, of the same length (see ``normalization.fold``).
    text: its characters between the bounds without blanks and table marks.
    lines: compact positions, ascending, where a new line or table cell begins (0 included).
    gaps: compact positions, ascending, where any blank stood before the character (0 included).
    blank_lines: subset of ``lines`` before which an empty line stood.
    """

    __slots__ = ("_starts", "blank_lines", "folded", "gaps", "lines", "source_start", "text")

    def __init__(
        self, source: str, start: int = 0, end: int | None = None, *, folded: str | None = None
    ) -> None:
        whole = fold(source) if folded is None else folded
        stop = len(whole) if end is None else end
        pieces = _RUN.findall(whole, start, stop)
        starts = [match.start() for match in _RUN.finditer(whole, start, stop)]
        ends = list(accumulate(map(len, pieces)))
        gaps = [0, *ends[:-1]] if pieces else []
        lines: list[int] = []
        blank_lines: list[int] = []
        last = start
        for position, begin, piece in zip(gaps, starts, pieces, strict=True):
            gap = whole[last:begin]
            if gap in _ONE_LINE_END or position == 0 or not _LINE_ENDS.isdisjoint(gap):
                lines.append(position)
            if len(gap) > 1 and gap.count("\n") > 1:
                blank_lines.append(position)
            last = begin + len(piece)
        self.folded = whole
        self.text = "".join(pieces)
        self.gaps = gaps
        self.lines = lines
        self.blank_lines = frozenset(blank_lines)
        self._starts = starts
        self.source_start = start

    def source(self, position: int) -> int:
        """Source position of the compact character at ``position``."""
        if not self.gaps:
            return self.source_start
        run = bisect_right(self.gaps, position) - 1
        return self._starts[run] + position - self.gaps[run]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Source range of the non-empty compact range ``[start, end)``, without blanks at its ends."""
        return self.source(start), self.source(end - 1) + 1

    def position(self, source: int) -> int:
        """First compact position at or after a source position."""
        run = bisect_right(self._starts, source) - 1
        if run < 0:
            return 0
        until = self.gaps[run + 1] if run + 1 < len(self.gaps) else len(self.text)
        return min(self.gaps[run] + source - self._starts[run], until)

    def next_line(self, position: int) -> int:
        """Compact position at which the line after ``position`` begins (the text's length for the last line)."""
        index = bisect_right(self.lines, position)
        return self.lines[index] if index < len(self.lines) else len(self.text)

    def at_line_start(self, position: int) -> bool:
        """Whether a line or cell begins at the compact position."""
        index = bisect_left(self.lines, position)
        return index < len(self.lines) and self.lines[index] == position
