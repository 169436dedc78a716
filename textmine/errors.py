"""Exceptions raised by textmine. Every one carries a sentence that says what to do."""


class TextmineError(Exception):
    """Base class of all errors that textmine raises on purpose."""


class ReadError(TextmineError):
    """A file could not be read as a document.

    Attributes
    ----------
    code: machine-readable reason, the same as in the ``Issue`` made from the error
        (for example ``empty_file``, ``encrypted``, ``unsupported_format``, ``scanned_pdf``).
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class LimitError(ReadError):
    """A bound against hostile input (size, depth, entry count, time) was exceeded."""


class ResourceError(TextmineError):
    """A data file (codebook, cue table, model, review workbook) is missing, damaged or of another version."""


class UsageError(TextmineError):
    """The call itself is wrong (unknown theme id, contradictory options …)."""
