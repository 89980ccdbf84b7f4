"""Bring scores that stay where they are: a database sums up people, and only sums come over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from recoveryeval.errors import OutcomeError
from recoveryeval.outcomes.definition import Definition
from recoveryeval.outcomes.frames.cell_counts import dropped, kept_cells, scan
from recoveryeval.outcomes.frames.door import wave_text
from recoveryeval.outcomes.frames.person_products import (
    FACTOR,
    SEEN,
    Asked,
    by_person,
    in_pandas,
    summed,
    usable,
)
from recoveryeval.outcomes.repeated_cells import RepeatedCells, product_names


def repeated_cells(
    data: Any,
    *,
    value: str,
    person: str,
    wave: str,
    factors: Sequence[str] = (),
    numbers: Sequence[str] = (),
    waves: Sequence[Any] | None = None,
    days: Mapping[Any, float] | None = None,
    min_n: int | None = None,
    unit: str = "days",
    name: str = "score",
) -> RepeatedCells:
    """Sum up scores of several waves where they live, so that models need no person's row.

    The estimand a model on them will answer for is the same as on the rows:
    the mean score at each wave in everyone who started.

    Parameters
    ----------
    data : table
        One row per person and wave: pandas, polars, DuckDB or Spark.
    value, person, wave : str
        Columns with the score, the person's id, the planned occasion.
    factors, numbers : sequence of str
        Covariates that models may use, one value per person: groups such as arm
        and coach, and numbers such as age.
    waves : sequence or None
        Waves in their order; others are left out. None takes all, sorted.
    days : mapping of wave to float, or None
        Planned day of each wave, for slopes over time.
    min_n : int or None
        Refuse cells of fewer people; for sums that leave a site.
    unit, name : str
        For labels.

    Returns
    -------
    RepeatedCells
        An Outcome of kind ``repeated_cells`` that ``mixed_model()`` and
        ``mmrm()`` take like rows.

    Raises
    ------
    OutcomeError
        When a person has two scores at a wave, a covariate changes within a
        person, or a cell holds fewer than ``min_n`` people.

    Notes
    -----
    Numbers and scores are centered near their pooled means before products are
    summed, so that large tables lose no digits. Results equal those on rows to
    about ten digits. Products of two numbers, and functions of a number, are to
    be made as columns first.

    References
    ----------
    Wong J et al. (2021). You only compress once. doi:10.48550/arXiv.2102.11297

    Examples
    --------
    >>> import pandas as pd
    >>> import recoveryeval as rv
    >>> seen = pd.DataFrame(
    ...     {"id": list("aabbccdd"), "month": [0, 3] * 4, "gse": [24.0, 29, 26, 27, 21, 26, 28, 31]}
    ... )
    >>> cells = rv.repeated_cells(seen, value="gse", person="id", wave="month")
    >>> cells
    <RepeatedCells score: 1 cells of 4 people at 2 waves>
    >>> float(rv.mmrm(cells, "wave").tidy()["df"].iloc[1].round(6))
    3.0
    """
    table = _table(data, [value, person, wave, *factors, *numbers])
    listed = tuple(_waves(table, wave) if waves is None else waves)
    asked = Asked(value, person, wave, listed, tuple(numbers), tuple(factors))
    rows = usable(table, asked)
    scanned = scan(table, rows, asked)
    kept = kept_cells(summed(by_person(rows, asked), asked, scanned.centers), asked, scanned)
    frame = _named(kept, asked)
    _refuse_small(frame, min_n)
    return RepeatedCells(
        kind="repeated_cells",
        name=name,
        frame=frame,
        definition=Definition(id="own-frame", sentence=f"{name}, as recorded in the user's data."),
        origin="time zero as recorded in the data",
        unit=unit,
        covariates=(*asked.factors, *asked.numbers),
        rows_in=scanned.rows,
        dropped=dropped(kept, asked, scanned),
        waves=tuple(wave_text(w) for w in listed),
        days=() if days is None else tuple(float(days[w]) for w in listed),
        numbers=asked.numbers,
        centers=scanned.centers,
    )


def _table(data: Any, names: Sequence[str]) -> Any:
    """Return the table behind one face; a column that is not there is refused."""
    from recoveryeval.outcomes.frames.arrive import columns_of, other

    table = other(data)
    columns_of(table, names)
    return table


def _waves(table: Any, wave: str) -> list[Any]:
    """Return the waves that occur, sorted."""
    import narwhals.stable.v2 as nw

    found = in_pandas(table.select(wave).filter(~nw.col(wave).is_null()).unique())[wave]
    return [v.item() if hasattr(v, "item") else v for v in sorted(found.tolist())]


def _named(cells: pd.DataFrame, asked: Asked) -> pd.DataFrame:
    """Return cells with a pattern as text and factors by their names, in a stable order."""
    seen = [f"{SEEN}{j}" for j in range(len(asked.waves))]
    pattern = cells[seen].astype("int64").astype(str).agg("".join, axis=1)
    made = pd.DataFrame({"pattern": pattern.astype("string")})
    for k, name in enumerate(asked.factors):
        made[name] = cells[f"{FACTOR}{k}"].astype("string").to_numpy()
    made["n"] = cells["p0_0"].to_numpy(dtype="float64").round().astype("int64")
    width = 1 + len(asked.numbers) + len(asked.waves)
    products = cells[product_names(width)].astype("float64")
    made = pd.concat([made, products], axis=1)
    return made.sort_values(["pattern", *asked.factors]).reset_index(drop=True)


def _refuse_small(cells: pd.DataFrame, min_n: int | None) -> None:
    """Raise where cells hold fewer people than may leave a site."""
    if min_n is None:
        return
    small = cells[cells["n"] < min_n]
    if len(small):
        raise OutcomeError(
            f"{len(small)} of {len(cells)} cells hold fewer than {min_n} people, "
            f"{int(small['n'].sum())} in all: their sums could tell what single people answered",
            code="RE-O32",
            rows=int(small["n"].sum()),
            do="Name fewer factors or join their levels, name fewer waves=, or leave min_n out "
            "where the sums stay with those who may see the rows.",
        )
