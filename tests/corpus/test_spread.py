"""Work spread over processes: order, errors, and processes that end in the middle."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import composing
import numpy as np
import pytest

from textmine.corpus import aside, spread
from textmine.errors import TextmineError


@pytest.mark.parametrize("workers", [1, 2])
def test_answers_come_in_the_order_of_the_tasks(workers: int) -> None:
    answers = list(spread(composing.multiplier, 3, range(9), workers=workers))
    assert answers == [0, 3, 6, 9, 12, 15, 18, 21, 24]


def test_tasks_are_taken_as_there_is_room() -> None:
    taken: list[int] = []

    def tasks() -> Iterator[int]:
        for number in range(20):
            taken.append(number)
            yield number

    answers = spread(composing.multiplier, 2, tasks(), workers=2)
    assert next(answers) == 0
    assert len(taken) == 4
    answers.close()
    assert len(taken) == 4


@pytest.mark.parametrize("workers", [1, 2])
def test_an_error_of_ours_reaches_the_caller_in_its_own_words(workers: int) -> None:
    with pytest.raises(TextmineError, match="nothing can be made of -1"):
        list(spread(composing.multiplier, 2, [1, -1, 3], workers=workers))


def test_a_process_that_is_killed_is_replaced_and_its_task_done_again(tmp_path: Path) -> None:
    assert list(spread(composing.dying_once, tmp_path / "mark", [1, 2, 3], workers=2)) == [1, 2, 3]
    assert (tmp_path / "mark").exists()


def test_a_task_that_kills_twice_ends_the_work(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(TextmineError, match="twice"):
        list(spread(composing.die, "", ["x", "y"], workers=2))


def test_large_buffers_come_as_they_were_sent() -> None:
    small, large = spread(composing.counter, None, [5, 100_000], workers=2)
    assert small.tolist() == list(range(5))
    assert large.dtype == np.int64
    assert large.tolist() == list(range(100_000))


def test_closing_ends_the_processes_in_the_middle_of_their_work(tmp_path: Path) -> None:
    begun = time.monotonic()
    answers = spread(composing.sleeper, tmp_path, [0.0, 60.0, 60.0], workers=2)
    assert next(answers) == 0.0
    answers.close()
    assert time.monotonic() - begun < 20
    for mark in tmp_path.iterdir():
        with pytest.raises(ProcessLookupError):
            os.kill(int(mark.name), 0)


def test_interrupting_the_caller_ends_the_processes(tmp_path: Path) -> None:
    code = (
        "import sys, signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        f"sys.path.insert(0, {str(Path(composing.__file__).parent)!r})\n"
        "import composing; from pathlib import Path; from textmine.corpus import spread\n"
        "list(spread(composing.sleeper, Path(sys.argv[1]), [60.0] * 4, workers=2))\n"
    )
    caller = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stderr=subprocess.PIPE)
    deadline = time.monotonic() + 20
    while len(list(tmp_path.iterdir())) < 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    caller.send_signal(signal.SIGINT)
    _, said = caller.communicate(timeout=20)
    assert b"KeyboardInterrupt" in said
    marks = [int(mark.name) for mark in tmp_path.iterdir()]
    assert len(marks) == 2
    for process in marks:
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)


def test_a_task_is_worked_on_aside_and_ends_with_its_block(tmp_path: Path) -> None:
    with aside(composing.multiplier, 4, 5) as answer:
        assert answer() == 20
    with (
        pytest.raises(TextmineError, match="nothing can be made"),
        aside(composing.multiplier, 4, -1) as answer,
    ):
        answer()
    begun = time.monotonic()
    with pytest.raises(ValueError, match="meanwhile"), aside(composing.sleeper, tmp_path, 60.0):
        while not list(tmp_path.iterdir()):
            time.sleep(0.02)
        raise ValueError("meanwhile")
    assert time.monotonic() - begun < 20
    with pytest.raises(ProcessLookupError):
        os.kill(int(next(tmp_path.iterdir()).name), 0)
