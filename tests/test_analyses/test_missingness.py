"""Absent scores by hand: shares, reasons, patterns, and the picture."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import recoveryeval as rv
from recoveryeval.plots.alt_text import get_alt

SEEN = pd.DataFrame(
    {
        "id": ["a", "a", "b", "c", "c", "d"],
        "month": [0, 6, 0, 0, 6, 6],
        "score": [20.0, 25, 21, 22, 27, 30],
        "arm": ["x", "x", "x", "y", "y", "y"],
    }
)


def scores() -> rv.Outcome:
    """Return four people at two waves, two of them seen once."""
    return rv.repeated_measures(SEEN, value="score", person="id", wave="month", name="hope")


def test_shares_and_patterns_by_hand() -> None:
    """Three of four are seen at each wave; two have both."""
    table = rv.missingness(scores()).tidy()
    seen = table[(table["term"] == "wave") & (table["estimand"] == "seen")]
    assert seen["estimate"].tolist() == [0.75, 0.75]
    pattern = table[table["term"] == "pattern"].set_index("level")
    assert pattern["n_event"].to_dict() == {"xx": 2, "x.": 1, ".x": 1}
    assert pattern["estimate"].sum() == pytest.approx(1.0)


def test_groups_are_told_apart_and_drawn() -> None:
    """Every group and wave is in the alternative text."""
    found = rv.missingness(scores(), "arm")
    told = get_alt(found.plot())
    assert "x, wave 0: 100% of 2 seen" in told
    assert "y, wave 6: 100% of 2 seen" in told
    assert found.checks().set_index("id").loc["scores_due", "statistic"] == 2


def test_reasons_add_up_on_a_program() -> None:
    """At every wave the shares of all reasons make one, and match the outcome's own reasons."""
    program, _ = rv.synthetic_program(150, rng=np.random.default_rng(3))
    held = rv.scale(rv.cohort(program), "GSE", waves=[0, 90, 180])
    table = rv.missingness(held).tidy().query("term == 'wave'")
    np.testing.assert_allclose(table.groupby("level")["estimate"].sum(), 1.0)
    ahead = table.query("estimand == 'not due yet'")["n_event"].sum()
    assert ahead == (held.data["missing"] == "not_yet_due").sum()


def test_without_waves_it_is_refused() -> None:
    """Days alone are not planned."""
    own = rv.repeated_measures(
        SEEN.rename(columns={"month": "d"}), value="score", person="id", day="d"
    )
    with pytest.raises(rv.EstimationError) as told:
        rv.missingness(own)
    assert told.value.code == "RE-MI50"
