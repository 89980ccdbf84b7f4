"""The linkage outcome of the HELP trial: time from detoxification to a first primary care visit."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from paths import shared_data

import recoveryeval as rv
from recoveryeval.outcomes.outcome import Outcome


def linkage() -> tuple[pd.DataFrame, Outcome]:
    """Return the trial's rows, and the outcome built from them."""
    rows = pd.read_csv(shared_data("help_rct.csv"))
    own = rv.time_to_event(
        rows,
        time="dayslink",
        event="linkstatus",
        person="id",
        covariates=["treat", "age", "sex"],
        name="linkage to primary care",
    )
    return rows, own


def test_people_without_a_record_are_counted_and_nobody_else_is_lost() -> None:
    rows, own = linkage()
    assert own.rows_in == len(rows) == 453
    assert sum(own.dropped.values()) == 22
    assert len(own.data) == 431
    assert int(own.data["event"].sum()) == 163
    assert "event missing" in own.dropped or "time: value missing" in own.dropped


def test_the_clinic_arm_was_linked_more_often() -> None:
    rows, own = linkage()
    at = rv.kaplan_meier(own, by="treat").at([180]).tidy().set_index("group")["estimate"]
    seen = rows.dropna(subset=["linkstatus"])
    for arm in ("no", "yes"):
        # By hand: the product over linkage days of the share not linked then.
        mine = seen[seen["treat"] == arm]
        days = np.unique(mine.loc[mine["linkstatus"] == 1, "dayslink"])
        linked = mine["linkstatus"] == 1
        stay = [
            1 - (linked & (mine["dayslink"] == d)).sum() / (mine["dayslink"] >= d).sum()
            for d in days[days <= 180]
        ]
        assert at[arm] == pytest.approx(np.prod(stay), rel=1e-10)
    assert at["yes"] < at["no"]
    ratio = rv.cox(own, "treat").tidy(exponentiate=True).iloc[0]
    assert ratio["contrast"] == "yes - no"
    assert ratio["conf_low"] > 1
