"""Crude risks and their comparisons as tidy rows, with limits that hold for small numbers."""

from __future__ import annotations

import math
from typing import Any

from recoveryeval.models.lone_levels import ALONE
from recoveryeval.results.check import Check
from recoveryeval.stats.answers.two_proportions import TwoCounts, fisher, score_limits, wilson

SCALES = ("difference", "ratio", "odds ratio")
SPARSE = 5
INDEPENDENT = "limits take people for independent, and clusters were named"


def crude_rows(
    labels: tuple[str, ...],
    counts: list[tuple[float, float]],
    conf_level: float,
    *,
    clustered: bool = False,
) -> tuple[list[dict[str, Any]], list[Check]]:
    """Return rows of risks and of crude comparisons with the first group."""
    rows = [_risk_row(label, c, conf_level) for label, c in zip(labels, counts, strict=True)]
    checks: list[Check] = []
    for label, (events, people) in zip(labels[1:], counts[1:], strict=True):
        two = TwoCounts(*counts[0], events, people)
        pair = f"{label} vs {labels[0]}"
        p_value, check = _test(two, pair)
        checks += [check] if check else []
        rows += [_comparison_row(two, scale, pair, p_value, conf_level) for scale in SCALES]
    return [_doubted(row, clustered) for row in rows], checks


def _doubted(row: dict[str, Any], clustered: bool) -> dict[str, Any]:
    """Return a row flagged where one person stands for a group, or clusters are ignored."""
    alone = row.pop("alone")
    if row["status"] != "ok" or not (alone or clustered):
        return row
    return {**row, "status": "flagged", "reason": ALONE if alone else INDEPENDENT}


def _risk_row(label: str, counts: tuple[float, float], conf_level: float) -> dict[str, Any]:
    """Return the row of one group's risk."""
    events, people = counts
    limits, p = wilson(events, people, conf_level), events / people
    return {
        "term": "risk",
        "group": label,
        "estimand": "risk",
        "estimate": p,
        "std_error": math.sqrt(p * (1 - p) / people) if 0 < p < 1 else math.nan,
        "conf_low": limits.low,
        "conf_high": limits.high,
        "conf_level": conf_level,
        "n": people,
        "n_event": events,
        "denominator": people,
        "status": "ok",
        "method": "Wilson limits",
        "alone": people <= 1,
    }


def _comparison_row(
    two: TwoCounts, scale: Any, pair: str, p_value: float, conf_level: float
) -> dict[str, Any]:
    """Return the row of one crude comparison."""
    p0, p1 = two.events0 / two.n0, two.events1 / two.n1
    limits = score_limits(two, scale, conf_level)
    value = {
        "difference": p1 - p0,
        "ratio": p1 / p0 if p0 > 0 else math.nan,
        "odds ratio": _odds(p1) / _odds(p0) if 0 < p0 < 1 and p1 < 1 else math.nan,
    }[scale]
    known = not math.isnan(value)
    return {
        "term": "crude",
        "contrast": pair,
        "estimand": scale if scale == "odds ratio" else f"risk {scale}",
        "estimate": value,
        "p_value": p_value,
        "conf_low": limits.low,
        "conf_high": limits.high,
        "conf_level": conf_level,
        "n": two.n0 + two.n1,
        "n_event": two.events0 + two.events1,
        "status": "ok" if known else "not_estimable",
        "reason": "" if known else "no event, or nothing but events, in a group",
        "method": "Miettinen-Nurminen score limits",
        "alone": min(two.n0, two.n1) <= 1,
    }


def _odds(p: float) -> float:
    """Return the odds of a share below one."""
    return p / (1 - p)


def _test(two: TwoCounts, pair: str) -> tuple[float, Check | None]:
    """Return the p value of the comparison: exact where a count is small."""
    from scipy.special import ndtr

    total, events = two.n0 + two.n1, two.events0 + two.events1
    smallest = min(two.n0, two.n1) * min(events, total - events) / total
    if smallest < SPARSE:
        told = f"{pair}: an expected count is under five, so the p value is Fisher's exact one."
        return fisher(two), Check("sparse", told, "note", statistic=smallest)
    p = events / total
    spread = math.sqrt(p * (1 - p) * (1 / two.n0 + 1 / two.n1))
    z = (two.events1 / two.n1 - two.events0 / two.n0) / spread
    return float(2 * ndtr(-abs(z))), None
