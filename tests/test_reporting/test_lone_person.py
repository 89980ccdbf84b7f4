"""A report about one person: no share and no median are made up."""

from __future__ import annotations

import pandas as pd

import recoveryeval as rv


def test_one_person_makes_no_share_and_no_median() -> None:
    one = rv.time_to_event(pd.DataFrame({"day": [31], "left": [1]}), time="day", event="left")
    blocks = rv.report([rv.kaplan_meier(one)], title="Stay").blocks
    told = " ".join(getattr(block, "text", "") for block in blocks)
    assert "cannot be told from one person" in told
    assert "More than half" not in told
