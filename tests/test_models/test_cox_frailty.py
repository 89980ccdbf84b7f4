"""cox(frailty=): R's numbers through the public door, the test on the edge, and refusals."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from golden_sets import FOLDER
from oracle_files import oracle

import recoveryeval as rv
from recoveryeval.errors import EstimationError
from recoveryeval.outcomes.outcome import Outcome

KIDNEY = json.loads((FOLDER / "frailty.json").read_text())["frailty"]["kidney"]["data"]


def kidney(**changes: object) -> Outcome:
    x = np.array(KIDNEY["X"])
    frame = pd.DataFrame(
        {"time": KIDNEY["time"], "event": KIDNEY["event"], "age": x[:, 0], "sex": x[:, 1],
         "patient": KIDNEY["group"]}
    ).assign(**changes)  # fmt: skip
    return rv.time_to_event(frame, time="time", event="event", name="infection")


def test_the_variance_and_ratios_are_those_of_r() -> None:
    theirs = oracle("12_frailty_glmm")["output"]["gamma_em"]
    model = rv.cox(kidney(), "age + sex", frailty="patient")
    table = model.tidy(exponentiate=True).set_index("term")
    # R stops its search early: its likelihood is 2e-4 lower, and its numbers hold two digits.
    assert table.loc["frailty: patient", "estimate"] == pytest.approx(theirs["theta"], rel=1e-3)
    np.testing.assert_allclose(np.log(table["estimate"].iloc[:2]), theirs["coef"], rtol=1e-2)
    assert model.glance()["log_likelihood"].iloc[0] > theirs["c_loglik"]
    assert table["estimand"].iloc[0] == "conditional hazard ratio"
    assert "people of the same patient" in model.describe()


def test_the_test_on_the_edge_is_half_a_chi_square() -> None:
    from scipy.stats import chi2

    row = rv.cox(kidney(), "age + sex", frailty="patient").tidy().iloc[-1]
    plain = rv.cox(kidney(), "age + sex").glance()["log_likelihood"].iloc[0]
    with_it = rv.cox(kidney(), "age + sex", frailty="patient").glance()["log_likelihood"].iloc[0]
    assert row["statistic"] == pytest.approx(2 * (with_it - plain), rel=1e-9)
    assert row["p_value"] == pytest.approx(chi2.sf(row["statistic"], 1) / 2, rel=1e-12)


def test_no_variance_between_groups_is_said() -> None:
    group = np.argsort(np.argsort(KIDNEY["time"])) % 12
    model = rv.cox(kidney(patient=group), "age", frailty="patient")
    last = model.tidy(exponentiate=True).iloc[-1]
    assert (last["estimate"], last["p_value"], last["status"]) == (0.0, 1.0, "flagged")
    assert "no_frailty" in model.checks()["id"].tolist()
    again = rv.Result.from_json(model.to_json())
    pd.testing.assert_frame_equal(again.tidy(), model.tidy(), check_dtype=False)


@pytest.mark.parametrize(
    ("changes", "options", "code"),
    [
        ({"patient": [i % 4 for i in range(76)]}, {}, "RE-E14"),
        ({"site": 1}, {"cluster": "site"}, "RE-M23"),
        ({"w": 2.0}, {"weights": "w"}, "RE-M23"),
        ({}, {"variance": "robust"}, "RE-M23"),
        ({"patient": 1}, {}, "RE-E15"),
    ],
)
def test_what_a_frailty_cannot_be(
    changes: dict[str, object], options: dict[str, object], code: str
) -> None:
    with pytest.raises(EstimationError) as caught:
        rv.cox(kidney(**changes), "age + sex", frailty="patient", **options)  # type: ignore[arg-type]
    assert caught.value.code == code
    assert caught.value.column == "patient"
