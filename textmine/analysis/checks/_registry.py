"""The registry: what each check says, and how its findings are worded and stored."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from json.encoder import encode_basestring as _quoted
from typing import Any

from textmine.analysis.checks import _arithmetic, _candour, _identity, _levels, _proportions, _text, _years
from textmine.analysis.checks._model import CellOf, Corpus, Finding, ReportView, Severity, Span
from textmine.parsing.statutory import cell_name
from textmine.resources import load_yaml

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


def rows_of(report: ReportView, corpus: Corpus) -> Iterator[dict[str, Any]]:
    """Rows of the ``checks`` table for one report."""
    for check in load_checks():
        for finding in check.function(report, corpus):
            yield {
                "document": report.document,
                "check": check.id,
                "outcome": finding.outcome,
                "severity": check.severity,
                "message": check.message(finding, "zh"),
                "message_en": check.message(finding, "en"),
                "cells": _cells_as_json(finding.cells),
                "spans": _spans_as_json(finding.spans),
            }


def _cells_as_json(cells: Sequence[CellOf]) -> str:
    """A JSON list of {document, key, value, name}, put together from pieces: there are dozens a report."""
    shown = []
    for document, key, value in cells:
        before, after = _around_value(key)
        shown.append(f'{{"document": {_quoted(document)}, {before}{_plain(value)}{after}')
    return f"[{', '.join(shown)}]"


@lru_cache(maxsize=4096)
def _around_value(key: str) -> tuple[str, str]:
    return f'"key": {_quoted(key)}, "value": ', f', "name": {_quoted(cell_name(key))}}}'


def _spans_as_json(spans: Sequence[Span]) -> str:
    """A JSON list of {document, start, end, text}."""
    shown = [
        f'{{"document": {_quoted(span.document)}, "start": {span.start}, "end": {span.end}, "text": {_quoted(span.text)}}}'
        for span in spans
    ]
    return f"[{', '.join(shown)}]"


def _plain(value: float | None) -> str:
    """A number as JSON; whole ones without a decimal point, as they are printed."""
    if value is None:
        return "null"
    return str(int(value)) if value == int(value) else repr(value)
