"""Plain text and Markdown: the text stays as it is, blocks are found in its lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from textmine.errors import LimitError
from textmine.readers._decode import Decoded, decode
from textmine.readers._limits import DEFAULT_LIMITS, Limits, too_many_cells
from textmine.readers._markup import without_markup
from textmine.readers._separated import with_rows, with_tabs
from textmine.readers._shape import is_page_number, opens_paragraph
from textmine.schema import Block, Cell, Grid, PlainBlocks

_BLANKS = " \t\x0b\x0c\xa0\u3000\u2002\u2003\u2009\u200b\ufeff"
_MARKDOWN_HEADING = re.compile(r"(#{1,6})[ \t\u3000]{0,9}(?=[^#\s])")
_RULE_ROW = re.compile(r"[\s|:\-]{3,400}")
_WORD = re.compile(r"\w")
_ENDS = frozenset("。！？；：…”）)】.!?;:")
# Hard-wrapped text: at least this share of the longer lines is filled to the same width, and as many break off
# inside a sentence. Copies from PDF have 22 to 45 ideographs a line, mails up to 72.
_FULL_SHARE = 0.4
_MAX_WRAP_WIDTH = 150
_SLACK = (
    7  # columns that a full line may lack: one ideograph, a long number or a mark that must not begin a line
)


class _Line(NamedTuple):
    start: int  # without blanks at both ends
    end: int
    indent: int
    width: int  # in columns; ideographs take two. 0 for a blank line


def read_text(data: bytes, limits: Limits) -> tuple[str, Sequence[Block], Decoded]:
    """Decode and find the blocks. Raises ReadError ``not_text``, LimitError ``text_too_long``."""
    found = decode(data)
    if len(found.text) > limits.text_chars:
        raise LimitError(
            "text_too_long",
            f"The text is longer than {limits.text_chars:,} characters, far more than an annual report. "
            "Take the report out of the file and read it alone.",
        )
    text = found.text
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "<" in text and ("</td>" in text or "</TD>" in text):  # single characters are found in no time
        from textmine.readers._inline_tables import read_inline_tables

        builder = read_inline_tables(text, limits)
        return builder.text, tuple(builder.blocks), found
    text = with_tabs(without_markup(with_rows(text)))
    if not _may_hold_table(text):
        return text, PlainBlocks(text, find_blocks), found
    return text, find_blocks(text, most_cells=limits.table_cells), found


def _may_hold_table(text: str) -> bool:
    """False where no line can be the rule below a Markdown table's header: pipes, hyphens and colons alone."""
    if "|" not in text:
        return False
    at = text.find("-", text.find("\n") + 1)
    while at >= 0:
        end = text.find("\n", at)
        end = end if end >= 0 else len(text)
        if not _WORD.search(text, text.rfind("\n", 0, at) + 1, end):
            return True
        at = text.find("-", end)
    return False


def find_blocks(text: str, most_cells: int = DEFAULT_LIMITS.table_cells) -> tuple[Block, ...]:
    """Blocks of a plain text: its lines, joined where the source broke paragraphs at a fixed width.

    Raises LimitError ``table_too_large`` for a table with more than ``most_cells``.
    """
    lines = _lines(text)
    wrap_width = _wrap_width(text, lines)
    has_pipes = "|" in text
    blocks: list[Block] = []
    index = 0
    while index < len(lines):
        line = lines[index]
        table_end = _pipe_table_end(text, lines, index) if has_pipes else index
        if table_end > index:
            blocks.append(_pipe_table(text, lines[index:table_end], most_cells))
            index = table_end
            continue
        index += 1
        if not line.width or is_page_number(text[line.start : line.end]):
            continue
        heading = _heading(text, line) if text[line.start] in "#*" else None
        if heading:
            blocks.append(heading)
            continue
        end = line.end
        while (
            wrap_width and index < len(lines) and _continues(text, lines[index - 1], lines[index], wrap_width)
        ):
            end = lines[index].end
            index += 1
        blocks.append(Block("paragraph", line.start, end))
    return tuple(blocks)


def _heading(text: str, line: _Line) -> Block | None:
    """A Markdown heading, or a line that is bold as a whole, without its marks."""
    start, end, level = line.start, line.end, None
    marks = _MARKDOWN_HEADING.match(text, start, end)
    if marks:
        start, level = marks.end(), len(marks.group(1))
    bold = end - start > 4 and text.startswith("**", start) and text.endswith("**", start, end)
    if bold and "*" not in text[start + 2 : end - 2]:
        start, end = start + 2, end - 2
    elif not marks:
        return None
    return Block("heading", start, end, level) if text[start:end].strip() else None


def _lines(text: str) -> list[_Line]:
    lines = []
    position = 0
    for raw in text.split("\n"):
        stripped = raw.strip(_BLANKS)
        indent = len(raw) - len(raw.lstrip(_BLANKS)) if stripped and len(stripped) < len(raw) else 0
        start = position + indent
        lines.append(_Line(start, start + len(stripped), indent, _width(stripped)))
        position += len(raw) + 1
    return lines


def _width(line: str) -> int:
    if len(line) > _MAX_WRAP_WIDTH or line.isascii():
        return len(line)
    # All that is not ASCII counts as wide; the few Latin letters with accents do not change which lines are full.
    return 2 * len(line) - len(line.encode("ascii", "ignore"))


def _wrap_width(text: str, lines: list[_Line]) -> int:
    """Width at which the text was broken into lines, or 0 if its lines are paragraphs."""
    widths = sorted(line.width + line.indent for line in lines if line.width >= 30)
    if len(widths) < 4 or widths[-1] > _MAX_WRAP_WIDTH:
        return 0
    full_width = widths[-1 - len(widths) // 20]
    full = [line for line in lines if line.width + line.indent >= full_width - _SLACK]
    broken = sum(text[line.end - 1] not in _ENDS for line in full)
    if len(full) < _FULL_SHARE * len(widths) or broken * 2 < len(full):
        return 0
    return full_width


def _continues(text: str, line: _Line, following: _Line, wrap_width: int) -> bool:
    if (
        not following.width
        or following.indent > line.indent + 1
        or line.width + line.indent < wrap_width - _SLACK
    ):
        return False
    content = text[following.start : following.end]
    if "\t" in content or "|" in content or is_page_number(content):
        return False
    return not (text[line.end - 1] in _ENDS and opens_paragraph(content))


def _pipe_table_end(text: str, lines: list[_Line], index: int) -> int:
    """Line after the Markdown table that begins here (header, rule, rows with as many cells), or ``index``."""
    if index + 2 >= len(lines) or "|" not in text[lines[index].start : lines[index].end]:
        return index
    rule = text[lines[index + 1].start : lines[index + 1].end]
    if "-" not in rule or not _RULE_ROW.fullmatch(rule):
        return index
    columns = len(_pipe_cells(text, lines[index]))
    if columns < 2 or len(_pipe_cells(text, lines[index + 1])) != columns:
        return index
    end = index + 2
    while end < len(lines) and lines[end].width and len(_pipe_cells(text, lines[end])) == columns:
        end += 1
    return end


def _pipe_cells(text: str, line: _Line) -> list[tuple[int, int]]:
    """Ranges of the cells of a pipe row, without the blanks around them."""
    content = text[line.start : line.end]
    inner = content.removeprefix("|").removesuffix("|")
    position = line.start + content.startswith("|")
    cells = []
    for piece in inner.split("|"):
        stripped = piece.strip(_BLANKS)
        start = position + (len(piece) - len(piece.lstrip(_BLANKS)) if stripped else 0)
        cells.append((start, start + len(stripped)))
        position += len(piece) + 1
    return cells


def _pipe_table(text: str, lines: list[_Line], most_cells: int) -> Block:
    width = len(_pipe_cells(text, lines[0]))
    if len(lines) * width > most_cells:
        raise too_many_cells(len(lines), width)
    rows = [_pipe_cells(text, line) for number, line in enumerate(lines) if number != 1]
    cells = tuple(
        Cell(row, column, start, end)
        for row, ranges in enumerate(rows)
        for column, (start, end) in enumerate(ranges)
    )
    return Block("table", lines[0].start, lines[-1].end, None, Grid(len(rows), len(rows[0]), cells))
