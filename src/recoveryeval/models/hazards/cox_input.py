"""From an Outcome and a formula to the cells, covariates and clusters that a Cox model takes."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from recoveryeval.errors import EstimationError, nearest
from recoveryeval.models.design import Design
from recoveryeval.models.given_options import is_word, refuse_table
from recoveryeval.models.groups import groups
from recoveryeval.models.probability_weights import probability_weights
from recoveryeval.models.survival.person_rows import person_rows
from recoveryeval.models.survival.usable_rows import usable_design
from recoveryeval.models.survival.written_out import written_out
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.stats.survival.cells import CONTINUES, Cells, make_cells


@dataclass(frozen=True, slots=True, eq=False)
class CoxInput:
    """Cells (rows,) and design of the rows used.

    ``cluster`` (rows,) codes clusters, or is None; ``clustered_by`` names them
    in words; ``frame`` holds the rows used; ``weighted`` says whether
    probability weights are in.
    """

    cells: Cells
    found: Design
    cluster: np.ndarray | None
    clustered_by: str
    frame: pd.DataFrame
    weighted: bool

    def cells_by_cluster(self) -> Cells:
        """Return the cells with the codes of their clusters."""
        return self.cells if self.cluster is None else replace(self.cells, cluster=self.cluster)


def cox_input(
    outcome: Outcome,
    formula: str,
    *,
    cause: str | None = None,
    strata: str | None = None,
    cluster: str | None = None,
    weights: str | None = None,
    also: tuple[str, ...] = (),
) -> CoxInput:
    """Return what a Cox model of an outcome needs; one cause of several is cause-specific.

    Rows without a stratum, cluster or weight, or a value of ``also``, are left out and counted.
    """
    refuse_table(outcome)
    outcome = written_out(outcome)
    happened = _happened(outcome, cause)
    outcome.require([c for c in (strata, cluster, weights, *also) if c is not None])
    counted = outcome.data["n"].to_numpy(dtype=float) > 0
    frame = outcome.data[counted].reset_index(drop=True)
    named = (strata, cluster, *also)
    found = _design(frame, formula, outcome.covariates, named, weights)
    used = frame.loc[found.kept].reset_index(drop=True)
    history = person_rows(used)
    event = happened[counted][found.kept]
    codes, words = _clusters(used, cluster, history.person)
    stratum = groups(None if strata is None else used[strata], len(used)).codes
    weight = None if weights is None else probability_weights(used[weights], weights)
    cells = make_cells(
        used["time"].to_numpy(dtype=float),
        np.where(event, 1, np.where(history.follows, CONTINUES, 0)),
        entry=used["entry"].to_numpy(dtype=float),
        n=used["n"].to_numpy(dtype=float),
        weight=weight,
        stratum=stratum,
    )
    return CoxInput(cells, found, codes, words, used, weights is not None)


def _happened(outcome: Outcome, cause: str | None) -> np.ndarray:
    """Return whether the event of interest ended each row (rows,)."""
    frame = outcome.frame
    if outcome.kind == "time_to_event":
        _refuse_cause(outcome, cause)
        return np.asarray(frame["event"], dtype=bool)
    if outcome.kind == "competing":
        names = {name: code for code, name in outcome.causes.items()}
        if not is_word(cause, names):
            raise EstimationError(
                "An outcome with competing events needs the one whose hazard is modeled"
                if cause is None
                else "The outcome has no event of that name",
                code="RE-M22",
                do=f"Name cause= as one of: {', '.join(names)}.{nearest(str(cause), names)}",
            )
        return np.asarray(frame["cause"] == names[str(cause)], dtype=bool)
    raise EstimationError(
        f"A Cox model needs times to an event, not an outcome of kind {outcome.kind}",
        code="RE-M20",
        do="Give time_to_event() or retention(); for competing events name cause=; for events "
        "that recur use recurrent_cox().",
    )


def _refuse_cause(outcome: Outcome, cause: str | None) -> None:
    """Raise where a cause is named and the outcome has one event only."""
    if cause is not None and not is_word(cause, (outcome.name,)):
        raise EstimationError(
            "The outcome has one event, so there is no cause to choose",
            code="RE-M22",
            do="Leave cause= out; competing_events() makes an outcome of several events.",
        )


def _design(
    frame: pd.DataFrame,
    formula: str,
    covariates: tuple[str, ...],
    named: tuple[str | None, ...],
    weights: str | None,
) -> Design:
    """Return the design of the rows with every column named; '1' names no covariate."""
    found = usable_design(
        frame, formula, covariates=covariates, intercept=False, named=named, weights=weights
    )
    if not found.terms:
        raise EstimationError(
            "The formula names no covariate, and a hazard ratio compares people by one",
            code="RE-E41F",
            do="Name a covariate, such as 'arm', or draw kaplan_meier().",
        )
    return found


def _clusters(
    frame: pd.DataFrame, cluster: str | None, person: np.ndarray | None
) -> tuple[np.ndarray | None, str]:
    """Return cluster codes and their name: the column asked for, else people with several rows."""
    if cluster is None:
        return person, "" if person is None else "person"
    codes = pd.factorize(frame[cluster])[0]
    if codes.max(initial=0) < 1:
        raise EstimationError(
            "There is one cluster, so nothing can be learned about how clusters differ",
            code="RE-E15",
            column=cluster,
            rows=len(frame),
            do="Leave cluster= out; at least two clusters are needed, ten are advised.",
        )
    return np.asarray(codes, dtype=np.int64), cluster
