"""The first window of weeks that holds enough of something, and where those without one end."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recoveryeval.errors import OutcomeError


@dataclass(frozen=True, slots=True, eq=False)
class FirstWindow:
    """Week of the event or of censoring (people,), and which of both it is (people,)."""

    week: np.ndarray
    event: np.ndarray


def first_window(
    hit: np.ndarray, weeks: np.ndarray, *, enough: int, width: int, first_week: int = 1
) -> FirstWindow:
    """Return the first window of ``width`` weeks with at least ``enough`` hits.

    ``hit`` (people, longest) is boolean, ``weeks`` (people,) counts each
    person's weeks. The event is dated at ``start + width - enough``: the
    earliest week at which its run can have begun. Without a window a person
    is censored where the last window that still fits would have dated it.
    """
    if not 1 <= enough <= width or first_week < 1:
        raise OutcomeError(
            "A window rule needs 1 <= enough <= width and a first week of 1 or later",
            code="RE-W03",
            do="Correct the definition.",
        )
    counted = hit & (np.arange(hit.shape[1]) >= first_week - 1)
    total = np.cumsum(np.pad(counted, ((0, 0), (1, width))).astype(int), axis=1)
    inside = total[:, width:] - total[:, :-width]
    start = np.arange(1, inside.shape[1] + 1)
    fits = (start >= first_week) & (start + width - 1 <= weeks[:, None])
    found = fits & (inside >= enough)
    event = found.any(axis=1)
    begins = np.where(event, found.argmax(axis=1) + 1, weeks - width + 1)
    return FirstWindow(week=begins + (width - enough), event=event)


def longest_run(hit: np.ndarray) -> np.ndarray:
    """Return the longest run of consecutive hits (people,)."""
    best = np.zeros(len(hit), dtype=int)
    current = np.zeros(len(hit), dtype=int)
    for week in hit.T:
        current = np.where(week, current + 1, 0)
        best = np.maximum(best, current)
    return best
