"""The main job: tables, charts and theme reports."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from textmine.cli._help import BilingualCommand
from textmine.cli._run import given_verdicts, local_workers, process_inputs, shared_run_options, summary

if TYPE_CHECKING:
    from textmine.reporting import ReportOptions, Template
    from textmine.tables import Tables


@click.command(cls=BilingualCommand)
@shared_run_options
@click.option(
    "--lang", type=click.Choice(["zh", "en"]), default=None, help="Language of the output.  [default: that of the template, else zh]"
)  # fmt: skip
@click.option("--title", default=None, help="Title of the theme report.")
@click.option(
    "--form", type=click.Choice(["full", "short"]), default="full", show_default=True, help="short: two pages of Word."
)  # fmt: skip
@click.option(
    "--agency", "agencies", multiple=True, metavar="NAME", help="A report on this agency alone, beside its peers; may be repeated."
)  # fmt: skip
@click.option(
    "--region", "regions", multiple=True, metavar="NAME", help="A report on the agencies of this region; may be repeated."
)  # fmt: skip
@click.option(
    "--template",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Title, emblem, names, wording and bands of an organisation (TOML).",
)
@click.option(
    "--corrected/--uncorrected",
    default=True,
    help="Correct shares for the tagger's error where it is known.  [default: corrected]",
)
@click.option(
    "--coded",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Correct shares by this sample of the reports coded by hand (CSV) instead.",
)
@click.pass_context
def report(ctx: click.Context, /, *, inputs: tuple[Path, ...], output: Path, **options: Any) -> None:
    """The main job: tables, charts and a theme report (HTML, Word, Excel) about INPUTS.

    Verdicts entered in a workbook of the output folder that a new one replaces are taken into verdicts.csv first.
    """
    if options["agencies"] and options["regions"]:
        raise click.UsageError("Give --agency or --region, not both.")
    from textmine.reporting import Template, load_template

    path = options["template"]
    template = load_template(path, lang=options["lang"]) if path else Template()
    if options["coded"]:
        from textmine.analysis._coded import read_sample

        read_sample(options["coded"])  # a damaged file costs no time
    wanted = _Wanted(output, options, template)
    tables = process_inputs(inputs, output, options, before_verdicts=wanted.take_in)
    if not summary(output)["used"]:
        ctx.exit(1)
    wanted.write(tables)


class _Wanted:
    """The theme reports that one call asks for."""

    def __init__(self, output: Path, options: dict[str, Any], template: Template) -> None:
        self._output = output
        self._options = options
        self._template = template

    def _each(self) -> list[ReportOptions]:
        from textmine.reporting import ReportOptions

        chosen = self._options
        verdicts = given_verdicts(self._output, chosen["verdicts"])
        shared: dict[str, Any] = {
            "form": chosen["form"],
            "template": self._template,
            "corrected": chosen["corrected"],
            "coded": chosen["coded"],
            "verdicts": verdicts,
        }
        names: Sequence[dict[str, Any]] = [
            *({"agency": name} for name in dict.fromkeys(chosen["agencies"])),
            *({"region": name} for name in dict.fromkeys(chosen["regions"])),
        ]
        return [ReportOptions(**shared, **name) for name in names or [{}]]

    def take_in(self, tables: Tables) -> None:
        """Save what reviewers entered in the workbooks that will be replaced. Raises UsageError for unknown names."""
        import datetime

        from textmine.reporting import report_stem, take_in

        if not any(status == "used" for status in tables["documents"]["status"].to_pylist()):
            return
        workbooks = [self._output / f"{report_stem(tables, options)}.xlsx" for options in self._each()]
        for taken in take_in(workbooks, when=datetime.datetime.now(datetime.UTC)):
            if taken.verdicts:
                click.echo(f"已收入复核意见 verdicts taken in: {taken.verdicts} ({taken.workbook.name})")
            if taken.trouble:
                click.echo(f"未能读取 cannot be read: {taken.trouble}", err=True)
            click.echo(f"原文件另存为 kept as: {taken.kept}")

    def write(self, tables: Tables) -> None:
        """Build and write each of them."""
        from textmine.reporting import build, write

        lang = self._options["lang"] or self._template.lang or "zh"
        title, workers = self._options["title"], local_workers(self._options)
        for options in self._each():
            theme_report = build(tables, lang=lang, title=title, options=options, workers=workers)
            write(theme_report, self._output)
            click.echo(f"报告 theme report: {self._output / theme_report.stem}.docx")
