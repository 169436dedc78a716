"""Work on pieces that do not depend on each other, spread over processes of this machine."""

from __future__ import annotations

import pickle
import queue
import subprocess
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

from textmine.corpus._process import end, hear, introduce, own_streams, reply, start, tell
from textmine.errors import TextmineError

Setup = TypeVar("Setup")
Task = TypeVar("Task")
Answer = TypeVar("Answer")


def spread(
    make: Callable[[Setup], Callable[[Task], Answer]], setup: Setup, tasks: Iterable[Task], *, workers: int
) -> Generator[Answer, None, None]:
    """The answers to the tasks, in their order.

    Parameters
    ----------
    make: a function of a module that makes the worker from ``setup``; called once in each process.
    tasks: taken as there is room for them: at most two a process are under way or wait for their turn.
    workers: processes; with one the work is done in this one.

    Closing the generator ends the processes. A process that is killed from outside is replaced, and its task done again, once.

    Raises
    ------
    TextmineError: what the worker raised as such, or two processes died over the same task.
    """
    if workers == 1:
        yield from map(make(setup), tasks)
        return
    pending: deque[Future[Answer]] = deque()
    with _crew(make, setup, workers) as submit:
        for task in tasks:
            pending.append(submit(task))
            if len(pending) >= 2 * workers:
                yield pending.popleft().result()
        while pending:
            yield pending.popleft().result()


@contextmanager
def aside(
    make: Callable[[Setup], Callable[[Task], Answer]], setup: Setup, task: Task
) -> Iterator[Callable[[], Answer]]:
    """A task that another process works on in the meantime; the function waits for the answer. As with ``spread`` otherwise."""
    with _crew(make, setup, 1) as submit:
        yield submit(task).result


@contextmanager
def _crew(
    make: Callable[[Setup], Callable[[Task], Answer]], setup: Setup, workers: int
) -> Iterator[Callable[[Task], Future[Answer]]]:
    """What hands a task to one of the processes, all of which end with the context, whatever they are doing."""
    crew = _Crew((make, setup))
    pool = ThreadPoolExecutor(workers, thread_name_prefix="textmine")
    try:
        yield lambda task: pool.submit(crew.answer, task)
    finally:
        crew.stop()
        pool.shutdown(cancel_futures=True)
        crew.close()


class _Crew:
    """Processes, each started when there is work for it."""

    def __init__(self, work: tuple[Any, Any]) -> None:
        self._work = work
        self._idle: queue.LifoQueue[subprocess.Popen[bytes]] = queue.LifoQueue()
        self._all: list[subprocess.Popen[bytes]] = []
        self._stopped = False
        self._lock = threading.Lock()

    def answer(self, task: Any) -> Any:
        """The answer of one of them."""
        for _ in range(2):
            process, known = self._free()
            try:
                if not known:
                    introduce(process, serve, self._work)
                succeeded, answer = _ask(process, task)
            except (EOFError, OSError, pickle.UnpicklingError):
                end(process)
                continue
            self._idle.put(process)
            if not succeeded:
                raise TextmineError(str(answer))
            return answer
        raise TextmineError(
            "A worker process ended in the middle of its work, twice; its message stands above. "
            "Run again, with --workers 1 if memory is short."
        )

    def _free(self) -> tuple[subprocess.Popen[bytes], bool]:
        """A process that does nothing, and whether it has worked before."""
        try:
            return self._idle.get_nowait(), True
        except queue.Empty:
            pass
        with self._lock:
            if self._stopped:
                raise TextmineError("The run was stopped.")
            process = start()
            self._all.append(process)
        return process, False

    def stop(self) -> None:
        """Whatever they are doing, they do it no longer."""
        with self._lock:
            self._stopped = True
            for process in self._all:
                process.kill()

    def close(self) -> None:
        """Put what is left of them away."""
        for process in self._all:
            end(process)


def _ask(process: subprocess.Popen[bytes], task: Any) -> tuple[bool, Any]:
    """Whether the task was done, and the answer or what stood against it."""
    tell(process, task)
    answer: tuple[bool, Any] = hear(process)
    return answer


def serve() -> None:
    """Main loop of such a process."""
    tasks, out = own_streams()
    make, setup = pickle.load(tasks)  # noqa: S301 (our own process)
    worker = None
    while True:
        try:
            task = pickle.load(tasks)  # noqa: S301
        except EOFError:
            return
        try:
            worker = worker or make(setup)
            answer = (True, worker(task))
        except TextmineError as error:
            answer = (False, str(error))
        if not reply(out, answer):
            return
