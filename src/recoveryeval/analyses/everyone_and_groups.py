"""Everyone, then each group of a column, as masks of people."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from recoveryeval.cohorts.immortal import require_known
from recoveryeval.errors import CohortError, nearest
from recoveryeval.schema.word_list import one_of

EVERYONE = "Everyone"
NOT_RECORDED = "not recorded"

MOST_GROUPS = 40


def everyone_and_groups(
    frame: pd.DataFrame, by: str | None, known: Mapping[str, str] | None = None
) -> dict[str, np.ndarray]:
    """Return the rows (n,) of everyone, then of each group; a missing group is its own.

    With ``known``, a column that became known after time zero is refused.
    """
    everyone = {EVERYONE: np.ones(len(frame), dtype=bool)}
    if by is None:
        return everyone
    if not one_of(by, frame.columns):
        raise CohortError(
            "There is no column of that name to group by",
            code="RE-A04",
            column=str(by),
            do="Name a column of person or episode." + nearest(str(by), map(str, frame.columns)),
        )
    if known is not None and by not in ("arm", "age"):
        require_known([by], frame, known)
    texts = frame[by].astype("string").fillna(NOT_RECORDED)
    if texts.nunique() > MOST_GROUPS:
        raise CohortError(
            f"The column has {texts.nunique()} different values, too many to show as groups",
            code="RE-A04",
            column=by,
            do=f"Use a column with at most {MOST_GROUPS} groups; ids and notes are none.",
        )
    names = sorted(texts.unique(), key=lambda name: (name == NOT_RECORDED, name))
    return everyone | {str(name): (texts == name).to_numpy(dtype=bool) for name in names}
