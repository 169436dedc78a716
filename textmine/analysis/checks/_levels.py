"""Checks across levels: a government's figures against those of the agencies below it that are in the corpus."""

from __future__ import annotations

import re
from collections.abc import Iterator

from textmine.analysis.checks._model import KEY_FROM_BELOW, Corpus, Finding, ReportView, Span, refs

# Words that say whether a government's table counts its whole territory or only itself.
_WHOLE = re.compile(
    r"全[省市区县州盟旗](?:各级|各部门|上下|共|累计|新收|受理|收到|行政机关|政府|范围|\d{4}年)|全[省市区县州盟旗][^。；]{0,14}(?:收到|受理|新收)"
)
_OWN = re.compile(
    r"[省市区县州盟旗]本级|代表[省市区县州盟旗](?:人民)?政府|[省市区县州盟旗](?:人民)?政府(?:及其?|、)?办公[厅室]收到"
)


def parent_children(report: ReportView, corpus: Corpus) -> Iterator[Finding]:
    """A government that counts its whole territory cannot count fewer new requests than the agencies below it together."""
    if report.kind != "government" or not report.children:
        return
    own = report.number(KEY_FROM_BELOW)
    # One report an agency, also where the run holds it in two files.
    children = {child.agency_key or child.document: child for child in report.children}
    counted = [(child, child.number(KEY_FROM_BELOW)) for child in children.values()]
    known = [(child, number) for child, number in counted if number is not None]
    if own is None or not known:
        yield Finding("untestable", reason="table")
        return
    scope, span = _scope(report)
    if scope != "whole":
        yield Finding("untestable", reason="scope", cells=refs(report, [KEY_FROM_BELOW]), spans=span)
        return
    total = sum(number for _, number in known)
    names = "、".join(str(child.meta.get("agency") or child.document) for child, _ in known)
    yield Finding(
        "fails" if total > own else "holds",
        f"本级报告新收 {own:g} 件，所属 {len(known)} 个单位（{names}）合计 {total:g} 件",
        f"{own:g} new requests against {total:g} of {len(known)} agencies below it ({names})",
        cells=(
            *refs(report, [KEY_FROM_BELOW]),
            *(ref for child, _ in known for ref in refs(child, [KEY_FROM_BELOW])),
        ),
        spans=span,
    )


def _scope(report: ReportView) -> tuple[str, tuple[Span, ...]]:
    for name in ("requests", "overview", "other"):
        part = report.parts.get(name)
        if part is None:
            continue
        own = _OWN.search(part.text)
        if own:
            return "own", (
                Span(report.document, part.start + own.start(), part.start + own.end(), own.group()),
            )
        for whole in _WHOLE.finditer(part.text):
            return "whole", (
                Span(report.document, part.start + whole.start(), part.start + whole.end(), whole.group()),
            )
    return "unknown", ()


CHECKS = {"parent_children": parent_children}
