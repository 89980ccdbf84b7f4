"""From the name of a picture to the function that draws it."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, cast

from recoveryeval.errors import EstimationError, nearest

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from recoveryeval.results.curve import Curve

PICTURES = {
    "change": "change_plot",
    "missingness": "missingness_plot",
    "means": "means_plot",
    "tipping": "tipping_plot",
    "shrinkage": "shrinkage_plot",
    "survival": "survival_plot",
    "schoenfeld": "schoenfeld_plot",
    "interval_curve": "interval_curve_plot",
    "parametric_curves": "parametric_curves_plot",
    "mean_cumulative": "mean_cumulative_plot",
    "forest": "forest_plot",
    "observed_expected": "observed_expected_plot",
    "flow": "flow_plot",
    "followup": "followup_plot",
    "harms": "harms_plot",
    "national_outcomes": "national_outcomes_plot",
    "before_after": "before_after_plot",
    "cascade": "cascade_plot",
    "dose": "dose_plot",
    "definitions": "definitions_plot",
    "incidence": "incidence_plot",
    "stacked_incidence": "stacked_incidence_plot",
    "hazard": "hazard_plot",
    "log_log": "log_log_plot",
}


def picture_of(curve: Curve, asked: str | None) -> str:
    """Return the name of the picture asked for, among those that fit the curve."""
    fitting = [curve.plot_name, *curve.extras.get("pictures", ())]
    if asked is None:
        return curve.plot_name
    if asked not in fitting:
        raise EstimationError(
            "These curves have no picture of that name",
            code="RE-G04",
            do=f"Name picture= as one of: {', '.join(fitting)}.{nearest(asked, fitting)}",
        )
    return asked


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
