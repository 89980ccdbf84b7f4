"""What one step of a covariate is, in words: per year, per point, one against zero."""

from __future__ import annotations

import re

import numpy as np

from recoveryeval.models.design import Design

# Whole words of a column's name, and the unit they stand for.
UNITS = {
    "year": "year",
    "years": "year",
    "age": "year",
    "month": "month",
    "months": "month",
    "week": "week",
    "weeks": "week",
    "day": "day",
    "days": "day",
    "hour": "hour",
    "hours": "hour",
    "minutes": "minute",
    "percent": "percentage point",
    "score": "point",
    "baseline": "point",
}


def step_labels(found: Design | None) -> dict[str, str]:
    """Return, for each term that is a plain number, the label ``"per: term"`` of one step."""
    if found is None:
        return {}
    numeric = [t for t in found.terms if t in found.covariates and t not in found.levels]
    return {f"per: {t}": _step(t, found.matrix[:, found.terms.index(t)]) for t in numeric}


def _step(name: str, column: np.ndarray) -> str:
    """Return one step of a column in words."""
    if np.isin(column, (0.0, 1.0)).all() and np.ptp(column) == 1.0:
        return "1 against 0"
    words = [w for w in re.split(r"[\W_]+", name.casefold()) if w]
    known = [UNITS[w] for w in reversed(words) if w in UNITS]
    return f"per {known[0]}" if known else "per unit"
