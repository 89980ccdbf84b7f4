"""What parametric survival models say of themselves."""

from __future__ import annotations

from recoveryeval.models.words import versions
from recoveryeval.results.check import Check
from recoveryeval.stats.distributions.parametric_fit import ParametricFit

WORDS = {
    "exponential": "exponential",
    "weibull": "Weibull",
    "log_normal": "log-normal",
    "log_logistic": "log-logistic",
    "generalized_gamma": "generalized gamma",
    "spline": "flexible proportional-hazards (natural cubic spline)",
}
RATIOS = {
    "time": "ratios of times (accelerated failure time)",
    "hazard": "ratios of hazards (proportional hazards)",
    "odds": "ratios of odds (proportional odds)",
}
OF = {"time": "times to", "hazard": "hazards of", "odds": "odds of"}


def converged(fit: ParametricFit) -> Check:
    """Return the check that certifies the optimum."""
    told = "The likelihood is at its maximum: one more step would change it by nothing."
    return Check("converged", told, "pass", statistic=fit.decrement)


def parametric_methods(
    name: str, distribution: str, ratio: str, *, weighted: bool, clustered: str = ""
) -> str:
    """Return one paragraph in journal style."""
    error = (
        "robust (sandwich) errors for probability weights" if weighted else "observed information"
    )
    error = f"{clustered} (sandwich)" if clustered else error
    return (
        f"Time to {name} was analyzed by a {WORDS[distribution]} model "
        "(doi:10.1002/9781118032985, doi:10.1002/sim.1203) by maximum likelihood with exact, "
        f"censored and bracketed times; effects are {RATIOS[ratio]}, and limits rest on {error}. "
        f"Software: {versions('scipy')}."
    )
