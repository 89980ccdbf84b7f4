"""The ten people of docs/explanation/competing.md, by hand and by the package."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
from paths import ROOT

import recoveryeval as rv

PAGE = (ROOT / "docs" / "explanation" / "competing.md").read_text(encoding="utf-8")
CODES = {"end of observation": 0, "return to use": 1, "transfer": 2}
CAUSES = {1: "return to use", 2: "transfer"}


def people() -> pd.DataFrame:
    """Return the people of the page's first table."""
    rows = re.findall(r"^\| ([A-J]) \| (\d+) \| ([a-z ]+) \|$", PAGE, re.MULTILINE)
    return pd.DataFrame(
        [(who, float(day), CODES[end]) for who, day, end in rows],
        columns=["who", "day", "status"],
    )


def outcome() -> rv.Outcome:
    return rv.competing_events(people(), time="day", status="status", causes=CAUSES, person="who")


def test_the_steps_of_the_page() -> None:
    steps = [
        [cell.strip() for cell in row.split("|")]
        for row in re.findall(r"^\| (\d+ \| [\d.]+ \|.*) \|$", PAGE, re.MULTILINE)
    ]
    assert len(steps) == 7
    curve = rv.cumulative_incidence(outcome())
    free = rv.kaplan_meier(outcome())
    for day, before, at_risk, _, _, returned, transferred in steps:
        told = curve.at(float(day)).tidy()
        np.testing.assert_allclose(
            told["estimate"], [float(returned), float(transferred)], atol=5e-4
        )
        assert told["n_risk"].tolist() == [float(at_risk)] * 2
        just_before = free.at(float(day) - 0.5).tidy()["estimate"].iloc[0]
        assert just_before == pytest.approx(float(before), abs=5e-4)


def test_the_shares_in_the_text() -> None:
    returned, transferred = rv.cumulative_incidence(outcome()).at(80).tidy()["estimate"]
    shares = (returned, transferred, 1 - returned - transferred)
    assert [f"{share:.0%}" for share in shares] == ["48%", "37%", "15%"]
    naive = people().assign(event=lambda f: f["status"] == 1)[["day", "event"]]
    wrong = rv.kaplan_meier(rv.time_to_event(naive, time="day", event="event")).at(80).tidy()
    assert f"{1 - wrong['estimate'].iloc[0]:.0%}" == "69%"
    hazard = rv.nelson_aalen(outcome(), cause="return to use").at(80).tidy()["estimate"].iloc[0]
    assert hazard == pytest.approx(1 / 10 + 1 / 7 + 1 / 5 + 1 / 2)
    none = rv.cumulative_incidence(outcome(), cause="transfer").at(5).tidy().iloc[0]
    assert (none["estimate"], f"{none['conf_high']:.0%}") == (0, "31%")
    for number in ("48 %", "37 %", "15 %", "69 %", "0.943", "31 %"):
        assert number in PAGE
