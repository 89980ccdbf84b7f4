"""interval_censored(): bounds between visits, limits, what is refused, and how it looks."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt
from visits import interviews

import recoveryeval as rv
from recoveryeval.errors import EstimationError
from recoveryeval.plots.alt_text import get_alt
from recoveryeval.results.interval_curve import IntervalCurve

SIX = pd.DataFrame({"free": [0, 0, 3, 6, 12, 12], "used": [3, 3, 6, None, None, None]})


def brought(frame: pd.DataFrame, **roles: str) -> rv.Outcome:
    """Return the outcome of a table of interviews."""
    roles = {"left": "left", "right": "right", **roles}
    return rv.interval_events(frame, **roles, unit="months", name="relapse")  # type: ignore[arg-type]


def six() -> IntervalCurve:
    """Return the curve of the six people of the docs."""
    return rv.interval_censored(brought(SIX, left="free", right="used"))


def test_between_visits_there_are_bounds_and_no_number() -> None:
    table = six().at([0, 2, 3, 4, 6, 9, 12, 14]).tidy()
    expected = [1, np.nan, 4 / 6, np.nan, 0.5, 0.5, 0.5, np.nan]
    np.testing.assert_allclose(table["estimate"], expected, atol=1e-12)
    np.testing.assert_allclose(table["bound_low"], [1, 4 / 6, 4 / 6, 0.5, 0.5, 0.5, 0.5, 0])
    np.testing.assert_allclose(table["bound_high"], [1, 1, 4 / 6, 4 / 6, 0.5, 0.5, 0.5, 0.5])
    states = ["ok", "flagged", "ok", "flagged", "ok", "ok", "ok", "not_estimable"]
    assert table["status"].tolist() == states
    assert table["n_risk"].tolist() == [6, 4, 4, 3, 3, 2, 2, 0]
    assert "no visit tells" in table["reason"].iloc[1]
    assert "beyond the last visit" in table["reason"].iloc[-1]


@pytest.mark.parametrize(
    ("inside", "value", "median"),
    [("earliest", 0.5, 3.0), ("latest", 4 / 6, 6.0), ("even", 4 / 6 - 1 / 18, 6.0)],
)
def test_a_convention_is_named_and_flagged(inside: str, value: float, median: float) -> None:
    row = six().at(4, inside=inside).tidy().iloc[0]  # type: ignore[arg-type]
    assert row["estimate"] == pytest.approx(value)
    assert row["status"] == "flagged"
    assert "by convention" in row["reason"]
    found = six().quantiles(0.5, inside=inside).tidy().iloc[0]  # type: ignore[arg-type]
    assert found["estimate"] == pytest.approx(median)
    with pytest.raises(EstimationError, match="RE-M41"):
        six().at(4, inside="guess")  # type: ignore[arg-type]


def test_the_eight_people_of_the_explanation() -> None:
    left = [0, 0, 3, 0, 6, 6, 12, 12]
    right = [3, 3, 6, 6, None, 12, None, None]
    curve = rv.interval_censored(brought(pd.DataFrame({"left": left, "right": right})))
    np.testing.assert_allclose(curve.at([3, 6, 12]).tidy()["estimate"], [2 / 3, 1 / 2, 1 / 3])
    known = pd.DataFrame({"t": [3, 3, 6, 6, 6, 12, 12, 12], "e": [1, 1, 1, 1, 0, 1, 0, 0]})
    naive = rv.kaplan_meier(rv.time_to_event(known, time="t", event="e")).at(3).tidy()
    assert naive["estimate"].iloc[0] == 0.75


def test_quantiles_are_stretches() -> None:
    table = six().quantiles([0.25, 0.5, 0.75]).tidy()
    assert table["bound_low"].tolist() == [0, 3, 12]
    assert table["bound_high"].tolist()[:2] == [3, 6]
    assert table["estimate"].isna().all()
    assert table["status"].tolist() == ["flagged", "flagged", "not_estimable"]


def test_limits_need_a_source_of_randomness_and_follow_it() -> None:
    outcome = brought(interviews(2, 80))
    silent = rv.interval_censored(outcome, "arm")
    assert silent.tidy()["conf_low"].isna().all()
    assert "no_limits" in set(silent.checks()["id"])
    first = rv.interval_censored(outcome, "arm", rng=5, n_boot=100)
    again = rv.interval_censored(outcome, "arm", rng=np.random.default_rng(5), n_boot=100)
    pd.testing.assert_frame_equal(first.tidy(), again.tidy())
    table = first.tidy()
    assert (table["conf_low"] < table["estimate"]).all()
    assert (table["estimate"] < table["conf_high"]).all()
    assert first.at(0).tidy()["conf_low"].isna().all()
    asked = first.quantiles(0.5).tidy()
    assert (asked["conf_low"] <= asked["bound_low"]).all()
    with pytest.raises(EstimationError, match="RE-M42"):
        rv.interval_censored(outcome, rng=1, n_boot=20)


def test_differences_swap_their_sign_with_the_reference() -> None:
    curve = rv.interval_censored(brought(interviews(2, 80)), "arm", rng=5, n_boot=100)
    one = curve.difference(times=[3, 6, 7]).tidy()
    other = curve.difference("usual", times=[3, 6, 7]).tidy()
    np.testing.assert_allclose(one["estimate"], -other["estimate"])
    np.testing.assert_allclose(one["conf_low"], -other["conf_high"])
    np.testing.assert_allclose(one["bound_low"], -other["bound_high"])
    known = one.iloc[:2]
    assert (
        (known["conf_low"] < known["estimate"]) & (known["estimate"] < known["conf_high"])
    ).all()
    assert np.isnan(one["estimate"].iloc[2])
    assert one["bound_low"].iloc[2] < one["bound_high"].iloc[2]
    silent = rv.interval_censored(brought(interviews(2, 80)), "arm").difference(times=3).tidy()
    assert silent["conf_low"].isna().all()


def test_the_certificate_is_a_row_and_a_curve_without_it_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    row = six().checks().set_index("id").loc["maximum_likelihood"]
    assert row["verdict"] == "pass"
    assert row["statistic"] <= 1 + 1e-8
    monkeypatch.setattr("recoveryeval.stats.bracketed.turnbull.MAX_ROUNDS", 0)
    with pytest.raises(EstimationError, match="RE-E11"):
        rv.interval_censored(brought(interviews(2, 80)))


def test_edges() -> None:
    nobody = rv.interval_censored(brought(SIX.assign(used=None), left="free", right="used"), rng=1)
    assert nobody.tidy()["status"].tolist() == ["fallback"]
    assert nobody.tidy()["estimate"].tolist() == [1.0]
    one = rv.interval_censored(brought(SIX.iloc[:1], left="free", right="used"))
    assert one.tidy()["status"].tolist() == ["not_estimable"]
    assert "one_person" in set(one.checks()["id"])
    unseen = pd.concat([SIX, pd.DataFrame({"free": [0.0], "used": [np.nan]})])
    more = rv.interval_censored(brought(unseen, left="free", right="used"))
    np.testing.assert_allclose(more.at([3, 6]).tidy()["estimate"], [4 / 6, 0.5])
    assert more.checks().set_index("id").loc["never_seen", "statistic"] == 1
    everyone = brought(pd.DataFrame({"left": [0, 3, 3], "right": [3, 6, 6]}))
    curve = rv.interval_censored(everyone)
    assert curve.tidy()["estimate"].tolist() == pytest.approx([2 / 3, 0])
    assert curve.tidy()["status"].tolist() == ["ok", "flagged"]
    assert curve.at(20).tidy()["estimate"].tolist() == [0.0]


def test_only_one_interval_per_person_is_taken() -> None:
    twice = brought(SIX.assign(id=list("aabbcc")), left="free", right="used", person="id")
    with pytest.raises(EstimationError, match="RE-M40"):
        rv.interval_censored(twice)
    own = rv.time_to_event(pd.DataFrame({"t": [1, 2], "e": [1, 0]}), time="t", event="e")
    with pytest.raises(EstimationError, match="RE-M20"):
        rv.interval_censored(own)


def test_picture_words_and_memory() -> None:
    curve = rv.interval_censored(brought(interviews(2, 80)), "arm", rng=5, n_boot=100)
    for result in (curve, curve.at([3, 4]), curve.difference(times=[3, 4]), curve.quantiles()):
        ax = result.plot()
        assert len(get_alt(ax)) > 60
        plt.close("all")
        again = rv.Result.from_json(result.to_json())
        assert type(again) is type(result)
    assert "shaded" in get_alt(curve.plot())
    plt.close("all")
    again = IntervalCurve.from_json(curve.to_json())
    asked = [2.0, 3.0, 20.0]
    pd.testing.assert_frame_equal(again.at(asked).tidy(), curve.at(asked).tidy(), check_dtype=False)
    assert "Turnbull" in curve.methods()
    assert "12 months" in curve.describe()
    assert curve.glance().loc[0, "n"] == 80
