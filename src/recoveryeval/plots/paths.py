"""Individual paths of a score over waves, small panels by group, with the mean path."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from recoveryeval.plots.alt_text import set_alt
from recoveryeval.plots.style import INK, SMALL, axes_for, color, dress, wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PANEL, WIDEST, LETTERS = 3.2, 16.0, 11.0


def paths_plot(
    paths: Mapping[str, np.ndarray],
    waves: Sequence[str],
    *,
    labels: Mapping[str, str],
    ax: Axes | None = None,
) -> Axes:
    """Draw every person's path as a thin line and each group's mean as a thick one.

    Parameters
    ----------
    paths : mapping of str to array
        Scores (people, waves) of each group, NaN where absent.
    waves : sequence of str
        Names of the waves.
    labels : mapping of str to str
        ``title``, ``x`` and ``y``.
    ax : Axes or None
        Axes to draw on; groups stand side by side on it.

    Returns
    -------
    Axes
        With an alternative text.
    """
    groups = list(paths)
    axes = axes_for(ax, width=float(np.clip(PANEL * len(groups), 7.0, WIDEST)))
    figure: Any = axes.get_figure()
    each = figure.bbox.width / figure.dpi / len(groups) * LETTERS  # letters that a panel is wide
    k, room = len(waves), len(waves) + 0.6
    ticks, names, told, heads = [], [], [], []
    for g, group in enumerate(groups):
        x = g * room + np.arange(k)
        _group(axes, x, paths[group], g)
        ticks += list(x)
        names += list(waves)
        heads.append(wrapped(f"{group} (n = {len(paths[group])})", max(int(each), 8)))
        axes.text(x.mean(), 1.015, heads[-1], ha="center", transform=axes.get_xaxis_transform(),
                  fontsize=SMALL, color=INK)  # fmt: skip
        mean = seen_mean(paths[group])
        seen = ", ".join(f"{w} {m:.1f}" for w, m in zip(waves, mean, strict=True))
        told.append(f"{group}, {len(paths[group])} people, means {seen}")
    crowded = sum(len(w) + 1 for w in waves) > each
    axes.set_xticks(ticks, names, rotation=90 if crowded else 0)
    above = 14 * max(1 + head.count("\n") for head in heads)
    dress(axes, title=labels.get("title", ""), x=labels.get("x", ""), y=labels.get("y", ""),
          points_above=above)  # fmt: skip
    return set_alt(axes, f"{labels.get('title', 'Paths')}. " + "; ".join(told) + ".")


def _group(axes: Axes, x: np.ndarray, scores: np.ndarray, g: int) -> None:
    """Draw one group: thin paths that bridge gaps with nothing, and the mean of what was seen."""
    thin = float(np.clip(12 / max(len(scores), 1), 0.12, 0.6))
    for row in scores:
        axes.plot(x, row, color=color(g), alpha=thin, linewidth=0.9, marker="o", markersize=2)
    axes.plot(x, seen_mean(scores), color=INK, linewidth=2.4, marker="o", markersize=5)


def seen_mean(scores: np.ndarray) -> np.ndarray:
    """Return the mean at each wave (k,) of what was seen there, NaN where nothing was."""
    seen = ~np.isnan(scores)
    n = seen.sum(axis=0)
    total = np.where(seen, scores, 0.0).sum(axis=0)
    return np.asarray(np.where(n > 0, total / np.maximum(n, 1), np.nan))
