"""Models that books print, from the public data behind them, to the digits printed."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from paths import shared_data

import recoveryeval as rv

# Singer & Willett (2003), doi:10.1093/acprof:oso/9780195152968.001.0001, table 4.1:
# formula, random, fixed effects and their errors, variances (within, start, slope), deviance.
GROWTH = {
    "A": ("1", "1", [(0.922, 0.096)], [0.562, 0.564], 670.2),
    "B": ("day", "day", [(0.651, 0.105), (0.271, 0.062)], [0.337, 0.624, 0.151], 636.6),
    "C": ("coa * day", "day", [(0.316, 0.131), (0.743, 0.195), (0.293, 0.084), (-0.049, 0.125)],
          [0.337, 0.488, 0.151], 621.2),
    "E": ("coa + peer * day", "day", [(-0.314, 0.146), (0.571, 0.146), (0.695, 0.111),
          (0.425, 0.106), (-0.151, 0.085)], [0.337, 0.241, 0.139], 588.7),
}  # fmt: skip
# Allison's model of re-arrest (Rossi, Berk & Lenihan 1980), as every manual prints it
REARREST = {"fin": (-0.379, 0.191), "age": (-0.057, 0.022), "race": (0.314, 0.308),
            "wexp": (-0.150, 0.212), "mar": (-0.434, 0.382), "paro": (-0.085, 0.196),
            "prio": (0.091, 0.029)}  # fmt: skip


@pytest.mark.parametrize("name", GROWTH)
def test_alcohol_use_of_adolescents(name: str) -> None:
    formula, random, fixed, variances, deviance = GROWTH[name]
    table = pd.read_csv(shared_data("alda_alcohol_use_1.csv"))
    table = table.assign(year=table["age"] - 14)
    table = table.rename(columns={"child_of_alcoholic": "coa", "peer_alcohol_use": "peer"})
    own = rv.repeated_measures(table, value="alcohol_use", person="id", day="year", unit="years")
    model = rv.mixed_model(own, formula, random=random, estimation="ML")
    rows = model.tidy()
    shown = rows.iloc[: len(fixed)][["estimate", "std_error"]].to_numpy()
    np.testing.assert_allclose(shown, fixed, atol=6e-4)
    found = rows[rows["term"].str.startswith("variance ")].set_index("term")["estimate"]
    order = ["variance within people", "variance between people: intercept",
             "variance between people: day"]  # fmt: skip
    np.testing.assert_allclose(found[order[: len(variances)]], variances, atol=6e-4)
    assert round(-2 * model.glance()["log_likelihood"].iloc[0], 1) == deviance
    assert rows.set_index("estimand").loc["share of variance", "estimate"].min() >= 0


def test_rearrest_after_release() -> None:
    table = pd.read_csv(shared_data("rossi.csv"))
    own = rv.time_to_event(table, time="week", event="arrest", unit="weeks", name="re-arrest")
    rows = rv.cox(own, " + ".join(REARREST)).tidy().set_index("term")
    shown = rows.loc[list(REARREST), ["estimate", "std_error"]]
    np.testing.assert_allclose(shown, list(REARREST.values()), atol=6e-4)
    tests = rows.loc["all terms"].set_index("estimand")["statistic"].round(2)
    assert tests["likelihood ratio test"] == 33.27
    curve = rv.logrank(own, "fin").glance().iloc[0]
    assert (round(curve["statistic"], 2), round(curve["p_value"], 2)) == (3.84, 0.05)


def test_smoking_cessation_and_death() -> None:
    # Hernan & Robins, Causal Inference: What If, chapter 17: 82.0 % and 76.2 % alive, p = 0.005,
    # hazard ratio 1.39 (1.1 to 1.8); chapter 12: 2.5 kg (1.7 to 3.4) before weighting.
    table = pd.read_csv(shared_data("nhefs.csv"))
    month = ((table["yrdth"] - 83) * 12 + table["modth"]).where(table["death"] == 1, 120)
    own = rv.time_to_event(table.assign(month=month), time="month", event="death", unit="months")
    alive = rv.kaplan_meier(own, "qsmk").at([120]).tidy()["estimate"]
    assert (100 * alive).round(1).tolist() == [82.0, 76.2]
    assert round(rv.logrank(own, "qsmk").glance()["p_value"].iloc[0], 3) == 0.005
    ratio = rv.cox(own, "qsmk").tidy(exponentiate=True).iloc[0]
    named = ["estimate", "conf_low", "conf_high"]
    assert [round(ratio[c], d) for c, d in zip(named, (2, 1, 1), strict=True)] == [1.39, 1.1, 1.8]
    scores = rv.repeated_measures(
        table.assign(year=1982), value="wt82_71", person="seqn", wave="year"
    )
    gain = rv.linear(scores, "qsmk", variance="model").tidy().iloc[1]
    assert [round(gain[c], 1) for c in named] == [2.5, 1.7, 3.4]


def test_homelessness_by_sex_and_retention_by_medication() -> None:
    # Kleinman & Horton (2014), SAS and R: chi-square 4.32 (p 0.038), with correction 3.87
    # (0.049), Fisher 0.046; CTN-0027 (doi:10.1111/add.12333): 74 % and 46 % stayed.
    table = pd.read_csv(shared_data("help_rct.csv"))
    table = table.assign(unhoused=table["homeless"] == "homeless")
    own = rv.binary(table, value="unhoused", person="id", name="homelessness")
    tests = rv.risk(own, "sex").checks().set_index("id")[["statistic", "p_value"]]
    assert tests.loc["pearson_chi_square"].round(3).tolist() == [4.320, 0.038]
    assert tests.loc["yates_chi_square"].round(3).tolist() == [3.871, 0.049]
    assert round(tests.loc["fisher_exact", "p_value"], 3) == 0.046
    trial = pd.read_csv(shared_data("ctn0027_retention.csv"))
    stayed = rv.binary(trial.assign(stay=1 - trial["dropped"]), value="stay", person="who")
    assert (100 * rv.risk(stayed, "arm").tidy()["estimate"].iloc[:2]).round().tolist() == [46, 74]
