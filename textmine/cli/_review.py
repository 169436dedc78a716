"""The command that reads reviewers' verdicts back."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from textmine.cli._help import BilingualCommand


@click.command(cls=BilingualCommand)
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

    from textmine.analysis.verdicts import VERDICT_FILE
    from textmine.cli._messages import named
    from textmine.reporting import keep_verdicts, read_review

    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    found = read_review(workbook, when=now, reviewer=reviewer)
    target = (output or workbook.parent) / VERDICT_FILE
    click.echo(f"复核 reviewed: {found.reviewed} / {found.rows}")
    if found.unsaid:
        click.echo(
            f"有复核人或说明而没有意见的行 rows with a name or remark but no verdict: {found.unsaid}",
            err=True,
        )
    if not found.reviewed and not found.replaced:
        click.echo("没有填写复核意见 no verdicts in the ledger", err=True)
        ctx.exit(1)
    counts = Counter(verdict.verdict for verdict in found.verdicts)
    new = ", ".join(f"{named('verdict', kind)} {n}" for kind, n in counts.most_common())
    click.echo(f"意见 verdicts: {new or '没有变化 nothing new'}")
    if found.news:
        keep_verdicts(found, target)
    click.echo(f"结果 results: {target}")
