"""Other processes that work for this one: fresh interpreters that talk over their standard streams.

The main module of the caller is not run again in them, no lock of the caller is inherited, and they end by themselves when the
caller is gone.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from typing import IO, Any

_BOOT = (
    "import pickle, sys; sys.path[:] = pickle.load(sys.stdin.buffer); "
    "work = pickle.load(sys.stdin.buffer); work()"
)
# There is a process a core; threads of a numerical library in each of them would only be in each other's way.
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


def start() -> subprocess.Popen[bytes]:
    """A new process that waits for what ``tell`` sends first: ``sys.path`` and the function to call."""
    return subprocess.Popen(  # noqa: S603 (our own code, no shell)
        [sys.executable, "-c", _BOOT],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,  # Ctrl-C is for the caller, who ends this process
        env=_ONE_THREAD | os.environ,
    )


def introduce(process: subprocess.Popen[bytes], work: Callable[[], None], *values: Any) -> None:
    """Tell a new process which function of a module to call, and send what that reads first."""
    tell(process, sys.path)
    tell(process, work)
    for value in values:
        tell(process, value)


def tell(process: subprocess.Popen[bytes], value: Any) -> None:
    """Send a value to a process."""
    assert process.stdin
    pickle.dump(value, process.stdin, pickle.HIGHEST_PROTOCOL)
    process.stdin.flush()


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process, also in the middle of its work."""
    process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout):
        try:
            if stream:
                stream.close()
        except OSError:
            pass  # what was still to be sent to a dead process


def own_streams() -> tuple[IO[bytes], IO[bytes]]:
    """In such a process: where values come in and where answers go out."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not get between the answers
    return sys.stdin.buffer, out


def reply(out: IO[bytes], answer: Any) -> bool:
    """Send an answer from such a process; False if whoever asked is gone."""
    try:
        pickle.dump(answer, out, pickle.HIGHEST_PROTOCOL)
        out.flush()
    except BrokenPipeError:
        return False
    return True
