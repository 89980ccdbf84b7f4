"""Regressions at a horizon by which nobody in one group had the event."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from survival_kinds import competing
from survival_verbs import CAUSE, study

import recoveryeval as rv

FRAME = study(120)
SILENT = FRAME.assign(status=FRAME["status"].where(FRAME["arm"] == "peer", 0))
NUMBERS = ["estimate", "std_error", "statistic", "df", "p_value", "conf_low", "conf_high"]


def shares(frame: Any, formula: str, **asked: Any) -> Any:
    return rv.incidence_regression(competing(frame), formula, horizon=30, cause=CAUSE, **asked)


@pytest.mark.parametrize("asked", [{}, {"cluster": "site"}, {"censoring_groups": "arm"}])
def test_a_share_of_zero_has_no_ratio_and_no_sure_difference(asked: Any) -> None:
    table = shares(SILENT, "arm + age", **asked).tidy()
    own = table[table["term"] == "arm: usual"]
    ratio = own["estimand"].str.startswith("ratio")
    assert own.loc[ratio, NUMBERS].isna().all(axis=None)
    assert own.loc[ratio, "reason"].str.contains("no ratio|no logarithm").all()
    assert own.loc[~ratio, "estimate"].notna().all()
    assert own.loc[~ratio, "status"].tolist() == ["flagged"]
    if "censoring_groups" not in asked:  # with it the share of zero is met, and no ratio of any
        assert (table.loc[table["term"] == "age", "reason"] == "").all()


def test_arms_coded_as_numbers_are_groups_here() -> None:
    frame = SILENT.assign(peer=(SILENT["arm"] == "peer").astype(int))
    table = shares(frame, "peer + age").tidy()
    status = table.loc[table["term"] == "peer", "status"].tolist()
    assert status == ["flagged", "not_estimable"]


def test_a_mean_time_keeps_its_ratio_and_is_flagged() -> None:
    table = rv.rmst_regression(competing(SILENT), "arm", horizon=30).tidy()
    own = table[table["term"] == "arm: usual"]
    assert own["status"].tolist() == ["flagged", "flagged"]
    assert own["estimate"].notna().all()
    assert own["reason"].str.contains("error is too small").all()


def test_groups_with_events_are_left_as_they_are() -> None:
    table = shares(FRAME, "arm * age").tidy()
    assert set(table["status"]) == {"ok"}
    assert np.isfinite(table["estimate"]).all()
