"""What is asked of people who were seen is not asked of scores that were made up."""

from __future__ import annotations

from recoveryeval.errors import EstimationError
from recoveryeval.models.missing.impute_versions import FILLED, FILLED_AHEAD
from recoveryeval.outcomes.outcome import Outcome


def refuse_imputed(outcome: Outcome) -> None:
    """Raise on a completed version, in which nothing is absent and some scores are nobody's."""
    if "missing" not in outcome.frame:
        return
    made = int(outcome.frame["missing"].isin((FILLED, FILLED_AHEAD)).sum())
    if made:
        raise EstimationError(
            "Some of these scores are imputed: nobody gave them, and none is absent any more",
            code="RE-MI54",
            rows=made,
            do="Ask this of the outcome as it was before impute().",
        )
