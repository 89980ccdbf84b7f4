"""From results to a report that a board member, a funder and a reviewer can each read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from recoveryeval.errors import ReleaseError
from recoveryeval.release.profile import Profile, require_releasable
from recoveryeval.reporting.blocks import Block
from recoveryeval.reporting.document import Report
from recoveryeval.reporting.findings import Findings
from recoveryeval.reporting.sections.brief import brief
from recoveryeval.reporting.sections.cautions import cautions
from recoveryeval.reporting.sections.difference import difference
from recoveryeval.reporting.sections.followed_up import followed_up
from recoveryeval.reporting.sections.happened import happened
from recoveryeval.reporting.sections.harm import harm
from recoveryeval.reporting.sections.national import national
from recoveryeval.reporting.sections.other import other
from recoveryeval.reporting.sections.quality import quality
from recoveryeval.reporting.sections.reach import reach
from recoveryeval.reporting.sections.record import methods, record
from recoveryeval.reporting.sections.served import served
from recoveryeval.reporting.sections.services import services
from recoveryeval.reporting.sections.staying import staying
from recoveryeval.reporting.wording import capital
from recoveryeval.results.result import Result

if TYPE_CHECKING:
    from recoveryeval.programs.program import Program


def report(
    results: Sequence[Result],
    *,
    title: str,
    profile: Profile = "internal",
    program: Program | None = None,
    days: Sequence[float] = (30, 90, 180),
    randomized: bool = False,
) -> Report:
    """Write results up so that the first page says what was found, how surely, and what is missing.

    Parameters
    ----------
    results : sequence of Result
        In any order. Participant flow, people served, follow-up rates, dose
        over time, national outcomes, Kaplan-Meier curves, cumulative
        incidences, log-rank tests, restricted means and harms have sections of
        their own; any other result is shown as its table and picture.
    title : str
        Title of the report.
    profile : {"internal"}
        Release profile, marked on every page. Others are refused until their
        disclosure rules exist.
    program : Program or None
        Adds the data-quality appendix: every row accounted for, in counts.
    days : sequence of float
        Times at which curves are read off for the text and tables.
    randomized : bool
        Whether chance decided who was in which group. Where it did not, the
        report says that differences may come from who the people were.

    Returns
    -------
    Report
        ``save("report.html")`` or ``save("report.docx")`` writes it.

    Raises
    ------
    ReleaseError
        If there is no result, or the profile is not available.

    Examples
    --------
    >>> import pandas as pd
    >>> import recoveryeval as rv
    >>> weeks = pd.DataFrame({"week": [2, 3, 4, 6, 8], "arrest": [1, 0, 1, 1, 0]})
    >>> arrest = rv.time_to_event(
    ...     weeks, time="week", event="arrest", unit="weeks", name="re-arrest"
    ... )
    >>> made = rv.report([rv.kaplan_meier(arrest)], title="Re-arrest", days=[4])
    >>> made.blocks[0]
    Heading(text='In brief', level=1)
    """
    require_releasable(profile)
    results = _listed(results)
    if not results:
        raise ReleaseError(
            "A report needs at least one result",
            code="RE-R13",
            do="Give the results in a list, such as report([curve], title='Retention').",
        )
    found = Findings.sorted(results, days=days, randomized=randomized, program=program)
    blocks: list[Block] = [
        *brief(found),
        *reach(found),
        *served(found),
        *followed_up(found),
        *services(found),
        *national(found),
        *staying(found),
        *happened(found),
        *difference(found),
        *harm(found),
        *other(found),
        *cautions(found),
        *(quality(program) if program is not None else ()),
        *methods(results),
        *record(results),
    ]
    return Report(title=title, blocks=tuple(blocks), profile=profile, subtitle=_subtitle(program))


def _listed(results: object) -> list[Result]:
    """Return the results as a list, also a single one; anything else is refused."""
    held = list(results) if isinstance(results, list | tuple) else [results]
    found = [result for result in held if isinstance(result, Result)]
    other = len(held) - len(found)
    if other:
        raise ReleaseError(
            f"{other} of {len(held)} things given to a report are not results",
            code="RE-R13",
            do="Give results in a list, such as report([cohort.flow(), curve], title='Retention'). "
            "An outcome becomes a result through a model, such as kaplan_meier(outcome).",
        )
    return found


def _subtitle(program: Program | None) -> str:
    """Return the program's name and the day its data end."""
    if program is None:
        return ""
    day, name = program.extract_date, capital(program.name)
    return f"{name}; data as of {day}" if day else name
