"""A legend between title and axes, that never covers a curve."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from recoveryeval.plots.style import INK, SMALL, color, dashes, refuse_no_axes, wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SHORT = 14  # names up to this length are their own short name
PAGE = 84  # letters across a picture of seven inches
PER_INCH = 12
NARROW = 30
NO_BREAK = "\u00a0"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Legend:
    """The entries of a legend, in how many columns, and the points of height they take."""

    entries: tuple[str, ...]
    columns: int
    points: float


def short_names(groups: Sequence[str]) -> dict[str, str]:
    """Return a name for each group that fits beside a table; letters where names are long."""
    if max(len(g) for g in groups) <= SHORT or len(groups) > len(LETTERS):
        return {g: g for g in groups}
    return dict(zip(groups, LETTERS, strict=False))


def page_of(ax: Axes | None) -> int:
    """Return how many letters fit across a picture: across one's own, or across given axes."""
    if ax is None:
        return PAGE
    refuse_no_axes(ax)
    place = ax.get_subplotspec()
    # matplotlib's stubs say less than its documentation about the figures of axes.
    figure: Any = ax.get_figure()
    if place is None:
        return PAGE
    share = len(place.colspan) / place.get_gridspec().ncols
    return max(NARROW, min(PAGE, int(share * figure.bbox.width / figure.dpi * PER_INCH)))


def plan_legend(
    names: dict[str, str], people: Sequence[float], *, counted: str = "", page: int = PAGE
) -> Legend:
    """Return the entries of a legend, such as 'A: usual care (n = 40)', or '(40 events)'.

    ``page`` is the number of letters across the picture.
    """
    if len(names) < 2:
        return Legend((), 1, 0.0)
    letters = page - 8 - (PAGE - page) // 12
    told = [
        _entry(group if short == group else f"{short}: {group}", _counted(n, counted), letters)
        for (group, short), n in zip(names.items(), people, strict=True)
    ]
    widest = max(len(line) for entry in told for line in entry.split("\n"))
    columns = max(1, min(len(told), page // (widest + 8)))
    rows = -(-len(told) // columns)
    lines = rows * max(entry.count("\n") + 1 for entry in told)
    return Legend(tuple(told), columns, lines * (SMALL + 6.0) + 4)


def _entry(name: str, count: str, letters: int) -> str:
    """Return a name with its count, which no line breaks apart."""
    whole = count.replace(" ", NO_BREAK)
    return wrapped(f"{name} ({whole})", letters).replace(NO_BREAK, " ")


def _counted(n: float, what: str) -> str:
    """Return a count in words."""
    return f"{n:,.0f} {what}" if what else f"n = {n:,.0f}"


def draw_legend(ax: Axes, legend: Legend) -> None:
    """Draw the legend above the axes."""
    from matplotlib.lines import Line2D

    if not legend.entries:
        return
    handles = [
        Line2D([], [], color=color(i), linestyle=dashes(i), linewidth=1.9)
        for i in range(len(legend.entries))
    ]
    ax.legend(
        handles,
        legend.entries,
        ncols=legend.columns,
        loc="lower left",
        bbox_to_anchor=(0, 1.0),
        borderaxespad=0.2,
        frameon=False,
        fontsize=SMALL,
        labelcolor=INK,
        handlelength=2.6,
    )
