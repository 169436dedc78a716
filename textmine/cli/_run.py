"""Commands that process folders: run (tables only) and report (the main job)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from textmine.cli._help import BilingualCommand
from textmine.cli._options import tagger_option

if TYPE_CHECKING:
    from textmine.analysis.verdicts import Verdict
    from textmine.corpus import Engine, Redo
    from textmine.tables import Tables

_NO_FILES = (
    "给出的位置没有可读取的文件：请放入HTML、DOCX、DOC、WPS、ODT、OFD、PDF、TXT、Markdown或ZIP文件，或改写路径。 "
    "No file to read there: put in HTML, DOCX, DOC, WPS, ODT, OFD, PDF, TXT, Markdown or ZIP files, or correct the path."
)
_MOST_SHOWN = 8  # kinds of issues on the screen
_SHARED = (
    click.argument("inputs", nargs=-1, type=click.Path(exists=True, path_type=Path)),
    click.option(
        "-o",
        "--output",
        required=True,
        type=click.Path(file_okay=False, path_type=Path),
        help="Folder for the results. A run that was stopped goes on where it was.",
    ),
    click.option("--sample", is_flag=True, help="Use the sample corpus that comes with textmine."),
    click.option("--strict", is_flag=True, help="Stop with exit code 1 at the first issue."),
    tagger_option("tagger"),
    click.option(
        "--engine",
        type=click.Choice(["processes", "serial", "dask"]),
        default="processes",
        show_default=True,
        help="Where the work is done; the results are the same.",
    ),
    click.option("--workers", type=click.IntRange(1), help="Processes to use.  [default: one a core]"),
    click.option("--scheduler", metavar="ADDRESS", help="Dask scheduler to use, such as tcp://host:8786."),
    click.option(
        "--time-limit",
        type=click.FloatRange(1),
        default=60,
        show_default=True,
        help="Seconds after which a file is given up (not with --engine serial).",
    ),
    click.option("--force", is_flag=True, help="Work on all files again, whatever the folder holds."),
    click.option(
        "--changed-only",
        is_flag=True,
        help="Keep results of unchanged files even if another version of textmine made them.",
    ),
    click.option(
        "--verdicts",
        metavar="FILE",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="Reviewers' verdicts to apply.  [default: verdicts.csv in the output folder, if there]",
    ),
    click.option("--csv/--no-csv", "with_csv", default=True, help="CSV beside every table.  [default: csv]"),
)


def shared_run_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Inputs and options that ``run`` and ``report`` have in common."""
    for decorator in reversed(_SHARED):
        command = decorator(command)
    return command


@click.command(cls=BilingualCommand)
@shared_run_options
@click.pass_context
def run(ctx: click.Context, /, *, inputs: tuple[Path, ...], output: Path, **options: Any) -> None:
    """Read, parse and tag INPUTS; write tables and issues into the output folder (for large runs)."""
    process_inputs(inputs, output, options)
    if not summary(output)["used"]:
        ctx.exit(1)


def _engine(options: dict[str, Any]) -> Engine:
    from textmine.corpus import make_engine

    name = "dask" if options["scheduler"] else options["engine"]
    return make_engine(
        name,
        workers=options["workers"],
        time_limit=options["time_limit"],
        scheduler=options["scheduler"],
    )


def process_inputs(
    inputs: tuple[Path, ...],
    output: Path,
    options: dict[str, Any],
    *,
    before_verdicts: Callable[[Tables], None] = lambda _: None,
) -> Tables:
    """Run over the inputs into the output folder, apply verdicts, then check the figures; the tables as they lie there.

    ``before_verdicts`` gets the tables as the tagger made them; what it adds to ``verdicts.csv`` is applied.
    """
    if bool(inputs) == options["sample"]:
        raise click.UsageError("Give INPUTS (files, folders, ZIP archives) or --sample, one of the two.")
    if options["force"] and options["changed_only"]:
        raise click.UsageError("--force and --changed-only contradict each other.")
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from textmine.corpus import RunSettings, process
    from textmine.reporting import write_issues
    from textmine.resources import sample_corpus
    from textmine.tables import load_tables

    given_verdicts(output, options["verdicts"])  # a damaged file costs no time
    redo: Redo = "all" if options["force"] else "changed" if options["changed_only"] else "outdated"
    engine = _engine(options)
    settings = RunSettings(redo, strict=options["strict"], with_csv=options["with_csv"])
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with (
        sample_corpus(options["sample"], inputs) as paths,
        Progress(*columns, console=Console(stderr=True)) as bar,
    ):
        task = bar.add_task("读取与标注 reading and tagging", total=None)
        tables = process(
            paths,
            into=output,
            engine=engine,
            tagger=options["tagger"],
            settings=settings,
            on_progress=lambda done, found: bar.update(task, completed=done, total=found),
        )
        before_verdicts(tables)
        verdicts = given_verdicts(output, options["verdicts"])
        _apply_verdicts(output, verdicts, strict=options["strict"], with_csv=options["with_csv"])
        bar.update(task, description="核查数据 checking")
        _check(load_tables(output), output, workers=local_workers(options), with_csv=options["with_csv"])
    tables = load_tables(output)
    write_issues(tables, output / "issues.csv")
    return tables


def local_workers(options: dict[str, Any]) -> int:
    """Processes that may work on this machine; those of a cluster cannot be sure to see the results folder."""
    from textmine.corpus import ProcessEngine

    if options["scheduler"] or options["engine"] != "processes":
        return 1
    return ProcessEngine(options["workers"]).workers


def _check(tables: Tables, output: Path, *, workers: int, with_csv: bool) -> None:
    from contextlib import closing

    from textmine.analysis.checks import check_pieces
    from textmine.tables import write_table

    with closing(check_pieces(tables, workers=workers)) as pieces:
        write_table("checks", pieces, output / "tables", with_csv=with_csv)


def given_verdicts(output: Path, file: Path | None) -> list[Verdict]:
    """Verdicts from the named file or, if there is none, from the output folder."""
    from textmine.analysis.verdicts import VERDICT_FILE, load_verdicts

    kept = output / VERDICT_FILE
    if file is None and not kept.exists():
        return []
    return load_verdicts(file or kept)


def _apply_verdicts(output: Path, verdicts: list[Verdict], *, strict: bool, with_csv: bool) -> None:
    """Correct the tables in the folder as the reviewers want them."""
    from textmine.analysis.verdicts import apply_verdicts
    from textmine.corpus import StrictRunError
    from textmine.schema import Issue
    from textmine.tables import load_tables, write_table
    from textmine.themes import load_codebook

    if not verdicts:
        return
    tables = load_tables(output)
    reviewed = apply_verdicts(tables, verdicts, themes=load_codebook().ids)
    for name in ("statements", "tags", "evidence", "issues"):
        write_table(name, [reviewed[name]], output / "tables", with_csv=with_csv)
    if strict and reviewed["issues"].num_rows > tables["issues"].num_rows:
        new = reviewed["issues"].slice(tables["issues"].num_rows).to_pylist()[0]
        raise StrictRunError(Issue(new["document"], new["stage"], new["code"], new["message"]))


def summary(output: Path) -> Counter[str]:
    """One screen: what was read, what was found, where it lies. Returns how many documents have which status."""
    from textmine.tables import count_values

    folder = output / "tables"
    status = count_values(folder, "documents", "status")
    roles = count_values(folder, "statements", "role")
    outcomes = count_values(folder, "checks", "outcome")
    codes = count_values(folder, "issues", "code")
    _line("文件 files", "status", status, with_sum=True)
    _line("陈述 statements", "role", roles, with_sum=True)
    _line("核查 checks", "outcome", outcomes)
    _line("问题记录 issues", "code", codes)
    if codes:
        click.echo(f"记录与处理办法 issues and what to do: {output / 'issues.csv'}")
    click.echo(f"结果 results: {output}")
    if not status["used"]:
        click.echo("没有可用的年报 no annual report could be used", err=True)
        if not status:
            click.echo(_NO_FILES, err=True)
    return status


def _line(title: str, kind: str, counts: Counter[str], *, with_sum: bool = False) -> None:
    from textmine.cli._messages import named

    if counts or with_sum:
        total = f" {counts.total()}" if with_sum else ""
        shown = ", ".join(f"{named(kind, name)} {n}" for name, n in counts.most_common(_MOST_SHOWN))
        left = len(counts) - _MOST_SHOWN
        rest = f", 另有{left}类 and {left} more kinds" if left > 0 else ""
        click.echo(f"{title}{total}: {shown}{rest}")
