"""Stays and missed weeks as a person would read them, on random contacts."""

from __future__ import annotations

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from plain_program import day, plain_program

import recoveryeval as rv
from recoveryeval.outcomes.leaving.gaps import last_before_gap
from recoveryeval.outcomes.leaving.stays import stays

DAYS = st.lists(st.integers(-5, 60), max_size=12)


def slow_stays(days: list[int], last: int, gap: int) -> list[tuple[int, int, int]]:
    """Return first and last day and days met of each stay, by walking through the days."""
    met = sorted({d for d in days if 0 <= d <= last})
    found = [[0]]
    for day_ in met:
        if day_ - found[-1][-1] > gap:
            found.append([day_])
        else:
            found[-1].append(day_)
    return [(s[0], s[-1], len(set(s) & set(met))) for s in found]


@settings(max_examples=20, deadline=None)
@given(DAYS, st.integers(0, 60), st.integers(1, 15))
def test_stays_are_read_as_a_person_would(days: list[int], last: int, gap: int) -> None:
    contacts = pd.DataFrame({"person": [1] * len(days), "day": days}).astype("int64")
    limits = pd.DataFrame({"person": [1], "start": [0], "last": [last], "closing": [last + 1]})
    found = stays(contacts, limits, gap_days=gap).sort_values("stay")
    told = [tuple(map(int, row)) for row in found[["first", "last", "n_days"]].to_numpy()]
    assert told == slow_stays(days, last, gap)
    # The first gap that is too long follows the first stay.
    left = last_before_gap(contacts, limits, gap_days=gap)["left_day"].iloc[0]
    closed = len(told) > 1 or last + 1 - told[0][1] > gap
    assert (None if pd.isna(left) else int(left)) == (told[0][1] if closed else None)


def slow_weeks(days: list[int], seen_to: int, weeks: int) -> tuple[float, bool]:
    """Return the start of the first run of missed weeks, or where time stops without one."""
    whole = (seen_to + 1) // 7
    attended = {d // 7 for d in days if 0 <= d <= seen_to}
    for first in range(whole - weeks + 1):
        if not attended & set(range(first, first + weeks)):
            return 7.0 * first, True
    return 7.0 * (whole - weeks), False


@settings(max_examples=8, deadline=None)
@given(st.lists(DAYS, min_size=3, max_size=3), st.integers(45, 70), st.integers(1, 4))
def test_missed_weeks_are_read_as_a_person_would(
    logs: list[list[int]], extract: int, weeks: int
) -> None:
    # Somebody who was met once keeps the log from being empty.
    people = {str(i): log for i, log in enumerate([*logs, [0]])}
    program = plain_program({who: {} for who in people}, people, extract=day(extract))
    stay = rv.retention(rv.cohort(program), definition="four_missed_weeks", weeks=weeks)
    found = {r.person: (r.time, r.event) for r in stay.data.itertuples()}
    assert found == {who: slow_weeks(log, extract, weeks) for who, log in people.items()}
