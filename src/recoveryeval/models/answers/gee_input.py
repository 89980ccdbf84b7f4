"""From an outcome to what estimating equations need: rows, clusters, occasions, family."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from recoveryeval.errors import EstimationError
from recoveryeval.models.design import Design, design
from recoveryeval.models.given_options import refuse_table
from recoveryeval.models.probability_weights import known_weights
from recoveryeval.models.whole_waves import whole_waves
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.stats.answers.gee_family import Family

FAMILY: dict[str, Family] = {"binary": "binomial", "count": "poisson", "repeated": "gaussian"}


@dataclass(frozen=True, slots=True, eq=False)
class GeeRows:
    """Rows in use: ``frame``, design, answers ``y``, cluster and occasion codes, all (rows,)."""

    frame: pd.DataFrame
    found: Design
    y: np.ndarray
    cluster: np.ndarray
    occasion: np.ndarray
    family: Family
    offset: np.ndarray | None
    weights: np.ndarray | None

    @property
    def clusters(self) -> int:
        """Number of clusters."""
        return int(self.cluster.max()) + 1


def gee_rows(outcome: Outcome, formula: str, *, cluster: str, weights: str | None) -> GeeRows:
    """Return the rows of a model of correlated answers."""
    refuse_table(outcome)
    if outcome.kind not in FAMILY:
        raise EstimationError(
            f"Estimating equations need answers, counts or scores, not kind {outcome.kind}",
            code="RE-M60",
            do="Build the outcome with binary(), counts() or repeated_measures().",
        )
    outcome.require([name for name in (cluster, weights) if name not in (None, "person")])
    frame = _usable(outcome, cluster)
    names = tuple(c for c in ("wave", "day") if c in frame) + outcome.covariates
    found = design(frame, formula, covariates=names, intercept=True)
    used = frame.loc[found.kept].reset_index(drop=True)
    codes = pd.factorize(used[cluster])[0]
    _refuse_one(int(codes.max(initial=-1)) + 1, cluster)
    value = "count" if outcome.kind == "count" else "value"
    exposure = used["exposure"].to_numpy(dtype=float) if outcome.kind == "count" else None
    return GeeRows(
        frame=used,
        found=found,
        y=used[value].to_numpy(dtype=float),
        cluster=np.asarray(codes),
        occasion=_occasions(used, codes),
        family=FAMILY[outcome.kind],
        offset=None if exposure is None else np.log(exposure),
        weights=None if weights is None else known_weights(used[weights], weights),
    )


def _usable(outcome: Outcome, cluster: str) -> pd.DataFrame:
    """Return rows with an answer that stand for one person each, and belong to a cluster."""
    frame = outcome.data
    frame = frame[frame["count" if outcome.kind == "count" else "value"].notna()]
    if "n" in frame and (frame["n"] != 1).any():
        raise EstimationError(
            "Rows that stand for several people say nothing about who answered how often",
            code="RE-M10",
            column="n",
            rows=int((frame["n"] != 1).sum()),
            do="Give one row per person and occasion. Counts of people with one answer each are "
            "written out: people = table.loc[table.index.repeat(table['n'])].drop(columns='n'), "
            "numbered by people.assign(person=range(len(people))).",
        )
    if cluster not in frame or frame[cluster].isna().any():
        raise EstimationError(
            "Some rows belong to no cluster",
            code="RE-E15",
            column=cluster,
            rows=int(frame[cluster].isna().sum()) if cluster in frame else len(frame),
            do="Name person= when making the outcome, or complete the column.",
        )
    return _with_wave(frame)


def _with_wave(frame: pd.DataFrame) -> pd.DataFrame:
    """Return rows whose wave, where there is one, is a factor in its order."""
    if "wave" not in frame or isinstance(frame["wave"].dtype, pd.CategoricalDtype):
        return frame
    wave = whole_waves(frame["wave"])
    levels = sorted(wave.dropna().unique())
    return frame.assign(wave=pd.Categorical(wave, categories=levels, ordered=True))


def _occasions(used: pd.DataFrame, codes: np.ndarray) -> np.ndarray:
    """Return the order of each row in its cluster (rows,): its wave, its day, or its place."""
    if "wave" in used:
        return np.asarray(used["wave"].cat.codes.to_numpy(), dtype=float)
    if "day" in used:
        return np.asarray(used["day"].to_numpy(dtype=float))
    return np.asarray(pd.Series(codes).groupby(codes).cumcount().to_numpy(dtype=float))


def _refuse_one(clusters: int, cluster: str) -> None:
    """Raise where all rows belong to one cluster."""
    if clusters < 2:
        raise EstimationError(
            "There is one cluster, so nothing can be learned about how clusters differ",
            code="RE-E15",
            column=cluster,
            rows=clusters,
            do="Use smaller clusters; at least three are needed, ten are advised.",
        )


def refuse_few(rows: GeeRows, cluster: str) -> None:
    """Raise where there are no more clusters, or people, than coefficients."""
    terms = rows.found.matrix.shape[1]
    if rows.clusters <= terms:
        raise EstimationError(
            f"There are too few clusters ({rows.clusters}) for {terms} coefficients, so no error "
            "can be estimated",
            code="RE-E32",
            column=cluster,
            rows=rows.clusters,
            do="Use a simpler formula, or smaller clusters; at least three are needed, ten are "
            "advised.",
        )
