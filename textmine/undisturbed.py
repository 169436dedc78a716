"""No search for reference cycles while many small objects are made."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def undisturbed() -> Iterator[None]:
    """No search for reference cycles while a batch is worked on.

    The rows of a batch are hundreds of thousands of small objects that hold no cycles; searching them again and again took a
    tenth of the time. What cycles parsers of files leave waits for the end of the batch, which is bounded; splitting and tagging leave none.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
