"""The ten people of docs/explanation/shared_coaches.md, by hand and by the package."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
from paths import ROOT

import recoveryeval as rv

PAGE = (ROOT / "docs" / "explanation" / "shared_coaches.md").read_text(encoding="utf-8")


def people() -> pd.DataFrame:
    """Return the scores of the page's first table, one row per visit."""
    rows = re.findall(r"^\| ([A-E]) \| (\d+) \| (\d+) \| (\d+) \|$", PAGE, re.MULTILINE)
    assert len(rows) == 10
    wide = pd.DataFrame(rows, columns=["coach", "person", "0", "1"])
    long = wide.melt(["coach", "person"], var_name="visit", value_name="hope")
    return long.astype({"hope": float})


def told(pattern: str) -> list[float]:
    """Return the numbers that the page says in a sentence."""
    found = re.search(pattern, PAGE.replace("\n", " "))
    assert found is not None
    return [float(v) for v in found.groups()]


def fit(groups: str | tuple[str, ...]) -> pd.DataFrame:
    """Return the rows of the page's model."""
    scores = rv.repeated_measures(people(), value="hope", person="person", wave="visit")
    return rv.mixed_model(scores, "1", groups=groups, ddf="kenward-roger").tidy().set_index("term")


def test_the_mean_squares_of_the_page() -> None:
    frame = people()
    by_person = frame.groupby("person")["hope"].transform("mean")
    by_coach = frame.groupby("coach")["hope"].transform("mean")
    parts = [frame["hope"] - by_person, by_person - by_coach, by_coach - frame["hope"].mean()]
    rows = re.findall(r"\| ([\d.]+) \| (\d+) \| ([\d.]+) \|$", PAGE, re.MULTILINE)
    table = [[float(v) for v in row] for row in rows if "." in row[2]]
    assert len(table) == 3
    for (squares, df, mean), part in zip(table, parts, strict=True):
        assert squares == pytest.approx((part**2).sum())
        assert mean == pytest.approx(squares / df)


def test_the_model_repeats_what_was_done_by_hand() -> None:
    found = fit("coach")
    mean, alike_coach, alike_person = (
        told(r"the twenty scores is ([\d.]+\d)\.")[0],
        told(r"16.075 / 21.375 = ([\d.]+\d)")[0],
        told(r"19.175 / 21.375 = ([\d.]+\d)")[0],
    )
    variances = [
        "variance within people",
        "variance between people: intercept",
        "variance between groups of coach",
    ]
    np.testing.assert_allclose(found.loc[variances, "estimate"], [2.2, 3.1, 16.075], rtol=1e-6)
    assert found.loc["two people of one coach", "estimate"] == pytest.approx(alike_coach, abs=5e-4)
    assert found.loc["two scores of one person", "estimate"] == pytest.approx(
        alike_person, abs=5e-4
    )
    row = found.loc["intercept"]
    error, df, low, high = told(
        r"which is ([\d.]+), with (\d+) degrees of freedom: the mean lies between ([\d.]+) "
        r"and ([\d.]+\d)"
    )
    numbers = row[["estimate", "std_error", "df", "conf_low", "conf_high"]].astype(float)
    np.testing.assert_allclose(numbers, [mean, error, df, low, high], rtol=5e-4)


def test_who_forgets_coaches_is_too_sure() -> None:
    row = fit(()).loc["intercept"]
    error, df, low, high = told(
        r"error of ([\d.]+) with (\d+) degrees of freedom, and limits of ([\d.]+) to ([\d.]+)"
    )
    numbers = row[["std_error", "df", "conf_low", "conf_high"]].astype(float)
    np.testing.assert_allclose(numbers, [error, df, low, high], rtol=5e-4)
