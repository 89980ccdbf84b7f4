"""Every combination of a design's factor levels, with numeric covariates at their mean."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.models.design import Design, rebuild

_STEP = 1e-4


def reference_grid(
    found: Design, frame: pd.DataFrame, n: np.ndarray | None = None
) -> dict[str, Any]:
    """Return the grid of a design, whose numeric covariates are averaged over the rows used.

    The result is plain arrays and text, so that a Result can carry it:
    ``levels`` {factor: level of each row}, ``rows`` (g, q) and ``slopes``
    {covariate: rows (g, q)}, the change of the rows per unit. Where nobody is in some
    combination of factors, rows have more columns, which are zero where an answer exists.
    """
    numeric = [c for c in found.covariates if c not in found.levels]
    center = {c: float(np.average(frame[c].to_numpy(dtype=float), weights=n)) for c in numeric}
    combos = list(product(*found.levels.values())) or [()]
    table = pd.DataFrame(combos, columns=list(found.levels), index=range(len(combos)))
    for name, value in center.items():
        table[name] = value
    tables, steps = [table], {}
    for name in numeric:
        move = _STEP * float(frame[name].astype(float).std(ddof=0))
        ends = (center[name] + move, center[name] - move)
        steps[name] = ends[0] - ends[1]  # as rounded, so that straight lines have exact slopes
        tables.extend(table.assign(**{name: end}) for end in ends)
    rows, *moved = np.split(
        rebuild(found, pd.concat(tables, ignore_index=True), unknown=True), len(tables)
    )
    slopes = {
        name: (moved[2 * k] - moved[2 * k + 1]) / steps[name] for k, name in enumerate(numeric)
    }
    return {
        "levels": {c: [str(v) for v in table[c]] for c in found.levels},
        "rows": rows,
        "slopes": slopes,
        "at": center,
    }
