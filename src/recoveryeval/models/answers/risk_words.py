"""What a comparison of risks says about itself, and which options need groups."""

from __future__ import annotations

from typing import get_args

from recoveryeval.errors import EstimationError
from recoveryeval.models.answers.risk_crude import RiskLimits
from recoveryeval.models.given_options import check_option
from recoveryeval.models.words import versions
from recoveryeval.outcomes.outcome import Outcome

_NEWCOMBE = "doi:10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E"
_TESTED: dict[RiskLimits, str] = {
    "score": "Miettinen-Nurminen score limits (doi:10.1002/sim.4780040211) and Pearson's "
    "chi-square test without continuity correction, or Fisher's exact test where an expected "
    "count is under five.",
    "wald": "Wald limits and tests, those of ratios on the log scale.",
}


def compared(by: str | None) -> str:
    """Return by what people are compared, in words."""
    return "" if by is None else f", compared by {by}"


def refuse_asked(
    by: str | None, adjust: str | None, margin: float | None, limits: RiskLimits
) -> None:
    """Raise on limits there are not, and on options that need groups where there are none."""
    check_option("limits", limits, get_args(RiskLimits))
    for name, value in {"adjust": adjust, "margin": margin}.items():
        if by is None and value is not None:
            raise EstimationError(
                f"{name} needs groups to compare",
                code="RE-M08",
                column=name,
                do="Name the column of groups in by=, or leave it out.",
            )


def methods(
    outcome: Outcome, by: str | None, adjust: str | None, cluster: str | None, limits: RiskLimits
) -> str:
    """Return one paragraph in journal style."""
    if by is None:
        how = f"Wilson limits ({_NEWCOMBE})" if limits == "score" else "Wald limits"
        return f"The share of people with {outcome.name} has {how}. Software: {versions('scipy')}."
    more = (
        f" Adjusted comparisons standardize a logistic model with {adjust} over everyone."
        if adjust
        else ""
    )
    if cluster:
        more += (
            f" Errors that allow for {cluster} are bias-reduced with Satterthwaite degrees of "
            "freedom (doi:10.1080/07350015.2016.1247004)."
        )
    return (
        f"The share of people with {outcome.name} was compared by {by} with {_TESTED[limits]}"
        f"{more} Software: {versions('scipy')}."
    )
