"""The rows of one wave; and waves are never taken for groups of different people."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from recoveryeval.errors import EstimationError, nearest


def at_wave(frame: pd.DataFrame, wave: object, what: str) -> pd.DataFrame:
    """Return the rows of one wave; ``what`` is looked for there, such as 'a score'."""
    if "wave" not in frame:
        raise EstimationError(
            "The outcome has no waves",
            code="RE-M05",
            do="Name wave= when making the outcome.",
        )
    found = frame[is_wave(frame["wave"], wave)]
    if found.empty:
        waves = list(dict.fromkeys(frame["wave"].dropna().astype(str)))
        raise EstimationError(
            f"Nobody has {what} at a wave of that name",
            code="RE-M08",
            column="wave",
            rows=0,
            do=f"Use one of the outcome's waves ({len(waves)})." + nearest(str(wave), waves),
        )
    return found


def is_wave(waves: pd.Series, wave: object) -> np.ndarray:
    """Say which rows (n,) lie at a wave, by its name; 6 also names a wave stored as 6.0."""
    names = waves.astype(str)
    found = np.asarray((names == str(wave)).to_numpy(dtype=bool))
    number = pd.to_numeric(str(wave), errors="coerce")
    if found.any() or pd.isna(number):
        return found
    return np.asarray((pd.to_numeric(names, errors="coerce") == number).to_numpy(dtype=bool))


def refuse_waves_as_groups(text: str | None) -> None:
    """Raise where a comparison of different people is asked to compare waves."""
    if text is not None and re.search(r"\bwave\b", text):
        raise EstimationError(
            "Two waves of the same people are not two groups: compared as if they were, answers of "
            "one person are taken for those of two, and who was lost is not seen",
            code="RE-E41",
            column="wave",
            do="Use paired() or change() for two waves, or mixed_model(), mmrm(), gee() or glmm().",
        )
