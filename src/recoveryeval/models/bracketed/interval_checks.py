"""What a reader of an interval-censored curve must know: optimal, from whom, how wide gaps are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from recoveryeval.errors import EstimationError
from recoveryeval.models.bracketed.interval_input import IntervalInput
from recoveryeval.models.gathered_checks import gathered
from recoveryeval.models.survival.survival_words import span
from recoveryeval.results.check import Check
from recoveryeval.stats.bracketed.turnbull import Turnbull

OPTIMAL = 1e-8
FEW = 10


def refuse_short_of_maximum(fits: Sequence[Turnbull]) -> None:
    """Raise where a curve fails the conditions that certify its likelihood as the largest."""
    worst = max(fit.gradient for fit in fits)
    if not worst <= 1 + OPTIMAL:
        raise EstimationError(
            f"The curve did not reach the maximum of its likelihood (gradient {worst:.10f}, "
            "which may be at most 1)",
            code="RE-E11",
            do="Round the times of visits to whole days, or use parametric().",
        )


def interval_checks(
    found: IntervalInput, fits: Sequence[Turnbull], *, unit: str, limited: bool
) -> tuple[Check, ...]:
    """Return the checks of each group's curve."""
    checks: list[Check] = []
    several = len(found.labels) > 1
    for code, (text, fit) in enumerate(zip(found.labels, fits, strict=True)):
        where = f"Group {text}: " if several else ""
        checks += [
            _optimal(where, fit),
            _gap(where, fit, unit),
            *_people(where, fit, found.cells(code)),
        ]
    if not limited:
        told = "No confidence limits were computed: give rng= (such as rng=1) to resample people."
        checks.append(Check("no_limits", told, "note"))
    return gathered(checks, len(found.labels))


def _optimal(where: str, fit: Turnbull) -> Check:
    """Return the certificate."""
    told = (
        f"{where}no other curve is more likely: the largest gradient of the log-likelihood per "
        f"person is {fit.gradient:.10f}, and 1 at the maximum (Gentleman and Geyer 1994, "
        "doi:10.1093/biomet/81.3.618)."
    )
    return Check("maximum_likelihood", told, "pass", fit.gradient)


def _gap(where: str, fit: Turnbull, unit: str) -> Check:
    """Return how much of the curve lies between visits, and the widest such stretch."""
    held = (fit.mass > 0) & np.isfinite(fit.upper)
    width = np.where(held, fit.upper - fit.lower, 0.0)
    open_mass = float(fit.mass[held & (width > 0)].sum())
    told = (
        f"{where}{open_mass:.0%} of people had the event within stretches in which no visit tells "
        f"when; the widest is {span(float(width.max(initial=0.0)), unit)}. Inside them the curve "
        "is known only between two bounds."
    )
    return Check("between_visits", told, "note", open_mass)


def _people(where: str, fit: Turnbull, cells: tuple[np.ndarray, ...]) -> list[Check]:
    """Return checks for one person, for few, for no event and for a curve that ends at 0."""
    left, right, n = cells
    people, events = float(n.sum()), float(n[np.isfinite(right)].sum())
    unseen = float(n[(left <= 0) & np.isinf(right)].sum())
    if people <= 1:
        return [Check("one_person", f"{where}one person, so no curve is estimated.", "concern", 1)]
    checks = []
    if unseen:
        told = f"{where}{unseen:g} people were never seen after time zero and say nothing of when."
        checks.append(Check("never_seen", told, "note", unseen))
    if people < FEW:
        told = f"{where}fewer than {FEW} people, so the curve is uncertain everywhere."
        checks.append(Check("few_people", told, "concern", people))
    if events == 0:
        told = f"{where}nobody was seen to have had the event; the curve stays at 1."
        checks.append(Check("no_events", told, "note", 0.0))
    elif not np.isinf(fit.upper[fit.mass > 0]).any():
        told = f"{where}the curve ends at 0, since nobody was seen without the event later."
        checks.append(Check("curve_reaches_zero", told, "note", events))
    return checks
