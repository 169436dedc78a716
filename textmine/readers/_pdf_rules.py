"""Ruling lines of a PDF page and the grids that they form."""

from __future__ import annotations

import ctypes
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

#: Two rules nearer than this (points) are one: double borders, rounding, stroke widths.
_SNAP = 2.6
#: Pieces of one rule may lie this far apart.
_GAP = 4.0
#: A filled rectangle thinner than this is a rule.
_THIN = 3.0
_MIN_LENGTH = 4.0
#: Pages with more rules than this carry a drawing, no table.
_MAX_RULES = 3000
_MAX_OBJECTS = 60_000
_FORM_DEPTH = 3

Box = tuple[float, float, float, float]  # left, bottom, right, top
Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Rule(NamedTuple):
    """A horizontal (``at`` = y) or vertical (``at`` = x) line from ``start`` to ``end``."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class RuledGrid:
    """A table's rulings: ``columns`` ascending x, ``rows`` descending y; ``owner[r][c]`` numbers the merged cells.

    ``cells[n]`` is (row, column, row span, column span) of merged cell ``n``.
    """

    columns: tuple[float, ...]
    rows: tuple[float, ...]
    owner: tuple[tuple[int, ...], ...]
    cells: tuple[tuple[int, int, int, int], ...]

    @property
    def top(self) -> float:
        """Upper edge."""
        return self.rows[0]

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return self.rows[-1]

    def cell_at(self, x: float, y: float) -> int | None:
        """Number of the merged cell around a point, or None outside."""
        column = bisect_right(self.columns, x) - 1
        row = bisect_right(self.rows, -y, key=lambda edge: -edge) - 1
        if 0 <= column < len(self.columns) - 1 and 0 <= row < len(self.rows) - 1:
            return self.owner[row][column]
        return None


def page_rules(page: Any, turn: int) -> tuple[list[Rule], list[Rule]]:
    """Horizontal and vertical rules of a page, in display orientation (``turn`` quarter turns clockwise)."""
    horizontal: list[Rule] = []
    vertical: list[Rule] = []
    width, height = page.get_mediabox()[2:] if turn else (0.0, 0.0)
    for box in _segments(page.raw):
        left, bottom, right, top = turned(box, turn, width, height) if turn else box
        if top - bottom <= _THIN and right - left >= _MIN_LENGTH:
            horizontal.append(Rule((top + bottom) / 2, left, right))
        elif right - left <= _THIN and top - bottom >= _MIN_LENGTH:
            vertical.append(Rule((left + right) / 2, bottom, top))
        if len(horizontal) + len(vertical) > _MAX_RULES:
            return [], []
    return horizontal, vertical


def turned(box: Box, turn: int, width: float, height: float) -> Box:
    """A box of a page that is shown turned clockwise by quarter turns."""
    left, bottom, right, top = box
    if turn == 1:
        return bottom, width - right, top, width - left
    if turn == 2:
        return width - right, height - top, width - left, height - bottom
    return height - top, left, height - bottom, right


def _segments(raw_page: Any) -> Iterator[Box]:
    import pypdfium2.raw as pdfium

    count = min(pdfium.FPDFPage_CountObjects(raw_page), _MAX_OBJECTS)
    get_object, get_type = pdfium.FPDFPage_GetObject, pdfium.FPDFPageObj_GetType
    for index in range(count):
        item = get_object(raw_page, index)
        kind = get_type(item)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            yield from _path(item, _IDENTITY)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM:
            yield from _form(item, _IDENTITY, 0)


def _form(form: Any, outer: Matrix, depth: int) -> Iterator[Box]:
    import pypdfium2.raw as pdfium

    matrix = _times(_matrix(form), outer)
    for index in range(min(pdfium.FPDFFormObj_CountObjects(form), _MAX_OBJECTS)):
        item = pdfium.FPDFFormObj_GetObject(form, index)
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            yield from _path(item, matrix)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _FORM_DEPTH:
            yield from _form(item, matrix, depth + 1)


def _path(path: Any, outer: Matrix) -> Iterator[Box]:
    """Straight pieces of a path as boxes: a rule as it is drawn, or each side of a stroked outline."""
    import pypdfium2.raw as pdfium

    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not pdfium.FPDFPageObj_GetBounds(path, left, bottom, right, top):
        return
    box = _mapped((left.value, bottom.value, right.value, top.value), outer)
    if min(box[2] - box[0], box[3] - box[1]) <= _THIN:
        yield box
        return
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, fill, stroke)
    segments = pdfium.FPDFPath_CountSegments(path)
    if stroke.value or segments > 5:  # one filled box is a background; many in one path are drawn rules
        yield from _pieces(path, min(segments, _MAX_RULES), outer, bool(stroke.value))


def _pieces(path: Any, count: int, outer: Matrix, stroked: bool) -> Iterator[Box]:
    import pypdfium2.raw as pdfium

    matrix = _times(_matrix(path), outer)
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = _point(x.value, y.value, matrix)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            yield from _sides(points, stroked)
            points = [point]
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            points.append(point)
            if pdfium.FPDFPathSegment_GetClose(segment) and len(points) > 1:
                points.append(points[0])
        else:
            points = [point]  # a curve: no rule
    yield from _sides(points, stroked)


def _sides(points: list[tuple[float, float]], stroked: bool) -> Iterator[Box]:
    if len(points) < 2:
        return
    if not stroked:
        xs, ys = [point[0] for point in points], [point[1] for point in points]
        if min(max(xs) - min(xs), max(ys) - min(ys)) <= _THIN:
            yield min(xs), min(ys), max(xs), max(ys)
        return
    for (x0, y0), (x1, y1) in pairwise(points):
        yield min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _matrix(item: Any) -> Matrix:
    import pypdfium2.raw as pdfium

    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, found):
        return _IDENTITY
    return found.a, found.b, found.c, found.d, found.e, found.f


def _times(first: Matrix, second: Matrix) -> Matrix:
    if second is _IDENTITY:
        return first
    a, b, c, d, e, f = first
    p, q, r, s, t, u = second
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _point(x: float, y: float, matrix: Matrix) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _mapped(box: Box, matrix: Matrix) -> Box:
    if matrix is _IDENTITY:
        return box
    x0, y0 = _point(box[0], box[1], matrix)
    x1, y1 = _point(box[2], box[3], matrix)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def find_grids(horizontal: list[Rule], vertical: list[Rule]) -> list[RuledGrid]:
    """Tables formed by rules, from top to bottom. A table has at least two cells."""
    rows, columns = _merged(horizontal), _merged(vertical)
    grids = []
    for across, down in _connected(rows, columns):
        grid = _grid(across, down)
        if grid is not None and len(grid.cells) > 1:
            grids.append(grid)
    return sorted(grids, key=lambda grid: -grid.top)


def _merged(rules: list[Rule]) -> list[Rule]:
    """Rules on the same line as one, from end to end as far as they touch."""
    groups: list[list[Rule]] = []
    for rule in sorted(rules):
        if groups and rule.at - groups[-1][0].at <= _SNAP:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    merged = []
    for group in groups:
        at = sum(rule.at for rule in group) / len(group)
        group.sort(key=lambda rule: rule.start)
        start, end = group[0].start, group[0].end
        for rule in group[1:]:
            if rule.start > end + _GAP:
                merged.append(Rule(at, start, end))
                start, end = rule.start, rule.end
            end = max(end, rule.end)
        merged.append(Rule(at, start, end))
    return merged


def _connected(rows: list[Rule], columns: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Groups of rules that cross or touch each other."""
    parent = list(range(len(rows) + len(columns)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for i, row in enumerate(rows):
        for j, column in enumerate(columns, len(rows)):
            if (
                row.start - _GAP <= column.at <= row.end + _GAP
                and column.start - _GAP <= row.at <= column.end + _GAP
            ):
                parent[root(i)] = root(j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for index in range(len(parent)):
        pair = groups.setdefault(root(index), ([], []))
        if index < len(rows):
            pair[0].append(rows[index])
        else:
            pair[1].append(columns[index - len(rows)])
    return [pair for pair in groups.values() if len(pair[0]) >= 2 and pair[1]]


def _grid(rows: list[Rule], columns: list[Rule]) -> RuledGrid | None:
    xs = _distinct([rule.at for rule in columns])
    ys = _distinct([rule.at for rule in rows])
    left, right = min(rule.start for rule in rows), max(rule.end for rule in rows)
    if left < xs[0] - 2 * _GAP:  # tables that are open at their sides
        xs.insert(0, left)
    if right > xs[-1] + 2 * _GAP:
        xs.append(right)
    low, high = min(rule.start for rule in columns), max(rule.end for rule in columns)
    if low < ys[0] - 2 * _GAP:  # a page break left the last row open
        ys.insert(0, low)
    if high > ys[-1] + 2 * _GAP:
        ys.append(high)
    if len(xs) < 2 or len(ys) < 2:
        return None
    ys.reverse()
    height, width = len(ys) - 1, len(xs) - 1
    lines_at: dict[int, list[Rule]] = {}
    for rule in columns:
        lines_at.setdefault(_nearest(xs, rule.at), []).append(rule)
    rows_at: dict[int, list[Rule]] = {}
    descending = [-y for y in ys]
    for rule in rows:
        rows_at.setdefault(_nearest(descending, -rule.at), []).append(rule)
    owner = _fill(
        height,
        width,
        [
            [_covers(lines_at.get(c), (ys[r] + ys[r + 1]) / 2) for c in range(width + 1)]
            for r in range(height)
        ],
        [[_covers(rows_at.get(r), (xs[c] + xs[c + 1]) / 2) for c in range(width)] for r in range(height + 1)],
    )
    return RuledGrid(tuple(xs), tuple(ys), *owner)


def _distinct(values: list[float]) -> list[float]:
    kept: list[float] = []
    for value in sorted(values):
        if not kept or value - kept[-1] > _SNAP:
            kept.append(value)
    return kept


def _nearest(values: list[float], value: float) -> int:
    index = bisect_right(values, value)
    candidates = [i for i in (index - 1, index) if 0 <= i < len(values)]
    return min(candidates, key=lambda i: abs(values[i] - value))


def _covers(rules: list[Rule] | None, position: float) -> bool:
    return rules is not None and any(rule.start <= position <= rule.end for rule in rules)


def _fill(
    height: int, width: int, walls: list[list[bool]], floors: list[list[bool]]
) -> tuple[tuple[tuple[int, ...], ...], tuple[tuple[int, int, int, int], ...]]:
    """Merge neighbouring fields without a rule between them into rectangles, row by row.

    ``walls[r][c]``: a rule at the left of field (r, c); ``floors[r][c]``: a rule above it.
    """
    owner = [[-1] * width for _ in range(height)]
    cells: list[tuple[int, int, int, int]] = []
    for row in range(height):
        for column in range(width):
            if owner[row][column] >= 0:
                continue
            right = column + 1
            while right < width and not walls[row][right] and owner[row][right] < 0:
                right += 1
            below = row + 1
            while below < height and not any(floors[below][c] for c in range(column, right)):
                if any(walls[below][c] for c in range(column + 1, right)):
                    break
                below += 1
            for r in range(row, below):
                owner[r][column:right] = [len(cells)] * (right - column)
            cells.append((row, column, below - row, right - column))
    return tuple(map(tuple, owner)), tuple(cells)
