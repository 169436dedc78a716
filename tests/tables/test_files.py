"""Tables as files: declared columns, and bytes that depend on the rows alone."""

from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from textmine.tables import _writing as writing_module
from textmine.tables import make_table, pack_rows, write_table
from textmine.tables._dictionary import arrow_schema
from textmine.tables._writing import TableWriter

ROWS = [
    {
        "document": f"d{number // 4}",
        "key": f"requests.new.k{number % 4}",
        "value": None if number % 7 == 0 else number / 2,
        "raw": "=1+1" if number == 5 else str(number % 3),
        "era": "2021",
        "certainty": "exact",
        "start": number,
        "end": number + 1,
    }
    for number in range(23)
]


@pytest.fixture(autouse=True)
def small_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(writing_module._GROUP_ROWS, "figures", 8)


def pieces(size: int, *, coded: bool) -> list[pa.Table]:
    made = [make_table("figures", ROWS[first : first + size]) for first in range(0, len(ROWS), size)]
    return [piece.cast(arrow_schema("figures", coded=True)) for piece in made] if coded else made


def written(folder: Path, size: int, *, coded: bool) -> tuple[bytes, bytes]:
    write_table("figures", pieces(size, coded=coded), folder)
    return (folder / "figures.parquet").read_bytes(), (folder / "figures.csv").read_bytes()


@pytest.mark.parametrize("size", [1, 3, 8, 23])
@pytest.mark.parametrize("coded", [True, False])
def test_bytes_depend_on_the_rows_alone(tmp_path: Path, size: int, coded: bool) -> None:
    assert written(tmp_path, size, coded=coded) == written(tmp_path / "whole", len(ROWS), coded=False)


@pytest.mark.parametrize("most", [2, 3, 7])
@pytest.mark.parametrize("coded", [True, False])
def test_putting_waiting_pieces_together_does_not_show(
    tmp_path: Path, most: int, coded: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = written(tmp_path / "whole", len(ROWS), coded=False)
    monkeypatch.setattr(writing_module, "_MOST_PIECES", most)
    assert written(tmp_path, 1, coded=coded) == whole


def in_part(piece: pa.Table) -> pa.Table:
    return piece.add_column(0, pa.field("item", pa.int32()), pa.array(range(piece.num_rows), pa.int32()))


def test_packed_rows_are_the_rows() -> None:
    table = in_part(make_table("figures", ROWS).cast(arrow_schema("figures", coded=True)))
    packed = pickle.loads(pickle.dumps(pack_rows({"figures": table}), 5))["figures"]
    assert packed.num_rows == len(ROWS)
    assert packed.unpacked().equals(table)
    assert packed.unpacked().schema.equals(table.schema, check_metadata=True)
    assert packed.declared().equals(table.drop_columns(["item"]))
    assert packed.declared([3]).column(0).equals(table["raw"])


@pytest.mark.parametrize("largest", ["figures", "sections"])
@pytest.mark.parametrize("with_csv", [True, False])
@pytest.mark.parametrize("most", [2, 64])
@pytest.mark.parametrize("size", [1, 3, 8, 23])
def test_rows_may_come_packed_in_turns_with_others(
    tmp_path: Path, size: int, most: int, with_csv: bool, largest: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those of the largest tables are unpacked column by column, others as a whole."""
    whole = written(tmp_path / "whole", len(ROWS), coded=False)
    monkeypatch.setattr(writing_module, "_MOST_PIECES", most)
    monkeypatch.setattr(writing_module, "_LARGEST", frozenset({largest}))
    with TableWriter("figures", tmp_path) as writer:
        for number, piece in enumerate(pieces(size, coded=True)):
            packed = pack_rows({"figures": in_part(piece)}, with_csv=with_csv)["figures"]
            writer.write(piece if number % 3 == 1 else packed)
    assert ((tmp_path / "figures.parquet").read_bytes(), (tmp_path / "figures.csv").read_bytes()) == whole


def test_files_have_the_declared_columns(tmp_path: Path) -> None:
    written(tmp_path, 3, coded=True)
    table = pq.read_table(tmp_path / "figures.parquet")
    assert table.schema.equals(arrow_schema("figures"), check_metadata=True)
    assert table.equals(make_table("figures", ROWS))


def test_csv_leaves_blank_columns_blank_and_guards_formulas(tmp_path: Path) -> None:
    _, csv = written(tmp_path, 3, coded=True)
    lines = csv.decode("utf-8-sig").splitlines()
    assert lines[1] == '"d0","requests.new.k0",,"0","2021","exact",0,1,,,'
    assert lines[6] == '"d1","requests.new.k1",2.5,"\'=1+1","2021","exact",5,6,,,'


def test_a_table_without_csv_leaves_none_of_an_earlier_run(tmp_path: Path) -> None:
    written(tmp_path, 3, coded=True)
    (tmp_path / ".figures.csv.part").touch()  # a run that was killed
    write_table("figures", pieces(3, coded=True), tmp_path, with_csv=False)
    assert [path.name for path in tmp_path.iterdir()] == ["figures.parquet"]


def test_a_full_disk_leaves_no_half_written_tables_and_no_noise(tmp_path: Path) -> None:
    code = (
        "import errno, sys\n"
        "from pathlib import Path\n"
        "import pyarrow.parquet as pq\n"
        "from textmine.tables import make_tables, empty_rows, write_table\n"
        "def close(self):\n"
        "    if self.is_open: raise OSError(errno.ENOSPC, 'full')\n"
        "pq.ParquetWriter.close = close\n"
        "tables = make_tables(empty_rows())\n"
        "try:\n"
        "    write_table('issues', [tables['issues']], Path(sys.argv[1]))\n"
        "except OSError as error:\n"
        "    print('told', error.errno == errno.ENOSPC)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert (done.stdout, done.stderr) == ("told True\n", "")
    assert not list(tmp_path.iterdir())
