"""How many rows an analysis may lose to missing values before its answer is about other people."""

from __future__ import annotations

from recoveryeval.errors import EstimationError
from recoveryeval.results.check import Verdict

REFUSED = 0.5
CONCERN = 0.05


def refuse_share(rows: int, lost: int, *, what: str, column: str | None, do: str) -> None:
    """Raise when more than half of the rows would be lost; ``what`` says what they lack."""
    if rows and lost / rows > REFUSED:
        raise EstimationError(
            f"More than half of the rows lack {what}",
            code="RE-E31",
            column=column,
            rows=lost,
            do=do,
        )


def share_verdict(rows: int, lost: int) -> Verdict:
    """Return whether a share of rows lost is worth a note or of concern."""
    return "concern" if lost / rows > CONCERN else "note"
