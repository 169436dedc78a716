"""All notebooks run offline from top to bottom; their assertions about results hold."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("nbclient")
pytest.importorskip("ipywidgets")

from notebooks.pages import to_html
from notebooks.running import execute
from notebooks.sources import Version, copy_beside, versions


@pytest.mark.notebooks
@pytest.mark.parametrize("item", list(versions()), ids=lambda item: item.path.as_posix())
def test_notebook_runs(item: Version, tmp_path: Path) -> None:
    copy_beside(item.version, tmp_path)
    done = execute(item.notebook(), tmp_path)
    page = to_html(done)
    assert 'src="http' not in page
    assert 'rel="stylesheet" href="http' not in page
