"""The risk table of censoring: the end of observation as the event."""

from __future__ import annotations

from dataclasses import replace

from recoveryeval.stats.survival.risk_table import RiskTable


def reversed_table(table: RiskTable) -> RiskTable:
    """Return the table (T,) in which censoring is the event and events leave first."""
    left = table.n_risk - table.n_event
    return replace(
        table,
        n_risk=left,
        n_event=table.n_censor,
        n_censor=table.n_event,
        weight_risk=left,
        weight_event=table.n_censor,
    )
