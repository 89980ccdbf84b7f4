"""What a reader of a rate must know: how much counts vary, how few people they come from."""

from __future__ import annotations

import numpy as np

from recoveryeval.models.count_models.rates_effects import overall
from recoveryeval.models.count_models.rates_fit import RateFit
from recoveryeval.models.count_models.rates_input import FEW, RateRows
from recoveryeval.models.too_few_clusters import LEAST, too_few_check
from recoveryeval.results.check import Check, Verdict
from recoveryeval.stats.answers.count_fit import LIMIT, count_fit
from recoveryeval.stats.answers.count_records import CountData
from recoveryeval.stats.sandwich import cluster_sums

VERY_FEW = 10
DOUBTFUL = 0.05
MISFIT = 0.05


def spread_check(rows: RateRows, fitted: np.ndarray, parameters: int) -> Check | None:
    """Return whether counts of people vary more than chance makes them; ``fitted`` (rows,).

    Rows of a person, or of a cluster, are added up first. None where too few are left to say, or
    nobody has two events: the time of those with one may end with it (death), which looks like
    spread and is none.
    """
    if rows.weighted:
        return None
    y, mean, copies = rows.y, fitted, rows.sampling.n
    if rows.sampling.cluster is not None:
        y, mean = cluster_sums(np.stack([y * copies, mean * copies]), rows.sampling.cluster)
        copies = np.ones(y.size)
    df = float(copies.sum()) - parameters
    if df < 1 or not (mean > 0).all() or y.max() <= 1:
        return None
    from scipy.special import chdtrc

    statistic = float(copies @ ((y - mean) ** 2 / mean))
    p_value = float(chdtrc(df, statistic))
    ratio = statistic / df
    if p_value < DOUBTFUL:
        told = (
            f"Counts vary {ratio:.1f} times as much as chance alone makes them: exact limits are "
            "too narrow, robust ones hold."
        )
        return Check("overdispersion", told, "note", ratio, p_value)
    told = f"Counts vary {ratio:.1f} times as much as chance alone makes them: no sign of more."
    return Check("overdispersion", told, "pass", ratio, p_value)


def cluster_checks(rows: RateRows) -> tuple[Check, ...]:
    """Return a check where people, or clusters, are few."""
    count = rows.sampling.clusters
    if count >= FEW:
        return ()
    if rows.named_clusters and count < LEAST:
        return (too_few_check(count, rows.clustered_by),)
    words = "people" if rows.clustered_by in ("", "person") else f"clusters ({rows.clustered_by})"
    told = (
        f"There are {count} {words}; robust errors are corrected for their number and held "
        "against t."
    )
    verdict: Verdict = "concern" if count < VERY_FEW else "note"
    return (Check("few_clusters", told, verdict, statistic=float(count)),)


def family_checks(rows: RateRows, x: np.ndarray, fit: RateFit) -> tuple[Check, ...]:
    """Return what speaks for or against the family that was asked for."""
    more = _exposure_check(rows) if fit.family == "hurdle" else ()
    more = (*more, *_mean_check(rows, x, fit))
    if fit.limit:
        name = fit.fits[-1].family.replace("-", " ")
        told = f"Counts vary no more than chance makes them, so that the {name} model was fitted."
        return (Check("no_extra_spread", told, "note"), *more)
    if fit.family == "poisson":
        known = spread_check(rows, rows.exposure * np.exp(x @ fit.fits[0].beta), x.shape[1])
        return () if known is None else (known,)
    if fit.family == "hurdle":
        return more
    return (_spread_test(rows, x, fit), *more)


def _mean_check(rows: RateRows, x: np.ndarray, fit: RateFit) -> tuple[Check, ...]:
    """Return a warning where the model's average is not the one seen, as its family forces."""
    time = float(rows.amount @ rows.exposure)
    seen = float(rows.amount @ rows.y) / time
    if fit.family == "poisson" or not seen > 0:
        return ()
    apart = overall(rows, fit, x) / seen - 1
    if abs(apart) <= MISFIT:
        return ()
    told = (
        f"The model's average differs from the one seen by {100 * abs(apart):.0f}%: counts are not "
        "distributed as this family says, for example because many people have none. Rates by "
        "group without a family, or family='poisson' with robust errors, keep the average."
    )
    return (Check("mean_misfit", told, "concern", statistic=apart),)


def _spread_test(rows: RateRows, x: np.ndarray, fit: RateFit) -> Check:
    """Return the likelihood ratio test of no extra spread, the least there can be."""
    from scipy.special import chdtrc

    own = fit.fits[0]
    simple = count_fit(CountData(rows.y, rows.exposure, x, rows.amount), LIMIT[own.asked])
    statistic = max(0.0, 2 * (own.log_likelihood - simple.log_likelihood))
    p_value = float(chdtrc(1.0, statistic)) / 2
    if fit.family == "beta-binomial":
        told = f"Days of one person are correlated by {1 / (1 + np.exp(own.tau)):.2f}."
    else:
        told = (
            f"Besides chance, rates of people vary with a coefficient of variation of "
            f"{np.exp(-own.tau / 2):.2f}."
        )
    return Check("overdispersion", told, "note", statistic, p_value)


def _exposure_check(rows: RateRows) -> tuple[Check, ...]:
    """Return a warning where people were observed for different times, which a hurdle ignores."""
    if np.ptp(rows.exposure) <= 1e-9 * rows.exposure.max():
        return ()
    told = (
        "People were observed for different lengths of time, which changes the chance of any event "
        "in a way that the first part of a hurdle model does not take into account."
    )
    return (Check("unequal_exposure", told, "concern"),)
