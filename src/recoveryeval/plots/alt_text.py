"""The alternative text of a picture: what a reader who cannot see it needs to know."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ATTRIBUTE = "_recoveryeval_alt_text"


def set_alt(ax: Axes, text: str) -> Axes:
    """Attach an alternative text to the axes, and return them."""
    setattr(ax, ATTRIBUTE, " ".join(text.split()))
    return ax


def get_alt(ax: Axes) -> str:
    """Return the alternative text of the axes, empty where none was set."""
    return str(getattr(ax, ATTRIBUTE, ""))
