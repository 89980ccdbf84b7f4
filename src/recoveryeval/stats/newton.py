"""Newton's method for a concave log-likelihood, with step halving and an honest end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from recoveryeval.stats.survival.cells import Floats

MAX_STEPS = 100
MAX_HALVINGS = 30
# Newton's decrement: the step measured in standard errors. Convergence is quadratic, so that the
# step after one this small is below rounding.
CLOSE = 1e-7


class Sloped(Protocol):
    """A log-likelihood at a point, with its score (p,)."""

    @property
    def value(self) -> float:
        """The log-likelihood."""
        ...

    @property
    def score(self) -> Floats:
        """Its slope (p,)."""
        ...


class Quadratic(Sloped, Protocol):
    """A log-likelihood at a point, with its score (p,) and information (p, p)."""

    @property
    def information(self) -> NDArray[np.float64]:
        """Less its curvature (p, p)."""
        ...


At = TypeVar("At", bound=Sloped)


@dataclass(frozen=True, slots=True, eq=False)
class Maximum:
    """Where Newton's method ended: the point (p,), its last step (p,), and whether it arrived.

    ``drifting`` says that it was on its way to infinity.
    """

    point: Floats
    last_step: Floats
    steps: int
    converged: bool
    drifting: bool = False


def maximize(
    at: Callable[[Floats], Quadratic],
    start: Floats,
    *,
    close: float = CLOSE,
    drifts: Callable[[Floats, float], bool] | None = None,
    first: Quadratic | None = None,
) -> Maximum:
    """Return the maximum of a concave function from ``start`` (p,), as ``maximize_by`` does."""
    return maximize_by(at, _step, start, close=close, drifts=drifts, first=first)


def _step(here: Quadratic) -> Floats:
    """Return Newton's step (p,)."""
    return np.asarray(np.linalg.solve(here.information, here.score))


def maximize_by(
    at: Callable[[Floats], At],
    newton: Callable[[At], Floats],
    start: Floats,
    *,
    close: float = CLOSE,
    drifts: Callable[[Floats, float], bool] | None = None,
    first: At | None = None,
) -> Maximum:
    """Return the maximum of a concave function from ``start`` (p,), each step from ``newton``.

    It has arrived when the step measures ``close`` standard errors; that step is still taken.
    ``drifts`` tells from a step and its squared length in standard errors whether it leads to
    infinity; asked early, while the information is more than rounding. ``first`` is the function
    at the start, where it is known already.
    """
    point, here = start, at(start) if first is None else first
    step = np.zeros_like(start)
    for count in range(MAX_STEPS):
        try:
            step = newton(here)
        except np.linalg.LinAlgError:
            return Maximum(point, step, count, converged=False)
        decrement = float(here.score @ step)
        if not decrement >= 0:
            return Maximum(point, step, count, converged=False)
        if drifts is not None and drifts(step, decrement):
            return Maximum(point, step, count, converged=False, drifting=True)
        if decrement <= close**2:
            return Maximum(point + step, step, count + 1, converged=True)
        found = _climb(at, point, here, step)
        if found is None:
            return Maximum(point, step, count, converged=False)
        point, here = found
    return Maximum(point, step, MAX_STEPS, converged=False)


def _climb(
    at: Callable[[Floats], At], point: Floats, here: At, step: Floats
) -> tuple[Floats, At] | None:
    """Return the first point on the way of the step that is not lower, or nothing."""
    slack = 1e-13 * (1.0 + abs(here.value))
    for _ in range(MAX_HALVINGS):
        there = at(point + step)
        if np.isfinite(there.value) and there.value >= here.value - slack:
            return point + step, there
        step = step / 2
    return None
