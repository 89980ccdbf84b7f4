"""Ask a verb of many simulated studies, and count: how often right, how often silent."""

from __future__ import annotations

import zlib
from pathlib import Path

import numpy as np
import pandas as pd
from simulated_answers import COVERAGE, QUESTIONS

SEED = 20260101
SIZES = (40, 120, 1000)
FILE = Path(__file__).resolve().parents[1] / "docs" / "validation" / "simulation_survival.csv"
WIDE = FILE.with_name("simulation_survival_table.csv")
HELD, ALARM = "coverage", "false alarms"


def run(question: str, n: int, studies: int, *, seed: int = SEED) -> pd.DataFrame:
    """Return one row per answer: shares among the studies in which the verb gave one."""
    rng = np.random.default_rng([seed, n, zlib.crc32(question.encode())])
    found = [QUESTIONS[question](rng, n) for _ in range(studies)]
    answers = pd.DataFrame(found).astype("float64")  # an answer not given is NaN
    given, share = answers.notna().sum(), answers.mean()
    return pd.DataFrame(
        {
            "measure": [measure(question, label) for label in answers],
            "question": answers.columns,
            "people": n,
            "studies": studies,
            "answered": given.to_numpy(),
            "share": share.to_numpy(float),
            "monte_carlo_error": np.sqrt(share * (1 - share) / given).to_numpy(float),
            "seed": seed,
        }
    )


def measure(question: str, label: str) -> str:
    return HELD if question in COVERAGE or "log ratio" in label else ALARM


def wide(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the table of the page: one column per size, percent with its Monte Carlo error."""
    percent = (100 * rows["share"]).map("{:.1f}".format)
    error = (100 * rows["monte_carlo_error"]).map("{:.1f}".format)
    silent = 1 - rows["answered"] / rows["studies"]
    told = silent.map(lambda s: f"; {100 * s:.1f} silent" if s >= 0.001 else "")
    cells = rows.assign(cell=percent + " (" + error + told + ")")
    table = cells.pivot_table(
        index=["measure", "question"], columns="people", values="cell", aggfunc="first"
    )
    order = list(dict.fromkeys(zip(rows["measure"], rows["question"], strict=True)))
    table = table.loc[sorted(order, key=lambda k: k[0])].fillna("")
    table.columns = [f"{n:,} people" for n in table.columns]
    return table.reset_index()
