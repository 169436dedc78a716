"""Straight lines drawn on a PDF page, through pdfium's page objects."""

from __future__ import annotations

import ctypes
from itertools import pairwise
from typing import Any, NamedTuple

#: A filled rectangle thinner than this (points) is a rule.
_THIN = 3.0
_MIN_LENGTH = 4.0
#: Pages with more rules than this carry a drawing, no table.
MAX_RULES = 6000
_MAX_OBJECTS = 60_000
_FORM_DEPTH = 3
IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

Box = tuple[float, float, float, float]  # left, bottom, right, top
Matrix = tuple[float, float, float, float, float, float]


class Rule(NamedTuple):
    """A horizontal (``at`` = y) or vertical (``at`` = x) line from ``start`` to ``end``."""

    at: float
    start: float
    end: float


def turned(box: Box, turn: int, width: float, height: float) -> Box:
    """A box of a page that is shown turned clockwise by quarter turns."""
    left, bottom, right, top = box
    if turn == 1:
        return bottom, width - right, top, width - left
    if turn == 2:
        return width - right, height - top, width - left, height - bottom
    return height - top, left, height - bottom, right


def add_rule(box: Box, horizontal: list[Rule], vertical: list[Rule]) -> None:
    """Notes what is drawn in a box as a rule, if it is thin and long enough for one."""
    left, bottom, right, top = box
    if top - bottom <= _THIN:
        if right - left >= _MIN_LENGTH:
            horizontal.append(Rule((top + bottom) / 2, left, right))
    elif right - left <= _THIN and top - bottom >= _MIN_LENGTH:
        vertical.append(Rule((left + right) / 2, bottom, top))


def page_rules(raw_page: Any, turn: int, media: tuple[float, float]) -> tuple[list[Rule], list[Rule]]:
    """Horizontal and vertical rules of a page as it is shown (``turn`` quarter turns clockwise of a ``media`` sheet)."""
    finder = _Finder(turn, media)
    finder.page(raw_page)
    if len(finder.horizontal) + len(finder.vertical) > MAX_RULES:
        return [], []
    return finder.horizontal, finder.vertical


class _Finder:
    """Collects rules; pdfium's functions and out-parameters are bound once, since pages have hundreds of objects."""

    def __init__(self, turn: int, media: tuple[float, float]) -> None:
        import pypdfium2.raw as pdfium

        self.horizontal: list[Rule] = []
        self.vertical: list[Rule] = []
        self._turn = turn
        self._media = media
        self._pdfium = pdfium
        self._budget = _MAX_OBJECTS
        self._bounds = pdfium.FPDFPageObj_GetBounds
        self._edges = [ctypes.c_float() for _ in range(4)]
        self._references = [ctypes.byref(edge) for edge in self._edges]

    def page(self, raw_page: Any) -> None:
        """Walk the page's objects."""
        pdfium = self._pdfium
        self._objects(raw_page, pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject, IDENTITY, 0)

    def _objects(self, parent: Any, count: Any, get: Any, matrix: Matrix, depth: int) -> None:
        pdfium = self._pdfium
        get_type, path_kind, form_kind = (
            pdfium.FPDFPageObj_GetType,
            pdfium.FPDF_PAGEOBJ_PATH,
            pdfium.FPDF_PAGEOBJ_FORM,
        )
        number = min(count(parent), self._budget)
        self._budget -= number
        for index in range(number):
            item = get(parent, index)
            kind = get_type(item)
            if kind == path_kind:
                self._path(item, matrix)
            elif kind == form_kind and depth < _FORM_DEPTH:
                inner = _times(self._matrix(item), matrix)
                self._objects(
                    item, pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject, inner, depth + 1
                )
            if len(self.horizontal) + len(self.vertical) > MAX_RULES:
                return

    def _add(self, left: float, bottom: float, right: float, top: float) -> None:
        box = left, bottom, right, top
        if self._turn:
            box = turned(box, self._turn, *self._media)
        add_rule(box, self.horizontal, self.vertical)

    def _path(self, path: Any, outer: Matrix) -> None:
        """A rule as it is drawn, or each side of a stroked outline; a single filled box is a background."""
        if not self._bounds(path, *self._references):
            return
        left, bottom, right, top = self._edges
        box = _mapped((left.value, bottom.value, right.value, top.value), outer)
        if box[2] - box[0] <= _THIN or box[3] - box[1] <= _THIN:
            self._add(*box)
            return
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        self._pdfium.FPDFPath_GetDrawMode(path, fill, stroke)
        segments = self._pdfium.FPDFPath_CountSegments(path)
        if stroke.value or segments > 5:
            self._pieces(
                path, min(segments, MAX_RULES), _times(self._matrix(path), outer), bool(stroke.value)
            )

    def _pieces(self, path: Any, count: int, matrix: Matrix, stroked: bool) -> None:
        pdfium = self._pdfium
        x, y = ctypes.c_float(), ctypes.c_float()
        points: list[tuple[float, float]] = []
        for index in range(count):
            segment = pdfium.FPDFPath_GetPathSegment(path, index)
            kind = pdfium.FPDFPathSegment_GetType(segment)
            pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            corner = point(x.value, y.value, matrix)
            if kind == pdfium.FPDF_SEGMENT_LINETO:
                points.append(corner)
                if pdfium.FPDFPathSegment_GetClose(segment) and len(points) > 1:
                    points.append(points[0])
                continue
            self._sides(points, stroked)
            points = [corner]  # after a move or a curve
        self._sides(points, stroked)

    def _sides(self, points: list[tuple[float, float]], stroked: bool) -> None:
        if len(points) < 2:
            return
        if not stroked:
            xs, ys = [point[0] for point in points], [point[1] for point in points]
            self._add(min(xs), min(ys), max(xs), max(ys))
            return
        for (x0, y0), (x1, y1) in pairwise(points):
            self._add(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))

    def _matrix(self, item: Any) -> Matrix:
        found = self._pdfium.FS_MATRIX()
        if not self._pdfium.FPDFPageObj_GetMatrix(item, found):
            return IDENTITY
        return found.a, found.b, found.c, found.d, found.e, found.f


def _times(first: Matrix, second: Matrix) -> Matrix:
    if second is IDENTITY:
        return first
    a, b, c, d, e, f = first
    p, q, r, s, t, u = second
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def point(x: float, y: float, matrix: Matrix) -> tuple[float, float]:
    """A point moved by a matrix."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _mapped(box: Box, matrix: Matrix) -> Box:
    if matrix is IDENTITY:
        return box
    x0, y0 = point(box[0], box[1], matrix)
    x1, y1 = point(box[2], box[3], matrix)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
