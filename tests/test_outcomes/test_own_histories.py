"""Rows that tell a history: entry before exit, no overlap, one terminal event."""

from __future__ import annotations

import pandas as pd
import pytest
from own_table import refused, to_event

import recoveryeval as rv


class TestHistories:
    """Several rows of a person: entry before exit, no overlap, one terminal event."""

    def test_an_entry_after_the_exit_is_set_aside(self) -> None:
        outcome = to_event({"t": [3, 4, 5], "e": [1, 0, 1], "s": [5, 4, 0]}, entry="s")
        assert outcome.dropped == {"entry missing, or not before the end": 2}

    def test_overlapping_rows_are_refused_with_the_number_of_people(self) -> None:
        columns = {"p": list("aabbcc"), "s": [0, 3, 0, 5, 0, 4], "t": [5, 7, 5, 9, 9, 6], "e": 0}
        error = refused("RE-E28", lambda: to_event(columns, entry="s", person="p"))
        assert "2 people" in str(error)

    def test_rows_without_entry_overlap_by_their_nature(self) -> None:
        refused("RE-E28", lambda: to_event({"p": ["a", "a"], "t": [3, 5], "e": [0, 1]}, person="p"))

    def test_rows_set_aside_cannot_overlap(self) -> None:
        outcome = to_event(
            {"p": ["a", "a"], "s": [0, 3], "t": [5, 2], "e": [0, 0]}, entry="s", person="p"
        )
        assert len(outcome.data) == 1

    def test_two_terminal_events_and_rows_after_one_are_refused(self) -> None:
        columns = {"p": ["a", "a"], "s": [0, 5], "t": [5, 9]}
        refused("RE-E29", lambda: to_event({**columns, "e": [1, 1]}, entry="s", person="p"))
        error = refused("RE-E29", lambda: to_event({**columns, "e": [1, 0]}, entry="s", person="p"))
        assert "rows after an event" in str(error)
        assert len(to_event({**columns, "e": [0, 1]}, entry="s", person="p").data) == 2

    def test_rows_without_a_person_are_set_aside_where_people_are_named(self) -> None:
        outcome = to_event({"p": ["a", None], "t": [3, 4], "e": [0, 1]}, person="p")
        assert outcome.dropped == {"person missing": 1}

    def test_recurrent_rows_follow_the_same_rules(self) -> None:
        frame = pd.DataFrame({"p": ["a", "a"], "a": [0, 3], "b": [5, 9], "e": [1, 1]})
        roles = {"start": "a", "stop": "b", "event": "e", "person": "p"}
        refused("RE-E28", lambda: rv.recurrent_events(frame, **roles))
        assert len(rv.recurrent_events(frame.assign(a=[0, 5]), **roles).data) == 2


class TestCompeting:
    """Status codes: 0 is censoring, every other code has a name."""

    @staticmethod
    def competing(status: list, causes: dict, **roles: object) -> rv.Outcome:
        frame = pd.DataFrame({"t": range(1, len(status) + 1), "s": status, "p": "a", "b": 0})
        frame["b"] = frame["t"] - 1
        return rv.competing_events(frame, time="t", status="s", causes=causes, **roles)  # type: ignore[arg-type]

    @pytest.mark.parametrize("status", [[0, 1, 9], [0, 1, 0.5], [0, 1, -1]])
    def test_undeclared_codes_are_refused(self, status: list) -> None:
        refused("RE-V09", lambda: self.competing(status, {1: "left", 2: "died"}))

    @pytest.mark.parametrize(
        "causes", [{}, {0: "censored"}, {-1: "left"}, {True: "left"}, {1.5: "x"}]
    )
    def test_causes_need_codes_from_one_on(self, causes: dict) -> None:
        refused("RE-O08", lambda: self.competing([0, 1], causes))

    def test_two_terminal_events_are_refused(self) -> None:
        both = {1: "left", 2: "died"}
        refused("RE-E29", lambda: self.competing([1, 2], both, person="p", entry="b"))

    def test_a_missing_status_is_set_aside(self) -> None:
        outcome = self.competing([1, None, 0], {1: "left"})
        assert outcome.dropped == {"status missing": 1}
        assert outcome.data["cause"].tolist() == [1, 0]
