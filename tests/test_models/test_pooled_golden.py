"""Pooled analyses of completed versions against mice::pool on the very same versions."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from paths import ROOT

import recoveryeval as rv

GOLDEN = json.loads((ROOT / "tests/golden/mice.json").read_text(encoding="utf-8"))
AGES = (8, 10, 12, 14)


def version(number: int) -> rv.Outcome:
    """Return one completed version, everyone at every age."""
    held = pd.DataFrame(GOLDEN["versions"][number]).set_axis(list(AGES), axis=1)
    held = held.assign(id=GOLDEN["subject"], sex=pd.Categorical(GOLDEN["sex"], ["Male", "Female"]))
    long = held.melt(["id", "sex"], var_name="age", value_name="distance")
    return rv.repeated_measures(long, value="distance", person="id", wave="age")


def versions() -> rv.Imputed:
    """Return the six versions that R wrote down."""
    made = tuple(version(k) for k in range(len(GOLDEN["versions"])))
    gaps = sum(GOLDEN["missing12"]) + sum(GOLDEN["missing14"])
    return rv.Imputed(outcomes=made, source=made[0], filled=gaps, methods_text="")


@pytest.mark.parametrize(("name", "formula"), [("ancova", "sex + baseline"), ("plain", "sex")])
def test_pooled_rows_are_those_of_mice(name: str, formula: str) -> None:
    """Estimates, total errors, Barnard-Rubin df, p values and limits."""
    baseline = 8 if "baseline" in formula else None
    found = versions().fit(
        lambda o: rv.linear(o, formula, wave=14, baseline=baseline, variance="model")
    )
    want, table = GOLDEN[name], found.tidy()
    for ours, theirs in (
        ("estimate", "estimate"), ("std_error", "se"), ("df", "df"), ("p_value", "p"),
        ("conf_low", "low"), ("conf_high", "high"),
    ):  # fmt: skip
        np.testing.assert_allclose(table[ours], want[theirs], rtol=1e-9)
    cost = found.checks().set_index("id").loc["missing_information", "statistic"]
    assert cost == pytest.approx(max(want["fmi"]), rel=1e-9)


def test_a_contrast_is_pooled_like_the_coefficient_it_is() -> None:
    """Asking each version for a contrast, or pooling its coefficient, is the same question."""
    own = versions().fit(lambda o: rv.linear(o, "sex", wave=14, variance="model").contrasts("sex"))
    row, want = own.tidy().iloc[0], GOLDEN["plain"]
    assert [row["estimate"], row["df"]] == pytest.approx([want["estimate"][1], want["df"][1]])
