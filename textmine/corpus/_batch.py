"""A batch of files from reading to encoded rows. Every trouble becomes an ``Issue``; nothing here raises for a bad file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from textmine.errors import TextmineError
from textmine.readers import Source
from textmine.schema import AnnualReport, Document, Issue, Stage, Statement, TaggedStatement
from textmine.undisturbed import undisturbed

if TYPE_CHECKING:
    from textmine.parsing import Folded
    from textmine.tables import Collector
    from textmine.themes import Tagger

#: Troubles that depend on the machine and the moment; such files are tried again when a run is repeated.
PASSING = frozenset({"time_limit", "crashed", "out_of_memory", "unreadable", "not_found", "internal_error"})
TAGGING = -1
"""Place reported to ``on_start`` while the whole batch is tagged."""

ENCODING = -3
"""Place reported to ``on_start`` while the results are encoded, which no document can hold up."""
# Documents that are taken through the steps of parsing together, and bytes of their files after which a group is closed.
_TOGETHER = 100  # 200 take as long and 5 MB more
_TOGETHER_BYTES = 2_000_000
# Pairs of statements of the same text that are tagged in one go: each takes 40 bytes at the worst. Reports have a few hundred.
_MOST_PAIRS = 6_000_000


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A file with the same bytes as ``first``, which comes before it in the corpus."""

    path: str
    sha256: str
    first: str


Item = Source | Issue | Duplicate


@dataclass(frozen=True, slots=True)
class Batch:
    """Files that are worked on together, in the order of the corpus; ``part`` names the result, ``with_csv`` asks for CSV as well."""

    part: str
    items: tuple[Item, ...]
    with_csv: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """Result of a batch: Parquet bytes a table, what came of the documents, and which items to try again next time.

    ``rows`` are the same tables, where handing them on costs less than reading the encoded ones: packed for another process.
    """

    part: str
    encoded: Mapping[str, bytes]
    statuses: Counter[str]
    first_issue: Issue | None
    passing: frozenset[int]
    rows: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Parsed:
    """A source after reading and parsing: a report, or the issue that stopped it; ``others`` are further reports in the same file."""

    path: str
    report: AnnualReport | None
    issue: Issue | None = None
    others: tuple[AnnualReport, ...] = ()


def parse_source(source: Source) -> Parsed:
    """Read and parse one source."""
    return parse_sources({0: source}, lambda place: None)[0]


def parse_sources(sources: Mapping[int, Source], on_start: Callable[[int], None]) -> dict[int, Parsed]:
    """Read and parse sources, named by their places, all of them one step after another (see ``parsing.Draft``).

    ``on_start`` is told the place of the source that is taken up, at every step.
    """
    from textmine.parsing import STEPS, drafts_of, folded, reports_of

    done: dict[int, Parsed] = {}
    documents: dict[int, tuple[Document, Folded]] = {}
    for place, source in sources.items():
        on_start(place)
        stage: Stage = "read"
        try:
            document = source.load()
            stage = "parse"
            documents[place] = (
                document,
                folded(document.text),
            )  # in the same breath as reading, which does half of it
        except Exception as error:  # (a run over a folder outlives any single file)
            done[place] = _given_up(source, stage, error)
    drafts = dict(zip(documents, drafts_of(documents.values()), strict=True))
    for step in STEPS:
        for place, draft in drafts.items():
            on_start(place)
            try:
                step(draft)
            except Exception as error:
                done[place] = _given_up(sources[place], "parse", error)
        if done:
            drafts = {place: draft for place, draft in drafts.items() if place not in done}
    for place, draft in drafts.items():
        if draft.others:
            on_start(place)  # they are parsed one by one
        try:
            report, *others = reports_of(draft)
            done[place] = Parsed(sources[place].path, report, others=tuple(others))
        except Exception as error:
            done[place] = _given_up(sources[place], "parse", error)
    return done


def _given_up(source: Source, stage: Stage, error: Exception) -> Parsed:
    if isinstance(error, TextmineError):
        code, message = getattr(error, "code", "unreadable"), f"{source.path}: {error}"
    elif isinstance(error, MemoryError):
        code = "out_of_memory"
        message = f"{source.path}: needs more memory than there is; split the file or run it alone."
    else:
        code = "internal_error"
        message = (
            f"{source.path}: internal error while it was {'read' if stage == 'read' else 'parsed'} "
            f"({type(error).__name__}: {error}); left out. Please send the file to the maintainers."
        )
    return Parsed(source.path, None, Issue(source.path, stage, code, message))


def tag_reports(reports: Sequence[AnnualReport], tagger: Tagger) -> Sequence[Sequence[TaggedStatement]]:
    """Tagged statements of each report, in one batch."""
    return tagger.tag_many([(report.document.text, report.statements) for report in reports])


class _Untagged(NamedTuple):
    """What of a report waits for the tagger; all else is in its columns already and need not be held."""

    place: int
    document: str
    text: str
    statements: Sequence[Statement]


@dataclass(slots=True)
class _Work:
    """The state of one batch while it is worked on."""

    collector: Collector
    tagger: Tagger
    statuses: Counter[str] = field(default_factory=Counter)
    passing: set[int] = field(default_factory=set)
    issues: list[tuple[int, Issue]] = field(default_factory=list)
    waiting: list[_Untagged] = field(default_factory=list)
    pairs: int = 0

    def add(
        self, items: Mapping[int, Item], skip: Mapping[int, Issue], on_start: Callable[[int], None]
    ) -> None:
        """Read and parse items, by place, and add what comes of them."""
        sources = {
            place: item for place, item in items.items() if isinstance(item, Source) and place not in skip
        }
        results = parse_sources(sources, on_start)
        for place, item in items.items():
            on_start(place)
            if isinstance(item, Issue):
                self._record(place, (item,), item.document)
            elif isinstance(item, Duplicate):
                self._duplicate(place, item)
            else:
                self._result(place, results.get(place) or Parsed(item.path, None, skip.get(place)))
            if self.pairs > _MOST_PAIRS:
                on_start(TAGGING)
                self.tag()

    def tag(self) -> None:
        """Tag what has come together."""
        waiting, self.waiting, self.pairs = self.waiting, [], 0
        tagged = self.tagger.tag_many([(one.text, one.statements) for one in waiting])
        for one, of_report in zip(waiting, tagged, strict=True):
            self.collector.add_tagged(one.place, one.document, one.text, of_report)

    def _result(self, place: int, parsed: Parsed) -> None:
        if parsed.report is not None:
            for report in (parsed.report, *parsed.others):
                self._report(place, report)
        else:
            assert parsed.issue is not None
            self._unreadable(place, parsed.path, parsed.issue)

    def _report(self, place: int, report: AnnualReport) -> None:
        self.issues += [(place, issue) for issue in report.issues]
        status = "used" if report.is_annual_report else "not_annual_report"
        self.statuses[status] += 1
        self.collector.add_report(place, report, status=status)
        if report.is_annual_report:
            document = report.document
            self.waiting.append(_Untagged(place, document.id, document.text, report.statements))
            self.pairs += len(report.statements) ** 2

    def _unreadable(self, place: int, path: str, issue: Issue) -> None:
        self.statuses["unreadable"] += 1
        if issue.code in PASSING:
            self.passing.add(place)
        self.collector.add_document(place, document=path, path=path, status="unreadable")
        self._record(place, (issue,), path)

    def _duplicate(self, place: int, item: Duplicate) -> None:
        self.statuses["duplicate"] += 1
        identity = item.sha256[:12]
        self.collector.add_document(
            place, document=f"{identity}@{item.path}", path=item.path, sha256=item.sha256, status="duplicate"
        )
        message = f"{item.path}: the same file as {item.first}, byte for byte; counted once."
        self._record(place, (Issue(identity, "run", "duplicate_document", message),), item.path)

    def _record(self, place: int, issues: Sequence[Issue], path: str) -> None:
        self.issues += [(place, issue) for issue in issues]
        self.collector.add_issues(place, issues, path)


def work(
    batch: Batch,
    tagger: Tagger,
    *,
    skip: Mapping[int, Issue] | None = None,
    one_by_one: bool = False,
    on_start: Callable[[int], None] = lambda place: None,
    rows: Literal["none", "plain", "packed"] = "none",
) -> Done:
    """Read, parse, tag and encode a batch.

    Parameters
    ----------
    skip: items that are not touched, with the issue to record instead.
    one_by_one: tag each document by itself, so that ``on_start`` names the document that holds everything up.
    on_start: told the place of the item that is begun, ``TAGGING`` and ``ENCODING`` for the batch as a whole.
    rows: leave the tables in the result also as they are, or packed.
    """
    with undisturbed():  # what is only needed here is gone when the search for cycles begins anew
        return _worked(batch, tagger, skip or {}, on_start, one_by_one=one_by_one, rows=rows)


def _worked(
    batch: Batch,
    tagger: Tagger,
    skip: Mapping[int, Issue],
    on_start: Callable[[int], None],
    *,
    one_by_one: bool,
    rows: Literal["none", "plain", "packed"],
) -> Done:
    from textmine.tables import Collector, encode_part, pack_rows

    state = _Work(Collector(), tagger)
    for items in _groups(batch.items, 1 if one_by_one else _TOGETHER):
        state.add(items, skip, on_start)
        if one_by_one:
            state.tag()
    if not one_by_one:
        on_start(TAGGING)
        state.tag()
    on_start(ENCODING)
    first = min(state.issues, key=lambda entry: entry[0], default=None)
    tables = state.collector.tables()
    return Done(
        batch.part,
        encode_part(tables),
        state.statuses,
        _with_path(first[1], batch.items[first[0]]) if first else None,
        frozenset(state.passing),
        pack_rows(tables, with_csv=batch.with_csv)
        if rows == "packed"
        else tables
        if rows == "plain"
        else None,
    )


def _with_path(issue: Issue, item: Item) -> Issue:
    """The issue with the path of its file in its message, for who sees the message alone."""
    path = item.document if isinstance(item, Issue) else item.path
    message = issue.message if issue.message.startswith(path) else f"{path}: {issue.message}"
    return Issue(issue.document, issue.stage, issue.code, message)


def _groups(items: Sequence[Item], most: int) -> Iterator[dict[int, Item]]:
    """Items by place, as many together as are parsed together; large ones in smaller groups."""
    group: dict[int, Item] = {}
    size = 0
    for place, item in enumerate(items):
        group[place] = item
        size += getattr(item, "size", 0)
        if len(group) == most or size > _TOGETHER_BYTES:
            yield group
            group, size = {}, 0
    if group:
        yield group
