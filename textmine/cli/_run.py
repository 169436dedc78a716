"""Commands that process folders: run (tables only) and report (the main job)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from textmine.tables import Tables

_INPUTS = click.argument("inputs", nargs=-1, type=click.Path(exists=True, path_type=Path))
_OUTPUT = click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for the results.",
)
_SAMPLE = click.option("--sample", is_flag=True, help="Use the sample corpus that comes with textmine.")
_STRICT = click.option("--strict", is_flag=True, help="Stop with exit code 1 at the first issue.")
_TAGGER = click.option("--tagger", default="default", show_default=True, help="default or rules.")


def shared_run_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Inputs and options that ``run`` and ``report`` have in common."""
    for decorator in (_TAGGER, _STRICT, _SAMPLE, _OUTPUT, _INPUTS):
        command = decorator(command)
    return command


@click.command()
@shared_run_options
@click.pass_context
def run(
    ctx: click.Context, *, inputs: tuple[Path, ...], output: Path, sample: bool, strict: bool, tagger: str
) -> None:
    """Read, parse and tag INPUTS; write tables and issues into the output folder (for large runs)."""
    tables = _process(inputs, sample=sample, strict=strict, tagger_name=tagger)
    _write_tables(tables, output)
    _summary(tables, output)
    if not _used(tables):
        ctx.exit(1)


@click.command()
@shared_run_options
@click.option(
    "--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="Language of the output."
)
@click.option("--title", default=None, help="Title of the theme report.")
@click.pass_context
def report(  # noqa: PLR0913 (one parameter an option)
    ctx: click.Context,
    *,
    inputs: tuple[Path, ...],
    output: Path,
    sample: bool,
    strict: bool,
    tagger: str,
    lang: str,
    title: str | None,
) -> None:
    """The main job: tables, charts and a theme report (HTML, Word, Excel) about INPUTS."""
    tables = _process(inputs, sample=sample, strict=strict, tagger_name=tagger)
    _write_tables(tables, output)
    if not _used(tables):
        _summary(tables, output)
        ctx.exit(1)
    from textmine.reporting import build, write

    write(build(tables, lang=lang, title=title), output)
    _summary(tables, output)


def _process(inputs: tuple[Path, ...], *, sample: bool, strict: bool, tagger_name: str) -> Tables:
    if bool(inputs) == sample:
        raise click.UsageError("Give INPUTS (files, folders, ZIP archives) or --sample, one of the two.")
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from textmine.analysis.checks import add_checks
    from textmine.corpus import process
    from textmine.resources import sample_corpus
    from textmine.themes import load_tagger

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with sample_corpus(sample, inputs) as paths, Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("读取与标注 reading and tagging", total=None)
        tables = process(
            paths,
            tagger=load_tagger(tagger_name),
            strict=strict,
            on_progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
        bar.update(task, description="核查数据 checking")
        return add_checks(tables)


def _write_tables(tables: Tables, output: Path) -> None:
    from textmine.tables import write_csv, write_tables

    output.mkdir(parents=True, exist_ok=True)
    write_tables(tables, output / "tables")
    write_csv(tables["issues"], output / "issues.csv")


def _used(tables: Tables) -> int:
    return sum(status == "used" for status in tables["documents"]["status"].to_pylist())


def _summary(tables: Tables, output: Path) -> None:
    """One screen: what was read, what was found, where it lies."""
    from collections import Counter

    status = Counter(tables["documents"]["status"].to_pylist())
    roles = Counter(tables["statements"]["role"].to_pylist())
    outcomes = Counter(tables["checks"]["outcome"].to_pylist())
    codes = Counter(tables["issues"]["code"].to_pylist())
    click.echo(
        f"文件 files {sum(status.values())}: "
        + ", ".join(f"{name} {n}" for name, n in sorted(status.items()))
    )
    click.echo(
        f"陈述 statements {sum(roles.values())}: "
        + ", ".join(f"{role} {n}" for role, n in roles.most_common())
    )
    if outcomes:
        click.echo("核查 checks: " + ", ".join(f"{name} {n}" for name, n in sorted(outcomes.items())))
    if codes:
        click.echo("问题记录 issues: " + ", ".join(f"{code} {n}" for code, n in codes.most_common(8)))
    click.echo(f"结果 results: {output}")
