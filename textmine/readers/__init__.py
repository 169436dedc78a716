"""Reading whatever agencies publish into Documents: text, Markdown, HTML, Word, PDF, folders and ZIP archives."""

from textmine.readers._discover import Source, discover
from textmine.readers._limits import DEFAULT_LIMITS, Limits
from textmine.readers._read import read, read_bytes

__all__ = ["DEFAULT_LIMITS", "Limits", "Source", "discover", "read", "read_bytes"]
