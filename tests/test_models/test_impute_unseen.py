"""People who were randomized and never seen: counted by outcomes, and imputed where known."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import recoveryeval as rv
from recoveryeval.outcomes.outcome import Outcome


def table() -> pd.DataFrame:
    """Return scores at three waves of 60 people; five gave none, and of one nothing is known."""
    rng, n = np.random.default_rng(3), 60
    seen = pd.DataFrame({"id": np.repeat(np.arange(n), 3), "wave": np.tile([0, 3, 6], n)})
    seen["arm"] = np.where(seen["id"] % 2 == 0, "usual care", "coaching")
    seen["age"] = np.repeat(rng.normal(40, 9, n), 3)
    seen["score"] = 20 + 0.2 * seen["age"] + rng.normal(0, 3, 3 * n)
    away = (rng.random(3 * n) < 0.15) & (seen["wave"] > 0)
    seen.loc[seen["id"].isin([3, 4, 5, 6, 8]) | away, "score"] = np.nan
    seen.loc[seen["id"] == 8, "age"] = np.nan
    return seen


def scores() -> Outcome:
    """Return them as repeated measures."""
    return rv.repeated_measures(table(), value="score", person="id", wave="wave")


def test_people_never_seen_are_counted_and_stay_out_of_models() -> None:
    """Five of sixty: a concern in every result, and in no estimate."""
    model = rv.mixed_model(scores(), "arm * wave")
    check = model.checks().set_index("id").loc["people_never_seen"]
    assert check["statistic"] == 5
    assert check["verdict"] == "concern"
    assert scores().frame["person"].nunique() == 55


@pytest.mark.parametrize(("auxiliaries", "people"), [((), 60), (("age",), 59)])
def test_they_are_imputed_by_what_is_known_of_them(
    auxiliaries: tuple[str, ...], people: int
) -> None:
    """Everyone of a known arm, and with a helper those whose helper is known."""
    made = rv.impute(scores(), m=2, rng=1, by="arm", auxiliaries=auxiliaries)
    frame = made.outcomes[0].frame
    assert frame["person"].nunique() == people
    assert len(frame) == 3 * people
    assert frame["value"].notna().all()
    told = {check.id: check.statistic for check in made.check_rows}
    assert told["people_without_score"] == 5 - (60 - people)
    assert told.get("people_left_out", 0) == 60 - people
    assert "people_never_seen" not in told


def test_without_a_group_they_stay_out_and_are_counted() -> None:
    """The mean of everyone would be said of people of either arm."""
    made = rv.impute(scores(), m=2, rng=1)
    assert made.outcomes[0].frame["person"].nunique() == 55
    assert {c.id: c.statistic for c in made.check_rows}["people_left_out"] == 5


def test_answers_of_people_never_seen_are_imputed_too() -> None:
    """Yes and no at waves, with days of nobody."""
    seen = table().assign(well=lambda t: (t["score"] > 28).where(t["score"].notna()))
    own = rv.binary(seen, value="well", person="id", wave="wave")
    made = rv.impute(own, m=2, rng=1, by="arm")
    assert made.outcomes[0].frame["person"].nunique() == 60
    assert made.outcomes[0].frame["value"].dtype == bool
