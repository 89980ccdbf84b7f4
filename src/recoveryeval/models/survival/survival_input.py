"""From an Outcome to the weighted cells that every time-to-event estimator takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from recoveryeval.errors import EstimationError
from recoveryeval.models.given_options import refuse_table
from recoveryeval.models.groups import Groups, groups, refuse_empty
from recoveryeval.models.probability_weights import probability_weights
from recoveryeval.models.scattered_groups import refuse_scattered
from recoveryeval.models.survival.kept_rows import kept_rows, without_light
from recoveryeval.models.survival.person_rows import PersonRows, person_rows
from recoveryeval.models.survival.row_clusters import row_clusters
from recoveryeval.models.survival.written_out import written_out
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.check import Check
from recoveryeval.stats.survival.cells import CONTINUES, Cells, make_cells

KINDS = ("time_to_event", "competing")
BUILT_BY = {"time_to_event": "time_to_event", "competing": "competing_events"}
BRACKETED = "Use interval_censored(), interval_logrank() or parametric(), which take intervals."


@dataclass(frozen=True, slots=True, eq=False)
class SurvivalInput:
    """Cells, labels of groups, people (and late comers) in each, and what was left out.

    ``clustered`` says whether rows share a cluster, ``cluster_by`` names the column asked for;
    ``person`` (rows,) codes whose the rows are, or is None where each person has one.
    """

    cells: Cells
    labels: tuple[str, ...]
    people: np.ndarray
    late: np.ndarray
    clustered: bool
    rows_used: int
    dropped: dict[str, int]
    check_rows: tuple[Check, ...]
    cluster_by: str = ""
    person: np.ndarray | None = None


def survival_input(
    outcome: Outcome,
    *,
    by: str | None = None,
    strata: str | None = None,
    weights: str | None = None,
    cluster: str | None = None,
) -> SurvivalInput:
    """Return checked cells of an outcome in which time runs until something happens once."""
    require_kind(outcome, KINDS)
    outcome.require([c for c in (by, strata, weights, cluster) if c is not None])
    outcome = written_out(outcome)
    frame = outcome.frame
    group = groups(None if by is None else frame[by], len(frame))
    stratum = groups(None if strata is None else frame[strata], len(frame))
    weight = None if weights is None else probability_weights(frame[weights], weights)
    missing = {f"{by} missing": group.codes < 0, f"{strata} missing": stratum.codes < 0}
    missing |= {f"{c} missing": frame[c].isna().to_numpy() for c in (weights, cluster) if c}
    kept, dropped, told = without_light(kept_rows(len(frame), missing), weight, weights)
    kept &= frame["n"].to_numpy(dtype="float64") > 0  # a row that stands for nobody
    refuse_empty(group, kept, by)
    history, codes, labels = person_rows(frame[kept]), group.codes[kept], group.labels
    refuse_scattered(Groups(codes, labels), frame[kept], by)
    joined = _joined(frame[kept], history, cluster, (codes, by))
    cells = _cells(outcome, kept, history, (codes, stratum.codes[kept], weight, joined))
    late = history.begins & (cells.entry > 0)
    return SurvivalInput(
        cells=cells,
        labels=labels,
        people=np.bincount(codes, weights=cells.n * ~history.follows, minlength=len(labels)),
        late=np.bincount(codes, weights=cells.n * late, minlength=len(labels)),
        clustered=joined is not None,
        rows_used=int(kept.sum()),
        dropped=dropped,
        check_rows=told,
        cluster_by=cluster or "",
        person=history.person,
    )


def _joined(
    frame: pd.DataFrame,
    history: PersonRows,
    cluster: str | None,
    groups_by: tuple[np.ndarray, str | None],
) -> np.ndarray | None:
    """Return codes (N,) of the rows added up before squaring: of a cluster, else of a person.

    Nobody may be in several clusters or groups; ``groups_by`` holds codes of groups, and of what.
    """
    _same_group(history, *groups_by)
    return history.person if cluster is None else row_clusters(frame[cluster], history, cluster)


def _cells(
    outcome: Outcome,
    kept: np.ndarray,
    history: PersonRows,
    split: tuple[np.ndarray, np.ndarray, np.ndarray | None, np.ndarray | None],
) -> Cells:
    """Return the cells of the rows kept; ``split`` holds group, stratum, weight and cluster."""
    group, stratum, weight, joined = split
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
        cluster=joined,
    )


def require_kind(outcome: Outcome, kinds: tuple[str, ...]) -> None:
    """Raise unless the outcome is of a kind the model can answer for."""
    refuse_table(outcome)
    if outcome.kind in kinds:
        return
    build = " or ".join(f"{BUILT_BY[kind]}()" for kind in kinds)
    raise EstimationError(
        f"This model needs an outcome of kind {' or '.join(kinds)}, not {outcome.kind}",
        code="RE-M20",
        do=BRACKETED
        if outcome.kind == "interval"
        else f"Build one with {build}, or choose another model.",
    )


def refuse_one_group(labels: Sequence[str], rows: int, by: str) -> None:
    """Raise when a comparison of so many rows has only one group."""
    if len(labels) < 2:
        raise EstimationError(
            "There is only one group, so nothing can be compared",
            code="RE-E20",
            column=by,
            rows=rows,
            do="Name a column with two or more groups.",
        )


def _same_group(history: PersonRows, codes: np.ndarray, by: str | None) -> None:
    """Raise where somebody changes groups; ``codes`` (N,) are those of the rows kept."""
    changed = int((codes[history.pairs[0]] != codes[history.pairs[1]]).sum())
    if changed:
        raise EstimationError(
            "Some people are in more than one group over time",
            code="RE-M21",
            column=by,
            rows=changed,
            do="Use the group known at time zero (or a landmark), or cox() with a column that "
            "changes over time.",
        )
