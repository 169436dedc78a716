"""The panel as files: Parquet, CSV and Stata, with a codebook."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textmine.analysis._panel import VALUES_ZH, panel
from textmine.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd

    from textmine.tables import Tables

FORMATS = ("parquet", "csv", "dta")
_LABEL_LENGTH = 80  # longest variable label that Stata takes
_FORMULA = r"^(?=[=+\-@\t\r])"  # spreadsheets run such cells


def export_panel(tables: Tables, directory: str | Path, *, formats: Sequence[str] = FORMATS) -> list[Path]:
    """Write the panel as ``panel.parquet``, ``panel.csv`` and ``panel.dta`` with ``codebook.csv`` and ``codebook.md``.

    Column names are the same everywhere: at most 32 ASCII characters, as Stata wants them. In Stata all variables have
    labels, yes-or-no variables and categories have value labels, and texts are UTF-8 (Stata 14 and later).

    Raises
    ------
    UsageError: unknown format, or no usable report in the tables.
    """
    if unknown := [name for name in formats if name not in FORMATS]:
        raise UsageError(f"Unknown format {unknown[0]!r}; known are {', '.join(FORMATS)}.")
    result = panel(tables)
    if not len(result.frame):
        raise UsageError("The tables hold no usable report, so there is no panel to export.")
    target = Path(directory)
    target.mkdir(parents=True, exist_ok=True)
    variables: list[dict[str, str]] = result.params["variables"]
    writers = {"parquet": _write_parquet, "csv": _write_csv, "dta": _write_stata}
    paths = []
    for name in dict.fromkeys(formats):
        path = target / f"panel.{name}"
        writers[name](result.frame, path, variables)
        paths.append(path)
    return paths + _write_codebook(result.frame, variables, target)


def _write_parquet(frame: pd.DataFrame, path: Path, _: list[dict[str, str]]) -> None:
    frame.to_parquet(path, index=False, compression="zstd")


def _write_csv(frame: pd.DataFrame, path: Path, _: list[dict[str, str]]) -> None:
    texts = {
        name: frame[name].astype(object).where(frame[name].notna(), None).astype("str").str.replace(_FORMULA, "'", regex=True).where(frame[name].notna())
        for name in ("report", "agency_key", "agency", "region", "province", "city", "county")
    }  # fmt: skip
    frame.assign(**texts).to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\n")


def _write_stata(frame: pd.DataFrame, path: Path, variables: list[dict[str, str]]) -> None:
    import pandas as pd

    kinds = {v["name"]: v["kind"] for v in variables}
    columns: dict[str, Any] = {}
    for name in frame.columns:
        column = frame[name]
        if isinstance(column.dtype, pd.CategoricalDtype):
            words = _words(name, kinds[name])
            columns[name] = column.cat.rename_categories(
                [f"{words[str(c)]} {c}" for c in column.cat.categories]
            )
        elif name == "year":
            columns[name] = column.astype("float64" if column.isna().any() else "int16")
        elif pd.api.types.is_numeric_dtype(column.dtype):
            columns[name] = column
        else:
            columns[name] = column.astype(object).where(column.notna(), "")
    labels = {v["name"]: f"{v['zh']} {v['en']}"[:_LABEL_LENGTH] for v in variables}
    answers: dict[float, str] = {0: "否 no", 1: "是 yes"}
    yes_no = {v["name"]: answers for v in variables if v["kind"] == "theme"}
    pd.DataFrame(columns).to_stata(
        path,
        write_index=False,
        version=118,
        variable_labels=labels,
        value_labels={**yes_no, "has_section": answers},
        data_label="textmine panel",
    )


def _words(name: str, kind: str) -> dict[str, str]:
    """Chinese words of the values of a category."""
    return VALUES_ZH["check" if kind == "check" else name]


def _values(column: pd.Series[Any], kind: str) -> str:
    import pandas as pd

    if isinstance(column.dtype, pd.CategoricalDtype):
        words = _words(str(column.name), kind)
        return "; ".join(f"{code} = {name} {words[name]}" for code, name in enumerate(column.cat.categories))
    if kind == "theme" or column.name == "has_section":
        return "0 = no 否; 1 = yes 是"
    if pd.api.types.is_numeric_dtype(column.dtype) and column.notna().any():
        return f"{column.min():g} to {column.max():g}"
    return ""


def _write_codebook(frame: pd.DataFrame, variables: list[dict[str, str]], target: Path) -> list[Path]:
    import pandas as pd

    rows: list[dict[str, Any]] = [
        {**v, "values": _values(frame[v["name"]], v["kind"]), "missing": int(frame[v["name"]].isna().sum())}
        for v in variables
    ]
    table = pd.DataFrame(rows)
    paths = [target / "codebook.csv", target / "codebook.md"]
    table.to_csv(paths[0], index=False, encoding="utf-8-sig", lineterminator="\n")
    lines = [
        "# Panel: codebook",
        "",
        f"{len(frame)} rows (agency-years), {len(table)} variables. Themes are as tagged, not corrected for the tagger's error.",
        "In Stata the numbers of `values` are the codes and both words the labels; CSV and Parquet hold the English words.",
        "Missing: a figure whose cell is blank or whose table was not found; a check that was not run on the report (one that",
        "could not decide is `untestable`); a level or kind that is not known; a year, where none is stated. Themes are never",
        "missing: where `has_section` is 0 no section five was found, and their 0 says nothing. 缺失：单元格空白或未读到表格；未作该项核查；",
        "未注明。主题变量没有缺失，未读到第五部分（has_section = 0）的，其 0 不表示“没有提到”。",
        "",
        "| variable | 中文 | meaning | values | missing |",
        "| --- | --- | --- | --- | --- |",
    ]
    for row in rows:
        cells = (f"`{row['name']}`", row["zh"], row["en"], row["values"], str(row["missing"]))
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    paths[1].write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    return paths
