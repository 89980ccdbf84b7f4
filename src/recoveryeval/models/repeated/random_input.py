"""The input of a mixed model: random effects of people, and groups above them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from recoveryeval.errors import EstimationError
from recoveryeval.models.design import design
from recoveryeval.models.lone_levels import lone_terms
from recoveryeval.models.reference_grid import reference_grid
from recoveryeval.models.repeated.cells_input import cells_random
from recoveryeval.models.repeated.gaussian_input import (
    GaussianInput,
    left_over,
    plain_sums,
    refuse_confounded,
)
from recoveryeval.models.repeated.group_nesting import nested
from recoveryeval.models.repeated.repeated_design import RepeatedDesign, repeated_design
from recoveryeval.models.scores.observed_cells import observed_cells
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.outcomes.repeated_cells import RepeatedCells
from recoveryeval.stats.gaussian.gaussian_patterns import from_rows


def random_input(
    outcome: Outcome, formula: str, *, random: str, groups: Sequence[str]
) -> GaussianInput:
    """Return the input of a model whose people differ in the random effects named."""
    if isinstance(outcome, RepeatedCells):
        return cells_random(outcome, formula, random=random, groups=groups)
    rows = repeated_design(outcome, formula, groups=groups)
    z, names, back = _centered(*random_design(rows, random))
    found = nested(rows.frame, rows.person, groups, people=rows.person.max() + 1)
    nesting = None if found is None else found.nesting
    patterns = from_rows(rows.person, rows.fixed.matrix, z, rows.y, nesting=nesting, turn=True)
    sums = plain_sums(patterns, residual=True)
    levels = () if found is None else found.levels
    variance = left_over(patterns, sums)
    refuse_confounded(patterns, sums, levels)
    return GaussianInput(
        fixed=rows.fixed,
        patterns=patterns,
        names=names,
        scale=np.sqrt((z**2).mean(axis=0)),
        levels=levels,
        variance=variance,
        grid=reference_grid(rows.fixed, rows.frame),
        observed=observed_cells(rows.fixed, rows.frame, rows.y),
        checks=rows.checks,
        alone=lone_terms(rows.fixed, rows.frame),
        turn_back=back,
    )


def _centered(
    z: np.ndarray, names: tuple[str, ...]
) -> tuple[np.ndarray, tuple[str, ...], np.ndarray]:
    """Return random-effects columns (rows, r) about their means, in standard deviations.

    The first holds ones. Also their names, and what turns effects of these into those of z.
    """
    mean, sd = z.mean(axis=0), z.std(axis=0)
    mean[0], sd[0] = 0.0, 1.0
    back = np.diag(1 / sd)
    back[0, 1:] = -mean[1:] / sd[1:]
    return (z - mean) / sd, names, back


def random_design(rows: RepeatedDesign, random: object) -> tuple[np.ndarray, tuple[str, ...]]:
    """Return the random-effects columns (rows, r), ones first, and their names."""
    terms = _terms(random)
    if terms == "1":
        return np.ones((len(rows.y), 1)), ("intercept",)
    if "|" in terms:
        raise EstimationError(
            "What differs between people is named without the people",
            code="RE-E41F",
            do="Write random='1', or random='1 + day' for slopes; columns of coaches or sites go "
            "into groups=.",
        )
    numeric = tuple(
        c
        for c in rows.frame.columns
        if c not in ("person", "value") and pd.api.types.is_numeric_dtype(rows.frame[c].dtype)
    )
    found = design(rows.frame, terms.removeprefix("1+"), covariates=numeric, intercept=True)
    if not found.kept.all():
        raise EstimationError(
            "A random-effects covariate has missing values",
            code="RE-M04",
            rows=int((~found.kept).sum()),
            do="Put it into the formula too, so that those rows are left out and counted.",
        )
    return found.matrix, found.terms


def _terms(random: object) -> str:
    """Return the text of what people differ in, their level at least, without spaces."""
    terms = random.replace(" ", "") if isinstance(random, str) else ""
    if not terms or terms.startswith(("0", "-1")) or terms.endswith("-1"):
        raise EstimationError(
            "People differ in their level at least, and what they differ in is named as text",
            code="RE-E41F",
            do="Write random='1', or random='1 + day' for slopes.",
        )
    return terms
