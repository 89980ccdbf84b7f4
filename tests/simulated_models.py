"""Cox and Fine-Gray models of simulated studies, by a road that leaves out words and pictures.

The verbs write forty lines of words per model; here the same fits and the same choice of variance
are asked directly. A test holds this road to the verbs' own answers.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from simulated_programs import NOTHING, coached, drawn, subdistribution

import recoveryeval as rv
from recoveryeval.errors import EstimationError
from recoveryeval.models.hazards.cox_input import CoxInput
from recoveryeval.models.hazards.cox_variance import cox_variance
from recoveryeval.stats.coefficients import Coefficients, RowTest, row_test
from recoveryeval.stats.competing.fine_gray import fine_gray as fit_fine_gray
from recoveryeval.stats.competing.fine_gray_data import fine_gray_data
from recoveryeval.stats.competing.fine_gray_influence import fine_gray_covariance
from recoveryeval.stats.hazards.cox_data import cox_data
from recoveryeval.stats.hazards.cox_fit import cox
from recoveryeval.stats.survival.cells import make_cells

LOG_RATIO = 0.5
NONE = RowTest(*[float("nan")] * 7)


def rejects(p_value: float) -> bool | None:
    return bool(p_value < 0.05) if np.isfinite(p_value) else None


def cox_row(frame: pd.DataFrame, columns: list[str], cluster: str | None) -> RowTest:
    """Return the first coefficient, as cox() would give it."""
    cells = make_cells(frame["day"], frame["left"])
    fit = cox(cox_data(cells, _design(frame, columns)))
    if fit.ending != "converged":
        return _by_verb(frame, columns, cluster)
    codes = None if cluster is None else frame[cluster].to_numpy()
    found: Any = CoxInput(cells, None, codes, cluster or "", frame, weighted=False)  # type: ignore[arg-type]
    return _first(cox_variance(fit, found, "auto").coefficients)


def fine_gray_row(frame: pd.DataFrame) -> RowTest:
    """Return the coefficient of the arm, as fine_gray() would give it."""
    cells = make_cells(frame["day"], frame["status"])
    fit = fit_fine_gray(fine_gray_data(cells, _design(frame, ["arm"])))
    if fit.ending != "converged":
        return NONE
    return _first(Coefficients(fit.coefficients, fine_gray_covariance(fit)))


def _design(frame: pd.DataFrame, columns: list[str]) -> np.ndarray:
    """Return covariates (N, p); the second arm is 1."""
    coded = [pd.factorize(frame[c], sort=True)[0] if c == "arm" else frame[c] for c in columns]
    return np.column_stack(coded).astype(float)


def _first(found: Coefficients) -> RowTest:
    row = np.zeros(found.beta.size)
    row[0] = 1.0
    return row_test(found, row, 0.95)


def _by_verb(frame: pd.DataFrame, columns: list[str], cluster: str | None) -> RowTest:
    """Return what the verb says where its fallback is needed."""
    outcome = rv.time_to_event(frame, time="day", event="left", name="retention")
    try:
        row = rv.cox(outcome, " + ".join(columns), cluster=cluster).tidy().iloc[0]
    except EstimationError:
        return NONE
    names = ("estimate", "std_error", "statistic", "df", "p_value", "conf_low", "conf_high")
    return RowTest(*(float(row.get(name, np.nan)) for name in names))


def cox_models(rng: np.random.Generator, n: int) -> dict[str, bool | None]:
    """Cox with 4 to 20 coaches, arms dealt to people or to coaches; and without coaches."""
    found: dict[str, bool | None] = {}
    for coaches in (4, 6, 10, 20):
        for whole in (False, True):
            row = cox_row(coached(n, coaches, rng, whole=whole), ["arm", "age"], "coach")
            dealt = "to coaches" if whole else "within coaches"
            found[f"Cox, {coaches} coaches, arms dealt {dealt}"] = rejects(row.p_value)
    row = cox_row(drawn(n, NOTHING, rng).leaving, ["arm"], None)
    return found | {"Cox, model variance": rejects(row.p_value)}


def fine_gray(rng: np.random.Generator, n: int) -> dict[str, bool | None]:
    """Fine-Gray, where the model holds: with no effect and with one."""
    none = fine_gray_row(subdistribution(n, 0.0, rng))
    some = fine_gray_row(subdistribution(n, LOG_RATIO, rng))
    inside = some.conf_low <= LOG_RATIO <= some.conf_high
    given = bool(np.isfinite(some.std_error))
    return {
        "Fine-Gray, no effect": rejects(none.p_value),
        "Fine-Gray, log ratio 0.5": bool(inside) if given else None,
    }
