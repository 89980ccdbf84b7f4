"""The truth moves with the effect it belongs to, and with no other."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from recoveryeval.synthetic.effects import Effects
from recoveryeval.synthetic.true_values import truth_of

CONTRAST = "coaching - usual care"


def test_without_confounding_marginal_and_observed_agree():
    table = truth_of(Effects(confounding=0.0)).table
    plain = table[~table["estimand"].str.startswith(("marginal", "median", "cond", "log"))]
    marginal = table[table["estimand"].str.startswith("marginal")]
    assert len(plain) == len(marginal)
    assert plain["estimate"].to_numpy() == pytest.approx(marginal["estimate"].to_numpy())


def test_without_coaching_effects_nothing_differs():
    none = {name: 0.0 for name in Effects.__dataclass_fields__ if name.endswith("_coaching")}
    # Coaches who differ widen the spread of coached people's totals, which the range then cuts.
    table = truth_of(Effects(**none, coach_sd=0.0)).table
    marginal = table[table["estimand"].str.startswith("marginal") & (table["contrast"] != "")]
    assert len(marginal) > 50
    assert np.abs(marginal["estimate"]).max() < 1e-9


def test_confounding_hides_part_of_the_effect():
    truth = truth_of(Effects())
    key = {"outcome": "retention", "contrast": CONTRAST, "time": 90}
    crude = truth.get(estimand="difference in survival", **key)
    causal = truth.get(estimand="marginal difference in survival", **key)
    assert 0 < crude < causal


MOVES = {
    "leaving_coaching": ("survival", "retention"),
    "readmission_coaching": ("cumulative incidence", "readmission"),
    "gse_slope_coaching": ("mean", "GSE"),
    "barc_slope_coaching": ("mean", "BARC-10"),
    "use_start_coaching": ("probability", "use"),
    "housing_gain_coaching": ("probability", "housing"),
    "job_gain_coaching": ("probability", "employment"),
    "goal_met_coaching": ("probability", "goal met"),
    "attended_coaching": ("probability", "referral attended"),
    "naloxone_coaching": ("probability", "naloxone given"),
    "arrest_coaching": ("mean number of events", "arrest"),
    "overdose_coaching": ("mean number of events", "overdose"),
    "ed_coaching": ("mean number of events", "ed"),
}


@pytest.mark.parametrize("name", MOVES)
def test_an_effect_moves_its_own_truth_and_no_other_arm(name):
    estimand, outcome = MOVES[name]
    base = truth_of(Effects()).table
    moved = truth_of(replace(Effects(), **{name: 0.9})).table
    here = (base["estimand"] == estimand) & (base["outcome"] == outcome)
    here &= ~((base["level"] == "baseline") | (base["time"] == 0))
    change = np.abs(moved["estimate"] - base["estimate"])
    assert (change[here & (base["group"] == "coaching")] > 1e-6).all()
    assert (change[here & (base["group"] == "usual care")] < 1e-12).all()
    related = [outcome, "USE30"] if outcome == "use" else [outcome]
    assert (change[~base["outcome"].isin(related)] < 1e-12).all()
