"""Who changed: reliable change by hand, the lost beside the followed, and what is refused."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import recoveryeval as rv

BEFORE = [20.0, 22.0, 24.0, 26.0, 28.0, 30.0, 21.0, 29.0]
AFTER = [30.0, 23.0, 24.0, 20.0, 34.0, 31.0, None, None]
ARM = ["a", "a", "a", "b", "b", "b", "a", "b"]


def scores(**more: list[object]) -> rv.Outcome:
    """Return eight people at waves 0 and 6, two of them lost."""
    n = len(BEFORE)
    frame = pd.DataFrame(
        {"id": [*range(n)] * 2, "month": [0] * n + [6] * n, "score": [*BEFORE, *AFTER]}
    )
    frame = frame.assign(arm=ARM * 2, **{name: values * 2 for name, values in more.items()})
    frame = frame[frame["score"].notna()]
    return rv.repeated_measures(frame, value="score", person="id", wave="month", name="hope")


def rows(found: rv.Result, group: str = "everyone") -> pd.DataFrame:
    """Return one group's rows by estimand."""
    table = found.tidy()
    return table[table["group"] == group].set_index("estimand")


def test_reliable_change_by_hand() -> None:
    """SD of eight first scores 3.82; with r = .8 a change beyond 4.74 points is reliable."""
    found = rv.change(scores(), before=0, after=6, reliability=0.8, better="higher")
    threshold = 1.959964 * np.std(BEFORE, ddof=1) * np.sqrt(2 * 0.2)
    assert found.spec.parameters["threshold"] == pytest.approx(threshold, rel=1e-6)
    own = rows(found)
    assert own.loc["share reliably improved", "n_event"] == 2
    assert own.loc["share reliably worsened", "n_event"] == 1
    assert own.loc["share without reliable change", "n_event"] == 3
    assert own.loc["mean change", "estimate"] == pytest.approx(12 / 6)


def test_the_better_side_turns_the_classes() -> None:
    """Where lower is better, those who fell improved; the mean change keeps its sign."""
    found = rv.change(scores(), before=0, after=6, reliability=0.8, better="lower")
    assert rows(found).loc["share reliably improved", "n_event"] == 1
    assert rows(found).loc["mean change", "estimate"] == pytest.approx(2.0)


def test_important_difference_and_cut_off_stand_beside_it() -> None:
    """Six points matter: one person falls by six, two rise; recovered crossed 30 reliably."""
    found = rv.change(
        scores(), before=0, after=6, reliability=0.8, better="higher",
        minimal_difference=6, cut_off=30,
    )  # fmt: skip
    own = rows(found)
    assert own.loc["share improved by the important difference", "n_event"] == 2
    assert own.loc["share worsened by the important difference", "n_event"] == 1
    assert own.loc["share recovered", ["n_event", "denominator"]].tolist() == [2, 5]
    told = found.checks().set_index("id").loc["important_difference", "meaning"]
    assert "less than that" in told


def test_groups_are_compared_by_welch() -> None:
    """The difference in mean change agrees with scipy's unequal-variance t test."""
    from scipy.stats import ttest_ind

    found = rv.change(scores(), "arm", before=0, after=6, reliability=0.8, better="higher").tidy()
    row = found.set_index("estimand").loc["difference in mean change"]
    want = ttest_ind([-6.0, 6.0, 1.0], [10.0, 1.0, 0.0], equal_var=False)
    got = [row["statistic"], row["p_value"], row["df"]]
    assert got == pytest.approx([want.statistic, want.pvalue, want.df], rel=1e-10)
    assert row["contrast"] == "b - a"


def test_the_lost_are_compared_with_the_followed() -> None:
    """First scores of the lost: 21 and 29, against the six others."""
    found = rv.change(
        scores(age=[30, 31, 32, 33, 34, 35, 60, 61]), before=0, after=6, reliability=0.8,
        better="higher",
    )  # fmt: skip
    lost = found.tidy().query("contrast == 'lost - followed'").set_index("term")
    kept = np.array(BEFORE[:6])
    pooled = np.sqrt((np.var([21, 29], ddof=1) + kept.var(ddof=1)) / 2)
    assert lost.loc["score at the first wave", "estimate"] == pytest.approx(
        (25 - kept.mean()) / pooled
    )
    assert lost.loc["age", "estimate"] > 5
    checks = found.checks().set_index("id")
    assert checks.loc["lost_differ", "verdict"] == "concern"
    assert checks.loc["matched", "statistic"] == pytest.approx(2 / 8)


@pytest.mark.parametrize(
    ("options", "word"),
    [
        ({"better": "higher"}, "reliability="),
        ({"reliability": 1.2, "better": "higher"}, "reliability="),
        ({"reliability": 0.8}, "better="),
        ({"reliability": 0.8, "better": "higher", "minimal_difference": 0}, "minimal_difference="),
    ],
)
def test_figures_that_decide_are_asked_for(options: dict[str, object], word: str) -> None:
    """Nothing about reliability or direction is guessed."""
    with pytest.raises(rv.EstimationError, match=word):
        rv.change(scores(), before=0, after=6, **options)  # type: ignore[arg-type]


def test_people_whose_wave_is_not_due_are_not_lost() -> None:
    """On a program still running, only waves that closed can be missed."""
    program, _ = rv.synthetic_program(200, rng=np.random.default_rng(4))
    found = rv.scale(rv.cohort(program), "GSE", waves=[0, 180])
    why = found.data.query("wave == 180")["missing"].value_counts()
    change = rv.change(found, before=0, after=180, reliability=0.85)
    assert change.spec.dropped["second wave not due yet"] == why["not_yet_due"]
    assert change.spec.rows_used == why[""]
    assert change.spec.rows_in == 200


def test_the_picture_names_every_class_and_group() -> None:
    """One bar per group, with an alternative text."""
    from recoveryeval.plots.alt_text import get_alt

    found = rv.change(scores(), "arm", before=0, after=6, reliability=0.8, better="higher")
    told = get_alt(found.plot())
    assert "a, 3 people: reliably improved 33%" in told
    again = rv.Result.from_json(found.to_json())
    pd.testing.assert_frame_equal(again.tidy(), found.tidy(), check_dtype=False)
