"""What stands beside pooled rows holds for every version, not for the first."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import recoveryeval as rv


@pytest.fixture(scope="module")
def made() -> rv.Imputed:
    """Return imputed yes-or-no answers of two arms at two waves."""
    rng = np.random.default_rng(1)
    table = pd.DataFrame({"person": np.repeat(range(80), 2), "wave": [0, 6] * 80})
    table["arm"] = np.where(table["person"] % 2, "b", "a")
    table["yes"] = np.where(rng.random(160) < 0.25, np.nan, (rng.random(160) < 0.5).astype(float))
    own = rv.binary(table, value="yes", person="person", wave="wave")
    return rv.impute(own, m=2, rng=1, by="arm")


def test_no_test_of_one_version_stands_beside_pooled_rows(made: rv.Imputed) -> None:
    pooled = made.fit(lambda o: rv.risk(o, "arm", wave=6))
    single = rv.risk(made.outcomes[0], "arm", wave=6)
    assert "p_value" in single.glance()
    assert not {"p_value", "statistic", "method"} & set(pooled.glance())
    assert not {"fisher_exact", "yates_chi_square"} & set(pooled.checks()["id"])
    assert not pooled.tidy()["method"].str.contains("chi-square").any()
    events = [rv.risk(o, "arm", wave=6).glance()["n_event"].iloc[0] for o in made.outcomes]
    assert pooled.glance()["n_event"].iloc[0] == pytest.approx(np.mean(events))


def test_no_likelihood_of_one_version_stands_beside_pooled_rows(made: rv.Imputed) -> None:
    pooled = made.fit(lambda o: rv.glmm(o, "arm + wave"))
    assert "log_likelihood" not in pooled.glance()
    assert pooled.glance()["n"].iloc[0] == 80
