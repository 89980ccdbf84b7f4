"""What the bring-your-own constructors share: one analysis frame put together and checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.outcomes.definition import Definition
from recoveryeval.outcomes.frames.door import covariate_names, keep, replication
from recoveryeval.outcomes.frames.never_seen import ABSENT, never_seen, unseen_check
from recoveryeval.outcomes.kinds import Kind
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.check import Check


def bring(
    table: pd.DataFrame,
    kind: Kind,
    columns: Mapping[str, Any],
    roles: Mapping[str, str | None],
    reasons: Mapping[str, np.ndarray],
    *,
    name: str,
    unit: str,
    checks: tuple[Check, ...] = (),
    causes: Mapping[int, str] | None = None,
) -> Outcome:
    """Return the outcome made of role columns and the table's other columns."""
    others = covariate_names(table, roles, kind)
    counted = (
        {"n": replication(table.get(roles["n"]), roles["n"], len(table))} if "n" in roles else {}
    )
    made = pd.DataFrame({k: v for k, v in {**columns, **counted}.items() if v is not None})
    frame = pd.concat([made, table[others]], axis=1)
    kept, dropped, told = keep(frame, reasons)
    unseen = never_seen(frame, kept, reasons) if kind in ("repeated", "binary") else None
    return Outcome(
        kind=kind,
        name=name,
        frame=kept,
        definition=Definition(id="own-frame", sentence=f"{name}, as recorded in the user's data."),
        origin="time zero as recorded in the data",
        unit=unit,
        covariates=tuple(others),
        causes=dict(causes or {}),
        rows_in=len(table),
        dropped=dropped,
        check_rows=(*checks, *told, *unseen_check(unseen)),
        unseen=unseen,
    )


def finite(values: np.ndarray, name: str) -> dict[str, np.ndarray]:
    """Return the reasons against missing and infinite numbers."""
    return {
        f"{name}{ABSENT}": np.isnan(values),
        f"{name}: value infinite": np.isinf(values),
    }
