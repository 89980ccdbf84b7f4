"""What a comparison of risks says about itself, and which options need groups."""

from __future__ import annotations

from recoveryeval.errors import EstimationError
from recoveryeval.models.words import versions
from recoveryeval.outcomes.outcome import Outcome


def compared(by: str | None) -> str:
    """Return by what people are compared, in words."""
    return "" if by is None else f", compared by {by}"


def refuse_comparing(by: str | None, adjust: str | None, margin: float | None) -> None:
    """Raise on options that need groups where there are none."""
    for name, value in {"adjust": adjust, "margin": margin}.items():
        if by is None and value is not None:
            raise EstimationError(
                f"{name} needs groups to compare",
                code="RE-M08",
                column=name,
                do="Name the column of groups in by=, or leave it out.",
            )


def methods(outcome: Outcome, by: str | None, adjust: str | None, cluster: str | None) -> str:
    """Return one paragraph in journal style."""
    if by is None:
        return (
            f"The share of people with {outcome.name} has Wilson limits "
            "(doi:10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E). "
            f"Software: {versions('scipy')}."
        )
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
        f"The share of people with {outcome.name} was compared by {by} with Miettinen-Nurminen "
        f"score limits (doi:10.1002/sim.4780040211).{more} Software: {versions('scipy')}."
    )
