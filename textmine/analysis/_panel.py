"""The panel: one row an agency and year, with themes, figures and checks, for pandas, R and Stata."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textmine.analysis._figures import figure_keys, figure_values
from textmine.analysis._incidence import counts, incidence, text_documents, used_reports
from textmine.analysis._result import Result
from textmine.analysis.figure_names import figure_name
from textmine.resources import load_yaml
from textmine.schema import LEVELS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from textmine.tables import Tables

NAME_LENGTH = 32  # longest name that Stata takes
ROLES = {"problem": ("列为问题", "named as a problem"), "measure": ("写为措施", "stated as a measure"), "rectified": ("称已整改", "said to be rectified")}  # fmt: skip
# Worst first: of several documents of one report the worst outcome counts.
OUTCOMES = ("fails", "holds", "blank_is_zero", "untestable")
# In the order of the annotation guide, whether a corpus has them or not, so that codes are the same in every panel.
KINDS = ("government", "department", "township", "subdistrict", "institution", "vertical")
VALUES_ZH = {
    "level": {"province": "省级", "city": "市级", "county": "县级", "township": "乡镇街道", "other": "其他"},
    "kind": {"government": "政府", "department": "部门", "township": "乡镇", "subdistrict": "街道", "institution": "事业单位", "vertical": "垂直管理单位"},
    "check": {"fails": "不符", "holds": "相符", "blank_is_zero": "空白按0计时相符", "untestable": "无法核对"},
}  # fmt: skip
_IDENTIFIERS = {
    "report": ("年报标识", "key of the report (agency and year)"),
    "agency_key": ("机关标识", "key of the agency, the same over the years"),
    "agency": ("机关名称", "name of the agency"),
    "year": ("报告年度", "year reported on"),
    "level": ("层级", "level of government"),
    "kind": ("机关类型", "kind of agency"),
    "region": ("地区", "region as far as stated"),
    "province": ("省份", "province"),
    "city": ("地市", "prefecture-level unit"),
    "county": ("县区", "county-level unit"),
    "has_section": ("读到第五部分", "section five was found; if 0, all themes are 0"),
}
# Words of figure keys in short, so that names stay readable within 32 characters.
_SHORT = {
    "requests": "req", "reconsideration": "recons", "lawsuit_direct": "suit1", "lawsuit_after_reconsideration": "suit2",
    "normative_documents": "normdoc", "natural_person": "person", "social_organisation": "social",
    "legal_service": "legal", "other_organisation": "otherorg", "not_processed": "notproc", "unavailable": "unavail",
    "partly_granted": "partly", "internal_affairs": "internal", "process_information": "process",
    "enforcement_file": "enforce", "administrative_query": "adminfile", "safety_stability": "safety",
    "needs_creation": "create", "still_unclear": "unclear", "carried_forward": "forward", "state_secret": "secret",
}  # fmt: skip


@dataclass(frozen=True)
class Variable:
    """One column of the panel, as its codebook describes it."""

    name: str
    kind: str
    zh: str
    en: str
    source: str = ""


def short_name(key: str, taken: Mapping[str, str] | None = None) -> str:
    """A name of at most 32 ASCII letters, digits and underscores for a key; not one of ``taken`` (name → key)."""
    words = [_SHORT.get(part, part) for part in key.split(".")]
    name = re.sub(r"[^A-Za-z0-9_]", "_", "_".join(words))
    name = name if name[:1].isalpha() else f"v_{name}"
    if len(name) > NAME_LENGTH or (taken is not None and name in taken):
        mark = hashlib.sha256(key.encode()).hexdigest()[:4]
        name = f"{name[: NAME_LENGTH - 5]}_{mark}"
    return name


def panel(tables: Tables) -> Result:
    """One row an agency-year: who reports, which themes it names, its figures, the outcome of every check.

    Returns
    -------
    Frame sorted by agency and year. Columns: identifiers; ``n_problem``, ``n_measure``, ``n_rectified`` (statements);
    ``<role>_<theme>`` (0 or 1, as tagged); figures by shortened key (NaN where blank); ``check_<id>`` (category fails,
    holds, blank_is_zero, untestable; missing where not run). ``params["variables"]`` describes every column. Several
    documents of one agency and year are one row.
    """
    import numpy as np
    import pandas as pd

    reports, rows = used_reports(tables)
    variables = [Variable(name, "identifier", *words) for name, words in _IDENTIFIERS.items()]
    columns: dict[str, Any] = {name: reports[name] for name in _IDENTIFIERS}
    columns["has_section"] = reports["has_section"].astype("int8")
    for name, known in (("level", LEVELS), ("kind", KINDS)):
        columns[name] = pd.Categorical(reports[name].where(reports[name].isin(known)), categories=list(known))
    for found, described in (
        _statements(tables, text_documents(tables), len(reports)),
        _themes(tables),
        _figures(tables, reports),
        _checks(tables, rows, len(reports)),
    ):
        columns |= found
        variables += described
    frame = pd.DataFrame(columns)
    order = np.lexsort(
        (frame["year"].fillna(0).to_numpy(dtype=int), frame["agency_key"].to_numpy(dtype=object))
    )
    params = {"variables": [vars_of(variable) for variable in variables], **counts(incidence(tables))}
    return Result(frame.iloc[order].reset_index(drop=True), params, "panel")


def vars_of(variable: Variable) -> dict[str, str]:
    """A variable as plain data."""
    return {name: getattr(variable, name) for name in ("name", "kind", "zh", "en", "source")}


_Part = tuple[dict[str, Any], list[Variable]]


def _statements(tables: Tables, rows: Mapping[str, int], n: int) -> _Part:
    import numpy as np

    frame = tables["statements"].select(["document", "role"]).to_pandas()
    places = frame["document"].map(rows)
    columns, variables = {}, []
    for role, (zh, en) in ROLES.items():
        mine = places[(frame["role"] == role) & places.notna()].to_numpy(dtype=int)
        columns[f"n_{role}"] = np.bincount(mine, minlength=n)
        variables.append(Variable(f"n_{role}", "count", f"{zh}的陈述数", f"statements {en}"))
    return columns, variables


def _themes(tables: Tables) -> _Part:
    names = {theme["id"]: (theme["zh"], theme["en"]) for theme in load_yaml("codebook.yaml")["themes"]}
    columns: dict[str, Any] = {}
    variables: list[Variable] = []
    taken: dict[str, str] = {}
    for role, (zh, en) in ROLES.items():
        found = incidence(tables, role=role)
        for j, theme in enumerate(found.themes):
            name = short_name(f"{role}_{theme}", taken)
            taken[name] = theme
            columns[name] = found.matrix[:, j].astype("int8")
            theme_zh, theme_en = names.get(theme, (theme, theme))
            variables.append(Variable(name, "theme", f"{theme_zh}：{zh}", f"{theme_en}: {en}", theme))
    return columns, variables


def _figures(tables: Tables, reports: pd.DataFrame) -> _Part:
    keys = sorted(figure_keys(tables))
    values = figure_values(tables, reports, keys)
    taken: dict[str, str] = {}
    for key in keys:
        taken[short_name(key, taken)] = key
    columns = {name: values[:, j] for j, name in enumerate(taken)}
    return columns, [
        Variable(name, "figure", figure_name(key), figure_name(key, "en"), key) for name, key in taken.items()
    ]


def _checks(tables: Tables, rows: Mapping[str, int], n: int) -> _Part:
    import numpy as np
    import pandas as pd

    frame = tables["checks"].select(["document", "check", "outcome"]).to_pandas()
    frame = frame.assign(row=frame["document"].map(rows), code=frame["outcome"].map(OUTCOMES.index))
    frame = frame.dropna(subset=["row", "code"])
    known: Sequence[dict[str, Any]] = load_yaml("checks", "checks.yaml")["checks"]
    words = {check["id"]: check for check in known}
    columns, variables = {}, []
    for check, part in frame.groupby("check", sort=True, observed=True):
        codes = np.full(n, len(OUTCOMES))
        np.minimum.at(codes, part["row"].to_numpy(dtype=int), part["code"].to_numpy(dtype=int))
        name = short_name(f"check_{check}")
        codes = np.asarray(np.where(codes < len(OUTCOMES), codes, -1), dtype=np.int8)
        columns[name] = pd.Categorical.from_codes(codes, categories=pd.Index(list(OUTCOMES)))
        about = words.get(str(check), {})
        zh, en = (str(about.get(lang, check)) for lang in ("zh", "en"))
        variables.append(Variable(name, "check", zh, en, str(check)))
    return columns, variables
