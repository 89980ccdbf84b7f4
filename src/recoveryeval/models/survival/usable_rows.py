"""Rows of a regression whose stratum, cluster and weight are known; the others are counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pandas as pd

from recoveryeval.models.design import Design, design
from recoveryeval.models.probability_weights import probability_weights
from recoveryeval.models.survival.kept_rows import kept_rows, without_light


def usable_design(
    frame: pd.DataFrame,
    formula: str,
    *,
    covariates: tuple[str, ...],
    intercept: bool,
    named: Iterable[str | None] = (),
    weights: str | None = None,
) -> Design:
    """Return the design of the rows with every column of ``named`` and a weight above zero.

    Its ``kept`` (rows,) is about the whole frame; counts and checks tell of every row left out.
    """
    columns = [c for c in dict.fromkeys((*named, weights)) if c is not None]
    weight = None if weights is None else probability_weights(frame[weights], weights)
    missing = {f"{c} missing": frame[c].isna().to_numpy(dtype=bool) for c in columns}
    kept, dropped, told = without_light(kept_rows(len(frame), missing), weight, weights)
    found = design(frame.loc[kept], formula, covariates=covariates, intercept=intercept)
    whole = np.asarray(kept).copy()
    whole[kept] = found.kept
    return replace(
        found,
        kept=whole,
        dropped={**dropped, **found.dropped},
        check_rows=(*told, *found.check_rows),
    )
