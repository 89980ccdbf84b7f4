"""Bootstrap errors and limits of interval-censored curves."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from recoveryeval.models.bracketed.interval_input import IntervalInput
from recoveryeval.models.bracketed.interval_rows import Band
from recoveryeval.models.resampling import check_repeats, generator
from recoveryeval.stats.bracketed.turnbull import Turnbull, turnbull_bootstrap
from recoveryeval.stats.survival.cells import Floats
from recoveryeval.stats.survival.limits import survival_limits

PATIENCE = 2.0  # seconds after which a progress bar appears
FEWEST = 100
NOTHING = 1e-12  # survival below it is the rounding of a sum of masses


def bands(
    found: IntervalInput,
    curves: tuple[Turnbull, ...],
    points: Floats,
    *,
    rng: int | np.random.Generator | None,
    n_boot: int,
    conf_level: float,
) -> dict[str, Band]:
    """Return bounds, errors and limits of each group's curve at the look points."""
    source = None
    if rng is not None:
        check_repeats("n_boot", n_boot, FEWEST, 500, "Bootstrap limits rest on resampled studies:")
        source = generator(rng)
    made = {}
    for code, (text, curve) in enumerate(zip(found.labels, curves, strict=True)):
        low, high = (np.where(v < NOTHING, 0.0, v) for v in curve.survival(points))
        errors = (np.full(points.size, np.nan),) * 2
        if source is not None:
            errors = _errors(found, code, points, n_boot, source)
        made[text] = _band((low, high), errors, conf_level)
    return made


def _errors(
    found: IntervalInput, code: int, points: Floats, n_boot: int, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """Return the spread (P,) of the lowest and of the highest survival of resampled studies."""
    left, right, n = found.cells(code)
    watch = bar(f"Resampling {found.labels[code]}")
    low, high = turnbull_bootstrap(left, right, n, points, repeats=n_boot, rng=rng, watch=watch)
    return low.std(axis=0, ddof=1), high.std(axis=0, ddof=1)


def _band(bounds: tuple[Floats, Floats], errors: tuple[Floats, Floats], conf_level: float) -> Band:
    """Return the band: limits on the log-log scale, the lower of the lowest value, and so on.

    Where the curve has not moved or has ended, resampled curves agree and say nothing.
    """
    low, high = bounds
    lower, _ = survival_limits(low, errors[0], conf_level=conf_level, conf_type="log-log")
    _, upper = survival_limits(high, errors[1], conf_level=conf_level, conf_type="log-log")
    known = ~np.isnan(errors[0])
    lower = np.where(known & (low == 0), 0.0, lower)
    upper = np.where(known & (high == 1), 1.0, upper)
    moved = (high > 0) & (low < 1)
    error = np.where((low == high) & moved, errors[1], np.nan)
    return Band(low, high, np.where(moved, lower, np.nan), np.where(moved, upper, np.nan), error)


def bar(text: str) -> Callable[[range], Iterable[int]]:
    """Return a progress bar over the repeats of a group, for those who wait."""

    def watch(repeats: range) -> Iterable[Any]:
        from tqdm import tqdm

        told: Iterable[Any] = tqdm(repeats, desc=text, delay=PATIENCE)
        return told

    return watch
