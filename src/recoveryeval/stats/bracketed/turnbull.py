"""Turnbull's estimate of survival from intervals, with a certificate that it is the maximum.

Mass moves by constrained Newton steps (Wang 2007, doi:10.1111/j.1467-9868.2007.00583.x): intervals
where the likelihood would gain join the support, a least-squares problem with positive masses gives
the direction, and intervals left without mass leave. The gradient is then at most 1 everywhere, and
1 where there is mass (Gentleman and Geyer 1994, doi:10.1093/biomet/81.3.618): no other estimate is
more likely.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from recoveryeval.stats.bracketed.innermost_intervals import InnermostIntervals, innermost_intervals
from recoveryeval.stats.survival.cells import Floats, Ints

GAP = 1e-10
MAX_ROUNDS = 500


@dataclass(frozen=True, slots=True, eq=False)
class Turnbull:
    """Mass (J,) of each innermost interval (lower, upper].

    ``gradient`` is its largest value, 1 at the maximum; ``converged`` says whether it is, to 1e-8.
    """

    lower: Floats
    upper: Floats
    mass: Floats
    gradient: float
    log_likelihood: float
    n_rounds: int
    converged: bool

    def survival(self, times: Floats) -> tuple[Floats, Floats]:
        """Return the lowest and highest survival (K,) that the estimate allows at times (K,).

        They differ only inside innermost intervals, where nobody looked.
        """
        gone = np.concatenate([[0.0], np.cumsum(self.mass)])
        exact = self.lower == self.upper
        opens = np.where(exact, self.lower, np.nextafter(self.lower, np.inf))
        begun = np.searchsorted(opens, times, side="right")
        ended = np.searchsorted(self.upper, times, side="right")
        return 1.0 - gone[begun], 1.0 - gone[ended]


def turnbull(left: Floats, right: Floats, n: Floats) -> Turnbull:
    """Return the estimate for intervals (N,), ``n`` (N,) people each."""
    return _fit(innermost_intervals(left, right, n))


def turnbull_bootstrap(
    left: Floats,
    right: Floats,
    n: Floats,
    times: Floats,
    *,
    repeats: int,
    rng: Generator,
    watch: Callable[[range], Iterable[int]] = iter,
) -> tuple[Floats, Floats]:
    """Return lowest and highest survival (repeats, K) at times (K,) in resampled studies.

    People are drawn with replacement, which for cells is a multinomial draw of their counts;
    ``watch`` sees the repeats go by, for a progress bar.
    """
    whole = round(float(n.sum()))
    low, high = np.empty((repeats, times.size)), np.empty((repeats, times.size))
    for b in watch(range(repeats)):
        drawn = rng.multinomial(whole, n / n.sum()).astype(np.float64)
        kept = drawn > 0
        low[b], high[b] = turnbull(left[kept], right[kept], drawn[kept]).survival(times)
    return low, high


def _fit(found: InnermostIntervals) -> Turnbull:
    """Return the masses of innermost intervals."""
    size, total = found.lower.size, float(found.n.sum())
    seeds = _cover(found)
    mass = np.zeros(size)
    mass[seeds] = 1.0 / seeds.size
    rounds, gradient = 0, _gradient(found, _chance(found, mass))
    while gradient.max() > 1.0 + GAP and rounds < MAX_ROUNDS:
        rounds += 1
        support = np.union1d(np.flatnonzero(mass), _peaks(gradient, mass))
        mass, moved = _climb(found, mass, _step(found, mass, support))
        gradient = _gradient(found, _chance(found, mass))
        if not moved:
            break
    chance = _chance(found, mass)
    return Turnbull(
        lower=found.lower,
        upper=found.upper,
        mass=mass,
        gradient=float(gradient.max()),
        log_likelihood=float(found.n @ np.log(chance)) if total else float("nan"),
        n_rounds=rounds,
        converged=bool(gradient.max() <= 1.0 + 1e-8),
    )


def _cover(found: InnermostIntervals) -> Ints:
    """Return a small set of intervals that gives every observation some chance."""
    chosen: list[int] = []
    order = np.argsort(found.stop)
    for start, stop in zip(found.start[order].tolist(), found.stop[order].tolist(), strict=True):
        if not chosen or chosen[-1] < start:
            chosen.append(stop - 1)
    return np.array(chosen, dtype=np.int64)


def _chance(found: InnermostIntervals, mass: Floats) -> Floats:
    """Return the chance (M,) of each kind of observation."""
    running = np.concatenate([[0.0], np.cumsum(mass)])
    return np.asarray(running[found.stop] - running[found.start])


def _gradient(found: InnermostIntervals, chance: Floats) -> Floats:
    """Return the mean over people of coverage / chance, for each interval (J,)."""
    pull = found.n / chance / found.n.sum()
    size = found.lower.size + 1
    change = np.bincount(found.start, pull, size) - np.bincount(found.stop, pull, size)
    return np.cumsum(change)[:-1]


def _peaks(gradient: Floats, mass: Floats) -> Ints:
    """Return, between neighbors of the support, the interval where the gradient is largest."""
    stretch = np.cumsum(mass > 0)
    order = np.lexsort((-gradient, stretch))
    best = order[np.flatnonzero(np.diff(stretch[order], prepend=-1))]
    return np.asarray(best[gradient[best] > 1.0])


def _step(found: InnermostIntervals, mass: Floats, support: Ints) -> Floats:
    """Return masses (J,) at the maximum of the quadratic approximation on the support."""
    from scipy.optimize import nnls

    chance = _chance(found, mass)
    covered = (found.start[:, None] <= support) & (support < found.stop[:, None])
    rows = np.sqrt(found.n / found.n.sum())[:, None] * (covered / chance[:, None] - 2.0)
    value, vector = np.linalg.eigh(rows.T @ rows)
    root = np.sqrt(np.maximum(value, 0.0))[:, None] * vector.T
    system = np.vstack([root, np.ones(support.size)])
    target = np.append(np.zeros(support.size), 1.0)
    solution, _ = nnls(system, target, maxiter=50 * support.size)
    new = np.zeros(mass.size)
    new[support] = solution / solution.sum()
    return new


def _climb(found: InnermostIntervals, mass: Floats, new: Floats) -> tuple[Floats, bool]:
    """Return masses on the way to ``new`` that are better, and whether there were any.

    Close to the maximum the likelihood can no longer tell them apart; the gradient still can.
    """
    here = _chance(found, mass)
    value, share = float(found.n @ np.log(here)), 1.0
    while share > 1e-10:
        mixed = new if share == 1.0 else (1.0 - share) * mass + share * new
        chance = _chance(found, mixed)
        if (chance > 0).all():
            gain = float(found.n @ np.log(chance)) - value
            same = abs(gain) <= 1e-13 * abs(value)
            if gain > 0 and not same:
                return mixed, True
            if same and _gradient(found, chance).max() < _gradient(found, here).max():
                return mixed, True
        share /= 2
    return mass, False
