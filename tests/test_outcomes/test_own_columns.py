"""Columns of own tables: what is read, what is set aside and counted, what is refused."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from own_table import refused, to_event

import recoveryeval as rv

SECRET = "Zebulon"


class TestTimes:
    """Durations: negative, infinite, missing, as timedelta, as text."""

    def test_negative_times_are_refused_with_their_number(self) -> None:
        error = refused("RE-E22", lambda: to_event({"t": [3, -1, -2], "e": [1, 0, 0]}))
        assert (error.column, error.rows) == ("t", 2)

    def test_infinite_and_missing_times_are_set_aside_and_counted(self) -> None:
        outcome = to_event({"t": [3, np.inf, None], "e": [1, 0, 0]})
        assert outcome.dropped == {"time: value missing": 1, "time: value infinite": 1}
        assert outcome.rows_in == 3
        assert [c.verdict for c in outcome.check_rows] == ["concern", "concern"]

    @pytest.mark.parametrize("resolution", ["s", "ms", "ns"])
    def test_lengths_of_time_become_days(self, resolution: str) -> None:
        spans = pd.Series(pd.to_timedelta([3, 36], unit="h") * 8).astype(
            f"timedelta64[{resolution}]"
        )
        assert to_event({"t": spans, "e": [1, 0]}).data["time"].tolist() == [1.0, 12.0]
        refused("RE-E30", lambda: to_event({"t": spans, "e": [1, 0]}, unit="weeks"))

    @pytest.mark.parametrize(
        "times",
        [
            ["3", "5"],
            pd.Series(["3", "5"], dtype="string"),
            [True, False],
            pd.to_datetime(["2025-01-01", "2025-01-02"]),
            [3, "five"],
        ],
    )
    def test_what_is_no_number_is_refused_not_guessed(self, times: object) -> None:
        refused("RE-F11", lambda: to_event({"t": times, "e": [1, 0]}))

    @pytest.mark.parametrize(
        "times", [[3, None], pd.array([3, None], dtype="Int64"), [3.0, np.nan]]
    )
    def test_numbers_with_gaps_are_numbers(self, times: object) -> None:
        for values in (times, pd.Series(times, dtype=object)):
            assert to_event({"t": values, "e": [1, 0]}).dropped == {"time: value missing": 1}

    def test_events_at_time_zero_are_kept(self) -> None:
        data = to_event({"t": [0, 4], "e": [1, 0]}).data
        assert data["time"].tolist() == [0, 4]
        assert np.isneginf(data["entry"]).all()


class TestFlags:
    """Whether it happened: True/False, 1/0, words; no other code."""

    @pytest.mark.parametrize(
        ("codes", "code"),
        [
            ([1, 2], "RE-V08"),
            ([2, 2], "RE-V08"),
            ([1.0, 2.0], "RE-V08"),
            ([1, 0, 9], "RE-V09"),
            ([1, 0, -9], "RE-V09"),
            ([0.5, 1], "RE-V09"),
            (["1", "2"], "RE-V09"),
            (["yes", SECRET], "RE-V09"),
        ],
    )
    def test_other_codes_are_refused_and_never_repeated(self, codes: list, code: str) -> None:
        error = refused(code, lambda: to_event({"t": [3] * len(codes), "e": codes}))
        assert error.column == "e"
        assert SECRET not in str(error)

    @pytest.mark.parametrize(
        "flags", [["yes", "No "], ["1", "0"], ["TRUE", "false"], pd.Categorical(["y", "n"])]
    )
    def test_words_are_read_and_told(self, flags: object) -> None:
        outcome = to_event({"t": [3, 4], "e": flags})
        assert outcome.data["event"].tolist() == [True, False]
        assert [c.id for c in outcome.check_rows] == ["event_read_from_text"]

    @pytest.mark.parametrize(
        "flags",
        [
            [True, False, None],
            pd.array([True, False, None], dtype="boolean"),
            pd.array([1, 0, None], dtype="Int64"),
            [1.0, 0.0, np.nan],
        ],
    )
    def test_missing_is_neither_yes_nor_no(self, flags: object) -> None:
        outcome = to_event({"t": [3, 4, 5], "e": flags})
        assert outcome.data["event"].tolist() == [True, False]
        assert outcome.data["event"].dtype == bool
        assert outcome.dropped == {"event missing": 1}
        assert "event_read_from_text" not in [c.id for c in outcome.check_rows]


class TestReplication:
    """n says how often a row stands there; nothing else."""

    @pytest.mark.parametrize("n", [[1, 2.5], [1, -1], [1, None], [1, np.inf]])
    def test_what_is_no_count_is_refused(self, n: list) -> None:
        error = refused("RE-E33", lambda: to_event({"t": [3, 4], "e": [1, 0], "k": n}, n="k"))
        assert "weights=" in error.do

    @given(st.lists(st.tuples(st.integers(0, 5), st.booleans(), st.integers(1, 4)), min_size=1))
    def test_rows_and_cells_are_the_same(self, rows: list[tuple[int, bool, int]]) -> None:
        frame = pd.DataFrame(rows, columns=["t", "e", "k"])
        long = frame.loc[frame.index.repeat(frame["k"]), ["t", "e"]]
        pd.testing.assert_frame_equal(
            rv.time_to_event(frame, time="t", event="e", n="k").cells(),
            rv.time_to_event(long, time="t", event="e").cells(),
        )
