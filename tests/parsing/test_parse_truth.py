"""The three real reports beside the project, read by a person, and the sample corpus with its manifest."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from report_texts import document

from textmine.normalization import fold
from textmine.parsing import parse
from textmine.readers import read
from textmine.schema import SECTION_IDS

ROOT = Path(__file__).parents[2]
SEEDS = ROOT.parent / "shared" / "seeds"
SAMPLE = ROOT / "corpora" / "sample"
SEED_TRUTH = {
    "000_dd6c5f940a4d6d7d.txt": ("湛河区轻工路街道办事处", 2023, "PPPMMM"),
    "002_bc0ad92b051cd67c.txt": ("路南区广场街道办事处", 2024, "CPPPCMMM"),
    "003_5bca17c1ce8495dd.txt": ("河东区人民政府太平街道办事处", 2023, "PPPPPCMMM"),
}


@pytest.mark.skipif(not SEEDS.exists(), reason="the seeds lie beside the project only")
@pytest.mark.parametrize("name", SEED_TRUTH)
def test_seeds(name: str) -> None:
    agency, year, roles = SEED_TRUTH[name]
    report = parse(document((SEEDS / name).read_text(encoding="utf-8"), name))
    assert (report.metadata.agency, report.metadata.year, report.metadata.level) == (agency, year, "township")
    assert [section.id for section in report.sections] == list(SECTION_IDS)
    assert not [issue for issue in report.issues if issue.stage == "parse"]
    found = "".join(statement.role[0].upper() for statement in report.statements)
    assert re.sub(r"(.)\1*", r"\1", found) == re.sub(r"(.)\1*", r"\1", roles)
    assert abs(len(found) - len(roles)) <= 2


def _manifest() -> list[dict[str, Any]]:
    path = SAMPLE / "manifest.json"
    return json.loads(path.read_text(encoding="utf-8"))["reports"] if path.exists() else []


def _squeezed(text: str | None) -> str:
    return re.sub(r"[\s\u2063|*-]", "", fold(text or ""))


@pytest.mark.parametrize(
    "truth", [pytest.param(item, id=str(number)) for number, item in enumerate(_manifest())]
)
def test_sample_reports(truth: dict[str, Any]) -> None:
    report = parse(read(SAMPLE / truth["file"]))
    text = report.document.text
    assert report.is_annual_report
    assert report.metadata.year == truth["year"]
    assert truth["agency"].endswith(report.metadata.agency or "?") or report.metadata.agency in text
    assert report.metadata.level == truth["level"]
    bodies = {section.id: _squeezed(text[section.start : section.end]) for section in report.sections}
    for section_id, expected in truth["sections"].items():
        if expected is None:
            assert section_id not in bodies
            continue
        body = bodies[section_id]
        # Where a table's first cell is merged the text may begin with another cell of the same head.
        assert body.startswith(_squeezed(expected["first"])) or expected.get("first_in_table")
        assert body.endswith(_squeezed(expected["last"])) or expected.get("last_in_table")
