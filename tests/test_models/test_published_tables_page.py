"""The tutorial on published tables runs as it stands, and what it computes is what was printed."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
import pytest
from paths import ROOT

import recoveryeval as rv

PAGE = (ROOT / "docs" / "tutorials" / "published_tables.md").read_text(encoding="utf-8")
CODE = "\n".join(re.findall(r"```\{code-cell\} ipython3\n(.+?)```", PAGE, re.DOTALL))


@pytest.fixture(scope="module")
def page() -> dict[str, Any]:
    """Return the names that the page's code leaves behind."""
    names: dict[str, Any] = {}
    exec(CODE, names)  # noqa: S102 # running the page is the test
    return names


def rows(result: Any) -> pd.DataFrame:
    """Return the comparisons of one result by estimand."""
    return result.tidy().set_index("estimand")


def test_winhusen_2020_printed_pearson_without_correction(page: dict[str, Any]) -> None:
    found = page["compared"].glance().iloc[0]
    assert (round(found["statistic"], 1), round(found["p_value"], 2)) == (4.6, 0.03)
    p = page["tests"].set_index("id")["p_value"].round(2)
    assert (p["yates_chi_square"], p["fisher_exact"]) == (0.06, 0.06)


def test_stagg_2019_printed_wald_limits(page: dict[str, Any]) -> None:
    found = rows(page["wald"])[["estimate", "conf_low", "conf_high", "p_value"]].astype(float)
    points = found.loc["risk difference"]
    assert (100 * points).round(1).tolist()[:3] == [18.1, 1.0, 35.2]
    assert found.loc["odds ratio"].round(2).tolist() == [2.55, 0.97, 6.70, 0.06]
    assert round(points["p_value"], 2) == 0.04


def test_sledge_2011_has_no_such_one_tailed_p(page: dict[str, Any]) -> None:
    row = page["mentor"].iloc[0]
    assert (row["df"], round(row["statistic"], 2)) == (72, -1.90)
    assert (round(row["p_value"], 3), round(row["p_value"] / 2, 3)) == (0.061, 0.030)
    assert round(page["size"]["estimate"].iloc[0], 2) == -0.44


def test_langabeer_2020_kept_88_and_56_of_a_hundred(page: dict[str, Any]) -> None:
    at = page["curve"].set_index("time")["estimate"]
    assert [round(100 * at[day]) for day in (30, 90)] == [88, 56]
    limits = page["shares"].set_index("time")[["conf_low", "conf_high"]].mul(100).round(1)
    assert limits.loc[30].tolist() == [73.4, 95.3]
    assert limits.loc[90].tolist() == [39.5, 71.1]


def test_the_life_table_is_that_of_the_book(page: dict[str, Any]) -> None:
    curve = page["staying"].tidy().set_index("time")["estimate"].round(4)
    assert (curve[1], curve[12]) == (0.8843, 0.4123)


def test_margins_do_not_say_who_changed(page: dict[str, Any]) -> None:
    with pytest.raises(rv.EstimationError, match="RE-M05"):
        rv.paired(page["visits"], before="before", after="after")
