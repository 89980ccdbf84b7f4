"""Rates before and after time zero by hand, and their picture."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from five_stays import EXTRACT, date, five_tables

import recoveryeval as rv
from recoveryeval.errors import OutcomeError
from recoveryeval.plots.alt_text import get_alt


def mirrored(*rows: tuple[str, int], **options) -> rv.Outcome:
    """Emergency visits of A to E on some days, in mirrored windows."""
    event = pd.DataFrame(
        {"event_id": [f"x{i}" for i in range(len(rows))], "person_id": [r[0] for r in rows],
         "type": "ed", "start": [date(r[1]) for r in rows]}
    )  # fmt: skip
    made = rv.program({**five_tables(), "event": event}, extract_date=EXTRACT)
    return rv.utilization(rv.cohort(made), form="mirrored", **options)


SOME = mirrored(
    *[(who, -day) for who in "ABCD" for day in (40, 12, 6)], ("A", 10), ("B", 25), ("E", 45),
    last_day=60, step_days=30,
)  # fmt: skip


def test_rates_and_their_ratio_are_those_of_a_hand_count() -> None:
    table = rv.before_after(SOME, per=100).tidy()
    whole = table[table["level"] == "whole window"].set_index("estimand")
    assert whole.loc["rate", "estimate"].tolist() == pytest.approx([12 / 3, 3 / 3])
    assert whole.loc["rate ratio", "estimate"] == pytest.approx(3 / 12)
    assert whole.loc["rate ratio", "contrast"] == "after vs before"
    steps = table[table["level"] == "step"]
    assert steps["time"].tolist() == [-45.5, -15.5, 15.5, 45.5]
    assert steps["n_event"].tolist() == [4, 8, 2, 1]


def test_steps_lie_where_the_window_does() -> None:
    found = mirrored(("A", 12), ("B", -12), ("C", -33), first_day=11, last_day=35, step_days=10)
    table = rv.before_after(found).tidy()
    times = table.loc[table["level"] == "step", "time"].tolist()
    assert times == [-33, -25.5, -15.5, 15.5, 25.5, 33]


def test_the_warnings_of_the_windows_are_repeated() -> None:
    ids = set(rv.before_after(SOME).checks()["id"])
    assert {"crisis_before_time_zero", "nobody_died_before", "before_not_observed"} <= ids


def test_the_picture_can_be_read_alone() -> None:
    found = rv.before_after(SOME)
    ax = found.plot()
    texts = [t.get_text() for t in ax.texts]
    assert {"before: 4", "after: 1", "people"} <= set(texts)
    assert "before: 4" in get_alt(ax)
    assert ax.get_xlim()[0] == -ax.get_xlim()[1]
    assert np.isclose(ax.get_ylim()[0], 0)
    plt.close("all")


def test_it_can_be_kept_and_read_again() -> None:
    found = rv.before_after(SOME)
    again = rv.Result.from_json(found.to_json())
    pd.testing.assert_frame_equal(again.tidy(), found.tidy(), check_dtype=False)


def test_an_outcome_without_mirrored_windows_is_refused() -> None:
    program, _ = rv.synthetic_program(60, tables=["person", "episode", "event", "span"])
    with pytest.raises(OutcomeError, match="RE-O45"):
        rv.before_after(rv.utilization(rv.cohort(program)))
