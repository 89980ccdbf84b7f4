"""What was asked of the errors of a cumulative incidence, refused where it has no meaning."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from recoveryeval.errors import EstimationError
from recoveryeval.models.curves.cumulative_incidence_group import IncidenceOptions
from recoveryeval.models.survival.survival_input import SurvivalInput
from recoveryeval.outcomes.outcome import Outcome


def incidence_options(
    outcome: Outcome, found: SurvivalInput, asked: Mapping[str, Any]
) -> IncidenceOptions:
    """Return the options; Aalen's variance has no form with weights or clusters."""
    robust = asked["weights"] is not None or asked["cluster"] is not None
    if robust and asked["variance"] == "aalen":
        raise EstimationError(
            "Aalen's variance is defined neither with weights nor with clusters",
            code="RE-M30",
            do="Use variance='jackknife'.",
        )
    return IncidenceOptions(
        conf_level=asked["conf_level"],
        conf_type=asked["conf_type"],
        variance=asked["variance"],
        robust=robust,
        clustered=found.clustered,
        cluster_by=found.cluster_by,
        alone=outcome.kind == "time_to_event",
    )
