"""Groups that are hardly groups: a number or an id given where a few groups were meant."""

from __future__ import annotations

import numpy as np
import pandas as pd

from recoveryeval.errors import EstimationError
from recoveryeval.models.groups import Groups

FEW, MOST = 5, 200


def refuse_scattered(found: Groups, frame: pd.DataFrame, column: str | None) -> None:
    """Raise where most groups are one person, or there are more than anyone could compare.

    ``frame`` holds the rows of the groups' codes, with ``n`` and ``person`` where known.
    """
    if column is None or len(found.labels) <= FEW:
        return
    n, count = frame["n"].to_numpy(dtype="float64"), len(found.labels)
    fresh = np.ones(n.size, dtype=bool)
    if "person" in frame and frame["person"].notna().all():
        fresh = ~frame["person"].duplicated().to_numpy()
    used = fresh & (found.codes >= 0)
    people = np.bincount(found.codes[used], weights=n[used], minlength=count)
    alone = int((people <= 1).sum())
    if alone * 2 > count or count > MOST:
        many = f"{alone} of them hold one person" if alone else "too many to compare"
        raise EstimationError(
            f"The column has {count} groups, {many}",
            code="RE-M36",
            column=column,
            rows=len(frame),
            do="Cut a number into bands first, for example with pandas.cut(), or put it into the "
            "formula of cox(); a column of ids groups nobody.",
        )
