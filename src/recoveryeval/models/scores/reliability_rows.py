"""Tidy rows of reliability: of items, of repeated scores, of two raters' categories."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from recoveryeval.stats.scales.internal_consistency import alpha, alpha_without
from recoveryeval.stats.scales.intraclass import Form, Intraclass, intraclass
from recoveryeval.stats.scales.kappa import Weighting, kappa
from recoveryeval.stats.scales.one_factor import one_factor
from recoveryeval.stats.survival.limits import z_value

Rows = list[dict[str, Any]]
FORMS: tuple[tuple[Form, str], ...] = (
    ("agreement", "intraclass correlation, agreement"),
    ("consistency", "intraclass correlation, consistency"),
    ("one-way", "intraclass correlation, one-way"),
)


ROUNDING = 1e-12


def item_rows(items: np.ndarray, names: list[str], rest: np.ndarray, conf_level: float) -> Rows:
    """Return alpha, omega and each item's part; items (n, k), rest correlations (k,)."""
    base = {"n": float(len(items)), "status": "ok", "reason": ""}
    if np.ptp(items.sum(axis=1)) <= ROUNDING * np.abs(items).sum(axis=1).max():
        return [{**base, "term": "scale", "estimand": "coefficient alpha",
                 "status": "not_estimable", "reason": "scores do not vary"}]  # fmt: skip
    found = alpha(items, conf_level)
    rows = [
        {**base, "term": "scale", "estimand": "coefficient alpha", "estimate": found.value,
         "conf_low": found.low, "conf_high": found.high, "conf_level": conf_level,
         "method": "Feldt limits"},
        {**base, **_omega(items)},
    ]  # fmt: skip
    without = alpha_without(items)
    for j, name in enumerate(names):
        own = (
            ("mean", items[:, j].mean()),
            ("item-rest correlation", rest[j]),
            ("alpha without the item", without[j]),
        )
        for word, value in own:
            rows.append(_or_not({**base, "term": name, "estimand": word, "estimate": value}))
    return rows


def score_rows(scores: np.ndarray, conf_level: float) -> Rows:
    """Return intraclass correlations and errors of measurement; scores (n, k)."""
    base = {"term": "scores", "n": float(len(scores)), "status": "ok", "reason": "",
            "conf_level": conf_level}  # fmt: skip
    spread = _spread(scores)
    rows: Rows = []
    for form, words in FORMS:
        why = spread.lacking(form)
        if why:
            rows.append({**base, "estimand": words, "status": "not_estimable", "reason": why})
            continue
        found = intraclass(scores, form, conf_level)
        rows += [_limited(base, words, found),
                 _limited(base, f"{words}, mean of {found.k}", found.mean)]  # fmt: skip
        if form == "agreement":
            rows.append({**base, "estimand": "standard error of measurement",
                         "estimate": found.error, "method": "in points of the score"})  # fmt: skip
    return rows


def _limited(base: dict[str, Any], estimand: str, found: Intraclass) -> dict[str, Any]:
    """Return the row of one correlation; below zero it describes no reliability."""
    row = {**base, "estimand": estimand, "method": "McGraw-Wong limits"}
    why = "people differ less than their own scores do"
    if np.isnan(found.value):
        return {**row, "status": "not_estimable", "reason": why}
    told = {"status": "flagged", "reason": why} if found.value < 0 else {}
    return {**row, "estimate": found.value, "conf_low": found.low, "conf_high": found.high, **told}


@dataclass(frozen=True, slots=True)
class _Differ:
    """Whether scores differ between people, within people, and within them beyond a shift."""

    people: bool
    within: bool
    left: bool

    def lacking(self, form: Form) -> str:
        """Say why a correlation cannot be told, an empty text where it can."""
        if not self.people:
            return "people do not differ"
        if not self.within:
            return "everyone's scores repeat exactly"
        exact = form == "consistency" and not self.left
        return "everyone's scores repeat exactly but for a shift" if exact else ""


def _spread(scores: np.ndarray) -> _Differ:
    """Return in what scores (n, k) differ, beyond rounding."""
    people = scores.mean(axis=1)
    within = scores - people[:, None]
    near = ROUNDING * float(np.abs(scores).max())
    left = within - within.mean(axis=0)
    return _Differ(bool(np.ptp(people) > near), bool(np.abs(within).max() > near),
                   bool(np.abs(left).max() > near))  # fmt: skip


def category_rows(counts: np.ndarray, weighting: Weighting, conf_level: float) -> Rows:
    """Return kappa and the agreement seen; counts (k, k)."""
    n = float(counts.sum())
    base = {"term": "categories", "n": n, "status": "ok", "reason": ""}
    found = kappa(counts, weighting)
    seen = {**base, "estimand": "agreement seen", "estimate": found.observed, "denominator": n}
    word = "kappa" if weighting == "none" else f"kappa, {weighting} weights"
    row = {**base, "estimand": word, "estimate": found.value, "conf_level": conf_level,
           "method": "large-sample error"}  # fmt: skip
    if np.isnan(found.value):
        reason = "one category only, so chance alone agrees fully"
        return [{**row, "status": "not_estimable", "reason": reason}, seen]
    if found.std_error < ROUNDING:
        why = "the large-sample error is zero, so limits are not known"
        return [{**row, "status": "flagged", "reason": why}, seen]
    reach = z_value(conf_level) * found.std_error
    return [
        {**row, "std_error": found.std_error, "conf_low": max(found.value - reach, -1.0),
         "conf_high": min(found.value + reach, 1.0)},
        seen,
    ]  # fmt: skip


def _omega(items: np.ndarray) -> dict[str, Any]:
    """Return the row of omega, without a number where one factor cannot be fitted."""
    row = {"term": "scale", "estimand": "omega total", "method": "one factor, maximum likelihood"}
    few = items.shape[1] < 3 or len(items) <= items.shape[1]
    constant = bool((np.ptp(items, axis=0) == 0).any())
    if few or constant or np.linalg.matrix_rank(np.corrcoef(items, rowvar=False)) < items.shape[1]:
        why = "a single factor needs three varying items that do not repeat each other, and people"
        return {**row, "status": "not_estimable", "reason": why}
    found = one_factor(items)
    if not found.converged or found.improper:
        return {**row, "status": "not_estimable",
                "reason": "one factor does not describe these items"}  # fmt: skip
    return {**row, "estimate": found.omega}


def _or_not(row: dict[str, Any]) -> dict[str, Any]:
    """Mark a row without a number."""
    if np.isfinite(row["estimate"]):
        return row
    return {**row, "status": "not_estimable", "reason": "too few items, or no variation"}
