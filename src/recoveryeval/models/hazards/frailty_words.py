"""What a Cox model with a shared frailty says of the variance between groups."""

from __future__ import annotations

import numpy as np
import pandas as pd

from recoveryeval.models.words import versions
from recoveryeval.results.check import Check
from recoveryeval.stats.hazards.gamma_frailty import FrailtyFit

VARIANCE = "log frailty variance"
FEW = 10


def boundary_test(fit: FrailtyFit) -> tuple[float, float]:
    """Return twice the gain in log-likelihood and its p value by half a chi-square with 1 df."""
    from scipy.special import chdtrc

    gain = max(2.0 * (fit.log_likelihood - fit.log_likelihood_without), 0.0)
    return gain, 0.5 * float(chdtrc(1, gain)) if gain > 0 else 1.0


def variance_row(fit: FrailtyFit, column: str) -> pd.DataFrame:
    """Return the row of the variance; its log, so that exponentiating gives the variance."""
    statistic, p_value = boundary_test(fit)
    none = fit.theta == 0
    return pd.DataFrame(
        {
            "term": [f"frailty: {column}"],
            "contrast": [""],
            "estimand": [VARIANCE],
            "estimate": [-np.inf if none else float(np.log(fit.theta))],
            "statistic": [statistic],
            "df": [1.0],
            "p_value": [p_value],
            "status": ["flagged" if none else "ok"],
            "method": ["likelihood ratio on the edge of the range, half a chi-square"],
            "reason": ["the likelihood is highest without a frailty" if none else ""],
        }
    )


def frailty_checks(fit: FrailtyFit, column: str, groups: int) -> tuple[Check, ...]:
    """Return what has to be said of the groups and of the size of their variance."""
    checks = [
        Check(
            "conditional_ratio",
            f"Hazard ratios compare people of the same {column}. Ratios averaged over groups, as "
            "cluster= gives, are nearer to one when groups differ.",
        )
    ]
    if fit.theta == 0:
        told = f"No variance between groups of {column} was found; this is the model without it."
        checks.append(Check("no_frailty", told, "note", statistic=0.0))
    if groups < FEW:
        told = f"The variance rests on {groups} groups only, so it is known very roughly."
        checks.append(Check("few_groups", told, "concern", statistic=float(groups)))
    return tuple(checks)


def frailty_methods(what: str, fit: FrailtyFit, column: str) -> str:
    """Return one paragraph in journal style."""
    return (
        f"Time to {what} was analyzed by Cox regression with a gamma frailty shared "
        f"within groups of {column} (doi:10.1198/1061860031365); the variance of the frailty "
        f"maximized the marginal likelihood (theta = {fit.theta:.3g}) and was tested against zero "
        "by the likelihood ratio, halving its p value (doi:10.1080/01621459.1987.10478472). Hazard "
        f"ratios are conditional on the group. Software: {versions('scipy')}."
    )
