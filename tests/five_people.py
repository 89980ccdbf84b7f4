"""Five people of whom something can be said, and the account of a cohort."""

from __future__ import annotations

import recoveryeval as rv


def steps(cohort: rv.Cohort) -> dict[str, int]:
    """Return how many were left out, by reason."""
    return {step.reason: step.n for step in cohort.steps}


FIVE = {
    "01": {"birth_year": 1980, "sex": "female", "site": "A", "anchor": "2025-01-01"},
    "02": {"birth_year": 2010, "sex": "male", "site": "A", "anchor": "2025-02-01"},
    "03": {"birth_year": None, "sex": "female", "site": "B", "anchor": "2025-03-01"},
    "04": {"birth_year": 1990, "sex": "male", "site": "C", "anchor": "2025-04-01"},
    "05": {"birth_year": 1970, "sex": None, "site": "B", "anchor": "2025-12-01"},
}
