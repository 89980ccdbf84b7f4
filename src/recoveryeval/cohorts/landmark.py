"""Landmark: groups read off on a fixed day, on which time starts anew."""

from __future__ import annotations

from dataclasses import dataclass
from numbers import Integral
from typing import Literal

from recoveryeval.errors import CohortError, nearest
from recoveryeval.schema.vocabulary import load_vocabulary
from recoveryeval.schema.word_list import one_of, word_list

What = Literal["contact", "medication"]
WHAT: tuple[What, ...] = ("contact", "medication")


@dataclass(frozen=True, slots=True)
class Landmark:
    """A rule that sorts people into two arms by what they did until a fixed day.

    Time zero moves to that day, and people who left before it are counted out,
    so that nobody is credited for time they had to stay.

    Parameters
    ----------
    what : str
        ``"contact"`` or ``"medication"``.
    within_days : int
        Days from the origin to the landmark.
    service, status : str or None
        Which contacts count; ``None`` counts all.
    labels : tuple of str
        Names of the arm with, and of the arm without.
    """

    what: What
    within_days: int
    service: str | None
    status: str | None
    labels: tuple[str, str]

    def describe(self) -> str:
        """Return the rule in words.

        Returns
        -------
        str
            One phrase, for methods and tables.
        """
        kind = "medication" if self.what == "medication" else _contact(self.service, self.status)
        return f"{kind} within {self.within_days} days of the origin, read off at that landmark"


def landmark(
    what: What = "contact",
    *,
    within_days: int,
    service: str | None = None,
    status: str | None = "completed",
    labels: tuple[str, str] | None = None,
) -> Landmark:
    """Make arms by what people did in their first days, without crediting those who stayed.

    The estimand it leads to is a comparison from the landmark on, among people
    who were still there on that day.

    Parameters
    ----------
    what : {"contact", "medication"}
        What sorts people into arms.
    within_days : int
        Days from the origin to the landmark, one or more.
    service : str or None
        Only contacts of this service count, such as ``"peer"``.
    status : str or None
        Only contacts of this status count; ``None`` counts attempts too.
    labels : tuple of str or None
        Names of the arm with, and of the arm without.

    Returns
    -------
    Landmark
        For ``arm=`` of :func:`cohort`.

    Raises
    ------
    CohortError
        When an option is not allowed.

    Notes
    -----
    A person belongs to the first arm when something counts on a day from the
    origin to the landmark, both included. Time zero is the landmark day.

    References
    ----------
    Anderson JR, Cain KC, Gelber RD (1983). doi:10.1200/JCO.1983.1.11.710

    Examples
    --------
    >>> import recoveryeval as rv
    >>> rule = rv.landmark("contact", within_days=14, service="peer")
    >>> rule.labels
    ('peer contact within 14 days', 'no peer contact within 14 days')
    """
    if what not in WHAT:
        raise CohortError(
            "A landmark cannot be made of that",
            code="RE-K30",
            do=f"Use one of {', '.join(WHAT)}." + nearest(str(what), WHAT),
        )
    _require_days(within_days)
    if what == "medication" and service is not None:
        raise CohortError("A medication has no service", code="RE-K30", do="Leave out service=.")
    _require_term("service", service)
    _require_term("contact_status", status)
    status = None if what == "medication" else status
    return Landmark(
        what, int(within_days), service, status, _labels(what, within_days, service, labels)
    )


def _require_days(days: object) -> None:
    """Raise unless the days are a whole number of one or more."""
    if isinstance(days, bool) or not isinstance(days, Integral) or days < 1:
        raise CohortError(
            "within_days is not a whole number of one or more",
            code="RE-K30",
            do="Give the days from the origin to the landmark, such as within_days=14.",
        )


def _require_term(vocabulary: str, term: str | None) -> None:
    """Raise when a word is no term of its vocabulary."""
    terms = load_vocabulary(vocabulary).terms
    if term is not None and not one_of(term, terms):
        raise CohortError(
            f"There is no such term in the vocabulary '{vocabulary}'",
            code="RE-K30",
            do=f"Use one of {', '.join(terms)}." + nearest(str(term), terms),
        )


def _labels(
    what: What, days: int, service: str | None, labels: tuple[str, str] | None
) -> tuple[str, str]:
    """Return the names of the two arms."""
    if labels is None:
        kind = "medication" if what == "medication" else _contact(service, None)
        return f"{kind} within {days} days", f"no {kind} within {days} days"
    names = [t.strip() for t in word_list("labels", labels, error=CohortError, code="RE-K30")]
    if len(names) != 2 or not all(names) or names[0] == names[1]:
        raise CohortError(
            "A landmark needs two different names for its arms",
            code="RE-K30",
            do="Write labels=('coached within 14 days', 'not coached within 14 days').",
        )
    return names[0], names[1]


def _contact(service: str | None, status: str | None) -> str:
    """Return which contacts count, in words."""
    kind = f"{service.replace('_', ' ')} contact" if service else "contact"
    return f"{status.replace('_', ' ')} {kind}" if status else kind
