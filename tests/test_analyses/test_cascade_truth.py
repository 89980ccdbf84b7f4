"""The cascade against the known truth, and its picture."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

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


def test_days_between_steps_are_quantiles_of_the_cumulative_incidence() -> None:
    program, _ = rv.synthetic_program(400)
    cohort = rv.cohort(program, arm="arm")
    found = cascade(cohort, ["first_contact", "started_medication"], after_end="counted").tidy()
    found = found[(found["term"] == "started medication") & found["level"].notna()]
    # The same by another way: days from the first contact, on day 0 for everyone, to a medication.
    drug = program.tables["drug"]
    drug = drug[~drug["product"].isin(["naloxone", "placebo"]).fillna(False)]
    first = drug.groupby("person_id")["day"].min()
    people = cohort.people
    day = people["person_id"].map(first).astype("float64")
    last = people["observed_to"].astype("float64")
    cause = np.where(day <= last, 1, np.where(people["death_day"].notna(), 2, 0))
    own = pd.DataFrame({"time": np.where(cause == 1, day, last), "cause": cause})
    curve = rv.cumulative_incidence(
        rv.competing_events(own, time="time", status="cause", causes={1: "drug", 2: "death"})
    )
    told = curve.quantiles([0.25, 0.5, 0.75]).tidy()
    told = told[told["cause"] == "drug"]
    assert found["estimate"].notna().any()
    np.testing.assert_allclose(found["estimate"], told["estimate"], rtol=1e-10)
