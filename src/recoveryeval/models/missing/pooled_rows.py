"""Numbers of several imputations, pooled row by row, each on the scale it is near normal on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from recoveryeval.models.missing.pooled_scale import bounds, errors_on, moved, row_scales
from recoveryeval.stats.missing.pooled_test import pooled_test
from recoveryeval.stats.missing.rubin import Floats, Pooled, pool
from recoveryeval.stats.missing.scales import SCALES

RUBIN = "pooled by Rubin's rules"
WIDTH = ", errors from the width of limits"
TEST = "tests pooled (Li, Meng, Raghunathan and Rubin, 1991): an F statistic"
MEAN = "mean over imputations"
CLOSE = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class PooledRows:
    """Pooled columns, each (rows,).

    ``limited`` says which rows have limits, ``lost`` which had an answer in the imputations
    that cannot be pooled, ``ways`` how each was pooled, ``adjusted`` how many p values were
    left out because they test something else than their row's estimate.
    """

    numbers: dict[str, Floats]
    limited: np.ndarray
    lost: np.ndarray
    ways: list[str]
    adjusted: int
    pooled: Pooled


def pooled_rows(first: pd.DataFrame, of: dict[str, Floats], conf_level: float) -> PooledRows:
    """Pool columns (m, rows).

    A row without standard errors and limits is the mean of its estimates.
    """
    free = np.where(np.isnan(of["df"]), np.inf, of["df"])
    scale = row_scales(first, of)
    levels = np.where(np.isnan(of["conf_level"]), 0.95, of["conf_level"])
    reach = _quantile(0.5 + levels / 2, free)
    errors = errors_on(scale, of, reach)
    on = moved(scale, of["estimate"], "forward")
    known = np.asarray((np.isfinite(errors) & np.isfinite(on)).all(axis=0))
    errors = np.where(known, errors, np.nan)
    found = pool(on, errors, free.mean(axis=0))
    numbers = _limits(first, scale, of, found, conf_level)
    with np.errstate(divide="ignore", invalid="ignore"):
        t, each = found.estimate / found.std_error, on / errors
    tested = known & ~np.isnan(of["p_value"]).any(axis=0)
    other = tested & _adjusted(first, _p_value(each, free), of)
    tested &= ~other
    numbers["statistic"] = np.where(tested, t, np.nan)
    numbers["p_value"] = np.where(tested, _p_value(t, found.df), np.nan)
    width = known & np.isnan(of["std_error"]).any(axis=0)
    ways = [RUBIN + WIDTH * bool(w) if k else MEAN for k, w in zip(known, width, strict=True)]
    numbers, ways, lost = _tests(of, numbers, ways)
    lost |= ~np.isfinite(numbers["estimate"]) & ~np.isnan(of["estimate"]).all(axis=0)
    return PooledRows(numbers, known, lost, ways, int(other.sum()), found)


def _limits(
    first: pd.DataFrame, scale: np.ndarray, of: dict[str, Floats], found: Pooled, conf_level: float
) -> dict[str, Floats]:
    """Return estimate, error, df and limits (rows,) on the rows' own scale.

    Shares and survival stay the means of the imputations, so that differences of them add up.
    """
    mean = of["estimate"].mean(axis=0)
    ratio = scale == "log"
    estimate = np.where(ratio, moved(scale, found.estimate, "back"), mean)
    center = np.where(ratio, found.estimate, moved(scale, mean, "forward"))
    half = _quantile(np.full(len(scale), 0.5 + conf_level / 2), found.df) * found.std_error
    ends = np.stack([moved(scale, center - half, "back"), moved(scale, center + half, "back")])
    least, most = bounds(first)
    ends = np.clip(np.sort(ends, axis=0), least, most)
    ends = np.where(_agreed(of, conf_level), _own_limits(of), ends)
    slope = np.ones(len(scale))
    for name in set(scale):
        slope[scale == name] = np.abs(SCALES[name].slope(estimate[scale == name]))
    return {
        "estimate": estimate,
        "std_error": found.std_error / slope,
        "df": np.where(np.isnan(found.std_error), np.nan, found.df),
        "conf_low": ends[0],
        "conf_high": ends[1],
    }


def _own_limits(of: dict[str, Floats]) -> Floats:
    """Return the mean limits of the imputations (2, rows)."""
    return np.stack([of["conf_low"].mean(axis=0), of["conf_high"].mean(axis=0)])


def _agreed(of: dict[str, Floats], conf_level: float) -> np.ndarray:
    """Return the rows (rows,) whose limits, by no standard error, are the same everywhere."""
    with np.errstate(invalid="ignore"):
        same = (np.ptp(of["conf_low"], axis=0) == 0) & (np.ptp(of["conf_high"], axis=0) == 0)
    bare = np.isnan(of["std_error"]).any(axis=0) | (of["std_error"] == 0).all(axis=0)
    return np.asarray(same & bare & (of["conf_level"] == conf_level).all(axis=0))


def _adjusted(first: pd.DataFrame, own: Floats, of: dict[str, Floats]) -> np.ndarray:
    """Return which rows (rows,) have p values that do not come from their own errors.

    Holm's rule leaves the largest alone, so rows of one term are looked at together.
    """
    with np.errstate(invalid="ignore"):
        off = np.abs(own - of["p_value"]) > CLOSE * np.maximum(of["p_value"], 1e-300)
    off &= ~np.isnan(of["std_error"]) & ~np.isnan(of["p_value"])
    terms = first["term"].astype("string").fillna("") if "term" in first else first.index
    out = np.zeros(len(first), dtype=bool)
    for term in set(terms):
        at = np.asarray(terms == term, dtype=bool)
        out[at] = off[:, at].any(axis=1).all()
    return out


def _tests(
    of: dict[str, Floats], numbers: dict[str, Floats], ways: list[str]
) -> tuple[dict[str, Floats], list[str], np.ndarray]:
    """Return the columns and ways with pooled tests, and which tests cannot be pooled (rows,)."""
    out, ways = {name: values.copy() for name, values in numbers.items()}, list(ways)
    test = np.asarray((np.isnan(of["estimate"]) & ~np.isnan(of["p_value"])).all(axis=0))
    lost = np.array(test)
    for k in np.flatnonzero(test):
        squares, terms = _squares({name: values[:, k] for name, values in of.items()})
        if not len(squares):
            continue
        found = pooled_test(squares, terms)
        out["statistic"][k], out["p_value"][k] = found.statistic, found.p_value
        out["df"][k] = terms if np.isnan(of["df_numerator"][0, k]) else found.df
        ways[k], lost[k] = TEST, False
    return out, ways, lost


def _squares(row: dict[str, Floats]) -> tuple[Floats, float]:
    """Return a test's chi-squares (m,) with their df; of an F, F times its first df."""
    from scipy.special import chdtrc, fdtrc

    is_f = ~np.isnan(row["df_numerator"]).any()
    terms = row["df_numerator"] if is_f else row["df"]
    p = fdtrc(terms, row["df"], row["statistic"]) if is_f else chdtrc(terms, row["statistic"])
    if np.ptp(terms) or not np.allclose(p, row["p_value"], rtol=CLOSE, atol=0):
        return np.empty(0), np.nan
    return row["statistic"] * (terms if is_f else 1.0), float(terms[0])


def _quantile(tail: Floats, df: Floats) -> Floats:
    """Return quantiles of t, or of the normal where df are infinite."""
    from scipy.special import ndtri, stdtrit

    normal = ~np.isfinite(df)
    return np.asarray(np.where(normal, ndtri(tail), stdtrit(np.where(normal, 1.0, df), tail)))


def _p_value(t: Floats, df: Floats) -> Floats:
    """Return two-sided p values of t, or of the normal where df are infinite."""
    from scipy.special import ndtr, stdtr

    normal = ~np.isfinite(df)
    far = -np.abs(t)
    return np.asarray(2 * np.where(normal, ndtr(far), stdtr(np.where(normal, 1.0, df), far)))
