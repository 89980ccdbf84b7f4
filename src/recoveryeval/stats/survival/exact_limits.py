"""Exact limits where the normal approximation breaks down: survival of 1 and of 0.

The beta product confidence procedure (Fay, Brittain and Proschan 2013,
doi:10.1093/biostatistics/kxt016). Without censoring it is Clopper and Pearson's interval.
"""

from __future__ import annotations

import numpy as np

from recoveryeval.stats.survival.cells import Floats


def lower_without_events(known: Floats, conf_level: float) -> Floats:
    """Return the lower limit (M,) when ``known`` (M,) people are event-free through a time.

    The beta quantile of (known, 1) has this closed form; with nobody left it is 0.
    """
    share = (1 - conf_level) / 2
    with np.errstate(divide="ignore"):
        return np.where(known > 0, share ** (1.0 / np.maximum(known, 1e-300)), 0.0)


def upper_hazard_without_events(known: Floats, conf_level: float) -> Floats:
    """Return the upper limit (M,) of a cumulative hazard when nobody of ``known`` had the event.

    The hazard at which so few events, none, still have half the remaining probability.
    """
    share = (1 - conf_level) / 2
    with np.errstate(divide="ignore"):
        return np.asarray(-np.log(share) / known)


def effective_people(n_risk: Floats, free_before: Floats) -> Floats:
    """Return of how many people (T,) it is known that one cause has not happened to them.

    They are those at risk and, in proportion, those who had another event before: the risk set of
    the subdistribution (Fine and Gray 1999), Y / S, where the cause has not happened yet. Without
    censoring these are all people. Where people enter late the smallest such number so far counts.
    """
    known = np.divide(n_risk, free_before, out=np.full_like(n_risk, np.inf), where=free_before > 0)
    return np.minimum.accumulate(known)


def upper_after_last_event(risk: Floats, event: Floats, conf_level: float) -> float:
    """Return the upper limit of a curve that has fallen to 0; risk and events (T,).

    Each time contributes a factor Beta(Y - d + 1, d); their product is matched by the beta
    distribution with the same two moments, which is exact when nobody is censored.
    """
    from scipy.special import betaincinv

    happened = event > 0
    y, d = risk[happened], event[happened]
    a = y - d + 1
    first = float(np.exp(np.log(a / (a + d)).sum()))
    second = float(np.exp(np.log(a * (a + 1) / ((a + d) * (a + d + 1))).sum()))
    spread = second - first**2
    size = first * (1 - first) / spread - 1
    return float(betaincinv(first * size, (1 - first) * size, 0.5 + conf_level / 2))
