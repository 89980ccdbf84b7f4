"""What happens at each event time of a Cox model, for given coefficients.

At an event time the l-th of D tied events sees a risk set of total s_l and mean covariate e_l.
Both tie rules have e_l = c + g / s_l, with c and g that do not depend on l, so every sum over l is
a sum of powers of 1 / s_l (see ``efron_sums``). Breslow's rule has s_l = A, c = 0.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recoveryeval.stats.hazards.cox_data import CoxData
from recoveryeval.stats.hazards.efron_sums import efron_sums
from recoveryeval.stats.hazards.tied_events import TiedEvents
from recoveryeval.stats.survival.cells import Floats, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Steps:
    """Risk sets at each event time (T,); all sums carry the mean weight of the tied events.

    ``risk`` (M,) is amount times exp(linear predictor), divided by exp(``shift``); ``relative``
    (M,) is the same without the amount. ``g`` (p, T), and ``c`` (p, K) at the K times with ties,
    give mean covariates. ``log`` is the sum of log s; ``h`` the hazard, the sum of 1/s; ``h2`` the
    sum of 1/s^2. ``unseen_h`` and ``unseen_h2`` (K,) are the parts of these that the tied events
    themselves do not see. ``weight`` (T,) is the weight of the tied events together.
    """

    predictor: Floats
    risk: Floats
    relative: Floats
    shift: float
    at: Ints
    c: Floats
    g: Floats
    log: Floats
    h: Floats
    h2: Floats
    unseen_h: Floats
    unseen_h2: Floats
    weight: Floats

    @property
    def moved_h(self) -> Floats:
        """Sum of mean covariate over s, (p, T)."""
        out = self.g * self.h2
        out[:, self.at] += self.c * self.h[self.at]
        return out

    @property
    def unseen_moved_h(self) -> Floats:
        """The part of ``moved_h`` that tied events do not see, (p, K)."""
        return np.asarray(self.c * self.unseen_h + self.g[:, self.at] * self.unseen_h2)

    @property
    def mean_x(self) -> Floats:
        """Mean covariate over the tied events' risk sets, (p, T)."""
        out = self.g * (self.h / self.weight)
        out[:, self.at] += self.c
        return out


def cox_steps(data: CoxData, beta: Floats) -> Steps:
    """Return the steps for coefficients (p,) of the scaled covariates."""
    predictor = beta @ data.x + data.offset
    shift = float(predictor.max()) if predictor.size else 0.0
    relative = np.exp(predictor - shift)
    risk = data.amount * relative
    total = data.layout.risk_sums(risk)
    g, own, c = _first_moments(data, risk, total.size)
    ties = data.ties
    weight = ties.mean_weight * ties.count
    log, h = weight * np.log(total), weight / total
    h2 = h / total
    g[:, ties.at] -= c * total[ties.at]
    sums = _tied_sums(ties, total[ties.at], own)
    log[ties.at], h[ties.at], h2[ties.at] = sums[:3]
    return Steps(
        predictor, risk, relative, shift, ties.at, c, g, log, h, h2, sums[3], sums[4], weight
    )


def _first_moments(data: CoxData, risk: Floats, size: int) -> tuple[Floats, Floats, Floats]:
    """Return sums of x over risk sets (p, T), and risk (K,) and mean x (p, K) of tied events."""
    own = data.ties.sums(risk[data.ties.row])
    g, c = np.empty((data.p, size)), np.empty((data.p, own.size))
    for j in range(data.p):
        weighted = risk * data.x[j]
        g[j] = data.layout.risk_sums(weighted)
        c[j] = data.ties.sums(weighted[data.ties.row]) / own
    return g, own, c


def _tied_sums(ties: TiedEvents, risk: Floats, own: Floats) -> tuple[Floats, ...]:
    """Return log, h, h2, unseen_h and unseen_h2 (K,) from totals at risk and of tied events."""
    weight, count = ties.mean_weight[ties.at], ties.count[ties.at]
    own = np.minimum(own, risk)
    sums = efron_sums(risk, own, count)
    # The l-th tied event sees the share 1 - l / D of its own moment; l / D is (A - s) / B.
    unseen = (risk * sums.inverse - count) / own
    unseen2 = (risk * sums.inverse2 - sums.inverse) / own
    return (
        weight * sums.log,
        weight * sums.inverse,
        weight * sums.inverse2,
        weight * unseen,
        weight * unseen2,
    )
