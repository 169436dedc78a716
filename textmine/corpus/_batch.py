"""One document from file to rows. Every trouble becomes an ``Issue``; nothing here raises for a bad file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from textmine.errors import TextmineError
from textmine.parsing import parse
from textmine.readers import Source
from textmine.schema import AnnualReport, Issue, Stage, TaggedStatement
from textmine.tables import Rows, empty_rows, issue_rows, rows_for
from textmine.themes import Tagger

Warn = Callable[[Issue], None]


@dataclass(frozen=True, slots=True)
class Parsed:
    """A source after reading and parsing: a report, or the issue that stopped it."""

    path: str
    report: AnnualReport | None
    issue: Issue | None = None


def parse_source(source: Source) -> Parsed:
    """Read and parse one source."""
    stage: Stage = "read"
    try:
        document = source.load()
        stage = "parse"
        return Parsed(source.path, parse(document))
    except TextmineError as error:
        code = getattr(error, "code", "unreadable")
        return Parsed(source.path, None, Issue(source.path, stage, code, f"{source.path}: {error}"))
    except MemoryError:
        message = f"{source.path}: needs more memory than there is; split the file or run it alone."
        return Parsed(source.path, None, Issue(source.path, stage, "out_of_memory", message))
    except Exception as error:  # (a run over a folder outlives any single file)
        message = (
            f"{source.path}: internal error while it was {'read' if stage == 'read' else 'parsed'} "
            f"({type(error).__name__}: {error}); left out. Please send the file to the maintainers."
        )
        return Parsed(source.path, None, Issue(source.path, stage, "internal_error", message))


def _unreadable_rows(parsed: Parsed) -> Rows:
    rows = empty_rows()
    assert parsed.issue is not None
    rows["documents"] = [{"document": parsed.path, "path": parsed.path, "status": "unreadable"}]
    rows["issues"] = issue_rows([parsed.issue], parsed.path)
    return rows


def _duplicate_rows(report: AnnualReport, first: str) -> Rows:
    path = report.document.path
    rows = empty_rows()
    rows["documents"] = [
        {
            "document": f"{report.document.id}@{path}",
            "path": path,
            "sha256": report.document.sha256,
            "status": "duplicate",
        }
    ]
    message = f"{path}: the same file as {first}, byte for byte; counted once."
    rows["issues"] = issue_rows([Issue(report.document.id, "run", "duplicate_document", message)], path)
    return rows


def batch_rows(sources: Iterable[Source], tagger: Tagger, seen: dict[str, str]) -> Rows:
    """Rows for a batch of sources, tagged together.

    ``seen`` maps the SHA-256 of documents already counted to their path; it is extended.
    """
    rows = empty_rows()
    used: list[AnnualReport] = []
    for parsed in map(parse_source, sources):
        if parsed.report is None:
            _extend(rows, _unreadable_rows(parsed))
            continue
        report = parsed.report
        first = seen.setdefault(report.document.sha256, report.document.path)
        if first != report.document.path:
            _extend(rows, _duplicate_rows(report, first))
        elif not report.is_annual_report:
            _extend(rows, rows_for(report, (), status="not_annual_report"))
        else:
            used.append(report)
    for report, tagged in zip(used, tag_reports(used, tagger), strict=True):
        _extend(rows, rows_for(report, tagged))
    return rows


def tag_reports(reports: Sequence[AnnualReport], tagger: Tagger) -> Sequence[Sequence[TaggedStatement]]:
    """Tagged statements of each report, in one batch."""
    return tagger.tag_many([(report.document.text, report.statements) for report in reports])


def _extend(rows: Rows, more: Rows) -> None:
    for name, extra in more.items():
        rows[name].extend(extra)
