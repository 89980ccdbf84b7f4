"""From an outcome known only between visits to distinct intervals, group by group."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recoveryeval.errors import EstimationError
from recoveryeval.models.design_guard import missing_checks
from recoveryeval.models.given_options import refuse_table
from recoveryeval.models.groups import Groups, groups, refuse_empty
from recoveryeval.models.scattered_groups import refuse_scattered
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.check import Check
from recoveryeval.stats.bracketed.interval_cells import interval_cells
from recoveryeval.stats.survival.cells import Floats, Ints


@dataclass(frozen=True, slots=True, eq=False)
class IntervalInput:
    """Ends, people, group and stratum code (rows,) of the rows used, and what was left out."""

    left: Floats
    right: Floats
    n: Floats
    group: Ints
    stratum: Ints
    labels: tuple[str, ...]
    rows_used: int
    dropped: dict[str, int]
    check_rows: tuple[Check, ...]

    def cells(self, code: int) -> tuple[Floats, Floats, Floats]:
        """Return the distinct intervals of one group with their people (M,)."""
        own = self.group == code
        return interval_cells(self.left[own], self.right[own], self.n[own])


def interval_input(
    outcome: Outcome, by: str | None = None, strata: str | None = None
) -> IntervalInput:
    """Return the intervals of an outcome of kind ``interval``, one per person."""
    require_interval(outcome)
    outcome.require([name for name in (by, strata) if name is not None])
    frame = outcome.frame
    found = groups(None if by is None else frame[by], len(frame))
    stratum = groups(None if strata is None else frame[strata], len(frame)).codes
    n = frame["n"].to_numpy(dtype=float)
    lost = {f"{by} missing": found.codes < 0, f"{strata} missing": stratum < 0}
    any_lost = np.logical_or.reduce(list(lost.values()))
    kept = ~any_lost & (n > 0)
    dropped = {reason: int(rows.sum()) for reason, rows in lost.items() if rows.any()}
    checks = missing_checks(len(frame), dropped, int(any_lost.sum()))
    refuse_empty(found, kept, by)
    refuse_scattered(Groups(found.codes[kept], found.labels), frame[kept], by)
    return IntervalInput(
        left=frame["left"].to_numpy(dtype=float)[kept],
        right=frame["right"].to_numpy(dtype=float)[kept],
        n=n[kept],
        group=found.codes[kept],
        stratum=stratum[kept],
        labels=found.labels,
        rows_used=int(kept.sum()),
        dropped=dropped,
        check_rows=checks,
    )


def require_interval(outcome: Outcome) -> None:
    """Raise unless each row holds the interval of one person."""
    refuse_table(outcome)
    if outcome.kind != "interval":
        raise EstimationError(
            f"This model needs an outcome of kind interval, not {outcome.kind}",
            code="RE-M20",
            do="Build one with interval_events(), or use kaplan_meier() where the times of "
            "events are known.",
        )
    refuse_repeats(outcome)


def refuse_repeats(outcome: Outcome) -> None:
    """Raise where a person has several intervals."""
    if "person" not in outcome.frame:
        return
    person = outcome.frame["person"].dropna()
    if person.duplicated().any():
        raise EstimationError(
            "Some people have several rows, but one event has one interval",
            code="RE-M40",
            column="person",
            rows=int(person.duplicated().sum()),
            do="Keep for each person the last visit without the event and the first with it.",
        )
