"""Exposure: four groups by clinical care and coaching, read off on a fixed day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from recoveryeval.cohorts.exposure_options import (
    labels_of,
    refuse_shared,
    require_days,
    require_terms,
    services_of,
)
from recoveryeval.errors import CohortError, nearest

EMPTY = ("refuse", "leave_out")


@dataclass(frozen=True, slots=True)
class Exposure:
    """A rule that sorts people into four arms by the care they had until a fixed day.

    Time zero moves to that day, and people who left before it are counted out,
    so that nobody is credited for time they had to stay.

    Parameters
    ----------
    within_days : int
        Days from the origin to the landmark.
    clinical, coach : tuple of str
        Services of each side.
    medication : bool
        Whether a recorded medication is clinical care.
    status : str or None
        Which contacts count; ``None`` counts all.
    labels : tuple of str
        Names of the arms: neither, clinical care only, coach only, both.
    empty : str
        What happens to an arm without people.
    """

    within_days: int
    clinical: tuple[str, ...]
    coach: tuple[str, ...]
    medication: bool
    status: str | None
    labels: tuple[str, str, str, str]
    empty: str

    def describe(self) -> str:
        """Return the rule in words.

        Returns
        -------
        str
            One phrase, for methods and tables.
        """
        kind = f"{self.status.replace('_', ' ')} " if self.status else ""
        drug = " or a recorded medication" if self.medication else ""
        return (
            f"clinical care (a {kind}contact of the service {_or(self.clinical)}{drug}) and "
            f"coaching (a {kind}contact of the service {_or(self.coach)}) within "
            f"{self.within_days} days of the origin, read off at that landmark"
        )


def exposure(
    *,
    within_days: int,
    clinical: str | Sequence[str] = ("therapy", "psychiatric", "medication", "aftercare"),
    coach: str | Sequence[str] = ("peer",),
    medication: bool = True,
    status: str | None = "completed",
    labels: Sequence[str] | None = None,
    empty: Literal["refuse", "leave_out"] = "refuse",
) -> Exposure:
    """Make four arms by early care: neither, clinical care, a coach, or both.

    The estimand it leads to is a comparison from the landmark on, among people
    who were still there on that day.

    Parameters
    ----------
    within_days : int
        Days from the origin to the landmark, one or more. Exposure "at any
        time" is refused, since people had to stay to be exposed later.
    clinical, coach : str or sequence of str
        Services that are clinical care, and those that are a coach's; none in both.
    medication : bool
        Whether a recorded medication is clinical care; naloxone is not.
    status : str or None
        Only contacts of this status count; ``None`` counts attempts too.
    labels : sequence of str or None
        Four names: neither, clinical care only, coach only, both.
    empty : {"refuse", "leave_out"}
        Whether an arm without people is an error or is left out with a check.

    Returns
    -------
    Exposure
        For ``arm=`` of :func:`cohort`.

    Raises
    ------
    CohortError
        When an option is not allowed, or exposure would be known after time zero.

    Notes
    -----
    A side counts when something of it falls on a day from the origin to the
    landmark, both included. Time zero is the landmark day.

    References
    ----------
    Anderson JR, Cain KC, Gelber RD (1983). doi:10.1200/JCO.1983.1.11.710

    Examples
    --------
    >>> import recoveryeval as rv
    >>> program, truth = rv.synthetic_program(400)
    >>> people = rv.cohort(program, arm=rv.exposure(within_days=30))
    >>> people.people["arm"].value_counts().sort_index().to_dict()
    {'both within 30 days': 144, 'clinical care only within 30 days': 196,
     'coach only within 30 days': 47, 'neither within 30 days': 7}
    """
    require_days(within_days)
    sides = services_of("clinical", clinical), services_of("coach", coach)
    refuse_shared(*sides)
    require_terms("contact_status", [status] if status is not None else [])
    if empty not in EMPTY:
        raise CohortError(
            "There is no such choice for an empty arm",
            code="RE-K30",
            do=f"Use one of {', '.join(EMPTY)}." + nearest(str(empty), EMPTY),
        )
    if not isinstance(medication, bool):
        raise CohortError(
            "medication is neither True nor False",
            code="RE-K30",
            do="Say whether dispensed medication counts as clinical care: medication=True.",
        )
    names = labels_of(labels, int(within_days))
    return Exposure(int(within_days), sides[0], sides[1], medication, status, names, empty)


def _or(words: Sequence[str]) -> str:
    """Return terms in words, joined by 'or'."""
    told = [word.replace("_", " ") for word in words]
    return " or ".join([", ".join(told[:-1]), told[-1]] if told[1:] else told)
