"""Chart of the network of themes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from textmine.analysis.frames import rows_of
from textmine.charts._layout import finish, new_axes
from textmine.charts._style import GREY, INK, LABEL, MEASURE, PROBLEM, RULE, house_style
from textmine.charts._wording import ChartText, Wording, load_wording
from textmine.errors import UsageError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from textmine.analysis import Result

# Communities keep these colours (Okabe & Ito); further ones are grey.
_COLOURS = (MEASURE, PROBLEM, "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
_SIZE = 5.4  # inches


def draw_network(result: Result, *, ax: Axes | None = None, lang: str = "zh") -> Axes:
    """Themes on a circle, community by community; area by number of reports, lines by strength.

    Pairs told from chance are drawn dark, the others pale; where no pair is, communities are not coloured, since
    they rest on chance, too. ``result`` is that of ``analysis.network``. Raises UsageError for
    other results.
    """
    if result.name != "network":
        raise UsageError("draw_network takes the result of network.")
    wording = load_wording(lang)
    with house_style():
        axes = new_axes() if ax is None else ax
        _draw(axes, result, wording)
        return finish(axes, network_text(result, wording), own=ax is None, width=_SIZE, height=_SIZE)


def _draw(ax: Axes, result: Result, wording: Wording) -> None:
    frame = result.frame[result.frame["reports"] > 0].sort_values(
        ["community", "reports"], ascending=[True, False]
    )
    places: dict[str, tuple[float, float]] = {}
    for number, theme in enumerate(frame["theme"]):
        angle = math.pi / 2 - 2 * math.pi * number / max(1, len(frame))
        places[theme] = (math.cos(angle), math.sin(angle))
    strongest = max((edge["weight"] for edge in result.params["edges"]), default=1.0)
    for edge in sorted(result.params["edges"], key=lambda edge: edge["more"]):
        _edge(ax, edge, places, strongest)
    most = max(1, int(frame["reports"].max())) if len(frame) else 1
    sure = any(edge["more"] for edge in result.params["edges"])
    for item in rows_of(frame):
        x, y = places[item.theme]
        colour = _COLOURS[item.community - 1] if sure and item.community <= len(_COLOURS) else GREY
        ax.scatter(
            [x],
            [y],
            s=60 + 520 * item.reports / most,
            color=colour,
            edgecolor="white",
            linewidth=1.2,
            zorder=3,
        )
        side = "left" if x > 0.15 else "right" if x < -0.15 else "center"
        up = "center" if abs(x) > 0.15 else "bottom" if y > 0 else "top"
        words = wording.say("network.node", theme=wording.theme(item.theme), reports=item.reports)
        ax.text(1.16 * x, 1.16 * y, words, ha=side, va=up, size=LABEL, color=INK)
    ax.set_xlim(-1.25, 1.25)
    ax.set_ylim(-1.25, 1.25)
    ax.set_xticks([])
    ax.set_yticks([])
    for spine in ax.spines.values():
        spine.set_visible(False)


def _edge(ax: Axes, edge: dict[str, Any], places: dict[str, tuple[float, float]], strongest: float) -> None:
    (x, y), (other_x, other_y) = places[edge["a"]], places[edge["b"]]
    part = edge["weight"] / strongest
    ax.plot(
        [x, other_x], [y, other_y], color=INK if edge["more"] else RULE, linewidth=0.4 + 3.2 * part if edge["more"] else 0.3 + 1.2 * part,
        alpha=0.85 if edge["more"] else 0.7, zorder=2 if edge["more"] else 1, solid_capstyle="round",
    )  # fmt: skip


def network_text(result: Result, wording: Wording) -> ChartText:
    """The most strongly tied pair among those told from chance."""
    params = result.params
    role = wording.group("roles", params["role"])
    subtitle = wording.say("network.subtitle", role=role, base=wording.base(params))
    sure = [edge for edge in params["edges"] if edge["more"]]
    note = wording.phrase("network.method" if sure else "network.method_none")
    if not params["edges"]:
        title = wording.phrase("network.title_empty")
    elif params["agencies"] < params["min_agencies"]:
        title = wording.say("network.title_few_agencies", min_agencies=params["min_agencies"])
    elif not sure:
        title = wording.phrase("network.title_none")
    else:
        a, b = wording.theme(sure[0]["a"]), wording.theme(sure[0]["b"])
        title = wording.say("network.title", a=a, b=b, pairs=len(sure))
    return ChartText(title, subtitle, note)
