"""A sample of reports that were also read by people, as the user brings it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from textmine.analysis._correction import MIN_CODED, CodedCorrection, Correction, require_correction
from textmine.analysis._incidence import incidence, used_reports
from textmine.errors import ResourceError, UsageError

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from textmine.tables import Tables


def coded_sample(
    tables: Tables, coded: pd.DataFrame | str | Path, *, role: str = "problem"
) -> CodedCorrection:
    """Correction from a random sample of reports of ``tables`` that were coded by hand.

    Parameters
    ----------
    coded: frame or CSV file with a column ``document`` (id as in the tables), a column for each theme, named
        ``<role>_<theme>`` as in the panel or just by the theme (1 stated, 0 not stated, blank not coded), and, if the
        reports were not drawn with equal chances, ``weight`` (inverse chance).
        Reports must be drawn at random, whatever their tags say (or by tags, with weights).

    Raises
    ------
    UsageError: no column ``document``, values other than 0 and 1, themes missing, fewer than 30 reports that are in the tables.
    ResourceError: the file cannot be read.
    """
    import numpy as np
    import pandas as pd

    frame = coded if isinstance(coded, pd.DataFrame) else read_sample(coded)
    _require_documents(frame)
    found = incidence(tables, role=role)
    reports, rows = used_reports(tables)
    frame = frame.assign(row=frame["document"].map(rows)).dropna(subset=["row"]).drop_duplicates("row")
    if len(frame) < MIN_CODED:
        raise UsageError(
            f"The coded sample shares {len(frame)} reports with the tables; at least {MIN_CODED} are needed."
        )
    columns = [_column(frame, theme, role) for theme in found.themes]
    places = frame["row"].to_numpy(dtype=int)
    weights = frame["weight"].to_numpy(dtype=float) if "weight" in frame else np.ones(len(frame))
    if not (np.isfinite(weights) & (weights > 0)).all():
        raise UsageError("The column 'weight' of the coded sample must hold positive numbers.")
    mask = np.zeros(len(reports), dtype=bool)
    mask[places] = True
    order = np.argsort(places)
    keys = reports["report"][mask]
    return CodedCorrection(
        found.themes,
        np.stack(columns, axis=1)[order],
        weights[order],
        {key: number for number, key in enumerate(keys)},
        found.select(mask),
    )


def read_sample(path: str | Path) -> pd.DataFrame:
    """The rows of a CSV file of coded reports. Raises ResourceError if it cannot be read, UsageError without ``document``."""
    import pandas as pd

    try:
        frame = pd.read_csv(path, encoding="utf-8-sig", dtype={"document": str})
    except (OSError, ValueError) as error:
        raise ResourceError(f"The coded sample {path} cannot be read ({error}); give a CSV file.") from error
    _require_documents(frame)
    return frame


def _require_documents(frame: pd.DataFrame) -> None:
    if "document" not in frame.columns:
        raise UsageError("The coded sample needs a column 'document' with the document ids of the tables.")


def _column(frame: pd.DataFrame, theme: str, role: str) -> NDArray[np.float64]:
    import pandas as pd

    name = next((name for name in (f"{role}_{theme}", theme) if name in frame.columns), None)
    if name is None:
        raise UsageError(
            f"The coded sample has no column {role}_{theme}; code every theme, or leave its cells blank."
        )
    values = pd.to_numeric(frame[name], errors="coerce")
    wrong = frame[name].notna() & ~values.isin([0, 1])
    if wrong.any():
        raise UsageError(
            f"The column {name} of the coded sample holds {frame[name][wrong].iloc[0]!r}; use 1, 0 or blank."
        )
    return values.to_numpy(dtype=float)


def resolve_correction(
    tables: Tables,
    correction: Correction | str | None,
    coded: pd.DataFrame | str | Path | None,
    *,
    role: str,
) -> Correction | None:
    """The correction that an analysis was asked for: by name, by a coded sample, or none. Raises UsageError for both."""
    if coded is None:
        return require_correction(correction, role)
    if correction is not None:
        raise UsageError("Give correction or coded, one of the two.")
    return coded_sample(tables, coded, role=role)
