"""Whether waves and days tell the same story."""

from __future__ import annotations

import numpy as np
import pandas as pd

from recoveryeval.results.check import Check


def wave_checks(frame: pd.DataFrame) -> tuple[Check, ...]:
    """Return a check of people whose later wave was measured before an earlier one."""
    if "wave" not in frame or "day" not in frame or not hasattr(frame["wave"], "cat"):
        return ()
    table = pd.DataFrame(
        {
            "person": pd.factorize(frame["person"])[0],
            "wave": frame["wave"].cat.codes.to_numpy(),
            "day": frame["day"].to_numpy(dtype="float64", na_value=np.nan),
        }
    ).dropna()
    table = table.sort_values(["person", "wave"])
    backward = table.groupby("person")["day"].diff() < 0
    people = int(table.loc[backward, "person"].nunique())
    if not people:
        return ()
    told = (
        f"{people} people have a later wave on an earlier day: waves may be mislabeled or in the "
        "wrong order, and means by wave then mix times."
    )
    return (Check("waves_against_days", told, "concern", statistic=float(people)),)
