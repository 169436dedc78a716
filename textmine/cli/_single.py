"""Commands that look at single texts and print JSON: parse, tag, themes, explain."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from textmine.cli._help import BilingualCommand
from textmine.cli._options import tagger_option
from textmine.schema import ROLES, TaggedStatement, themes_by_role


def _print_json(value: Any, *, indent: int | None = None) -> None:
    line = json.dumps(value, ensure_ascii=False, indent=indent)
    try:
        line.encode()
    except UnicodeEncodeError:  # halves of characters (``\ud83d`` alone) can only be written as escapes
        line = json.dumps(value, indent=indent)
    sys.stdout.write(line + "\n")


@click.command(cls=BilingualCommand)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--indent", type=click.IntRange(0, 8), default=None, help="Pretty-print with this indent.")
@click.option("--strict", is_flag=True, help="Exit with 1 if there is any issue.")
@click.pass_context
def parse(ctx: click.Context, file: Path, indent: int | None, strict: bool) -> None:
    """Parse one annual report and print it as one JSON object."""
    from textmine.parsing import parse as parse_document
    from textmine.readers import read

    report = parse_document(read(file))
    _print_json(report.to_dict(), indent=indent)
    if not report.is_annual_report or (strict and (report.issues or report.document.issues)):
        ctx.exit(1)


def tagged_to_dict(identifier: str, tagged: tuple[TaggedStatement, ...]) -> dict[str, Any]:
    """The JSON object of ``textmine tag`` for one text (a contract)."""
    statements = [
        {
            "start": item.statement.start,
            "end": item.statement.end,
            "text": item.statement.text,
            "role": item.statement.role,
            "themes": [
                {
                    "id": tag.theme,
                    "probability": round(tag.probability, 4),
                    "evidence": [{"start": e.start, "end": e.end, "source": e.source} for e in tag.evidence],
                    **({"review": True} if tag.review else {}),
                }
                for tag in item.tags
            ],
        }
        for item in tagged
    ]
    by_role = {f"{role}_themes": list(themes_by_role(tagged, role)) for role in ROLES if role != "context"}
    return {"id": identifier, "statements": statements, **by_role}


def _narratives(path: Path) -> Iterator[tuple[str, str]]:
    with path.open(encoding="utf-8-sig") as stream:
        for number, line in enumerate(stream, 1):
            if not line.strip():
                continue
            try:
                record = json.loads(line)
                yield str(record["id"]), str(record["text"])
            except (ValueError, KeyError, TypeError) as error:
                raise click.UsageError(
                    f'{path}, line {number}: expected {{"id": …, "text": …}} ({type(error).__name__}: {error}).'
                ) from error


@click.command(cls=BilingualCommand)
@click.argument("inputs", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--narrative",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help='JSON lines {"id", "text"}, each a bare section five.',
)
@tagger_option()
@click.pass_context
def tag(ctx: click.Context, inputs: tuple[Path, ...], narrative: Path | None, tagger_name: str) -> None:
    """Tag reports (files, folders, archives) or bare section fives; prints one JSON line a text."""
    if bool(inputs) == bool(narrative):
        raise click.UsageError("Give INPUTS or --narrative FILE.jsonl, one of the two.")
    from textmine.themes import load_tagger

    tagger = load_tagger(tagger_name)
    if narrative:
        from textmine.parsing import parse_narratives

        records = list(_narratives(narrative))
        if not records:
            raise click.UsageError(f"{narrative} holds no text to tag.")
        texts = [text for _, text in records]
        parsed = list(zip(texts, parse_narratives(texts), strict=True))
        for (identifier, _), tagged in zip(records, tagger.tag_many(parsed), strict=True):
            _print_json(tagged_to_dict(identifier, tuple(tagged)))
        return
    if not _tag_files(inputs, tagger):
        ctx.exit(1)


def _tag_files(inputs: tuple[Path, ...], tagger: Any) -> int:
    from textmine.cli._messages import issue_line
    from textmine.corpus import parse_source, tag_reports
    from textmine.readers import discover
    from textmine.schema import Issue

    used = 0
    for source in discover(inputs):
        if isinstance(source, Issue):
            click.echo(issue_line(source.document, source.code, source.message), err=True)
            continue
        parsed = parse_source(source)
        if parsed.report is None or not parsed.report.is_annual_report:
            issues = (parsed.issue,) if parsed.issue else parsed.report.issues if parsed.report else ()
            for issue in issues[:1]:
                click.echo(issue_line(source.path, issue.code, issue.message), err=True)
            continue
        reports = [report for report in (parsed.report, *parsed.others) if report.is_annual_report]
        used += len(reports)
        for report, tagged in zip(reports, tag_reports(reports, tagger), strict=True):
            document = report.document
            _print_json(tagged_to_dict(document.id, tuple(tagged)) | {"path": document.path})
    return used


@click.command(cls=BilingualCommand)
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
def themes(form: str, lang: str) -> None:
    """Show the codebook: every theme with its definition and what counts as it."""
    from textmine.themes import load_codebook

    codebook = load_codebook()
    if form == "json":
        _print_json(codebook.to_dict(), indent=2)
        return
    from rich.console import Console
    from rich.table import Table

    heads = ("id", "主题", "条例", "定义") if lang == "zh" else ("id", "Theme", "Article", "Definition")
    table = Table()
    for head in heads:
        table.add_column(head, overflow="fold")  # Chinese has no blanks to break lines at
    for theme in codebook.themes:
        name = theme.zh if lang == "zh" else theme.en
        table.add_row(theme.id, name, str(theme.article or ""), theme.defined(lang))
    Console().print(table)


@click.command(cls=BilingualCommand)
@click.argument("sentence")
@tagger_option()
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")
def explain(sentence: str, tagger_name: str, as_json: bool) -> None:
    """Show how SENTENCE is split and tagged, which cues fire, which were held back, and why."""
    from textmine.themes import explain as explain_sentence

    explanation = explain_sentence(sentence, tagger=tagger_name)
    if as_json:
        _print_json(explanation.to_dict(), indent=2)
    else:
        click.echo(explanation.to_text())
