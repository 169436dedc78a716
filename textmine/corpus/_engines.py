"""Engines: where batches are worked on. All give the same results; they differ in speed and in what they survive."""

from __future__ import annotations

import os
import queue
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import Any, Protocol

from textmine.corpus._batch import Batch, Done, work
from textmine.corpus._guard import GuardedWorker, tagger_from, tagger_spec
from textmine.errors import UsageError

#: Seconds one file may take. Readers give up by themselves after 8 s wherever they can; this is for what they cannot interrupt.
TIME_LIMIT = 60.0


class Engine(Protocol):
    """Turns batches into results, in any order, taking a new batch only when there is room for it."""

    name: str

    @property
    def workers(self) -> int:
        """How many batches are worked on at the same time."""
        ...

    def run(self, batches: Iterable[Batch], tagger: Any) -> Generator[Done, None, None]:
        """The results. ``tagger`` is a name for ``load_tagger`` or a tagger. Closing the generator stops the work."""
        ...


class SerialEngine:
    """In this process, one batch after the other. A file that hangs hangs the run."""

    name = "serial"
    workers = 1

    def run(self, batches: Iterable[Batch], tagger: Any) -> Generator[Done, None, None]:
        """The results, in order."""
        made = tagger_from(tagger_spec(tagger)) if isinstance(tagger, str) else tagger
        for batch in batches:
            yield work(batch, made, rows="plain")


class ProcessEngine:
    """In worker processes of this machine, each of which is killed and replaced when a file takes longer than ``time_limit`` seconds.

    ``workers``: number of processes, by default one a core. A process is started only when there is work for it.
    """

    name = "processes"

    def __init__(self, workers: int | None = None, time_limit: float = TIME_LIMIT) -> None:
        self.workers = workers or available_cores()
        self.time_limit = time_limit

    def run(self, batches: Iterable[Batch], tagger: Any) -> Generator[Done, None, None]:
        """The results as they come. At most two batches a worker are under way."""
        spec = tagger_spec(tagger)
        idle: queue.LifoQueue[GuardedWorker] = queue.LifoQueue()
        made: list[GuardedWorker] = []

        def run_one(batch: Batch) -> Done:
            try:
                worker = idle.get_nowait()
            except queue.Empty:
                worker = GuardedWorker(spec, self.time_limit)
                made.append(worker)
            try:
                return worker.run(batch)
            finally:
                idle.put(worker)

        pool = ThreadPoolExecutor(self.workers, thread_name_prefix="textmine")
        pending: set[Future[Done]] = set()
        try:
            for batch in batches:
                pending.add(pool.submit(run_one, batch))
                while len(pending) >= 2 * self.workers:
                    finished, pending = wait(pending, return_when=FIRST_COMPLETED)
                    yield from _results(finished)
            while pending:
                finished, pending = wait(pending, return_when=FIRST_COMPLETED)
                yield from _results(finished)
        finally:
            for future in pending:
                future.cancel()
            for worker in made:
                worker.close()
            pool.shutdown()


def _results(finished: set[Future[Done]]) -> Iterator[Done]:
    """The results, held no longer than until the next is asked for."""
    while finished:
        yield finished.pop().result()


def available_cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def make_engine(
    name: str = "processes",
    *,
    workers: int | None = None,
    time_limit: float = TIME_LIMIT,
    scheduler: str | None = None,
) -> Engine:
    """The engine of this name: ``serial``, ``processes``, or ``dask`` on the cluster at the address ``scheduler``.

    Raises UsageError for an unknown name or options that do not go together.
    """
    if scheduler and name != "dask":
        raise UsageError("A scheduler address goes with the engine dask only.")
    if workers is not None and (workers < 1 or name != "processes"):
        raise UsageError("The number of workers is 1 or more and goes with the engine processes only.")
    if name == "serial":
        return SerialEngine()
    if name == "processes":
        return ProcessEngine(workers, time_limit)
    if name == "dask":
        from textmine.corpus._dask import DaskEngine

        return DaskEngine(scheduler, time_limit)
    raise UsageError(f"No engine {name!r}; there are serial, processes and dask.")
