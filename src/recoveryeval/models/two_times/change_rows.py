"""Tidy rows of change: means, who changed reliably, who reached the important difference."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.models.two_times.change_rule import ChangeRule
from recoveryeval.stats.answers.two_proportions import wilson
from recoveryeval.stats.scales.paired_scores import mean_shift, varies

ROUNDING = 1e-9


def group_rows(
    group: str, pairs: pd.DataFrame, rule: ChangeRule, threshold: float, conf_level: float
) -> list[dict[str, Any]]:
    """Return the rows of one group of matched people."""
    before = pairs["before"].to_numpy(dtype="float64")
    gain = gains(pairs, rule)
    alone = {"status": "flagged", "reason": "one person"} if len(gain) < 2 else {"status": "ok"}
    base = {"group": group, "n": float(len(gain)), "conf_level": conf_level, **alone}
    moved = varies(gain, before, before + gain * _sign(rule))
    rows = [_mean_row(base, gain * _sign(rule), conf_level, varied=moved)]
    for word, reached in classes(gain, threshold).items():
        how = f"change beyond {threshold:.2f} points"
        rows.append(_share_row(base, f"share {word}", reached, how, conf_level))
    if rule.minimal is not None:
        for word, reached in important(gain, rule.minimal).items():
            how = f"change of at least {rule.minimal:g} points"
            rows.append(_share_row(base, f"share {word}", reached, how, conf_level))
    if rule.cut_off is not None:
        sign = _sign(rule)
        start = sign * before - sign * rule.cut_off
        how = f"reliable change across the cut-off {rule.cut_off:g}, of those who began beyond it"
        rows.append(_recovered(base, start, gain, threshold, how))
    return rows


def gains(pairs: pd.DataFrame, rule: ChangeRule) -> np.ndarray:
    """Return everyone's change (n,), positive where it is for the better."""
    change = pairs["after"].to_numpy(dtype="float64") - pairs["before"].to_numpy(dtype="float64")
    return np.asarray(change * _sign(rule))


def classes(gain: np.ndarray, threshold: float) -> dict[str, np.ndarray]:
    """Return who (n,) changed beyond measurement error, and who did not."""
    up, down = gain > threshold, gain < -threshold
    return {
        "reliably improved": up,
        "without reliable change": ~(up | down),
        "reliably worsened": down,
    }


def important(gain: np.ndarray, minimal: float) -> dict[str, np.ndarray]:
    """Return who (n,) reached the important difference, allowing for rounding of decimals."""
    near = minimal - ROUNDING
    return {
        "improved by the important difference": gain >= near,
        "worsened by the important difference": gain <= -near,
    }


def _sign(rule: ChangeRule) -> float:
    """Return 1 where higher is better, else -1."""
    return 1.0 if rule.better == "higher" else -1.0


def _mean_row(
    base: dict[str, Any], change: np.ndarray, conf_level: float, *, varied: bool
) -> dict[str, Any]:
    """Return the row of the mean change."""
    row = {**base, "term": "change", "estimand": "mean change", "estimate": change.mean(),
           "method": "paired t"}  # fmt: skip
    if not varied:
        reason = "one person" if len(change) < 2 else "changes do not vary"
        return {**row, "status": "not_estimable", "reason": reason}
    found = mean_shift(change, conf_level)
    return {**row, "std_error": found.std_error, "statistic": found.statistic, "df": found.df,
            "p_value": found.p_value, "conf_low": found.low, "conf_high": found.high}  # fmt: skip


def _share_row(
    base: dict[str, Any], estimand: str, reached: np.ndarray, how: str, conf_level: float
) -> dict[str, Any]:
    """Return the row of a share of people."""
    yes, n = float(reached.sum()), float(len(reached))
    limits = wilson(yes, n, conf_level)
    return {**base, "term": "class", "estimand": estimand, "estimate": yes / n, "n_event": yes,
            "denominator": n, "conf_low": limits.low, "conf_high": limits.high,
            "method": f"{how}; Wilson limits"}  # fmt: skip


def _recovered(
    base: dict[str, Any], start: np.ndarray, gain: np.ndarray, threshold: float, how: str
) -> dict[str, Any]:
    """Return the share who began beyond the cut-off, crossed it, and changed reliably.

    ``start`` is how far from the cut-off people began, negative on its bad side.
    """
    began = start < 0
    estimand = "share recovered"
    if not began.any():
        return {**base, "term": "class", "estimand": estimand, "status": "not_estimable",
                "denominator": 0.0, "reason": "nobody began beyond the cut-off"}  # fmt: skip
    crossed = (start + gain >= -ROUNDING) & (gain > threshold)
    own = {**base, "n": float(began.sum())}
    return _share_row(own, estimand, crossed[began], how, base["conf_level"])
