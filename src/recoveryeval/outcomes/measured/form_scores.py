"""The score of each interview: from its items, or as the source recorded it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from recoveryeval.cohorts.cohort import Cohort
from recoveryeval.errors import OutcomeError, nearest
from recoveryeval.instruments.instrument import Instrument, ScaleRule
from recoveryeval.instruments.item_columns import item_numbers
from recoveryeval.instruments.response_formats import (
    chosen_format,
    refuse_other_format,
    refuse_two_units,
)
from recoveryeval.instruments.score_items import scores_of
from recoveryeval.outcomes.measured.interviews import plain
from recoveryeval.results.check import Check


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
    recorded: bool


def scale_of(instrument: Instrument, scale: str | None) -> str:
    """Return the scale that was named, the instrument's first without a name."""
    if scale is None:
        return instrument.main_scale
    if scale not in instrument.scales:
        raise OutcomeError(
            f"{instrument.name} has no scale of that name",
            code="RE-O33",
            do=f"Use one of {', '.join(instrument.scales)}." + nearest(scale, instrument.scales),
        )
    return scale


def form_scores(
    cohort: Cohort, held: pd.Series, instrument: Instrument, how: Scoring
) -> FormScores:
    """Return the scores of the interviews whose ids are given."""
    response = cohort.program.tables["response"]
    mine = response[response["assessment_id"].isin(held).fillna(False)]
    if len(mine):
        return _from_items(mine, instrument, how)
    score = cohort.program.tables["score"]
    return _recorded(score[score["assessment_id"].isin(held).fillna(False)], instrument, how)


def _from_items(response: pd.DataFrame, instrument: Instrument, how: Scoring) -> FormScores:
    """Score the items of every interview."""
    form = chosen_format(instrument, how.response_format)
    numbers = item_numbers(sorted(response["item"].unique()), instrument, how.items)
    known = response[response["item"].isin(list(numbers))]
    code, ids = pd.factorize(known["assessment_id"])
    raw = np.full((len(ids), instrument.n_items), np.nan)
    item = known["item"].map(numbers).to_numpy(dtype=np.int64) - 1
    raw[code, item] = known["value"].to_numpy(dtype="float64", na_value=np.nan)
    refuse_other_format(raw, instrument, form)
    scores = scores_of(
        raw, pd.Index(ids), instrument, form=form, most_missing=how.most_missing, only=how.scale
    )
    mine = scores.frame[scores.frame["scale"] == how.scale]
    return FormScores(mine.set_index("form")[["value", "missing"]], scores.check_rows, False)


def _recorded(score: pd.DataFrame, instrument: Instrument, how: Scoring) -> FormScores:
    """Take scores that the source derived itself; they are checked for their range."""
    rule = instrument.scales[how.scale]
    words = {plain(instrument.name), plain(rule.name), plain(rule.title)}
    words.add(plain(f"{instrument.name} {rule.name}"))
    mine = score[[plain(str(name)) in words for name in score["scale"]]]
    if mine.empty:
        raise OutcomeError(
            f"There are no answers and no scores of {instrument.name} ({rule.title})",
            code="RE-O34",
            do="Load the items into the table 'response', or scores into the table 'score'.",
        )
    value = mine["value"].to_numpy(dtype="float64", na_value=np.nan)
    if (rule.minimum, rule.maximum) == (0.0, 100.0):
        refuse_two_units(value[np.isfinite(value)], instrument, 0.0, 100.0)
    outside = np.isfinite(value) & ((value < rule.minimum) | (value > rule.maximum))
    missing = np.where(outside, "out_of_range", np.where(np.isnan(value), "no_answers", ""))
    frame = pd.DataFrame(
        {"value": np.where(outside, np.nan, value), "missing": pd.array(missing, dtype="string")},
        index=pd.Index(mine["assessment_id"], name="form"),
    )
    return FormScores(frame, _recorded_checks(rule, int(outside.sum())), True)


def _recorded_checks(rule: ScaleRule, outside: int) -> tuple[Check, ...]:
    """Say that scores were not derived here, and how many are impossible."""
    told = f"Scores of '{rule.title}' are those of the source; its scoring was not repeated."
    checks = [Check("scores_as_recorded", told, "note")]
    if outside:
        told = (
            f"{outside} recorded scores of '{rule.title}' lie outside {rule.minimum:g} to "
            f"{rule.maximum:g}; they count as missing."
        )
        checks.append(Check("scores_out_of_range", told, "concern", statistic=float(outside)))
    return tuple(checks)
