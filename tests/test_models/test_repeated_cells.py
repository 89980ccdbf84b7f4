"""Sums over people give the numbers of rows, on every engine; what they cannot is refused."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from engines import ENGINES, on
from hypothesis import given, settings
from hypothesis import strategies as st
from nested_people import coached

import recoveryeval as rv
from recoveryeval.errors import EstimationError, OutcomeError

DAYS = {0: 0.0, 3: 90.0, 6: 180.0}
SAME = 1e-9


def people(seed: int = 4, shift: float = 0.0) -> pd.DataFrame:
    """Return scores of people with coaches, sites, arms and ages."""
    frame = coached(seed=seed)
    return frame.assign(
        age=30.0 + frame["id"] % 13, day=frame["wave"] * 30.0, score=frame["score"] + shift
    )


def summed_up(frame: pd.DataFrame, engine: str = "pandas", **options: object) -> rv.RepeatedCells:
    """Return the sums of such a table, made by an engine."""
    (table,) = on(engine, frame.drop(columns="day"))
    asked = {"factors": ["arm", "coach", "site"], "numbers": ["age"], "days": DAYS, **options}
    return rv.repeated_cells(table, value="score", person="id", wave="wave", **asked)  # type: ignore[arg-type]


def by_rows(frame: pd.DataFrame) -> rv.Outcome:
    """Return the same as rows."""
    return rv.repeated_measures(frame, value="score", person="id", wave="wave", day="day")


MODELS: dict[str, Callable[[rv.Outcome], rv.Model]] = {
    "levels": lambda o: rv.mixed_model(o, "arm * wave * age", groups="coach"),
    "slopes": lambda o: rv.mixed_model(
        o, "arm * day + age", random="1 + day", groups=["site", "coach"], ddf="kenward-roger"
    ),
    "full likelihood": lambda o: rv.mixed_model(o, "wave + C(arm)", estimation="ML"),
    "mmrm": lambda o: rv.mmrm(o, "arm * wave + age", ddf="kenward-roger-observed"),
    "constrained": lambda o: rv.mmrm(o, "arm * wave + age", constrain="arm", covariance="ar1h"),
}


def equal(first: pd.DataFrame, second: pd.DataFrame, columns: list[str]) -> None:
    """Assert that two tidy tables say the same."""
    assert first["term"].tolist() == second["term"].tolist()
    for name in columns:
        np.testing.assert_allclose(first[name], second[name], rtol=SAME, atol=SAME, err_msg=name)


@pytest.mark.parametrize("name", MODELS)
def test_sums_give_the_numbers_of_rows(name: str) -> None:
    frame, fit = people(), MODELS[name]
    rows, cells = fit(by_rows(frame)), fit(summed_up(frame))
    equal(rows.tidy(), cells.tidy(), ["estimate", "std_error", "df", "p_value"])
    for column in ("n", "denominator", "log_likelihood", "aic", "bic"):
        assert cells.glance()[column].iloc[0] == pytest.approx(rows.glance()[column].iloc[0])
    assert cells.spec.rows_used == rows.spec.rows_used
    equal(rows.terms().tidy(), cells.terms().tidy(), ["statistic", "df", "p_value"])
    if name in ("mmrm", "constrained"):
        for asked in (["arm", "wave"], ["wave"]):
            first, second = (
                m.means(asked).tidy().sort_values(["group", *(["level"] * (len(asked) > 1))])
                for m in (rows, cells)
            )
            equal(first, second, ["estimate", "std_error", "observed", "n"])
        first, second = (
            m.contrasts("arm", by="wave", standardize="within groups").tidy() for m in (rows, cells)
        )
        equal(first, second, ["estimate", "std_error"])


@given(st.integers(0, 10_000), st.sampled_from([0.0, 1e5]))
@settings(max_examples=8, deadline=None)
def test_sums_equal_rows_for_any_people_wherever_the_scale_starts(seed: int, shift: float) -> None:
    frame = people(seed, shift)
    fits = [
        rv.mixed_model(o, "arm * wave + age", groups="coach")
        for o in (by_rows(frame), summed_up(frame))
    ]
    first, second = (f.tidy().iloc[1:7] for f in fits)
    np.testing.assert_allclose(first["estimate"], second["estimate"], rtol=1e-7, atol=1e-7)
    np.testing.assert_allclose(first["std_error"], second["std_error"], rtol=1e-7)


@pytest.mark.engines
@pytest.mark.parametrize("engine", [e for e in ENGINES if e != "pandas"])
def test_engines_make_the_same_sums(engine: str) -> None:
    frame = people().assign(score=lambda f: f["score"].where(f["id"] != 9))
    here, there = summed_up(frame), summed_up(frame, engine)
    pd.testing.assert_frame_equal(here.frame, there.frame, rtol=1e-12, check_dtype=False)
    assert there.centers == pytest.approx(here.centers, rel=1e-12)
    assert (there.rows_in, there.dropped, there.waves) == (here.rows_in, here.dropped, here.waves)


@pytest.mark.spark
@pytest.mark.filterwarnings("ignore")  # those of Spark and its bridge say nothing of ours
def test_spark_makes_the_same_sums() -> None:
    frame = people()
    here, there = summed_up(frame), summed_up(frame, "spark")
    pd.testing.assert_frame_equal(here.frame, there.frame, rtol=1e-12, check_dtype=False)


def test_people_without_a_covariate_or_a_score_are_left_out_and_counted() -> None:
    frame = people()
    holes = frame.assign(
        age=frame["age"].where(frame["id"] != 3), score=frame["score"].where(frame["id"] != 5),
        arm=frame["arm"].where(frame["id"] != 7, None),
    )  # fmt: skip
    cells = summed_up(holes)
    assert cells.dropped == {
        "score, person or wave missing": int((frame["id"] == 5).sum()),
        "covariate missing": int(frame["id"].isin([3, 7]).sum()),
    }
    assert cells.people == 61
    rows = rv.mmrm(by_rows(frame[~frame["id"].isin([3, 5, 7])]), "arm * wave + age")
    equal(rows.tidy(), rv.mmrm(cells, "arm * wave + age").tidy(), ["estimate", "std_error"])


def test_waves_are_taken_in_the_order_named_and_others_left_out() -> None:
    frame = people()
    cells = summed_up(frame, waves=[6, 0], days=None)
    assert cells.waves == ("6", "0")
    table = rv.mmrm(cells, "arm * wave").tidy()
    assert "wave: 0" in table["term"].tolist()
    assert cells.dropped["score, person or wave missing"] == int((frame["wave"] == 3).sum())


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda f: pd.concat([f, f.iloc[[0]]]), "RE-I02"),
        (lambda f: f.assign(arm=f["arm"].where(f["wave"] == 0, "alone")), "RE-O31"),
        (lambda f: f.assign(age=f["age"] + f["wave"]), "RE-O31"),
        (lambda f: f.assign(age=np.nan), "RE-O02"),
        (lambda f: f.drop(columns="age"), "RE-O06"),
    ],
)
def test_what_cannot_be_summed_up_is_refused(change: object, code: str) -> None:
    with pytest.raises(OutcomeError) as caught:
        summed_up(change(people()))  # type: ignore[operator]
    assert caught.value.code == code


def test_small_cells_are_refused_when_sums_leave_a_site() -> None:
    frame = people()
    with pytest.raises(OutcomeError) as caught:
        summed_up(frame, min_n=5)
    assert caught.value.code == "RE-O32"
    cells = summed_up(frame, factors=[], numbers=[], waves=[0, 6], min_n=3)
    assert int(cells.frame["n"].min()) >= 3


@pytest.mark.parametrize(
    ("formula", "code"),
    [
        ("wave + age:bmi", "RE-M59"),
        ("wave + log(age)", "RE-M59"),
        ("wave + age + years", "RE-E18"),
        ("wave + same", "RE-E19"),
    ],
)
def test_formulas_that_sums_cannot_answer_are_refused(formula: str, code: str) -> None:
    frame = people().assign(
        bmi=lambda f: 20.0 + f["id"] % 7, years=lambda f: 2026 - f["age"], same=4.0
    )
    cells = summed_up(frame, factors=["arm"], numbers=["age", "bmi", "years", "same"])
    if code != "RE-E19":
        cells = summed_up(frame, factors=["arm"], numbers=["age", "bmi", "years"])
    with pytest.raises(EstimationError) as caught:
        rv.mixed_model(cells, formula)
    assert caught.value.code == code


def test_slopes_need_planned_days_and_baselines_their_own_column() -> None:
    cells = summed_up(people(), days=None)
    for fit in (
        lambda: rv.mixed_model(cells, "wave", random="1 + day"),
        lambda: rv.mmrm(cells, "wave + baseline", baseline=0),
    ):
        with pytest.raises(EstimationError) as caught:
            fit()
        assert caught.value.code == "RE-M59"


def test_other_verbs_refuse_sums_by_their_kind() -> None:
    with pytest.raises(EstimationError) as caught:
        rv.linear(summed_up(people()), "arm")
    assert caught.value.code == "RE-M03"
