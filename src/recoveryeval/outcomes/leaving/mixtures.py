"""Options of retention() that make no sense together."""

from __future__ import annotations

from recoveryeval.errors import OutcomeError
from recoveryeval.outcomes.leaving.options import Options


def refuse_mixtures(chosen: Options) -> None:
    """Raise on options that make no sense together."""
    if chosen.day is not None and (chosen.horizon_days is not None or chosen.reentry == "new"):
        raise OutcomeError(
            "Who is still there on a day needs neither a horizon nor new stays",
            code="RE-O23",
            do="Give day alone, or horizon_days without it.",
        )
    if chosen.reentry == "new" and (chosen.horizon_days is not None or chosen.competing):
        raise OutcomeError(
            "New stays cannot be cut at a horizon, or compete with other ways out",
            code="RE-O23",
            do="Leave out horizon_days and 'competing', or use reentry='ignore'.",
        )
