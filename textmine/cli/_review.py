"""The command that reads reviewers' verdicts back."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click


@click.command()
@click.argument("workbook", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the results.  [default: the folder of the workbook]",
)
@click.option("--reviewer", metavar="NAME", help="Name for rows in which the reviewer is left blank.")
@click.pass_context
def review(ctx: click.Context, /, *, workbook: Path, output: Path | None, reviewer: str | None) -> None:
    """Read the verdicts that reviewers entered in the ledger of WORKBOOK; keep them in verdicts.csv.

    The next textmine report or run into the same folder applies them. Verdicts read earlier are kept,
    those on the same statement by the same reviewer are replaced.
    """
    import datetime

    from textmine.analysis.verdicts import VERDICT_FILE, load_verdicts, merge_verdicts, write_verdicts
    from textmine.reporting import read_review

    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    found = read_review(workbook, when=now, reviewer=reviewer)
    target = (output or workbook.parent) / VERDICT_FILE
    counts = Counter(verdict.verdict for verdict in found.verdicts)
    click.echo(f"复核 reviewed: {found.reviewed} / {found.rows}")
    if not found.verdicts:
        click.echo("没有填写复核意见 no verdicts in the ledger", err=True)
        ctx.exit(1)
    click.echo("意见 verdicts: " + ", ".join(f"{kind} {n}" for kind, n in counts.most_common()))
    known = load_verdicts(target) if target.exists() else []
    write_verdicts(merge_verdicts(known, found.verdicts), target)
    click.echo(f"结果 results: {target}")
