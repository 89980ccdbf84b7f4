"""The survival verbs that take clusters or weights, asked with them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

import recoveryeval as rv

# Each verb that takes cluster=, asked with it.
CLUSTERED: dict[str, Callable[..., Any]] = {
    "kaplan_meier": lambda o, c: rv.kaplan_meier(o, "arm", cluster=c),
    "nelson_aalen": lambda o, c: rv.nelson_aalen(o, "arm", cluster=c),
    "logrank": lambda o, c: rv.logrank(o, "arm", cluster=c),
    "rmst": lambda o, c: rv.rmst(o, "arm", horizon=20, cluster=c),
    "rmst_regression": lambda o, c: rv.rmst_regression(o, "arm + age", horizon=20, cluster=c),
    "cox": lambda o, c: rv.cox(o, "arm + age", cluster=c),
    "discrete_hazard": lambda o, c: rv.discrete_hazard(
        o, "arm + age", period=10, baseline="linear", cluster=c
    ),
    "adjusted_curves": lambda o, c: rv.adjusted_curves(o, "arm + age", by="arm", cluster=c),
    "baseline_hazard": lambda o, c: rv.baseline_hazard(o, "arm + age", cluster=c),
    "parametric": lambda o, c: rv.parametric(o, "arm + age", cluster=c),
    "cumulative_incidence": lambda o, c: rv.cumulative_incidence(o, "arm", cluster=c),
    "incidence_regression": lambda o, c: rv.incidence_regression(
        o, "arm + age", horizon=20, cause="return to use", cluster=c
    ),
    "fine_gray": lambda o, c: rv.fine_gray(o, "arm + age", cause="return to use", cluster=c),
    "mean_cumulative_function": lambda o, c: rv.mean_cumulative_function(o, "arm", cluster=c),
    "recurrent_cox": lambda o, c: rv.recurrent_cox(o, "arm + age", cluster=c),
}
# Each verb that takes weights=, asked with them.
WEIGHTED: dict[str, Callable[..., Any]] = {
    "kaplan_meier": lambda o, w: rv.kaplan_meier(o, "arm", weights=w),
    "nelson_aalen": lambda o, w: rv.nelson_aalen(o, "arm", weights=w),
    "logrank": lambda o, w: rv.logrank(o, "arm", weights=w),
    "rmst": lambda o, w: rv.rmst(o, "arm", horizon=20, weights=w),
    "cox": lambda o, w: rv.cox(o, "arm + age", weights=w),
    "proportional_hazards": lambda o, w: rv.proportional_hazards(o, "arm + age", weights=w),
    "residuals": lambda o, w: rv.residuals(o, "arm + age", weights=w),
    "discrete_hazard": lambda o, w: rv.discrete_hazard(
        o, "arm + age", period=10, baseline="linear", weights=w
    ),
    "adjusted_curves": lambda o, w: rv.adjusted_curves(o, "arm + age", by="arm", weights=w),
    "baseline_hazard": lambda o, w: rv.baseline_hazard(o, "arm + age", weights=w),
    "parametric": lambda o, w: rv.parametric(o, "arm + age", weights=w),
    "cumulative_incidence": lambda o, w: rv.cumulative_incidence(o, "arm", weights=w),
    "mean_cumulative_function": lambda o, w: rv.mean_cumulative_function(o, "arm", weights=w),
    "recurrent_cox": lambda o, w: rv.recurrent_cox(o, "arm + age", weights=w),
}


def sites(size: int, count: int) -> np.ndarray:
    """Return a site for each person; each site has people of both arms."""
    return np.arange(size) // 2 % count
