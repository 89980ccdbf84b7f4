"""Covariates in years, dollars or shares, named anything: the same data, the same numbers."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

import recoveryeval as rv

RNG = np.random.default_rng(20261126)
PEOPLE = pd.DataFrame(
    {
        "day": RNG.integers(1, 12, 60).astype(float),
        "event": RNG.random(60) < 0.6,
        "arm": np.where(np.arange(60) % 2, "peer", "usual"),
        "x": RNG.normal(size=60),
    }
)
VERBS: dict[str, Callable[[rv.Outcome, str], rv.Result]] = {
    "cox": rv.cox,
    "discrete_hazard": lambda own, formula: rv.discrete_hazard(own, formula, baseline="linear"),
    **{
        f"parametric {form}": lambda own, formula, form=form: rv.parametric(
            own, formula, distribution=form, times=[5], by="arm"
        )
        for form in ("exponential", "weibull", "log_normal", "log_logistic", "spline")
    },
}


def outcome(frame: pd.DataFrame) -> rv.Outcome:
    """Return times to the event."""
    return rv.time_to_event(frame, time="day", event="event")


@pytest.mark.parametrize(("spread", "middle"), [(1, 2020), (5e3, 4e4), (1e9, 1e12), (1e-9, 0)])
@pytest.mark.parametrize("name", VERBS)
def test_units_of_a_covariate_change_nothing_but_its_units(
    name: str, spread: float, middle: float
) -> None:
    moved = PEOPLE.assign(x=PEOPLE["x"] * spread + middle)
    here, there = (VERBS[name](outcome(d), "arm + x").tidy() for d in (PEOPLE, moved))
    assert there["status"].tolist() == here["status"].tolist()
    place = here["term"].tolist().index("x")
    for column in ("estimate", "std_error"):
        there.loc[place, column] *= spread
    kept = ~here["term"].isin(["intercept"]).to_numpy()  # the intercept is that of x = 0
    for column in ("estimate", "std_error", "statistic"):
        np.testing.assert_allclose(there[column][kept], here[column][kept], rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("name", ["_happened", "_cause", "index", "level_0", "row", "const"])
def test_a_covariate_may_have_any_name(name: str) -> None:
    renamed = outcome(PEOPLE.rename(columns={"x": name}))
    here, there = rv.cox(outcome(PEOPLE), "arm + x"), rv.cox(renamed, f"arm + {name}")
    assert there.tidy()["estimate"].equals(here.tidy()["estimate"])


def test_only_the_name_of_the_intercept_is_taken() -> None:
    renamed = outcome(PEOPLE.rename(columns={"x": "Intercept"}))
    with pytest.raises(rv.EstimationError, match=r"RE-E43F.*column 'Intercept'.*Rename"):
        rv.cox(renamed, "arm + Intercept")


@pytest.mark.parametrize("kind", ["dates", "lengths of time", "complex numbers"])
def test_what_is_no_number_and_no_group_is_refused(kind: str) -> None:
    days = pd.to_timedelta(np.arange(60), unit="D")
    values = {
        "dates": pd.Timestamp("2026-01-01") + days,
        "lengths of time": days,
        "complex numbers": PEOPLE["x"] + 1j,
    }
    for verb in VERBS.values():
        with pytest.raises(rv.EstimationError, match=f"RE-E43F: The covariate holds {kind}"):
            verb(outcome(PEOPLE.assign(x=values[kind])), "arm + x")


def test_too_many_periods_are_refused() -> None:
    own = outcome(PEOPLE.assign(day=PEOPLE["day"] * 1e9))
    with pytest.raises(rv.EstimationError, match="RE-M33"):
        rv.discrete_hazard(own, "arm", baseline="linear")


def test_one_event_has_the_penalized_estimate_of_the_formula() -> None:
    frame = PEOPLE.assign(event=False, day=5.0)
    frame.loc[1, "event"] = True  # someone with a peer
    row = rv.cox(outcome(frame), "arm").tidy().iloc[0]
    # The penalized likelihood is p^1.5 (1 - p)^0.5, highest at 3/4, p the chance that it is a peer.
    assert row["status"] == "fallback"
    reference_is_peer = row["contrast"] == "usual - peer"
    assert row["estimate"] == pytest.approx(-np.log(3) if reference_is_peer else np.log(3))


def test_a_level_without_events_is_named_by_a_parametric_model() -> None:
    frame = PEOPLE.assign(event=PEOPLE["event"] & (PEOPLE["arm"] == "peer"))
    with pytest.raises(rv.EstimationError, match="RE-E10") as caught:
        rv.parametric(outcome(frame), "arm + x")
    assert (caught.value.column, caught.value.rows) == ("arm", 30)


def test_a_parametric_refusal_counts_all_rows() -> None:
    frame = PEOPLE.assign(day=np.where(PEOPLE["event"], 7.0, 3.0), x=1.0 * PEOPLE["event"])
    with pytest.raises(rv.EstimationError, match="RE-E11") as caught:
        rv.parametric(outcome(frame), "x")
    assert caught.value.rows == 60


def test_ids_are_no_factor() -> None:
    frame = pd.concat([PEOPLE, PEOPLE]).assign(x=[f"p{k}" for k in range(120)])
    with pytest.raises(rv.EstimationError, match=r"RE-E43F: The factor has 120 levels"):
        rv.cox(outcome(frame), "arm + x")
