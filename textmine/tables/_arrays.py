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
    import pyarrow as pa

    try:
        buffers, absent = _whole(values, kind)
    except TypeError:  # a None among the values
        absent = values.count(None)
        if absent == len(values):
            return pa.nulls(absent, kind)
        filler: Any = "" if pa.types.is_string(kind) else 0
        buffers, _ = _whole([filler if value is None else value for value in values], kind)
    validity = _bits([value is not None for value in values]) if absent else None
    return pa.Array.from_buffers(kind, len(values), [validity, *buffers], absent)


def _whole(values: Sequence[Any], kind: pa.DataType) -> tuple[list[pa.Buffer | None], int]:
    """Buffers but the first, and the number of None. Raises TypeError for a None that the kind has no room for."""
    import numpy as np
    import pyarrow as pa

    if pa.types.is_string(kind):
        return _strings(values), 0
    if pa.types.is_boolean(kind):
        return [_bits(values)], values.count(None)
    numbers = np.array(values, kind.to_pandas_dtype())
    absent = values.count(None) if pa.types.is_floating(kind) and np.isnan(numbers).any() else 0
    return [pa.py_buffer(numbers)], absent


def _bits(values: Sequence[Any]) -> pa.Buffer:
    import numpy as np
    import pyarrow as pa

    return pa.py_buffer(np.packbits(np.array(values, bool), bitorder="little"))


def _strings(values: Sequence[str]) -> list[pa.Buffer | None]:
    """Offsets and bytes: all texts encoded at once, then parted by their lengths or at the zero bytes put between them."""
    import numpy as np
    import pyarrow as pa

    plain = "".join(values)
    if plain.isascii():
        offsets = np.zeros(len(values) + 1, np.int32)
        np.cumsum(np.fromiter(map(len, values), np.int32, len(values)), out=offsets[1:])
        return [pa.py_buffer(offsets), pa.py_buffer(plain.encode())]
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
