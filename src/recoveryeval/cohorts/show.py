"""A cohort as a notebook shows it: counts and words, never a row."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from recoveryeval.cohorts.cohort import Cohort


def as_html(cohort: Cohort) -> str:
    """Return who is in, from when, in which arms, and how many were left out for what."""
    counts = cohort.frame["arm"].value_counts() if cohort.arms else {}
    arms = "".join(f"<br>{escape(arm)}: {int(counts.get(arm, 0)):,}" for arm in cohort.arms)
    rows = "".join(
        f"<tr><td>{escape(step.reason)}</td><td>{step.n:,}</td></tr>" for step in cohort.steps
    )
    head = "<thead><tr><th scope='col'>left out</th><th scope='col'>people</th></tr></thead>"
    table = f"<table>{head}<tbody>{rows}</tbody></table>" if rows else ""
    return (
        f"<p><strong>{len(cohort.frame):,} of {cohort.assessed:,} people</strong>, followed from "
        f"{escape(cohort.origin)}{arms}</p>{table}"
    )
