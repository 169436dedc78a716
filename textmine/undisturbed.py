"""No search for reference cycles while many small objects are made."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def undisturbed(*, cycles: bool = True) -> Iterator[None]:
    """No search for reference cycles while a batch is worked on.

    The rows of a batch are hundreds of thousands of small objects that hold no cycles; searching them again and again took a
    tenth of the time. What cycles parsers of files leave waits for the end of the batch, which is bounded. Where none can be left
    (``cycles`` False), as by splitting and tagging, what was made is not searched at the end either, which would take as long again:
    it goes among the old objects, which Python searches seldom.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            if not cycles and not gc.get_freeze_count():  # what somebody froze would be thawed
                gc.freeze()
                gc.unfreeze()
            gc.enable()
