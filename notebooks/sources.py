"""From one source to the notebooks that people open.

A source is a Python file in the percent format of jupytext, without outputs. Cells of a course source carry tags:

- ``student``: only in the student version (a task, a stub to fill in);
- ``solution``, ``teacher``: only in the teacher version;
- ``check``: assertions about results; they tell answers, so students do not get them, and HTML pages leave them out;
- ``fold``: code that is prepared and need not be read; it is collapsed in JupyterLab and on the pages.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nbformat import NotebookNode

ROOT = Path(__file__).resolve().parent
LEFT_OUT = {
    "research": frozenset[str](),
    "student": frozenset({"solution", "teacher", "check"}),
    "teacher": frozenset({"student"}),
}
"""Tags of the cells that a version does not show."""
_MODULES = ("classroom.py", "figures.py", "labelling.py")
BESIDE = {
    "research": ("fifty_statements.csv",),
    "student": (*_MODULES, "rubric.md"),
    "teacher": (*_MODULES, "teacher-notes.md", "rubric.md"),
}
"""Files that lie beside the notebooks of a version."""


@dataclass(frozen=True, slots=True)
class Version:
    """One notebook to be made: its source, its version (a key of ``LEFT_OUT``) and its path below the output folder."""

    source: Path
    version: str

    @property
    def path(self) -> Path:
        """``research/01-….ipynb``, ``course/student/lesson-1-….ipynb``"""
        folder = Path("research") if self.version == "research" else Path("course") / self.version
        return folder / f"{self.source.stem.replace('_', '-')}.ipynb"

    def notebook(self) -> NotebookNode:
        """The notebook without outputs; the same source always gives the same bytes."""
        import jupytext

        made = jupytext.read(self.source, fmt="py:percent")
        made.cells = [cell for cell in made.cells if not LEFT_OUT[self.version] & set(tags(cell))]
        for number, cell in enumerate(made.cells):
            cell["id"] = f"cell-{number:02d}"
            if "fold" in tags(cell):
                cell.metadata["jupyter"] = {"source_hidden": True}
        made.metadata = {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
            "title": title(made),
        }
        made.nbformat, made.nbformat_minor = 4, 5
        return made


def tags(cell: NotebookNode) -> list[str]:
    """Tags of a cell."""
    found: list[str] = cell.metadata.get("tags", [])
    return found


def title(notebook: NotebookNode) -> str:
    """The first heading."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            for line in str(cell.source).splitlines():
                if line.startswith("# "):
                    return line[2:].strip()
    return ""


def versions() -> Iterator[Version]:
    """Every notebook, research first, in the order of the file names."""
    for source in sorted((ROOT / "research").glob("[0-9]*.py")):
        yield Version(source, "research")
    for source in sorted((ROOT / "course").glob("lesson_*.py")):
        yield Version(source, "student")
        yield Version(source, "teacher")


def copy_beside(version: str, folder: Path) -> None:
    """Put the files that the notebooks of a version need beside them."""
    folder.mkdir(parents=True, exist_ok=True)
    home = ROOT / ("research" if version == "research" else "course")
    for name in BESIDE[version]:
        shutil.copyfile(home / name, folder / name)
