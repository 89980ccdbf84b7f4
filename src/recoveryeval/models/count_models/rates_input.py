"""From an outcome to the counts, exposures and clusters that a rate is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from recoveryeval.errors import EstimationError
from recoveryeval.models.probability_weights import probability_weights
from recoveryeval.models.recurrent.recurrent_input import histories
from recoveryeval.models.survival.kept_rows import kept_rows, without_light
from recoveryeval.models.survival.person_rows import person_rows
from recoveryeval.models.survival.row_clusters import row_clusters
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.check import Check
from recoveryeval.stats.answers.count_variance import Sampling

# With 40 people limits of plain robust errors hold 92 of 100 times where they claim 95.
FEW = 100


@dataclass(frozen=True, slots=True, eq=False)
class RateRows:
    """Rows with counts, observed time and covariates, and how they stand for people.

    ``dropped`` counts rows without a cluster or weight, which are left out; ``check_rows`` tell it.
    """

    frame: pd.DataFrame
    sampling: Sampling
    clustered_by: str
    weighted: bool
    dropped: dict[str, int] = field(default_factory=dict)
    check_rows: tuple[Check, ...] = ()

    @property
    def y(self) -> np.ndarray:
        """Counts (rows,)."""
        return np.asarray(self.frame["count"].to_numpy(dtype=float))

    @property
    def exposure(self) -> np.ndarray:
        """Observed time (rows,)."""
        return np.asarray(self.frame["exposure"].to_numpy(dtype=float))

    @property
    def named_clusters(self) -> bool:
        """Whether clusters other than people were named."""
        return self.clustered_by not in ("", "person")

    @property
    def amount(self) -> np.ndarray:
        """Copies times weight (rows,)."""
        return np.asarray(self.sampling.n * self.sampling.weight)

    def people(self, mask: np.ndarray | None = None) -> float:
        """Return how many people the rows, or those of a mask (rows,), are about."""
        own = slice(None) if mask is None else mask
        if "person" in self.frame and self.frame["person"].notna().all():
            return float((self.sampling.n[own] * ~self.frame["person"][own].duplicated()).sum())
        return float(self.sampling.n[own].sum())

    def where(self, mask: np.ndarray) -> RateRows:
        """Return the rows a mask (rows,) picks."""
        s = self.sampling
        cluster = None if s.cluster is None else s.cluster[mask]
        kept = Sampling(s.n[mask], s.weight[mask], cluster)
        frame = self.frame.loc[mask].reset_index(drop=True)
        return replace(self, frame=frame, sampling=kept)


def rate_rows(
    outcome: Outcome,
    covariates: Sequence[str],
    *,
    cluster: str | None = None,
    weights: str | None = None,
) -> RateRows:
    """Return the rows of an outcome; rows of a recurrent one are added up by person.

    Rows without a cluster or a weight above zero are left out and counted.
    """
    named = [*covariates, *(c for c in (cluster, weights) if c is not None)]
    outcome.require(named)
    named = list(dict.fromkeys(named))
    frame = _counted(outcome, named)
    frame = frame[frame["n"].to_numpy(dtype=float) > 0].reset_index(drop=True)
    frame, dropped, told = _usable(frame, cluster, weights)
    history = person_rows(frame.assign(time=np.arange(len(frame))))
    n = frame["n"].to_numpy(dtype=float)
    if history.person is not None and (n != 1).any():
        raise EstimationError(
            "Rows that stand for several people cannot share a person",
            code="RE-E33",
            column="n",
            rows=int((n != 1).sum()),
            do="Add up each person's rows first, or leave out person=.",
        )
    joined = history.person
    if cluster is not None:
        joined = row_clusters(frame[cluster], history, cluster)
    weight = np.ones(len(frame))
    if weights is not None:
        weight = probability_weights(frame[weights], weights)
    words = cluster or ("person" if history.person is not None else "")
    sampling = Sampling(n, weight, joined)
    return RateRows(frame, sampling, words, weights is not None, dropped, told)


def _counted(outcome: Outcome, named: Sequence[str]) -> pd.DataFrame:
    """Return rows with ``count`` and ``exposure``."""
    if outcome.kind == "count":
        return outcome.data
    if outcome.kind != "recurrent":
        raise EstimationError(
            f"Rates need counts or events that can recur, not an outcome of kind {outcome.kind}",
            code="RE-M20",
            do="Build one with counts() or recurrent_events().",
        )
    frame = histories(outcome).frame
    made = frame[["person", *named]].assign(
        count=frame["event"].astype(float), exposure=frame["stop"] - frame["start"]
    )
    key = ["person", *named]
    added = made.groupby(key, dropna=False, observed=True, sort=False)[["count", "exposure"]].sum()
    return added.reset_index().assign(n=1.0)


def _usable(
    frame: pd.DataFrame, cluster: str | None, weights: str | None
) -> tuple[pd.DataFrame, dict[str, int], tuple[Check, ...]]:
    """Return the rows whose cluster is known and whose weight is above zero, and what is lost."""
    named = [c for c in dict.fromkeys((cluster, weights)) if c is not None]
    missing = {f"{c} missing": frame[c].isna().to_numpy(dtype=bool) for c in named}
    weight = None if weights is None else probability_weights(frame[weights], weights)
    kept, dropped, told = without_light(kept_rows(len(frame), missing), weight, weights or "")
    return frame.loc[kept].reset_index(drop=True), dropped, told
