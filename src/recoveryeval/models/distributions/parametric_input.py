"""From an outcome to brackets, design and weights of a parametric survival model."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from recoveryeval.errors import EstimationError, nearest
from recoveryeval.models.bracketed.interval_input import refuse_repeats
from recoveryeval.models.design import Design, design, rebuild
from recoveryeval.models.distributions.parametric_complete import complete_rows, together_rows
from recoveryeval.models.factor_text import factor_text
from recoveryeval.models.given_options import is_word, refuse_table
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.check import Check
from recoveryeval.stats.distributions.parametric_families import DISTRIBUTIONS, Distribution
from recoveryeval.stats.distributions.parametric_fit import ParametricFit, fit_parametric
from recoveryeval.stats.distributions.parametric_likelihood import Bracketed, collapsed
from recoveryeval.stats.even_columns import even_columns


@dataclass(frozen=True, slots=True, eq=False)
class ParametricInput:
    """Rows used (rows,): brackets whose counts carry the weights, people, weight and design.

    The columns of the brackets' design are even (``even_columns``); ``turn`` (p, p) leads from
    their coefficients to those of the formula's columns.
    """

    data: Bracketed
    people: np.ndarray
    weight: np.ndarray | None
    person: np.ndarray | None
    cluster: np.ndarray | None
    cluster_by: str
    found: Design | None
    frame: pd.DataFrame
    dropped: dict[str, int]
    check_rows: tuple[Check, ...]
    turn: np.ndarray

    def groups(self, by: str | None) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        """Return design rows and counts of everyone, as they are or all moved to each level."""
        if by is None:
            return {"": (self.data.x, self.data.n)}
        levels = {} if self.found is None else self.found.levels
        if self.found is None or by not in levels:
            raise EstimationError(
                "Curves by group need a factor of the formula",
                code="RE-M44",
                column=by,
                do="Name it in the formula as well, such as parametric(outcome, 'arm', by='arm')."
                + nearest(by, levels),
            )
        return {
            level: (self._even(rebuild(self.found, self.frame.assign(**{by: level}))), self.data.n)
            for level in levels[by]
        }

    def _even(self, x: np.ndarray) -> np.ndarray:
        """Return rows of the formula's columns as even columns."""
        return np.asarray(x @ self.turn)


def parametric_input(
    outcome: Outcome,
    formula: str | None,
    weights: str | None = None,
    cluster: str | None = None,
) -> ParametricInput:
    """Return times as brackets with their design (an intercept alone without a formula)."""
    _require_kind(outcome)
    frame, dropped, checks = complete_rows(outcome, weights, cluster)
    found = None
    if formula is not None:
        found = design(frame, formula, covariates=outcome.covariates, intercept=True)
        frame = frame.loc[found.kept]
    lower, upper, entry = _brackets(frame, outcome.kind)
    x = np.ones((len(frame), 1)) if found is None else found.matrix
    people = frame["n"].to_numpy(dtype=float)
    weight = None if weights is None else frame[weights].to_numpy(dtype=float)
    counts = people if weight is None else people * weight
    even, turn = even_columns(x, _intercept(x))
    data = Bracketed(lower, upper, entry, counts, even)
    _guard(data)
    person = frame["person"].to_numpy() if "person" in frame else None
    together = None if cluster is None else together_rows(frame, cluster)
    return ParametricInput(
        data, people, weight, person, together, cluster or "", found, frame, dropped, checks, turn
    )


def _intercept(x: np.ndarray) -> np.ndarray | None:
    """Return which column (p,) is one for everybody, if the formula left it in."""
    return np.eye(x.shape[1])[0] if bool((x[:, 0] == 1.0).all()) else None


def fitted(given: ParametricInput, distribution: Distribution, knots: int) -> ParametricFit:
    """Return the fit with the covariance of the model."""
    if not is_word(distribution, DISTRIBUTIONS):
        raise EstimationError(
            "There is no distribution of that name",
            code="RE-M45",
            do=f"Use one of {', '.join(DISTRIBUTIONS)}."
            + nearest(str(distribution), DISTRIBUTIONS),
        )
    data, people = collapsed(given.data, given.people)
    try:
        return fit_parametric(
            data, distribution, knots=knots, people=people, rows=len(given.data.lower)
        )
    except EstimationError:
        _refuse_eventless(given)
        raise


def _refuse_eventless(given: ParametricInput) -> None:
    """Raise where a level without an event is why there is no estimate."""
    happened = ~np.isinf(given.data.upper) & (given.data.n > 0)
    for name, levels in ({} if given.found is None else given.found.levels).items():
        own = factor_text(given.frame[name], levels)
        silent = [level for level in levels if not happened[own == level].any()]
        if silent:
            raise EstimationError(
                "Nobody in a level of the factor had the event, so its ratio runs off to infinity",
                code="RE-E10",
                column=name,
                rows=int(np.isin(own, silent).sum()),
                do="Merge the level with another, or use cox(), whose penalized fallback has an "
                "estimate.",
            ) from None


def _require_kind(outcome: Outcome) -> None:
    """Raise unless the outcome holds times to one event."""
    refuse_table(outcome)
    if outcome.kind not in ("time_to_event", "interval"):
        raise EstimationError(
            f"A parametric survival model needs times to one event, not kind {outcome.kind}",
            code="RE-M06",
            do="Give an outcome of time_to_event(), interval_events() or retention().",
        )
    if outcome.kind == "interval":
        refuse_repeats(outcome)


def _brackets(frame: pd.DataFrame, kind: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return lower and upper limit and entry of each row (rows,)."""
    if kind == "interval":
        lower = frame["left"].to_numpy(dtype=float)
        return lower, frame["right"].to_numpy(dtype=float), np.full(len(frame), -np.inf)
    time = frame["time"].to_numpy(dtype=float)
    upper = np.where(frame["event"].to_numpy(dtype=bool), time, np.inf)
    return time, upper, frame["entry"].to_numpy(dtype=float)


def _guard(data: Bracketed) -> None:
    """Raise where nothing happened, or something happened at time zero."""
    happened = ~np.isinf(data.upper)
    if not (data.n[happened] > 0).any():
        raise EstimationError(
            "Nobody had the event, so no curve can be estimated",
            code="RE-E03",
            rows=len(data.lower),
            do="Report the number of people and their time at risk.",
        )
    if (data.upper <= 0).any():
        raise EstimationError(
            "Events at time zero have no place in a parametric model of log time",
            code="RE-E21",
            rows=int((data.upper <= 0).sum()),
            do="Add half a unit to every time, state it, and build the outcome again.",
        )
