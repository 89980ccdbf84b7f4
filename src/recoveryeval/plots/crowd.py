"""What a picture of many groups leaves out, so that its curves can be told apart."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

MANY = 6  # groups whose bands can still be told apart
LEFT_OUT = "Limits of so many groups would hide the curves: tidy() and at() hold them."


def without_crowd(
    tidy: pd.DataFrame, words: Mapping[str, str]
) -> tuple[pd.DataFrame, dict[str, str]]:
    """Return rows without limits where bands of many groups would lie over each other; and a note.

    ``words`` are the labels of the picture; the note is added to them.
    """
    if tidy["group"].nunique() <= MANY:
        return tidy, dict(words)
    note = f"{LEFT_OUT} {words.get('note', '')}".strip()
    return tidy.assign(conf_low=np.nan, conf_high=np.nan), {**words, "note": note}
