"""The ledger: one row a problem statement, with its themes, evidence, the measures for it, and what reviewers said of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from textmine.analysis._elements import stated_elements
from textmine.analysis.verdicts import text_hash
from textmine.reporting._ledger_history import likeness_to_last_year, years_in_a_row
from textmine.reporting._paths import ShownPaths
from textmine.reporting._prefill import Prefilled, by_statement
from textmine.reporting._printable import clean
from textmine.reporting._problems import Key, Problem, problem_statements, shown_text, tags_by_statement
from textmine.reporting._quotes import shown_name, shown_year

if TYPE_CHECKING:
    import pandas as pd

    from textmine.reporting._material import Material

LEDGER_COLUMNS = (
    "position", "agency", "year", "level", "region", "text", "themes", "probability", "candidates", "provision",
    "evidence", "measures", "specificity", "last_year_likeness", "running", "reviewer", "verdict", "corrected", "remark", "path",
    "statement", "sha256", "range", "text_hash", "theme_ids", "candidate_ids", "given",
)  # fmt: skip
#: Rows that a workbook can be worked with; of more statements those of the latest years are kept, and ``attrs`` of the ledger
#: say under ``LEFT_OUT`` how many are not.
MOST_ROWS = 100_000
LEFT_OUT = "left_out"
INPUT_COLUMNS = ("reviewer", "verdict", "corrected", "remark")
#: What ties a row to its statement, for reading verdicts back: never shown, and headed by names that no language changes.
#: ``given`` is a hash of the inputs that were filled in from earlier verdicts.
ID_COLUMNS = ("sha256", "range", "text_hash", "theme_ids", "candidate_ids", "given")
LEDGER_VERSION = 1


def id_heading(name: str, version: int = LEDGER_VERSION) -> str:
    """Heading of an id column; it tells a ledger of textmine, and its version, also after sheets were copied about."""
    return f"textmine:{version}:{name}"


def inputs_hash(inputs: Mapping[str, str]) -> str:
    """Hash of what the input columns of a row say; empty if they are all blank."""
    words = [inputs.get(name, "").strip() for name in INPUT_COLUMNS]
    return text_hash("\x1f".join(words)) if any(words) else ""


def ledger(material: Material) -> pd.DataFrame:
    """One row a problem statement of the used reports of the scope, and one a statement that reviewers found to be none."""
    import pandas as pd

    prefilled = by_statement(material.tables, material.options.verdicts, material.wording, material.names)
    problems, left_out = problem_statements(material, also=prefilled, most=MOST_ROWS)
    writer = _Writer(material, {problem.statement.document for problem in problems})
    rows = [
        writer.row(number, problem, prefilled.get(problem.statement.key))
        for number, problem in enumerate(problems, start=1)
    ]
    made = pd.DataFrame(rows, columns=list(LEDGER_COLUMNS))
    made.attrs[LEFT_OUT] = left_out
    return made


class _Writer:
    """What all rows are looked up in."""

    def __init__(self, material: Material, wanted: Collection[str]) -> None:
        self._material = material
        self._wording = material.wording
        self._path = ShownPaths(material.tables)
        self._measures = self._measures_by_theme(wanted)
        self._alike = likeness_to_last_year(material.tables)
        self._running = years_in_a_row(material.tables, material.results["histories"])

    def _measures_by_theme(self, wanted: Collection[str]) -> dict[Key, list[str]]:
        themes, _ = tags_by_statement(self._material, wanted)
        columns = ("document", "statement", "text")
        stated = self._material.tables.rows("statements", columns, where=("role", ["measure"]))
        measures: dict[Key, list[str]] = {}
        for document, statement, text in stated:
            for theme, _ in themes.get((document, statement), ()):
                measures.setdefault((document, theme), []).append(shown_text(text))
        return measures

    def row(self, number: int, problem: Problem, prefilled: Prefilled | None) -> dict[str, Any]:
        """A row of the ledger."""
        wording, document, row = self._wording, problem.document, problem.statement
        waiting = [theme for theme, _ in problem.candidates]
        inputs = dict.fromkeys(INPUT_COLUMNS, "") if prefilled is None else prefilled.inputs()
        provisions = self._material.provisions
        return {
            "position": number,
            "agency": clean(shown_name(document["agency"], wording)),
            "year": shown_year(document["year"], wording),
            "level": wording.name("level", document["level"]),
            "region": clean(document["region"] or ""),
            "text": problem.text,
            "themes": wording.listed([self._material.theme(theme) for theme, _ in problem.themes]),
            "probability": wording.listed([f"{probability:.2f}" for _, probability in problem.themes]),
            "candidates": wording.listed([self._material.theme(theme) for theme in waiting]),
            "provision": wording.listed(
                list(dict.fromkeys(provisions[t] for t, _ in problem.themes if provisions.get(t)))
            ),
            "evidence": wording.listed(list(problem.evidence)),
            **self._beyond(problem),
            **inputs,
            "path": self._path(document["path"]),
            "statement": row.statement,
            "sha256": document["sha256"],
            "range": f"{row.start}-{row.end}",
            "text_hash": text_hash(row.text),
            "theme_ids": " ".join(theme for theme, _ in problem.themes),
            "candidate_ids": " ".join(waiting),
            "given": inputs_hash(inputs),
        }

    def _beyond(self, problem: Problem) -> dict[str, Any]:
        """Measures for the statement, what they state, and the years before."""
        wording, answer = self._wording, problem.answer
        document, themes = problem.statement.document, [theme for theme, _ in problem.themes]
        texts = [text for theme in themes for text in self._measures.get((document, theme), ())]
        if answer is not None:
            texts.append(shown_text(answer))
        elements = dict.fromkeys(element.id for element in stated_elements(answer)) if answer else {}
        names = [str(wording.raw(f"elements.{name}")) for name in elements]
        stated = wording.say("ledger.stated", n=len(names), names=names) if answer is not None else ""
        run = max((self._running.get((document, theme), 0) for theme in themes), default=0)
        return {
            "measures": "\n".join(dict.fromkeys(texts)),
            "specificity": stated,
            "last_year_likeness": self._alike.get(problem.statement.key),
            "running": wording.say("ledger.running", years=run) if run > 1 else "",
        }
