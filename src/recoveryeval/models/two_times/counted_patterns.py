"""People given as counted patterns of answers, as a paper's table of four cells, one by one."""

from __future__ import annotations

import numpy as np
import pandas as pd

from recoveryeval.errors import EstimationError


def one_by_one(frame: pd.DataFrame) -> pd.DataFrame:
    """Return rows of single people where a row stands for ``n`` of them.

    All rows of one id must stand for equally many, since they are the answers
    of the same people at different waves.
    """
    if "n" not in frame or not (frame["n"] != 1).any():
        return frame
    uneven = frame.groupby("person")["n"].transform("nunique") > 1
    if uneven.any():
        raise EstimationError(
            "Rows of one id stand for different numbers of people, so their answers cannot be "
            "matched",
            code="RE-M10",
            column="n",
            rows=int(uneven.sum()),
            do="Give one row per person and wave; or, for counts from a paper, one id per pattern "
            "of answers (yes-yes, yes-no, no-yes, no-no), with the same n at both waves.",
        )
    times = frame["n"].to_numpy(dtype="int64")
    rows = np.repeat(np.arange(len(frame)), times)
    place = np.arange(len(rows)) - np.repeat(np.cumsum(times) - times, times)
    copies = frame.iloc[rows].reset_index(drop=True)
    number = pd.Series(place).astype(str)
    return copies.assign(person=copies["person"].astype(str) + "/" + number, n=1)
