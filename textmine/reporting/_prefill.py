"""Earlier verdicts as they stand in a new ledger, so that a new workbook takes nothing away that reviewers entered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from textmine.analysis.verdicts import UNNAMED, Verdict, text_hash
from textmine.reporting._printable import clean

if TYPE_CHECKING:
    from textmine.reporting._wording import Wording
    from textmine.tables import Tables

Key = tuple[str, str]


@dataclass(frozen=True)
class Prefilled:
    """What the input columns of a row say."""

    reviewer: str
    verdict: str
    corrected: str
    remark: str

    def inputs(self) -> dict[str, str]:
        """By name of the column."""
        return asdict(self)


def by_statement(
    tables: Tables, verdicts: Sequence[Verdict], wording: Wording, names: Mapping[str, str]
) -> dict[Key, Prefilled]:
    """Inputs for the rows of statements with verdicts; reviewers who do not agree are told in the remark, without a verdict."""
    found: dict[Key, list[Verdict]] = {}
    places = _Places(tables, verdicts)
    for verdict in verdicts:
        if (key := places.find(verdict)) is not None:
            found.setdefault(key, []).append(verdict)
    return {key: _prefilled(mine, wording, names) for key, mine in found.items()}


class _Places:
    """Finds the statement of a verdict: the same words in the same file, nearest to the old place."""

    def __init__(self, tables: Tables, verdicts: Sequence[Verdict]) -> None:
        wanted = {verdict.sha256 for verdict in verdicts}
        documents = {
            row["document"]: row["sha256"]
            for row in tables["documents"].select(["document", "sha256", "status"]).to_pylist()
            if row["status"] == "used" and row["sha256"] in wanted
        }
        self._places: dict[tuple[str, str], list[tuple[int, Key]]] = {}
        if documents:
            for row in tables["statements"].to_pylist():
                if row["document"] in documents:
                    words = documents[row["document"]], text_hash(row["text"])
                    place = int(row["start"]), (row["document"], row["statement"])
                    self._places.setdefault(words, []).append(place)

    def find(self, verdict: Verdict) -> Key | None:
        """Document and statement, None if the words are no longer a statement."""
        same = self._places.get((verdict.sha256, verdict.text_hash), [])
        return min(same, key=lambda place: abs(place[0] - verdict.start))[1] if same else None


def _prefilled(verdicts: Sequence[Verdict], wording: Wording, names: Mapping[str, str]) -> Prefilled:
    by_reviewer: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        by_reviewer.setdefault(verdict.reviewer, []).append(verdict)
    said = {reviewer: _said(mine, wording, names) for reviewer, mine in by_reviewer.items()}
    notes = list(dict.fromkeys(clean(verdict.note) for verdict in verdicts if verdict.note))
    reviewers = wording.listed([clean(reviewer) for reviewer in by_reviewer if reviewer != UNNAMED])
    if len(set(said.values())) == 1:
        verdict_words, corrected = next(iter(said.values()))
        return Prefilled(reviewers, verdict_words, corrected, "\n".join(notes))
    told = [
        wording.say(
            "ledger.said",
            reviewer="" if reviewer == UNNAMED else clean(reviewer),
            verdict=words,
            corrected=corrected,
        )
        for reviewer, (words, corrected) in said.items()
    ]
    return Prefilled(reviewers, "", "", "\n".join([*told, *notes]))


def _said(verdicts: Sequence[Verdict], wording: Wording, names: Mapping[str, str]) -> tuple[str, str]:
    """One reviewer's verdict and corrected themes, in words that read back as the same verdicts."""
    kinds = {verdict.verdict for verdict in verdicts}
    words = wording.raw("verdicts")
    for kind, name in (("not_problem", "wrong_role"), ("wrong_split", "wrong_split"), ("unsure", "unsure")):
        if kind in kinds:
            return str(words[name]), ""
    right = [names.get(v.theme, v.theme) for v in verdicts if v.verdict == "right" and v.theme]
    if "wrong" in kinds:
        return str(words["wrong_theme"]), wording.listed(right) or wording.say("no_theme")
    return str(words["right"]), wording.listed(right)
