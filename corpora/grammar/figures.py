"""Figures of a report: short notation to full keys, totals, and the identities that hold unless broken on purpose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from corpora.grammar import forms
from corpora.grammar.model import Number


def active_figures(era: str, spec: Mapping[str, Any]) -> dict[str, Number]:
    """Figures of the active table from `{row: [values]}`; rows not given are zero."""
    form = forms.ACTIVE_2021 if era == "2021" else forms.ACTIVE_2019
    figures: dict[str, Number] = {}
    for row, columns in form.items():
        given = spec.get(row, 0)
        values = given if isinstance(given, list) else [given] * 1
        padded = [*values, *[0] * (len(columns) - len(values))]
        figures.update(
            {f"active.{row}.{column}": value for column, value in zip(columns, padded, strict=True)}
        )
    return figures


def request_figures(era: str, spec: Mapping[str, Any]) -> dict[str, Number]:
    """Figures of the requests table from `{row: [per applicant kind]}`, with （七）总计 and the 总计 column added."""
    rows: dict[str, list[int]] = {}
    for row in forms.request_rows(era):
        given = spec.get(row, [])
        values = given if isinstance(given, list) else [given]
        rows[row] = [*values, *[0] * (len(forms.APPLICANTS) - len(values))]
    unknown = set(spec) - set(rows)
    if unknown:
        raise KeyError(f"no such row in the form of {era}: {sorted(unknown)}")
    outcomes = [rows[row] for row in forms.outcome_rows(era)]
    rows["total"] = [sum(column) for column in zip(*outcomes, strict=True)]
    figures: dict[str, Number] = {}
    for row, cells in rows.items():
        for column, value in zip(forms.REQUEST_COLUMNS, [*cells, sum(cells)], strict=True):
            figures[f"requests.{row}.{column}"] = value
    return figures


def review_figures(spec: Mapping[str, Any]) -> dict[str, Number]:
    """Figures of the review table from `{block: [upheld, corrected, other, pending]}`, with totals."""
    figures: dict[str, Number] = {}
    for block in forms.REVIEW_BLOCKS:
        values = [*spec.get(block, []), 0, 0, 0, 0][:4]
        for column, value in zip(forms.REVIEW_COLUMNS, [*values, sum(values)], strict=True):
            figures[f"review.{block}.{column}"] = value
    return figures


def _sum(figures: Mapping[str, Number], keys: Iterable[str]) -> float:
    return sum(figures.get(key) or 0 for key in keys)


def broken_identities(figures: Mapping[str, Number], eras: Mapping[str, str]) -> list[str]:
    """Names of the identities within one report that its figures break (blanks counted as zero)."""
    broken: list[str] = []
    era = eras.get("requests")
    if era in ("2021", "2019"):
        for column in forms.REQUEST_COLUMNS:
            inflow = _sum(figures, [f"requests.{row}.{column}" for row in ("new", "carried_in")])
            outflow = _sum(figures, [f"requests.{row}.{column}" for row in ("total", "carried_forward")])
            parts = _sum(figures, [f"requests.{row}.{column}" for row in forms.outcome_rows(era)])
            if inflow != outflow:
                broken.append(f"requests.flow.{column}")
            if parts != (figures[f"requests.total.{column}"] or 0):
                broken.append(f"requests.parts.{column}")
        for row in forms.request_rows(era):
            kinds = _sum(figures, [f"requests.{row}.{kind}" for kind in forms.APPLICANTS])
            if kinds != (figures[f"requests.{row}.total"] or 0):
                broken.append(f"requests.row.{row}")
    if eras.get("review") in ("2021", "2019"):
        for block in forms.REVIEW_BLOCKS:
            parts = _sum(figures, [f"review.{block}.{column}" for column in forms.REVIEW_COLUMNS[:4]])
            if parts != (figures[f"review.{block}.total"] or 0):
                broken.append(f"review.{block}")
    return broken
