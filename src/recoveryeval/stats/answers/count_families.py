"""Likelihoods of counts, as functions of a linear predictor and one parameter of spread.

Each family turns the predictor eta (N,) and tau into the log-likelihood of every row and its first
and second derivatives: all that Newton's method and a robust variance need.

- Poisson: y of mean e exp(eta).
- Negative binomial (NB2): the same mean, variance mean + mean^2 / theta, tau = log(theta).
- Truncated negative binomial, and its limit truncated Poisson: the same, given that y is one or
  more.
- Beta-binomial: y of e days, each with chance expit(eta); the days of a row are correlated by
  1 / (1 + phi), tau = log(phi). Binomial is its limit without correlation.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from recoveryeval.stats.survival.cells import Floats

Family = Literal[
    "poisson", "negative-binomial", "truncated", "truncated-poisson", "binomial", "beta-binomial"
]
SPREAD = frozenset({"negative-binomial", "truncated", "beta-binomial"})


@dataclass(frozen=True, slots=True, eq=False)
class Slopes:
    """Log-likelihood (N,) with its derivatives (N,) by eta (e) and tau (t)."""

    value: Floats
    e: Floats
    ee: Floats
    t: Floats
    et: Floats
    tt: Floats


def slopes(family: Family, y: Floats, exposure: Floats, eta: Floats, tau: float) -> Slopes:
    """Return the log-likelihood of counts y (N,) over exposures (N,) and its derivatives."""
    if family == "poisson":
        return _poisson(y, exposure * np.exp(eta))
    if family == "binomial":
        return _binomial(y, exposure, eta)
    if family == "beta-binomial":
        return _beta_binomial(y, exposure, eta, float(np.exp(tau)))
    if family == "truncated-poisson":
        return _some_of_poisson(y, exposure * np.exp(eta))
    mean, theta = exposure * np.exp(eta), float(np.exp(tau))
    whole = _negative_binomial(y, mean, theta)
    return whole if family == "negative-binomial" else _given_some(whole, mean, theta)


def _poisson(y: Floats, mean: Floats) -> Slopes:
    """Return slopes of a Poisson count of a mean (N,)."""
    from scipy.special import gammaln, xlogy

    none = np.zeros_like(mean)
    return Slopes(xlogy(y, mean) - mean - gammaln(y + 1), y - mean, -mean, none, none, none)


def _binomial(y: Floats, m: Floats, eta: Floats) -> Slopes:
    """Return slopes of y of m independent days."""
    from scipy.special import expit, gammaln

    p = expit(eta)
    choose = gammaln(m + 1) - gammaln(y + 1) - gammaln(m - y + 1)
    value = choose + y * eta - m * np.logaddexp(0.0, eta)
    none = np.zeros_like(p)
    return Slopes(value, y - m * p, -m * p * (1 - p), none, none, none)


def _negative_binomial(y: Floats, mean: Floats, theta: float) -> Slopes:
    """Return slopes of a negative binomial count of a mean (N,) and size theta."""
    from scipy.special import digamma, gammaln, polygamma, xlogy

    total, seen = mean + theta, y + theta
    value = (
        gammaln(seen) - gammaln(theta) - gammaln(y + 1)
        - theta * np.log1p(mean / theta) + xlogy(y, mean / total)
    )  # fmt: skip
    by_theta = digamma(seen) - digamma(theta) - np.log1p(mean / theta) + (mean - y) / total
    twice = (
        polygamma(1, seen) - polygamma(1, theta) + mean / (theta * total) + (y - mean) / total**2
    )
    return Slopes(
        value=value,
        e=theta * (y - mean) / total,
        ee=-theta * mean * seen / total**2,
        t=theta * by_theta,
        et=theta * (y - mean) * mean / total**2,
        tt=theta * by_theta + theta**2 * twice,
    )


def _given_some(whole: Slopes, mean: Floats, theta: float) -> Slopes:
    """Return slopes given one event or more: less the log of the chance of any."""
    total = mean + theta
    by_theta = mean / total - np.log1p(mean / theta)
    twice = mean / (theta * total) - mean / total**2
    none = Slopes(  # the log of the chance of no event
        value=-theta * np.log1p(mean / theta),
        e=-theta * mean / total,
        ee=-(theta**2) * mean / total**2,
        t=theta * by_theta,
        et=-theta * mean**2 / total**2,
        tt=theta * by_theta + theta**2 * twice,
    )
    return _without_none(whole, none)


def _some_of_poisson(y: Floats, mean: Floats) -> Slopes:
    """Return slopes of a Poisson count of a mean (N,) given that it is one or more."""
    zero = np.zeros_like(mean)
    return _without_none(_poisson(y, mean), Slopes(-mean, -mean, -mean, zero, zero, zero))


def _without_none(whole: Slopes, none: Slopes) -> Slopes:
    """Return slopes given any event, from those of the whole and of the log chance of none."""
    r = 1.0 / np.expm1(-none.value)
    s = r * (1 + r)
    return Slopes(
        value=whole.value - np.log(-np.expm1(none.value)),
        e=whole.e + r * none.e,
        ee=whole.ee + r * none.ee + s * none.e**2,
        t=whole.t + r * none.t,
        et=whole.et + r * none.et + s * none.e * none.t,
        tt=whole.tt + r * none.tt + s * none.t**2,
    )


def _beta_binomial(y: Floats, m: Floats, eta: Floats, phi: float) -> Slopes:
    """Return slopes of y of m days whose chances vary by a beta distribution of precision phi."""
    from scipy.special import betaln, digamma, expit, gammaln, polygamma

    p = expit(eta)
    a, b, rest = p * phi, (1 - p) * phi, m - y
    value = (
        gammaln(m + 1) - gammaln(y + 1) - gammaln(rest + 1)
        + betaln(y + a, rest + b) - betaln(a, b)
    )  # fmt: skip
    up = digamma(y + a) - digamma(a)
    down = digamma(rest + b) - digamma(b)
    up2 = polygamma(1, y + a) - polygamma(1, a)
    down2 = polygamma(1, rest + b) - polygamma(1, b)
    by_p, w = phi * (up - down), p * (1 - p)
    by_phi = p * up + (1 - p) * down - (digamma(m + phi) - digamma(phi))
    twice = p**2 * up2 + (1 - p) ** 2 * down2 - (polygamma(1, m + phi) - polygamma(1, phi))
    cross = (up - down) + phi * (p * up2 - (1 - p) * down2)
    return Slopes(
        value=value,
        e=w * by_p,
        ee=w**2 * phi**2 * (up2 + down2) + w * (1 - 2 * p) * by_p,
        t=phi * by_phi,
        et=phi * w * cross,
        tt=phi * by_phi + phi**2 * twice,
    )
