"""Tidy rows of a matched comparison of two waves."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.stats.answers.paired_shares import (
    Matched,
    conditional_odds,
    exact_mcnemar,
    share_change,
)
from recoveryeval.stats.answers.two_proportions import wilson
from recoveryeval.stats.scales.paired_scores import ROUNDING, mean_shift, signed_rank_shift, varies

NO_VARIANCE = "every change is the same, or beyond what can be computed: nothing to test"
FEW_CHANGES = "too few changes for limits of the level asked; conf_level says what these reach"
NOBODY = {"status": "not_estimable", "reason": "nobody changed from yes to no"}


def score_rows(group: str, pairs: pd.DataFrame, conf_level: float) -> list[dict[str, Any]]:
    """Return rows of one group's scores: means, mean change, pseudo-median change, sizes."""
    before = pairs["before"].to_numpy(dtype="float64")
    after = pairs["after"].to_numpy(dtype="float64")
    change = after - before
    base = {"group": group, "n": float(len(change)), "conf_level": conf_level, "status": "ok"}
    rows = [
        {**base, "term": "before", "estimand": "mean score", "estimate": before.mean()},
        {**base, "term": "after", "estimand": "mean score", "estimate": after.mean()},
    ]
    if not varies(change, before, after):
        reason = NO_VARIANCE if len(change) > 1 else "one person"
        given = {**base, "term": "change", "status": "not_estimable", "reason": reason}
        return [*rows, {**given, "estimand": "mean change", "method": "paired t"}]
    rows.append(_shift_row(base, "mean change", "paired t", mean_shift(change, conf_level)))
    ranked = signed_rank_shift(change, conf_level)
    how = "Wilcoxon signed rank, " + ("exact" if ranked.exact else "normal approximation")
    wide = base if not ranked.reached < conf_level else {
        **base, "status": "flagged", "conf_level": ranked.reached, "reason": FEW_CHANGES
    }  # fmt: skip
    rows.append(_shift_row(wide, "pseudo-median change", how, ranked))
    return rows + _sizes(base, before, change)


def share_rows(group: str, pairs: pd.DataFrame, conf_level: float) -> list[dict[str, Any]]:
    """Return rows of one group's yes-or-no answers: shares, their change, who changed."""
    before = pairs["before"].to_numpy(dtype=bool)
    after = pairs["after"].to_numpy(dtype=bool)
    counts = Matched(
        both=float((before & after).sum()),
        before=float((before & ~after).sum()),
        after=float((~before & after).sum()),
        neither=float((~before & ~after).sum()),
    )
    base = {"group": group, "n": counts.n, "denominator": counts.n, "conf_level": conf_level}
    rows = [_share(base, "before", before, conf_level), _share(base, "after", after, conf_level)]
    change, limits = share_change(counts, conf_level)
    p_value = exact_mcnemar(counts)
    alone = counts.n <= 1  # exact, and one person all the same
    moved = {**base, "term": "change", "p_value": p_value, "status": "flagged" if alone else "ok",
             "reason": "one person" if alone else ""}  # fmt: skip
    rows.append(
        {**moved, "estimand": "change in share", "estimate": change, "conf_low": limits.low,
         "conf_high": limits.high, "n_event": counts.after + counts.before,
         "method": "exact McNemar test, Newcombe's paired limits"}
    )  # fmt: skip
    odds, wide = conditional_odds(counts, conf_level)
    known = counts.before > 0
    rows.append(
        {**moved, "estimand": "odds of gaining to losing", "estimate": odds, "conf_low": wide.low,
         "conf_high": wide.high, "method": "exact conditional limits", **({} if known else NOBODY)}
    )  # fmt: skip
    return rows


def _shift_row(base: dict[str, Any], estimand: str, how: str, found: Any) -> dict[str, Any]:
    """Return the row of one center of changes."""
    return {
        **base,
        "term": "change",
        "estimand": estimand,
        "estimate": found.estimate,
        "std_error": found.std_error,
        "statistic": found.statistic,
        "df": found.df,
        "p_value": found.p_value,
        "conf_low": found.low,
        "conf_high": found.high,
        "n": float(found.used),
        "method": how,
    }


def _sizes(base: dict[str, Any], before: np.ndarray, change: np.ndarray) -> list[dict[str, Any]]:
    """Return the mean change in units of two standard deviations, each named."""
    rows = []
    for word, spread in (("baseline", before.std(ddof=1)), ("change", change.std(ddof=1))):
        known = spread > ROUNDING * max(float(np.abs(before).max()), 0.0)
        rows.append(
            {**base, "term": "change", "estimand": f"standardized change (SD of {word})",
             "estimate": change.mean() / spread if known else np.nan,
             "status": "ok" if known else "not_estimable",
             "reason": "" if known else "the scores do not vary",
             "method": f"divided by the standard deviation of {word}"}
        )  # fmt: skip
    return rows


def _share(base: dict[str, Any], term: str, yes: np.ndarray, conf_level: float) -> dict[str, Any]:
    """Return the row of a share at one wave."""
    limits = wilson(float(yes.sum()), float(len(yes)), conf_level)
    return {**base, "term": term, "estimand": "share", "estimate": yes.mean(),
            "conf_low": limits.low, "conf_high": limits.high, "n_event": float(yes.sum()),
            "status": "ok", "method": "Wilson limits"}  # fmt: skip
