"""``python -m notebooks OUT``: writes the notebooks into a folder; ``--run`` runs them and writes HTML pages, too."""

from __future__ import annotations

import argparse
import sys
import time
from base64 import b64decode
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat

from notebooks.pages import to_html
from notebooks.running import execute
from notebooks.sources import Version, copy_beside, versions

WORKERS = 2


def write(version: Version, out: Path, *, keep: bool) -> str:
    """One notebook without outputs; with ``keep`` a file that is there stays, since someone may have worked in it."""
    target = out / version.path
    if keep and target.exists():
        return f"kept     {target}"
    copy_beside(version.version, target.parent)
    nbformat.write(version.notebook(), target)
    return f"written  {target}"


def run(version: Version, out: Path) -> str:
    """One notebook with outputs, and its page."""
    begun = time.monotonic()
    target = out / version.path
    copy_beside(version.version, target.parent)
    done = execute(version.notebook(), target.parent)
    nbformat.write(done, target)
    if version.version == "teacher":
        save_figures(done, target)
    target.with_suffix(".html").write_text(to_html(done), encoding="utf-8")
    return f"{time.monotonic() - begun:5.1f} s  {target}"


def save_figures(notebook: nbformat.NotebookNode, target: Path) -> None:
    """The pictures of a lesson as files for slides: ``figures/lesson-4-2.png`` is the second one of lesson 4."""
    folder = target.parent / "figures"
    folder.mkdir(exist_ok=True)
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    pictures = [data for output in outputs if (data := output.get("data", {}).get("image/png"))]
    lesson = "-".join(target.stem.split("-")[:2])
    for number, picture in enumerate(pictures, 1):
        (folder / f"{lesson}-{number}.png").write_bytes(b64decode(picture))


def main() -> None:
    """Parse the arguments and say what was done."""
    parser = argparse.ArgumentParser(prog="python -m notebooks", description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument(
        "--run", action="store_true", help="run all notebooks offline and render them to HTML"
    )
    parser.add_argument("--only", default="", help="only those whose path contains this")
    options = parser.parse_args()
    wanted = [version for version in versions() if options.only in str(version.path)]
    begun = time.monotonic()
    if options.run:
        with ThreadPoolExecutor(WORKERS) as pool:
            for line in pool.map(lambda version: run(version, options.out), wanted):
                print(line, flush=True)
    else:
        for version in wanted:
            print(write(version, options.out, keep=True))
    print(f"{len(wanted)} notebooks, {time.monotonic() - begun:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
