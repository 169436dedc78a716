"""The command that checks figures against each other and against the text."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from textmine.cli._help import BilingualCommand
from textmine.cli._options import tagger_option

if TYPE_CHECKING:
    from textmine.tables import Tables

_SHOWN_TABLE = ("fails", "blank_is_zero")
_MOST_ISSUES = 10  # on the screen


@click.command(cls=BilingualCommand)
@click.argument("inputs", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the findings as an Excel workbook (.xlsx).",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["jsonl", "table"]),
    default=None,
    help="jsonl: every outcome as a JSON line; table: what fails, for reading. [default: table; none with -o]",
)
@click.option(
    "--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="Language of messages."
)
@click.option("--sample", is_flag=True, help="Use the sample corpus that comes with textmine.")
@tagger_option()
@click.pass_context
def check(
    ctx: click.Context,
    *,
    inputs: tuple[Path, ...],
    output: Path | None,
    form: str | None,
    lang: str,
    sample: bool,
    tagger_name: str,
) -> None:
    """Check the figures of INPUTS: tables, years, levels, text against table, names and dates, candour."""
    if bool(inputs) == sample:
        raise click.UsageError("Give INPUTS (files, folders, ZIP archives) or --sample, one of the two.")
    if output is not None and output.suffix.lower() != ".xlsx":
        raise click.UsageError(f"{output}: the workbook's name must end in .xlsx.")
    tables = _checked(inputs, sample, tagger_name)
    rows = tables["checks"].to_pylist()
    if output is not None:
        from textmine.cli._check_workbook import write_check_workbook

        write_check_workbook(tables, output, lang)
    if form == "jsonl":
        for row in rows:
            sys.stdout.write(json.dumps(_record(row, lang), ensure_ascii=False) + "\n")
    elif form == "table" or output is None:
        _print_table(tables, rows, lang)
        _print_counts(rows, err=False)
    if output is not None:
        if form is None:
            _print_counts(rows, err=True)
        click.echo(f"结果 results: {output}", err=True)
    _name_unused(tables, all_listed=output is not None)
    if not any(status == "used" for status in tables["documents"]["status"].to_pylist()):
        ctx.exit(1)


def _name_unused(tables: Tables, *, all_listed: bool) -> None:
    """Say which files were not used and why; nothing is left out of the checks in silence."""
    from textmine.cli._messages import issue_line

    used = {row["path"] for row in tables["documents"].to_pylist() if row["status"] in ("used", "duplicate")}
    issues = [issue for issue in tables["issues"].to_pylist() if issue["path"] not in used]
    for issue in issues[:_MOST_ISSUES]:
        click.echo(issue_line(issue["path"], issue["code"], issue["message"]), err=True)
    if len(issues) > _MOST_ISSUES:
        more = len(issues) - _MOST_ISSUES
        place = "，见工作簿“数据质量”" if all_listed else ""
        click.echo(f"另有{more}条{place}。 And {more} more.", err=True)


def _checked(inputs: tuple[Path, ...], sample: bool, tagger_name: str) -> Tables:
    from textmine.analysis.checks import add_checks
    from textmine.corpus import process
    from textmine.resources import sample_corpus
    from textmine.themes import load_tagger

    with sample_corpus(sample, inputs) as paths:
        return add_checks(process(paths, tagger=load_tagger(tagger_name)))


def _record(row: dict[str, Any], lang: str) -> dict[str, Any]:
    """The JSON object of one outcome (a contract: other tools read these names)."""
    return {
        "document": row["document"],
        "check": row["check"],
        "outcome": row["outcome"],
        "severity": row["severity"],
        "message": row["message"] if lang == "zh" else row["message_en"],
        "cells": json.loads(row["cells"]),
        "spans": json.loads(row["spans"]),
    }


def _documents(tables: Tables) -> dict[str, dict[str, Any]]:
    columns = ("document", "path", "agency", "year")
    listed = tables["documents"].select(list(columns)).to_pylist()
    return {row["document"]: row for row in listed}


def _print_table(tables: Tables, rows: list[dict[str, Any]], lang: str) -> None:
    from rich.console import Console
    from rich.table import Table

    from textmine.cli._check_workbook import check_names, severity_names

    heads = (
        ("单位", "年度", "核查项", "程度", "结果")
        if lang == "zh"
        else ("Agency", "Year", "Check", "Severity", "Finding")
    )
    table = Table()
    for head in heads:
        table.add_column(head, overflow="fold")
    known, names = _documents(tables), check_names(lang)
    shown = [row for row in rows if row["outcome"] in _SHOWN_TABLE]
    for row in shown:
        document = known.get(row["document"], {})
        name = document.get("agency") or Path(str(document.get("path", ""))).name
        message = row["message"] if lang == "zh" else row["message_en"]
        severity = severity_names(lang)[row["severity"]]
        table.add_row(name, str(document.get("year") or ""), names[row["check"]], severity, message)
    if shown:
        Console().print(table)


def _print_counts(rows: list[dict[str, Any]], *, err: bool) -> None:
    """How many checks came out how."""
    fails = sum(row["outcome"] == "fails" for row in rows)
    holds = sum(row["outcome"] in ("holds", "blank_is_zero") for row in rows)
    click.echo(
        f"不符 fails {fails}, 相符 holds {holds}, 不能核对 untestable {len(rows) - fails - holds}", err=err
    )
