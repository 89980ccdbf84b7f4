"""What is counted before people are summed up: who is dropped, and what makes sums impossible."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.errors import OutcomeError
from recoveryeval.outcomes.frames.person_products import (
    FACTOR,
    NUMBER,
    SCORE,
    SEEN,
    Asked,
    in_pandas,
)


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """Rows given and dropped by reason, and the pooled means things are centered at."""

    rows_in: int
    dropped: dict[str, int]
    centers: tuple[float, ...]


def counts(table: Any, people: Any, kept: Any, asked: Asked) -> Counts:
    """Return counts and centers; two scores at a wave, or a covariate that changes, are refused."""
    import narwhals.stable.v2 as nw

    rows_in = int(in_pandas(table.select(nw.len().alias("rows")))["rows"].iloc[0])
    everyone = in_pandas(people.select(*_questions(asked))).iloc[0]
    _refuse(everyone, asked)
    means = in_pandas(kept.select(*_means(asked))).iloc[0]
    scores, left = int(_number(everyone["scores"])), int(_number(means["scores"]))
    if left == 0:
        raise OutcomeError(
            "Nobody has both a score and every covariate",
            code="RE-O02",
            rows=rows_in,
            do="Check the names of the waves, or name fewer covariates.",
        )
    dropped = {
        "score, person or wave missing": rows_in - scores,
        "covariate missing": scores - left,
    }
    centers = [means[f"{NUMBER}{k}"] for k in range(len(asked.numbers))]
    centers += [means[f"{SCORE}{j}"] for j in range(len(asked.waves))]
    return Counts(
        rows_in,
        {reason: n for reason, n in dropped.items() if n},
        tuple(float(np.nan_to_num(_number(c))) for c in centers),
    )


def _number(value: Any) -> float:
    """Return a sum of nothing as zero."""
    return 0.0 if pd.isna(value) else float(value)


def _questions(asked: Asked) -> list[Any]:
    """Return what to count among all people."""
    import narwhals.stable.v2 as nw

    waves = range(len(asked.waves))
    twice = [(nw.col(f"{SEEN}{j}") > 1).cast(nw.Int64).sum().alias(f"twice_{j}") for j in waves]
    numbers = [f"{NUMBER}{k}" for k in range(len(asked.numbers))]
    factors = [f"{FACTOR}{k}" for k in range(len(asked.factors))]
    # A difference, since a number that is missing is unequal to itself on some engines.
    changed = {n: nw.col(n) - nw.col(f"low_{n}") > 0 for n in numbers}
    changed |= {n: nw.col(n) != nw.col(f"low_{n}") for n in factors}
    told = [test.cast(nw.Int64).sum().alias(f"changed_{n}") for n, test in changed.items()]
    return [*twice, *told, _scores(asked)]


def _scores(asked: Asked) -> Any:
    """Return the count of scores."""
    import narwhals.stable.v2 as nw

    total = nw.col(f"{SEEN}0")
    for j in range(1, len(asked.waves)):
        total = total + nw.col(f"{SEEN}{j}")
    return total.sum().alias("scores")


def _means(asked: Asked) -> list[Any]:
    """Return pooled means, and the count of scores, among people who are kept."""
    import narwhals.stable.v2 as nw

    names = [f"{NUMBER}{k}" for k in range(len(asked.numbers))]
    names += [f"{SCORE}{j}" for j in range(len(asked.waves))]
    return [*(nw.col(n).mean() for n in names), _scores(asked)]


def _refuse(found: pd.Series, asked: Asked) -> None:
    """Raise on two scores at a wave, and on a covariate that differs within a person."""
    twice = sum(int(_number(found[f"twice_{j}"])) for j in range(len(asked.waves)))
    if twice:
        raise OutcomeError(
            "Some people have two scores at one wave",
            code="RE-I02",
            column=asked.wave,
            rows=twice,
            do="Keep one row per person and wave by a stated rule.",
        )
    named = [(f"{NUMBER}{k}", name) for k, name in enumerate(asked.numbers)]
    named += [(f"{FACTOR}{k}", name) for k, name in enumerate(asked.factors)]
    for column, name in named:
        people = int(_number(found[f"changed_{column}"]))
        if people:
            raise OutcomeError(
                "The covariate changes within a person, so people cannot be summed up by it",
                code="RE-O31",
                column=name,
                rows=people,
                do="Fix it at one value per person by a stated rule, or use repeated_measures().",
            )
