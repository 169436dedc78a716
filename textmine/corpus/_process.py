"""Other processes that work for this one: fresh interpreters that talk over their standard streams.

The main module of the caller is not run again in them, no lock of the caller is inherited, and they end by themselves when the
caller is gone.
"""

from __future__ import annotations

import mmap
import os
import pickle
import struct
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import IO, Any

_BOOT = (
    "import pickle, sys; sys.path[:] = pickle.load(sys.stdin.buffer); "
    "work = pickle.load(sys.stdin.buffer); work()"
)
# There is a process a core; threads of a numerical library in each of them would only be in each other's way. Arrow's own
# allocator keeps 15 MB a process that it does not need. The C library, left to itself, learns from the first large array to keep
# tens of MB for the next ones; with bounds of its own a megabyte and more goes back to the system, at no cost that could be measured.
_SETTINGS = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1") | {
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "MALLOC_MMAP_THRESHOLD_": "1048576",
    "MALLOC_TRIM_THRESHOLD_": "4194304",
}
_NUMBER = struct.Struct("<q")
_PIPE_BYTES = 1 << 20  # sixteen times what a pipe holds by itself: whoever sends stops and waits less often
_LARGE = 1 << 14  # bytes of a buffer that gets pages of its own


def start() -> subprocess.Popen[bytes]:
    """A new process that waits for what ``tell`` sends first: ``sys.path`` and the function to call."""
    process = subprocess.Popen(  # noqa: S603 (our own code, no shell)
        [sys.executable, "-c", _BOOT],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,  # Ctrl-C is for the caller, who ends this process
        env=_SETTINGS | os.environ,
    )
    assert process.stdout
    _widen(process.stdout)
    return process


def _widen(pipe: IO[bytes]) -> None:
    try:
        from fcntl import F_SETPIPE_SZ, fcntl
    except ImportError:  # Linux alone has it
        return
    with suppress(OSError):  # there is a bound for all pipes of a user together
        fcntl(pipe.fileno(), F_SETPIPE_SZ, _PIPE_BYTES)


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
    """Send an answer from such a process; False if whoever asked is gone. Large buffers in it go as they lie in memory."""
    buffers: list[pickle.PickleBuffer] = []
    told = pickle.dumps(answer, pickle.HIGHEST_PROTOCOL, buffer_callback=buffers.append)
    pieces = [memoryview(told), *(buffer.raw() for buffer in buffers)]
    try:
        out.write(b"".join(map(_NUMBER.pack, [len(pieces), *(piece.nbytes for piece in pieces)])))
        for piece in pieces:
            out.write(piece)
        out.flush()
    except BrokenPipeError:
        return False
    return True


def hear(process: subprocess.Popen[bytes]) -> Any:
    """The answer of a process.

    Large buffers come into pages of their own, which go back to the system with them: what is received, kept for a while and let
    go would otherwise leave holes among all else.

    Raises
    ------
    EOFError: the process ended.
    """
    assert process.stdout
    (count,) = _NUMBER.unpack(_heard(process.stdout, _NUMBER.size))
    sizes = [_NUMBER.unpack(_heard(process.stdout, _NUMBER.size))[0] for _ in range(count)]
    told, *buffers = [_heard(process.stdout, size) for size in sizes]
    return pickle.loads(told, buffers=buffers)  # noqa: S301 (our own process)


def _heard(stream: IO[bytes], size: int) -> bytes | mmap.mmap:
    if size < _LARGE:
        told = stream.read(size)
        if len(told) < size:
            raise EOFError
        return told
    pages = mmap.mmap(-1, size, access=mmap.ACCESS_COPY)
    filled = 0
    with memoryview(pages) as view:
        while filled < size:
            got = stream.readinto(view[filled:])  # type: ignore[attr-defined]
            if not got:
                raise EOFError
            filled += got
    return pages
