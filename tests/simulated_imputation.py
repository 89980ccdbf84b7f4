"""Studies whose people leave by what was seen of them, and what is then said of the last wave."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

import recoveryeval as rv

FILE = Path(__file__).resolve().parents[1] / "docs" / "validation" / "simulation_imputation.csv"
WIDE = FILE.with_name("simulation_imputation_table.csv")
SEED, EFFECT = 20260204, 2.0
SIZES = (40, 120, 1000)
WAVES = (0, 3, 6)


def study(rng: np.random.Generator, people: int) -> rv.Outcome:
    """Return scores at three waves; who scored low last is more often lost, in coaching above all.

    True means differ by ``EFFECT`` at the last wave. About a third are lost before it.
    """
    arm = np.where(np.arange(people) % 2 == 0, "coaching", "usual care")
    own = np.where(arm == "coaching", EFFECT, 0.0)[:, None] * np.array([0.0, 0.5, 1.0])
    score = 25 + rng.normal(0, 3, people)[:, None] + own + rng.normal(0, 2, (people, 3))
    pull = np.where(arm == "coaching", 0.30, 0.15)
    for k in (1, 2):
        logit = -1.3 - pull * (score[:, k - 1] - 25)
        lost = rng.random(people) < 1 / (1 + np.exp(-logit))
        score[lost, k:] = np.nan
    frame = pd.DataFrame(score, columns=list(WAVES)).assign(id=range(people), arm=arm)
    long = frame.melt(["id", "arm"], var_name="month", value_name="score").dropna()
    long["month"] = long["month"].astype("int64")
    return rv.repeated_measures(long, value="score", person="id", wave="month", name="hope")


def at_last(outcome: rv.Outcome) -> rv.Result:
    """Return the difference between arms at the last wave."""
    return rv.linear(outcome, "arm", wave=6).contrasts("arm", reference="usual care")


def carried(outcome: rv.Outcome) -> rv.Outcome:
    """Return the outcome with the last score carried forward, as the package will not do."""
    wide = outcome.data.pivot_table(index=["person", "arm"], columns="wave", values="value")
    long = wide.ffill(axis=1).reset_index().melt(["person", "arm"], value_name="value")
    return rv.repeated_measures(long, value="value", person="person", wave="wave", name="hope")


def quick(template: rv.Result) -> Callable[[rv.Outcome], rv.Result]:
    """Return a model that answers what ``at_last`` does, by the formulas of two means with HC3."""

    def model(outcome: rv.Outcome) -> rv.Result:
        last = outcome.frame[outcome.frame["wave"] == WAVES[-1]]
        coached = (last["arm"] == "coaching").to_numpy()
        value = last["value"].to_numpy(dtype="float64")
        parts = [value[coached], value[~coached]]
        pulled = [((v - v.mean()) ** 2).sum() / (len(v) - 1) ** 2 for v in parts]
        told = {"estimate": parts[0].mean() - parts[1].mean(), "df": len(value) - 2.0,
                "std_error": np.sqrt(sum(pulled))}  # fmt: skip
        return replace(template, table=template.table.assign(**told))

    return model


def imputed(rng: np.random.Generator, outcome: rv.Outcome, *, m: int = 20) -> rv.Result:
    """Return the pooled difference."""
    return rv.impute(outcome, m=m, rng=rng, by="arm").fit(quick(at_last(outcome)))


OURS = "imputed 20 times, pooled"
METHODS: dict[str, Callable[[np.random.Generator, rv.Outcome], rv.Result]] = {
    OURS: imputed,
    "mmrm": lambda _rng, o: rv.mmrm(o, "arm * wave", ddf="kenward-roger").contrasts(
        "arm", by="wave", reference="usual care"
    ),
    "people seen at the last wave": lambda _rng, o: at_last(o),
    "last score carried forward": lambda _rng, o: at_last(carried(o)),
}


def holds(result: rv.Result) -> tuple[float, float, float]:
    """Return whether the limits hold the truth, the estimate, and the standard error."""
    row = result.tidy().iloc[-1]
    return (
        float(row["conf_low"] <= EFFECT <= row["conf_high"]),
        float(row["estimate"]),
        float(row["std_error"]),
    )


def run(method: str, people: int, studies: int, *, seed: int = SEED) -> dict[str, object]:
    """Return coverage, bias and errors of one method over simulated studies."""
    rng = np.random.default_rng([seed, people, zlib.crc32(method.encode())])
    found = []
    for _ in range(studies):
        outcome = study(rng, people)
        try:
            found.append(holds(METHODS[method](rng, outcome)))
        except rv.EstimationError:  # too few people seen: no answer
            continue
    covered, estimate, error = np.array(found).T
    share = float(covered.mean())
    return {
        "method": method,
        "people": people,
        "studies": studies,
        "answered": len(found),
        "coverage": share,
        "monte_carlo_error": float(np.sqrt(share * (1 - share) / len(found))),
        "bias": float(estimate.mean() - EFFECT),
        "spread_of_estimates": float(estimate.std(ddof=1)),
        "mean_standard_error": float(error.mean()),
        "seed": seed,
    }


def wide(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the table of the page: percent that hold, its Monte Carlo error, and the bias."""
    percent = (100 * rows["coverage"]).map("{:.1f}".format)
    error = (100 * rows["monte_carlo_error"]).map("{:.1f}".format)
    cells = rows.assign(cell=percent + " (" + error + "); " + rows["bias"].map("{:+.2f}".format))
    table = cells.pivot_table(index="method", columns="people", values="cell", aggfunc="first")
    table.columns = pd.Index([f"{n:,} people" for n in table.columns])
    return table.loc[list(METHODS)].reset_index()
