"""interval_logrank(): exact enumeration, strata, permutations, refusals."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt
from visits import interviews

import recoveryeval as rv
from recoveryeval.errors import EstimationError
from recoveryeval.plots.alt_text import get_alt
from recoveryeval.stats.bracketed.interval_scores import interval_scores
from recoveryeval.stats.bracketed.turnbull import turnbull


def brought(frame: pd.DataFrame) -> rv.Outcome:
    """Return the outcome of a table of interviews."""
    return rv.interval_events(frame, left="left", right="right", unit="months", name="relapse")


def test_permutations_meet_the_full_list_of_deals() -> None:
    frame = interviews(1, 12)
    left, right = frame["left"].to_numpy(), frame["right"].to_numpy()
    found = rv.interval_logrank(brought(frame), "arm", rng=2, n_permutations=40_000).tidy()
    score = interval_scores(
        turnbull(left, right, np.ones(12)), left, right, np.ones(12), "log-rank"
    )
    assert score.sum() == pytest.approx(0, abs=1e-9)
    observed = score[(frame["arm"] == "peer").to_numpy()].sum()
    assert observed == pytest.approx(found.set_index("group").loc["peer", "estimate"])
    deals = np.array([abs(score[list(c)].sum()) for c in combinations(range(12), 6)])
    exact = float((deals >= abs(observed) * (1 - 1e-9)).mean())
    assert found["p_value"].iloc[1] == pytest.approx(exact, abs=0.012)
    # The covariance is that of the whole list of deals, not an approximation of it.
    variance = found.set_index("group").loc["peer", "std_error"] ** 2
    assert variance == pytest.approx(float((deals**2).mean()), rel=1e-9)
    assert found["method"].tolist()[:2] == ["chi-square", "permutation"]


def test_strata_add_their_sums_and_variances() -> None:
    frame = interviews(4, 120).assign(site=lambda f: np.where(f["age"] < 40, "north", "south"))
    whole = rv.interval_logrank(brought(frame), "arm", strata="site").tidy().set_index("group")
    parts = [
        rv.interval_logrank(brought(f), "arm").tidy().set_index("group")
        for _, f in frame.groupby("site")
    ]
    total = sum(p.loc["peer", "estimate"] for p in parts)
    variance = sum(p.loc["peer", "std_error"] ** 2 for p in parts)
    assert whole.loc["peer", "estimate"] == pytest.approx(total)
    assert whole["statistic"].iloc[0] == pytest.approx(total**2 / variance)


def test_what_cannot_be_compared_says_so() -> None:
    frame = interviews(4, 20)
    with pytest.raises(EstimationError, match="RE-E20"):
        rv.interval_logrank(brought(frame.assign(arm="peer")), "arm")
    with pytest.raises(EstimationError, match="RE-M42"):
        rv.interval_logrank(brought(frame), "arm", rng=1, n_permutations=5)
    nobody = rv.interval_logrank(brought(frame.assign(right=np.inf)), "arm")
    assert nobody.tidy()["status"].eq("not_estimable").all()
    assert nobody.glance()["p_value"].isna().all()


@pytest.mark.parametrize("model", [rv.kaplan_meier, lambda o: rv.logrank(o, "arm")])
def test_models_of_known_times_point_here(model: Any) -> None:
    with pytest.raises(EstimationError, match=r"RE-M20.*interval_logrank"):
        model(brought(interviews(4, 20)))


def test_picture_and_words() -> None:
    result = rv.interval_logrank(brought(interviews(4, 60)), "arm", rng=1, n_permutations=200)
    assert len(get_alt(result.plot())) > 60
    plt.close("all")
    assert "200 random permutations" in result.methods()
    assert "visited_alike" in set(result.checks()["id"])
    assert type(rv.Result.from_json(result.to_json())) is rv.Result
