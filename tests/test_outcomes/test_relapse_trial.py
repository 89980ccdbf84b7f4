"""Return to use in a public trial: the stored results of four rules, for all 1,920 people."""

from __future__ import annotations

import duckdb
import numpy as np
import pandas as pd
import pytest
from paths import shared_data

import recoveryeval as rv

RULES = {
    "ctn0094": ("RsT_ctnNinetyFour_2023", "RsE_ctnNinetyFour_2023"),
    "lee_2016": ("RsT_lee_2016", "RsE_lee_2016"),
    "schottenfeld_2008": ("RsT_schottenfeld_2008", "RsE_schottenfeld_2008"),
    "ctn0094_dropout": ("DrT_ctnNinetyFour_2023", "DrE_ctnNinetyFour_2023"),
}


@pytest.fixture(scope="module")
def stored() -> pd.DataFrame:
    return pd.read_csv(shared_data("ctn0027_weekly_urine_patterns.csv"))


@pytest.mark.parametrize("definition", RULES)
def test_every_person_of_the_trial_is_matched(stored: pd.DataFrame, definition: str) -> None:
    tests = rv.weekly_results(stored, pattern="usePatternUDS", person="who", covariates=[])
    found = rv.relapse(tests, definition=definition).data
    time, event = RULES[definition]
    assert len(found) == len(stored) == 1920
    assert found["person"].tolist() == stored["who"].astype(str).tolist()
    np.testing.assert_array_equal(found["time"], stored[time])
    np.testing.assert_array_equal(found["event"], stored[event] == 1)
    assert found["n"].eq(1).all()


@pytest.mark.parametrize("definition", ["ctn0094", "lee_2016"])
def test_rows_in_a_database_are_matched_too(stored: pd.DataFrame, definition: str) -> None:
    letters = stored["usePatternUDS"].map(list)
    long = pd.DataFrame(
        {
            "id": np.repeat(stored["who"].astype(str), letters.map(len)),
            "nr": np.concatenate([np.arange(1, len(t) + 1) for t in letters]),
            "uds": np.concatenate(letters.to_list()).astype(str),
        }
    )
    table = duckdb.connect().from_df(long.sample(frac=1, random_state=3))
    tests = rv.weekly_results(table, person="id", week="nr", result="uds")
    found = rv.relapse(tests, definition=definition).data.set_index("person")
    time, event = RULES[definition]
    told = stored.assign(who=stored["who"].astype(str)).set_index("who").loc[found.index]
    np.testing.assert_array_equal(found["time"], told[time])
    np.testing.assert_array_equal(found["event"], told[event] == 1)


def test_definitions_differ_on_the_same_people(stored: pd.DataFrame) -> None:
    tests = rv.weekly_results(stored, pattern="usePatternUDS", covariates=[])
    seen = rv.across(
        [f"relapse.{name}" for name in ("lee_2016", "schottenfeld_2008", "ctn0094")],
        tests,
        model=lambda outcome: rv.kaplan_meier(outcome).at([12]),
    ).tidy()
    assert seen["estimate"].is_monotonic_increasing
    assert seen["n_event"].is_monotonic_decreasing
    events = stored[[RULES[n][1] for n in ("lee_2016", "schottenfeld_2008", "ctn0094")]].sum()
    within = [
        int(((stored[RULES[n][0]] <= 12) & (stored[RULES[n][1]] == 1)).sum())
        for n in ("lee_2016", "schottenfeld_2008", "ctn0094")
    ]
    assert seen["n_event"].tolist() == within
    assert (seen["n_event"].to_numpy() <= events.to_numpy()).all()
