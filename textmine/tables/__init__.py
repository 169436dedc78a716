"""Tidy tables: one row a thing, declared columns and types, Parquet as the store and CSV beside it.

The only place that imports pyarrow and duckdb. ``TABLES`` is the data dictionary; ``Collector`` turns processed
documents into columns, parts keep them on the disk, ``Tables`` holds a result and ``load_tables`` reads it back;
``open_store`` answers SQL over all of it.
"""

from textmine.tables._assembly import Assembly
from textmine.tables._collect import Collector
from textmine.tables._dictionary import FORMAT_VERSION, TABLES, Column
from textmine.tables._files import (
    count_values,
    load_tables,
    write_csv,
    write_table,
    write_tables,
    written_tables,
)
from textmine.tables._journal import Entry, Journal
from textmine.tables._memory import (
    Row,
    Rows,
    Tables,
    empty_rows,
    join_pieces,
    make_columns,
    make_table,
    make_tables,
)
from textmine.tables._packed import pack_rows
from textmine.tables._parts import (
    PART_TABLES,
    Segment,
    compact,
    encode_part,
    remove_parts,
    store_part,
)
from textmine.tables._store import Store, open_store

__all__ = [
    "FORMAT_VERSION",
    "PART_TABLES",
    "TABLES",
    "Assembly",
    "Collector",
    "Column",
    "Entry",
    "Journal",
    "Row",
    "Rows",
    "Segment",
    "Store",
    "Tables",
    "compact",
    "count_values",
    "empty_rows",
    "encode_part",
    "join_pieces",
    "load_tables",
    "make_columns",
    "make_table",
    "make_tables",
    "open_store",
    "pack_rows",
    "remove_parts",
    "store_part",
    "write_csv",
    "write_table",
    "write_tables",
    "written_tables",
]
