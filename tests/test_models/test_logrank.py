"""The log-rank family: by hand, against lifelines, and at the edges."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.stats import chi2

import recoveryeval as rv
from recoveryeval.errors import EstimationError


def frame(size: int = 60, groups: str = "ab") -> pd.DataFrame:
    rng = np.random.default_rng(11)
    return pd.DataFrame(
        {
            "week": rng.integers(1, 12, size),
            "event": rng.random(size) < 0.6,
            "arm": [groups[i % len(groups)] for i in range(size)],
            "site": rng.integers(0, 3, size),
        }
    )


def outcome(data: pd.DataFrame, **roles: Any) -> Any:
    return rv.time_to_event(
        data, time="week", event="event", unit="weeks", name="retention", **roles
    )


def by_hand(data: pd.DataFrame, p: float, q: float) -> float:
    """Return a weighted log-rank statistic of two groups, one event time after another."""
    u = v = 0.0
    survival = 1.0
    for t in sorted(data.loc[data["event"], "week"].unique()):
        risk, now = data[data["week"] >= t], data[(data["week"] == t) & data["event"]]
        y, d = len(risk), len(now)
        y1, d1 = (risk["arm"] == "b").sum(), (now["arm"] == "b").sum()
        w = survival**p * (1 - survival) ** q
        u += w * (d1 - d * y1 / y)
        if y > 1:
            v += w**2 * d * (y1 / y) * (1 - y1 / y) * (y - d) / (y - 1)
        survival *= 1 - d / y
    return float(u**2 / v)


@pytest.mark.parametrize(("p", "q"), [(0, 0), (1, 0), (0, 1), (0.5, 2)])
def test_fleming_harrington_by_hand(p: float, q: float) -> None:
    data = frame()
    row = rv.logrank(outcome(data), "arm", test="fleming-harrington", p=p, q=q).tidy().iloc[0]
    assert row["statistic"] == pytest.approx(by_hand(data, p, q), rel=1e-10)
    assert row["p_value"] == pytest.approx(chi2.sf(row["statistic"], 1), rel=1e-12)


@pytest.mark.parametrize(
    ("test", "theirs"),
    [
        ("log-rank", None),
        ("gehan", "wilcoxon"),
        ("tarone-ware", "tarone-ware"),
        ("peto-peto", "peto"),
    ],
)
# lifelines itself calls sum() in a way that pandas 3 announces the end of.
@pytest.mark.filterwarnings("ignore:Starting with pandas version 4.0")
@pytest.mark.parametrize("groups", ["ab", "abc"])
def test_against_lifelines(test: Any, theirs: str | None, groups: str) -> None:
    from lifelines.statistics import multivariate_logrank_test

    data = frame(90, groups)
    found = rv.logrank(outcome(data), "arm", test=test).tidy().iloc[0]
    expected = multivariate_logrank_test(
        data["week"], data["arm"], data["event"], weightings=theirs
    )
    assert found["statistic"] == pytest.approx(expected.test_statistic, rel=1e-10)
    assert found["df"] == len(groups) - 1


def test_pairs_and_their_correction() -> None:
    data = frame(90, "abc")
    table = rv.logrank(outcome(data), "arm", pairwise="holm").tidy()
    pairs = table[table["contrast"] != ""]
    assert pairs["contrast"].tolist() == ["b - a", "c - a", "c - b"]
    for _, row in pairs.iterrows():
        own = data[data["arm"].isin(row["contrast"].split(" - "))]
        alone = rv.logrank(outcome(own), "arm").tidy().iloc[0]
        assert row["statistic"] == pytest.approx(alone["statistic"], rel=1e-12)
    plain = rv.logrank(outcome(data), "arm", pairwise="none").tidy()
    raw = plain[plain["contrast"] != ""]["p_value"].to_numpy()
    stepped = np.maximum.accumulate(np.sort(raw) * [3, 2, 1]).clip(max=1)
    np.testing.assert_allclose(pairs["p_value"].to_numpy()[np.argsort(raw)], stepped, rtol=1e-12)


def test_strata_add_up() -> None:
    data = frame()
    table = rv.logrank(outcome(data), "arm", strata="site").tidy()
    parts = [
        rv.logrank(outcome(data[data["site"] == s]), "arm").tidy() for s in data["site"].unique()
    ]
    total = sum(p[p["estimand"] == "expected events"]["estimate"].to_numpy() for p in parts)
    ours = table[table["estimand"] == "expected events"]["estimate"]
    np.testing.assert_allclose(ours, total, rtol=1e-12)


def test_swapping_the_arms_changes_nothing() -> None:
    data = frame()
    swapped = data.assign(arm=data["arm"].map({"a": "b", "b": "a"}))
    first, second = (rv.logrank(outcome(d), "arm").glance() for d in (data, swapped))
    assert first["statistic"].iloc[0] == pytest.approx(second["statistic"].iloc[0], rel=1e-12)


def test_no_events_is_not_a_p_value_of_one() -> None:
    found = rv.logrank(outcome(frame().assign(event=False)), "arm")
    row = found.tidy().iloc[0]
    assert (row["status"], row["reason"]) == ("not_estimable", "no events in any group")
    assert np.isnan(row["p_value"])
    assert "No test" in found.plot().texts[-1].get_text()


def test_an_arm_of_one_person_is_not_tested() -> None:
    data = frame().drop(index=range(3, 60, 2))
    found = rv.logrank(outcome(data), "arm")
    assert found.tidy().loc[0, "reason"] == "a group is one person"
    assert "one_person" in found.checks()["id"].tolist()


def test_groups_never_at_risk_together_are_not_compared() -> None:
    data = pd.DataFrame(
        {
            "week": [1, 2, 3, 5, 6, 7],
            "event": True,
            "arm": list("aaabbb"),
            "start": [0, 0, 0, 4, 4, 4],
        }
    )
    found = rv.logrank(outcome(data, entry="start"), "arm").tidy().iloc[0]
    assert found["status"] == "not_estimable"


def test_one_group_is_refused() -> None:
    with pytest.raises(EstimationError, match="only one group") as caught:
        rv.logrank(outcome(frame().assign(arm="a")), "arm")
    assert caught.value.column == "arm"


def test_an_empty_arm_is_refused_by_name() -> None:
    arm = pd.Categorical(frame()["arm"], categories=["a", "b", "c"])
    with pytest.raises(EstimationError, match="'c'"):
        rv.logrank(outcome(frame().assign(arm=arm)), "arm")


@pytest.mark.parametrize(
    "options", [{"p": 1.0}, {"test": "fleming-harrington", "q": -1.0}, {"test": "wilcoxon"}]
)
def test_exponents_and_names_are_checked(options: dict[str, Any]) -> None:
    with pytest.raises(EstimationError):
        rv.logrank(outcome(frame()), "arm", **options)


def test_a_stratum_of_one_is_told() -> None:
    data = frame()
    data.loc[0, "site"] = 9
    found = rv.logrank(outcome(data), "arm", strata="site").checks()
    assert "strata_without_comparison" in found["id"].tolist()


def test_words() -> None:
    found = rv.logrank(outcome(frame()), "arm", strata="site", pairwise="holm")
    assert "Mantel 1966" in found.methods()
    assert "within levels of site" in found.methods()
    assert "Holm" in found.methods()
    assert "in all groups of arm" in found.describe()
    assert found.spec.parameters["strata"] == "site"
