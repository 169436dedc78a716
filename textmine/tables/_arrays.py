"""Columns from lists, by way of their buffers.

``pyarrow.array`` does the same for any kind of value, but imports pandas before its first list: 0.3 s and 60 MB for each worker
process. These are the four kinds of column that the tables have. ``CodedColumn`` is for columns whose values come back
from document to document.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

_PART = "\x00"
_NAN = float("nan")


def make_array(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    r"""An array of strings, int32, int64, float64 or booleans from values of that kind and None.

    Lone surrogates (file names that are no UTF-8, damaged PDF fonts) cannot be stored; they become escapes such as ``\udc80``.
    """
    import numpy as np
    import pyarrow as pa

    absent = values.count(None)
    if absent and absent == len(values):
        return pa.nulls(absent, kind)
    validity = None
    if absent and pa.types.is_floating(
        kind
    ):  # None becomes NaN, which is not stored where it is marked absent
        numbers = np.fromiter(values, kind.to_pandas_dtype(), len(values))
        missing = np.isnan(numbers)
        if np.count_nonzero(missing) == absent:
            validity = pa.py_buffer(np.packbits(~missing, bitorder="little"))
            return pa.Array.from_buffers(kind, len(values), [validity, pa.py_buffer(numbers)], absent)
    if absent:
        validity = _bits([value is not None for value in values])
        filler: Any = "" if pa.types.is_string(kind) else 0
        values = [filler if value is None else value for value in values]
    return pa.Array.from_buffers(kind, len(values), [validity, *_whole(values, kind)], absent)


def _whole(values: Sequence[Any], kind: pa.DataType) -> list[pa.Buffer | None]:
    """Buffers but the first of values without None."""
    import numpy as np
    import pyarrow as pa

    if pa.types.is_string(kind):
        return _strings(values)
    if pa.types.is_boolean(kind):
        return [_bits(values)]
    return [pa.py_buffer(np.fromiter(values, kind.to_pandas_dtype(), len(values)))]


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


def code_array(numbers: NDArray[np.int32]) -> pa.Array:
    """The numbers as an array, negative ones as null."""
    import numpy as np
    import pyarrow as pa

    absent = int(np.count_nonzero(numbers < 0))
    validity = pa.py_buffer(np.packbits(numbers >= 0, bitorder="little")) if absent else None
    return pa.Array.from_buffers(pa.int32(), len(numbers), [validity, pa.py_buffer(numbers)], absent)


def numbers_of(column: pa.Array) -> NDArray[np.int32]:
    """The numbers of an int32 array, -1 for null. (``to_numpy`` and ``fill_null`` import pandas.)"""
    import numpy as np

    if not len(column):
        return np.empty(0, np.int32)
    validity, values = column.buffers()
    part = slice(column.offset, column.offset + len(column))
    numbers = np.frombuffer(values, np.int32)[part]
    if not column.null_count:
        return numbers
    present = np.unpackbits(np.frombuffer(validity, np.uint8), bitorder="little")[part]
    return np.where(present, numbers, np.int32(-1))


def renumbered(column: pa.DictionaryArray) -> pa.DictionaryArray:
    """The same with the distinct values in the order of their first use, and no others."""
    import numpy as np
    import pyarrow as pa

    codes = numbers_of(column.indices)  # null is -1, which numpy takes for the last place
    first = np.full(len(column.dictionary) + 1, len(codes), np.int32)
    first[codes[::-1]] = np.arange(len(codes), dtype=np.int32)[::-1]
    if (first[:-2] < first[1:-1]).all() and (first[-2:-1] < len(codes)).all():
        return column  # as it is where whole parts follow each other
    texts = column.dictionary.to_pylist()
    used = int(np.count_nonzero(first[:-1] < len(codes)))
    order = np.argsort(first[:-1], kind="stable")[:used]
    numbers = np.full(len(texts) + 1, -1, np.int32)
    numbers[order] = np.arange(used, dtype=np.int32)
    distinct = make_array([texts[number] for number in order.tolist()], column.type.value_type)
    return pa.DictionaryArray.from_arrays(code_array(numbers[codes]), distinct)


class _Codes(dict[Any, int]):
    """Numbers of values in the order in which they were met; asking for a new value gives it the next number."""

    def __missing__(self, value: Any) -> int:
        self[value] = number = len(self)
        return number


class CodedColumn:
    """A column as numbers into the list of its distinct values, filled with the values of one document at a time.

    The 170 figures of a report stand under the same keys as those of the report before: the values of a whole document are
    looked up at once, and only what was not met before is looked up one by one.
    """

    __slots__ = ("_codes", "_known", "_pieces", "_repeated")

    def __init__(self) -> None:
        self._codes = _Codes()
        self._known: dict[tuple[Any, ...], NDArray[np.int32]] = {}
        self._repeated: dict[tuple[Any, int], NDArray[np.int32]] = {}
        self._pieces: list[NDArray[np.int32]] = []

    def add(self, values: tuple[Any, ...]) -> None:
        """The values of the next document."""
        import numpy as np

        codes = self._known.get(values)
        if codes is None:
            codes = np.fromiter(map(self._codes.__getitem__, values), np.int32, len(values))
            self._known[values] = codes
        self._pieces.append(codes)

    def add_new(self, values: tuple[Any, ...]) -> None:
        """The same of values that hardly any other document has all of, so that they are not remembered together."""
        import numpy as np

        self._pieces.append(np.fromiter(map(self._codes.__getitem__, values), np.int32, len(values)))

    def repeat(self, value: Any, count: int) -> None:
        """One value, which all rows of the next document have."""
        import numpy as np

        codes = self._repeated.get((value, count))
        if codes is None:
            codes = self._repeated[value, count] = np.full(count, self._codes[value], np.int32)
        self._pieces.append(codes)

    @property
    def latest(self) -> NDArray[np.int32]:
        """The numbers of the values of the document added last."""
        return self._pieces[-1]

    def distinct(self) -> list[Any]:
        """The distinct values by their numbers."""
        return list(self._codes)

    def array(self, kind: pa.DataType) -> pa.Array:
        """The column, as an array of a dictionary if ``kind`` is one; its values then stand in the order of their first use."""
        import numpy as np
        import pyarrow as pa

        codes = np.concatenate([np.empty(0, np.int32), *self._pieces])
        if pa.types.is_dictionary(kind):
            distinct = make_array(list(self._codes), kind.value_type)
            return pa.DictionaryArray.from_arrays(code_array(codes), distinct)
        values = list(self._codes)
        if pa.types.is_string(kind):
            return make_array([values[code] for code in codes.tolist()], kind)
        absent = np.array([value is None for value in values], bool)
        numbers = np.array([value or 0 for value in values], kind.to_pandas_dtype())
        return _number_array(numbers.take(codes), kind, absent.take(codes))


class NumberColumn:
    """A column of numbers of one kind (``int64``, ``float64``), filled with those of one document at a time."""

    __slots__ = ("_kind", "_pieces")

    def __init__(self, kind: Literal["int64", "float64"]) -> None:
        self._kind = kind
        self._pieces: list[NDArray[Any]] = []

    def add(self, values: Sequence[float | None] | NDArray[Any]) -> None:
        """The values of the next document; None, which floats alone may have, for what is absent."""
        import numpy as np

        self._pieces.append(np.array(values, self._kind))

    def array(self, kind: pa.DataType) -> pa.Array:
        """The column."""
        import numpy as np

        return _number_array(np.concatenate([np.empty(0, self._kind), *self._pieces]), kind)


class SaidColumn:
    """A column of numbers most of which are what the texts of a coded column say.

    Each distinct text is read once for all documents; see ``number`` for how.
    """

    __slots__ = ("_coded", "_number", "_pieces")

    def __init__(self, coded: CodedColumn, number: Callable[[str], float | None]) -> None:
        self._coded = coded
        self._number = number
        self._pieces: list[tuple[bool, NDArray[Any]]] = []

    def add(self, values: Sequence[float | None]) -> None:
        """The values of the next document, None for what is absent."""
        import numpy as np

        self._pieces.append((False, np.array(values, np.float64)))

    def add_said(self) -> None:
        """The next document's values are what the texts say that were added last to the coded column."""
        self._pieces.append((True, self._coded.latest))

    def array(self, kind: pa.DataType) -> pa.Array:
        """The column."""
        import numpy as np

        said = np.full(len(texts := self._coded.distinct()), _NAN)
        used = np.unique(
            np.concatenate([np.empty(0, np.int32), *(piece for says, piece in self._pieces if says)])
        )
        said[used] = np.array([self._number(texts[code]) for code in used.tolist()], np.float64)
        pieces = [said.take(piece) if says else piece for says, piece in self._pieces]
        return _number_array(np.concatenate([np.empty(0), *pieces]), kind)


def _number_array(
    numbers: NDArray[Any], kind: pa.DataType, missing: NDArray[np.bool_] | None = None
) -> pa.Array:
    """The numbers as an array; what is ``missing``, or NaN, is absent."""
    import numpy as np
    import pyarrow as pa

    absent, validity = 0, None
    if missing is None and numbers.dtype == np.float64:
        missing = np.isnan(numbers)
    if missing is not None:
        absent = int(np.count_nonzero(missing))
        validity = pa.py_buffer(np.packbits(~missing, bitorder="little")) if absent else None
    return pa.Array.from_buffers(kind, len(numbers), [validity, pa.py_buffer(numbers)], absent)
