"""Two waves of the same people: names of waves and columns, unknown groups, lone pairs."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

import recoveryeval as rv

RNG = np.random.default_rng(0)
PEOPLE = 20
RULE = {"reliability": 0.8, "better": "higher"}


def table(**columns: Any) -> pd.DataFrame:
    """Return scores of twenty people at waves 0 and 6, ten in each group."""
    who = np.repeat(np.arange(PEOPLE), 2)
    frame = pd.DataFrame({"id": who, "w": [0, 6] * PEOPLE, "g": np.where(who < 10, "a", "b")})
    frame["y"] = np.random.default_rng(1).integers(10, 40, len(frame)).astype(float)
    return frame.assign(**columns)


def outcome(frame: pd.DataFrame) -> rv.Outcome:
    return rv.repeated_measures(frame, value="y", person="id", wave="w")


def changed(frame: pd.DataFrame, by: str | None = None, **options: Any) -> rv.Result:
    return rv.change(outcome(frame), by, **{"before": 0, "after": 6, **RULE, **options})


@pytest.mark.parametrize(("before", "after"), [(0, 6), (0.0, 6.0), ("0", "6"), ("0.0", "6.0")])
@pytest.mark.parametrize("kind", ["int64", "float64", "Int64", "string"])
def test_a_wave_is_known_by_its_number(kind: str, before: Any, after: Any) -> None:
    """A blank elsewhere in an export makes 6 a 6.0."""
    plain = changed(table()).tidy()["estimate"]
    found = changed(table().astype({"w": kind}), before=before, after=after)
    assert found.tidy()["estimate"].tolist() == plain.tolist()
    with pytest.raises(rv.EstimationError, match="same"):
        changed(table(), before=6, after=6.0)


@pytest.mark.parametrize("name", ["group", "before", "after", "traits", "lost"])
def test_columns_may_bear_the_names_used_inside(name: str) -> None:
    plain = changed(table(), "g").tidy()
    own = changed(table().rename(columns={"g": name}), name).tidy()
    assert own["estimate"].tolist() == plain["estimate"].tolist()
    lost = table()[lambda d: (d["w"] == 0) | (d["id"] > 5)]
    rows = changed(lost.rename(columns={"g": name})).tidy()
    assert name in set(rows.loc[rows["contrast"] == "lost - followed", "term"])


def test_people_of_unknown_group_are_counted_out() -> None:
    frame = table(g=lambda d: d["g"].mask(d["id"] < 3))
    for result in (changed(frame, "g"), rv.paired(outcome(frame), "g", before=0, after=6)):
        assert result.spec.rows_used == 17
        assert result.spec.dropped["group not known"] == 3
        assert float(result.glance()["n"].iloc[0]) == 17
        told = result.checks().set_index("id").loc["matched", "meaning"]
        assert "group of 3 is not known" in told


@pytest.mark.parametrize(
    "given",
    [
        {"cut_off": np.nan}, {"cut_off": np.inf}, {"cut_off": "25"}, {"reliability": "0.8"},
        {"reliability": True}, {"minimal_difference": "2"},
    ],
)  # fmt: skip
def test_figures_that_are_no_numbers_are_refused(given: dict[str, Any]) -> None:
    with pytest.raises(rv.EstimationError) as told:
        changed(table(), **given)
    assert told.value.code == "RE-MC20"


def test_the_scatter_refuses_what_change_refuses() -> None:
    """Nobody with both scores, and first scores that do not vary, have no band of error."""
    halves = table()[lambda d: (d["id"] < 10) == (d["w"] == 0)]
    flat = table(y=lambda d: d["y"].where(d["w"] == 6, 20))
    for frame, code in ((halves, "RE-MC21"), (flat, "RE-E38")):
        with pytest.raises(rv.EstimationError) as told:
            rv.change_scatter(outcome(frame), before=0, after=6, **RULE)  # type: ignore[arg-type]
        assert told.value.code == code


def test_one_person_is_shown_as_one_person() -> None:
    rows = changed(table()[lambda d: (d["w"] == 0) | (d["id"] == 0)]).tidy()
    shares = rows[rows["term"] == "class"]
    assert (shares["status"] == "flagged").all()
    assert (shares["reason"] == "one person").all()


@pytest.mark.parametrize("people", ["x", 2.5, 0, True, None])
def test_paths_need_waves_and_a_number_of_people(people: Any) -> None:
    with pytest.raises(rv.EstimationError, match="path"):
        rv.paths(outcome(table()), people=people)
    days = rv.repeated_measures(table(), value="y", person="id", day="w")
    with pytest.raises(rv.EstimationError, match="Paths are scores"):
        rv.paths(days)


@pytest.mark.parametrize("scores", [[0.1, 0.2, 0.3, 0.4], [1e-300, 2e-300, 3e-300, 5e-300]])
def test_changes_that_differ_by_rounding_alone_are_alike(scores: list[float]) -> None:
    """0.2 - 0.1 and 0.3 - 0.2 differ in their seventeenth digit; a t of 10^15 would follow."""
    before = np.array(scores)
    after = before + before[0]
    people = [*range(4)] * 2
    frame = pd.DataFrame({"id": people, "w": [0] * 4 + [6] * 4, "y": [*before, *after]})
    rows = rv.paired(outcome(frame), before=0, after=6).tidy()
    assert rows.loc[rows["term"] == "change", "status"].tolist() == ["not_estimable"]
    if before[0] > 1e-200:
        shown = changed(frame).tidy().set_index("estimand")
        assert shown.loc["mean change", "status"] == "not_estimable"


def test_scores_beyond_what_can_be_squared() -> None:
    frame = table(y=lambda d: d["y"] * 1e200)
    rows = rv.paired(outcome(frame), before=0, after=6).tidy()
    assert rows.loc[rows["term"] == "change", "status"].tolist() == ["not_estimable"]
    with pytest.raises(rv.EstimationError) as told:
        changed(frame)
    assert told.value.code == "RE-MC22"


def test_one_change_has_a_middle_and_no_limits() -> None:
    frame = pd.DataFrame({"id": [1, 2, 1, 2], "w": [0, 0, 6, 6], "y": [1.0, 2, 1, 5]})
    rows = rv.paired(outcome(frame), before=0, after=6).tidy().set_index("estimand")
    assert np.isnan(rows.loc["pseudo-median change", "conf_low"])
