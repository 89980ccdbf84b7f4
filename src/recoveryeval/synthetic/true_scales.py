"""True mean trajectories of the two scales, had nobody dropped out."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from recoveryeval.synthetic.effects import Effects
from recoveryeval.synthetic.scales import DUE, ITEMS, WAVE, Scale, scales
from recoveryeval.synthetic.strata import Strata
from recoveryeval.synthetic.true_value import Row, by_arm


def true_scales(strata: Strata, effects: Effects) -> Iterator[Row]:
    """Yield the mean total of each scale by arm and wave, and the difference in change."""
    for scale in scales(effects):
        means = [mean_total(scale, day, strata, effects) for day in DUE]
        for wave, day, mean in zip(WAVE, DUE, means, strict=True):
            yield from by_arm(
                "mean",
                "difference in means",
                scale.instrument,
                strata,
                mean,
                time=float(day),
                level=wave,
            )
        for wave, day, mean in zip(WAVE[1:], DUE[1:], means[1:], strict=True):
            yield from by_arm(
                "mean change",
                "difference in change",
                scale.instrument,
                strata,
                mean - means[0],
                time=float(day),
                level=wave,
            )


def mean_total(scale: Scale, day: int, strata: Strata, effects: Effects) -> np.ndarray:
    """Return the mean total per stratum: a normal score, rounded and held inside the range."""
    from scipy.special import ndtr

    later = float(day > 0)
    slope = scale.slope + scale.slope_coaching * strata.arm
    center = scale.mean + scale.severity * strata.z + slope * day / 90
    variance = scale.sd**2 + scale.noise**2 + (effects.slope_sd * day / 90) ** 2
    spread = np.sqrt(variance + strata.arm * later * effects.coach_sd**2)
    bound = np.arange(ITEMS + 1, ITEMS * scale.top + 1) - 0.5
    above = ndtr((center - bound[:, None]) / spread)
    return np.asarray(ITEMS + above.sum(axis=0))
