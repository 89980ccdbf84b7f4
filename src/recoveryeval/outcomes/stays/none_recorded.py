"""No event recorded of anyone is not the same as none that happened."""

from __future__ import annotations

from recoveryeval.cohorts.cohort import Cohort
from recoveryeval.errors import OutcomeError
from recoveryeval.results.check import Check


def require_events(cohort: Cohort) -> None:
    """Raise where the program holds no event of any kind."""
    if cohort.program.tables["event"].empty:
        raise OutcomeError(
            "The program holds no events, so everyone would seem to have had none",
            code="RE-O22",
            rows=0,
            do="Map the table 'event': stays, visits, overdoses, deaths.",
        )


def none_recorded(cohort: Cohort, kinds: tuple[str, ...]) -> list[Check]:
    """Return a concern where no event of some kinds is recorded of anyone in the program."""
    if cohort.program.tables["event"]["type"].isin(list(kinds)).any():
        return []
    words = f"No event of these kinds is recorded of anyone in the program: {', '.join(kinds)}. "
    words += "Check that the source records them; none is not the same as not recorded."
    return [Check("no_such_event_recorded", words, "concern", statistic=0.0)]
