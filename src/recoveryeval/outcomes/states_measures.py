"""What is asked of states: on a day, days in, the first time, and again after it had ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from recoveryeval.outcomes.leaving.limits import days
from recoveryeval.outcomes.states_spells import Spells
from recoveryeval.outcomes.states_timeline import runs


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """Rows of an outcome with ``place`` (row of the cohort), and people left out by reason.

    Of a time, ``cause`` is 0 (not seen), 1 (happened) or 2 (died).
    """

    rows: pd.DataFrame
    dropped: Mapping[str, int]


def on_days(spells: Spells, inside: np.ndarray, asked: Sequence[int], *, known: bool) -> Measured:
    """Return whether each person was in the state on each day; ``known``: no spell means no."""
    parts, dropped = [], {"died before the day": 0, "not observed to the day": 0}
    line, n = spells.line, len(spells.seen_to)
    dropped["state not known on the day"] = 0
    for day in asked:
        holds = ((line["start"] <= day) & (day < line["stop"])).to_numpy()
        told, yes = np.full(n, known), np.zeros(n, dtype=bool)
        told[line["person"].to_numpy()[holds]] = True
        yes[line["person"].to_numpy()[holds & inside]] = True
        dead = spells.died < day
        unseen = ~dead & (spells.seen_to < day)
        dropped["died before the day"] += int(dead.sum())
        dropped["not observed to the day"] += int(unseen.sum())
        dropped["state not known on the day"] += int((~told & ~dead & ~unseen).sum())
        place = np.flatnonzero(told & ~dead & ~unseen)
        parts.append(pd.DataFrame({"place": place, "wave": day, "value": yes[place]}))
    return Measured(pd.concat(parts, ignore_index=True), dropped)


def days_in(spells: Spells, inside: np.ndarray, horizon: float, *, known: bool) -> Measured:
    """Return days in the state, of the days on which it is known, up to a horizon."""
    line, n = spells.line, len(spells.seen_to)
    end = np.minimum(spells.seen_to + 1, horizon)
    person = line["person"].to_numpy()
    length = np.minimum(line["stop"].to_numpy(), end[person])
    length = np.clip(length - np.clip(line["start"].to_numpy(), 0, None), 0, None)
    count = np.bincount(person, weights=length * inside, minlength=n)
    covered = np.bincount(person, weights=length, minlength=n)
    exposure = np.clip(end, 0, None) if known else covered
    place = np.flatnonzero(exposure > 0)
    rows = pd.DataFrame({"place": place, "count": count[place], "exposure": exposure[place]})
    return Measured(rows, {"state never known": n - len(place)})


def first_time(spells: Spells, inside: np.ndarray, stitch: int, *, known: bool) -> Measured:
    """Return the time to the first day in the state, of people who were not in it at zero."""
    n = len(spells.seen_to)
    within = _runs(spells, inside, stitch)
    at_zero = _holding(within, n)
    seen_to = spells.seen_to if known else _known_to(spells, n)
    ahead = within[within["start"] > 0]
    begins = ahead.groupby("person")["start"].min().reindex(range(n))
    place = np.flatnonzero(~at_zero & (seen_to >= 0))
    frame = _timed(days(begins)[place], seen_to[place], spells.died[place], place)
    unknown = int((~at_zero & (seen_to < 0)).sum())
    return Measured(
        frame,
        {"in the state at time zero": int(at_zero.sum()), "state not known at time zero": unknown},
    )


def again(spells: Spells, inside: np.ndarray, stitch: int, *, every: bool) -> Measured:
    """Return the time from the first end of the state to its return, or to every return."""
    within = _runs(spells, inside, stitch)
    place = within["person"].to_numpy(dtype="int64")
    # An end counts where it is seen: a state that goes on when observation ends has none.
    over = (within["stop"] >= 0) & (within["stop"] <= spells.seen_to[place])
    after = within.groupby("person")["start"].shift(-1)
    ends = within.assign(after=after)[over]
    first = ends.groupby("person")["stop"].transform("min")
    dropped = {"no end of the state seen": len(spells.seen_to) - ends["person"].nunique()}
    if not every:
        ends = ends[ends["stop"] == first]
        first = first[ends.index]
    who = ends["person"].to_numpy(dtype="int64")
    zero = first.to_numpy(dtype="float64")
    frame = _timed(
        days(ends["after"]) - zero, spells.seen_to[who] - zero, spells.died[who] - zero, who
    )
    return Measured(frame.assign(start=days(ends["stop"]) - zero), dropped)


def _runs(spells: Spells, inside: np.ndarray, stitch: int) -> pd.DataFrame:
    """Return unbroken times in the state, in order."""
    found = runs(spells.line[inside], stitch_days=stitch)
    return pd.DataFrame(found.sort_values(["person", "start"])).reset_index(drop=True)


def _holding(within: pd.DataFrame, n: int) -> np.ndarray:
    """Return who is in the state at time zero (n,)."""
    held = np.zeros(n, dtype=bool)
    now = (within["start"] <= 0) & (within["stop"] > 0)
    held[within["person"].to_numpy(dtype="int64")[now.to_numpy()]] = True
    return held


def _known_to(spells: Spells, n: int) -> np.ndarray:
    """Return the last day (n,) up to which states are known without a break, -1 for none."""
    whole = runs(spells.line)
    now = whole[(whole["start"] <= 0) & (whole["stop"] > 0)]
    known = np.full(n, -1.0)
    known[now["person"].to_numpy(dtype="int64")] = now["stop"].to_numpy() - 1
    return np.asarray(np.minimum(known, spells.seen_to))


def _timed(
    begins: np.ndarray, seen_to: np.ndarray, died: np.ndarray, place: np.ndarray
) -> pd.DataFrame:
    """Return times: the state begins, or the person dies, or is no longer seen."""
    happened = begins <= seen_to
    dead = ~happened & (died <= seen_to)
    time = np.where(happened, begins, np.where(dead, died, seen_to))
    return pd.DataFrame({"place": place, "time": time, "cause": np.where(dead, 2, happened * 1)})
