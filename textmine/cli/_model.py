"""Commands around the tagger's model: train, evaluate, gold (import, export and check labelled data)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import click

from textmine.cli._help import BilingualCommand, BilingualGroup
from textmine.cli._options import tagger_option
from textmine.gold import GoldPassage

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command(cls=BilingualCommand)
@click.argument("gold", nargs=-1, required=True, type=_FILE)
@click.option("-o", "--output", type=_FOLDER, required=True, help="Folder for the model files.")
@click.option("--name", default="default", show_default=True, help="Name of the model files.")
def train(gold: tuple[Path, ...], output: Path, name: str) -> None:
    """Train the tagger's model from labelled passages (GOLD.jsonl …); the same data give the same files."""
    from textmine.gold import read_gold
    from textmine.themes.training import save_model
    from textmine.themes.training import train as train_model

    passages = [passage for path in gold for passage in read_gold(path)]
    model = train_model(passages, say=lambda line: click.echo(line, err=True))
    for path in save_model(model, output, name):
        click.echo(f"{path}  {path.stat().st_size:,} bytes")


@click.command(cls=BilingualCommand)
@click.argument("gold", type=_FILE)
@click.option(
    "-o",
    "--output",
    type=_FOLDER,
    default=None,
    help="Also write evaluation.json, .md, errors.jsonl and charts here.",
)
@tagger_option()
@click.option("--model", type=_FOLDER, default=None, help="Folder of another model to evaluate.")
@click.option(
    "--split", type=click.Choice(["train", "dev", "test"]), default=None, help="Only passages of this split."
)
@click.option(
    "--splits", is_flag=True, help="Train and test anew on five partings of GOLD, set side by side (minutes)."
)
@click.option(
    "--rounds", type=click.IntRange(0, 10000), default=200, show_default=True, help="Bootstrap samples."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of tables.")
def evaluate(  # noqa: PLR0913 (one parameter an option)
    *,
    gold: Path,
    output: Path | None,
    tagger_name: str,
    model: Path | None,
    split: str | None,
    splits: bool,
    rounds: int,
    as_json: bool,
) -> None:
    """Score a tagger on labelled passages (GOLD.jsonl) that it was not trained on."""
    from textmine.charts.accuracy import save_accuracy_charts
    from textmine.evaluation import as_markdown, write_evaluation
    from textmine.evaluation import evaluate as evaluate_tagger
    from textmine.gold import read_gold
    from textmine.themes import load_tagger
    from textmine.themes.classifier import knows_text, load_classifier

    passages = [passage for passage in read_gold(gold) if split in (None, passage.split)]
    if not passages:
        raise click.UsageError(
            f"{gold} holds no labelled passage{f' of the split {split}' if split else ''}."
        )
    if splits:
        _compare_splits(passages, rounds)
        return
    tagger = load_classifier(str(model)) if model else load_tagger(tagger_name)
    result = evaluate_tagger(passages, tagger, rounds=rounds)
    if output:
        for path in (*write_evaluation(result, output), *save_accuracy_charts(result.summary, output)):
            click.echo(str(path), err=True)
    if as_json:
        click.echo(json.dumps(result.summary, ensure_ascii=False))
    else:
        click.echo(as_markdown(result.summary))
    if known := sum(knows_text(tagger, passage.text) for passage in passages):
        click.echo(
            f"Note: the model was trained on {known} of these {len(passages)} passages; "
            "for those the figures say nothing about new texts.",
            err=True,
        )


def _compare_splits(passages: Sequence[GoldPassage], rounds: int) -> None:
    from textmine.evaluation import cross_validate, splits, summarise
    from textmine.evaluation._write import headline_table

    for name, folds in splits(passages, 3).items():
        click.echo(f"{name}: training", err=True)
        outcome = cross_validate(folds)
        click.echo(f"\n## {name}\n\n{headline_table(summarise(outcome, tagger=name, rounds=rounds).summary)}")


@click.group(cls=BilingualGroup)
def gold() -> None:
    """Labelled data: import from the inline format that experts edit, export to it, check."""


@gold.command("import")
@click.argument("inline", nargs=-1, required=True, type=_FILE)
@click.option(
    "-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path), help="JSON lines file."
)
@click.option("--settled", type=_FILE, default=None, help="Table of labels settled between two coders.")
def import_(inline: tuple[Path, ...], output: Path, settled: Path | None) -> None:
    """Turn inline-annotated files into GOLD.jsonl, with offsets checked and splits assigned."""
    from textmine.annotation import import_inline
    from textmine.gold import write_gold

    passages = import_inline(inline, settled=settled)
    if not passages:
        raise click.UsageError(
            f"{inline[0]} holds no passage to import; each begins with a line ### id=… | agency=…."
        )
    write_gold(passages, output)
    click.echo(f"{output}: {len(passages)} passages, {sum(len(p.statements) for p in passages)} statements")


@gold.command("export")
@click.argument("source", metavar="GOLD", type=_FILE)
def export(source: Path) -> None:
    """Print GOLD.jsonl in the inline format."""
    from textmine.annotation import write_inline
    from textmine.gold import read_gold

    click.echo(write_inline(read_gold(source)), nl=False)


@gold.command("check")
@click.argument("source", metavar="GOLD", type=_FILE)
def check(source: Path) -> None:
    """Check GOLD.jsonl and print counts of themes and roles."""
    from collections import Counter

    from textmine.gold import read_gold, theme_ids

    passages = read_gold(source)
    counts = Counter((item.role, theme) for p in passages for item in p.statements for theme in item.themes)
    click.echo(f"{len(passages)} passages, {sum(len(p.statements) for p in passages)} statements, all valid")
    for theme in theme_ids():
        numbers = "".join(f"{counts[role, theme]:>7}" for role in ("problem", "measure", "rectified"))
        click.echo(f"{theme:24}{numbers}")
