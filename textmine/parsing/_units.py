"""Section five as units: the stretches that become statements, with the block each stands in."""

from __future__ import annotations

from textmine.parsing._accounts import goes_on, is_told, opens_account, turns_to_now
from textmine.parsing._blocks import Blocks
from textmine.parsing._clauses import LIST_ENDS, end_of_list, split_points
from textmine.parsing._frames import (
    FrameName,
    glued_heading,
    heading_frame,
    lead_frame,
    leading_heading,
    loose_heading_frame,
    tells_back,
)
from textmine.parsing._items import end_of_item, heads_item
from textmine.parsing._layout import Piece
from textmine.parsing._openings import POINTER, is_act
from textmine.parsing._stretches import stretch
from textmine.parsing._turns import parts_at_dash
from textmine.parsing._unit import Unit, as_unit
from textmine.parsing._unit_patterns import (
    ADMITS,
    ANNOUNCES,
    CAPTION,
    CAPTION_ENDS,
    FIELD,
    FRAGMENT,
    FRAGMENT_BEGINS,
    HEADED_PARAGRAPH,
    JOINS,
    LEAD_END,
    LEAD_TAIL,
    LONGEST_INNER_LEAD,
    LONGEST_LEAD,
    LONGEST_PROSE_LEAD,
    LONGEST_WHY,
    MERITS,
    OPENER,
    OPENER_BEGINS,
    OUGHT_MARK,
    PLAN,
    PLAN_BEGINS,
    POINTS_BACK,
    REMEDIED,
    SECOND_LEAD,
    SEVERAL,
    SHORTEST_LEAD,
    STILL_HAS,
    STILL_HAS_BEGINS,
    STILL_SHORT,
    STOP,
    THEREFORE,
    TOPIC_HEAD,
    TRIM_LEFT,
    TRIM_RIGHT,
    TURNS,
    WANTING,
    WHOSE,
    WHY,
    WILL,
)
from textmine.parsing._years import YEAR


def _opens_list(piece: Piece, following: Piece | None) -> bool:
    """Whether a list begins right after the piece."""
    if following is None or following.mark is None:
        return False
    if following.mark.number is not None:
        return following.mark.number == 1
    return piece.mark is None or following.mark.kind != piece.mark.kind


class Walker(Blocks):
    """Walks the pieces of a section once."""

    def walk(self) -> list[Unit]:
        """Units of the section in reading order."""
        last_numbers: dict[str, int] = {}
        last_marked: str | None = None
        for index, piece in enumerate(self.pieces):
            self.index = index
            mark = piece.mark
            if mark is None:
                self.border = "paragraph"
                self._back_to_paragraph(piece)
                if last_marked:
                    self.firm = self.firm and self.frame == "earlier_year"
            elif mark.number == 1 or (mark.kind != last_marked and mark.number is None):
                self.border = "list"
                if last_numbers.get(mark.kind, 0) > 1 and self._under_same_frame(mark.kind):
                    # A second list under one heading may be of another kind.
                    self.border, self.firm = "relist", False
            else:
                self.border = "item"
            if mark and mark.number:
                last_numbers[mark.kind] = mark.number
            if mark:
                last_marked = mark.kind
                if mark.kind == "label" and self.frame != "earlier_year":
                    asks = self.text[mark.start] in "问不"
                    self._open("problems" if asks else "measures", (mark.start, mark.end))
                if mark.kind == self.heading_kind and mark.number != 1:
                    self.closed = self.heading if self.frame == "earlier_year" else None
                    # Beside the heading, not below it.
                    self.frame, self.heading, self.firm = None, None, False
            if mark and mark.number:
                self._back_to_list(mark.kind, mark.number)
            if self.cells and not self._in_cell(piece):
                continue
            self._piece(piece, self.pieces[index + 1] if index + 1 < len(self.pieces) else None)
        return self.found

    def _in_cell(self, piece: Piece) -> bool:
        """Opens the block of a table's column; whether the piece says anything."""
        cell = self.cells.get(piece.mark.start if piece.mark else piece.start)
        if cell is None:
            if self.in_table and piece.line_start:
                self.in_table, self.frame, self.heading, self.firm = False, None, None, False
            return True
        self.in_table = True
        self.frame, self.heading, self.firm = cell.frame, cell.heading, cell.frame is not None
        return cell.says

    def _piece(self, piece: Piece, following: Piece | None) -> None:
        text, start, end = self.text, piece.start, piece.end
        at_border = piece.mark is not None or piece.line_start or text[start - 1] in "。;:!?"
        head = leading_heading(text, start, end, self.year) if at_border else None
        while head:
            close, frame = head
            if not self._in_account(piece, frame, start, close):
                self._open(self._dated(frame, start, close), (start, close))
                self.heading_kind = piece.mark.kind if piece.mark else None
                self.account = self.heading_kind if self.frame == "earlier_year" else None
            start = self._skip(close, end)
            head = leading_heading(text, start, end, self.year) if start < end else None
        if start < end and self._is_loose_heading(piece, start, following):
            loose = loose_heading_frame(text[start : self._trim_right(start, end)])
            if loose and not self._in_account(piece, loose, start, piece.end):
                self._open(loose, (start, self._trim_right(start, end)))
                self.heading_kind = piece.mark.kind if piece.mark else None
            return
        if start < end:
            opens = _opens_list(piece, following) and not self._is_heading(following)
            self._sentences(start, end, opens_list=opens, piece=piece, headed=start > piece.start)

    def _sentences(self, start: int, end: int, *, opens_list: bool, piece: Piece, headed: bool) -> None:
        """The sentences of a piece; if it is ``headed``, what stands behind the heading opens like a paragraph, not like an item."""
        position, first = start, True
        while position < end:
            head = (
                leading_heading(self.text, position, end, self.year) if self.text[position] == "【" else None
            )
            if head:
                self._open(head[1], (position, head[0]))
                self.border = "list"
                position = self._skip(head[0], end)
                continue
            stop = STOP.search(self.text, position, end)
            close = stop.start() if stop else end
            after = stop.end() if stop else end
            marked = piece.mark is not None and first
            if marked and after < end and TOPIC_HEAD.fullmatch(self.text, position, close):
                position = after  # 队伍方面。… only says what the item is about
                continue
            # Before a list, an item can end with the lead-in of that list.
            limit = self.text.rfind("。", after, end - 1) if opens_list else end
            heads = marked or (first and position == piece.start and self._is_headed_paragraph())
            first = False
            if heads and limit > after and stop and "。" in stop.group():
                last = end_of_item(self.text, position, after, limit)
                words, rest = self.text[position:close], self.text[after:last]
                alone = not opens_list or ":" not in rest
                if alone and heads_item(words, rest, frame=self.frame, firm=self.firm):
                    self._add(position, last)
                    position, first = min(last + 1, end), last < end and self.text[last] == ";"
                    continue
            self._sentence(
                position, close, opens_list=opens_list and after >= end, marked=marked and not headed
            )
            position = after
            if stop and stop.group() == "→":
                self.border = "arrow"

    def _is_headed_paragraph(self) -> bool:
        """Whether the paragraph begins with a heading sentence, as one beside it does, though none is numbered (加强督查。每季度…)."""
        index = self.index
        beside = [*self.pieces[max(0, index - 1) : index], *self.pieces[index + 1 : index + 2]]
        return self._begins_with_heading(self.pieces[index]) and any(map(self._begins_with_heading, beside))

    def _begins_with_heading(self, piece: Piece) -> bool:
        return (
            piece.mark is None
            and piece.line_start
            and HEADED_PARAGRAPH.match(self.text, piece.start, piece.end) is not None
        )

    def _sentence(self, start: int, end: int, *, opens_list: bool, marked: bool) -> None:
        if not marked:
            start = self._past_admission(self._past_leads(start, end), end)
        closed_by_colon = self.text.endswith(":", start, end)
        if (closed_by_colon or opens_list) and not marked:
            start = self._past_shortfall(start, end)
        if (closed_by_colon or opens_list) and self._ends_with_glued_heading(start, end):
            return
        if self.text.find("原因", max(start, end - LONGEST_WHY), end) >= 0 and (
            why := WHY.search(self.text, start, self._trim_right(start, end))
        ):
            end = why.start()
        stop = min(self._trim_right(start, end), start + LONGEST_LEAD)
        words = self.text[start:stop]
        if not words:
            return
        if (
            not marked
            and ((len(words) <= LONGEST_PROSE_LEAD and SEVERAL.search(words)) or REMEDIED.match(words))
            and self._lead_frame(words) == "earlier_year"
        ):  # what follows tells shortfall by shortfall
            self._lead(start, end, "earlier_year")
            return
        if closed_by_colon or (opens_list and not marked):
            frame = self._lead_frame(words)
            leads = LEAD_END.search(words) and not WANTING.search(words)
            if closed_by_colon or (frame and (leads or stretch(words).is_context)):
                self._lead(start, end, frame)
                return
        last_year = self.frame is None and opens_account(words, self.year)
        one_sided = self.frame in ("earlier_year", "measures")
        for part_start, part_end in parts_at_dash(self.text, start, end):
            for left, right in split_points(self.text[part_start:part_end], one_sided=one_sided):
                self._add(part_start + left, part_start + right)
        if last_year:
            self._open("earlier_year", None)

    def _lead_frame(self, words: str) -> FrameName | None:
        """Frame that a lead-in opens: an earlier year's only if the year that it names lies before the one reported on."""
        frame = lead_frame(words, stretch(words).hints)
        if frame == "earlier_year" and self.year is not None:
            points = POINTS_BACK.match(words)
            named = YEAR.match(words, points.end() if points else 0)
            if named and int(named.group(1)) >= self.year:
                return "measures"
        return frame

    def _past_leads(self, start: int, end: int) -> int:
        """The position behind headings and lead-ins that a colon inside the sentence closes."""
        while end - start > 1:
            colon = self.text.find(":", start, min(end - 1, start + LONGEST_INNER_LEAD))
            if colon <= start:
                return start
            words = self.text[start:colon]
            if FIELD.fullmatch(words):
                return end
            frame = heading_frame(words, self.year, stretch(words).hints) or self._lead_frame(words)
            if frame is None:
                return self._past_merits(start, colon, end)
            self._lead(start, colon, frame)
            start = colon + 1
        return start

    def _past_merits(self, start: int, colon: int, end: int) -> int:
        """The position behind what a sentence tells of merits (主要经验是：领导重视，机制健全，但…), up to where it turns."""
        if not MERITS.search(self.text, start, colon):
            return start
        turn = TURNS.search(self.text, colon, end)
        self._append(start, turn.start() if turn else end, lead=True)
        return turn.end() if turn else end

    def _past_admission(self, start: int, end: int) -> int:
        """The position behind a general admission that runs on into what it admits."""
        admits = ADMITS.search(self.text, start, min(end, start + LONGEST_INNER_LEAD))
        close = admits.end() if admits else start
        if not 0 < close - start <= LONGEST_INNER_LEAD or not stretch(self.text[start:close]).is_context:
            return start
        self._append(start, close, lead=True)
        self._turn_to_shortfalls(start, close)
        return close

    def _turn_to_shortfalls(self, start: int, end: int) -> None:
        """Ends a block on steps that no heading opened, or on an earlier year, where an admission says that there still are shortfalls."""
        if self.frame == "earlier_year" or (self.heading is None and self.frame == "measures"):
            words = self.text[start:end]
            if STILL_SHORT.search(words) and stretch(words).is_context:
                self._open("problems", None)

    def _past_shortfall(self, start: int, end: int) -> int:
        """The position behind a shortfall that runs on into the lead-in of the steps against it (人手少,因此从以下方面改进：…; 人手少的问题,
        今后将努力改进。一要…).
        """
        turn = THEREFORE.search(self.text, start, end)
        if not turn or POINTER.match(self.text, start, turn.start()):
            return start
        told = stretch(self.text[start : turn.start()])
        if told.is_context or not told.is_shortfall:
            return start
        self._sentence(start, turn.start(), opens_list=False, marked=False)
        return turn.start() + 1

    def _ends_with_glued_heading(self, start: int, end: int) -> bool:
        """Takes a heading off the end of the item before it (…覆盖面不广改进措施：1.…)."""
        stop = self._trim_right(start, end)
        glued = glued_heading(self.text[max(start, stop - LONGEST_INNER_LEAD) : stop])
        if not glued:
            return False
        at, frame = max(start, stop - LONGEST_INNER_LEAD) + glued[0], glued[1]
        if self.text[at - 1] in JOINS:  # 我县2022年存在的问题及|整改情况：
            comma = self.text.rfind(",", start, at) + 1
            at = comma if comma and stretch(self.text[start : comma - 1]).is_shortfall else start
            frame = heading_frame(self.text[at:stop], self.year) or "mixed"
        if WHOSE.fullmatch(self.text, start, at):
            at = start
        else:
            self._add(start, at)
        self._open(self._dated(frame, at, stop), (at, stop))
        return True

    def _lead(self, start: int, end: int, frame: FrameName | None) -> None:
        start = self._skip(start, end)
        end = self._trim_right(start, end)
        words = self.text[start:end]
        known = heading_frame(words, self.year)
        if known is None and frame is None:
            frame = loose_heading_frame(words)
        if known or frame:
            if (
                self.frame == "earlier_year"
                and not known
                and goes_on(words, under_heading=self.heading is not None)
            ):
                frame = "earlier_year"  # the lead-in of what was done
            inside = known is not None and self._in_account(self.pieces[self.index], known, start, end)
            if inside or (
                self.frame == "earlier_year" and self.heading and tells_back(self.text, (start, end))
            ):
                known = None  # goes on with the block it stands in
            else:
                dated = self._dated(known or frame or "mixed", start, end)
                told = known or dated != frame or (dated == "earlier_year" and ANNOUNCES.search(words))
                heading = (start, end) if told else self.heading if frame == self.frame else None
                self._open(dated, heading)
        tail = LEAD_TAIL.search(words)
        if tail:
            end = start + tail.start()
        if known is None and end - start >= SHORTEST_LEAD and not FRAGMENT.fullmatch(self.text[start:end]):
            second = SECOND_LEAD.search(self.text, start, end)
            if second:
                self._append(start, second.start(), lead=True)
                start = second.end()
            self._append(start, end, lead=True)

    def _add(self, start: int, end: int) -> None:
        text = self.text
        if text[start] in TRIM_LEFT:
            start = self._skip(start, end)
        if text[end - 1] in TRIM_RIGHT:
            end = self._trim_right(start, end)
        if start == end or (
            (text.find("图", start, start + 3) >= 0 or text.endswith(CAPTION_ENDS, start, end))
            and CAPTION.fullmatch(text, start, end)
        ):
            return
        if self.frame != "earlier_year" and text.endswith(LIST_ENDS, start, end):
            end = end_of_list(text, start, end, matters=False)
        plan = text[start] in PLAN_BEGINS and PLAN.match(text, start, end) is not None
        if plan and self.frame == "earlier_year":
            plan = not is_told(text, start)
        mark = self.pieces[self.index].mark
        plan = plan or (
            mark is not None
            and mark.kind == "is"
            and OUGHT_MARK.match(text, mark.start, mark.end) is not None
        )
        opener = OPENER.match(text, start, end) if text[start] in OPENER_BEGINS else None
        if opener and end - opener.end() > 4:
            start = opener.end()
        elif text[start] in STILL_HAS_BEGINS and self.frame != "earlier_year":
            has = STILL_HAS.match(text, start, end)
            if has and stretch(text[has.end() : end]).is_shortfall:
                start = has.end()
        if plan and mark is None and self.frame == "problems":
            self.frame = None  # without a heading, a word for what comes next ends the block
        if (
            text[start] not in FRAGMENT_BEGINS
            or not FRAGMENT.fullmatch(text, start, end)
            or (plan and (is_act(text[start:end]) or WILL.match(text, start, end)))  # 下一步加强培训
        ):
            if self.heading is None and self.frame == "earlier_year" and turns_to_now(text, start, end):
                self.frame = None
            self._append(start, end, plan=plan)
            self._turn_to_shortfalls(start, end)

    def _append(self, start: int, end: int, *, lead: bool = False, plan: bool = False) -> None:
        of = (start, end, self.index, self.border, self.frame, self.firm, self.heading, lead, plan)
        self.found.append(as_unit(of))
        self.border = "sentence"
