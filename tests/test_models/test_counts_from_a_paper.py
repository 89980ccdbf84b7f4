"""Counts as a paper prints them, typed in by hand: n= people per row, and totals told apart."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import recoveryeval as rv
from recoveryeval.errors import OutcomeError


def test_two_by_two_counts_give_the_published_kind_of_numbers() -> None:
    printed = pd.DataFrame(
        {"arm": ["peer", "peer", "usual", "usual"], "relapse": ["yes", "no"] * 2,
         "people": [120, 280, 150, 240]}
    )  # fmt: skip
    own = rv.binary(printed, value="relapse", n="people", name="relapse")
    found = rv.risk(own, "arm", reference="usual").tidy().set_index("estimand")
    # R: prop.test(c(120, 150), c(400, 390), correct = FALSE), and the ratios by hand
    assert found.loc["risk difference", "estimate"] == pytest.approx(120 / 400 - 150 / 390)
    assert found.loc["risk ratio", "estimate"] == pytest.approx((120 / 400) / (150 / 390))
    assert found.loc["odds ratio", "estimate"] == pytest.approx(120 * 240 / (280 * 150))
    np.testing.assert_allclose(found["p_value"].dropna(), 0.0121785988035935, rtol=1e-9)


def test_totals_in_place_of_answers_are_told_how_to_be_typed() -> None:
    totals = pd.DataFrame({"arm": ["peer", "usual"], "relapsed": [120, 150], "of": [400, 390]})
    with pytest.raises(OutcomeError) as caught:
        rv.binary(totals, value="relapsed", n="of")
    assert caught.value.code == "RE-V09"
    assert caught.value.column == "relapsed"
    assert "two rows per group" in caught.value.do
    assert "120" not in str(caught.value)


@pytest.mark.parametrize(
    ("share", "way"), [(0.15, "round(share * total)"), (15, "round(percent / 100 * total)")]
)
def test_shares_and_percentages_are_told_how_to_be_typed(share: float, way: str) -> None:
    table = pd.DataFrame({"arm": ["coach", "usual"], "share": [share, 1.4 * share]})
    with pytest.raises(OutcomeError) as caught:
        rv.binary(table.assign(of=[670, 261]), value="share", n="of")
    assert caught.value.code == "RE-V09"
    assert way in caught.value.do
