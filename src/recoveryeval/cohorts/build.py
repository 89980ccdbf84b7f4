"""The people of one analysis, chosen from a program."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from recoveryeval.cohorts.account import Account, Step
from recoveryeval.cohorts.age import with_age
from recoveryeval.cohorts.arms import Arms, arms_from_column, arms_from_landmark, left_before
from recoveryeval.cohorts.calendar_window import Day, in_window, window_dates
from recoveryeval.cohorts.candidates import candidates
from recoveryeval.cohorts.cohort import Cohort
from recoveryeval.cohorts.eligible import eligible
from recoveryeval.cohorts.exposure import Exposure
from recoveryeval.cohorts.exposure_arm import arms_from_exposure
from recoveryeval.cohorts.immortal import declared
from recoveryeval.cohorts.landmark import Landmark
from recoveryeval.cohorts.observation import with_observation
from recoveryeval.cohorts.one_episode import one_episode
from recoveryeval.cohorts.origins import Origin, origin_rule, with_origin
from recoveryeval.cohorts.words import in_order, parameters, population, zero_words
from recoveryeval.errors import CohortError, nearest
from recoveryeval.programs.program import Program
from recoveryeval.results.check import Check

Episodes = Literal["first", "last"]
_EPISODES: tuple[Episodes, ...] = ("first", "last")


def cohort(
    program: Program,
    *,
    origin: Origin = "anchor",
    between: tuple[Day, Day] | None = None,
    include: str | None = None,
    arm: str | Landmark | Exposure | None = None,
    known: Mapping[str, str] | None = None,
    episodes: Episodes = "first",
) -> Cohort:
    """Say who is in the analysis, from which day they are followed, and who is compared.

    Whatever is estimated on it later holds for these people, from their time zero.

    Parameters
    ----------
    program : Program
        With people and enrollments.
    origin : {"anchor", "first_contact", "discharge", "medication_start"}
        Time zero: intake, the first completed contact, the first discharge from
        an overnight stay (hospital, psychiatric, detox, residential), or the
        first recorded medication, each on or after intake.
    between : tuple of str or date, or None
        First and last calendar day on which the origin may lie; None leaves a
        side open.
    include : str or None
        Who is eligible, such as ``"age >= 18 and site in ('A', 'B')"``. The
        grammar has comparisons, ``in``, ``is missing``, ``and``, ``or``, ``not``
        and brackets. A condition on a missing value is not met, and counted apart.
    arm : str, Landmark, Exposure or None
        A column of groups known at time zero, or a rule from :func:`landmark`
        or :func:`exposure`.
    known : mapping of str to str or None
        When columns became known, where the data do not say: ``"always"``,
        ``"anchor"``, ``"later"``, ``"unknown"`` or the name of a day column.
    episodes : {"first", "last"}
        Which eligible enrollment of a person counts.

    Returns
    -------
    Cohort
        One row per person in ``people``; ``flow()`` accounts for the others.

    Raises
    ------
    CohortError
        When the condition is not in the grammar, a column became known after
        time zero, an arm is empty, nobody is left, or it is not known until
        when people would have been seen.

    Notes
    -----
    Age is the year of time zero minus the year of birth, right within a year.
    A person is left out at the step that removes their last enrollment, so the
    people assessed are the people left out plus the people kept.

    References
    ----------
    Suissa S (2008). doi:10.1093/aje/kwm324

    Examples
    --------
    >>> import pandas as pd
    >>> import recoveryeval as rv
    >>> person = pd.DataFrame({"person_id": ["01", "02", "03"], "birth_year": [1980, 1991, 2009]})
    >>> episode = pd.DataFrame(
    ...     {
    ...         "episode_id": ["a", "b", "c"],
    ...         "person_id": ["01", "02", "03"],
    ...         "anchor": ["2025-01-06"] * 3,
    ...     }
    ... )
    >>> made = rv.program({"person": person, "episode": episode}, extract_date="2025-12-31")
    >>> rv.cohort(made, include="age >= 18")
    <Cohort: 2 of 3 people, from intake>
    """
    _require_options(program, arm, episodes)
    words = origin_rule(origin).words
    first, last = window_dates(between)
    account, recorded = _begun(program, origin)
    account = in_window(account, first, last, words)
    account, checks = _observed(account, program, words)
    known_at = declared(recorded, known, account.frame)
    chosen = eligible(account, include, known_at)
    account, more = one_episode(chosen.account, episodes)
    arms = _arms(account, arm, known_at, program, words)
    return Cohort(
        program=program,
        frame=in_order(arms.account.frame),
        origin=zero_words(words, arms.landmark_day),
        landmark_day=arms.landmark_day,
        arm=arms.words or None,
        arms=arms.labels,
        population=population(program.name, words, (first, last), chosen.words),
        assessed=arms.account.assessed,
        steps=arms.account.steps,
        known=known_at,
        check_rows=(*checks, *chosen.checks, *more, *arms.checks),
        parameters=parameters(origin, (first, last), chosen.words, arms.words, episodes),
    )


def _require_options(program: object, arm: object, episodes: str) -> None:
    """Raise on an option that does not exist."""
    if not isinstance(program, Program):
        raise CohortError(
            "A cohort is chosen from a program, and something else was given",
            code="RE-K10",
            do="Read exports with read_csv() and its siblings, or make a program with program().",
        )
    if arm is not None and not isinstance(arm, str | Landmark | Exposure):
        raise CohortError(
            "An arm is neither a column nor a rule",
            code="RE-K22",
            do="Name a column, or give rv.landmark(...) or rv.exposure(...).",
        )
    if episodes not in _EPISODES:
        raise CohortError(
            "There is no such choice of enrollments",
            code="RE-K15",
            do=f"Use one of {', '.join(_EPISODES)}." + nearest(str(episodes), _EPISODES),
        )


def _begun(program: Program, origin: Origin) -> tuple[Account, Mapping[str, str]]:
    """Return everyone assessed, without those who never reached time zero."""
    frame, assessed, known = candidates(program)
    enrolled = int(frame["person_id"].nunique())
    steps = (Step("No enrollment recorded", assessed - enrolled),) if assessed > enrolled else ()
    account = Account(with_origin(frame, program, origin), assessed, steps)
    return account.without(account.frame["origin_day"].isna(), origin_rule(origin).never), known


def _observed(account: Account, program: Program, words: str) -> tuple[Account, tuple[Check, ...]]:
    """Return the account of people who were under observation at time zero, with their age."""
    account = account.with_frame(with_observation(account.frame, program))
    unseen = account.frame["records_to"].isna()
    account = account.without(
        unseen & account.frame["anchor"].isna(), "Date of intake unknown", unknown=True
    )
    unseen = account.frame["records_to"].isna()
    account = account.without(unseen, f"Not under observation at {words}")
    account = left_before(account, words)
    frame, checks = with_age(account.frame)
    return account.with_frame(frame), checks


def _arms(
    account: Account,
    arm: str | Landmark | Exposure | None,
    known: Mapping[str, str],
    program: Program,
    words: str,
) -> Arms:
    """Return the account with its arms, if any."""
    if arm is None:
        return Arms(account)
    if isinstance(arm, str):
        return arms_from_column(account, arm, known)
    if isinstance(arm, Exposure):
        return arms_from_exposure(account, arm, program, words)
    return arms_from_landmark(account, arm, program, words)
