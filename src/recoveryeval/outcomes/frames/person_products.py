"""Sums of products over people, made where the data live: pandas, polars, DuckDB or Spark.

First one row per person, then one row per pattern of waves and combination of
factors. Only the second leaves the engine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from recoveryeval.outcomes.repeated_cells import product_name

SEEN, SCORE, NUMBER, FACTOR = "seen_", "score_", "number_", "factor_"


@dataclass(frozen=True, slots=True)
class Asked:
    """Columns by role, and the waves as the table writes them."""

    value: str
    person: str
    wave: str
    waves: tuple[Any, ...]
    numbers: tuple[str, ...]
    factors: tuple[str, ...]


def usable(table: Any, asked: Asked) -> Any:
    """Return the rows that have a person, a listed wave and a finite score."""
    import narwhals.stable.v2 as nw

    value = nw.col(asked.value).cast(nw.Float64)
    return table.filter(
        ~nw.col(asked.person).is_null(), nw.col(asked.wave).is_in(list(asked.waves))
    ).filter(value.is_finite())


def by_person(rows: Any, asked: Asked) -> Any:
    """Return one row per person: how often seen and the score at each wave, and covariates.

    Covariates come as their least and greatest value, since they may differ by mistake.
    """
    import narwhals.stable.v2 as nw

    here = [nw.col(asked.wave) == wave for wave in asked.waves]
    value = nw.col(asked.value).cast(nw.Float64)
    numbers = [
        nw.col(name).cast(nw.Float64).alias(f"{NUMBER}{k}") for k, name in enumerate(asked.numbers)
    ]
    factors = [
        nw.col(name).cast(nw.String).alias(f"{FACTOR}{k}") for k, name in enumerate(asked.factors)
    ]
    scores = [nw.when(w).then(value).alias(f"{SCORE}{j}") for j, w in enumerate(here)]
    seen = [w.cast(nw.Int64).alias(f"{SEEN}{j}") for j, w in enumerate(here)]
    names = [f"{NUMBER}{k}" for k in range(len(numbers))]
    names += [f"{FACTOR}{k}" for k in range(len(factors))]
    spread = [nw.col(n).min().alias(f"low_{n}") for n in names]
    spread += [nw.col(n).max().alias(n) for n in names]
    waves = range(len(asked.waves))
    return (
        rows.select(asked.person, *numbers, *factors, *scores, *seen)
        .group_by(asked.person)
        .agg(
            *(nw.col(f"{SCORE}{j}").max() for j in waves),
            *(nw.col(f"{SEEN}{j}").sum() for j in waves),
            *spread,
        )
    )


def summed(people: Any, asked: Asked, centers: Sequence[float]) -> pd.DataFrame:
    """Return sums of products by pattern and factors; centers of numbers, then of scores.

    People who lack a covariate come in cells of their own (``whole`` 0), and
    ``changed_`` columns count people whose covariate differs, so that one pass tells all.
    """
    import narwhals.stable.v2 as nw

    waves, numbers = range(len(asked.waves)), [f"{NUMBER}{k}" for k in range(len(asked.numbers))]
    factors = [f"{FACTOR}{k}" for k in range(len(asked.factors))]
    things = [*numbers, *(f"{SCORE}{j}" for j in waves)]
    centered = [
        (nw.col(thing) - center).fill_null(0.0).alias(f"v{i}")
        for i, (thing, center) in enumerate(zip(things, centers, strict=True), start=1)
    ]
    seen, changed = [f"{SEEN}{j}" for j in waves], _changed(numbers, factors)
    width = 1 + len(things)
    pairs = [(i, j) for i in range(width) for j in range(i, width)]
    multiplied = [(nw.col(f"v{i}") * nw.col(f"v{j}")).alias(product_name(i, j)) for i, j in pairs]
    kept = [*seen, *factors, "whole"]
    names = [f"changed_{n}" for n in (*numbers, *factors)]
    first = people.select(
        *seen, *factors, _whole(numbers, factors), *changed, nw.lit(1.0).alias("v0"), *centered
    )
    cells = (
        first.select(*kept, *names, *multiplied)
        .group_by(kept)
        .agg(*(nw.col(c).sum() for c in (*names, *(product_name(i, j) for i, j in pairs))))
    )
    return in_pandas(cells)


def _whole(numbers: Sequence[str], factors: Sequence[str]) -> Any:
    """Return 1 for people who have every covariate, else 0."""
    import narwhals.stable.v2 as nw

    tests = [nw.col(n).is_finite().fill_null(value=False) for n in numbers]
    tests += [~nw.col(n).is_null() for n in factors]
    if not tests:
        return nw.lit(1).alias("whole")
    every = tests[0]
    for test in tests[1:]:
        every = every & test
    return every.cast(nw.Int64).alias("whole")


def _changed(numbers: Sequence[str], factors: Sequence[str]) -> list[Any]:
    """Return 1 for people whose covariate is not the same in all their rows."""
    import narwhals.stable.v2 as nw

    # A difference, since what is missing is unequal to itself on some engines.
    tests = {n: nw.col(n) - nw.col(f"low_{n}") > 0 for n in numbers}
    tests |= {n: ~nw.col(n).is_null() & (nw.col(n) != nw.col(f"low_{n}")) for n in factors}
    return [
        test.fill_null(value=False).cast(nw.Int64).alias(f"changed_{n}")
        for n, test in tests.items()
    ]


def in_pandas(table: Any) -> pd.DataFrame:
    """Return a small table of any engine as pandas."""
    import narwhals.stable.v2 as nw

    collected = table.collect() if isinstance(table, nw.LazyFrame) else table
    return pd.DataFrame(collected.to_pandas())
