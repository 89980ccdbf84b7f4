"""From an Outcome to the weighted cells that every time-to-event estimator takes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from recoveryeval.errors import EstimationError
from recoveryeval.models.groups import Groups, groups, refuse_empty
from recoveryeval.models.probability_weights import probability_weights
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.check import Check
from recoveryeval.stats.cells import CONTINUES, Cells, make_cells

KINDS = ("time_to_event", "competing")
MISSING_REFUSED = 0.5
MISSING_CONCERN = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class SurvivalInput:
    """Cells, labels of groups, people (and late comers) in each, and what was left out."""

    cells: Cells
    labels: tuple[str, ...]
    people: np.ndarray
    late: np.ndarray
    clustered: bool
    rows_used: int
    dropped: dict[str, int]
    check_rows: tuple[Check, ...]


def survival_input(
    outcome: Outcome,
    *,
    by: str | None = None,
    strata: str | None = None,
    weights: str | None = None,
) -> SurvivalInput:
    """Return checked cells of an outcome in which time runs until something happens once."""
    require_kind(outcome, KINDS)
    outcome.require([c for c in (by, strata, weights) if c is not None])
    frame = outcome.frame
    group = groups(None if by is None else frame[by], len(frame))
    stratum = groups(None if strata is None else frame[strata], len(frame))
    weight = None if weights is None else probability_weights(frame[weights], weights)
    missing = {
        f"{by} missing": group.codes < 0,
        f"{strata} missing": stratum.codes < 0,
        f"{weights} missing": np.zeros(1, bool) if weight is None else np.isnan(weight),
    }
    kept, dropped, checks = _kept(len(frame), missing)
    if by is not None:
        refuse_empty(group, kept, by)
    follows, begins, cluster = _histories(frame, kept, group, by)
    cause = frame["event" if outcome.kind == "time_to_event" else "cause"].to_numpy()[kept]
    n = frame["n"].to_numpy(dtype="float64")[kept]
    entry = frame["entry"].to_numpy(dtype="float64")[kept]
    cells = make_cells(
        frame["time"].to_numpy(dtype="float64")[kept],
        np.where(follows & (cause == 0), CONTINUES, cause),
        entry=entry,
        n=n,
        weight=None if weight is None else weight[kept],
        group=group.codes[kept],
        stratum=stratum.codes[kept],
        cluster=cluster,
    )
    return SurvivalInput(
        cells=cells,
        labels=group.labels,
        people=_count(group, kept, n * ~follows),
        late=_count(group, kept, n * (begins & (entry > 0))),
        clustered=cluster is not None,
        rows_used=int(kept.sum()),
        dropped=dropped,
        check_rows=checks,
    )


def require_kind(outcome: Outcome, kinds: tuple[str, ...]) -> None:
    """Raise unless the outcome is of a kind the model can answer for."""
    if outcome.kind not in kinds:
        raise EstimationError(
            f"This model needs an outcome of kind {' or '.join(kinds)}, not {outcome.kind}",
            code="RE-M20",
            do="Build one with time_to_event() or competing_events(), or choose another model.",
        )


def refuse_one_group(found: SurvivalInput, by: str) -> None:
    """Raise when a comparison has only one group."""
    if len(found.labels) < 2:
        raise EstimationError(
            "There is only one group, so nothing can be compared",
            code="RE-E20",
            column=by,
            rows=found.rows_used,
            do="Name a column with two or more groups.",
        )


def _kept(
    rows: int, missing: dict[str, np.ndarray]
) -> tuple[np.ndarray, dict[str, int], tuple[Check, ...]]:
    """Return rows with every column present, counts of those without, and a check on them."""
    kept = np.ones(rows, dtype=bool)
    dropped = {}
    for reason, mask in missing.items():
        fresh = mask & kept
        if fresh.any():
            dropped[reason] = int(fresh.sum())
        kept &= ~mask
    lost = sum(dropped.values())
    if not lost:
        return kept, {}, ()
    if lost / rows > MISSING_REFUSED:
        raise EstimationError(
            f"More than half of the rows lack a column of the analysis ({', '.join(dropped)})",
            code="RE-E31",
            rows=lost,
            do="Leave the column out, or complete it first and state how.",
        )
    share = lost / rows
    check = Check(
        id="rows_not_used",
        meaning=f"{lost} of {rows} rows were not used: {', '.join(dropped)}.",
        verdict="concern" if share > MISSING_CONCERN else "note",
        statistic=share,
    )
    return kept, dropped, (check,)


def _histories(
    frame: pd.DataFrame, kept: np.ndarray, group: Groups, by: str | None
) -> tuple[np.ndarray, np.ndarray, np.ndarray | None]:
    """Return which rows another row of the person follows, which are a first, and the person.

    The person's code is None where each person has one row.
    """
    follows = np.zeros(int(kept.sum()), dtype=bool)
    begins = ~follows
    if "person" not in frame:
        return follows, begins, None
    person = pd.factorize(frame["person"][kept])[0]
    unknown = np.flatnonzero(person < 0)
    person[unknown] = person.size + np.arange(unknown.size)  # each one a person of their own
    if person.size == np.unique(person).size:
        return follows, begins, None
    order = np.lexsort((frame["time"].to_numpy()[kept], person))
    same = person[order][1:] == person[order][:-1]
    follows[order[:-1][same]] = True
    begins[order[1:][same]] = False
    codes = group.codes[kept][order]
    if (codes[1:] != codes[:-1])[same].any():
        raise EstimationError(
            "Some people are in more than one group over time",
            code="RE-M21",
            column=by,
            rows=int((codes[1:] != codes[:-1])[same].sum()),
            do="Use the group known at time zero (or a landmark), or cox() with a column that "
            "changes over time.",
        )
    return follows, begins, person


def _count(group: Groups, kept: np.ndarray, amount: np.ndarray) -> np.ndarray:
    """Return the sum of an amount by group."""
    return np.bincount(group.codes[kept], weights=amount, minlength=len(group.labels))
