"""Dose over time in words."""

from __future__ import annotations

from recoveryeval.cohorts.cohort import Cohort
from recoveryeval.results.estimand import Estimand

WORDS: dict[str, str] = {
    "contacts": "completed contacts per person in the week",
    "share": "share of people with a completed contact in the week",
}


def estimand_of(cohort: Cohort, measure: str, weeks: int) -> Estimand:
    """Return what is shown, in words."""
    return Estimand(
        population=cohort.population,
        contrast=WORDS[measure],
        time_zero=cohort.origin,
        horizon=f"{weeks} weeks",
        other_events="the dead leave the denominator; people who left the program stay in it",
        missing="a week that was not observed to its end is not used",
    )


def methods_of(measure: str) -> str:
    """Return the paragraph for a paper."""
    limits = "Wilson's limits" if measure == "share" else "normal limits of the mean"
    return (
        f"For each week since time zero the {WORDS[measure]} was computed among everyone observed "
        f"for all of that week, with {limits}. People who had left the program stayed in the "
        "denominator while they were observed."
    )


def labels_of(cohort: Cohort, measure: str, services: tuple[str, ...]) -> dict[str, str]:
    """Return the words of the picture."""
    kind = f" ({' or '.join(s.replace('_', ' ') for s in services)})" if services else ""
    what = "People with a contact" if measure == "share" else "Contacts per person"
    return {
        "title": f"{what}{kind}, week by week",
        "x": f"Weeks since {cohort.origin}",
        "y": f"{what} in the week",
        "unit": "weeks",
        "scale": measure,
    }
