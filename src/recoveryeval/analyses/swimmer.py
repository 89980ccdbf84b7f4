"""The swimmer plot: one line per person, with contacts and events. Internal only."""

from __future__ import annotations

from collections.abc import Sequence
from numbers import Integral
from typing import TYPE_CHECKING

from recoveryeval.analyses.swimmer_lines import swimmer_lines
from recoveryeval.cohorts.cohort import Cohort
from recoveryeval.errors import OutcomeError, nearest
from recoveryeval.plots.swimmer import swimmer_plot
from recoveryeval.release.profile import Profile, require_releasable
from recoveryeval.schema.vocabulary import load_vocabulary
from recoveryeval.schema.word_list import word_list

if TYPE_CHECKING:
    from matplotlib.axes import Axes

EVENTS = ("inpatient", "psych_inpatient", "overdose", "incarceration", "death")
MOST_KINDS = 6
MOST_LINES = 120


def swimmer(
    cohort: Cohort,
    *,
    people: int = 40,
    service: str | Sequence[str] | None = None,
    events: Sequence[str] = EVENTS,
    profile: Profile = "internal",
    ax: Axes | None = None,
) -> Axes:
    """Draw one line per person: how long they were enrolled, when they were met, what happened.

    There is no estimand: these are people, as a way to see what definitions do.

    Parameters
    ----------
    cohort : Cohort
        The people and their time zero.
    people : int
        The most lines; with more people they are chosen evenly from the
        shortest to the longest enrollment, and the note says so.
    service : str, sequence of str or None
        Only contacts of these services; None is all that were completed.
    events : sequence of str
        Types of events to mark, at most six.
    profile : {"internal"}
        Lines of single people never leave the program: other profiles raise.
    ax : matplotlib.axes.Axes or None
        Axes to draw on; new ones by default.

    Returns
    -------
    matplotlib.axes.Axes
        With an alternative text. No line has an id or a date.

    Raises
    ------
    OutcomeError
        When an option is not allowed.
    ReleaseError
        When a profile other than internal is asked for.

    References
    ----------
    Chuang-Stein C, Le V, Chen W (2001). doi:10.1177/009286150103500215

    Examples
    --------
    >>> import recoveryeval as rv
    >>> program = rv.synthetic_program(60, tables=["contact", "event"]).program
    >>> axes = rv.swimmer(rv.cohort(program), people=20)
    >>> axes.get_xlabel()
    'Days since intake'
    """
    require_releasable(profile)
    if not isinstance(cohort, Cohort):
        raise OutcomeError(
            "Lines are drawn for a cohort, and something else was given",
            code="RE-A05",
            do="Choose the people first: swimmer(cohort(program, ...)).",
        )
    most = _lines(people)
    services = word_list("service", service, error=OutcomeError, code="RE-O20")
    kinds = word_list("events", events, error=OutcomeError, code="RE-O20")
    _require_terms("service", services)
    _require_terms("event_type", kinds)
    if len(kinds) > MOST_KINDS:
        raise OutcomeError(
            f"More than {MOST_KINDS} types of events cannot be told apart",
            code="RE-A05",
            do="Name fewer in events=.",
        )
    lines = swimmer_lines(cohort, people=most, services=tuple(services), events=kinds)
    shown = len(lines.people)
    everyone = "The one person" if shown == 1 else f"All {shown} people"
    which = f"{shown} of {lines.total} people, evenly from the shortest enrollment to the longest"
    labels = {
        "title": "Enrollment, contacts and events, one line per person",
        "x": f"Days since {cohort.origin}",
        "note": f"{which if shown < lines.total else everyone}. Internal: not for "
        "release, since lines of single people can be recognized.",
    }
    return swimmer_plot(lines.people, lines.contacts, lines.events, labels=labels, ax=ax)


def _lines(people: object) -> int:
    """Return how many lines are asked for."""
    whole = isinstance(people, Integral) and not isinstance(people, bool)
    if not whole or not 1 <= int(str(people)) <= MOST_LINES:
        raise OutcomeError(
            f"people is not a whole number from 1 to {MOST_LINES}",
            code="RE-A05",
            do="Ask for as many lines as can be told apart, such as people=40.",
        )
    return int(str(people))


def _require_terms(vocabulary: str, given: Sequence[str]) -> None:
    """Raise when a word is no term of a vocabulary."""
    terms = load_vocabulary(vocabulary).terms
    for name in given:
        if name not in terms:
            raise OutcomeError(
                f"There is no {vocabulary.replace('_', ' ')} of that name",
                code="RE-A05",
                do=f"Use some of {', '.join(terms)}." + nearest(str(name), terms),
            )
