"""How a verb that resamples takes its seed and its number of repeats."""

from __future__ import annotations

import numpy as np

from recoveryeval.errors import EstimationError

MOST = 1_000_000


def is_whole(value: object, least: int) -> bool:
    """Return whether a value is a whole number that is large enough."""
    whole = isinstance(value, int | np.integer) and not isinstance(value, bool)
    return whole and int(str(value)) >= least


def generator(rng: object) -> np.random.Generator:
    """Return the source of randomness that a seed, or a generator itself, stands for."""
    if isinstance(rng, np.random.Generator):
        return rng
    if is_whole(rng, 0):
        return np.random.default_rng(int(str(rng)))
    raise EstimationError(
        "The seed is no whole number of zero or more",
        code="RE-M42",
        do="Give rng= a whole number, for example rng=1, or numpy.random.default_rng(1).",
    )


def check_repeats(name: str, repeats: object, least: int, advised: int, what: str) -> None:
    """Raise unless there are enough repeats; ``what`` rests on them."""
    if not is_whole(repeats, least) or int(str(repeats)) > MOST:
        raise EstimationError(
            f"{what} at least {least} of them (and {MOST:,} at most), as a whole number",
            code="RE-M42",
            do=f"Give {name}={advised} or more for a result to report.",
        )
