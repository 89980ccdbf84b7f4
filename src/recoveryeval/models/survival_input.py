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


@dataclass(frozen=True, slots=True, eq=False)
class History:
    """Which rows another row of the person follows, which are a first, and the person's code.

    The code is None where each person has one row.
    """

    follows: np.ndarray
    begins: np.ndarray
    person: np.ndarray | None


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
    missing = {f"{by} missing": group.codes < 0, f"{strata} missing": stratum.codes < 0}
    if weight is not None:
        missing[f"{weights} missing"] = np.isnan(weight)
    kept, dropped, checks = _kept(len(frame), missing)
    kept &= frame["n"].to_numpy(dtype="float64") > 0  # a row that stands for nobody
    refuse_empty(group, kept, by)
    history = _history(frame, kept, group, by)
    codes, labels = group.codes[kept], group.labels
    cells = _cells(outcome, kept, history, (codes, stratum.codes[kept], weight))
    late = history.begins & (cells.entry > 0)
    return SurvivalInput(
        cells=cells,
        labels=labels,
        people=np.bincount(codes, weights=cells.n * ~history.follows, minlength=len(labels)),
        late=np.bincount(codes, weights=cells.n * late, minlength=len(labels)),
        clustered=history.person is not None,
        rows_used=int(kept.sum()),
        dropped=dropped,
        check_rows=checks,
    )


def _cells(
    outcome: Outcome,
    kept: np.ndarray,
    history: History,
    split: tuple[np.ndarray, np.ndarray, np.ndarray | None],
) -> Cells:
    """Return the cells of the rows kept; ``split`` holds group, stratum and weight."""
    group, stratum, weight = split
    column = {
        name: outcome.frame[name].to_numpy(dtype="float64")[kept] for name in ("time", "entry", "n")
    }
    happened = "event" if outcome.kind == "time_to_event" else "cause"
    cause = outcome.frame[happened].to_numpy()[kept]
    return make_cells(
        column["time"],
        np.where(history.follows & (cause == 0), CONTINUES, cause),
        entry=column["entry"],
        n=column["n"],
        weight=None if weight is None else weight[kept],
        group=group,
        stratum=stratum,
        cluster=history.person,
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


def _history(frame: pd.DataFrame, kept: np.ndarray, group: Groups, by: str | None) -> History:
    """Return how rows of one person follow each other; nobody may change groups."""
    follows = np.zeros(int(kept.sum()), dtype=bool)
    alone = History(follows, ~follows, None)
    if "person" not in frame:
        return alone
    person = pd.factorize(frame["person"][kept])[0]
    unknown = np.flatnonzero(person < 0)
    person[unknown] = person.size + np.arange(unknown.size)  # each one a person of their own
    if person.size == np.unique(person).size:
        return alone
    order = np.lexsort((frame["time"].to_numpy()[kept], person))
    same = person[order][1:] == person[order][:-1]
    codes = group.codes[kept][order]
    changed = int((codes[1:] != codes[:-1])[same].sum())
    if changed:
        raise EstimationError(
            "Some people are in more than one group over time",
            code="RE-M21",
            column=by,
            rows=changed,
            do="Use the group known at time zero (or a landmark), or cox() with a column that "
            "changes over time.",
        )
    begins = ~follows
    follows[order[:-1][same]] = True
    begins[order[1:][same]] = False
    return History(follows, begins, person)
