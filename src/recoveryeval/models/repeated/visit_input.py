"""The input of a model at planned visits: one column per wave, thin waves left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.errors import EstimationError
from recoveryeval.models.lone_levels import lone_terms
from recoveryeval.models.reference_grid import reference_grid
from recoveryeval.models.repeated.cells_input import cells_visits
from recoveryeval.models.repeated.constrained import constrained
from recoveryeval.models.repeated.gaussian_input import GaussianInput, left_over, plain_sums
from recoveryeval.models.repeated.repeated_design import RepeatedDesign, repeated_design
from recoveryeval.models.scores.observed_cells import observed_cells
from recoveryeval.models.scores.one_score import BASELINE, with_baseline
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.outcomes.repeated_cells import RepeatedCells
from recoveryeval.results.check import Check
from recoveryeval.stats.gaussian.gaussian_patterns import from_rows


def visit_input(
    outcome: Outcome, formula: str, *, baseline: object, constrain: str | None
) -> GaussianInput:
    """Return the input of a model at planned visits."""
    if isinstance(outcome, RepeatedCells):
        return cells_visits(outcome, formula, baseline=baseline, constrain=constrain)
    rows, checks = _without_thin(outcome, formula, baseline, constrain is None)
    grid = reference_grid(rows.fixed, rows.frame)
    observed = observed_cells(rows.fixed, rows.frame, rows.y)
    if constrain is not None:
        fixed, grid = constrained(rows.fixed, grid, constrain)
        rows = replace(rows, fixed=fixed)
    visits, labels = _visits(rows)
    patterns = from_rows(rows.person, rows.fixed.matrix, visits, rows.y)
    return GaussianInput(
        fixed=rows.fixed,
        patterns=patterns,
        names=tuple(labels),
        scale=np.ones(len(labels)),
        levels=(),
        variance=left_over(patterns, plain_sums(patterns, residual=False)),
        grid=grid,
        observed=observed,
        checks=(*rows.checks, *checks),
        alone=lone_terms(rows.fixed, rows.frame),
    )


def _without_thin(
    outcome: Outcome, formula: str, baseline: object, empty_cells: bool
) -> tuple[RepeatedDesign, tuple[Check, ...]]:
    """Return the design without waves at which people leave nothing over for a variance."""
    asked = partial(repeated_design, outcome, formula, empty_cells=empty_cells)
    thin: dict[Any, int] = {}

    def change(frame: pd.DataFrame) -> pd.DataFrame:
        made = frame if baseline is None else with_baseline(frame, baseline)
        if "wave" in made:
            counts = made["wave"].value_counts()
            thin.update({wave: int(n) for wave, n in counts.items() if n == 1})
        return _leave_out(made, list(thin))

    more = () if baseline is None else (BASELINE,)
    rows = asked(change=change, more=more)
    if "wave" not in rows.frame:
        return rows, ()
    waves = rows.frame["wave"]
    more_thin = [w for w in waves.cat.categories if _is_thin(rows, (waves == w).to_numpy())]
    thin.update({wave: int((waves == wave).sum()) for wave in more_thin})
    if more_thin:
        _refuse_single(waves.nunique() - len(more_thin), sum(thin.values()))
        rows = asked(change=change, more=more)
    return _told(rows, len(thin), sum(thin.values())) if thin else (rows, ())


def _refuse_single(waves: int, lost: int) -> None:
    """Raise where fewer than two waves are left."""
    if waves < 2:
        raise EstimationError(
            "All waves but one were reached by too few people for a model of repeated measures",
            code="RE-M53",
            column="wave",
            rows=lost,
            do="Join waves by a stated rule, simplify the formula, or use linear() at one wave.",
        )


def _told(rows: RepeatedDesign, waves: int, lost: int) -> tuple[RepeatedDesign, tuple[Check, ...]]:
    """Return the design with what was left out counted, and the check that says so."""
    told = (
        f"{waves} waves with {lost} scores in all were left out: no more people reached them "
        "than the formula has means there, so how people differ at them cannot be known."
    )
    dropped = {**rows.fixed.dropped, "wave reached by too few": lost}
    check = Check("thin_waves", told, "concern", statistic=float(lost))
    return replace(rows, fixed=replace(rows.fixed, dropped=dropped)), (check,)


def _is_thin(rows: RepeatedDesign, here: np.ndarray) -> bool:
    """Return whether the rows of a wave are no more than the means fitted to them."""
    count, most = int(here.sum()), rows.fixed.matrix.shape[1]
    return 0 < count <= most and count <= int(np.linalg.matrix_rank(rows.fixed.matrix[here]))


def _leave_out(frame: pd.DataFrame, waves: Sequence[Any]) -> pd.DataFrame:
    """Return the rows of other waves."""
    if not waves:
        return frame
    kept = frame[~frame["wave"].isin(list(waves))].reset_index(drop=True)
    kept["wave"] = kept["wave"].cat.remove_categories(list(waves))
    return kept


def _visits(rows: RepeatedDesign) -> tuple[np.ndarray, list[str]]:
    """Return indicators of the visit (rows, visits) and the visits' names."""
    if "wave" not in rows.frame:
        raise EstimationError(
            "A model for repeated measures at planned visits needs waves",
            code="RE-M05",
            do="Name wave= when making the outcome, or use mixed_model() with day.",
        )
    wave = rows.frame["wave"].cat.remove_unused_categories()
    codes = wave.cat.codes.to_numpy()
    places = rows.person * len(wave.cat.categories) + codes.astype(np.int64)
    if not pd.Index(places).is_unique:
        raise EstimationError(
            "Some people have two scores at one wave",
            code="RE-I02",
            do="Keep one row per person and wave by a stated rule.",
        )
    return np.eye(len(wave.cat.categories))[codes], [str(c) for c in wave.cat.categories]
