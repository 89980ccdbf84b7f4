"""The fit of a Cox model, or the reason why these data have no estimate."""

from __future__ import annotations

from typing import Literal

from recoveryeval.errors import EstimationError
from recoveryeval.models.given_options import check_option
from recoveryeval.models.hazards.cox_input import CoxInput
from recoveryeval.stats.hazards.cox_data import CoxData, cox_data
from recoveryeval.stats.hazards.cox_fit import CoxFit, cox_faults, null_likelihood
from recoveryeval.stats.hazards.cox_fit import cox as fit_cox
from recoveryeval.stats.hazards.design_columns import DesignFaults

NO_EVENTS = "nobody had the event"
NOBODY_COMPARED = (
    "no event happened while people who differ in the covariates were under observation"
)
NOT_CONVERGED = "the model did not converge"


def cox_fitted(found: CoxInput, ties: Literal["efron", "breslow"]) -> tuple[CoxFit | None, str]:
    """Return the fit and an empty reason, or no fit and the reason.

    Covariates that nobody could tell apart are refused by name: that is a matter of the formula.
    """
    check_option("ties", ties, ("efron", "breslow"))
    data = cox_data(found.cells, found.found.matrix, ties=ties)
    reason = _silence(data)
    if reason:
        return None, reason
    null = null_likelihood(data)
    faults = cox_faults(data, null)
    if len(faults.constant) == data.p:
        return None, NOBODY_COMPARED
    _refuse_faults(faults, found)
    fit = fit_cox(data, null)
    return (None, NOT_CONVERGED) if fit.ending == "not converged" else (fit, "")


def rule_of(fit: CoxFit) -> str:
    """Return whose rule for ties the fit follows, for a sentence."""
    return f"{fit.data.ties.rule.split()[0].capitalize()}'s"


def converged(found: CoxInput, ties: Literal["efron", "breslow"], what: str) -> CoxFit:
    """Return the fit where it has a maximum; otherwise raise, saying what cannot be given."""
    fit, reason = cox_fitted(found, ties)
    if fit is None or fit.ending != "converged":
        raise EstimationError(
            f"The Cox model has no estimate ({reason or 'a hazard ratio runs off to infinity'}), "
            f"so it has no {what}",
            code="RE-E11" if reason else "RE-E10",
            rows=len(found.frame),
            do="Look at cox() first.",
        )
    return fit


def _silence(data: CoxData) -> str:
    """Return why nothing can be estimated, before any fitting."""
    if data.event_amount == 0:
        return NO_EVENTS
    events = float(data.ties.count.sum())
    if events < data.p:
        return f"there are fewer events ({events:g}) than covariates ({data.p})"
    return ""


def _refuse_faults(faults: DesignFaults, found: CoxInput) -> None:
    """Raise on covariates that are constant or collinear among the people compared."""
    terms, rows = found.found.terms, len(found.frame)
    if faults.constant:
        raise EstimationError(
            "The covariate is the same for everyone who is compared at an event",
            code="RE-E19",
            column=terms[faults.constant[0]],
            rows=rows,
            do="Leave it out of the formula.",
        )
    if faults.collinear:
        raise EstimationError(
            "The covariate is a combination of others among the people compared",
            code="RE-E18",
            column=terms[faults.collinear[0]],
            rows=rows,
            do="Leave one of them out of the formula.",
        )
