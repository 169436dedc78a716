"""What every analysis returns."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Result:
    """The outcome of one analysis.

    ``frame`` holds the numbers, one row a cell of the analysis; ``params`` says how they were made (arguments,
    counts, method of the intervals), in plain types so that it can be written as JSON; ``name`` is the analysis.
    """

    frame: pd.DataFrame
    params: dict[str, Any] = field(default_factory=dict)
    name: str = ""
