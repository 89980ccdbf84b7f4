"""From repeated measures and a formula to arrays: people, fixed designs, scores."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from recoveryeval.errors import EstimationError
from recoveryeval.models.design import Design, design
from recoveryeval.models.design_guard import missing_checks
from recoveryeval.models.given_options import refuse_table
from recoveryeval.models.repeated.gaussian_input import refuse_few
from recoveryeval.models.repeated.wave_order import wave_checks
from recoveryeval.models.scores.scored_rows import scored_rows
from recoveryeval.models.whole_waves import whole_waves
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.check import Check

Change = Callable[[pd.DataFrame], pd.DataFrame]


@dataclass(frozen=True, slots=True, eq=False)
class RepeatedDesign:
    """Rows that a repeated-measures model uses, and the fixed-effects design on them.

    ``person`` (rows,) codes people, ``y`` (rows,) are scores, ``frame`` holds
    the covariates with ``wave`` as a factor in its order and ``day`` as a number.
    """

    fixed: Design
    frame: pd.DataFrame
    person: np.ndarray
    y: np.ndarray
    checks: tuple[Check, ...] = ()


def repeated_design(
    outcome: Outcome,
    formula: str,
    *,
    groups: Sequence[str] = (),
    change: Change | None = None,
    more: Sequence[str] = (),
    empty_cells: bool = True,
) -> RepeatedDesign:
    """Return the design of a formula on an outcome of kind ``repeated``.

    Rows without one of ``groups`` are left out and counted; ``change`` turns
    the rows before the formula is read, and may add the covariates ``more``.
    """
    require_repeated(outcome)
    outcome.require(list(groups))
    frame = scored_rows(outcome)
    if "wave" in frame:
        frame["wave"] = _ordered(frame["wave"])
    if change is not None:
        frame = change(frame)
    frame, lost, told = _grouped(frame, groups)
    if frame.empty:
        refuse_few(0, 0, 1)
    names = tuple(c for c in ("wave", "day") if c in frame) + outcome.covariates + tuple(more)
    names = tuple(dict.fromkeys(names))
    found = design(frame, formula, covariates=names, intercept=True, empty_cells=empty_cells)
    fixed = replace(found, dropped={**lost, **found.dropped}, check_rows=(*told, *found.check_rows))
    used = frame.loc[fixed.kept].reset_index(drop=True)
    person = pd.factorize(used["person"])[0]
    refuse_few(int(person.max(initial=-1)) + 1, len(person), fixed.matrix.shape[1])
    y = used["value"].to_numpy(dtype="float64")
    return RepeatedDesign(fixed, used, person, y, wave_checks(used))


def require_repeated(outcome: Outcome) -> None:
    """Raise on an outcome of another kind, and on what is no outcome."""
    refuse_table(outcome)
    if outcome.kind != "repeated":
        raise EstimationError(
            f"This model needs repeated measures, not an outcome of kind {outcome.kind}",
            code="RE-M03",
            do="Give the outcome of repeated_measures(), scale() or self_efficacy().",
        )


def _grouped(
    frame: pd.DataFrame, groups: Sequence[str]
) -> tuple[pd.DataFrame, dict[str, int], tuple[Check, ...]]:
    """Return the rows with a group at every level, rows lost by reason, and the check of them."""
    kept = frame[list(groups)].notna().all(axis=1)
    lost = {
        f"{name} missing": int(frame[name].isna().sum())
        for name in groups
        if frame[name].isna().any()
    }
    told = missing_checks(len(frame), lost, int((~kept).sum()))
    return frame[kept].reset_index(drop=True), lost, told


def _ordered(wave: pd.Series) -> pd.Series:
    """Return waves as a factor: numbers by size, text by alphabet, categories as they are."""
    if isinstance(wave.dtype, pd.CategoricalDtype):
        return wave
    wave = whole_waves(wave)
    levels = sorted(wave.dropna().unique())
    return pd.Series(pd.Categorical(wave, categories=levels, ordered=True), index=wave.index)
