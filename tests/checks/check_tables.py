"""Composed tables for tests of the checks: figures that balance, and whatever a test changes in them."""

import json

from corpora.grammar import figures as numbers
from textmine.analysis.checks import add_checks
from textmine.tables import empty_rows, make_tables

TITLES = {
    "overview": "一、总体情况",
    "active": "二、主动公开政府信息情况",
    "requests": "三、收到和处理政府信息公开申请情况",
    "review": "四、政府信息公开行政复议、行政诉讼情况",
    "problems": "五、存在的主要问题及改进情况",
    "other": "六、其他需要报告的事项",
}
REQUESTS = {"new": [40, 6], "carried_in": [3], "granted": [20, 4], "partly_granted": [6], "unavailable.not_held": [9, 2],
            "not_processed.complaint": [3], "carried_forward": [5]}  # fmt: skip


def figures(era="2021", requests=REQUESTS, review=None, active=None):
    """Consistent figures of all three tables."""
    return {
        **numbers.active_figures(era, active or {"normative_documents": [2, 1, 30], "licensing": [18]}),
        **numbers.request_figures(era, requests),
        **numbers.review_figures(review or {"reconsideration": [2, 0, 1, 0], "lawsuit_direct": [1]}),
    }


class Made:
    """Reports to check, gathered into tables."""

    def __init__(self):
        self.rows = empty_rows()
        self.number = 0

    def add(
        self,
        *,
        values=None,
        eras=None,
        overview="",
        titles=TITLES,
        remarks=(),
        raw=None,
        unsure=(),
        issues=(),
        **meta,
    ):
        """One report; ``remarks`` are (role, text, themes)."""
        self.number += 1
        document = f"{self.number:012d}"
        row = {"agency": "云汀市民政局", "kind": "department", "level": "city", "province": "岚川省", "city": "云汀市",
               "county": None, "year": 2023, "published": "2024-01-20", "status": "used", "path": f"{document}.txt"}  # fmt: skip
        self.rows["documents"].append({**row, **meta, "document": document})
        values = figures() if values is None else values
        for key, value in values.items():
            era = (eras or {}).get(key.split(".")[0], "2021")
            certainty = "ambiguous" if key in unsure else "exact"
            shown = (raw or {}).get(key, "" if value is None else str(value))
            self.rows["figures"].append(
                {
                    "document": document,
                    "key": key,
                    "value": value,
                    "raw": shown,
                    "era": era,
                    "certainty": certainty,
                    "start": 0,
                    "end": 0,
                }
            )
        start = 0
        for section, title in titles.items():
            text = {"overview": overview or "2023年工作平稳。", "problems": "一是更新不及时。"}.get(
                section, "无。"
            )
            start += len(title)
            self.rows["sections"].append(
                {
                    "document": document,
                    "section": section,
                    "title": title,
                    "start": start,
                    "end": start + len(text),
                    "text": text,
                }
            )
            start += len(text)
        for position, (role, text, themes) in enumerate(
            remarks or [("problem", "更新不及时", ["timeliness"])]
        ):
            base = {"document": document, "statement": f"{document}-{position}", "role": role}
            self.rows["statements"].append(
                {**base, "position": position, "start": 0, "end": len(text), "text": text}
            )
            self.rows["tags"] += [
                {**base, "theme": theme, "probability": 1.0, "review": False} for theme in themes
            ]
        self.rows["issues"] += [
            {"document": document, "path": "x", "stage": "parse", "code": c, "message": c} for c in issues
        ]
        return document

    def outcomes(self, document=None):
        """Rows of the checks table by check id, of one document (the last one by default)."""
        wanted = document or f"{self.number:012d}"
        found = add_checks(make_tables(self.rows))["checks"].to_pylist()
        rows = {}
        for row in found:
            if row["document"] == wanted:
                assert row["check"] not in rows, "a check has one finding a report"
                rows[row["check"]] = {
                    **row,
                    "cells": json.loads(row["cells"]),
                    "spans": json.loads(row["spans"]),
                }
        return rows


def outcome(check, **report):
    """Outcome of one check on one report."""
    made = Made()
    made.add(**report)
    rows = made.outcomes()
    return rows[check]["outcome"] if check in rows else None
