"""One rule for few clusters, whatever the verb: see docs/explanation/few_clusters.md."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from survival_clusters import CLUSTERED, sites
from survival_kinds import repeated
from survival_verbs import outcome_for, study

import recoveryeval as rv

SIZE = 60
NUMBERS = ["std_error", "statistic", "p_value", "conf_low", "conf_high"]
Asked = Callable[[pd.DataFrame, str | None], Any]


def scores(frame: pd.DataFrame) -> Any:
    """Return two scores of each person."""
    rng = np.random.default_rng(5)
    own = frame.drop(columns=["day", "status", "event"]).assign(id=range(SIZE))
    seen = pd.concat([own.assign(wave=w, score=rng.normal(size=SIZE)) for w in (1, 2)])
    return rv.repeated_measures(seen, value="score", person="id", wave="wave")


def answers(frame: pd.DataFrame) -> Any:
    """Return one yes or no of each person."""
    return rv.binary(frame.drop(columns=["day", "status"]), value="event")


# Verbs on other outcomes than one time; by default people are their own clusters.
OTHERS: dict[str, Asked] = {
    "recurrent_cox": lambda f, c: rv.recurrent_cox(repeated(f), "arm + age", cluster=c),
    "rates": lambda f, c: rv.rates(repeated(f), by="arm", cluster=c),
    "rates adjusted": lambda f, c: rv.rates(repeated(f), "arm + age", cluster=c),
    "gee": lambda f, c: rv.gee(scores(f), "arm + age", structure="independence",
                               cluster=c or "person"),
    "linear": lambda f, c: rv.linear(scores(f), "arm + age", wave=1, cluster=c),
    "risk": lambda f, c: rv.risk(answers(f), "arm", cluster=c),
    "risk adjusted": lambda f, c: rv.risk(answers(f), "arm", adjust="age", cluster=c),
}  # fmt: skip
VERBS: dict[str, Asked] = {
    **{
        name: (lambda f, c, n=name, v=verb: v(outcome_for(n, f), c))
        for name, verb in CLUSTERED.items()
    },
    **OTHERS,
}
IGNORE_CLUSTERS = ("exact", "crude", "risk")  # rows beside, flagged as such


def clustered(result: Any) -> pd.DataFrame:
    """Return the rows that clusters are about, those with an estimate or a test."""
    table = result.tidy()
    terms = table["term"] if "term" in table else pd.Series("", index=table.index)
    return table[~terms.isin([*IGNORE_CLUSTERS, "events"])]


def frame(count: int) -> pd.DataFrame:
    """Return a study whose people belong to so many sites, each with both arms."""
    return study(SIZE).assign(site=sites(SIZE, count))


@pytest.mark.parametrize("name", OTHERS)
def test_one_cluster_is_refused(name: str) -> None:
    with pytest.raises(rv.EstimationError) as caught:
        VERBS[name](frame(1), "site")
    assert (caught.value.code, caught.value.column) == ("RE-E15", "site")


@pytest.mark.parametrize("name", VERBS)
def test_two_clusters_leave_the_estimate_and_nothing_else(name: str) -> None:
    result, plain = (VERBS[name](frame(2), c) for c in ("site", None))
    own, other = clustered(result), clustered(plain)
    tests = own["estimate"].isna() if "estimate" in own else own["status"].notna()
    assert own[[c for c in NUMBERS if c in own]].isna().all(axis=None)
    assert set(own.loc[tests, "status"]) <= {"not_estimable"}
    assert set(own.loc[~tests, "status"]) <= {"flagged"}
    assert own["reason"].str.contains("no error can be estimated from 2 clusters").all()
    if "estimate" in own and not name.startswith("risk"):
        np.testing.assert_allclose(own["estimate"], other["estimate"][: len(own)], rtol=1e-9)


@pytest.mark.parametrize("name", VERBS)
def test_two_clusters_are_explained_once_and_in_the_same_words(name: str) -> None:
    checks = VERBS[name](frame(2), "site").checks()
    told = checks[checks["id"] == "few_clusters"]
    assert set(told["verdict"]) == {"concern"}
    assert (
        told["meaning"].str.contains("2 clusters (site) nothing can be learned", regex=False).all()
    )
    assert (told["statistic"] == 2).all()


@pytest.mark.parametrize("name", VERBS)
def test_three_clusters_have_errors_and_a_flag(name: str) -> None:
    if name == "gee":
        return  # three coefficients: as with two
    result = VERBS[name](frame(3), "site")
    own = clustered(result)
    shown = [c for c in ("std_error", "p_value") if c in own]
    assert own[shown].notna().any(axis=None)
    assert (result.checks().set_index("id").loc[["few_clusters"], "verdict"] == "concern").all()


def test_what_is_asked_of_a_model_later_follows_the_rule() -> None:
    for name in (
        "cox",
        "rmst_regression",
        "incidence_regression",
        "linear",
        "gee",
        "rates adjusted",
    ):
        row = VERBS[name](frame(2), "site").contrasts("arm").tidy().iloc[0]
        assert row["status"] == "flagged", name
        assert np.isfinite(row["estimate"])
        assert np.isnan(row["std_error"])
        assert "2 clusters" in row["reason"]
