"""From rows with a time and a cause to the frame of each kind of outcome."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from recoveryeval.outcomes.kinds import Kind
from recoveryeval.outcomes.rules import END_OF_OBSERVATION, HORIZON
from recoveryeval.outcomes.stays.rules import Form

KIND: dict[Form, Kind] = {
    "competing": "competing",
    "time_to_event": "time_to_event",
    "binary": "binary",
    "recurrent": "recurrent",
}


def rule_names(
    rows: pd.DataFrame, causes: Mapping[int, str], last_day: int, exits: np.ndarray | None = None
) -> pd.api.extensions.ExtensionArray:
    """Return what ended the time of each row (n,): an event, the window, or the records."""
    cause = rows["cause"].to_numpy(dtype="int64")
    named = np.array([causes.get(c, "") for c in cause], dtype=object)
    at_end = rows["time"].to_numpy(dtype="float64") >= last_day
    open_end = np.where(at_end, HORIZON.id, END_OF_OBSERVATION.id).astype(object)
    if exits is not None:
        open_end = np.where(exits != "", exits, open_end)
    return pd.array(np.where(cause > 0, named, open_end), dtype="string")


def shaped(rows: pd.DataFrame, form: Form, rule: pd.api.extensions.ExtensionArray) -> pd.DataFrame:
    """Return the contract's columns of one kind, without person and covariates.

    ``rows`` has ``time``, ``cause`` and ``n``.
    """
    n = rows["n"].to_numpy(dtype="float64")
    cause = rows["cause"].to_numpy(dtype="int64")
    if form == "binary":
        return pd.DataFrame({"value": cause == 1, "n": n})
    what = {"cause": cause} if form == "competing" else {"event": cause == 1}
    time = rows["time"].to_numpy(dtype="float64")
    return pd.DataFrame({"entry": -np.inf, "time": time, **what, "n": n, "rule": rule})


def intervals(base: pd.DataFrame, again: pd.DataFrame) -> pd.DataFrame:
    """Return the stretches between returns: ``place``, ``start``, ``stop``, ``event``.

    Parameters
    ----------
    base : pandas.DataFrame
        ``person`` and ``time``, the day on which counting ends; one row each.
    again : pandas.DataFrame
        ``person`` and ``day`` of each return, above zero.

    Returns
    -------
    pandas.DataFrame
        Rows in the order of people and time; the last of each holds no event
        unless one happened on the last day.
    """
    ends = base[["person", "time"]].assign(place=np.arange(len(base)))
    met = again.merge(ends, on="person", how="inner")
    met = met[met["day"] <= met["time"]].drop_duplicates(["place", "day"])
    last = ends[~ends["place"].isin(met.loc[met["day"] == met["time"], "place"])]
    rows = pd.concat(
        [
            met[["place"]].assign(stop=met["day"].astype("float64"), event=True),
            last[["place"]].assign(stop=last["time"].astype("float64"), event=False),
        ]
    ).sort_values(["place", "stop"], kind="stable", ignore_index=True)
    start = rows.groupby("place")["stop"].shift().fillna(0.0)
    return rows.assign(start=start)[["place", "start", "stop", "event"]]
