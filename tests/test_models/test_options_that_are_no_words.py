"""A column itself, an array, NA or a complex number where a word belongs: refused in words."""

from __future__ import annotations

import inspect
from typing import Any

import numpy as np
import pandas as pd
import pytest
from survival_kinds import bracketed, competing, once, repeated
from survival_verbs import study

import recoveryeval as rv
from recoveryeval.errors import RecoveryEvalError

FRAME = study(30)
ODD = (FRAME["arm"], np.array(["arm", "age"]), pd.NA, 1j, {"arm": 1})
CAUSE = {"cause": "return to use"}
VERBS: tuple[tuple[Any, Any, dict[str, Any]], ...] = (
    (rv.kaplan_meier, once, {}),
    (rv.nelson_aalen, once, {}),
    (rv.logrank, once, {}),
    (rv.rmst, once, {"horizon": 20}),
    (rv.rmst_regression, once, {"horizon": 20}),
    (rv.cox, once, {}),
    (rv.adjusted_curves, once, {"by": "arm"}),
    (rv.predicted_curves, once, {"people": {"one": {"arm": "peer"}}}),
    (rv.baseline_hazard, once, {}),
    (rv.residuals, once, {}),
    (rv.parametric, once, {}),
    (rv.discrete_hazard, once, {}),
    (rv.cumulative_incidence, competing, {}),
    (rv.gray_test, competing, {}),
    (rv.fine_gray, competing, CAUSE),
    (rv.incidence_regression, competing, {"horizon": 20, **CAUSE}),
    (rv.mean_cumulative_function, repeated, {}),
    (rv.recurrent_cox, repeated, {}),
    (rv.rates, repeated, {}),
    (rv.interval_logrank, bracketed, {"rng": 1, "n_permutations": 200}),
)


@pytest.mark.parametrize(
    ("verb", "make", "needed"), VERBS, ids=lambda v: getattr(v, "__name__", "")
)
def test_an_option_that_is_no_word_is_refused(verb: Any, make: Any, needed: Any) -> None:
    outcome = make(FRAME)
    second, *others = list(inspect.signature(verb).parameters)[1:]
    for odd in ODD:
        with pytest.raises(RecoveryEvalError):
            verb(outcome, odd, **needed)
        for name in set(others) - {"visits", "people", "cause", "rng", "knots"}:
            with pytest.raises(RecoveryEvalError) as caught:
                verb(outcome, "arm", **{**needed, name: odd})
            assert len(caught.value.do) > 10, second


@pytest.mark.parametrize("role", ["time", "event"])
def test_a_role_without_a_column_is_named(role: str) -> None:
    roles: dict[str, Any] = {"time": "day", "event": "event", role: None}
    with pytest.raises(rv.OutcomeError, match=f"{role}='{role}'"):
        rv.time_to_event(FRAME.drop(columns="status"), **roles)


@pytest.mark.parametrize("odd", [1j, 3.5, len, pd.NA])
def test_covariates_are_names(odd: Any) -> None:
    with pytest.raises(rv.OutcomeError, match="RE-O03"):
        rv.time_to_event(FRAME, time="day", event="event", covariates=odd)


@pytest.mark.parametrize("causes", [1, pd.Series({1: "death"}), len, None])
def test_causes_are_a_mapping(causes: Any) -> None:
    with pytest.raises(rv.OutcomeError, match="RE-O08"):
        rv.competing_events(FRAME, time="day", status="status", causes=causes)


def test_repeats_without_end_are_refused() -> None:
    with pytest.raises(rv.EstimationError, match="RE-M42"):
        rv.interval_logrank(bracketed(FRAME), "arm", rng=1, n_permutations=10**30)


@pytest.mark.parametrize("test", ["log-rank", "peto-peto"])
def test_groups_that_never_share_a_stratum_are_not_compared(test: Any) -> None:
    frame = study(90).assign(place=lambda t: t["arm"] + (t["age"] % 2).astype(str))
    frame["arm"] = np.where(np.arange(90) % 3 == 0, "telephone", frame["arm"])
    frame["place"] = frame["arm"] + frame["place"].str[-1]
    told = rv.logrank(once(frame), "arm", strata="place", test=test).tidy().iloc[0]
    assert told["status"] == "not_estimable"
    assert np.isnan(told["p_value"])


@pytest.mark.parametrize("verb", [rv.kaplan_meier, rv.cox])
@pytest.mark.parametrize("ax", ["x", 3, [1]])
def test_pictures_are_drawn_on_axes(verb: Any, ax: Any) -> None:
    with pytest.raises(rv.EstimationError, match="Leave ax= out"):
        verb(once(FRAME), "arm").plot(ax=ax)
