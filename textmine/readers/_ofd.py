"""OFD (GB/T 33190): the text and rulings of its pages, from the XML parts of the package."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

from textmine.errors import LimitError, ReadError
from textmine.readers._build import TextBuilder, is_wide
from textmine.readers._limits import Limits
from textmine.readers._package import parse_xml, read_entry
from textmine.readers._pdf_flow import Page
from textmine.readers._pdf_page import COLUMN_GAP, PageText, TextLine
from textmine.readers._pdf_paths import IDENTITY, MAX_RULES, Box, Matrix, Rule, add_rule, point
from textmine.readers._pdf_rules import find_grids
from textmine.readers._pdf_tables import emit_pages, place_tables

_DAMAGED = "The OFD file is damaged or cut off. Get it again from its source."
_MILLIMETRE = 72 / 25.4  # points
_A4 = (0.0, 0.0, 210.0, 297.0)
_ASCENT, _DESCENT = 0.88, 0.12  # of a character's size above and below its base line
_NARROW = 0.5  # width of a figure or letter whose own is not given
_SAME_LINE = 0.35  # of a character's size by which base lines of one line may differ
_WORD_GAP = 0.25  # of a character's size
_FARTHEST = 1e6  # millimetres
_TOKEN = re.compile(r"[A-Za-z]|[-+]?[0-9]*\.?[0-9]+(?:[eE][-+]?[0-9]+)?")
#: Numbers behind each letter of a path.
_OPERANDS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}


class _Char(NamedTuple):
    """A character with its place; y grows upwards, in points, and is that of the base line."""

    char: str
    left: float
    right: float
    base: float
    size: float
    run: int  # which piece of text it belongs to
    spaced: bool  # whether that has a blank before it


def read_ofd(package: zipfile.ZipFile, limits: Limits) -> tuple[TextBuilder, dict[str, str]]:
    """Blocks with pages, and the title as a hint.

    Raises ReadError ``damaged``, ``encrypted``, ``scanned_pdf`` or ``no_text``; LimitError ``too_many_pages`` or ``time_limit``.
    """
    names = set(package.namelist())
    if any(name.rpartition("/")[2] in ("Encryptions.xml", "EncryptInfo.xml") for name in names):
        raise ReadError(
            "encrypted",
            "The OFD file asks for a password. Open it with the password, save it without one and retry.",
        )
    entry = _part(package, "OFD.xml", limits)
    place = (_text_of(entry, "DocRoot") or "").strip().lstrip("/")
    document = _part(package, place, limits)
    base = posixpath.dirname(place)
    found = [item.get("BaseLoc") or "" for item in document.iterfind("{*}Pages/{*}Page")]
    if len(found) > limits.pages:
        raise LimitError(
            "too_many_pages",
            f"The OFD file has {len(found):,} pages, more than {limits.pages}. Take the report out of it and read it alone.",
        )
    templates = {
        item.get("ID"): item.get("BaseLoc") or ""
        for item in document.iterfind("{*}CommonData/{*}TemplatePage")
    }
    sheet = _box(_text_of(document, "PhysicalBox")) or _A4
    builder = TextBuilder(limits)
    pages, pictures = [], False
    for number, location in enumerate(found, 1):
        builder.deadline.check()
        path = _joined(base, location)
        root = _part(package, path, limits) if path in names else None
        if root is None:
            pages.append(Page(sheet[3] * _MILLIMETRE))
            continue
        parts = [root]
        for used in root.iterfind("{*}Template"):
            path = _joined(base, templates.get(used.get("TemplateID"), ""))
            if path in names:
                parts.append(_part(package, path, limits))
        pictures = pictures or any(True for part in parts for _ in part.iter("{*}ImageObject"))
        pages.append(_page(parts, _box(_text_of(root, "PhysicalBox")) or sheet, number))
    if not any(page.items for page in pages):
        if pictures:
            raise ReadError(
                "scanned_pdf",
                "The OFD file has no text layer (scanned pages). Run text recognition on it and read the result, "
                "or get the report as a web page or Word file.",
            )
        raise ReadError("no_text", "The OFD file holds no text. Get it again from its source.")
    emit_pages(pages, builder)
    title = (_text_of(entry, "Title") or "").strip()
    return builder, {"title": title} if title else {}


def _part(package: zipfile.ZipFile, name: str, limits: Limits) -> Any:
    root = parse_xml(read_entry(package, name, limits)) if name else None
    if root is None:
        raise ReadError("damaged", _DAMAGED)
    return root


def _joined(base: str, location: str) -> str:
    """Name of an entry; those that begin with a stroke are counted from the root of the package."""
    return posixpath.normpath(
        location if location.startswith("/") else posixpath.join(base, location)
    ).lstrip("/")


def _text_of(root: Any, name: str) -> str | None:
    found = next(root.iter(f"{{*}}{name}"), None)
    return None if found is None else found.text


def _numbers(text: str | None) -> list[float]:
    """The numbers of an attribute; none if one of them is no place on any page."""
    try:
        found = [float(number) for number in (text or "").split()]
    except ValueError:
        return []
    return found if all(abs(number) < _FARTHEST for number in found) else []


def _box(text: str | None) -> Box | None:
    """Left, upper edge, width and height, in millimetres."""
    numbers = _numbers(text)
    if len(numbers) != 4 or min(numbers[2:]) <= 0:
        return None
    return numbers[0], numbers[1], numbers[2], numbers[3]


def _page(parts: list[Any], sheet: Box, number: int) -> Page:
    height = sheet[3] * _MILLIMETRE
    rules: tuple[list[Rule], list[Rule]] = [], []
    chars: list[_Char] = []
    for part in parts:
        for item in part.iter("{*}TextObject"):
            chars += _characters(item, _Placing(item, sheet, height), len(chars))
        for item in part.iter("{*}PathObject"):
            if len(rules[0]) + len(rules[1]) <= MAX_RULES:
                _draw(item, _Placing(item, sheet, height), rules)
    text = PageText(sheet[2] * _MILLIMETRE, height, "")
    boxes: list[Box] = []
    pieces: list[str] = []
    for line in _lines(chars):
        start = len(boxes)
        shown, placed = _spaced(line)
        boxes += [*placed, placed[-1]]
        pieces.append(shown)
        edges = list(zip(*placed, strict=True))
        size = min(char.size for char in line)
        text.lines.append(
            TextLine(
                shown, min(edges[0]), max(edges[2]), min(edges[1]), max(edges[3]), start, len(boxes) - 1, size
            )
        )
    text.text = "\n".join(pieces)
    is_drawing = len(rules[0]) + len(rules[1]) > MAX_RULES
    grids = find_grids(*rules) if text.lines and not is_drawing else []
    return Page(height, place_tables(text, grids, boxes.__getitem__, number))


class _Placing:
    """From the millimetres of an object, downwards, to the points of its page, upwards."""

    def __init__(self, item: Any, sheet: Box, height: float) -> None:
        bounds = _box(item.get("Boundary")) or (0.0, 0.0, 0.0, 0.0)
        matrix = _numbers(item.get("CTM"))
        self._matrix: Matrix = tuple(matrix) if len(matrix) == 6 else IDENTITY  # type: ignore[assignment]
        self._left, self._top = bounds[0] - sheet[0], bounds[1] - sheet[1]
        self._height = height
        self.scale = (self._matrix[2] ** 2 + self._matrix[3] ** 2) ** 0.5 * _MILLIMETRE

    def __call__(self, x: float, y: float) -> tuple[float, float]:
        x, y = point(x, y, self._matrix)
        return (x + self._left) * _MILLIMETRE, self._height - (y + self._top) * _MILLIMETRE


def _characters(item: Any, placing: _Placing, run: int) -> Iterator[_Char]:
    """The characters of an object."""
    height = next(iter(_numbers(item.get("Size"))), 0.0)
    size = height * placing.scale
    if item.get("Visible") == "false" or size <= 0:
        return
    x = y = 0.0
    for code in item.iterfind("{*}TextCode"):
        x = next(iter(_numbers(code.get("X"))), x)
        y = next(iter(_numbers(code.get("Y"))), y)
        text = code.text or ""
        steps = _deltas(code.get("DeltaX"), len(text) - 1)
        falls = _deltas(code.get("DeltaY"), len(text) - 1)
        across, down, spaced = x, y, False
        for index, char in enumerate(text):
            usual = height if is_wide(char) else _NARROW * height
            step = steps[index] if index < len(steps) else usual if not falls else 0.0
            if not char.isspace():
                left, base = placing(across, down)
                right, _ = placing(across + (min(usual, step) if step > 0 else usual), down)
                yield _Char(char, min(left, right), max(left, right), base, size, run, spaced)
            spaced = char.isspace()
            across += step
            down += falls[index] if index < len(falls) else 0.0
        run += len(text)


def _deltas(text: str | None, most: int) -> list[float]:
    """Distances from character to character; ``g 3 4.2`` stands for three of 4.2."""
    tokens = (text or "").split()
    found: list[float] = []
    at = 0
    try:
        while at < len(tokens) and len(found) < most:
            if tokens[at] == "g":
                found += [float(tokens[at + 2])] * max(0, min(int(tokens[at + 1]), most - len(found)))
                at += 3
            else:
                found.append(float(tokens[at]))
                at += 1
    except (ValueError, IndexError):
        pass  # the rest is as wide as usual
    return found


def _lines(chars: list[_Char]) -> list[list[_Char]]:
    """Characters of each line from left to right, lines from top to bottom; what is drawn twice for bold type once."""
    lines: list[list[_Char]] = []
    for char in sorted(chars, key=lambda char: -char.base):
        if lines and abs(lines[-1][0].base - char.base) <= _SAME_LINE * min(lines[-1][0].size, char.size):
            lines[-1].append(char)
        else:
            lines.append([char])
    return [_once(sorted(line, key=lambda char: (char.left, char.right, char.char))) for line in lines]


def _once(line: list[_Char]) -> list[_Char]:
    kept = line[:1]
    for char in line[1:]:
        if char.char != kept[-1].char or char.left - kept[-1].left > _WORD_GAP * char.size:
            kept.append(char)
    return kept


def _spaced(line: list[_Char]) -> tuple[str, list[Box]]:
    """The words of a line, with blanks where columns and Latin words part, and a box for each character."""
    text: list[str] = []
    boxes: list[Box] = []
    for before, char in pairwise([None, *line]):
        assert char
        if before and _is_apart(before, char):
            text.append(" ")
            boxes.append(boxes[-1])
        text.append(char.char)
        boxes.append(
            (char.left, char.base - _DESCENT * char.size, char.right, char.base + _ASCENT * char.size)
        )
    return "".join(text), boxes


def _is_apart(before: _Char, char: _Char) -> bool:
    """Whether columns part between two characters of a line, or words of Latin letters; wide tracking inside a piece of text parts none."""
    gap = (char.left - before.right) / char.size
    if gap >= COLUMN_GAP:
        return True
    latin = not (is_wide(before.char) or is_wide(char.char))
    return latin and gap >= _WORD_GAP and (char.spaced or before.run != char.run)


def _draw(item: Any, placing: _Placing, rules: tuple[list[Rule], list[Rule]]) -> None:
    """The straight lines of a path; a filled outline without a stroke is a rule if it is thin, else a background."""
    stroked = item.get("Stroke") != "false"
    for points in _outlines(_text_of(item, "AbbreviatedData") or ""):
        placed = [placing(x, y) for x, y in points]
        for piece in pairwise(placed) if stroked else [placed]:
            xs, ys = zip(*piece, strict=True)
            add_rule((min(xs), min(ys), max(xs), max(ys)), *rules)


def _outlines(data: str) -> Iterator[list[tuple[float, float]]]:
    """Runs of points joined by straight lines."""
    tokens = _TOKEN.findall(data)
    points: list[tuple[float, float]] = []
    at = 0
    while at < len(tokens):
        kind = tokens[at]
        count = _OPERANDS.get(kind)
        operands = tokens[at + 1 : at + 1 + (count or 0)]
        at += 1 + (count or 0)
        if count is None or len(_numbers(" ".join(operands))) < count:
            continue
        if kind == "L":
            points.append((float(operands[0]), float(operands[1])))
        elif kind == "C":
            points += points[:1]
        else:
            if len(points) > 1:
                yield points
            points = [(float(operands[-2]), float(operands[-1]))]
    if len(points) > 1:
        yield points
