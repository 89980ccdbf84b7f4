"""What every time-to-event result records: one summary row, and the counts it rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.models.survival.survival_input import SurvivalInput
from recoveryeval.models.survival.survival_words import competing_check
from recoveryeval.models.survival.visit_times import visit_check
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.blank_text import blank_text
from recoveryeval.results.check import Check
from recoveryeval.results.spec import Spec, make_spec
from recoveryeval.stats.survival.risk_table import RiskTable

COUNTS = ("time", "n_risk", "n_event", "n_censor", "weight_risk", "weight_event")


def survival_summary(
    outcome: Outcome, found: SurvivalInput, tables: Sequence[RiskTable], status: str
) -> pd.DataFrame:
    """Return the one row about the whole analysis."""
    return pd.DataFrame(
        {
            "outcome": [outcome.name],
            "n": [float(found.people.sum())],
            "n_event": [float(sum(t.n_event.sum() for t in tables))],
            "n_censor": [float(sum(t.n_censor.sum() for t in tables))],
            "follow_up": [max(float(t.time[-1]) for t in tables)],
            "unit": [outcome.unit],
            "status": [status],
        }
    )


def text_filled(table: pd.DataFrame) -> pd.DataFrame:
    """Return rows of several kinds with empty text where a kind has nothing to name."""
    return blank_text(table, ("group", "contrast", "method", "reason"))


def counts_frame(found: SurvivalInput, tables: Sequence[RiskTable]) -> pd.DataFrame:
    """Return the counts the estimate is made of; the same for rows and for cells of them."""
    parts = [
        pd.DataFrame({"group": text, **{name: getattr(table, name) for name in COUNTS}})
        for text, table in zip(found.labels, tables, strict=True)
    ]
    return pd.concat(parts, ignore_index=True)


def entered(found: SurvivalInput, tables: Sequence[RiskTable]) -> dict[str, dict[str, np.ndarray]]:
    """Return, by group, when how many people came under observation after time zero."""
    return {
        text: {"time": table.entered_at, "n": table.entered}
        for text, table in zip(found.labels, tables, strict=True)
        if table.entered.size
    }


def shared_checks(outcome: Outcome, found: SurvivalInput) -> tuple[Check, ...]:
    """Return the outcome's own checks, rows not used, and words on competing events and visits."""
    own = (*outcome.check_rows, *found.check_rows)
    return (*own, *competing_check(outcome), *visit_check(outcome))


def survival_spec(
    function: str,
    parameters: Mapping[str, Any],
    basis: tuple[Outcome, SurvivalInput, Sequence[RiskTable]],
    libraries: tuple[str, ...] = (),
) -> Spec:
    """Return the record of one estimation on an outcome, its cells and its counts."""
    outcome, found, tables = basis
    return make_spec(
        function,
        parameters,
        counts_frame(found, tables),
        rows_in=outcome.rows_in or len(outcome.frame),
        rows_used=found.rows_used,
        dropped={**outcome.dropped, **found.dropped},
        libraries=libraries,
    )
