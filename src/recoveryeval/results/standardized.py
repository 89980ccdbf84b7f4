"""A difference in units of a standard deviation that is named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from recoveryeval.errors import EstimationError
from recoveryeval.results.result import Result

Spread = Literal["within groups", "first wave"] | float


@dataclass(frozen=True, slots=True)
class Denominator:
    """A standard deviation, what it is of, and the degrees of freedom behind it."""

    sd: float
    name: str
    df: float


def denominator(model: Result, asked: Spread) -> Denominator:
    """Return the standard deviation that a model's differences are divided by."""
    if model.log_scale:
        raise EstimationError(
            "Ratios have no standard deviation that they could be divided by",
            code="RE-M62",
            do="Use tidy(exponentiate=True).",
        )
    if not isinstance(asked, str):
        return Denominator(_positive(float(asked)), "SD given by the caller", np.inf)
    observed = model.extras.get("observed") or {}
    if asked not in ("within groups", "first wave") or "squares" not in observed:
        raise EstimationError(
            "This model does not carry that standard deviation",
            code="RE-M62",
            do="Use standardize='within groups' or 'first wave' for models of scores with a "
            "factor, or give a number in points of the scale.",
        )
    here = np.ones(len(observed["n"]), dtype=bool)
    if asked == "first wave":
        here = _first_wave(model.extras, observed)
    n, squares = np.asarray(observed["n"])[here], np.asarray(observed["squares"])[here]
    df = float(n.sum() - len(n))
    sd = float(np.sqrt(squares.sum() / df)) if df > 0 else 0.0
    return Denominator(_positive(sd), f"SD {_place(asked)}", df)


def _place(asked: str) -> str:
    """Return where a standard deviation is taken, in words."""
    return asked if asked == "within groups" else "within groups at the first wave"


def _first_wave(extras: Mapping[str, Any], observed: Mapping[str, Any]) -> np.ndarray:
    """Return which cells (cells,) are of the first wave."""
    if "wave" not in observed["levels"]:
        raise EstimationError(
            "The model has no waves, so there is no first one",
            code="RE-M62",
            do="Use standardize='within groups', or give a number in points of the scale.",
        )
    first = extras["grid"]["levels"]["wave"][0]
    return np.asarray(np.array(observed["levels"]["wave"]) == first)


def _positive(sd: float) -> float:
    """Return a standard deviation that something can be divided by."""
    if not 0 < sd < np.inf:
        raise EstimationError(
            "A standard deviation of zero cannot be a unit",
            code="RE-E38",
            do="Report the difference in points.",
        )
    return sd


def divided(found: Mapping[str, Any], by: Denominator) -> dict[str, Any]:
    """Return a tested contrast in standard deviations; its error counts that of the unit.

    The test of no difference is that of the contrast itself.
    """
    from scipy.special import stdtrit

    d = found["estimate"] / by.sd
    error = float(np.hypot(found["std_error"] / by.sd, d / np.sqrt(2 * by.df)))
    df = min(found["df"], by.df, 1e12)
    half = float(stdtrit(df, 0.5 + found["conf_level"] / 2)) * error
    limits = {"conf_low": d - half, "conf_high": d + half}
    told = f"divided by the {by.name}, {by.sd:.4g} points"
    method = "; ".join(part for part in (told, found.get("method", "")) if part)
    return {**found, "estimate": d, "std_error": error, **limits, "method": method}
