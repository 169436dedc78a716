"""Write the sample corpus: `python -m corpora.grammar.build_sample [FOLDER]`, the same bytes on every run.

Word 97 files come from LibreOffice, whose output differs from run to run: a .doc is made anew only when the Word
document it comes from has changed, and is otherwise kept (or copied from the corpus that lies here).
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

from corpora.grammar.archive import zip_files
from corpora.grammar.content import CONTENT, load_planted, load_reports
from corpora.grammar.manifest import corpus_truth
from corpora.grammar.model import Planted, Report
from corpora.grammar.render import render
from corpora.grammar.truth_checks import unplanned

SAMPLE = Path(__file__).parents[1] / "sample"
ARCHIVES = Path(__file__).parents[1] / "archives"
DOC_SOURCES = CONTENT / "doc_sources.json"
PLANTED_MARK = "<!-- planted: written by the build script -->"
KEPT = ("DATASHEET.md", "LICENSE", "__init__.py")


def _doc_bytes(report: Report, sources: dict[str, str]) -> bytes:
    """The kept .doc of a report while its source stands, else a new one."""
    from corpora.grammar.render_docx import render_docx

    digest = hashlib.sha256(render_docx(report)).hexdigest()
    kept = SAMPLE / report.file
    if sources.get(report.file) == digest and kept.exists():
        return kept.read_bytes()
    sources[report.file] = digest
    return render(report)


def _list_planted(datasheet: Path, reports: list[Report], planted: list[Planted]) -> None:
    """Write the table of planted phenomena into the datasheet, between its mark and the next heading."""
    named = {report.file: f"{report.agency.name} {report.year}" for report in reports}
    rows = ["| id | kind | reports | what |", "| --- | --- | --- | --- |"]
    for item in planted:
        where = ", ".join(named[file] for file in item.files)
        rows.append(f"| `{item.id}` | {item.kind} | {where} | {item.description} |")
    head, rest = datasheet.read_text(encoding="utf-8").split(PLANTED_MARK)
    tail = rest[rest.index("\n## ") :]
    datasheet.write_text(head + PLANTED_MARK + "\n\n" + "\n".join(rows) + "\n" + tail, encoding="utf-8")


def build(folder: Path) -> int:
    """Render every report and the manifest into a folder; the number of reports."""
    reports = load_reports()
    faults = unplanned(reports)
    if faults:
        raise ValueError("unplanned inconsistencies:\n" + "\n".join(faults))
    planted = load_planted(reports)
    sources = json.loads(DOC_SOURCES.read_text(encoding="utf-8")) if DOC_SOURCES.exists() else {}
    folder.mkdir(parents=True, exist_ok=True)
    for report in reports:
        data = _doc_bytes(report, sources) if report.layout.format == "doc" else render(report)
        (folder / report.file).write_bytes(data)
    DOC_SOURCES.write_text(
        json.dumps(sources, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8"
    )
    text = json.dumps(corpus_truth(reports, planted), ensure_ascii=False, indent=1)
    (folder / "manifest.json").write_text(text + "\n", encoding="utf-8")
    if (folder / "DATASHEET.md").exists():
        _list_planted(folder / "DATASHEET.md", reports, planted)
    wanted = {report.file for report in reports} | {"manifest.json", *KEPT}
    for path in folder.iterdir():
        if path.is_file() and path.name not in wanted:
            path.unlink()
    return len(reports)


def build_archives(folder: Path, sample: Path = SAMPLE) -> None:
    """Pack files of the sample as agencies send them in: one archive with UTF-8 names, one with GBK names."""
    folder.mkdir(parents=True, exist_ok=True)
    reports = [report for report in load_reports() if report.agency.region.county == "青禾区"]
    for year, names_as in ((2022, "utf-8"), (2023, "gbk")):
        files = {
            f"{year}年年报/{item.file}": (sample / item.file).read_bytes()
            for item in reports
            if item.year == year
        }
        (folder / f"qinghe-{year}-{names_as}-names.zip").write_bytes(zip_files(files, names_as=names_as))


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLE
    if target == SAMPLE:
        build_archives(ARCHIVES)
    sys.stdout.write(f"{build(target)} reports in {target}\n")
