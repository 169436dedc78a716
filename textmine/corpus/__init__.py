"""Running many files: from folders and archives to tidy tables, on one core, many, or a cluster."""

from textmine.corpus._batch import parse_source, tag_reports
from textmine.corpus._engines import TIME_LIMIT, Engine, ProcessEngine, SerialEngine, make_engine
from textmine.corpus._plan import Redo
from textmine.corpus._run import RunSettings, StrictRunError, process

__all__ = [
    "TIME_LIMIT",
    "Engine",
    "ProcessEngine",
    "Redo",
    "RunSettings",
    "SerialEngine",
    "StrictRunError",
    "make_engine",
    "parse_source",
    "process",
    "tag_reports",
]
