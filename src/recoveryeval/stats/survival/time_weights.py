"""Weights over time that make a log-rank test look early, late, or where most people are."""

from __future__ import annotations

import numpy as np

from recoveryeval.stats.survival.cells import Floats
from recoveryeval.stats.survival.logrank_family import TimeWeight


def even(risk: Floats, event: Floats) -> Floats:  # noqa: ARG001  (the family's signature)
    """Return 1 at every time: the log-rank test (Mantel 1966)."""
    return np.ones_like(risk)


def gehan(risk: Floats, event: Floats) -> Floats:  # noqa: ARG001  (the family's signature)
    """Return the number at risk (Gehan 1965, Breslow 1970)."""
    return risk


def tarone_ware(risk: Floats, event: Floats) -> Floats:  # noqa: ARG001  (the family's signature)
    """Return the square root of the number at risk (Tarone and Ware 1977)."""
    return np.sqrt(risk)


def peto_peto(risk: Floats, event: Floats) -> Floats:
    """Return survival with one person added to each risk set (Peto and Peto 1972)."""
    return np.cumprod(1.0 - event / (risk + 1.0))


def fleming_harrington(p: float, q: float) -> TimeWeight:
    """Return S(t-)^p (1 - S(t-))^q, S the pooled curve (Harrington and Fleming 1982)."""

    def weight(risk: Floats, event: Floats) -> Floats:
        before = np.concatenate([[1.0], np.cumprod(1.0 - event / risk)[:-1]])
        return np.asarray(before**p * (1.0 - before) ** q)

    return weight
