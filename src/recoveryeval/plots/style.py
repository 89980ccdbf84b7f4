"""One look for every picture: colors that color-blind readers can tell apart, and line styles.

Each group differs by color and by line style, so that a picture survives gray printing.
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

from recoveryeval.errors import EstimationError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Okabe and Ito's palette without its yellow, which is too light for a line on white paper.
COLORS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
DASHES: tuple[Any, ...] = (
    "-",
    (0, (5, 2)),
    (0, (1, 1.2)),
    (0, (6, 2, 1, 2)),
    (0, (9, 3)),
    (0, (3, 1, 1, 1, 1, 1)),
)
INK, MUTED, GRID = "#222222", "#555555", "#E3E3E3"
TEXT, SMALL = 10, 9
TITLE_WIDTH = 62
TITLE = 0.5  # inches of a title of one or two lines


def color(index: int) -> str:
    """Return the color of a group."""
    return COLORS[index % len(COLORS)]


def dashes(index: int) -> Any:
    """Return the line style of a group; beyond six groups styles shift against colors."""
    return DASHES[(index + index // len(COLORS)) % len(DASHES)]


def axes_for(ax: Axes | None, *, width: float = 7.0, height: float = 4.8) -> Axes:
    """Return the axes to draw on; nothing outside them is cut off.

    A given figure without a layout engine gets the constrained one, and one that holds nothing
    but these axes grows to the height asked for, since tables, legends and labels outside the
    axes would otherwise be cut off or leave no room for the picture.
    """
    if ax is None:
        from matplotlib import pyplot as plt

        return plt.figure(figsize=(width, height), layout="constrained").add_subplot()
    refuse_no_axes(ax)
    # matplotlib's stubs say less than its documentation about figures and their layout.
    figure: Any = ax.get_figure()
    if figure is figure.get_figure():
        if figure.get_layout_engine() is None:
            figure.set_layout_engine("constrained")
        if len(figure.axes) == 1 and figure.get_figheight() < height:
            figure.set_figheight(height)
    return ax


def refuse_no_axes(ax: object) -> None:
    """Raise unless matplotlib axes are given."""
    from matplotlib.axes import Axes

    if not isinstance(ax, Axes):
        raise EstimationError(
            "A picture is drawn on matplotlib axes, and something else was given",
            code="RE-M30",
            do="Leave ax= out, or give one of figure, ax = matplotlib.pyplot.subplots().",
        )


def dress(
    ax: Axes,
    *,
    title: str,
    x: str,
    y: str,
    points_above: float = 0,
    title_width: int = TITLE_WIDTH,
) -> None:
    """Give the axes their words and a quiet frame; points above are kept free for a legend."""
    ax.set_title(
        wrapped(title, title_width),
        loc="left",
        fontsize=TEXT + 1,
        fontweight="bold",
        color=INK,
        pad=8 + points_above,
    )
    ax.set_xlabel(wrapped(x, TITLE_WIDTH), fontsize=TEXT, color=INK)
    ax.set_ylabel(wrapped(y, 38), fontsize=TEXT, color=INK)
    ax.tick_params(labelsize=SMALL, colors=INK)
    ax.grid(visible=True, axis="y", color=GRID, linewidth=0.8)
    ax.set_axisbelow(True)
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)


def note_below(ax: Axes, note: str, *, width: int = 90) -> None:
    """Write a note under the axis label, in letters that leave the picture its room."""
    if not note:
        return
    ax.annotate(
        wrapped(note, width),
        xy=(0, 0),
        xycoords="axes fraction",
        xytext=(0, -44 - (TEXT + 4) * ax.get_xlabel().count("\n")),
        textcoords="offset points",
        va="top",
        fontsize=SMALL,
        color=INK,
        annotation_clip=False,
    )


def wrapped(text: str, width: int) -> str:
    """Return a text broken into lines at spaces, and within words longer than a line."""
    return "\n".join(textwrap.wrap(text, width)) if text else ""
