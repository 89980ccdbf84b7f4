"""Measures that say yes or no: active on a day, engaged without a long gap, reached."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from recoveryeval.outcomes.engaging.followed import windows
from recoveryeval.outcomes.engaging.measured import Measured, Source, in_place
from recoveryeval.outcomes.engaging.told import contact_checks, denominator_check
from recoveryeval.outcomes.engaging.window_summary import window_summary
from recoveryeval.outcomes.leaving.gaps import last_before_gap
from recoveryeval.results.check import Check


def active(source: Source) -> Measured:
    """Return whether a contact lies in the days up to each day asked for."""
    found = source.contacts()
    rows = found.frame[["person", "day"]]
    parts: list[tuple[np.ndarray, np.ndarray, str]] = []
    dropped: dict[str, int] = {}
    checks = [*contact_checks(found.counts)]
    for day in source.options["at_days"]:
        first = day - source.options["lookback_days"] + 1
        met = in_place(window_summary(rows, source.people.window(first, day)))["n_records"] > 0
        value = met.to_numpy() & ~(source.people.died <= day)
        kept, lost, more = denominator(source, float(day), f"to day {day}")
        dropped |= lost
        checks += more
        parts.append((np.flatnonzero(kept), value[kept], f"day {day}"))
    place = np.concatenate([part[0] for part in parts])
    wave = np.concatenate([np.full(len(part[0]), part[2], dtype=object) for part in parts])
    return Measured(
        kind="binary",
        place=place,
        columns={
            "wave": pd.array(wave, dtype="string"),
            "value": np.concatenate([part[1] for part in parts]),
        },
        checks=tuple(checks),
        dropped=dropped,
        horizon=float(max(source.options["at_days"])),
    )


def sustained(source: Source) -> Measured:
    """Return whether no gap from time zero to the end of the window was too long."""
    days, found = source.options["window_days"], source.contacts()
    limits = pd.DataFrame({"person": np.arange(source.people.n), "start": 0, "last": days})
    gap = source.options["gap_days"]
    left = in_place(
        last_before_gap(found.frame[["person", "day"]], limits.assign(closing=days), gap_days=gap)
    )["left_day"]
    value = left.isna().to_numpy() & ~(source.people.died <= days)
    return yes_or_no(source, value, float(days), contact_checks(found.counts))


def yes_or_no(
    source: Source, value: np.ndarray, until: float, checks: tuple[Check, ...]
) -> Measured:
    """Return one answer per person, of those observed for the whole window."""
    kept, dropped, more = denominator(source, until, f"to day {until:g}")
    return Measured(
        kind="binary",
        place=np.flatnonzero(kept),
        columns={"value": value[kept]},
        checks=(*more, *checks),
        dropped=dropped,
        horizon=until,
    )


def denominator(
    source: Source, until: float, words: str
) -> tuple[np.ndarray, Mapping[str, int], list[Check]]:
    """Return who is in the denominator (n,), who is not and why, and what to say about it.

    Whether a person is in must not depend on what they did, so people whose
    observation ended before the window did are out even if they had the event.
    """
    people = source.people
    kept, dropped = people.seen(until), {}
    dead = people.died < until
    if source.options["died"] == "left_out" and (kept & dead).any():
        dropped[f"died before the window {words} ended"] = int((kept & dead).sum())
        kept &= ~dead
    unseen = int((~people.seen(until)).sum())
    if unseen:
        dropped[f"not observed {words}"] = unseen
    checks = [denominator_check(int(kept.sum()), people.n, f"people observed {words}")]
    n_dead = int((kept & dead).sum())
    if n_dead:
        checks.append(
            Check(
                id="died_in_window",
                statistic=float(n_dead),
                meaning=f"{n_dead} of them died before the window {words} ended and stay in the "
                "denominator; died='left_out' takes them out.",
            )
        )
    return kept, dropped, checks


def window_after(start: np.ndarray, first: int, last: int) -> pd.DataFrame:
    """Return each person's window from ``first`` to ``last`` days after a day of their own (n,)."""
    return windows(start + first, start + last)
