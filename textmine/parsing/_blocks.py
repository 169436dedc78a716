"""The block that the walk through section five stands in: what headings open, and what lists and paragraphs come back to."""

from __future__ import annotations

from textmine.parsing._accounts import is_label, parts_account
from textmine.parsing._cells import table_cells
from textmine.parsing._compact import CompactView
from textmine.parsing._enumeration import begins_list
from textmine.parsing._frames import FrameName, leading_heading, tells_back
from textmine.parsing._layout import Piece, cut
from textmine.parsing._unit import Block, Unit, as_block
from textmine.parsing._unit_patterns import ANSWER, INNER_MARK, PLAIN_HEADING, REMEDY, TRIM_LEFT, TRIM_RIGHT
from textmine.parsing._years import latest_year, names_year_before


class Blocks:
    """Pieces of a section, and the block that is open at one of them."""

    def __init__(self, view: CompactView, year: int | None) -> None:
        self.text = view.text
        self.latest = latest_year(view.text)
        self.year = year if year is not None else self.latest
        self.cells = table_cells(view)
        self.pieces = cut(view, self.cells)
        self.in_table = False
        self.heading_kind: str | None = None
        self.frame: FrameName | None = None
        self.heading: tuple[int, int] | None = None
        self.firm = False
        self.closed: tuple[int, int] | None = (
            None  # the heading of a block on an earlier year that ended last
        )
        self.account: str | None = None  # kind of mark of the heading of a block on an earlier year
        self.index, self.border = 0, "paragraph"
        self.found: list[Unit] = []
        self.blocks: dict[str, Block] = {}
        self.paragraph: Block | None = None

    def _back_to_list(self, kind: str, number: int) -> None:
        """Takes up the block of the item before, if a heading inside that item opened another one (1.…。改进情况：…。2.…)."""
        before = self.blocks.get(kind)
        if (
            before
            and before.number + 1 == number
            and self.heading != before.heading
            and self.heading
            and self.heading[0] >= before.start
            and len(self.found) > before.found
            and self.found[-1].heading == self.heading
            and not self.found[-1].lead
        ):
            for index in range(before.found, len(self.found)):
                if self.found[index].heading == self.heading:  # the answer to the shortfall of that item
                    self.found[index] = self.found[index]._replace(border="arrow")
                    break
            self.frame, self.heading, self.firm = before.frame, before.heading, before.firm
            self.border = "frame"
        begin = self.pieces[self.index].start
        self.blocks[kind] = as_block((number, begin, len(self.found), self.frame, self.heading, self.firm))

    def _back_to_paragraph(self, piece: Piece) -> None:
        """Takes up the block in which the paragraph before began, if a heading inside it, and inside this one, opens another (…。改进情况：…)."""
        if not piece.line_start:
            return
        before, inner = self.paragraph, self.heading
        if before and inner and inner != before.heading and inner[0] > before.start:
            words = self.text[slice(*inner)]
            if ANSWER.fullmatch(words) and self.text.find(f"{words}:", piece.start + 1, piece.end) > 0:
                self.frame, self.heading, self.firm = before.frame, before.heading, before.firm
        self.paragraph = as_block((0, piece.start, len(self.found), self.frame, self.heading, self.firm))

    def _under_same_frame(self, kind: str) -> bool:
        """Whether the list before this one, of the same kind, stood under the frame that is still open."""
        if not self.found or self.found[-1].lead:
            return False
        last = self.found[-1]
        mark = self.pieces[last.piece].mark
        return (
            last.heading == self.heading
            and last.frame == self.frame
            and mark is not None
            and mark.kind == kind
        )

    def _open(self, frame: FrameName, heading: tuple[int, int] | None) -> None:
        if heading and tells_back(self.text, heading):
            if self.frame == "earlier_year" and self.heading:
                return
            if self.closed and not REMEDY.search(self.text, *self.closed):
                frame = "earlier_year"  # 上年度的问题, then 整改情况 on the same level
        self.closed = self.account = None
        self.frame, self.heading, self.firm = frame, heading, True

    def _dated(self, frame: FrameName, start: int, end: int) -> FrameName:
        """The frame of a heading, where shortfalls of several years are told one after the other."""
        told = frame in ("problems", "mixed") and names_year_before(self.text, start, end, self.latest)
        return "earlier_year" if told else frame

    def _in_account(self, piece: Piece, frame: FrameName, start: int, end: int) -> bool:
        """Whether a heading only parts shortfalls from what was done, inside a block on an earlier year under a heading further out."""
        if self.frame == "earlier_year" and self.heading and piece.mark is None:
            return is_label(self.text[start:end])
        if self.account is None or self.frame != "earlier_year" or piece.mark is None:
            return False
        return parts_account(
            self.text[slice(*(self.heading or (0, 0)))],
            self.text[start:end],
            (self.account, piece.mark.kind),
            shortfalls=frame != "measures",
        )

    def _is_heading(self, piece: Piece | None) -> bool:
        if piece is None:
            return False
        return leading_heading(self.text, piece.start, piece.end, self.year) is not None

    def _is_loose_heading(self, piece: Piece, start: int, following: Piece | None) -> bool:
        """A short line without a predicate's punctuation right before a list of another kind."""
        if start != piece.start or following is None or piece.mark is None:
            return False
        words = self.text[start : self._trim_right(start, piece.end)]
        if following.mark is None:  # before plain text only words that no statement would consist of
            return piece.line_end and len(words) <= 12 and bool(PLAIN_HEADING.search(words))
        deeper = following.mark.kind != piece.mark.kind and begins_list(self.text, following.mark)
        return deeper and len(words) <= 16 and not INNER_MARK.search(words)

    def _skip(self, start: int, end: int) -> int:
        while start < end and self.text[start] in TRIM_LEFT:
            start += 1
        return start

    def _trim_right(self, start: int, end: int) -> int:
        while end > start and self.text[end - 1] in TRIM_RIGHT:
            end -= 1
        return end
