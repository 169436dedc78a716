"""Section five as units: the stretches that become statements, with the block each stands in."""

from __future__ import annotations

import re

from textmine.parsing._cells import table_cells
from textmine.parsing._clauses import split_points
from textmine.parsing._compact import CompactView
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
from textmine.parsing._layout import Piece, cut
from textmine.parsing._openings import is_act
from textmine.parsing._signals import first_characters
from textmine.parsing._stretches import stretch
from textmine.parsing._unit import Block, Unit, as_block, as_unit
from textmine.parsing._years import latest_year, names_year_before

# Begins with a set of characters, which the engine looks for quickest; an arrow stands for itself.
_STOP = re.compile(r"[。;!?→](?:(?<=→)|[。;!?]*[”\"'》)]*)")
_TRIM_LEFT = "。;:,、!?)”→.…"
_TRIM_RIGHT = "。;:,、!?(“→.…—-"
_LEAD_TAIL = re.compile(
    r"(?:,|。)(?:主要(?:的)?(?:是|有|为|表现在|表现为|体现在|反映在|集中在|问题是|包括)?|具体(?:是|为|表现在|表现为)?|(?:集中)?(?:表现|体现)(?:在|为)|其中|如下|今后|下一步)$"
)
_FRAGMENT = re.compile(
    r"(?:主要|具体|集中|归纳起来|其中|一)*(?:是|有|为|表现|体现|反映|包括)?(?:在|为|是)?|(?:针对|对此|为此|因此|下一?步|今后).{0,6}|20[0-9]{2}年度?|序号|编号|[0123456789]{1,3}"
)
_OPENER = re.compile(
    r"(?:对此|为此|因此|今后|究其原因|其中|再有|另外|此外|同时)[,:]|(?:20[0-9]{2}年度?)?(?:自查|检查|排查)(?:中)?(?:又|还|也)?(?:新)?发现[,:]|主要(?:是|有|问题是)[,:]?"
    r"|(?:明年|来年|下一?步|20[0-9]{2}年)的?(?:工作)?重点(?:工作)?(?:是|为)[,:]?"
    r"|(?:主要|具体|集中|突出){0,2}(?:表现|体现|反映)(?:在|为|出)[,:]?|(?:例如|比如|如(?![下何果期实数此今]))[,:]?"
)
_PLAN = re.compile(r"(?:接下来|下一?步|今后|下一?阶段|明年|来年|新的一年|为此|对此)")
_THIS_YEAR = re.compile(
    "今年(?!.{0,12}(?:整改|销|办|改进))|本年|目前|当前|下一?步|今后|(?<!现)将|拟|还有|还存在|但|仍"
)
_SEVERAL = re.compile(
    "[一二两三四五六七八九十几0-9]+[个条项件]|主要问题|各项|逐[条项件]|[一二两三四五六七八九0-9]+(?:方面|处)"
)
_LONGEST_PROSE_LEAD = 50
_SHORTEST_LEAD = 6
_LONGEST_LEAD = 200
_LONGEST_INNER_LEAD = 70
_DASH_CONTRAST = 3.0
# Most statements begin with a character that rules the pattern out.
_FRAGMENT_BEGINS, _OPENER_BEGINS, _PLAN_BEGINS = map(first_characters, (_FRAGMENT, _OPENER, _PLAN))
_LEAD_END = re.compile(
    "(?:以下|如下|下列|方面|几点|几项|几条|几件|工作|措施|改进|安排|问题|不足|差距|短板|着手|入手|着力|发力|努力|整改|表现在|主要是|补课|下面)[^,。;]{0,6}$"
)
_REMEDY = re.compile("整改|改进|解决|落实|办理")
_WANTING = re.compile(
    "方面[^,。;]{0,3}有待[^,。;]{0,12}$"
)  # names what is lacking, though it ends like a lead-in
_STILL_SHORT = re.compile("(?:还|仍|也)(?:然|是)?(?:有|存在)[^,。;]{0,12}(?:问题|不足|短板|差距|薄弱环节|弱项)(?:之处)?$")
_TOPIC_HEAD = re.compile("[^,。;:]{1,12}方面|关于[^,。;:的]{2,10}")
_PLAIN_HEADING = re.compile("^(?:上一?年|去年|往年)|怎么|怎样|眼下|今年的|还差|新问题|难处")
_INNER_MARK = re.compile("[,。;:]")
# How deep a list with marks of a kind mostly lies: 一、 above （一） above 1. above （1） above the others.
_DEPTHS = {"numeral": 1, "bracket": 2, "digit": 3, "half_bracket": 4, "bracket_digit": 4}
_DEEPEST = 5
_ANEW = re.compile("今年|本年|目前|当前|下一?步|下一?阶段|今后|明年|来年|新|打算|计划")
_YEAR = re.compile("20[0-9]{2}年")
_ANNOUNCES = re.compile("(?:问题|不足|短板)(?:之处)?(?:主要)?(?:为|是|有)?$")  # 去年查出的问题有：…。整改情况：…
# An admission that goes over to its shortfalls without a comma (…还存在一些问题如培训不足).
_ADMITS = re.compile("(?:问题|不足|短板|差距|薄弱环节|之处)(?=(?:例如|比如|如(?![下何果期实数此今])).)")
_THEREFORE = re.compile(
    r",(?=(?:因此|为此|对此|所以|下一?步|今后|接下来)[^,]{0,20}(?:以下|如下|下列)[^,]{0,12}:$)"
)
_SECOND_LEAD = re.compile(r",(?=主要(?:存在|表现在|体现在|有)以下[^,]{1,8}$)")


def _opens_list(piece: Piece, following: Piece | None) -> bool:
    """Whether a list begins right after the piece."""
    if following is None or following.mark is None:
        return False
    if following.mark.number is not None:
        return following.mark.number == 1
    return piece.mark is None or following.mark.kind != piece.mark.kind


class Walker:
    """Walks the pieces of a section once."""

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

    def walk(self) -> list[Unit]:
        """Units of the section in reading order."""
        last_numbers: dict[str, int] = {}
        last_marked: str | None = None
        for index, piece in enumerate(self.pieces):
            self.index = index
            mark = piece.mark
            if mark is None:
                self.border = "paragraph"
                if last_marked:
                    self.firm = self.firm and self.frame == "earlier_year"
            elif mark.number == 1 or (mark.kind != last_marked and mark.number is None):
                self.border = "list"
                if last_numbers.get(mark.kind, 0) > 1 and self._under_same_frame(mark.kind):
                    self.border, self.firm = (
                        "relist",
                        False,
                    )  # a second list under one heading may be of another kind
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
                    self.frame, self.heading, self.firm = (
                        None,
                        None,
                        False,
                    )  # beside the heading, not below it
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
            self.frame, self.heading, self.firm = before.frame, before.heading, before.firm
        begin = self.pieces[self.index].start
        self.blocks[kind] = as_block((number, begin, len(self.found), self.frame, self.heading, self.firm))

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
            if self.closed and not _REMEDY.search(self.text, *self.closed):
                frame = "earlier_year"  # 上年度的问题, then 整改情况 on the same level
        self.closed = self.account = None
        self.frame, self.heading, self.firm = frame, heading, True

    def _dated(self, frame: FrameName, start: int, end: int) -> FrameName:
        """The frame of a heading, where shortfalls of several years are told one after the other."""
        told = frame in ("problems", "mixed") and names_year_before(self.text, start, end, self.latest)
        return "earlier_year" if told else frame

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
            self._sentences(start, end, opens_list=opens, piece=piece)

    def _in_account(self, piece: Piece, frame: FrameName, start: int, end: int) -> bool:
        """Whether a heading only parts shortfalls from what was done, inside a block on an earlier year under a heading further out
        （一）2021年问题整改情况 1.存在的问题：… 2.整改措施：….
        """
        if self.account is None or self.frame != "earlier_year" or piece.mark is None:
            return False
        inner, outer = (_DEPTHS.get(kind, _DEEPEST) for kind in (piece.mark.kind, self.account))
        own, other = (_YEAR.search(self.text, *place) for place in (self.heading or (0, 0), (start, end)))
        later = frame != "measures" and own and other and other.group() > own.group()
        return inner > outer and not later and not _ANEW.search(self.text, start, end)

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
            return piece.line_end and len(words) <= 12 and bool(_PLAIN_HEADING.search(words))
        deeper = following.mark.kind != piece.mark.kind and following.mark.number in (1, None)
        return deeper and len(words) <= 16 and not _INNER_MARK.search(words)

    def _skip(self, start: int, end: int) -> int:
        while start < end and self.text[start] in _TRIM_LEFT:
            start += 1
        return start

    def _trim_right(self, start: int, end: int) -> int:
        while end > start and self.text[end - 1] in _TRIM_RIGHT:
            end -= 1
        return end

    def _sentences(self, start: int, end: int, *, opens_list: bool, piece: Piece) -> None:
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
            stop = _STOP.search(self.text, position, end)
            close = stop.start() if stop else end
            after = stop.end() if stop else end
            marked = piece.mark is not None and first
            if marked and after < end and _TOPIC_HEAD.fullmatch(self.text, position, close):
                position = after  # 队伍方面。… only says what the item is about
                continue
            first = False
            if marked and not opens_list and stop and "。" in stop.group():
                last = end_of_item(self.text, after, end)
                words, rest = self.text[position:close], self.text[after:last]
                if heads_item(words, rest, earlier=self.frame == "earlier_year"):
                    self._add(position, last)
                    position, first = min(last + 1, end), last < end and self.text[last] == ";"
                    continue
            self._sentence(position, close, opens_list=opens_list and after >= end, marked=marked)
            position = after
            if stop and stop.group() == "→":
                self.border = "arrow"

    def _sentence(self, start: int, end: int, *, opens_list: bool, marked: bool) -> None:
        if not marked:
            start = self._past_admission(self._past_leads(start, end), end)
        closed_by_colon = self.text.endswith(":", start, end)
        if closed_by_colon and not marked:
            start = self._past_shortfall(start, end)
        if (closed_by_colon or opens_list) and self._ends_with_glued_heading(start, end):
            return
        stop = min(self._trim_right(start, end), start + _LONGEST_LEAD)
        words = self.text[start:stop]
        if not words:
            return
        if (
            not marked
            and len(words) <= _LONGEST_PROSE_LEAD
            and self._lead_frame(words) == "earlier_year"
            and _SEVERAL.search(words)
        ):  # what follows tells shortfall by shortfall
            self._lead(start, end, "earlier_year")
            return
        if closed_by_colon or (opens_list and not marked):
            frame = self._lead_frame(words)
            leads = _LEAD_END.search(words) and not _WANTING.search(words)
            if closed_by_colon or (frame and (leads or stretch(words).is_context)):
                self._lead(start, end, frame)
                return
        one_sided = self.frame in ("earlier_year", "measures")
        for part_start, part_end in self._parts_at_dash(start, end):
            for left, right in split_points(self.text[part_start:part_end], one_sided=one_sided):
                self._add(part_start + left, part_start + right)

    def _lead_frame(self, words: str) -> FrameName | None:
        """Frame that a lead-in opens: an earlier year's only if the year that it names lies before the one reported on."""
        frame = lead_frame(words, stretch(words).hints)
        if frame == "earlier_year" and self.year is not None:
            named = _YEAR.match(words, 2 if words[0] in "针对围" else 0)
            if named and int(named.group()[:4]) >= self.year:
                return "measures"
        return frame

    def _past_leads(self, start: int, end: int) -> int:
        """The position behind headings and lead-ins that a colon inside the sentence closes."""
        while end - start > 1:
            colon = self.text.find(":", start, min(end - 1, start + _LONGEST_INNER_LEAD))
            if colon <= start:
                return start
            words = self.text[start:colon]
            frame = heading_frame(words, self.year, stretch(words).hints) or self._lead_frame(words)
            if frame is None:
                return start
            self._lead(start, colon, frame)
            start = colon + 1
        return start

    def _past_admission(self, start: int, end: int) -> int:
        """The position behind a general admission that runs on into what it admits."""
        admits = _ADMITS.search(self.text, start, min(end, start + _LONGEST_INNER_LEAD))
        close = admits.end() if admits else start
        if not 0 < close - start <= _LONGEST_INNER_LEAD or not stretch(self.text[start:close]).is_context:
            return start
        self._append(start, close, lead=True)
        self._turn_to_shortfalls(start, close)
        return close

    def _turn_to_shortfalls(self, start: int, end: int) -> None:
        """Ends a block that no heading opened, on steps or an earlier year, where an admission says that there still are shortfalls."""
        if self.heading is None and self.frame in ("measures", "earlier_year"):
            words = self.text[start:end]
            if _STILL_SHORT.search(words) and stretch(words).is_context:
                self._open("problems", None)

    def _past_shortfall(self, start: int, end: int) -> int:
        """The position behind a shortfall that runs on into the lead-in of the steps against it (人手少,因此从以下方面改进：)."""
        turn = _THEREFORE.search(self.text, start, end)
        if not turn or not stretch(self.text[start : turn.start()]).is_shortfall:
            return start
        self._sentence(start, turn.start(), opens_list=False, marked=False)
        return turn.start() + 1

    def _ends_with_glued_heading(self, start: int, end: int) -> bool:
        """Takes a heading off the end of the item before it (…覆盖面不广改进措施：1.…)."""
        stop = self._trim_right(start, end)
        glued = glued_heading(self.text[max(start, stop - _LONGEST_INNER_LEAD) : stop])
        if not glued:
            return False
        at = max(start, stop - _LONGEST_INNER_LEAD) + glued[0]
        self._add(start, at)
        self._open(glued[1], (at, stop))
        return True

    def _parts_at_dash(self, start: int, end: int) -> list[tuple[int, int]]:
        """Both sides of the one dash that parts a shortfall from the step against it, else the whole."""
        if end - start < 2 * _SHORTEST_LEAD:
            return [(start, end)]
        at = self.text.find("——", start + _SHORTEST_LEAD, end - _SHORTEST_LEAD)
        if at < 0 or self.text.find("——", at + 2, end) >= 0:
            return [(start, end)]
        contrast = stretch(self.text[at + 2 : end]).inclination - stretch(self.text[start:at]).inclination
        if contrast < _DASH_CONTRAST:
            return [(start, end)]
        return [(start, at), (at + 2, end)]

    def _lead(self, start: int, end: int, frame: FrameName | None) -> None:
        start = self._skip(start, end)
        end = self._trim_right(start, end)
        words = self.text[start:end]
        known = heading_frame(words, self.year)
        if known is None and frame is None:
            frame = loose_heading_frame(words)
        if known or frame:
            if self.frame == "earlier_year" and self.heading and not known and not _THIS_YEAR.search(words):
                frame = "earlier_year"  # the lead-in of a block under its heading
            inside = known is not None and self._in_account(self.pieces[self.index], known, start, end)
            if inside or (
                self.frame == "earlier_year" and self.heading and tells_back(self.text, (start, end))
            ):
                known = None  # goes on with the block it stands in
            else:
                dated = self._dated(known or frame or "mixed", start, end)
                told = known or dated != frame or (dated == "earlier_year" and _ANNOUNCES.search(words))
                heading = (start, end) if told else self.heading if frame == self.frame else None
                self._open(dated, heading)
        tail = _LEAD_TAIL.search(words)
        if tail:
            end = start + tail.start()
        if known is None and end - start >= _SHORTEST_LEAD and not _FRAGMENT.fullmatch(self.text[start:end]):
            second = _SECOND_LEAD.search(self.text, start, end)
            if second:
                self._append(start, second.start(), lead=True)
                start = second.end()
            self._append(start, end, lead=True)

    def _add(self, start: int, end: int) -> None:
        text = self.text
        if text[start] in _TRIM_LEFT:
            start = self._skip(start, end)
        if text[end - 1] in _TRIM_RIGHT:
            end = self._trim_right(start, end)
        if start == end:
            return
        plan = text[start] in _PLAN_BEGINS and _PLAN.match(text, start, end) is not None
        opener = _OPENER.match(text, start, end) if text[start] in _OPENER_BEGINS else None
        if opener and end - opener.end() > 4:
            start = opener.end()
        if plan and self.pieces[self.index].mark is None and self.frame == "problems":
            self.frame = None  # without a heading, a word for what comes next ends the block
        if (
            text[start] not in _FRAGMENT_BEGINS
            or not _FRAGMENT.fullmatch(text, start, end)
            or (plan and is_act(text[start:end]))  # 下一步加强培训
        ):
            self._append(start, end, plan=plan)
            self._turn_to_shortfalls(start, end)

    def _append(self, start: int, end: int, *, lead: bool = False, plan: bool = False) -> None:
        of = (start, end, self.index, self.border, self.frame, self.firm, self.heading, lead, plan)
        self.found.append(as_unit(of))
        self.border = "sentence"
