"""Writes a theme report in all its forms."""

from __future__ import annotations

from pathlib import Path

from textmine.reporting._model import ThemeReport

_MOST_PAGES = 20  # of a chart of several pages


def write(theme_report: ThemeReport, directory: str | Path) -> list[Path]:
    """Write the report as HTML, Word and Excel under its ``stem``, and its charts: those of a report over all documents as
    ``charts/*.png``, others in a folder of ``charts`` with the name of the stem.

    Every file is written beside its place and moved there when it is whole. Returns the paths.
    """
    from textmine.charts import render, render_with_areas
    from textmine.reporting._docx import docx
    from textmine.reporting._html import html
    from textmine.reporting._xlsx import xlsx
    from textmine.tables._settle import write_whole

    target, stem = Path(directory), theme_report.stem
    folder = target / "charts" if stem == "theme-report" else target / "charts" / stem
    folder.mkdir(parents=True, exist_ok=True)
    lang, themes = theme_report.lang, theme_report.template.themes
    drawn = {
        chart.name: render_with_areas(chart.result, lang=lang, themes=themes) for chart in theme_report.charts
    }
    charts = {name: png for name, (png, _) in drawn.items()}
    areas = {name: found for name, (_, found) in drawn.items()}
    files = {folder / f"{name}.png": png for name, png in charts.items()}
    for chart in theme_report.charts:
        for page in range(2, min(chart.pages, _MOST_PAGES) + 1):
            png = render(chart.result, lang=lang, page=page, themes=themes)
            files[folder / f"{chart.name}-{page}.png"] = png
    files[target / f"{stem}.html"] = html(theme_report, charts, areas).encode()
    files[target / f"{stem}.docx"] = docx(theme_report, charts)
    files[target / f"{stem}.xlsx"] = xlsx(theme_report)
    for path, content in files.items():
        write_whole(path, content)
    return list(files)
