"""What was asked of a cumulative hazard, refused where it has no meaning."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from recoveryeval.errors import EstimationError
from recoveryeval.models.curves.nelson_aalen_rows import HazardOptions
from recoveryeval.models.given_options import check_option
from recoveryeval.models.survival.survival_input import SurvivalInput


def hazard_options(found: SurvivalInput, asked: Mapping[str, Any]) -> HazardOptions:
    """Return the options; the rule for ties that removes people one by one counts whole people."""
    robust = asked["weights"] is not None or asked["cluster"] is not None
    check_option("conf_type", asked["conf_type"], ("log", "plain"))
    check_option("ties", asked["ties"], ("nelson", "fleming-harrington"))
    if robust and asked["ties"] != "nelson":
        raise EstimationError(
            "Fleming and Harrington's rule for ties is defined neither with weights nor clusters",
            code="RE-M31",
            do="Use ties='nelson'.",
        )
    return HazardOptions(
        conf_level=asked["conf_level"],
        conf_type=asked["conf_type"],
        ties=asked["ties"],
        robust=robust,
        clustered=found.clustered,
        cluster_by=found.cluster_by,
    )
