"""risk(): published score limits, R's Wilson limits and standardized model, and small numbers."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import recoveryeval as rv
from recoveryeval.errors import EstimationError
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.stats.answers.two_proportions import (
    TwoCounts,
    critical,
    fisher,
    score_limits,
    score_statistic,
)

GOLDEN = json.loads((Path(__file__).parents[1] / "golden" / "risk.json").read_text())


def births() -> Outcome:
    """Return R's birth weights: low weight by smoking."""
    data = pd.DataFrame(GOLDEN["data"])
    data["smoke"] = data["smoke"].map({0: "no", 1: "yes"})
    return rv.binary(data, value="low", name="low weight")


def test_wilson_limits_and_the_test_equal_r() -> None:
    table = rv.risk(births(), "smoke").tidy()
    risks = table[table["estimand"] == "risk"]
    np.testing.assert_allclose(risks[["conf_low", "conf_high"]], GOLDEN["wilson"], rtol=1e-10)
    found = table.loc[table["estimand"] == "risk difference", "p_value"].iloc[0]
    assert found == pytest.approx(GOLDEN["p_value"], rel=1e-10)


def test_adjusted_comparisons_equal_a_standardized_glm() -> None:
    table = rv.risk(births(), "smoke", adjust="age + lwt").tidy()
    rows = table[table["term"] == "adjusted"].set_index("estimand")
    golden = GOLDEN["adjusted"]
    assert rows.loc["risk difference", "estimate"] == pytest.approx(golden["difference"], rel=1e-8)
    error = rows.loc["risk difference", "std_error"]
    assert error == pytest.approx(golden["difference_se"], rel=1e-8)
    ratio = rows.loc["risk ratio"]
    assert ratio["estimate"] == pytest.approx(math.exp(golden["log_ratio"]), rel=1e-8)
    expected = math.exp(golden["log_ratio"] - critical(0.95) * golden["log_ratio_se"])
    assert ratio["conf_low"] == pytest.approx(expected, rel=1e-8)


def test_clustered_errors_and_their_degrees_of_freedom_equal_clubsandwich() -> None:
    table = rv.risk(births(), "smoke", adjust="age + lwt", cluster="race").tidy()
    row = table[(table["term"] == "adjusted") & (table["estimand"] == "risk difference")].iloc[0]
    golden = GOLDEN["adjusted"]
    assert row["std_error"] == pytest.approx(golden["clustered_difference_se"], rel=1e-7)
    assert row["df"] == pytest.approx(golden["clustered_df"], rel=1e-6)


def test_the_difference_has_the_published_limits() -> None:
    # Newcombe (1998), table II, 56/70 against 48/80: Miettinen-Nurminen 0.0528 to 0.3382.
    found = score_limits(TwoCounts(48, 80, 56, 70), "difference", 0.95)
    assert round(found.low, 4) == 0.0528
    assert round(found.high, 4) == 0.3382


@given(
    st.integers(0, 12), st.integers(0, 15), st.sampled_from(["difference", "ratio", "odds ratio"])
)
def test_limits_are_where_the_score_test_stops_rejecting(a: int, b: int, scale: str) -> None:
    two = TwoCounts(a, 12, b, 15)
    found = score_limits(two, scale, 0.95)  # type: ignore[arg-type]
    for limit, z in ((found.low, critical(0.95)), (found.high, -critical(0.95))):
        value = limit if scale == "difference" else math.log(limit) if limit > 0 else -math.inf
        if math.isfinite(value) and abs(value) < 1:
            assert score_statistic(two, scale, value) == pytest.approx(z, abs=1e-6)  # type: ignore[arg-type]


@given(st.integers(0, 12), st.integers(0, 15))
@settings(max_examples=15, deadline=None)
def test_swapping_the_groups_turns_the_comparison_around(a: int, b: int) -> None:
    one = score_limits(TwoCounts(a, 12, b, 15), "difference", 0.95)
    other = score_limits(TwoCounts(b, 15, a, 12), "difference", 0.95)
    assert one.low == pytest.approx(-other.high, abs=1e-9)
    ratio = score_limits(TwoCounts(a, 12, b, 15), "ratio", 0.95)
    back = score_limits(TwoCounts(b, 15, a, 12), "ratio", 0.95)
    if ratio.low > 0:
        assert ratio.low == pytest.approx(1 / back.high, rel=1e-6)


def small(a: int, b: int) -> Outcome:
    """Return a of 20 in one arm and b of 22 in the other."""
    frame = pd.DataFrame({"yes": [1] * a + [0] * (20 - a) + [1] * b + [0] * (22 - b)})
    return rv.binary(frame.assign(arm=["a"] * 20 + ["b"] * 22), value="yes")


def test_no_event_gives_no_ratio_but_limits_of_the_difference() -> None:
    table = rv.risk(small(0, 5), "arm").tidy().set_index("estimand")
    assert table.loc["risk ratio", "status"] == "not_estimable"
    assert math.isnan(table.loc["risk ratio", "estimate"])
    assert table.loc["risk difference", "conf_low"] > 0
    assert table["conf_low"].iloc[0] == 0


def test_small_counts_use_the_exact_test_and_say_so() -> None:
    assert fisher(TwoCounts(3, 20, 9, 22)) == pytest.approx(GOLDEN["fisher"], rel=1e-10)
    result = rv.risk(small(1, 5), "arm")
    assert "sparse" in result.checks()["id"].tolist()


def test_a_margin_is_judged_by_the_lower_limit() -> None:
    result = rv.risk(small(10, 13), "arm", margin=0.1)
    check = result.checks().set_index("id").loc["non_inferiority"]
    low = result.tidy().set_index("estimand").loc["risk difference", "conf_low"]
    assert check["verdict"] == ("pass" if low > -0.1 else "concern")
    with pytest.raises(EstimationError, match="above zero"):
        rv.risk(small(10, 13), "arm", margin=-0.1)


def test_cells_give_what_rows_give_and_repeats_are_refused() -> None:
    own = births()
    cells = rv.binary(own.cells(by=["smoke"]), value="value", n="n")
    pd.testing.assert_frame_equal(
        rv.risk(cells, "smoke").tidy().drop(columns="outcome"),
        rv.risk(own, "smoke").tidy().drop(columns="outcome"),
    )
    twice = pd.DataFrame({"id": [1, 1], "yes": [0, 1], "arm": ["a", "b"]})
    with pytest.raises(EstimationError, match="RE-M07"):
        rv.risk(rv.binary(twice, value="yes", person="id"), "arm")
