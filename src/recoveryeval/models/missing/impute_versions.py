"""Completed versions of an outcome: everyone at every wave, as models take it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from recoveryeval.models.missing.impute_draw import Drawn
from recoveryeval.models.missing.impute_wide import PersonWide, known_of
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.check import Check

FILLED, FILLED_AHEAD = "imputed", "imputed, not due yet"
ABSENT = ("value missing.", "answer missing.")


def completed(outcome: Outcome, wide: PersonWide) -> tuple[Outcome, np.ndarray]:
    """Return the outcome with everyone at every wave, gaps open, and which cells (n k,) exist.

    Scores after death do not exist, and what changes within people cannot be carried.
    """
    frame = wide.rows
    n, k = wide.scores.shape
    grid = pd.DataFrame(
        {
            "person": np.repeat(wide.people.to_numpy(), k),
            "wave": pd.Categorical(list(wide.waves) * n, categories=list(wide.waves), ordered=True),
            "value": wide.scores.ravel(),
            "missing": np.where(
                wide.ahead.ravel(), FILLED_AHEAD, np.where(wide.fill.ravel(), FILLED, "")
            ),
        }
    ).astype({"person": frame["person"].dtype, "missing": "string"})
    varied = frame.groupby("person", observed=True)[list(outcome.covariates)].nunique().max()
    constant = tuple(name for name in outcome.covariates if varied[name] <= 1)
    people = known_of(frame)[list(constant)]
    made = grid.join(people, on="person")
    if "day" in frame:
        made["day"] = _days(frame, made)
    if outcome.kind == "binary":
        made["n"] = 1.0
    there = (wide.fill | ~np.isnan(wide.scores)).ravel()
    whole = replace(
        outcome, frame=made[there].reset_index(drop=True), covariates=constant, rows_in=n * k,
        dropped={}, check_rows=(), unseen=None,
    )  # fmt: skip
    return whole, there


def _days(frame: pd.DataFrame, made: pd.DataFrame) -> pd.Series:
    """Return the day of every score; an imputed one stands on its wave's usual day."""
    usual = frame.groupby(frame["wave"].astype(str), observed=True)["day"].median()
    own = frame.assign(key=frame["wave"].astype(str)).set_index(["person", "key"])["day"]
    at = pd.MultiIndex.from_arrays([made["person"], made["wave"].astype(str)])
    seen = own.reindex(at).to_numpy(dtype="float64")
    return pd.Series(seen, index=made.index).fillna(made["wave"].astype(str).map(usual))


def version(whole: Outcome, there: np.ndarray, wide: PersonWide, drawn: Drawn) -> Outcome:
    """Return one version: the outcome with the scores and auxiliaries that were drawn."""
    values = drawn.scores.ravel()[there]
    made = {"value": values > 0.5 if whole.kind == "binary" else values}
    for k, name in enumerate(wide.helper_names):
        filled = np.repeat(drawn.helpers[:, k], wide.scores.shape[1])[there]
        flag = pd.api.types.is_bool_dtype(whole.frame[name].dtype)
        made[name] = filled > 0.5 if flag else filled
    return replace(whole, frame=whole.frame.assign(**made))


def told(outcome: Outcome, filled: int) -> tuple[Check, ...]:
    """Return what the outcome says of itself, without the absent scores that are there now."""
    return tuple(
        check
        for check in outcome.check_rows
        if check.id != "people_never_seen"
        and not (check.id == "rows_dropped" and check.meaning.endswith(ABSENT)
                and check.statistic <= filled)
    )  # fmt: skip
