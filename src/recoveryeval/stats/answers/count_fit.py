"""Maximum likelihood for counts: Newton's method that knows where it has arrived, and where not.

Rows carry ``amount``, replication count times weight. A family without spread left to explain ends
at its limit (Poisson, binomial), which is then what is fitted; nothing is returned from a point
that is not a maximum.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from recoveryeval.stats.answers.count_excess import excess_spread
from recoveryeval.stats.answers.count_families import SPREAD, Family, Slopes, slopes
from recoveryeval.stats.answers.count_records import CountData, CountFit, Ending
from recoveryeval.stats.even_columns import beside_ones, even_columns
from recoveryeval.stats.survival.cells import Floats

LIMIT: dict[Family, Family] = {
    "negative-binomial": "poisson",
    "truncated": "truncated-poisson",
    "beta-binomial": "binomial",
}
MAX_STEPS, MAX_HALVINGS = 200, 40
CLOSE = 1e-10  # Newton's decrement, in standard errors
EXTREME = 1e-8  # a fitted rate this far below the average, or chance this close to 0 or 1
NO_SPREAD = 1e-6  # excess variance, as a share of the one without it


def count_fit(data: CountData, family: Family) -> CountFit:
    """Return the maximum-likelihood fit of a family, or of its limit where that fits as well."""
    even, turn = even_columns(data.x, beside_ones(data.x))
    found = _fitted(replace(data, x=even), family)
    size, p = found.point.size, turn.shape[0]
    whole = np.eye(size)
    whole[:p, :p] = turn
    away = np.linalg.inv(whole)
    return replace(
        found,
        point=whole @ found.point,
        information=away.T @ found.information @ away,
        scores=found.scores @ away,
    )


def _fitted(data: CountData, family: Family) -> CountFit:
    """Return the fit on even columns."""
    base: Family = LIMIT.get(family, family)
    start = _start(data, base)
    simple = _climbed(data, base, start)
    if family not in SPREAD or simple.ending != "converged":
        return replace(simple, asked=family)
    excess = excess_spread(data, simple)
    if excess <= NO_SPREAD:
        return replace(simple, asked=family)
    guess = -np.log(max(excess, 1e-3))
    found = _climbed(data, family, np.append(simple.point, np.clip(guess, -4.0, 8.0)))
    if found.ending == "converged":
        return replace(found, asked=family)
    again = _climbed(data, family, np.append(simple.point, 0.0))
    return replace(again, asked=family)


def _start(data: CountData, family: Family) -> Floats:
    """Return coefficients (q,) to start from: everyone alike, as near as the columns allow."""
    total, amount = float(data.amount @ data.y), float(data.amount @ data.exposure)
    share = (total + 0.5) / (amount + 1.0)
    logit = family in ("binomial", "beta-binomial")
    level = np.log(share / max(1.0 - share, 1e-6)) if logit else np.log(share)
    return np.asarray(np.linalg.lstsq(data.x, np.full(data.y.size, level), rcond=None)[0])


def _climbed(data: CountData, family: Family, start: Floats) -> CountFit:
    """Return where Newton's method ended from ``start``, and whether that is a maximum."""
    point, arrived = start, False
    here = _at(data, family, point)
    for _ in range(MAX_STEPS):
        value, score, information = here
        root, vector = np.linalg.eigh(information)
        uphill = np.maximum(np.abs(root), 1e-10 * np.abs(root).max())
        with np.errstate(all="ignore"):  # without any curvature there is no step
            step = vector @ ((vector.T @ score) / uphill)
        decrement = float(score @ step)
        if not np.isfinite(decrement):
            break
        if decrement <= CLOSE**2 and root.min() > 0:
            point, arrived = point + step, True
            break
        found = _halved(data, family, point, (value, step))
        if found is None:
            arrived = decrement <= 1e-6 * CLOSE and root.min() > 0
            break
        point, here = found
    return _ended(data, family, point, arrived=arrived)


def _ended(data: CountData, family: Family, point: Floats, *, arrived: bool) -> CountFit:
    """Return the fit at a point, with what it amounts to."""
    value, _, information = _at(data, family, point)
    ending: Ending = "converged" if arrived and np.isfinite(value) else "not converged"
    if _separated(data, family, point):
        ending = "separated"
    found = _slopes(data, family, point)
    scores = found.e[:, None] * data.x
    if family in SPREAD:
        scores = np.column_stack([scores, found.t])
    return CountFit(family, family, point, information, scores, value, ending)


def _separated(data: CountData, family: Family, point: Floats) -> bool:
    """Return whether some fitted rate is as good as 0, or some chance as good as 0 or 1."""
    eta = data.x @ (point[:-1] if family in SPREAD else point)
    if family in ("binomial", "beta-binomial"):
        return bool((np.abs(eta) > -np.log(EXTREME)).any())
    level = np.log((data.amount @ data.y) / (data.amount @ data.exposure))
    return bool((eta - level < np.log(EXTREME)).any())


def _halved(
    data: CountData, family: Family, point: Floats, move: tuple[float, Floats]
) -> tuple[Floats, tuple[float, Floats, NDArray[np.float64]]] | None:
    """Return the first point on the way of the step that is not lower, or nothing."""
    value, step = move
    step = step / max(1.0, float(np.abs(step).max()) / 5.0)
    slack = 1e-13 * (1.0 + abs(value))
    for _ in range(MAX_HALVINGS):
        there = _at(data, family, point + step)
        if np.isfinite(there[0]) and there[0] >= value - slack:
            return point + step, there
        step = step / 2
    return None


def _slopes(data: CountData, family: Family, point: Floats) -> Slopes:
    """Return the derivatives of each row at a point."""
    spread = family in SPREAD
    eta = data.x @ (point[:-1] if spread else point)
    with np.errstate(all="ignore"):  # a step too far gives no finite value, and is halved
        tau = float(np.clip(point[-1], -25.0, 25.0)) if spread else 0.0
        return slopes(family, data.y, data.exposure, np.clip(eta, -700.0, 700.0), tau)


def _at(
    data: CountData, family: Family, point: Floats
) -> tuple[float, Floats, NDArray[np.float64]]:
    """Return log-likelihood, score and information at a point."""
    found, n, x = _slopes(data, family, point), data.amount, data.x
    value = float(n @ found.value)
    score = x.T @ (n * found.e)
    information = -(x.T * (n * found.ee)) @ x
    if family not in SPREAD:
        return value, score, information
    cross = -(x.T @ (n * found.et))
    whole = np.block([[information, cross[:, None]], [cross[None, :], -np.array([[n @ found.tt]])]])
    return value, np.append(score, n @ found.t), whole
