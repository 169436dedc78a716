"""A worker process that can be killed: files that take too long or bring the process down are named and passed over.

Before each file the worker notes place and time in a few bytes of shared memory; a watchdog in the caller's process reads them.
"""

from __future__ import annotations

import atexit
import mmap
import pickle
import struct
import subprocess
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from textmine.corpus._batch import ENCODING, TAGGING, Batch, Done, work
from textmine.corpus._process import end, hear, introduce, own_streams, reply, start, tell
from textmine.errors import TextmineError, UsageError
from textmine.schema import Issue

_MARK = struct.Struct("<qd")
_IDLE = -2
_WATCH_SECONDS = 0.1


class GuardedWorker:
    """Runs batches in a process of its own, started on first use and again whenever it died.

    Parameters
    ----------
    spec: what the tagger is made from in the worker, see ``tagger_spec``.
    time_limit: seconds that one file may take.
    """

    def __init__(self, spec: bytes, time_limit: float) -> None:
        self._spec = spec
        self._limit = time_limit
        self._process: subprocess.Popen[bytes] | None = None
        self._shared = tempfile.NamedTemporaryFile(prefix="textmine-", delete=False)  # noqa: SIM115 (closed in close)
        self._shared.write(bytes(_MARK.size))
        self._shared.flush()
        self._mark = mmap.mmap(self._shared.fileno(), _MARK.size)
        self._overdue: int | None = None
        self._closed = threading.Event()
        self._lock = threading.Lock()
        self._watchdog = threading.Thread(target=self._watch, daemon=True)
        self._watchdog.start()
        atexit.register(self.close)

    def run(self, batch: Batch) -> Done:
        """The result of a batch; files that had to be given up are in it as issues."""
        skip: dict[int, Issue] = {}
        suspects: set[int] = set()
        one_by_one = False
        while True:
            done = self._try(batch, skip, one_by_one)
            if done is not None:
                return done
            if self._closed.is_set():
                raise TextmineError("The run was stopped.")
            overdue = self._overdue is not None
            place = _MARK.unpack(self._mark[:])[0] if self._overdue is None else self._overdue
            if place == TAGGING:
                one_by_one = True  # to find out which document it was
            elif place < 0:
                raise TextmineError(
                    f"A worker process ended while it {'started' if place == _IDLE else 'wrote its results'}; "
                    "its message stands above. Try again with --engine serial."
                )
            elif overdue or place in suspects:
                skip[place] = self._verdict(batch.items[place], overdue)
            else:
                suspects.add(place)  # perhaps it was not the file's fault: one more try

    def close(self) -> None:
        """End the process, also in the middle of its work."""
        atexit.unregister(self.close)
        with self._lock:
            if self._closed.is_set():
                return
            self._closed.set()
            self._kill()
        self._watchdog.join()
        self._mark.close()
        self._shared.close()
        Path(self._shared.name).unlink()

    def _try(self, batch: Batch, skip: dict[int, Issue], one_by_one: bool) -> Done | None:
        """None if the worker died over it."""
        try:
            process = self._running()
            if process is None:
                return None
            tell(process, (batch, skip, one_by_one))
            return _received(process)
        except (EOFError, OSError, pickle.UnpicklingError):
            with self._lock:
                self._kill()
            return None

    def _running(self) -> subprocess.Popen[bytes] | None:
        with self._lock:
            if self._closed.is_set():
                return None
            if self._process is not None and self._process.poll() is None:
                return self._process
            self._kill()
            self._overdue = None
            self._mark[:] = _MARK.pack(_IDLE, 0.0)
            self._process = process = start()
        introduce(process, serve, self._shared.name, self._spec)
        return process

    def _watch(self) -> None:
        while not self._closed.wait(_WATCH_SECONDS):
            place, since = _MARK.unpack(self._mark[:])
            # Tagging is for the whole batch and far quicker than reading; the same limit holds for it. Encoding is up to us.
            if place not in (_IDLE, ENCODING) and time.monotonic() - since > self._limit:
                with self._lock:
                    if self._process is not None and not self._closed.is_set():
                        self._overdue = place
                        self._process.kill()
                self._closed.wait(1.0)

    def _kill(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            end(process)

    def _verdict(self, item: object, overdue: bool) -> Issue:
        path = str(getattr(item, "path", item))
        if overdue:
            text = (
                f"{path}: took longer than {self._limit:g} s and was given up. Open it and save it again, "
                "or raise --time-limit."
            )
            return Issue(path, "run", "time_limit", text)
        text = f"{path}: brought the process down that read it, twice. Open it and save it again, or leave it out."
        return Issue(path, "run", "crashed", text)


def _received(process: subprocess.Popen[bytes]) -> Done:
    answer = hear(process)
    if isinstance(answer, Done):
        return answer
    raise TextmineError(str(answer))


def tagger_spec(tagger: Any) -> bytes:
    """What makes the same tagger in a worker: its name if it is one that ``load_tagger`` makes, else the object itself.

    Raises UsageError if it cannot be sent.
    """
    if isinstance(tagger, str):
        return pickle.dumps(tagger)
    try:
        return pickle.dumps(tagger, pickle.HIGHEST_PROTOCOL)
    except Exception as error:
        raise UsageError(
            f"This tagger cannot be sent to other processes ({error}); use the serial engine."
        ) from error


def tagger_from(spec: bytes) -> Any:
    """The tagger that ``tagger_spec`` described."""
    from textmine.themes import load_tagger

    made = pickle.loads(spec)  # noqa: S301 (our own process)
    return load_tagger(made) if isinstance(made, str) else made


def serve() -> None:
    """Main loop of a worker: batches in by standard input, results out by what was standard output."""
    stdin, out = own_streams()
    with open(pickle.load(stdin), "r+b") as shared:  # noqa: PTH123, S301
        mark = mmap.mmap(shared.fileno(), _MARK.size)

    def on_start(place: int) -> None:
        mark[:] = _MARK.pack(place, time.monotonic())

    spec = pickle.load(stdin)  # noqa: S301
    tagger: Any = None
    while True:
        try:
            batch, skip, one_by_one = pickle.load(stdin)  # noqa: S301
        except EOFError:
            return
        answer: Done | str
        try:
            tagger = tagger or tagger_from(spec)  # here, so that a missing model is said in its own words
            answer = work(batch, tagger, skip=skip, one_by_one=one_by_one, on_start=on_start, rows="packed")
        except TextmineError as error:
            answer = str(error)
        on_start(_IDLE)
        if not reply(out, answer):
            return
        del answer  # megabytes, which the next batch needs
