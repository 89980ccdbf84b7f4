"""Imputation of answers, of blank auxiliaries, and what is said of calls that are not sound."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from lost_scores import at_last, study

import recoveryeval as rv


def answers(people: int = 240) -> rv.Outcome:
    """Return yes or no at three waves in two arms, some unknown; ages are sometimes blank."""
    rows = study(people).data
    rows["well"] = rows["value"] > 25
    rows.loc[rows["person"].astype(int) % 7 == 0, "age"] = np.nan
    return rv.binary(
        rows[["person", "wave", "well", "arm", "age"]], value="well", person="person", wave="wave"
    )


def test_answers_of_yes_and_no_are_drawn_as_such_and_pooled() -> None:
    """Everyone has an answer at every wave, and risk() has limits over the versions."""
    made = rv.impute(answers(), m=3, rng=1, by="arm")
    frame = made.outcomes[0].data
    assert frame["value"].dtype == bool
    assert len(frame) == 240 * 3
    assert "logistic" in made.methods_text
    found = made.fit(lambda o: rv.risk(o, "arm", wave=6)).tidy().set_index("estimand")
    assert found.loc[["risk difference", "odds ratio"], "conf_low"].notna().all()
    same = rv.repeated_measures(
        answers().data.assign(value=lambda d: d["value"].astype(float))[
            ["person", "wave", "value", "arm"]
        ],
        value="value", person="person", wave="wave",
    )  # fmt: skip
    assert set(rv.impute(same, m=2, rng=1).outcomes[0].data["value"]) == {0.0, 1.0}


def test_blank_auxiliaries_are_filled_for_models_that_use_them() -> None:
    """The covariate of a completed version has no blanks, and differs between versions."""
    made = rv.impute(answers(), m=3, rng=1, by="arm", auxiliaries=["age"])
    first, second = (o.data["age"] for o in made.outcomes[:2])
    assert first.notna().all()
    assert (first != second).any()
    known = answers().data.drop_duplicates("person").set_index("person")["age"].dropna()
    held = made.outcomes[0].data.drop_duplicates("person").set_index("person")["age"]
    pd.testing.assert_series_equal(held.reindex(known.index), known)


def test_an_arm_that_the_imputation_did_not_know_is_a_concern() -> None:
    """Imputed together, the arms are drawn toward each other."""
    asleep = rv.impute(study(), m=2, rng=1).fit(at_last).checks().set_index("id")
    assert asleep.loc["not_in_imputation", "verdict"] == "concern"
    for sound in ({"by": "arm"}, {"auxiliaries": ["arm"]}):
        checks = rv.impute(study(), m=2, rng=1, **sound).fit(at_last).checks()  # type: ignore[arg-type]
        assert "not_in_imputation" not in set(checks["id"])
        assert "rows_dropped" not in set(checks["id"])  # they are there now


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"strategy": "LOCF"}, "RE-E42"),
        ({"strategy": "ffill"}, "RE-E42"),
        ({"method": "locf"}, "RE-E42"),
        ({"method": "pmm"}, "RE-M30"),
        ({"strategy": None}, "RE-MI43"),
        ({"m": 2.5}, "RE-MI40"),
        ({"m": "5"}, "RE-MI40"),
        ({"rng": None}, "RE-MI40"),
        ({"rng": "seed"}, "RE-MI40"),
        ({"auxiliaries": ["born"]}, "RE-MI42"),
    ],
)
def test_calls_that_are_not_sound_are_refused(options: dict[str, object], code: str) -> None:
    rows = study(60).data.assign(born=pd.Timestamp("1980-01-01"))
    seen = rv.repeated_measures(rows, value="value", person="person", wave="wave")
    with pytest.raises(rv.RecoveryEvalError) as told:
        rv.impute(seen, **{"rng": 1, "by": "arm", "m": 2, **options})  # type: ignore[arg-type]
    assert told.value.code == code


def test_answers_neither_jump_nor_move_by_points() -> None:
    with pytest.raises(rv.EstimationError, match="rule for scores"):
        rv.impute(answers(), rng=1, by="arm", strategy="jump to reference", reference="control")
    made = rv.impute(answers(), m=2, rng=1, by="arm")
    with pytest.raises(rv.EstimationError, match="moved by points"):
        rv.tipping_point(made, lambda o: rv.risk(o, "arm", wave=6), deltas=[0])


def test_a_ratio_tips_where_its_limits_reach_one() -> None:
    """Not where they reach zero, which they never do."""
    made = rv.impute(study(300), m=3, rng=1, by="arm")

    def well(o: rv.Outcome) -> rv.Result:
        rows = o.data.assign(well=lambda d: d["value"] > 26)[["person", "wave", "well", "arm"]]
        own = rv.binary(rows, value="well", person="person", wave="wave")
        return rv.risk(own, "arm", wave=6, reference="control")

    found = rv.tipping_point(
        made, well, deltas=[0, -30], by="arm", group="coaching", row={"estimand": "risk ratio"}
    )
    table = found.tidy()
    assert (table["conf_low"].iloc[0] > 1) != (table["conf_low"].iloc[1] > 1)
    assert found.checks().set_index("id").loc["tipping_point", "statistic"] == -30


def test_what_is_known_at_any_interview_is_known() -> None:
    """A blank in a person's first row does not hide what the second row says."""
    rows = study(120).data.assign(age=lambda d: d["age"].where(d["wave"] != 0))
    seen = rv.repeated_measures(rows, value="value", person="person", wave="wave")
    later = rows.dropna(subset=["age"]).drop_duplicates("person").set_index("person")["age"]
    made = rv.impute(seen, m=2, rng=1, by="arm", auxiliaries=["age"]).outcomes[0].data
    held = made.drop_duplicates("person").set_index("person")["age"]
    pd.testing.assert_series_equal(held.reindex(later.index), later)


@pytest.mark.parametrize("ask", [rv.missingness, rv.paths])
def test_what_is_asked_of_the_seen_is_not_asked_of_imputed_scores(ask: object) -> None:
    made = rv.impute(study(60), m=2, rng=1, by="arm").outcomes[0]
    with pytest.raises(rv.EstimationError, match="nobody gave them"):
        ask(made)  # type: ignore[operator]
