"""Columns from lists without pandas."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pytest

from textmine.tables._arrays import CodedColumn, SaidColumn, make_array, renumbered


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (["a", "中文", "", None, "x\x00y"], pa.string()),
        (["政府", "信息公开"], pa.string()),
        ([None, None], pa.string()),
        ([""], pa.string()),
        ([], pa.string()),
        ([3, None, -1], pa.int64()),
        ([7, 8], pa.int32()),
        ([1.5, None, 2], pa.float64()),
        ([True, None, False], pa.bool_()),
        ([True] * 9, pa.bool_()),
        ([], pa.float64()),
    ],
)
def test_the_same_as_pyarrow_makes(values: list[object], kind: pa.DataType) -> None:
    made = make_array(values, kind)
    made.validate(full=True)
    assert made.equals(pa.array(values, kind))


def test_lone_surrogates_become_escapes() -> None:
    assert make_array(["a\udc80", None, "b"], pa.string()).to_pylist() == ["a\\udc80", None, "b"]


_RUN_WITHOUT_PANDAS = """
import sys
from pathlib import Path
from textmine.schema import Figure
from textmine.tables import Assembly, Collector, Segment, compact, encode_part, pack_rows, store_part

top = Path(sys.argv[1])
collector = Collector()
collector.add_document(0, document="a", path="=a.txt", year=2023)
collector._figures.add(0, "a", [Figure("requests.new.total", 3, "3", "2021", 0, 1), Figure("x", None, "-", "2021", 2, 3)])
rows = collector.tables()
store_part(top, "0", encode_part(rows))
with Assembly(top, top / "tables", with_csv=False) as tables:
    tables.add(Segment("0", 0, 1), pack_rows(rows))
assert "pyarrow.compute" not in sys.modules
with Assembly(top, top / "tables") as tables:
    tables.add(Segment("0", 0, 1), pack_rows(rows))
    tables.add(Segment("0", 0, 1))
compact(top, [Segment("0", 0, 1)], "1")
with Assembly(top, top / "tables") as tables:
    tables.add(Segment("1", 0, 1))
assert "pandas" not in sys.modules
"""


def test_rows_become_files_without_pandas(tmp_path: Path) -> None:
    """It would take a second and 60 MB of every process of a run."""
    subprocess.run([sys.executable, "-c", _RUN_WITHOUT_PANDAS, str(tmp_path)], check=True)
    assert (tmp_path / "tables" / "figures.csv").read_text(encoding="utf-8-sig").splitlines()[1:] == [
        '"a","requests.new.total",3,"3","2021","exact",0,1,,,',
        '"a","x",,"\'-","2021","exact",2,3,,,',
    ]


@pytest.mark.parametrize(
    ("documents", "kind"),
    [
        ([("a", "b"), ("b", "a", "中"), ("a", "b")], pa.string()),
        ([(3, None), (None, None), (3, 7)], pa.int64()),
        ([(1, 2.5, None)], pa.float64()),
        ([], pa.string()),
    ],
)
def test_values_by_number_are_the_values(documents: list[tuple[object, ...]], kind: pa.DataType) -> None:
    column = CodedColumn()
    for values in documents:
        column.add(values)
    expected = [value for values in documents for value in values]
    assert column.array(kind).to_pylist() == expected
    if pa.types.is_string(kind):
        coded = column.array(pa.dictionary(pa.int32(), kind))
        assert coded.to_pylist() == expected
        assert coded.dictionary.to_pylist() == list(dict.fromkeys(expected))


def test_renumbered_in_the_order_of_first_use() -> None:
    codes = pa.array([3, None, 1, 3, 0], pa.int32())
    column = pa.DictionaryArray.from_arrays(codes, pa.array(["a", "b", "unused", "d"]))
    assert renumbered(column).to_pylist() == ["d", None, "b", "d", "a"]
    assert renumbered(column).dictionary.to_pylist() == ["d", "b", "a"]
    assert renumbered(column.slice(4)).dictionary.to_pylist() == ["a"]
    assert renumbered(column.slice(0, 0)).to_pylist() == []


def test_numbers_that_texts_say_are_those_of_their_own_document() -> None:
    texts = CodedColumn()
    numbers = SaidColumn(texts, lambda text: float(text) if text else None)
    texts.add(("7", "", "0.5"))
    numbers.add_said()
    texts.add(("约三十", "7"))
    numbers.add([30, None])
    texts.repeat("7", 2)
    numbers.add_said()
    assert numbers.array(pa.float64()).to_pylist() == [7, None, 0.5, 30, None, 7, 7]
    assert texts.array(pa.string()).to_pylist() == ["7", "", "0.5", "约三十", "7", "7", "7"]
