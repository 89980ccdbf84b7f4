"""Crude risks and their comparisons as tidy rows, with limits that hold for small numbers."""

from __future__ import annotations

import math
from typing import Any, Literal

from recoveryeval.models.answers.risk_tests import all_tests, pair_test
from recoveryeval.models.lone_levels import ALONE
from recoveryeval.results.check import Check
from recoveryeval.stats.answers.two_proportions import TwoCounts, score_limits, wilson
from recoveryeval.stats.answers.wald_proportions import wald, wald_share

RiskLimits = Literal["score", "wald"]
SCALES = ("difference", "ratio", "odds ratio")
NO_WALD = "Wald limits need people with and without the event; score limits do not"
INDEPENDENT = "limits take people for independent, and clusters were named"


def crude_rows(
    labels: tuple[str, ...],
    counts: list[tuple[float, float]],
    conf_level: float,
    limits: RiskLimits,
    clustered: bool,
) -> tuple[list[dict[str, Any]], list[Check]]:
    """Return rows of risks and of crude comparisons with the first group."""
    rows = [_risk_row(g, c, conf_level, limits) for g, c in zip(labels, counts, strict=True)]
    checks: list[Check] = []
    for label, (events, people) in zip(labels[1:], counts[1:], strict=True):
        two, pair = TwoCounts(*counts[0], events, people), f"{label} vs {labels[0]}"
        test, name, notes = pair_test(two, pair)
        if limits == "wald":
            rows += [_wald_row(two, scale, pair, conf_level) for scale in SCALES]
        else:
            rows += [
                _score_row(two, scale, pair, (test.p_value, name), conf_level) for scale in SCALES
            ]
            checks += notes
        checks += all_tests(two, pair) if len(labels) == 2 and not clustered else ()
    return [_doubted(row, clustered) for row in rows], checks


def _doubted(row: dict[str, Any], clustered: bool) -> dict[str, Any]:
    """Return a row flagged where one person stands for a group, or clusters are ignored."""
    alone = row.pop("alone")
    if row["status"] != "ok" or not (alone or clustered):
        return row
    return {**row, "status": "flagged", "reason": ALONE if alone else INDEPENDENT}


def _risk_row(
    label: str, counts: tuple[float, float], conf_level: float, asked: RiskLimits
) -> dict[str, Any]:
    """Return the row of one group's risk."""
    (events, people), ask = counts, wilson if asked == "score" else wald_share
    limits, p = ask(events, people, conf_level), events / people
    known = not math.isnan(limits.low)
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
        "status": "ok" if known else "flagged",
        "reason": "" if known else NO_WALD,
        "method": f"{'Wilson' if asked == 'score' else 'Wald'} limits",
        "alone": people <= 1,
    }


def _score_row(
    two: TwoCounts, scale: Any, pair: str, test: tuple[float, str], conf_level: float
) -> dict[str, Any]:
    """Return the row of one crude comparison, with limits that hold for small numbers."""
    limits, (p_value, name) = score_limits(two, scale, conf_level), test
    return {
        **_comparison(two, scale, pair),
        "p_value": p_value,
        "conf_low": limits.low,
        "conf_high": limits.high,
        "conf_level": conf_level,
        "method": f"Miettinen-Nurminen score limits; p value of {name}",
    }


def _wald_row(two: TwoCounts, scale: Any, pair: str, conf_level: float) -> dict[str, Any]:
    """Return the row of one crude comparison as most papers print it."""
    row, found = _comparison(two, scale, pair), wald(two, scale, conf_level)
    if row["status"] == "ok" and math.isnan(found.limits.low):
        row |= {"status": "flagged", "reason": NO_WALD}
    on_log = "" if scale == "difference" else ", on the log scale"
    return {
        **row,
        "std_error": found.std_error * (row["estimate"] if on_log else 1.0),  # delta method
        "statistic": found.z,
        "p_value": found.p_value,
        "conf_low": found.limits.low,
        "conf_high": found.limits.high,
        "conf_level": conf_level,
        "method": f"Wald limits and test{on_log}",
    }


def _comparison(two: TwoCounts, scale: Any, pair: str) -> dict[str, Any]:
    """Return what a crude comparison says whatever its limits."""
    p0, p1 = two.events0 / two.n0, two.events1 / two.n1
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
        "n": two.n0 + two.n1,
        "n_event": two.events0 + two.events1,
        "status": "ok" if known else "not_estimable",
        "reason": "" if known else "no event, or nothing but events, in a group",
        "alone": min(two.n0, two.n1) <= 1,
    }


def _odds(p: float) -> float:
    """Return the odds of a share below one."""
    return p / (1 - p)
