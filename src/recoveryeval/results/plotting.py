"""From the name of a picture to the function that draws it."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, cast

from recoveryeval.errors import EstimationError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PICTURES = {
    "survival": "survival_plot",
    "forest": "forest_plot",
    "observed_expected": "observed_expected_plot",
    "flow": "flow_plot",
}


def plotter(name: str) -> Callable[..., Axes]:
    """Return the plot function of that name; each takes ``(tidy, labels=, ax=)``."""
    if name not in PICTURES:
        raise EstimationError(
            "This result has no picture of its own",
            code="RE-G04",
            do="Use tidy() and plot the columns you need.",
        )
    module = import_module(f"recoveryeval.plots.{name}")
    return cast("Callable[..., Axes]", getattr(module, PICTURES[name]))
