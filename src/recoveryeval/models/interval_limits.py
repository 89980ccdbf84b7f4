"""Bootstrap limits of interval-censored curves and of their differences."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from recoveryeval.errors import EstimationError
from recoveryeval.models.interval_input import IntervalInput
from recoveryeval.stats.cells import Floats
from recoveryeval.stats.turnbull import turnbull_bootstrap

LONG = 10_000  # distinct intervals times repeats that take about two seconds
FEWEST = 100


@dataclass(frozen=True, slots=True, eq=False)
class Limits:
    """Lower and upper limits at the look points (P,): of each group, and of each pair of groups."""

    groups: dict[str, tuple[Floats, Floats]]
    pairs: dict[str, tuple[Floats, Floats]]


def interval_limits(
    found: IntervalInput,
    points: Floats,
    *,
    n_boot: int,
    rng: int | np.random.Generator,
    conf_level: float,
) -> Limits:
    """Return percentile limits from resampled people, group by group.

    Where a resampled curve is not defined, its lowest value enters the lower limit and its highest
    the upper one.
    """
    if n_boot < FEWEST:
        raise EstimationError(
            f"Percentile limits need at least {FEWEST} resampled studies",
            code="RE-M42",
            do="Give n_boot=1000 or more for a result to report.",
        )
    generator = rng if isinstance(rng, np.random.Generator) else np.random.default_rng(rng)
    drawn: dict[str, tuple[Floats, Floats]] = {}
    for code, text in enumerate(found.labels):
        left, right, n = found.cells(code)
        drawn[text] = turnbull_bootstrap(
            left,
            right,
            n,
            points,
            repeats=n_boot,
            rng=generator,
            watch=_bar(text, left.size * n_boot),
        )
    share = (1 - conf_level) / 2
    return Limits(
        {text: _percentiles(low, high, share) for text, (low, high) in drawn.items()},
        {
            f"{second} - {first}": _percentiles(
                drawn[second][0] - drawn[first][1], drawn[second][1] - drawn[first][0], share
            )
            for first, second in combinations(found.labels, 2)
        },
    )


def no_limits(found: IntervalInput, points: Floats) -> Limits:
    """Return limits that are missing everywhere."""
    none = np.full(points.size, np.nan)
    return Limits(dict.fromkeys(found.labels, (none, none)), {})


def _percentiles(low: Floats, high: Floats, share: float) -> tuple[Floats, Floats]:
    """Return limits (P,) of values known to lie between low and high (repeats, P)."""
    return (
        np.asarray(np.quantile(low, share, axis=0)),
        np.asarray(np.quantile(high, 1 - share, axis=0)),
    )


def _bar(text: str, work: int) -> Callable[[range], Iterable[int]]:
    """Return a progress bar over the repeats of a group, silent where the work is short."""

    def watch(repeats: range) -> Iterable[Any]:
        from tqdm import tqdm

        told: Iterable[Any] = tqdm(repeats, desc=f"Resampling {text}", disable=work < LONG)
        return told

    return watch
