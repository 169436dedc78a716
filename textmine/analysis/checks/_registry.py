"""The registry: what each check says, and how its findings are worded and stored."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from json.encoder import encode_basestring as _quoted
from typing import Any

from textmine.analysis.checks import _arithmetic, _candour, _identity, _levels, _proportions, _text, _years
from textmine.analysis.checks._model import CellOf, Corpus, Finding, Outcome, ReportView, Severity, Span
from textmine.parsing.statutory import cell_name
from textmine.resources import load_yaml

_COLUMNS = ("document", "check", "outcome", "severity", "message", "message_en", "cells", "spans")
Function = Callable[[ReportView, Corpus], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Check:
    """A check: what must hold (``zh``, ``en``), its formula, the ground it stands on, and how grave a failure is.

    ``function`` yields the findings for one report, none where the check has nothing to look at.
    """

    id: str
    family: str
    severity: Severity
    zh: str
    en: str
    formula: str
    source: str
    example: str
    fails: dict[str, str]
    function: Function

    def message(self, finding: Finding, lang: str) -> str:
        """The finding as a sentence."""
        data = _data()
        detail = finding.detail if lang == "zh" else finding.detail_en or finding.detail
        if finding.outcome == "fails":
            return self.fails[lang].format(detail=detail)
        what = self.zh if lang == "zh" else self.en
        if finding.outcome == "untestable":
            reason = data["reasons"][finding.reason][lang]
            named = f"（{detail}）" if detail and lang == "zh" else f" ({detail})" if detail else ""
            return f"不能核对：{reason}{named}。" if lang == "zh" else f"Cannot be tested: {reason}{named}."
        if finding.outcome == "blank_is_zero":
            return (
                f"空白按 0 计算时相符：{what}。"
                if lang == "zh"
                else f"Holds only if blanks are zero: {what}."
            )
        return f"相符：{what}。" if lang == "zh" else f"Holds: {what}."


def _data() -> dict[str, Any]:
    data: dict[str, Any] = load_yaml("checks", "checks.yaml")
    return data


@lru_cache(maxsize=1)
def load_checks() -> tuple[Check, ...]:
    """All checks in the order of their families."""
    functions: dict[str, Function] = {}
    for module in (_arithmetic, _years, _levels, _text, _proportions, _identity, _candour):
        functions.update(module.CHECKS)
    names = ("id", "family", "severity", "zh", "en", "formula", "source", "example", "fails")
    return tuple(
        Check(**{name: item[name] for name in names}, function=functions[item["id"]])
        for item in _data()["checks"]
    )


def families() -> dict[str, dict[str, str]]:
    """Names of the families in Chinese and English, by id."""
    found: dict[str, dict[str, str]] = _data()["families"]
    return found


def table_of(stretch: Iterable[ReportView], corpus: Corpus) -> Any:
    """The ``checks`` table of some reports as a pyarrow table: one row a report and check that has something to look at."""
    from textmine.tables import make_columns

    checks = load_checks()
    rows = [
        (
            report.document,
            check.id,
            finding.outcome,
            check.severity,
            *_messages(check, finding),
            _cells_as_json(finding.cells),
            _spans_as_json(finding.spans),
        )
        for report in stretch
        for check in checks
        for finding in check.function(report, corpus)
    ]
    columns = zip(*rows, strict=True) if rows else [()] * len(_COLUMNS)
    return make_columns("checks", dict(zip(_COLUMNS, columns, strict=True)))


def _messages(check: Check, finding: Finding) -> tuple[str, str]:
    """The finding in Chinese and in English; most findings of a check say the same."""
    if finding.outcome == "fails" or (finding.outcome == "untestable" and finding.detail):
        return check.message(finding, "zh"), check.message(finding, "en")
    return _plain_messages(check.id, finding.outcome, finding.reason)


@lru_cache(maxsize=1024)
def _plain_messages(check_id: str, outcome: Outcome, reason: str) -> tuple[str, str]:
    check = next(check for check in load_checks() if check.id == check_id)
    finding = Finding(outcome, reason=reason)
    return check.message(finding, "zh"), check.message(finding, "en")


def _cells_as_json(cells: Sequence[CellOf]) -> str:
    """A JSON list of {document, key, value, name}, put together from pieces: there are dozens a report."""
    if not cells:
        return "[]"
    shown = []
    last, head = None, ""
    for document, key, value in cells:
        if document != last:
            last, head = document, f'{{"document": {_quoted(document)}, '
        before, after = _around_value(key)
        shown.append(f"{head}{before}{_plain(value)}{after}")
    return f"[{', '.join(shown)}]"


@lru_cache(maxsize=4096)
def _around_value(key: str) -> tuple[str, str]:
    return f'"key": {_quoted(key)}, "value": ', f', "name": {_quoted(cell_name(key))}}}'


def _spans_as_json(spans: Sequence[Span]) -> str:
    """A JSON list of {document, start, end, text}."""
    if not spans:
        return "[]"
    shown = [
        f'{{"document": {_quoted(span.document)}, "start": {span.start}, "end": {span.end}, "text": {_quoted(span.text)}}}'
        for span in spans
    ]
    return f"[{', '.join(shown)}]"


@lru_cache(maxsize=4096)
def _plain(value: float | None) -> str:
    """A number as JSON; whole ones without a decimal point, as they are printed."""
    if value is None:
        return "null"
    return str(int(value)) if value == int(value) else repr(value)
