"""Follow-through inside a report: which measure answers which problem."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from textmine.analysis._elements import stated_elements
from textmine.analysis._incidence import used_reports
from textmine.analysis._inference import clustered_share
from textmine.analysis._result import Result
from textmine.analysis._reuse import counts_of
from textmine.analysis._specificity import counted_statements
from textmine.analysis._terms import content_words, coverage, weights, words_of

if TYPE_CHECKING:
    import pandas as pd

    from textmine.tables import Tables

WAYS = ("named", "theme", "wording", "position")
# Two fifths of the weight of a problem's words in one measure: with statements of five to ten content words this
# is two telling words or more.
SAME_MATTER = 0.4
_POINTER = re.compile(
    r"(?:针对|对于|就|解决|改变)([^,，。；;]{4,40}?)(?:的)?(?:这一|等)?(?:问题|不足|情况|现象|短板)"
)
_ORDINAL = re.compile(r"(?:针对|对)?第([一二三四五六七八九1-9])(?:个|条|项|点)(?:问题|不足)?")
_NUMBERS = {
    **{sign: place for place, sign in enumerate("一二三四五六七八九", start=1)},
    **{str(n): n for n in range(1, 10)},
}


@dataclass(slots=True)
class _Item:
    """A statement with what matching needs."""

    statement: str
    order: int  # among all problems and measures of the report
    text: str
    themes: frozenset[str]
    words: frozenset[str]
    pointers: tuple[frozenset[str], ...] = ()  # words of the problems that a measure points at
    numbers: frozenset[int] = frozenset()  # and their numbers in the list


def followthrough(tables: Tables, *, confidence: float = 0.95) -> Result:
    """Problem by problem: is there a measure for it in the same report, how is it tied to it, and how specific is it?

    A measure answers a problem, by the first way that holds:

    - ``named``: it points at the problem in its words (针对更新不及时的问题) or by its number (针对第二个问题);
    - ``theme``: both have a theme in common;
    - ``wording``: it takes up the problem's telling words (two fifths of their weight by inverse document frequency);
    - ``position``: it stands where its answer would stand – right behind the problem before the next one, or at the same
      place of a list of equal length – and answers no other problem. This is the weakest tie.

    Returns
    -------
    Frame with one row a problem statement: document, agency_key, agency, level, year, statement, themes (joined by blanks),
    text, way (null if unanswered), answered, measure (id of its statement), measure_text, score (elements that the measure
    states, see ``specificity``; null if unanswered). ``params["answered"]`` gives k, n, share, low, high over all
    problems, ``params["ways"]`` the number of problems by way, ``params["themes"]`` k, n, share, low, high by theme.
    """
    import pandas as pd

    reports = used_reports(tables)[0]
    statements = counted_statements(tables, ("problem", "measure"))
    words = words_of(statements["text"].tolist())
    weight = weights(words)
    read = (statements[name].tolist() for name in ("row", "document", "statement", "text", "themes", "role"))
    rows: list[dict[str, Any]] = []
    for row, listed in groupby(zip(*read, words, strict=True), key=itemgetter(0)):
        part = list(listed)
        problems, measures = _items(part, "problem"), _items(part, "measure")
        for problem, way, measure in _pairs(problems, measures, weight):
            rows.append({"row": row, "document": part[0][1], **_row(problem, way, measure)})
    columns = [
        "row",
        "document",
        "statement",
        "themes",
        "text",
        "way",
        "answered",
        "measure",
        "measure_text",
        "score",
    ]
    frame = pd.DataFrame(rows, columns=columns)
    frame["score"] = frame["score"].astype("Int64")
    at = frame["row"].to_numpy(dtype=int)
    for position, name in enumerate(("agency_key", "agency", "level", "year"), start=2):
        frame.insert(position, name, reports[name].to_numpy()[at] if len(frame) else None)
    params = {
        "confidence": confidence,
        "same_matter": SAME_MATTER,
        "answered": _share(frame, confidence),
        "ways": {way: int((frame["way"] == way).sum()) for way in WAYS},
        "themes": _by_theme(frame, confidence),
        **counts_of(tables),
    }
    return Result(frame.drop(columns="row"), params, "followthrough")


def _items(part: Sequence[tuple[Any, ...]], role: str) -> list[_Item]:
    """Items of one role of a report's statements (row, document, statement, text, themes, role, words)."""
    return [
        _Item(
            statement, order, text, frozenset(themes), words, *(_pointers(text) if role == "measure" else ())
        )
        for order, (_, _, statement, text, themes, its_role, words) in enumerate(part)
        if its_role == role
    ]


def _pairs(
    problems: list[_Item], measures: list[_Item], weight: dict[str, float]
) -> Iterator[tuple[_Item, str | None, _Item | None]]:
    found: dict[int, tuple[str, _Item]] = {}
    for place, problem in enumerate(problems):
        best = _best(place, problem, measures, weight)
        if best:
            found[place] = best
    taken = {measure.statement for _, measure in found.values()}
    for place, problem in enumerate(problems):
        if place not in found:
            near = _at_position(place, problems, measures)
            if near is not None and near.statement not in taken:
                found[place] = ("position", near)
                taken.add(near.statement)
        way, measure = found.get(place, (None, None))
        yield problem, way, measure


def _best(
    place: int, problem: _Item, measures: list[_Item], weight: dict[str, float]
) -> tuple[str, _Item] | None:
    """The way and the measure that answer a problem; among measures of one way the one nearest in wording."""
    ranked: list[tuple[int, float, int, str, _Item]] = []
    for measure in measures:
        likeness = coverage(problem.words, measure.words, weight)
        way = None
        if _points_at(measure, problem, place, weight):
            way = "named"
        elif problem.themes & measure.themes:
            way = "theme"
        elif likeness >= SAME_MATTER and len(problem.words & measure.words) >= 2:
            way = "wording"
        if way:
            ranked.append((WAYS.index(way), -likeness, measure.order, way, measure))
    if not ranked:
        return None
    _, _, _, way, measure = min(ranked, key=lambda item: item[:3])
    return way, measure


def _pointers(text: str) -> tuple[tuple[frozenset[str], ...], frozenset[int]]:
    named = (frozenset(content_words(found.group(1))) for found in _POINTER.finditer(text))
    numbers = frozenset(_NUMBERS[found.group(1)] for found in _ORDINAL.finditer(text))
    return tuple(words for words in named if words), numbers


def _points_at(measure: _Item, problem: _Item, place: int, weight: dict[str, float]) -> bool:
    if place + 1 in measure.numbers:
        return True
    return any(coverage(named, problem.words, weight) >= SAME_MATTER for named in measure.pointers)


def _at_position(place: int, problems: list[_Item], measures: list[_Item]) -> _Item | None:
    problem = problems[place]
    following = problems[place + 1].order if place + 1 < len(problems) else None
    behind = [m for m in measures if m.order > problem.order and (following is None or m.order < following)]
    interleaved = any(m.order < problems[-1].order for m in measures)
    if interleaved:
        return behind[0] if behind else None
    return measures[place] if len(measures) == len(problems) else None


def _row(problem: _Item, way: str | None, measure: _Item | None) -> dict[str, Any]:
    return {
        "statement": problem.statement,
        "themes": " ".join(sorted(problem.themes)),
        "text": problem.text,
        "way": way,
        "answered": way is not None,
        "measure": measure.statement if measure else None,
        "measure_text": measure.text if measure else None,
        "score": len({element.id for element in stated_elements(measure.text)}) if measure else None,
    }


def _share(frame: pd.DataFrame, confidence: float) -> dict[str, Any]:
    """Answered problems, with their interval."""
    return clustered_share(frame["answered"], frame["agency_key"], confidence=confidence)


def _by_theme(frame: pd.DataFrame, confidence: float) -> dict[str, dict[str, Any]]:
    split = frame.assign(theme=frame["themes"].str.split()).explode("theme").dropna(subset=["theme"])
    return {str(theme): _share(part, confidence) for theme, part in split.groupby("theme", sort=True)}
