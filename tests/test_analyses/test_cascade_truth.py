"""The cascade against the known truth, and its picture."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np

import recoveryeval as rv
from recoveryeval.analyses.cascade import cascade
from recoveryeval.plots.alt_text import get_alt
from recoveryeval.plots.cascade import cascade_plot
from recoveryeval.synthetic.effects import Effects

MEAN = 1.5  # referrals per person


def study() -> tuple[rv.Result, rv.Truth]:
    """Return referrals and their attendance where nobody leaves and appointments are next day."""
    effects = Effects(
        leaving_median_days=1e6,
        transfer_rate=0,
        completion_rate=0,
        death_rate=0,
        incarceration_rate=0,
        wait_mean_days=0,
        referrals_mean=MEAN,
    )
    made = rv.synthetic_program(3000, effects=effects, tables=["referral"])
    people = rv.cohort(made.program, arm="arm")
    return cascade(people, ["referred", "referral_attended"], by="arm"), made.truth


def test_referral_and_attendance_agree_with_the_truth() -> None:
    found, truth = study()
    rows = found.tidy()
    rows = rows[rows["estimand"] == "share of the previous step"].set_index(["group", "term"])
    for arm in ("coaching", "usual care"):
        each = truth.get(estimand="probability", outcome="referral attended", group=arm)
        # Someone with k referrals attends one or more with 1 - (1 - p)^k, and k is Poisson.
        referred = 1 - np.exp(-MEAN)
        attended = (1 - np.exp(-MEAN * each)) / referred
        for term, true in (("referred", referred), ("referral attended", attended)):
            row = rows.loc[(arm, term)]
            error = np.sqrt(true * (1 - true) / row["denominator"])
            assert abs(row["estimate"] - true) < 3.5 * error
            assert error < 0.02


def test_the_picture_says_both_percentages_inside_its_frame() -> None:
    program, _ = rv.synthetic_program(300)
    for by in (None, "arm"):
        found = cascade(
            rv.cohort(program, arm="arm"),
            ["enrolled", "referred", "waiting_list", "started_medication", "retained"],
            by=by,
            order="any",
        )
        ax = cascade_plot(found.tidy(), labels=dict(found.labels))
        ax.get_figure().canvas.draw()
        edge = ax.get_figure().bbox.width
        assert all(t.get_window_extent().x1 <= edge + 1 for t in ax.texts)
        shares = [t.get_text() for t in ax.texts if "of step before" in t.get_text()]
        assert len(shares) == 5 * (2 if by else 1)
        assert "% of step before" in get_alt(ax)
        assert "referred" in get_alt(ax)
        plt.close("all")
