"""Times by which a given share of people have had the event, by the midpoint rule."""

from __future__ import annotations

import numpy as np

from recoveryeval.stats.survival.cells import Floats

SAME_SHARE = float(np.sqrt(np.finfo(np.float64).eps))


def curve_quantiles(time: Floats, survival: Floats, shares: Floats) -> Floats:
    """Return the time (M,) at which a falling curve (T,) has lost each share; NaN if never.

    Where the curve is flat at exactly that height, the middle of the flat stretch is taken; a
    stretch that lasts to the end of observation ends there. Heights that are NaN count as not
    yet fallen.
    """
    lost = np.fmax.accumulate(np.where(np.isnan(survival), -np.inf, 1.0 - survival))
    end = time.size
    first = np.searchsorted(lost, shares - SAME_SHARE, side="left")
    beyond = np.searchsorted(lost, shares + SAME_SHARE, side="left")
    padded = np.append(time, np.nan)
    last = np.where(beyond < end, padded[beyond], time[-1] if end else np.nan)
    return np.asarray(np.where(first < end, (padded[first] + last) / 2, np.nan))
