"""What a mixed model of answers or counts says about itself."""

from __future__ import annotations

from recoveryeval.models.answers.gee_input import GeeRows
from recoveryeval.models.answers.glmm_estimate import Estimated
from recoveryeval.models.words import analyzed, capital, versions
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.check import Check, Verdict

RATIO = {"binomial": "log odds ratio", "poisson": "log rate ratio"}
LINKS = {
    "binomial": "logistic",
    "poisson": "Poisson (log link)",
    "negative-binomial": "negative binomial (log link)",
}
ROUGH, FEW, ALPHA = 1e-4, 10, 0.05


def glmm_checks(rows: GeeRows, found: Estimated, cluster: str) -> tuple[Check, ...]:
    """Say whether nodes were enough, whether clusters differ, and how many there are."""
    from scipy.special import chdtrc

    told = f"Twice as many nodes move the log-likelihood by {found.node_error:.1g}."
    rough = found.node_error > ROUGH
    checks = [Check("quadrature", told, "concern" if rough else "pass", found.node_error)]
    ratio = max(2 * (found.fit.log_likelihood - found.without), 0.0)
    who = "people" if cluster == "person" else f"levels of {cluster}"
    p_value = float(chdtrc(1, ratio)) / 2 if ratio > 0 else 1.0
    differ = "differ beyond chance" if p_value < ALPHA else "may not differ at all"
    told = f"{capital(who)} {differ}: likelihood ratio {ratio:.1f}, held against half a chi-square."
    checks.append(Check("clusters_differ", told, "note", ratio, p_value))
    n = rows.clusters
    told = f"There are {n} clusters ({cluster}); t tests have {n - rows.found.matrix.shape[1]} df."
    verdict: Verdict = "concern" if n < FEW else "note"
    checks.append(Check("clusters", told, verdict, float(n)))
    if found.fit.boundary:
        told = f"{who.capitalize()} do not differ detectably, so the model is one without them."
        checks.append(Check("singular_random_effects", told, "concern"))
    return tuple(checks)


def glmm_methods(outcome: Outcome, family: str, nodes: int, cluster: str) -> str:
    """Return one paragraph in journal style."""
    link = LINKS[family]
    return (
        f"{analyzed(outcome)} by a {link} mixed model with a normal random intercept per "
        f"{cluster}, by maximum likelihood with adaptive Gauss-Hermite quadrature at {nodes} nodes "
        f"(doi:10.1198/106186006X96962). Population averages integrate over the random effect. "
        f"Software: {versions('scipy')}."
    )
