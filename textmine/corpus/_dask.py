"""Batches on an existing Dask cluster. Scheduler and workers must see the files under the same paths."""

from __future__ import annotations

import threading
from collections.abc import Generator, Iterable
from dataclasses import replace
from importlib import import_module
from typing import Any

from textmine.corpus._batch import Batch, Done
from textmine.corpus._guard import GuardedWorker, tagger_spec
from textmine.errors import TextmineError, UsageError

_CONNECT_SECONDS = 10
_local = threading.local()


class DaskEngine:
    """On the workers of a cluster. A worker that dies loses nothing: the scheduler gives its batches to others.

    Parameters
    ----------
    scheduler: address such as ``tcp://host:8786``; a ``distributed.Client`` is taken as it is.
    time_limit: seconds one file may take; each worker thread reads in a process of its own that can be killed.
    """

    name = "dask"

    def __init__(self, scheduler: Any, time_limit: float) -> None:
        if scheduler is None:
            raise UsageError("The engine dask needs the address of a scheduler, such as tcp://host:8786.")
        try:
            distributed: Any = import_module("distributed")
        except ImportError as error:
            raise UsageError("The engine dask needs: pip install 'textmine[cluster]'") from error
        self._client: Any = scheduler
        self._own = isinstance(scheduler, str)
        if self._own:
            try:
                self._client = distributed.Client(scheduler, timeout=_CONNECT_SECONDS, set_as_default=False)
            except (OSError, ValueError) as error:
                raise UsageError(f"No Dask scheduler answers at {scheduler} ({error}).") from error
        self._time_limit = time_limit

    def run(self, batches: Iterable[Batch], tagger: Any) -> Generator[Done, None, None]:
        """The results as they come. At most two batches a worker thread are under way."""
        distributed: Any = import_module("distributed")
        spec = tagger_spec(tagger)
        under_way = distributed.as_completed(loop=self._client.loop)
        count = 0
        try:
            for batch in batches:
                under_way.add(self._client.submit(_guarded, batch, spec, self._time_limit, pure=False))
                count += 1
                while count >= 2 * self.workers:
                    yield _result(next(under_way), distributed.KilledWorker)
                    count -= 1
            for future in under_way:
                yield _result(future, distributed.KilledWorker)
        finally:
            for future in list(under_way.futures):
                future.cancel()
            if self._own:
                self._client.close()

    @property
    def workers(self) -> int:
        """Threads of the cluster at the moment."""
        threads: int = sum(self._client.nthreads().values())
        return max(1, threads)


def _result(future: Any, killed: type[Exception]) -> Done:
    try:
        done: Done = future.result()
    except killed as error:
        raise TextmineError(
            f"Several workers of the cluster died over the same batch ({error}); see their logs."
        ) from error
    future.release()
    return done


def _guarded(batch: Batch, spec: bytes, time_limit: float) -> Done:
    """Runs on the cluster: each of its threads keeps one guarded process."""
    kept = getattr(_local, "worker", None)
    if kept is None or kept[0] != (spec, time_limit):
        if kept:
            kept[1].close()
        kept = ((spec, time_limit), GuardedWorker(spec, time_limit))
        _local.worker = kept
    done: Done = kept[1].run(batch)
    return replace(done, rows=None)  # which can be had from the encoded part, a tenth of the size
