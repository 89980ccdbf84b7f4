"""Own tables of any library, and the less common kinds of outcome."""

from __future__ import annotations

from typing import ClassVar

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pytest
from own_table import refused, to_event

import recoveryeval as rv


class TestTables:
    """Any table library; names that are wrong, doubled or reserved."""

    FRAME: ClassVar[dict[str, list]] = {"t": [3.0, 5.0], "e": [True, False], "g": ["x", "y"]}

    @pytest.mark.parametrize(
        "table",
        [
            pd.DataFrame(FRAME),
            pl.DataFrame(FRAME),
            pl.LazyFrame(FRAME),
            pl.DataFrame(FRAME).to_arrow(),
            duckdb.from_df(pd.DataFrame(FRAME)),
        ],
        ids=["pandas", "polars", "lazy polars", "arrow", "duckdb"],
    )
    def test_every_table_library_is_read(self, table: object) -> None:
        data = rv.time_to_event(table, time="t", event="e").data.sort_values("time")
        assert data["time"].tolist() == [3, 5]
        assert data["event"].tolist() == [True, False]
        assert data["g"].tolist() == ["x", "y"]

    def test_the_users_table_is_not_touched(self) -> None:
        frame = pd.DataFrame(self.FRAME)
        data = rv.time_to_event(frame, time="t", event="e").data
        data["g"] = "spoiled"
        pd.testing.assert_frame_equal(frame, pd.DataFrame(self.FRAME))

    def test_an_unknown_column_is_told_with_the_nearest(self) -> None:
        frame = pd.DataFrame({"weeks": [3], "arrest": [1]})
        error = refused("RE-O06", lambda: rv.time_to_event(frame, time="week", event="arrest"))
        assert error.do.endswith("The nearest valid name is 'weeks'.")

    def test_numbered_columns_are_columns(self) -> None:
        assert to_event({"t": [3], "e": [1], 7: ["x"]}).covariates == ("7",)

    def test_words_and_dates_are_answered_by_how_to_get_numbers(self) -> None:
        day = pd.to_datetime(["2025-01-01"])
        frame = pd.DataFrame({"t": [3], "day": day, "end": ["death"]})
        asked = {"status": "end", "causes": {1: "death"}}
        error = refused("RE-F11", lambda: rv.competing_events(frame, time="t", **asked))
        assert ".map(" in error.do
        frame["end"] = frame["end"].astype("category")
        assert (
            refused("RE-F11", lambda: rv.competing_events(frame, time="t", **asked)).do == error.do
        )
        asked = {"time": "day", "event": "t"}
        assert ".dt.days" in refused("RE-F11", lambda: rv.time_to_event(frame, **asked)).do

    def test_doubled_reserved_and_absent_tables_are_refused(self) -> None:
        doubled = pd.DataFrame([[3, 1, 2]], columns=["t", "e", "e"])
        refused("RE-F20", lambda: rv.time_to_event(doubled, time="t", event="e"))
        refused("RE-O07", lambda: to_event({"t": [3], "e": [1], "time": [9]}))
        repeats = pd.DataFrame({"s": [0], "t": [3], "e": [1], "who": ["a"], "time": [9]})
        roles = {"start": "s", "stop": "t", "event": "e", "person": "who"}
        refused("RE-O07", lambda: rv.recurrent_events(repeats, **roles))
        refused("RE-F02", lambda: to_event({"t": [], "e": []}))
        refused("RE-O05", lambda: rv.time_to_event([1, 2], time="t", event="e"))
        refused("RE-O02", lambda: to_event({"t": [None], "e": [1]}))


class TestOthers:
    """Intervals, waves and answers."""

    def test_intervals_turned_around_are_set_aside(self) -> None:
        frame = pd.DataFrame({"l": [0, 90, None, np.inf], "r": [90, 30, None, np.inf]})
        outcome = rv.interval_events(frame, left="l", right="r")
        assert outcome.data[["left", "right"]].to_numpy().tolist() == [[0, 90], [0, np.inf]]
        assert outcome.dropped == {
            "right limit before the left one": 1,
            "left limit infinite": 1,
        }

    def test_scores_and_answers_without_an_occasion_are_set_aside(self) -> None:
        frame = pd.DataFrame({"p": ["a", "a", "b"], "w": [1, None, 1], "v": [2.0, 3.0, np.inf]})
        scores = rv.repeated_measures(frame, value="v", person="p", wave="w")
        assert scores.dropped == {"score: value infinite": 1, "wave missing": 1}
        frame["v"] = [1, 0, None]
        answers = rv.binary(frame, value="v", wave="w")
        assert answers.dropped == {"answer missing": 1, "wave missing": 1}

    def test_two_scores_at_one_wave_are_refused(self) -> None:
        frame = pd.DataFrame({"p": ["a", "a"], "w": [1, 1], "v": [2.0, 3.0]})
        refused("RE-I02", lambda: rv.repeated_measures(frame, value="v", person="p", wave="w"))
        refused("RE-O09", lambda: rv.repeated_measures(frame, value="v", person="p"))

    def test_counts_need_exposure_and_may_not_be_negative(self) -> None:
        frame = pd.DataFrame({"k": [3, 1, 2.5], "d": [90, 0, 30]})
        outcome = rv.counts(frame, count="k", exposure="d")
        assert outcome.dropped == {"count not a whole number": 1, "no observed time": 1}
        refused("RE-E22", lambda: rv.counts(frame.assign(k=-9), count="k", exposure="d"))
