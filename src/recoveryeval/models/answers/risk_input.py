"""From an outcome to one yes-or-no answer per person, and how many said yes in each group."""

from __future__ import annotations

import numpy as np
import pandas as pd

from recoveryeval.errors import EstimationError
from recoveryeval.models.given_options import one_column, refuse_table
from recoveryeval.models.groups import groups
from recoveryeval.models.scattered_groups import refuse_scattered
from recoveryeval.models.scores.one_wave import at_wave, refuse_waves_as_groups
from recoveryeval.outcomes.outcome import Outcome


def one_answer_each(outcome: Outcome, by: str | None, wave: object) -> pd.DataFrame:
    """Return one answer per person."""
    refuse_table(outcome)
    if outcome.kind != "binary":
        raise EstimationError(
            f"Risks need a yes-or-no outcome, not kind {outcome.kind}",
            code="RE-M09",
            do="Build one with binary().",
        )
    one_column(by, "by")
    refuse_waves_as_groups(by)
    outcome.require([] if by is None else [by])
    frame = outcome.data
    if wave is not None:
        frame = at_wave(frame, wave, "an answer")
    _refuse_pooled_waves(frame)
    if "person" in frame and frame["person"].dropna().duplicated().any():
        raise EstimationError(
            "Some people have several answers, so their rows are not independent",
            code="RE-M07",
            rows=int(frame["person"].dropna().duplicated().sum()),
            do="Name wave= to take one answer per person, or use gee() or glmm().",
        )
    frame = frame.reset_index(drop=True)
    if by is not None:
        refuse_scattered(groups(frame[by], len(frame)), frame, by)
    return frame


def _refuse_pooled_waves(frame: pd.DataFrame) -> None:
    """Raise where several waves would be added up and nobody knows whose answers they are."""
    waves = frame["wave"].dropna().nunique() if "wave" in frame else 0
    if waves > 1 and ("person" not in frame or frame["person"].isna().any()):
        raise EstimationError(
            f"There are {waves} waves, and nobody knows which answers are of the same person",
            code="RE-M07",
            column="wave",
            rows=len(frame),
            do="Name wave= to compare one wave; added up, the same people would count as many.",
        )


def counts_of(frame: pd.DataFrame, codes: np.ndarray, levels: int) -> list[tuple[float, float]]:
    """Return events and people of each group."""
    n, yes = frame["n"].to_numpy(dtype=float), frame["value"].to_numpy(dtype=bool)
    kept = codes >= 0
    people = np.bincount(codes[kept], weights=n[kept], minlength=levels)
    events = np.bincount(codes[kept], weights=(n * yes)[kept], minlength=levels)
    return list(zip(events.tolist(), people.tolist(), strict=True))
