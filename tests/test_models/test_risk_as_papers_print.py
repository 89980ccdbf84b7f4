"""risk() on counts that papers print: every test they may have run, and Wald limits on request."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import recoveryeval as rv
from recoveryeval.errors import EstimationError
from recoveryeval.outcomes.outcome import Outcome


def printed(arms: dict[str, tuple[int, int]]) -> Outcome:
    """Return (yes, of all) by arm, typed as two rows per arm."""
    rows = [(a, y, k) for a, (yes, all_) in arms.items() for y, k in ((1, yes), (0, all_ - yes))]
    table = pd.DataFrame(rows, columns=["arm", "yes", "people"])
    return rv.binary(table, value="yes", n="people", name="overdose")


def test_two_groups_show_pearson_yates_and_fisher() -> None:
    # Winhusen 2020, doi:10.1016/j.drugalcdep.2020.108270: overdose by 12 months, 4.6 and 0.03.
    # R: chisq.test(correct = FALSE), chisq.test(), fisher.test() of matrix(c(5, 35, 13, 27), 2)
    found = rv.risk(printed({"peer": (5, 40), "control": (13, 40)}), "arm")
    checks = found.checks().set_index("id")
    expected = {"pearson_chi_square": 0.0322000642003265, "yates_chi_square": 0.0609058355327511,
                "fisher_exact": 0.0590570519496751}  # fmt: skip
    for name, value in expected.items():
        assert checks.loc[name, "p_value"] == pytest.approx(value, rel=1e-10), name
    assert checks.loc["yates_chi_square", "statistic"] == pytest.approx(3.51254480286738)
    one = found.glance().iloc[0]
    assert (round(one["statistic"], 1), one["df"], round(one["p_value"], 2)) == (4.6, 1, 0.03)
    assert "no continuity correction" in one["method"]


def test_sparse_groups_say_whose_p_value_it_is() -> None:
    found = rv.risk(printed({"peer": (1, 40), "control": (6, 40)}), "arm")
    row = found.tidy().set_index("estimand").loc["risk difference"]
    assert row["p_value"] == pytest.approx(0.1084, abs=5e-5)
    assert row["p_value"] == found.glance()["p_value"].iloc[0]
    assert "Fisher" in row["method"]
    assert "Fisher" in found.glance()["method"].iloc[0]


def test_wald_limits_are_those_printed() -> None:
    # Stagg 2019, doi:10.1186/s12916-019-1300-2: 18.1 % (1.0 to 35.2), p = 0.04;
    # 2.55 (0.97 to 6.70), p = 0.06.
    own = printed({"peer": (23, 63), "usual": (7, 38)})
    rows = rv.risk(own, "arm", reference="usual", limits="wald").tidy().set_index("estimand")
    named = ["estimate", "conf_low", "conf_high", "p_value"]
    points = rows.loc["risk difference", named].astype(float)
    assert (points * 100).round(1).tolist()[:3] == [18.1, 1.0, 35.2]
    odds = rows.loc["odds ratio", named].astype(float).round(2)
    assert [round(points["p_value"], 2), *odds.tolist()] == [0.04, 2.55, 0.97, 6.70, 0.06]
    # by hand: exp(log(RR) -+ 1.959964 sqrt(1/23 - 1/63 + 1/7 - 1/38))
    assert rows.loc["risk ratio", "conf_low"] == pytest.approx(0.941673, abs=1e-6)


def test_no_wald_limits_without_events() -> None:
    rows = rv.risk(printed({"a": (4, 20), "b": (0, 20)}), "arm", limits="wald").tidy()
    ratio = rows.set_index("estimand").loc["risk ratio"]
    assert ratio["estimate"] == 0
    assert np.isnan(ratio["conf_low"])
    assert ratio["status"] == "flagged"
    with pytest.raises(EstimationError, match="RE-M30"):
        rv.risk(printed({"a": (4, 20), "b": (1, 20)}), "arm", limits="exact")  # type: ignore[arg-type]


def test_three_arms_have_one_test_of_all() -> None:
    # R: prop.test(c(32, 24, 17), c(50, 50, 51))
    found = rv.risk(printed({"a": (32, 50), "b": (24, 50), "c": (17, 51)}), "arm").glance().iloc[0]
    assert found["df"] == 2
    assert (round(found["statistic"], 4), round(found["p_value"], 6)) == (9.5115, 0.008602)


def test_waves_without_people_are_not_added_up() -> None:
    table = pd.DataFrame({"day": [30, 30, 90, 90], "active": [1, 0] * 2, "people": [30, 4, 19, 15]})
    own = rv.binary(table, value="active", wave="day", n="people")
    assert rv.risk(own, wave=90).tidy()["n"].iloc[0] == 34
    with pytest.raises(EstimationError, match="RE-M07"):
        rv.risk(own)
