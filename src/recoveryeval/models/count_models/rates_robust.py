"""Rates of groups, their ratios and differences, with errors that hold when people differ."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from recoveryeval.stats.coefficients import Coefficients, row_df, row_test

ONE = "one person only: no robust error can be estimated"
ALIKE = "events came at one rate for everyone: no robust error can be estimated"
DUST = 1e-9  # an error that only rounding can leave


@dataclass(frozen=True, slots=True, eq=False)
class GroupRates:
    """Events and observed time of each group (k,), with robust log rates of those with events.

    ``place`` (k,) is where a group stands among the coefficients, -1 where it had no event;
    ``alone`` (k,) marks groups of one person, ``few`` says whether errors are corrected for few
    clusters; ``without`` are reasons why a group, and ``apart`` why its comparison with the first
    one, have no error (k,), empty where they have.
    """

    labels: tuple[str, ...]
    events: np.ndarray
    exposure: np.ndarray
    people: np.ndarray
    coefficients: Coefficients
    place: np.ndarray
    alone: np.ndarray
    few: bool
    without: tuple[str, ...]
    apart: tuple[str, ...]


def robust_rate(found: GroupRates, g: int, per: float, conf_level: float) -> dict[str, Any]:
    """Return the row of one group's rate with robust limits on the log scale."""
    shared = {
        "term": "robust",
        "group": found.labels[g],
        "estimand": "rate",
        "n": float(found.people[g]),
        "n_event": float(found.events[g]),
        "denominator": float(found.exposure[g]),
        "conf_level": conf_level,
        "method": f"robust limits, per {per:g}",
    }
    if found.place[g] < 0 or found.alone[g]:
        reason = ONE if found.alone[g] else "nobody had an event"
        return {**shared, "status": "not_estimable", "reason": reason}
    test = row_test(found.coefficients, _unit(found, g), conf_level)
    rate = math.exp(test.estimate) * per
    if found.without[g]:
        return {**shared, "estimate": rate, "status": "flagged", "reason": found.without[g]}
    if not test.std_error > DUST:
        return {**shared, "status": "not_estimable", "reason": ALIKE}
    return {
        **shared,
        "estimate": rate,
        "std_error": rate * test.std_error,
        "df": finite(test.df),
        "conf_low": math.exp(test.conf_low) * per,
        "conf_high": math.exp(test.conf_high) * per,
        "status": "ok",
        "reason": "",
    }


def _unit(found: GroupRates, g: int) -> np.ndarray:
    """Return the contrast row that picks the log rate of a group."""
    return np.asarray(np.arange(found.coefficients.beta.size) == found.place[g], dtype=float)


def robust_comparisons(
    found: GroupRates, g: int, per: float, conf_level: float
) -> list[dict[str, Any]]:
    """Return the rows of the ratio and of the difference to the first group."""
    shared = {
        "term": "robust",
        "contrast": f"{found.labels[g]} vs {found.labels[0]}",
        "conf_level": conf_level,
        "n": float(found.people[g] + found.people[0]),
        "n_event": float(found.events[g] + found.events[0]),
    }
    names = ("rate ratio", "rate difference")
    if found.alone[g] or found.alone[0] or found.place[g] < 0 or found.place[0] < 0:
        why = {"status": "not_estimable", "reason": ONE}
        return [{**shared, "estimand": name, **why} for name in names]
    pair = _unit(found, g), _unit(found, 0)
    if found.apart[g]:
        rates = [math.exp(float(unit @ found.coefficients.beta)) for unit in pair]
        values = rates[0] / rates[1], (rates[0] - rates[1]) * per
        why = {"status": "flagged", "reason": found.apart[g]}
        return [{**shared, "estimand": name, "estimate": value, **why}
                for name, value in zip(names, values, strict=True)]  # fmt: skip
    if not row_test(found.coefficients, pair[0] - pair[1], conf_level).std_error > DUST:
        why = {"status": "not_estimable", "reason": ALIKE}
        return [{**shared, "estimand": name, **why} for name in names]
    numbers = (_ratio(found, pair, conf_level), _difference(found, pair, per, conf_level))
    return [{**shared, "estimand": name, **told} for name, told in zip(names, numbers, strict=True)]


def _ratio(
    found: GroupRates, pair: tuple[np.ndarray, np.ndarray], conf_level: float
) -> dict[str, Any]:
    """Return the numbers of a ratio of rates, with limits on its log scale."""
    test = row_test(found.coefficients, pair[0] - pair[1], conf_level)
    ratio = math.exp(test.estimate)
    return {
        "estimate": ratio,
        "std_error": ratio * test.std_error,
        "statistic": test.statistic,
        "df": finite(test.df),
        "p_value": test.p_value,
        "conf_low": math.exp(test.conf_low),
        "conf_high": math.exp(test.conf_high),
        "status": "ok",
        "reason": "",
        "method": "robust limits on the log scale",
    }


def _difference(
    found: GroupRates, pair: tuple[np.ndarray, np.ndarray], per: float, conf_level: float
) -> dict[str, Any]:
    """Return the numbers of a difference of rates by the delta method."""
    rates = np.exp(found.coefficients.beta) * per
    row = (pair[0] - pair[1]) * rates
    # The contrast of log rates whose error is that of the difference, moved to its value.
    moved = row_test(found.coefficients, row, conf_level)
    value = float(row.sum())
    shift = value - moved.estimate
    df = row_df(found.coefficients, row)
    statistic = value / moved.std_error if moved.std_error > 0 else math.nan
    return {
        "estimate": value,
        "std_error": moved.std_error,
        "statistic": statistic,
        "df": finite(moved.df),
        "p_value": two_sided(statistic, df),
        "conf_low": moved.conf_low + shift,
        "conf_high": moved.conf_high + shift,
        "status": "ok",
        "reason": "",
        "method": f"robust limits, delta method, per {per:g}",
    }


def two_sided(statistic: float, df: float) -> float:
    """Return the two-sided p value of a t statistic; infinite df are normal."""
    from scipy.special import stdtr

    return float(2 * stdtr(min(df, 1e12), -abs(statistic)))


def finite(df: float) -> float:
    """Return degrees of freedom, missing where there are as good as infinitely many."""
    return df if math.isfinite(df) else math.nan
