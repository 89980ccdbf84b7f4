"""From repeated measures and a formula to arrays: people, fixed and random designs, scores."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from recoveryeval.errors import EstimationError
from recoveryeval.models.design import Design, design
from recoveryeval.models.scored_rows import scored_rows
from recoveryeval.outcomes.outcome import Outcome


@dataclass(frozen=True, slots=True, eq=False)
class RepeatedDesign:
    """Rows that a repeated-measures model uses, and the fixed-effects design on them.

    ``person`` (rows,) codes people, ``y`` (rows,) are scores, ``frame`` holds
    the covariates with ``wave`` as a factor in its order and ``day`` as a number;
    ``variance`` is what least squares leave.
    """

    fixed: Design
    frame: pd.DataFrame
    person: np.ndarray
    y: np.ndarray
    variance: float


def repeated_design(outcome: Outcome, formula: str) -> RepeatedDesign:
    """Return the design of a formula on an outcome of kind ``repeated``."""
    if outcome.kind != "repeated":
        raise EstimationError(
            f"This model needs repeated measures, not an outcome of kind {outcome.kind}",
            code="RE-M03",
            do="Give the outcome of repeated_measures(), scale() or self_efficacy().",
        )
    frame = scored_rows(outcome)
    if "wave" in frame:
        frame["wave"] = _ordered(frame["wave"])
    names = tuple(c for c in ("wave", "day") if c in frame) + outcome.covariates
    fixed = design(frame, formula, covariates=names, intercept=True)
    used = frame.loc[fixed.kept].reset_index(drop=True)
    person = pd.factorize(used["person"])[0]
    _refuse_few(person, fixed)
    y = used["value"].to_numpy(dtype="float64")
    return RepeatedDesign(fixed, used, person, y, _left_over(fixed.matrix, y))


def _left_over(x: np.ndarray, y: np.ndarray) -> float:
    """Return the variance around least squares; scores without any are refused."""
    variance = float(np.var(y - x @ np.linalg.lstsq(x, y, rcond=None)[0]))
    if variance <= 1e-20 * float(np.mean(y**2)):
        raise EstimationError(
            "The scores do not vary around their means",
            code="RE-E38",
            rows=len(y),
            do="Report the means; there is nothing to test.",
        )
    return variance


def _ordered(wave: pd.Series) -> pd.Series:
    """Return waves as a factor: numbers by size, text by alphabet, categories as they are."""
    if isinstance(wave.dtype, pd.CategoricalDtype):
        return wave
    levels = sorted(wave.dropna().unique())
    return pd.Series(pd.Categorical(wave, categories=levels, ordered=True), index=wave.index)


def _refuse_few(person: np.ndarray, fixed: Design) -> None:
    """Raise where a model of repeated measures has nothing to repeat."""
    people = int(person.max(initial=-1)) + 1
    if people < 2 or people <= fixed.matrix.shape[1]:
        raise EstimationError(
            "There are fewer people than coefficients, so nothing can be estimated",
            code="RE-E32",
            rows=people,
            do="Use a simpler formula or more people.",
        )
    if len(person) == people:
        raise EstimationError(
            "Everyone has one visit, so a repeated-measures model cannot tell people from noise",
            code="RE-E13",
            rows=people,
            do="Use linear() on one score per person.",
        )
