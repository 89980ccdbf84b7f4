"""The participant flow: boxes from everyone assessed to the arms, those left out at the side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from recoveryeval.plots.alt_text import set_alt
from recoveryeval.plots.flow_boxes import Box, boxes_of
from recoveryeval.plots.style import INK, MUTED, SMALL, TEXT, TITLE_WIDTH, axes_for, wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LINE = 0.185  # inches from one line of text to the next
FILL = {"main": "#EAF2F8", "side": "#FFFFFF", "arm": "#EAF2F8"}
PAD = 0.12


def flow_plot(
    tidy: pd.DataFrame, *, labels: Mapping[str, str] | None = None, ax: Axes | None = None
) -> Axes:
    """Draw how many people were assessed, left out for which reason, and kept.

    Parameters
    ----------
    tidy : pandas.DataFrame
        Rows of a flow: ``term``, ``group``, ``estimand``, ``n``.
    labels : mapping of str to str or None
        ``title`` in words.
    ax : matplotlib.axes.Axes or None
        Axes to draw on; new ones by default.

    Returns
    -------
    matplotlib.axes.Axes
        With an alternative text.
    """
    title = (labels or {}).get("title", "Participant flow")
    boxes, joints = boxes_of(tidy)
    lines = max(box.bottom for box in boxes)
    ax = axes_for(ax, height=0.6 + LINE * lines)
    ax.set_xlim(-0.05, 10.05)
    ax.set_ylim(lines + 0.3, -0.3)
    ax.set_axis_off()
    for box in boxes:
        _draw(ax, box)
    for path in joints:
        _join(ax, path)
    ax.set_title(
        wrapped(title, TITLE_WIDTH), loc="left", fontsize=TEXT + 1, fontweight="bold", color=INK
    )
    return set_alt(ax, _alt(tidy, title))


def _draw(ax: Axes, box: Box) -> None:
    """Draw one box; its heading is bold."""
    from matplotlib.patches import Rectangle

    ax.add_patch(
        Rectangle(
            (box.left, box.top),
            box.width,
            box.height,
            facecolor=FILL[box.kind],
            edgecolor=MUTED,
            linewidth=1.0,
        )
    )
    for number, line in enumerate(box.lines):
        ax.text(
            box.left + PAD,
            box.top + 0.45 + number + 0.5,
            line,
            va="center",
            fontsize=SMALL,
            color=INK,
            fontweight="bold" if number < box.bold else "normal",
        )


def _join(ax: Axes, path: tuple[tuple[float, float], ...]) -> None:
    """Draw a line through the points, with an arrow at its end."""
    xs, ys = zip(*path, strict=True)
    ax.plot(xs[:-1] + xs[-2:-1], ys[:-1] + ys[-2:-1], color=MUTED, linewidth=1.0)
    ax.annotate(
        "",
        xy=path[-1],
        xytext=path[-2],
        arrowprops={
            "arrowstyle": "-|>",
            "color": MUTED,
            "linewidth": 1.0,
            "shrinkA": 0,
            "shrinkB": 0,
        },
    )


def _alt(tidy: pd.DataFrame, title: str) -> str:
    """Return the flow as text."""
    told = "; ".join(
        f"{term.strip()}: {int(n)}" for term, n in zip(tidy["term"], tidy["n"], strict=True)
    )
    return f"{title}. Flow of people, step by step. {told}."
