"""Days from one step to the next, with ways out competing and the end of observation censoring."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from recoveryeval.analyses.cascade_path import STILL, Stage
from recoveryeval.stats.answers.two_proportions import critical
from recoveryeval.stats.competing.aalen_johansen import aalen_johansen
from recoveryeval.stats.survival.cells import make_cells
from recoveryeval.stats.survival.quantiles import curve_quantiles

DAYS = "days from the previous step"
QUARTILES = {"lower quartile": 0.25, "median": 0.5, "upper quartile": 0.75}


def time_rows(
    stage: Stage, here: np.ndarray, group: str, conf_level: float
) -> Iterator[dict[str, Any]]:
    """Yield the days by which quarters of those at the step before have taken this one.

    The clock of a step that may lie before time zero has no start, and it has no rows.
    """
    among = here & stage.before
    if stage.step.before_days or not among.any():
        return
    time = (stage.end - stage.start)[among]
    why = stage.why[among]
    causes = [stage.step.name, *sorted({*why} - {stage.step.name, STILL})]
    code = np.select([why == c for c in causes], list(range(1, len(causes) + 1)), 0)
    seen = time >= 0  # observation may end before the earliest day of a step
    cells = make_cells(time[seen], code[seen])
    curve = aalen_johansen(cells, len(causes))
    share, error = curve.incidence[0], curve.std_error[0]
    low, high = _limits(share, error, conf_level)
    shares = np.array(list(QUARTILES.values()))
    days, soon, late = (curve_quantiles(curve.time, 1 - s, shares) for s in (share, high, low))
    counts = {
        "n": int(among.sum()),
        "n_event": int((code == 1).sum()),
        "n_censor": int((code == 0).sum()),
    }
    for name, day, first, last in zip(QUARTILES, days, soon, late, strict=True):
        base = {"term": stage.step.name, "group": group, "level": name, "estimand": DAYS, **counts}
        yield {**base, "method": "Aalen-Johansen", **_answer(day, first, last, conf_level, name)}


def _answer(day: float, first: float, last: float, level: float, name: str) -> dict[str, Any]:
    """Return one quantile with its limits; one that is not reached is an answer too."""
    reached = not np.isnan(day)
    return {
        "estimate": float(day),
        "conf_low": float(first),
        "conf_high": float("inf") if np.isnan(last) else float(last),
        "conf_level": level,
        "status": "ok" if reached else "flagged",
        "reason": "" if reached else f"not reached: too few took the step for a {name}",
    }


def _limits(share: np.ndarray, error: np.ndarray, level: float) -> tuple[np.ndarray, np.ndarray]:
    """Return limits of an incidence (T,) on the log-log scale, so that they stay in 0 to 1."""
    inside = (share > 0) & (share < 1)
    safe = np.where(inside, share, 0.5)
    scale = np.log(-np.log1p(-safe))
    half = critical(level) * error / ((1 - safe) * -np.log1p(-safe))
    low, high = (-np.expm1(-np.exp(scale + sign * half)) for sign in (-1, 1))
    return np.where(inside, low, share), np.where(inside, high, share)
