"""An evaluation as files and as Markdown."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from textmine.evaluation._evaluate import Evaluation

_NAMES = {
    "problem_micro_f1": "report level, problem themes, micro-F1",
    "problem_macro_f1": "report level, problem themes, macro-F1",
    "measure_micro_f1": "report level, measure themes, micro-F1",
    "measure_macro_f1": "report level, measure themes, macro-F1",
    "rectified_micro_f1": "report level, rectified themes, micro-F1",
    "role_characters": "role, share of characters right",
    "role_statements": "role, share of gold statements right",
    "span_f1": "splitting, F1 of whole spans",
    "statement_micro_f1": "gold statements, themes, micro-F1",
    "statement_macro_f1": "gold statements, themes, macro-F1",
    "alpha_report": "Krippendorff's alpha, tagger against coder, report level",
    "ece_mean": "expected calibration error, mean of themes",
    "precision_at_70": "precision of the surest 70 % of tags",
}


_LONGEST_SHOWN = 90


def headline_name(key: str) -> str:
    """A headline figure in words."""
    return _NAMES[key]


def write_evaluation(evaluation: Evaluation, directory: str | Path) -> list[Path]:
    """Write ``evaluation.json``, ``evaluation.md`` and ``errors.jsonl`` into a folder; returns the paths."""
    folder = Path(directory)
    folder.mkdir(parents=True, exist_ok=True)
    summary = {key: value for key, value in evaluation.summary.items() if key != "worst_errors"}
    texts = {
        "evaluation.json": json.dumps(summary, ensure_ascii=False, indent=1) + "\n",
        "evaluation.md": as_markdown(evaluation.summary),
        "errors.jsonl": "".join(
            json.dumps(error, ensure_ascii=False) + "\n" for error in evaluation.summary["worst_errors"]
        ),
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return [folder / name for name in texts]


def as_markdown(summary: dict[str, Any]) -> str:
    """The main tables of an evaluation."""
    parts = [
        f"# Evaluation of the tagger `{summary['tagger']}`\n",
        f"{summary['passages']} passages, {summary['statements']} statements; gold data `{summary['gold_sha256'][:12]}`.\n",
        headline_table(summary),
        "\n## Report level by role, and splitting\n",
        level_table(summary),
        "\n## Themes\n",
        theme_table(summary),
        "\n## Roles (characters)\n",
        confusion_table(summary["role_confusion"]),
        "\n## Precision of the surest tags\n",
        "| share of tags kept | precision |\n| ---: | ---: |\n"
        + "".join(
            f"| {share} | {value:.3f} |\n" for share, value in summary["precision_at_coverage"].items()
        ),
        "\n## Calibration\n",
        calibration_table(summary),
        "\n## Themes taken for one another\n",
        mistaken_table(summary["theme_confusion"]),
        "\n## Worst errors\n",
        error_table(summary["worst_errors"]),
    ]
    return "\n".join(parts)


def level_table(summary: dict[str, Any]) -> str:
    """Precision, recall and F1 per role at report level, and of the spans that the parser cuts."""
    lines = ["| | precision | recall | F1 | macro-F1 | gold | found |", "| --- |" + " ---: |" * 6]
    rows = [(f"{role} themes of reports", score) for role, score in summary["reports"].items()]
    rows.append(("themes of gold statements", summary["statements_micro"]))
    rows += [(f"splitting, {name}", score) for name, score in summary["splitting"].items()]
    for name, score in rows:
        macro = f"{score['macro_f1']:.3f}" if "macro_f1" in score else "–"
        values = " | ".join(f"{score[key]:.3f}" for key in ("precision", "recall", "f1"))
        lines.append(f"| {name} | {values} | {macro} | {score['gold']:.0f} | {score['tagged']:.0f} |")
    return "\n".join(lines) + "\n"


def calibration_table(summary: dict[str, Any]) -> str:
    """What share of the theme decisions of a probability is right."""
    calibration = summary["calibration"]
    lines = ["| mean probability | share right | decisions |", "| ---: | ---: | ---: |"]
    lines += [f"| {b['probability']:.3f} | {b['share']:.3f} | {b['n']:.0f} |" for b in calibration["bins"]]
    lines.append(
        f"\nExpected calibration error, mean of themes: {calibration['mean']:.3f}; without the clear nos "
        f"(probability up to 0.05): {calibration['mean_raised']:.3f}."
    )
    return "\n".join(lines) + "\n"


def mistaken_table(confusion: dict[str, Any], limit: int = 12) -> str:
    """The pairs of themes that were taken for one another most often."""
    themes, table = confusion["themes"], confusion["table"]
    pairs = [
        (count, themes[row], themes[column])
        for row, counts in enumerate(table)
        for column, count in enumerate(counts)
        if row != column and count
    ]
    if not pairs:
        return "None.\n"
    lines = ["| missed | tagged instead | statements |", "| --- | --- | ---: |"]
    ranked = sorted(pairs, key=lambda pair: (-pair[0], pair[1:]))
    lines += [f"| {gold} | {found} | {count} |" for count, gold, found in ranked[:limit]]
    return "\n".join(lines) + "\n"


def error_table(errors: list[dict[str, Any]], limit: int = 20) -> str:
    """The theme decisions that were wrong with most certainty, with their texts."""
    if not errors:
        return "None.\n"
    lines = ["| passage | statement | theme | error | probability |", "| --- | --- | --- | --- | ---: |"]
    for error in errors[:limit]:
        words = error["text"].replace("\n", "").replace("|", "¦")
        shown = words if len(words) <= _LONGEST_SHOWN else f"{words[:_LONGEST_SHOWN]}…"
        lines.append(
            f"| {error['passage']} | {shown} | {error['theme']} | {error['error']} | {error['probability']:.2f} |"
        )
    return "\n".join(lines) + "\n"


def headline_table(summary: dict[str, Any]) -> str:
    """Headline figures with intervals, and by wording."""
    cues = list(summary["by_cue"])
    head = (
        "| figure | all | 95 % interval | "
        + " | ".join(cues)
        + " |\n| --- | ---: | --- |"
        + " ---: |" * len(cues)
    )
    rows = []
    for key, value in summary["headlines"].items():
        interval = summary.get("intervals", {}).get(key)
        between = f"{interval['low']:.3f}–{interval['high']:.3f}" if interval else "–"
        others = " | ".join(f"{summary['by_cue'][cue][key]:.3f}" for cue in cues)
        rows.append(f"| {headline_name(key)} | {value:.3f} | {between} | {others} |")
    return "\n".join([head, *rows]) + "\n"


def theme_table(summary: dict[str, Any]) -> str:
    """Per theme: report level for problems and measures, and statements."""
    lines = [
        "| theme | problem P | R | F1 | n | measure P | R | F1 | n | statements F1 | average precision | ECE |",
        "| --- |" + " ---: |" * 11,
    ]
    for theme, statement in summary["statement_themes"].items():
        cells = []
        for role in ("problem", "measure"):
            score = summary["report_themes"][role][theme]
            cells += [*(f"{score[key]:.2f}" for key in ("precision", "recall", "f1")), f"{score['gold']:.0f}"]
        cells += [f"{statement['f1']:.2f}", f"{statement['average_precision']:.2f}"]
        lines.append(
            f"| {theme} | " + " | ".join([*cells, f"{summary['calibration']['ece'][theme]:.3f}"]) + " |"
        )
    return "\n".join(lines) + "\n"


def confusion_table(confusion: dict[str, Any]) -> str:
    """Gold roles (rows) by predicted roles (columns), in characters."""
    lines = ["| gold \\ predicted | " + " | ".join(confusion["columns"]) + " |", "| --- |" + " ---: |" * 5]
    for role, counts in zip(confusion["rows"], confusion["characters"], strict=True):
        lines.append(f"| {role} | " + " | ".join(str(count) for count in counts) + " |")
    return "\n".join(lines) + "\n"
