"""What must hold of the package as a whole: a light import, a complete wheel, a main job that runs from it."""

from __future__ import annotations

import configparser
import json
import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
HEAVY = ("jieba", "rjieba", "sklearn", "spacy", "matplotlib", "pandas", "pyarrow", "scipy", "lxml", "docx")


def _run(code: str) -> str:
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return result.stdout


def test_importing_textmine_loads_none_of_the_heavy_libraries() -> None:
    loaded = json.loads(_run("import textmine, sys, json; print(json.dumps(sorted(sys.modules)))"))
    assert not set(HEAVY) & set(loaded)


def test_public_names_resolve_lazily() -> None:
    names = json.loads(
        _run(
            "import textmine, json; names = [n for n in textmine.__all__ if not n.startswith('_')];"
            "assert all(callable(getattr(textmine, n)) for n in names); print(json.dumps(names))"
        )
    )
    assert {"read", "parse"} <= set(names)
    assert len(names) <= 20


def test_every_package_is_declared_for_the_wheel() -> None:
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    declared = set(config["options"]["packages"].split())
    data = {"textmine.sample", "textmine.models"}
    found = {
        ".".join(path.parent.relative_to(ROOT).parts)
        for path in (ROOT / "textmine").rglob("__init__.py")
        if "resources" not in path.parent.parts[:-1] or path.parent.name == "resources"
    }
    found = {name for name in found if not name.startswith("textmine.resources.")}
    assert declared - data == found


@pytest.mark.wheel
def test_main_job_runs_from_the_wheel_in_an_empty_environment(tmp_path: Path) -> None:
    wheels = tmp_path / "wheels"
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(wheels), str(ROOT)],
        check=True,
        capture_output=True,
    )
    (wheel,) = wheels.glob("*.whl")
    environment = tmp_path / "elsewhere"
    venv.create(environment, with_pip=False)
    purelib = Path(
        sysconfig.get_path("purelib", vars={"base": str(environment), "platbase": str(environment)})
    )
    subprocess.run(
        [sys.executable, "-m", "zipfile", "-e", str(wheel), str(purelib)], check=True, capture_output=True
    )
    # The dependencies come from the environment of the tests (nothing is downloaded); a path named in a .pth file has its own
    # .pth files ignored, so that the checkout itself stays out of reach.
    (purelib / "dependencies.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    python = environment / ("Scripts" if os.name == "nt" else "bin") / "python"
    out = tmp_path / "out"
    where = subprocess.run(
        [python, "-c", "import textmine; print(textmine.__file__)"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert str(purelib) in where.stdout
    subprocess.run([python, "-m", "textmine", "report", "--sample", "-o", str(out)], cwd=tmp_path, check=True)
    for name in (
        "theme-report.html",
        "theme-report.docx",
        "theme-report.xlsx",
        "issues.csv",
        "tables/tags.parquet",
    ):
        assert (out / name).stat().st_size > 0
    assert list((out / "charts").glob("*.png"))
