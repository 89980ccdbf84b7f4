"""On which scale each row of a tidy table is pooled, and with which error."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np
import pandas as pd

from recoveryeval.stats.missing.rubin import Floats
from recoveryeval.stats.missing.scales import SCALES, even, finite_on

RATIO = re.compile(r"^(?!log)(?!.*difference)(?:.*\bratios?\b|odds\b)")
BETWEEN_0_AND_1 = re.compile(
    r"^(?!.*(?:difference|change in|ratio))"
    r"(?:.*\b(?:share|risk|survival|incidence|proportion|intraclass)\b)"
)


def row_scales(table: pd.DataFrame, of: Mapping[str, Floats]) -> np.ndarray:
    """Return the scale of every row (rows,): that of ratios, or the one its own limits show.

    Arrays have shape (m, rows). Where an imputation has no value on that scale, such as
    a share of 0, the row is pooled as it stands.
    """
    words, estimate = _words(table), of["estimate"]
    scale = np.full(len(table), "", dtype=object)
    scale[[bool(RATIO.match(word)) for word in words]] = "log"
    for name in SCALES:
        scale[(scale == "") & even(name, estimate, of["conf_low"], of["conf_high"])] = name
    shares = np.array([bool(BETWEEN_0_AND_1.match(word)) for word in words])
    scale[(scale == "") & shares] = "logit"
    scale[scale == ""] = "identity"
    for name in SCALES:
        scale[(scale == name) & ~finite_on(name, estimate)] = "identity"
    return scale


def bounds(table: pd.DataFrame) -> tuple[Floats, Floats]:
    """Return what limits cannot go beyond, each (rows,)."""
    words = _words(table)
    shares = np.array([bool(BETWEEN_0_AND_1.match(word)) for word in words], dtype=bool)
    ratios = np.array([bool(RATIO.match(word)) for word in words], dtype=bool)
    return np.where(shares | ratios, 0.0, -np.inf), np.where(shares, 1.0, np.inf)


def _words(table: pd.DataFrame) -> list[str]:
    """Return what every row estimates."""
    if "estimand" not in table:
        return [""] * len(table)
    return [str(word) for word in table["estimand"].astype("string").fillna("")]


def errors_on(scale: np.ndarray, of: Mapping[str, Floats], reach: Floats) -> Floats:
    """Return standard errors (m, rows) on each row's scale.

    A row without one has that of its limits: half their width over ``reach``, the quantile
    they were made with.
    """
    estimate, low, high = of["estimate"], of["conf_low"], of["conf_high"]
    out = np.full_like(estimate, np.nan)
    for name in set(scale):
        at, to = scale == name, SCALES[name]
        with np.errstate(all="ignore"):
            own = of["std_error"][:, at] * np.abs(to.slope(estimate[:, at]))
            wide = np.abs(to.forward(high[:, at]) - to.forward(low[:, at])) / (2 * reach[:, at])
            plain = np.abs(high[:, at] - low[:, at]) / (2 * reach[:, at])
        wide = np.where(np.isfinite(wide), wide, plain * np.abs(to.slope(estimate[:, at])))
        unknown = ~np.isfinite(own) | ((own == 0) & (wide > 0))
        out[:, at] = np.where(unknown, wide, own)
    return out


def moved(scale: np.ndarray, values: Floats, way: str) -> Floats:
    """Return values (..., rows) on, or (``way="back"``) back from, each row's scale."""
    out = np.array(values, dtype="float64", copy=True)
    for name in set(scale):
        at = scale == name
        with np.errstate(all="ignore"):
            out[..., at] = getattr(SCALES[name], way)(values[..., at])
    return out
