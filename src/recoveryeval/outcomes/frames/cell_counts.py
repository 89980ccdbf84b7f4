"""What surrounds sums over people: who was given, who is dropped, what makes sums impossible."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from recoveryeval.errors import OutcomeError
from recoveryeval.outcomes.frames.person_products import (
    FACTOR,
    NUMBER,
    SEEN,
    Asked,
    in_pandas,
)


@dataclass(frozen=True, slots=True)
class Scanned:
    """Rows given, rows with a score, and centers near the means of numbers and scores."""

    rows: int
    scores: int
    centers: tuple[float, ...]


def scan(table: Any, rows: Any, asked: Asked) -> Scanned:
    """Return counts and centers by one look at the rows."""
    import narwhals.stable.v2 as nw

    total = int(in_pandas(table.select(nw.len().alias("rows")))["rows"].iloc[0])
    value = nw.col(asked.value).cast(nw.Float64)
    parts = [nw.when(nw.col(asked.wave) == w).then(value) for w in asked.waves]
    means = [part.alias(f"mean_{j}") for j, part in enumerate(parts)]
    numbers = [nw.col(name).cast(nw.Float64) for name in asked.numbers]
    finite = [nw.when(x.is_finite()).then(x).alias(f"{NUMBER}{k}") for k, x in enumerate(numbers)]
    names = [f"{NUMBER}{k}" for k in range(len(finite))]
    names += [f"mean_{j}" for j in range(len(means))]
    found = in_pandas(
        rows.select(*finite, *means, nw.lit(1).alias("one")).select(
            *(nw.col(name).mean() for name in names), nw.col("one").sum()
        )
    ).iloc[0]
    return Scanned(total, int(_number(found["one"])), tuple(_number(found[name]) for name in names))


def kept_cells(cells: pd.DataFrame, asked: Asked, scanned: Scanned) -> pd.DataFrame:
    """Return the cells of people who have everything; what makes sums impossible is refused."""
    seen = cells[[f"{SEEN}{j}" for j in range(len(asked.waves))]].astype("int64")
    twice = float((seen > 1).sum(axis=1) @ cells["p0_0"].astype("float64"))
    if twice:
        raise OutcomeError(
            "Some people have two scores at one wave",
            code="RE-I02",
            column=asked.wave,
            rows=int(twice),
            do="Keep one row per person and wave by a stated rule.",
        )
    _refuse_changed(cells, asked)
    kept = cells[cells["whole"].astype("int64") == 1].reset_index(drop=True)
    if kept.empty:
        raise OutcomeError(
            "Nobody has both a score and every covariate",
            code="RE-O02",
            rows=scanned.rows,
            do="Check the names of the waves, or name fewer covariates.",
        )
    return kept


def dropped(kept: pd.DataFrame, asked: Asked, scanned: Scanned) -> dict[str, int]:
    """Return rows dropped, by reason."""
    seen = kept[[f"{SEEN}{j}" for j in range(len(asked.waves))]].astype("float64")
    left = round(float(seen.sum(axis=1) @ kept["p0_0"].astype("float64")))
    found = {
        "score, person or wave missing": scanned.rows - scanned.scores,
        "covariate missing": scanned.scores - left,
    }
    return {reason: n for reason, n in found.items() if n}


def _number(value: Any) -> float:
    """Return a mean or a sum of nothing as zero."""
    return 0.0 if pd.isna(value) else float(value)


def _refuse_changed(cells: pd.DataFrame, asked: Asked) -> None:
    """Raise on a covariate that differs within a person."""
    named = [(f"{NUMBER}{k}", name) for k, name in enumerate(asked.numbers)]
    named += [(f"{FACTOR}{k}", name) for k, name in enumerate(asked.factors)]
    for column, name in named:
        people = int(cells[f"changed_{column}"].astype("float64").sum())
        if people:
            raise OutcomeError(
                "The covariate changes within a person, so people cannot be summed up by it",
                code="RE-O31",
                column=name,
                rows=people,
                do="Fix it at one value per person by a stated rule, or use repeated_measures().",
            )
