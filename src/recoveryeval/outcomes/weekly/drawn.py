"""Weekly results as a picture: rows of people, so for internal use only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from recoveryeval.outcomes.weekly.measures import collected
from recoveryeval.outcomes.weekly.symbols import WORDS
from recoveryeval.release.profile import Profile, require_releasable

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def drawn(weeks: Any, *, profile: Profile, ax: Axes | None) -> Axes:
    """Draw the weeks of everyone; people have no id in the picture."""
    from recoveryeval.plots.weekly_patterns import weekly_patterns_plot

    require_releasable(profile)
    title = "Weekly results of each person (internal: rows are people)"
    return weekly_patterns_plot(
        as_matrix(collected(weeks)), words=WORDS, labels={"title": title}, ax=ax
    )


def as_matrix(weeks: pd.DataFrame) -> np.ndarray:
    """Return the symbols (people, weeks), empty text after a person's last week."""
    code, who = pd.factorize(weeks["person"])
    week = weeks["week"].to_numpy(dtype="int64")
    matrix = np.full((len(who), int(week.max())), "", dtype=object)
    matrix[code, week - 1] = weeks["symbol"].to_numpy(dtype=object)
    return matrix
