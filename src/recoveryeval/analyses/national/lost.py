"""Who was lost between two times, set beside who was followed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.analyses.national.answers import Answers
from recoveryeval.analyses.national.people import Asked
from recoveryeval.analyses.national.rule import Domain
from recoveryeval.analyses.standardized_differences import difference_rows, known_columns
from recoveryeval.errors import CohortError, nearest
from recoveryeval.schema.word_list import word_list

CONTRAST = "lost - followed"
DIFFERENCE = "standardized difference"


def lost_rows(
    people: Asked,
    found: Mapping[Domain, Answers],
    columns: Sequence[str] | None,
) -> pd.DataFrame:
    """Return standardized differences of those lost (alive) against those followed.

    By what was known at intake, for people lost in any domain; and by the first
    answer itself, for each domain.
    """
    frame = people.cohort.frame
    pairs = {d: a.value for d, a in found.items() if a.collected and not d.after_only}
    alive = people.due & ~people.died
    known = {d: (~np.isnan(v[:, 0]), ~np.isnan(v[:, 1])) for d, v in pairs.items()}
    lost = alive & _any([one & ~two for one, two in known.values()], people.n)
    followed = alive & ~lost & _any([one & two for one, two in known.values()], people.n)
    rows: list[dict[str, Any]] = []
    if not (lost.any() and followed.any()):
        return pd.DataFrame(rows)
    asked = word_list("columns", columns, error=CohortError, code="RE-A04")
    names = known_columns(frame, people.cohort.known) if columns is None else list(asked)
    for name in names:
        if name not in frame.columns:
            raise CohortError(
                "There is no column of that name to compare people in",
                code="RE-A04",
                column=name,
                do="Name a column of person or episode." + nearest(name, map(str, frame.columns)),
            )
        told = difference_rows(frame[name], lost, followed)
        rows += [{**row, "term": name, "contrast": CONTRAST} for row in told]
    for domain, value in pairs.items():
        one, two = known[domain]
        first = pd.Series(np.where(one, value[:, 0] == 1, False))
        here = [alive & one & ~two, alive & one & two]
        if here[0].any() and here[1].any():
            same = {"outcome": domain.label, "term": "answer before", "contrast": CONTRAST}
            rows += [{**r, **same} for r in difference_rows(first, *here) if r["level"] == "yes"]
    return pd.DataFrame(rows)


def _any(masks: Sequence[np.ndarray], n: int) -> np.ndarray:
    """Return who is in any of several masks (n,)."""
    return np.asarray(np.any(masks, axis=0)) if masks else np.zeros(n, dtype=bool)
