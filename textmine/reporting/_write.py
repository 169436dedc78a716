"""Writes a theme report in all its forms."""

from __future__ import annotations

from pathlib import Path

from textmine.reporting._model import ThemeReport


def write(theme_report: ThemeReport, directory: str | Path) -> list[Path]:
    """Write ``theme-report.html``, ``theme-report.docx``, ``theme-report.xlsx`` and ``charts/*.png``.

    Every file is written beside its place and moved there when it is whole. Returns the paths.
    """
    from textmine.charts import render_with_areas
    from textmine.reporting._docx import docx
    from textmine.reporting._html import html
    from textmine.reporting._xlsx import xlsx

    target = Path(directory)
    (target / "charts").mkdir(parents=True, exist_ok=True)
    drawn = {
        chart.name: render_with_areas(chart.result, lang=theme_report.lang) for chart in theme_report.charts
    }
    charts = {name: png for name, (png, _) in drawn.items()}
    areas = {name: found for name, (_, found) in drawn.items()}
    files = {target / "charts" / f"{name}.png": png for name, png in charts.items()}
    files[target / "theme-report.html"] = html(theme_report, charts, areas).encode()
    files[target / "theme-report.docx"] = docx(theme_report, charts)
    files[target / "theme-report.xlsx"] = xlsx(theme_report)
    for path, content in files.items():
        part = path.with_name(f".{path.name}.part")
        part.write_bytes(content)
        part.replace(path)
    return list(files)
