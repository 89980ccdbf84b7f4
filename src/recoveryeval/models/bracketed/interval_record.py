"""What results on bracketed events record: one summary row, and the counts they rest on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.models.bracketed.interval_input import IntervalInput
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.spec import Spec, make_spec
from recoveryeval.stats.bracketed.turnbull import Turnbull


def interval_summary(
    outcome: Outcome, found: IntervalInput, fits: Sequence[Turnbull], status: str
) -> pd.DataFrame:
    """Return the one row about the whole analysis."""
    known = np.isfinite(found.right)
    last = np.where(known, found.right, found.left)
    return pd.DataFrame(
        {
            "outcome": [outcome.name],
            "n": [float(found.n.sum())],
            "n_event": [float(found.n[known].sum())],
            "n_censor": [float(found.n[~known].sum())],
            "log_likelihood": [float(sum(fit.log_likelihood for fit in fits))],
            "follow_up": [float(last.max())],
            "unit": [outcome.unit],
            "status": [status],
        }
    )


def interval_spec(
    function: str, parameters: Mapping[str, Any], basis: tuple[Outcome, IntervalInput]
) -> Spec:
    """Return the record of one estimation on distinct intervals and their counts."""
    outcome, found = basis
    counts = []
    for code, text in enumerate(found.labels):
        left, right, n = found.cells(code)
        counts.append(pd.DataFrame({"group": text, "left": left, "right": right, "n": n}))
    return make_spec(
        function,
        parameters,
        pd.concat(counts, ignore_index=True),
        rows_in=outcome.rows_in or len(outcome.frame),
        rows_used=found.rows_used,
        dropped={**outcome.dropped, **found.dropped},
        libraries=("scipy",),
    )
