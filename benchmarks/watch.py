"""How much memory a process and its children hold together while it runs."""

from __future__ import annotations

import threading
import time
from typing import NamedTuple

import psutil


class Sample(NamedTuple):
    """Bytes held at a time: by the process with all its children, and by itself."""

    when: float
    together: int
    alone: int


class Watch:
    """Takes a sample every fifth of a second until it is stopped."""

    def __init__(self, pid: int) -> None:
        self.samples: list[Sample] = []
        self._process = psutil.Process(pid)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while not self._stop.wait(0.2):
            try:
                alone = self._process.memory_info().rss
                children = self._process.children(recursive=True)
                together = alone + sum(child.memory_info().rss for child in children)
                self.samples.append(Sample(time.time(), together, alone))
            except psutil.NoSuchProcess:
                continue

    def stop(self) -> None:
        """No more samples."""
        self._stop.set()
        self._thread.join()
