"""Weekly patterns: one row per person, one square per week, colored by what is known of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from recoveryeval.plots.alt_text import set_alt
from recoveryeval.plots.style import INK, SMALL, axes_for, dress

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Dark against light in gray, apart for color-blind readers; the last is paper.
SHADES = {"+": "#D55E00", "-": "#A6D3F0", "*": "#7B4B94", "o": "#D9D9D9", "_": "#FFFFFF"}


def weekly_patterns_plot(
    symbols: np.ndarray,
    *,
    words: Mapping[str, str],
    labels: Mapping[str, str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw everyone's weeks, people with early use on top; no person is named.

    Parameters
    ----------
    symbols : numpy.ndarray
        Symbols ``+ - * o _`` of shape (people, weeks); empty text after a
        person's last week.
    words : mapping of str to str
        What each symbol means, for the legend.
    labels : mapping of str to str or None
        ``title`` and ``x`` in words.
    ax : matplotlib.axes.Axes or None
        Axes to draw on; new ones by default.

    Returns
    -------
    matplotlib.axes.Axes
        With an alternative text that tells shares only.
    """
    from matplotlib.colors import ListedColormap
    from matplotlib.patches import Patch

    told = {"title": "Weekly results", "x": "Week", **(labels or {})}
    ordered = symbols[order_of(symbols)]
    codes = np.full(ordered.shape, np.nan)
    for code, symbol in enumerate(SHADES):
        codes[ordered == symbol] = code
    ax = axes_for(ax, height=min(8.0, max(3.0, 2.0 + 0.02 * len(symbols))))
    n, weeks = ordered.shape
    ax.imshow(
        codes, cmap=ListedColormap(list(SHADES.values())), vmin=-0.5, vmax=len(SHADES) - 0.5,
        aspect="auto", interpolation="nearest", extent=(0.5, weeks + 0.5, n, 0),
    )  # fmt: skip
    dress(ax, title=told["title"], x=told["x"], y=_people(n), points_above=32)
    ax.set_yticks([])
    ax.grid(visible=False)
    shown = [s for s in SHADES if (ordered == s).any() or (s == "_" and (ordered == "").any())]
    ax.legend(
        handles=[Patch(facecolor=SHADES[s], edgecolor="#888888", label=words[s]) for s in shown],
        loc="lower left", bbox_to_anchor=(0, 1), ncols=4 if len(shown) == 4 else 3,
        frameon=False, fontsize=SMALL,
        labelcolor=INK, borderaxespad=0.3,
    )  # fmt: skip
    return set_alt(ax, _alt(ordered, words, told["title"]))


def order_of(symbols: np.ndarray) -> np.ndarray:
    """Return the order of people (n,): by first week of use, then by more weeks of use."""
    use = symbols == "+"
    first = np.where(use.any(axis=1), use.argmax(axis=1), symbols.shape[1])
    missed = (symbols == "o").sum(axis=1)
    return np.lexsort((missed, -use.sum(axis=1), first))


def _people(n: int) -> str:
    """Return a number of people in words."""
    return "1 person" if n == 1 else f"{n:,} people"


def _alt(symbols: np.ndarray, words: Mapping[str, str], title: str) -> str:
    """Return the picture in words: the share of each kind of week."""
    weeks = (symbols != "").sum()
    shares = [
        f"{words[s]} {100 * (symbols == s).sum() / weeks:.0f}%"
        for s in SHADES
        if (symbols == s).any()
    ]
    return f"{title}. {_people(len(symbols))} by week; of all weeks: {'; '.join(shares)}."
