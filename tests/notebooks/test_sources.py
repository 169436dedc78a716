"""The sources are clean, use public names only, and no solution is in a student's notebook."""

from __future__ import annotations

import ast
import importlib
import re

import pytest

jupytext = pytest.importorskip("jupytext")

from notebooks.sources import ROOT, Version, tags, versions  # noqa: E402

ALL = list(versions())
LESSONS = sorted((ROOT / "course").glob("lesson_*.py"))
KNOWN_TAGS = {"student", "solution", "teacher", "check", "fold"}
BLANK = re.compile(r"\s+")


def _name(version: Version) -> str:
    return version.path.as_posix()


def squeezed(text: str) -> str:
    return BLANK.sub("", text)


def test_there_are_six_lessons_in_two_versions() -> None:
    assert len(LESSONS) == 6
    assert (
        sum(item.version == "student" for item in ALL) == sum(item.version == "teacher" for item in ALL) == 6
    )


@pytest.mark.parametrize("item", ALL, ids=_name)
def test_notebooks_are_clean_and_titled(item: Version) -> None:
    made = item.notebook()
    assert made.metadata["title"]
    for cell in made.cells:
        assert not cell.get("outputs")
        assert set(tags(cell)) <= KNOWN_TAGS, cell.source
    assert item.version == "student" or any("check" in tags(cell) for cell in made.cells), "asserts nothing"


@pytest.mark.parametrize("source", LESSONS, ids=lambda path: path.stem)
def test_no_solution_text_in_the_student_version(source) -> None:
    whole = jupytext.read(source, fmt="py:percent")
    hidden = [cell for cell in whole.cells if {"solution", "teacher", "check"} & set(tags(cell))]
    assert any("solution" in tags(cell) for cell in hidden), "the lesson has no solution"
    student = "\n".join(squeezed(cell.source) for cell in Version(source, "student").notebook().cells)
    for cell in hidden:
        for line in cell.source.splitlines():
            told = squeezed(line).lstrip("#>-*|")
            # A short line (an import, a closing bracket) gives nothing away.
            assert len(told) < 12 or told not in student, line
    assert "solution" not in student.lower()
    assert "参考答案" not in student
    assert "教师" not in student


@pytest.mark.parametrize("source", LESSONS, ids=lambda path: path.stem)
def test_lessons_have_english_titles_and_summaries(source) -> None:
    first = Version(source, "student").notebook().cells[0].source
    assert re.search(r"^# 第.课", first)
    assert re.search(r"^\*Lesson \d: .+\*$", first, re.MULTILINE)
    assert re.search(r"\*\*Summary\.\*\* .{80,}", first)


PUBLIC = (
    "textmine",
    "textmine.analysis",
    "textmine.charts",
    "textmine.estimators",
    "textmine.evaluation.agreement",
)
"""The modules of the reference that notebooks may use."""


def public_names(name: str) -> set[str]:
    module = importlib.import_module(name)
    own = {
        key
        for key, value in vars(module).items()
        if not key.startswith("_") and getattr(value, "__module__", "") == name
    }
    return set(getattr(module, "__all__", own)) | ({"analysis", "charts"} if name == "textmine" else set())


@pytest.mark.parametrize("item", [item for item in ALL if item.version != "student"], ids=_name)
def test_only_public_names_are_used(item: Version) -> None:
    fronts = {name: public_names(name) for name in PUBLIC}
    for cell in item.notebook().cells:
        if cell.cell_type != "code":
            continue
        for node in ast.walk(ast.parse(cell.source)):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("textmine"):
                front = fronts.get(node.module or "")
                assert front is not None, f"{node.module} is no public module"
                assert {name.name for name in node.names} <= front, ast.unparse(node)
            elif isinstance(node, ast.Import):
                assert all(name.name == "textmine" for name in node.names if name.name.startswith("textmine"))
            elif isinstance(node, ast.Attribute):
                path = ast.unparse(node.value)
                if path in fronts:
                    assert node.attr in fronts[path], ast.unparse(node)
                assert not (node.attr.startswith("_") and not node.attr.startswith("__")), ast.unparse(node)
