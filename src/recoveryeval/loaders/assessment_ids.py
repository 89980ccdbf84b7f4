"""An id for interviews whose source has none: a hash of person, instrument, wave and date."""

from __future__ import annotations

import pandas as pd

_KEY = (
    "person_id", "episode_id", "coach_id", "instrument", "version", "wave", "date", "day",
    "subject",
)  # fmt: skip


def with_assessment_ids(frame: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Return assessments with an id each.

    Two rows for one person, instrument, wave and date get one id: if their
    answers differ they then stand against each other, instead of passing as two
    interviews.
    """
    if "assessment_id" in frame:
        return frame, 0
    content = frame[[name for name in _KEY if name in frame]]
    hashes = pd.util.hash_pandas_object(content.astype("string").fillna(""), index=False)
    done = frame.copy()
    ids = pd.Series([f"assessment-{value:016x}" for value in hashes], index=frame.index)
    done.insert(0, "assessment_id", ids.astype("string"))
    return done, len(done)
