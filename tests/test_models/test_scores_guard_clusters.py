"""E15 to E17: one, two and few clusters, in verbs of scores, answers and counts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from score_verbs import outcome_for, study

import recoveryeval as rv

CLUSTERED: dict[str, Callable[[Any], Any]] = {
    "linear": lambda o: rv.linear(o, "arm", wave=6, cluster="site"),
    "risk": lambda o: rv.risk(o, "arm", wave=6, cluster="site"),
    "gee": lambda o: rv.gee(o, "arm", cluster="site"),
    "gee of answers": lambda o: rv.gee(o, "arm", cluster="site", structure="independence"),
    "gee of counts": lambda o: rv.gee(o, "arm", cluster="site"),
    "rates": lambda o: rv.rates(o, by="arm", cluster="site"),
    "poisson rates": lambda o: rv.rates(o, "arm", cluster="site"),
}


def sites(people: int, count: int) -> np.ndarray:
    """Return a site for each row; each site has people of both arms."""
    return np.repeat(np.arange(people) // 2 % count, 3)


def shown(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that allow for clusters."""
    if name == "risk":
        return table[table["term"] == "clustered"]
    return table[table["term"] != "exact"]


@pytest.mark.parametrize("people", [30, 1000])
@pytest.mark.parametrize("name", CLUSTERED)
def test_e15_one_cluster_is_refused(name: str, people: int) -> None:
    own = outcome_for(name, study(people, site=1))
    with pytest.raises(rv.EstimationError) as caught:
        CLUSTERED[name](own)
    assert (caught.value.code, caught.value.column) == ("RE-E15", "site")
    assert caught.value.rows is not None
    assert "ten" in caught.value.do


@pytest.mark.parametrize("name", CLUSTERED)
def test_e16_two_clusters_give_no_error_and_no_test(name: str) -> None:
    result = CLUSTERED[name](outcome_for(name, study(60, site=sites(60, 2))))
    table = shown(name, result.tidy())
    for column in ("std_error", "p_value", "conf_low", "conf_high"):
        assert column not in table or table[column].isna().all()
    assert "ok" not in set(table["status"])
    assert result.checks()["verdict"].isin(["fail", "concern"]).any()


@pytest.mark.parametrize("count", [6, 9])
@pytest.mark.parametrize("name", CLUSTERED)
def test_e17_few_clusters_are_corrected_and_flagged(name: str, count: int) -> None:
    result = CLUSTERED[name](outcome_for(name, study(60, site=sites(60, count))))
    few = result.checks().query("id in ('few_clusters', 'clusters')")
    assert "concern" in set(few["verdict"])
    assert few["meaning"].str.contains(str(count)).any()
    assert result.status in ("flagged", "fallback")
    assert (shown(name, result.tidy())["df"].dropna() < count).all()


@pytest.mark.parametrize("name", CLUSTERED)
def test_an_arm_in_one_cluster_only_has_no_error_and_no_test(name: str) -> None:
    """What tells the arms apart also tells the clusters apart."""
    frame = study(60)
    site = np.where(frame["arm"] == "peer", 0, 1 + np.arange(len(frame)) // 3 % 7)
    table = shown(name, CLUSTERED[name](outcome_for(name, frame.assign(site=site))).tidy())
    text = table["contrast"].fillna("").astype(str) if "contrast" in table else table["term"]
    compared = table[text.str.contains("usual") & text.str.contains("peer")]
    assert len(compared)
    assert set(compared["status"]) <= {"not_estimable", "flagged"}
    for column in ("std_error", "p_value", "conf_low"):
        assert column not in compared or compared[column].isna().all()


def test_clusters_without_adjustment_add_rows_and_flag_the_crude_ones() -> None:
    """The crude limits take people for independent, and say so."""
    own = outcome_for("risk", study(60, site=sites(60, 10)))
    table = rv.risk(own, "arm", wave=6, cluster="site").tidy()
    crude = table[table["term"] == "crude"]
    assert set(crude["status"]) == {"flagged"}
    assert crude["reason"].str.contains("independent").all()
    plain = rv.risk(own, "arm", wave=6).tidy()
    difference = table[table["estimand"] == "risk difference"].set_index("term")["estimate"]
    assert difference["clustered"] == pytest.approx(difference["crude"])
    assert "clustered" not in set(plain["term"])


def one_p_value(name: str, rng: np.random.Generator, coaches: int) -> float:
    """Return the p value of two arms that differ in nothing, given to whole coaches."""
    shared = rng.normal(0, 0.5, coaches)
    coach = np.repeat(np.arange(coaches), 25)
    frame = pd.DataFrame({"id": range(len(coach)), "coach": coach.astype(str), "month": 6})
    frame["arm"] = np.where(coach < coaches // 2, "a", "b")
    frame["yes"] = rng.random(len(coach)) < 1 / (1 + np.exp(-shared[coach]))
    frame["score"] = shared[coach] + rng.normal(size=len(coach))
    if name == "linear":
        kept = frame.drop(columns="yes")
        own = rv.repeated_measures(kept, value="score", person="id", wave="month")
        return float(rv.linear(own, "arm", cluster="coach").tidy()["p_value"].iloc[1])
    own = rv.binary(frame.drop(columns=["score", "month"]), value="yes", person="id")
    if name == "gee":
        return float(rv.gee(own, "arm", cluster="coach").tidy()["p_value"].iloc[1])
    table = rv.risk(own, "arm", cluster="coach").tidy()
    return float(table.loc[table["term"] == "clustered", "p_value"].iloc[0])


@pytest.mark.slow
@pytest.mark.parametrize("coaches", [6, 12])
@pytest.mark.parametrize("name", ["linear", "risk", "gee"])
def test_false_alarms_with_few_coaches_stay_below_six_percent(name: str, coaches: int) -> None:
    """500 studies tell 5 % from 8 % with three standard errors."""
    rng = np.random.default_rng(coaches)
    alarms = np.mean([one_p_value(name, rng, coaches) < 0.05 for _ in range(500)])
    assert alarms < 0.06 + 2 * np.sqrt(0.05 * 0.95 / 500)
