"""Specificity: which of six elements each measure states. Nothing is judged that is not written there."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from textmine.analysis._elements import element_ids, stated_elements
from textmine.analysis._incidence import SMALL_GROUP, text_documents, used_reports
from textmine.analysis._inference import clustered_share
from textmine.analysis._result import Result
from textmine.analysis._reuse import counts_of

if TYPE_CHECKING:
    import pandas as pd

    from textmine.tables import Tables

# A measure that states none of these binds nobody to anything that could be checked.
BINDING = ("date", "owner", "number", "frequency")


def counted_statements(tables: Tables, roles: tuple[str, ...]) -> pd.DataFrame:
    """Statements of these roles in used reports, in order, with the row of their report and their themes (a tuple).

    A report that came as several documents is read from one of them (see ``text_documents``).
    """
    statements = tables.remember("counted_statements", lambda: _counted_statements(tables))
    return statements[statements["role"].isin(list(roles))].reset_index(drop=True)


def _counted_statements(tables: Tables) -> pd.DataFrame:
    """Those of all roles but context."""
    import pandas as pd

    rows = text_documents(tables)
    columns = ["document", "statement", "position", "role", "start", "end", "text"]
    statements = tables.part("statements", columns, where=("role", ("problem", "measure", "rectified")))
    statements = statements[statements["document"].isin(rows)]
    statements = statements.assign(row=statements["document"].map(rows).astype(int))
    tags = tables.part("tags", ["document", "statement", "theme", "review"])
    tags = tags[~tags["review"].fillna(False).astype(bool)]
    themes: dict[tuple[str, str], tuple[str, ...]] = {}
    for *key, theme in zip(
        *(tags[name].tolist() for name in ("document", "statement", "theme")), strict=True
    ):
        place = (key[0], key[1])
        themes[place] = (*themes.get(place, ()), theme)
    known: dict[tuple[str, ...], tuple[str, ...]] = {}  # few combinations: one tuple for all
    keys = zip(statements["document"].tolist(), statements["statement"].tolist(), strict=True)
    found = [known.setdefault(mine, mine) for mine in (themes.get(key, ()) for key in keys)]
    statements = statements.assign(themes=pd.Series(found, index=statements.index, dtype=object))
    return statements.sort_values(["row", "position"]).reset_index(drop=True)


def specificity(tables: Tables, *, confidence: float = 0.95) -> Result:
    """Elements stated by each measure: step, date, owner, number, frequency, deliverable.

    A formula without theme counts as context (see the annotation guide), so only measures with a theme are scored.

    Returns
    -------
    Frame with one row a measure: document, agency_key, agency, level, year, statement, themes (joined by blanks), text; for each
    element the first words that state it (null if none); score (number of elements stated, 0 to 6); spans (JSON list of
    element, start, end: characters of the document). ``params["elements"]`` gives for each element k, n, share, low, high
    (share of measures that state it; Wilson for the effective number of measures, those of one agency not taken as
    independent), ``params["vague"]`` the same for measures that state neither date, owner, number nor frequency,
    ``params["scores"]`` the number of measures by score, ``params["small"]`` whether there are fewer than ten measures.
    """
    import pandas as pd

    reports = used_reports(tables)[0]
    measures = counted_statements(tables, ("measure",))
    measures = measures[measures["themes"].map(len) > 0]
    names = element_ids()
    rows: list[dict[str, Any]] = []
    columns = ("document", "row", "statement", "start", "text", "themes")
    for document, row, statement, start, text, themes in zip(
        *(measures[name] for name in columns), strict=True
    ):
        found = stated_elements(text)
        first = {element.id: text[element.start : element.end] for element in reversed(found)}
        spans = [
            {"element": element.id, "start": int(start) + element.start, "end": int(start) + element.end}
            for element in found
        ]
        rows.append(
            {
                "document": document,
                "row": row,
                "statement": statement,
                "themes": " ".join(themes),
                "text": text,
                **{name: first.get(name) for name in names},
                "score": len(first),
                "spans": json.dumps(spans),
            }
        )
    frame = pd.DataFrame(
        rows, columns=["document", "row", "statement", "themes", "text", *names, "score", "spans"]
    )
    at = frame["row"].to_numpy(dtype=int)
    for position, name in enumerate(("agency_key", "agency", "level", "year"), start=1):
        frame.insert(position, name, reports[name].to_numpy()[at] if len(frame) else None)
    params = {
        "confidence": confidence,
        "measures": len(frame),
        "small": len(frame) < SMALL_GROUP,
        "small_group": SMALL_GROUP,
        "elements": _elements(frame, names, confidence),
        "vague": clustered_share(
            frame[list(BINDING)].isna().all(axis=1), frame["agency_key"], confidence=confidence
        ),
        "scores": {score: int((frame["score"] == score).sum()) for score in range(len(names) + 1)},
        **counts_of(tables),
    }
    return Result(frame.drop(columns="row"), params, "specificity")


def _elements(frame: pd.DataFrame, names: tuple[str, ...], confidence: float) -> list[dict[str, Any]]:
    return [
        {"element": name, **clustered_share(frame[name].notna(), frame["agency_key"], confidence=confidence)}
        for name in names
    ]
