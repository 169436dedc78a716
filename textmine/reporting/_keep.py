"""Takes care that a new workbook destroys nothing that reviewers entered in an earlier one."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from textmine.analysis.verdicts import (
    VERDICT_FILE,
    load_verdicts,
    merge_verdicts,
    without_replaced,
    write_verdicts,
)
from textmine.errors import ResourceError
from textmine.reporting._review import ReviewFindings, read_review

KEPT = "kept"  # part of the name of a workbook that was put aside


@dataclass(frozen=True)
class Taken:
    """What was found in one workbook: how many verdicts were taken in, where the file is kept, and what could not be read."""

    workbook: Path
    verdicts: int
    kept: Path | None
    trouble: str = ""


def take_in(workbooks: Iterable[Path], *, when: datetime.datetime) -> list[Taken]:
    """Take the verdicts that were entered in workbooks, which are about to be replaced, into ``verdicts.csv`` beside them.

    A workbook that holds verdicts not taken in before, or names and remarks without a verdict, and one that cannot be read,
    is also copied to ``NAME.kept-DATE-TIME.xlsx``. Workbooks that do not exist are passed over.

    Raises
    ------
    ResourceError: ``verdicts.csv`` is damaged.
    """
    taken = []
    for workbook in workbooks:
        if not workbook.exists():
            continue
        try:
            found = read_review(workbook, when=when.isoformat(timespec="seconds"))
        except ResourceError as error:
            taken.append(Taken(workbook, 0, _put_aside(workbook, when), str(error)))
            continue
        changed = found.news and keep_verdicts(found, workbook.with_name(VERDICT_FILE))
        if changed or found.unsaid:
            taken.append(Taken(workbook, len(found.verdicts), _put_aside(workbook, when)))
    return taken


def keep_verdicts(found: ReviewFindings, target: Path) -> bool:
    """Merge what a workbook says into the file of verdicts; whether that changed it."""
    known = load_verdicts(target) if target.exists() else []
    merged = merge_verdicts(without_replaced(known, found.replaced), found.verdicts)
    if merged == known:
        return False
    write_verdicts(merged, target)
    return True


def _put_aside(workbook: Path, when: datetime.datetime) -> Path:
    """A copy beside the workbook, under a name that is free."""
    stamp = when.astimezone().strftime("%Y%m%d-%H%M%S")
    number = 1
    while True:
        ending = "" if number == 1 else f"-{number}"
        target = workbook.with_name(f"{workbook.stem}.{KEPT}-{stamp}{ending}.xlsx")
        if not target.exists():
            shutil.copyfile(workbook, target)
            return target
        number += 1
