"""Residuals of a Cox model, one row per row of the outcome: who the model does not describe."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd

from recoveryeval.models.given_options import check_option
from recoveryeval.models.hazards.cox_fitted import converged
from recoveryeval.models.hazards.cox_input import CoxInput, cox_input
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.stats.hazards.cox_fit import CoxFit
from recoveryeval.stats.hazards.cox_residuals import (
    influence,
    martingale_residuals,
    schoenfeld_residuals,
    score_residuals,
)

KINDS = ("martingale", "score", "dfbeta", "schoenfeld", "scaled_schoenfeld")


def residuals(
    outcome: Outcome,
    formula: str,
    *,
    kind: Literal[
        "martingale", "score", "dfbeta", "schoenfeld", "scaled_schoenfeld"
    ] = "martingale",
    cause: str | None = None,
    strata: str | None = None,
    weights: str | None = None,
    ties: Literal["efron", "breslow"] = "efron",
) -> pd.DataFrame:
    """Show for each row how far the Cox model is from what happened.

    The rows are people, so the table stays inside the program: it is never
    part of a Result.

    Parameters
    ----------
    outcome : Outcome
        As for :func:`cox`.
    formula : str
        Right-hand side, as for :func:`cox`.
    kind : str
        ``martingale`` events less expected events; ``score`` and ``dfbeta``
        pull on each coefficient; ``schoenfeld`` covariate less its mean in the
        risk set, at events; ``scaled_schoenfeld`` the same around the log
        hazard ratio.
    cause, strata, weights : str or None
        As for :func:`cox`.
    ties : {"efron", "breslow"}
        How tied event times are handled.

    Returns
    -------
    pandas.DataFrame
        ``row`` (position in ``outcome.data``), ``time``, and one column
        ``residual`` or one per term.

    Raises
    ------
    EstimationError
        When the model has no estimate.

    Notes
    -----
    With tied events Efron's rule gives tied people part of their own moment's
    hazard; residuals follow it, so that they sum to zero.

    References
    ----------
    Therneau TM, Grambsch PM, Fleming TR (1990). doi:10.1093/biomet/77.1.147

    Examples
    --------
    >>> import pandas as pd
    >>> import recoveryeval as rv
    >>> weeks = pd.DataFrame(
    ...     {"week": [1, 2, 3, 4, 5, 6], "event": [1, 1, 0, 1, 1, 0], "arm": list("ababab")}
    ... )
    >>> stay = rv.time_to_event(weeks, time="week", event="event")
    >>> bool(abs(rv.residuals(stay, "arm")["residual"].sum()) < 1e-9)
    True
    """
    check_option("kind", kind, KINDS)
    found = cox_input(outcome, formula, cause=cause, strata=strata, weights=weights)
    fit = converged(found, ties, "residuals")
    rows = _rows_of(outcome, found)
    if kind in ("schoenfeld", "scaled_schoenfeld"):
        return _at_events(fit, found, rows, scaled=kind == "scaled_schoenfeld")
    time = found.frame["time"].to_numpy(dtype=float)
    base = pd.DataFrame({"row": rows, "time": time})
    if kind == "martingale":
        return base.assign(residual=martingale_residuals(fit))
    values = score_residuals(fit) if kind == "score" else influence(fit)
    return pd.concat([base, pd.DataFrame(values, columns=list(found.found.terms))], axis=1)


def _rows_of(outcome: Outcome, found: CoxInput) -> np.ndarray:
    """Return the position in the outcome's data of each row used (rows,)."""
    counted = np.flatnonzero(outcome.frame["n"].to_numpy(dtype=float) > 0)
    return np.asarray(counted[found.found.kept])


def _at_events(fit: CoxFit, found: CoxInput, rows: np.ndarray, *, scaled: bool) -> pd.DataFrame:
    """Return Schoenfeld residuals, one row per row with an event, in order of time."""
    known = schoenfeld_residuals(fit)
    values = known.scaled if scaled else known.residual
    base = pd.DataFrame({"row": rows[known.row], "time": known.time})
    return pd.concat([base, pd.DataFrame(values, columns=list(found.found.terms))], axis=1)
