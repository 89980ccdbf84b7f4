"""What a marginal model says about itself."""

from __future__ import annotations

from recoveryeval.models.answers.gee_input import GeeRows
from recoveryeval.models.too_few_clusters import LEAST, too_few_check
from recoveryeval.models.words import analyzed, versions
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.check import Check, Verdict
from recoveryeval.stats.answers.gee_fit import GeeFit

RATIO = {"binomial": "log odds ratio", "poisson": "log rate ratio", "gaussian": "mean difference"}
FEW, SOME = 10, 40
_VARIANCE = {
    "corrected": "Mancl and DeRouen's corrected sandwich variance",
    "robust": "the sandwich variance",
    "model": "the variance of the working model",
}


def gee_checks(
    rows: GeeRows, fit: GeeFit, cluster: str, variance: str, *, structure: str
) -> tuple[Check, ...]:
    """Say how many clusters there are, how alike answers in one are, and what is assumed."""
    checks = [_clusters(rows.clusters, len(fit.beta), cluster, variance)]
    if fit.correlation.size == 1:
        figure = float(fit.correlation[0])
        which = "Answers in one cluster have"
        if structure == "autoregressive":
            which = (
                "Answers in one cluster that are closest in time, and others by its powers, have"
            )
        told = f"{which} a working correlation of {figure:.2f}."
        checks.append(Check("working_correlation", told, "note", statistic=figure))
    told = (
        "Absent answers are taken to be absent completely at random, or as the weights say; a "
        "mixed model asks for less."
    )
    checks.append(Check("missing_in_gee", told, "note" if rows.weights is None else "pass"))
    return tuple(checks)


def _clusters(n: int, terms: int, cluster: str, variance: str) -> Check:
    """Say how many clusters there are, and what that means for errors."""
    if n < LEAST or n <= terms:
        return too_few_check(n, cluster)
    told = f"There are {n} clusters ({cluster}); t tests have {n - terms} df."
    verdict: Verdict = "concern" if n < FEW or (n < SOME and variance == "robust") else "note"
    return Check("few_clusters" if n < FEW else "clusters", told, verdict, statistic=float(n))


def gee_methods(
    outcome: Outcome, rows: GeeRows, structure: str, variance: str, cluster: str
) -> str:
    """Return one paragraph in journal style."""
    link = {"binomial": "a logit link", "poisson": "a log link, observed time as offset,",
            "gaussian": "an identity link"}[rows.family]  # fmt: skip
    weighted = ", with probability weights" if rows.weights is not None else ""
    return (
        f"{analyzed(outcome)} by generalized estimating equations with {link} and "
        f"{structure} working correlation within {cluster}{weighted} (doi:10.1093/biomet/73.1.13), "
        f"tested by t with {_VARIANCE[variance]}. Averages stand for everyone at each level. "
        f"Software: {versions('scipy')}."
    )
