"""Write the sample corpus: `python -m corpora.grammar.build_sample [FOLDER]`, the same bytes on every run."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from corpora.grammar.content import load_planted, load_reports
from corpora.grammar.figures import broken_identities
from corpora.grammar.manifest import corpus_truth
from corpora.grammar.model import Report
from corpora.grammar.render import render

SAMPLE = Path(__file__).parents[1] / "sample"
KEPT = ("DATASHEET.md", "LICENSE")


def check_reports(reports: list[Report]) -> None:
    """Stop if figures break an identity in a report that lists no planted phenomenon of that kind."""
    names = [report.file for report in reports]
    if len(set(names)) != len(names):
        raise ValueError(f"file name used twice: {sorted({name for name in names if names.count(name) > 1})}")
    for report in reports:
        broken = broken_identities(report.figures, report.eras)
        if broken and not any(name.startswith("slip") for name in report.planted):
            raise ValueError(f"{report.file}: unplanned inconsistency: {broken}")


def build(folder: Path) -> int:
    """Render every report and the manifest into a folder; the number of reports."""
    reports = load_reports()
    check_reports(reports)
    planted = load_planted(reports)
    folder.mkdir(parents=True, exist_ok=True)
    for report in reports:
        (folder / report.file).write_bytes(render(report))
    text = json.dumps(corpus_truth(reports, planted), ensure_ascii=False, indent=1)
    (folder / "manifest.json").write_text(text + "\n", encoding="utf-8")
    wanted = {report.file for report in reports} | {"manifest.json", *KEPT}
    for path in folder.iterdir():
        if path.is_file() and path.name not in wanted:
            path.unlink()
    return len(reports)


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLE
    sys.stdout.write(f"{build(target)} reports in {target}\n")
