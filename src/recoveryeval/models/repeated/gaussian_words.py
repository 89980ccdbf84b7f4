"""Words of Gaussian models of repeated measures."""

from __future__ import annotations

from recoveryeval.models.repeated.gaussian_input import GaussianInput
from recoveryeval.models.words import capital, versions
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.stats.gaussian.gaussian_fit import GaussianFit

STRUCTURES = {
    "us": "unstructured",
    "toeph": "heterogeneous Toeplitz",
    "ar1h": "heterogeneous first-order autoregressive",
    "csh": "heterogeneous compound-symmetric",
    "toep": "Toeplitz",
    "ar1": "first-order autoregressive",
    "cs": "compound-symmetric",
}
TITLES = {"mixed_model": "Mixed model", "mmrm": "Mixed model for repeated measures"}
SOURCES = {
    "satterthwaite": "Satterthwaite degrees of freedom (doi:10.18637/jss.v082.i13)",
    "kenward-roger": "Kenward-Roger degrees of freedom, expected information (doi:10.2307/2533558)",
    "kenward-roger-observed": "Kenward-Roger degrees of freedom, observed information "
    "(doi:10.2307/2533558)",
}


def gaussian_methods(
    outcome: Outcome, given: GaussianInput, fit: GaussianFit, *, how: str, function: str, note: str
) -> str:
    """Return one paragraph in journal style; ``note`` says what else was done."""
    likelihood = "restricted maximum likelihood" if fit.reml else "maximum likelihood"
    kind = (
        f"a linear mixed model with random effects per person{_within(given)}"
        if function == "mixed_model"
        else f"a mixed model for repeated measures with {STRUCTURES[fit.structure]} covariance"
    )
    return (
        f"{capital(outcome.name)} ({given.scores} scores of {given.people} people) was "
        f"analyzed by {kind} (doi:10.2307/2529876), fitted by {likelihood}; tests use "
        f"{SOURCES[how]}. {note}Missing scores were assumed to be missing at random given the "
        f"scores and covariates in the model. Software: {versions('scipy')}."
    )


def _within(given: GaussianInput) -> str:
    """Return which groups have random intercepts too."""
    if not given.levels:
        return ""
    told = " within ".join(
        f"{len(level.labels)} groups of {level.name}" for level in reversed(given.levels)
    )
    return f" and random intercepts for {told}"
