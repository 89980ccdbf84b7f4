"""The record of a comparison of two waves: who came in, who was matched, who was not."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from recoveryeval.models.two_times.two_waves import TwoWaves
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.spec import Spec, make_spec
from recoveryeval.results.status import worst


def waves_spec(
    function: str, outcome: Outcome, waves: TwoWaves, asked: Mapping[str, object]
) -> Spec:
    """Return the record of the comparison that ``function`` made."""
    return make_spec(
        function,
        asked,
        outcome.frame,
        rows_in=len(waves.frame) + waves.not_due,
        rows_used=len(waves.matched),
        dropped=waves.dropped,
        libraries=("scipy",),
    )


def waves_summary(waves: TwoWaves, table: pd.DataFrame) -> pd.DataFrame:
    """Return the one row about the whole comparison."""
    return pd.DataFrame(
        {"n": [float(len(waves.matched))], "denominator": [float(len(waves.frame))],
         "status": [worst(table["status"])]}
    )  # fmt: skip
