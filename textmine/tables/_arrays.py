"""Columns from lists, by way of their buffers.

``pyarrow.array`` does the same for any kind of value, but imports pandas before its first list: 0.3 s and 60 MB for each worker
process. These are the four kinds of column that the tables have.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

_PART = "\x00"


def make_array(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    r"""An array of strings, int32, int64, float64 or booleans from values of that kind and None.

    Lone surrogates (file names that are no UTF-8, damaged PDF fonts) cannot be stored; they become escapes such as ``\udc80``.
    """
    import numpy as np
    import pyarrow as pa

    validity, nulls = None, 0
    if None in values:
        absent = np.array([value is None for value in values])
        nulls = int(absent.sum())
        validity = _bits(~absent)
    if pa.types.is_string(kind):
        buffers = _strings([value or "" for value in values] if nulls else values)
    elif pa.types.is_boolean(kind):
        buffers = [_bits(np.array(values, bool))]
    else:
        plain = [0 if value is None else value for value in values] if nulls else values
        buffers = [pa.py_buffer(np.array(plain, kind.to_pandas_dtype()))]
    return pa.Array.from_buffers(kind, len(values), [validity, *buffers], nulls)


def _bits(values: Any) -> pa.Buffer:
    import numpy as np
    import pyarrow as pa

    return pa.py_buffer(np.packbits(values, bitorder="little"))


def _strings(values: Sequence[str]) -> list[pa.Buffer]:
    """Offsets and bytes: all texts encoded at once, then parted at the zero bytes that were put between them."""
    import numpy as np
    import pyarrow as pa

    joined = _encoded(_PART.join(values))
    codes = np.frombuffer(joined, np.uint8)
    ends = np.flatnonzero(codes == 0)
    offsets = np.zeros(len(values) + 1, np.int32)
    if len(ends) == max(len(values) - 1, 0):
        offsets[1:-1] = ends - np.arange(len(ends))
        offsets[-1] = len(codes) - len(ends)
        content = joined.replace(b"\x00", b"")
    else:  # a text holds such a character itself
        pieces = [_encoded(value) for value in values]
        np.cumsum([len(piece) for piece in pieces], out=offsets[1:])
        content = b"".join(pieces)
    return [pa.py_buffer(offsets), pa.py_buffer(content)]


def _encoded(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "backslashreplace")
