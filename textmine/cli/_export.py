"""The export command: the agency-year panel for other programs."""

from __future__ import annotations

from pathlib import Path

import click

from textmine.cli._help import BilingualCommand


@click.command(cls=BilingualCommand)
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("-o", "--output", required=True, type=click.Path(file_okay=False, path_type=Path), help="Folder for the files.")  # fmt: skip
@click.option(
    "--format",
    "formats",
    type=click.Choice(["parquet", "csv", "dta"]),
    multiple=True,
    default=("parquet", "csv", "dta"),
    show_default=True,
    help="May be given several times.",
)
def export(folder: Path, output: Path, formats: tuple[str, ...]) -> None:
    """Write the panel of FOLDER (left by run or report): a row an agency and year with themes, figures and checks.

    Leaves panel.parquet, panel.csv and panel.dta (for pandas, R and Stata) with codebook.csv and codebook.md.
    """
    from textmine.analysis import export_panel
    from textmine.tables import load_tables

    for path in export_panel(load_tables(folder), output, formats=formats):
        click.echo(str(path))
