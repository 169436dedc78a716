"""A run over a corpus into a results folder."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textmine.corpus._batch import Done
from textmine.corpus._engines import Engine, SerialEngine
from textmine.corpus._index import Index
from textmine.corpus._plan import Plan, Redo, regroup
from textmine.corpus._version import run_key
from textmine.errors import TextmineError, UsageError
from textmine.readers import discover
from textmine.schema import Issue
from textmine.tables import (
    TABLES,
    Assembly,
    Entry,
    Journal,
    Segment,
    Tables,
    compact,
    remove_parts,
    store_part,
    write_table,
    written_tables,
)

if TYPE_CHECKING:
    from textmine.themes import Tagger

Progress = Callable[[int, int], None]


class StrictRunError(TextmineError):
    """A strict run met an issue."""

    def __init__(self, issue: Issue) -> None:
        super().__init__(issue.message)
        self.issue = issue


@dataclass(frozen=True, slots=True)
class RunSettings:
    """How a run treats what it finds.

    Attributes
    ----------
    redo: which files are worked on again: ``outdated`` those whose content changed or whose results were made by other code,
        another codebook or model; ``changed`` those whose content changed; ``all`` all of them.
    strict: stop with StrictRunError at the first issue.
    with_csv: write CSV beside Parquet.
    """

    redo: Redo = "outdated"
    strict: bool = False
    with_csv: bool = True


def process(
    inputs: str | Path | Sequence[str | Path],
    *,
    into: str | Path | None = None,
    engine: Engine | None = None,
    tagger: Tagger | str = "default",
    settings: RunSettings = RunSettings(),
    on_progress: Progress | None = None,
) -> Tables:
    """Read, parse and tag all annual reports below ``inputs``.

    The same input gives the same tables, byte for byte, whatever the engine, the number of workers, and whether the run was
    done in one go or killed and taken up again.

    Parameters
    ----------
    inputs: files, folders (searched recursively) and ZIP archives; one path or a list of them.
    into: results folder; gets ``parts/`` (what a later run goes on from) and ``tables/``. Without it nothing is kept on the disk.
    engine: where the work is done, see ``make_engine``; in this process by default.
    tagger: the theme tagger or its name.
    on_progress: called with (documents done, documents found so far).

    Returns
    -------
    Tables as declared in ``textmine.tables.TABLES``, read from the folder when asked for; ``checks`` is empty until
    ``analysis.checks`` fills it.

    Raises
    ------
    StrictRunError: with ``strict``, at the first issue.
    UsageError: another run is writing into the folder, its name is no UTF-8, or ``inputs`` holds something else than paths.
    """
    inputs = _paths(inputs)
    if into is None:
        with tempfile.TemporaryDirectory(prefix="textmine-") as temporary:
            stored = process(
                inputs, into=temporary, engine=engine, tagger=tagger,
                settings=RunSettings(settings.redo, settings.strict, with_csv=False), on_progress=on_progress,
            )  # fmt: skip
            return Tables({name: stored[name] for name in TABLES})
    folder = _nameable(into)
    (folder / "parts").mkdir(parents=True, exist_ok=True)
    with _locked(folder / "parts" / ".lock"), closing(Index()) as index:
        engine = engine or SerialEngine()
        run = _Run(folder, index, run_key(tagger), settings, engine.workers)
        with Assembly(folder / "parts", folder / "tables", with_csv=settings.with_csv) as tables:
            run.work(inputs, engine, tagger, tables, on_progress)
            run.tidy()
        write_table("checks", [], folder / "tables", with_csv=settings.with_csv)
    return written_tables(folder / "tables")


def _paths(inputs: str | Path | Sequence[str | Path]) -> list[str | Path]:
    found = [inputs] if isinstance(inputs, str | Path) else list(inputs)
    for item in found:
        if not isinstance(item, str | Path):
            raise UsageError(
                f"Inputs are paths of files and folders, one or a flat list of them; "
                f"this list holds a {type(item).__name__} ({str(item)[:60]})."
            )
    return found


def _nameable(into: str | Path) -> Path:
    """The results folder. Parquet files are opened by a name in UTF-8; better said before the work than behind it."""
    try:
        str(into).encode()
    except UnicodeEncodeError as error:
        shown = str(into).encode("utf-8", "backslashreplace").decode()
        raise UsageError(
            f"The name of the results folder is no UTF-8 ({shown}); choose another name."
        ) from error
    return Path(into)


class _Run:
    """One run: what the folder holds, what is done now, and the tables in the end."""

    def __init__(self, folder: Path, index: Index, key: str, settings: RunSettings, workers: int) -> None:
        self._parts = folder / "parts"
        self._index = index
        self._key = key
        self._settings = settings
        self._journal = Journal(self._parts / "journal.jsonl")
        for entry in self._journal.entries():
            index.add(entry)
        self._plan = Plan(index, key, settings.redo, workers=workers, with_csv=settings.with_csv)
        self._earlier = frozenset(index.parts())
        self._made: set[str] = set()
        self._at_hand: dict[str, Mapping[str, Any]] = {}
        self._most_at_hand = 2 * workers  # as many as may be under way
        self._assembled = 0

    def work(
        self,
        inputs: Sequence[str | Path],
        engine: Engine,
        tagger: Tagger | str,
        tables: Assembly,
        on_progress: Progress | None,
    ) -> None:
        """Work on all that has to be done; each batch is kept as soon as it is there, and goes into the tables in its turn."""
        results = engine.run(self._plan.batches(discover(inputs)), tagger)
        done = 0
        with closing(results):
            for result in results:
                self._keep(result)
                self._assemble(tables)
                done += result.statuses.total()
                if on_progress:
                    on_progress(done + self._plan.kept, self._plan.found)
                if self._settings.strict and result.first_issue:
                    raise StrictRunError(result.first_issue)
                del result  # megabytes, which need not wait for the next
        self._assemble(tables, ended=True)
        if on_progress:
            on_progress(self._plan.found, self._plan.found)

    def _keep(self, result: Done) -> None:
        documents = self._plan.fingerprints.pop(result.part)
        kept = [None if place in result.passing else entry for place, entry in enumerate(documents)]
        store_part(self._parts, result.part, result.encoded)
        entry = Entry(result.part, self._key, kept)
        self._journal.append(entry)
        self._index.add_part(entry.part, len(entry.documents))
        self._made.add(result.part)
        if (
            result.rows is not None and len(self._at_hand) < self._most_at_hand
        ):  # else its file is read in its turn
            self._at_hand[result.part] = result.rows

    def _assemble(self, tables: Assembly, *, ended: bool = False) -> None:
        """Put into the tables what follows without a gap; the last segment of an earlier run may still become longer."""
        segments = self._plan.segments
        while self._assembled < len(segments):
            segment = segments[self._assembled]
            last = self._assembled + 1 == len(segments) and not ended
            if segment.part not in self._made and (last or segment.part not in self._earlier):
                break
            whole = segment.last - segment.first == self._index.size(segment.part)
            tables.add(segment, self._at_hand.pop(segment.part, None), whole=whole)
            self._assembled += 1

    def tidy(self) -> None:
        """Drop results that no longer belong to the corpus."""
        sizes = self._index.parts()
        segments, made = regroup(self._plan.segments, sizes, self._plan.next_part)
        live = {segment.part for segment in segments}
        if live != set(sizes):
            self._rewrite(made, live)
        remove_parts(self._parts, live)

    def _rewrite(self, made: dict[str, list[Segment]], live: set[str]) -> None:
        """Copy what is live out of parts that are partly dead, and name only live parts in the journal."""
        wanted = {segment.part for segments in made.values() for segment in segments}
        sources: dict[str, Entry] = {}
        kept: list[Entry] = []
        for entry in self._journal.entries():
            if entry.part in wanted:
                sources[entry.part] = entry
            elif entry.part in live:
                kept.append(entry)
        for part, segments in made.items():
            compact(self._parts, segments, part)
            for key in sorted({sources[segment.part].key for segment in segments}):
                kept.append(self._merged(part, key, segments, sources))
        self._journal.rewrite(kept)

    @staticmethod
    def _merged(part: str, key: str, segments: list[Segment], sources: dict[str, Entry]) -> Entry:
        documents: list[tuple[str, str] | None] = []
        for segment in segments:
            source = sources[segment.part]
            span = source.documents[segment.first : segment.last]
            documents += span if source.key == key else [None] * len(span)
        return Entry(part, key, documents)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Keeps a second run out of the folder. The lock goes with the process that holds it, however that ends."""
    try:
        import fcntl
    except ImportError:  # Windows: no such lock; two runs into one folder are then the user's care
        yield
        return
    with path.open("w") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise UsageError(
                f"Another run is writing into {path.parent.parent}; wait for it or choose another folder."
            ) from error
        except OSError:
            pass  # file systems without locks
        yield
