"""Key word in context."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from textmine.analysis._incidence import used_reports
from textmine.analysis._result import Result
from textmine.analysis._reuse import counts_of
from textmine.analysis._words import texts_of
from textmine.errors import UsageError
from textmine.normalization import fold

if TYPE_CHECKING:
    from textmine.tables import Tables

MOST = 10_000
_WINDOW = 20


def kwic(
    tables: Tables,
    pattern: str,
    *,
    role: str | None = None,
    section: str = "problems",
    window: int = _WINDOW,
    regex: bool = False,
    most: int = MOST,
) -> Result:
    """Every place at which a word or pattern stands, with what stands around it.

    Text is searched with widths unified (， is found by ,) and with blanks and line breaks taken out, so that a word
    broken over a line end is found; what is shown is as printed, without the breaks.

    Parameters
    ----------
    pattern: a string, or a regular expression if ``regex``.
    role: search statements of this role only; None searches the whole ``section``.
    window: characters shown on either side.
    most: stop after this many places (``params["cut"]`` says whether there were more).

    Returns
    -------
    Frame with one row a place: document, agency_key, agency, year, statement (null for sections), left, match, right, start,
    end (characters of the document).

    Raises
    ------
    UsageError: empty or broken pattern, unknown role or section.
    """
    import pandas as pd

    wanted = _compiled(pattern, regex)
    reports = used_reports(tables)[0]
    table = texts_of(tables, role=role, section=section)
    rows: list[dict[str, object]] = []
    cut = False
    columns = (table[name].tolist() for name in ("document", "row", "statement", "start", "text"))
    for document, row, statement, start, text in zip(*columns, strict=True):
        dense = "".join(text.split())
        places = [found.span() for found in wanted.finditer(fold(dense)) if found.end() > found.start()]
        offsets = [i for i, character in enumerate(text) if not character.isspace()] if places else []
        for first, last in places:
            if len(rows) == most:
                cut = True
                break
            rows.append(
                {
                    "document": document,
                    "row": row,
                    "statement": statement,
                    "left": dense[max(0, first - window) : first],
                    "match": dense[first:last],
                    "right": dense[last : last + window],
                    "start": int(start) + offsets[first],
                    "end": int(start) + offsets[last - 1] + 1,
                }
            )
        if cut:
            break
    frame = pd.DataFrame(
        rows, columns=["document", "row", "statement", "left", "match", "right", "start", "end"]
    )
    at = frame["row"].to_numpy(dtype=int)
    for position, name in enumerate(("agency_key", "agency", "year"), start=1):
        frame.insert(position, name, reports[name].to_numpy()[at] if len(frame) else None)
    params = {
        "pattern": pattern,
        "regex": regex,
        "role": role,
        "section": section,
        "cut": cut,
        **counts_of(tables),
    }
    return Result(frame.drop(columns="row"), params, "kwic")


def _compiled(pattern: str, regex: bool) -> re.Pattern[str]:
    if not pattern.strip():
        raise UsageError("The pattern is empty.")
    try:
        return re.compile(pattern if regex else re.escape(fold("".join(pattern.split()))))
    except re.error as error:
        raise UsageError(f"{pattern!r} is no regular expression: {error}.") from error
