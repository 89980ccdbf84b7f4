"""Whether a comparison of risks excludes that a group does worse by more than a margin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from recoveryeval.errors import EstimationError
from recoveryeval.models.given_options import check_option, is_amount
from recoveryeval.results.check import Check, Verdict

Scale = Literal["difference", "ratio"]
Better = Literal["more", "fewer"]


@dataclass(frozen=True, slots=True)
class Margin:
    """A margin that was asked for, or None; on which scale, and which side is better."""

    amount: float | None
    of: Scale
    better: Better

    def __post_init__(self) -> None:
        """Hold the options to their words, and the margin to what can be one."""
        check_option("margin_of", self.of, ("difference", "ratio"))
        check_option("better", self.better, ("more", "fewer"))
        if self.amount is not None:
            _refuse(self.amount, self.of, self.better)


def margin_checks(table: pd.DataFrame, told: Margin) -> tuple[Check, ...]:
    """Return for each comparison whether its limits exclude doing worse by the margin."""
    if told.amount is None:
        return ()
    rows = table[table["estimand"] == f"risk {told.of}"]
    return tuple(_check(row, float(told.amount), told.of, told.better) for row in rows.itertuples())


def _refuse(margin: float, of: Scale, better: Better) -> None:
    """Raise on margins that are no loss at all, or more than everything."""
    if not is_amount(margin):
        fine = False
    elif of == "difference" or better == "more":
        fine = 0 < margin < 1
    else:
        fine = margin > 1
    if fine:
        return
    if of == "difference":
        what = "shares is above zero and below one"
        most = "largest loss in share that would still be acceptable, such as 0.1 for ten points"
    elif better == "more":
        what = "a ratio is above zero and below one where more is better"
        most = "smallest ratio that would still be acceptable, such as 0.8"
    else:
        what = "a ratio is above one where fewer is better"
        most = "largest ratio that would still be acceptable, such as 1.25"
    raise EstimationError(
        f"A non-inferiority margin on {what}", code="RE-M10", do=f"Give the {most}."
    )


def _check(row: Any, margin: float, of: Scale, better: Better) -> Check:
    """Return what the limit on the worse side says of one comparison."""
    limit = float(row.conf_low if better == "more" else row.conf_high)
    bound = margin if of == "ratio" else (-margin if better == "more" else margin)
    excluded = limit > bound if better == "more" else limit < bound  # no limit excludes nothing
    worse = _worse(margin, of, better)
    side = "lower" if better == "more" else "upper"
    told = (
        f"{row.contrast} ({row.term}): {worse} is {'' if excluded else 'not '}excluded by the "
        f"{side} {100 * row.conf_level:g} % limit."
    )
    if not excluded:
        told += " That is no proof that it is worse."
    elif row.status == "flagged":
        told += f" That limit is doubtful: {row.reason}."
    verdict: Verdict = "pass" if excluded and row.status != "flagged" else "concern"
    return Check("non_inferiority", told, verdict, statistic=limit)


def _worse(margin: float, of: Scale, better: Better) -> str:
    """Return in words what has to be excluded."""
    if of == "ratio":
        return f"a risk ratio {'below' if better == 'more' else 'above'} {margin:g}"
    return f"{'a loss' if better == 'more' else 'an excess'} of more than {margin:g}"


def margin_words(told: Margin) -> str:
    """Return the sentence that a methods section needs."""
    if told.amount is None:
        return ""
    side = "lower" if told.better == "more" else "upper"
    return (
        f" Non-inferiority, where {told.better} people with the outcome are better, was judged by "
        f"whether the {side} limit excludes {_worse(told.amount, told.of, told.better)}."
    )
