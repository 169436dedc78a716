"""Grids formed by the ruling lines of a PDF page."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from textmine.readers._pdf_paths import Rule

#: Two rules nearer than this (points) are one: double borders, rounding, stroke widths.
_SNAP = 2.6
#: Pieces of one rule may lie this far apart.
_GAP = 4.0
#: More crossings than this to look at: a drawing, no table.
_MAX_CROSSINGS = 400_000


@dataclass(frozen=True, slots=True)
class RuledGrid:
    """A table's rulings: ``columns`` ascending x, ``rows`` descending y; ``owner[r][c]`` numbers the merged cells.

    ``cells[n]`` is (row, column, row span, column span) of merged cell ``n``.
    """

    columns: tuple[float, ...]
    rows: tuple[float, ...]
    owner: tuple[tuple[int, ...], ...]
    cells: tuple[tuple[int, int, int, int], ...]
    descents: tuple[float, ...]  # the rows as ascending numbers, for searching

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
        row = bisect_right(self.descents, -y) - 1
        if 0 <= column < len(self.columns) - 1 and 0 <= row < len(self.rows) - 1:
            return self.owner[row][column]
        return None


def find_grids(horizontal: list[Rule], vertical: list[Rule]) -> list[RuledGrid]:
    """Tables formed by rules, from top to bottom. A table has at least two cells."""
    rows, columns = _merged(horizontal), _merged(vertical)
    grids: list[RuledGrid] = []
    if len(rows) * len(columns) > _MAX_CROSSINGS:
        return grids
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
    return RuledGrid(tuple(xs), tuple(ys), *owner, tuple(descending))


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
