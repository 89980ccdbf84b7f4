"""Non-inferiority of risks: the limit on the worse side, on the scale that was asked for."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import pytest

import recoveryeval as rv


def answers(usual: int, coached: int, people: int = 200) -> rv.Outcome:
    """Return people of two arms, of whom so many had a yes."""
    arms = {"usual care": usual, "coaching": coached}
    rows = [(arm, k < yes) for arm, yes in arms.items() for k in range(people)]
    table = pd.DataFrame(rows, columns=["arm", "yes"])
    table["arm"] = pd.Categorical(table["arm"], list(arms))
    return rv.binary(table, value="yes", name="return to use")


def judged(own: rv.Outcome, **asked: Any) -> pd.Series:
    """Return the check of a comparison with a margin."""
    return rv.risk(own, "arm", **asked).checks().set_index("id").loc["non_inferiority"]


@pytest.mark.parametrize(
    ("usual", "coached", "asked", "excluded"),
    [
        (60, 64, {"margin": 0.12, "better": "fewer"}, True),
        (60, 64, {"margin": 0.10, "better": "fewer"}, False),
        (60, 30, {"margin": 0.10, "better": "fewer"}, True),
        (60, 30, {"margin": 0.10}, False),
        (160, 156, {"margin": 0.85, "margin_of": "ratio"}, True),
        (160, 156, {"margin": 0.95, "margin_of": "ratio"}, False),
        (60, 64, {"margin": 1.5, "margin_of": "ratio", "better": "fewer"}, True),
        (60, 64, {"margin": 1.3, "margin_of": "ratio", "better": "fewer"}, False),
    ],
)
def test_the_limit_on_the_worse_side_decides(
    usual: int, coached: int, asked: dict[str, Any], excluded: bool
) -> None:
    """As Wald limits by hand decide, which are close to score limits with 200 people."""
    p0, p1 = usual / 200, coached / 200
    value, error = p1 - p0, math.sqrt((p0 * (1 - p0) + p1 * (1 - p1)) / 200)
    if asked.get("margin_of") == "ratio":
        value, error = math.log(p1 / p0), math.sqrt((1 / p1 + 1 / p0 - 2) / 200)
    fewer = asked.get("better") == "fewer"
    bound = asked["margin"] if fewer else -asked["margin"]
    bound = math.log(asked["margin"]) if asked.get("margin_of") == "ratio" else bound
    by_hand = value + 1.96 * error < bound if fewer else value - 1.96 * error > bound
    assert by_hand == excluded
    check = judged(answers(usual, coached), **asked)
    assert (check["verdict"] == "pass") == excluded
    assert ("not excluded" in check["meaning"]) == (not excluded)


def test_words_name_the_side_and_the_scale() -> None:
    """Fewer returns to use are better: the upper limit counts."""
    found = rv.risk(answers(60, 64), "arm", margin=1.5, margin_of="ratio", better="fewer")
    told = found.checks().set_index("id").loc["non_inferiority", "meaning"]
    assert "a risk ratio above 1.5 is excluded by the upper 95 % limit" in told
    assert "where fewer people with the outcome are better" in found.methods()
    worse = judged(answers(60, 64), margin=0.05, better="fewer")["meaning"]
    assert "an excess of more than 0.05 is not excluded" in worse
    assert worse.endswith("That is no proof that it is worse.")


@pytest.mark.parametrize(
    "asked",
    [
        {"margin": 0.8, "margin_of": "ratio", "better": "fewer"},
        {"margin": 1.25, "margin_of": "ratio"},
        {"margin": 1.25},
        {"margin": 0.1, "margin_of": "odds ratio"},
        {"better": "less"},
    ],
)
def test_margins_that_are_none_are_refused(asked: dict[str, Any]) -> None:
    """Each names what could be one."""
    with pytest.raises(rv.EstimationError, match=r"such as|Use one of"):
        rv.risk(answers(60, 64), "arm", **asked)


def test_clusters_left_out_of_limits_pass_nothing() -> None:
    """Crude limits take people for independent, so they are no evidence where coaches are named."""
    table = answers(160, 170).data.assign(coach=lambda t: t.index % 20)
    own = rv.binary(table.rename(columns={"value": "yes"})[["yes", "arm", "coach"]], value="yes")
    told = rv.risk(own, "arm", margin=0.1, cluster="coach").checks()
    told = told[told["id"] == "non_inferiority"]
    assert told["verdict"].tolist() == ["concern", "pass"]
