"""Write docs/checks.md from the registry of checks: `python -m benchmarks.write_check_docs [--print]`."""

from __future__ import annotations

import sys
from pathlib import Path

from textmine.analysis.checks import Check, families, load_checks

PAGE = Path(__file__).resolve().parents[1] / "docs" / "checks.md"
SEVERITIES = {"error": "error 错误", "warning": "warning 警示", "note": "note 提示"}
HEAD = """# Checks 核查项

Made from the registry (`textmine/resources/checks/checks.yaml`) by `python -m benchmarks.write_check_docs`; do not edit.

`textmine check INPUT... --format jsonl` prints one JSON line an outcome; `-o FILE.xlsx` writes a workbook. Outcomes:

- `holds` 相符: every cell and sentence that could be tested agrees.
- `fails` 不符: the message names the cells and sentences. A sentence fails only if no reasonable reading of it fits the table.
- `blank_is_zero` 空白按 0 计算时相符: holds only if blank cells are zero. A blank is kept as blank everywhere else.
- `untestable` 不能核对: the message says why (no table, no report of last year, unknown scope …).

A check that has nothing to look at (no sentence that states a count) has no outcome. Findings on candour say that section
five does not mention something; they accuse nobody.

How many planted inconsistencies are found, and how many false alarms there are, is measured in
[check_accuracy.md](check_accuracy.md).
"""


def _entry(check: Check) -> list[str]:
    return [
        f"### `{check.id}`",
        "",
        f"{check.zh}。",
        "",
        f"{check.en}.",
        "",
        f"- Formula 公式: {check.formula}",
        f"- Source 依据: {check.source}",
        f"- Severity 程度: {SEVERITIES[check.severity]}",
        f"- Example of a failure 示例: {check.example}",
        "",
    ]


def page() -> str:
    """The page as Markdown."""
    lines = [HEAD]
    for family, names in families().items():
        lines += [f"## {names['en']} {names['zh']}", ""]
        for check in load_checks():
            if check.family == family:
                lines += _entry(check)
    return "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    if "--print" in sys.argv:
        sys.stdout.write(page())
    else:
        PAGE.write_text(page(), encoding="utf-8")
