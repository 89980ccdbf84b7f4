"""Scores that the source derived itself: found by their name, held against their range."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from recoveryeval.errors import OutcomeError
from recoveryeval.instruments.instrument import Instrument, ScaleRule
from recoveryeval.instruments.response_formats import (
    ENOUGH_SHIFTED,
    MOST_OUTSIDE,
    refuse_two_units,
)
from recoveryeval.instruments.score_names import other_ways, plain, score_names
from recoveryeval.results.check import Check, Verdict


@dataclass(frozen=True, slots=True)
class Scoring:
    """What the caller says about scoring."""

    scale: str
    items: Mapping[str, int] | None
    response_format: str | None
    most_missing: int | Mapping[str, int] | None


@dataclass(frozen=True, slots=True, eq=False)
class FormScores:
    """By interview: ``value`` and why it is ``missing``; and what a reader must know."""

    frame: pd.DataFrame
    check_rows: tuple[Check, ...]


def recorded_scores(score: pd.DataFrame, instrument: Instrument, how: Scoring) -> FormScores:
    """Take the scores as they are; those outside the range count as missing."""
    rule = instrument.scales[how.scale]
    mine = named_scores(score, instrument, how.scale)
    if mine.empty:
        raise OutcomeError(
            f"There are no answers and no scores of {instrument.name} ({rule.title})",
            code="RE-O34",
            do="Load the items into the table 'response', or scores into the table 'score', whose "
            f"column 'scale' then says '{rule.name}'.",
        )
    value = mine["value"].to_numpy(dtype="float64", na_value=np.nan)
    if (rule.minimum, rule.maximum) == (0.0, 100.0):
        refuse_two_units(value[np.isfinite(value)], instrument, 0.0, 100.0)
    outside = np.isfinite(value) & ((value < rule.minimum) | (value > rule.maximum))
    _refuse_shifted(value, outside, instrument, rule)
    aside = (mine["missing"] == "invalid").fillna(False).to_numpy(dtype=bool)
    outside |= aside & np.isnan(value)  # set aside when the program was made
    missing = np.where(outside, "out_of_range", np.where(np.isnan(value), "no_answers", ""))
    frame = pd.DataFrame(
        {"value": np.where(outside, np.nan, value), "missing": pd.array(missing, dtype="string")},
        index=pd.Index(mine["assessment_id"], name="form"),
    )
    return FormScores(frame, _checks(rule, int(outside.sum()), int(np.isfinite(value).sum())))


def named_scores(score: pd.DataFrame, instrument: Instrument, scale: str) -> pd.DataFrame:
    """Return the recorded scores of one scale, one per interview.

    A score that bears the instrument's name alone is that of its main scale.
    """
    rule, words = instrument.scales[scale], score_names(instrument, scale)
    own = np.array([plain(str(each)) in words for each in score["scale"]], dtype=bool)
    mine = score[own]
    mine = mine.drop_duplicates(["assessment_id", "value"])
    twice = int(mine["assessment_id"].duplicated().sum())
    if twice:
        raise OutcomeError(
            f"Some interviews have several recorded scores of {instrument.name} ({rule.title})",
            code="RE-O36",
            column="scale",
            rows=twice,
            do="Keep the one that is meant.",
        )
    return mine


def _refuse_shifted(
    value: np.ndarray, outside: np.ndarray, instrument: Instrument, rule: ScaleRule
) -> None:
    """Refuse sums (n,) that are all possible as means, or with items one higher or lower."""
    few = outside.sum() < ENOUGH_SHIFTED or outside.sum() <= MOST_OUTSIDE * len(value)
    if few:
        return
    seen = value[np.isfinite(value)]
    for way, (low, high) in other_ways(rule).items():
        if ((seen >= low) & (seen <= high)).all():
            raise OutcomeError(
                f"Recorded scores of {instrument.name} seem to be {way}: all lie between {low:g} "
                f"and {high:g}, and the scale runs from {rule.minimum:g} to {rule.maximum:g}",
                code="RE-O37",
                rows=int(outside.sum()),
                do="Look at how the source scores, and bring its scores to this range; or load the "
                "items.",
            )


def _checks(rule: ScaleRule, outside: int, seen: int) -> tuple[Check, ...]:
    """Say that scores were not derived here, and how many are impossible."""
    told = f"Scores of '{rule.title}' are those of the source; its scoring was not repeated."
    checks = [Check("scores_as_recorded", told, "note")]
    if outside:
        told = (
            f"{outside} recorded scores of '{rule.title}' lie outside {rule.minimum:g} to "
            f"{rule.maximum:g}; they count as missing, and the others may be scored otherwise too."
        )
        verdict: Verdict = "fail" if outside > MOST_OUTSIDE * seen else "concern"
        checks.append(Check("scores_out_of_range", told, verdict, statistic=float(outside)))
    return tuple(checks)
