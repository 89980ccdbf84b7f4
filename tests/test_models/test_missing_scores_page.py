"""The ten people of docs/explanation/missing_scores.md, by hand and by the package."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
from paths import ROOT

import recoveryeval as rv
from recoveryeval.stats.missing.rubin import pool

PAGE = (ROOT / "docs" / "explanation" / "missing_scores.md").read_text(encoding="utf-8")


def people() -> pd.DataFrame:
    """Return the ten people of the page; NaN where lost."""
    rows = re.findall(r"^\| ([A-J]) \| (\d+) \| (\d+|lost) \|$", PAGE, re.MULTILINE)
    frame = pd.DataFrame(rows, columns=["id", "0", "6"]).replace("lost", np.nan)
    return frame.astype({"0": float, "6": float})


def outcome(wide: pd.DataFrame) -> rv.Outcome:
    """Return the scores at months 0 and 6."""
    long = wide.melt([c for c in wide if c not in ("0", "6")], var_name="month", value_name="y")
    long["month"] = long["month"].astype(int)
    return rv.repeated_measures(long.dropna(), value="y", person="id", wave="month", name="hope")


def said(method: str) -> float:
    """Return the mean that the page gives for a method."""
    row = next(line for line in PAGE.splitlines() if line.startswith(f"| {method}"))
    return float(row.rstrip(" |").rsplit("|", 1)[1])


def usual_care() -> pd.DataFrame:
    """Return people of usual care who go from 16 to 18 and from 24 to 26, give or take."""
    first = np.repeat([16.0, 24.0], 10)
    last = first + 2 + np.tile([-1.0, 1.0], 10)
    return pd.DataFrame({"id": [f"u{k}" for k in range(20)], "0": first, "6": last})


def at_six(o: rv.Outcome) -> rv.Result:
    """Return the means at six months, the coached people's first."""
    return rv.linear(o, "arm", wave=6).means("arm")


def on_average(made: rv.Imputed) -> float:
    """Return the coached people's mean at six months over all versions."""
    frames = [o.frame for o in made.outcomes]
    means = [f.loc[(f["arm"] == "coached") & (f["wave"] == 6), "value"].mean() for f in frames]
    return float(np.mean(means))


def test_seen_carried_modeled_and_weighted_means_are_those_of_the_page() -> None:
    seen = people()
    assert seen["6"].mean() == pytest.approx(said("only who was seen"), abs=0.005)
    carried = seen["6"].fillna(seen["0"])
    assert carried.mean() == pytest.approx(said("last score carried forward"))
    model = rv.mmrm(outcome(seen), "wave").means("wave").tidy()["estimate"].iloc[1]
    assert model == pytest.approx(said("`mmrm()`"), abs=1e-5)
    weighted = rv.followup_weights(outcome(seen), "baseline", wave=6, baseline=0)
    mean = rv.linear(weighted, "1", wave=6, weights="followup_weight").tidy()["estimate"].iloc[0]
    assert mean == pytest.approx(said("`followup_weights()`"), abs=1e-5)


def test_imputed_jumping_and_moved_means_are_those_of_the_page() -> None:
    """Drawn many times; the four unseen moved by two points move the mean by 0.8 exactly."""
    both = pd.concat([people().assign(arm="coached"), usual_care().assign(arm="usual care")])
    seen = outcome(both)
    made = rv.impute(seen, m=200, rng=1, by="arm", iterations=1)
    assert on_average(made) == pytest.approx(said("`mmrm()`"), abs=0.12)
    jumped = rv.impute(seen, m=200, rng=1, by="arm", iterations=1, strategy="jump to reference",
                       reference="usual care")  # fmt: skip
    assert on_average(jumped) == pytest.approx(said("jump to reference"), abs=0.12)
    few = rv.impute(seen, m=2, rng=1, by="arm")
    moved = rv.tipping_point(
        few, at_six, deltas=[0, -2], by="arm", group="coached", row={"group": "coached"}
    ).tidy()
    want = said("`tipping_point()`") - said("`mmrm()`")
    assert moved["estimate"].diff().iloc[1] == pytest.approx(want)


def test_three_versions_are_pooled_as_by_hand() -> None:
    found = pool(np.array([[24.9], [25.2], [25.65]]), np.full((3, 1), 1.4), np.array([9.0]))
    assert found.estimate[0] == pytest.approx(25.25)
    assert found.std_error[0] == pytest.approx(1.466, abs=5e-4)
    assert found.std_error[0] ** 2 == pytest.approx(2.15)
    share = 1 - 1.96 / found.std_error[0] ** 2
    assert f"is {100 * share:.0f}% of" in PAGE


def test_carrying_forward_is_refused_in_the_words_of_the_page() -> None:
    strategy = re.search(r'impute\(strategy="(last [^"]+)"\)', PAGE)
    assert strategy is not None
    with pytest.raises(rv.EstimationError, match="Carrying the last score forward"):
        rv.impute(outcome(people()), rng=1, strategy=strategy[1])  # type: ignore[arg-type]
