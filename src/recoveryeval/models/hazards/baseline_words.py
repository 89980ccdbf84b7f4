"""Words of the baseline of a Cox model: what is estimated, its picture, a paragraph for a paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from recoveryeval.models.hazards.cox_curve_error import CurveError
from recoveryeval.models.hazards.cox_fitted import rule_of
from recoveryeval.models.hazards.cox_input import CoxInput
from recoveryeval.models.words import estimand_of, others_of, versions
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.estimand import Estimand


def baseline_estimand(
    outcome: Outcome, found: CoxInput, what: str, asked: Mapping[str, Any]
) -> Estimand:
    """Return what is estimated."""
    return estimand_of(
        outcome,
        f"cumulative hazard of {what} at each time, for someone at the first level of every factor "
        f"and at {'zero' if asked['at'] == 'zero' else 'the mean'} of every number",
        other_events=others_of(outcome, asked["cause"]),
        dropped=found.found.dropped,
    )


def baseline_labels(outcome: Outcome, what: str) -> dict[str, str]:
    """Return the words of the picture."""
    return {
        "title": f"Baseline cumulative hazard of {what}",
        "x": f"{outcome.unit[:1].upper()}{outcome.unit[1:]} since {outcome.origin}",
        "y": "Cumulative hazard (events per person)",
        "difference": "Difference in cumulative hazard (events per person)",
        "unit": outcome.unit,
    }


def baseline_methods(known: CurveError) -> str:
    """Return the paragraph for a paper."""
    return (
        "The cumulative baseline hazard of the Cox model (doi:10.1111/j.2517-6161.1972.tb00899.x) "
        f"was estimated by {rule_of(known.fit)} tie rule (doi:10.2307/2529620), with "
        f"{known.sentence}. Software: {versions()}."
    )
