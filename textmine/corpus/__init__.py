"""Running many files: from folders and archives to tidy tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from textmine.corpus._batch import batch_rows, parse_source, tag_reports
from textmine.errors import TextmineError
from textmine.readers import Source, discover
from textmine.schema import Issue
from textmine.tables import Rows, Tables, empty_rows, issue_rows, make_tables
from textmine.themes import Tagger, load_tagger

__all__ = ["StrictRunError", "parse_source", "process", "tag_reports"]

BATCH = (
    100  # documents tagged together; below 50 the call overhead of the model shows, above 200 nothing is won
)


class StrictRunError(TextmineError):
    """A strict run met an issue."""

    def __init__(self, issue: Issue) -> None:
        super().__init__(issue.message)
        self.issue = issue


def process(
    inputs: Sequence[str | Path],
    *,
    tagger: Tagger | None = None,
    strict: bool = False,
    on_progress: Callable[[int, int], None] | None = None,
) -> Tables:
    """Read, parse and tag all annual reports below ``inputs``.

    Parameters
    ----------
    inputs: files, folders (searched recursively) and ZIP archives.
    tagger: the theme tagger; the default one if None.
    strict: raise StrictRunError at the first issue instead of recording it.
    on_progress: called with (documents done, documents found so far).

    Returns
    -------
    Tables as declared in ``textmine.tables.TABLES``; ``checks`` is empty until ``analysis.checks`` fills it.
    """
    tagger = tagger or load_tagger()
    rows = empty_rows()
    seen: dict[str, str] = {}
    done = 0
    found = list(discover(inputs))
    sources = _sources(found, rows)
    while batch := list(islice(sources, BATCH)):
        _extend(rows, batch_rows(batch, tagger, seen))
        done += len(batch)
        if on_progress:
            on_progress(done, len(found))
        if strict and rows["issues"]:
            first = rows["issues"][0]
            raise StrictRunError(Issue(first["document"], first["stage"], first["code"], first["message"]))
    return make_tables(rows)


def _sources(found: Iterable[Source | Issue], rows: Rows) -> Iterator[Source]:
    for item in found:
        if isinstance(item, Issue):
            rows["issues"].extend(issue_rows([item], item.document))
        else:
            yield item


def _extend(rows: Rows, more: Rows) -> None:
    for name, extra in more.items():
        rows[name].extend(extra)
