"""The ledger: one row a problem statement, with its themes, evidence and the measures on the same themes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textmine.analysis.verdicts import text_hash
from textmine.reporting._model import clean, joined_lines
from textmine.reporting._paths import ShownPaths
from textmine.reporting._quotes import shown_name, shown_year

if TYPE_CHECKING:
    import pandas as pd

    from textmine.reporting._wording import Wording
    from textmine.tables import Tables

LEDGER_COLUMNS = (
    "position", "agency", "year", "level", "region", "text", "themes", "probability", "candidates", "provision",
    "evidence", "measures", "reviewer", "verdict", "corrected", "remark", "path", "statement",
    "sha256", "range", "text_hash", "theme_ids", "candidate_ids",
)  # fmt: skip
INPUT_COLUMNS = ("reviewer", "verdict", "corrected", "remark")
#: What ties a row to its statement, for reading verdicts back: never shown, and headed by names that no language changes.
ID_COLUMNS = ("sha256", "range", "text_hash", "theme_ids", "candidate_ids")
LEDGER_VERSION = 1


def id_heading(name: str, version: int = LEDGER_VERSION) -> str:
    """Heading of an id column; it tells a ledger of textmine, and its version, also after sheets were copied about."""
    return f"textmine:{version}:{name}"


def ledger(
    tables: Tables, wording: Wording, provisions: dict[str, str], names: dict[str, str]
) -> pd.DataFrame:
    """One row a problem statement of the used reports; reviewer, verdict and remark are left to be filled in."""
    import pandas as pd

    documents = {row["document"]: row for row in tables["documents"].to_pylist() if row["status"] == "used"}
    shown_path = ShownPaths(tables)
    tags, candidates, evidence = _by_statement(tables)
    measures: dict[tuple[str, str], list[str]] = {}
    problems: list[dict[str, Any]] = []
    for row in tables["statements"].to_pylist():
        key = (row["document"], row["statement"])
        if row["document"] not in documents:
            continue
        if row["role"] == "measure":
            for theme, _ in tags.get(key, ()):
                measures.setdefault((row["document"], theme), []).append(joined_lines(clean(row["text"])))
        elif row["role"] == "problem":
            problems.append(row)
    order = {document: position for position, document in enumerate(documents)}
    problems.sort(key=lambda row: (order[row["document"]], row["position"]))
    rows = []
    for number, row in enumerate(problems, start=1):
        document = documents[row["document"]]
        mine = tags.get((row["document"], row["statement"]), [])
        waiting = [theme for theme, _ in candidates.get((row["document"], row["statement"]), ())]
        answers = list(
            dict.fromkeys(text for theme, _ in mine for text in measures.get((row["document"], theme), ()))
        )
        rows.append(
            {
                "position": number,
                "agency": clean(shown_name(document["agency"], wording)),
                "year": shown_year(document["year"], wording),
                "level": wording.name("level", document["level"]),
                "region": clean(document["region"] or ""),
                "text": joined_lines(clean(row["text"])),
                "themes": wording.listed([names.get(theme, theme) for theme, _ in mine]),
                "probability": wording.listed([f"{probability:.2f}" for _, probability in mine]),
                "candidates": wording.listed([names.get(theme, theme) for theme in waiting]),
                "provision": wording.listed(
                    list(dict.fromkeys(provisions[t] for t, _ in mine if provisions.get(t)))
                ),
                "evidence": wording.listed(evidence.get((row["document"], row["statement"]), [])),
                "measures": "\n".join(answers),
                **dict.fromkeys(INPUT_COLUMNS, ""),
                "path": shown_path(document["path"]),
                "statement": row["statement"],
                "sha256": document["sha256"],
                "range": f"{row['start']}-{row['end']}",
                "text_hash": text_hash(row["text"]),
                "theme_ids": " ".join(theme for theme, _ in mine),
                "candidate_ids": " ".join(waiting),
            }
        )
    return pd.DataFrame(rows, columns=list(LEDGER_COLUMNS))


_Tags = dict[tuple[str, str], list[tuple[str, float]]]


def _by_statement(
    tables: Tables,
) -> tuple[_Tags, _Tags, dict[tuple[str, str], list[str]]]:
    tags: _Tags = {}
    candidates: _Tags = {}
    for row in tables["tags"].to_pylist():
        given = candidates if row["review"] else tags
        given.setdefault((row["document"], row["statement"]), []).append((row["theme"], row["probability"]))
    evidence: dict[tuple[str, str], list[str]] = {}
    for row in tables["evidence"].to_pylist():
        words = evidence.setdefault((row["document"], row["statement"]), [])
        if (text := joined_lines(clean(row["text"]))) not in words:
            words.append(text)
    return tags, candidates, evidence
