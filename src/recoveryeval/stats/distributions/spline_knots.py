"""Where the pieces of a survival spline meet: percentiles of the times of events."""

from __future__ import annotations

import numpy as np

from recoveryeval.errors import EstimationError
from recoveryeval.stats.distributions.parametric_likelihood import Bracketed

USUAL = 3


def _is_whole(pieces: object) -> bool:
    """Return whether it is a whole number of one or more."""
    if isinstance(pieces, bool) or not isinstance(pieces, int | np.integer):
        return False
    return bool(pieces >= 1)


def check_pieces(distribution: str, pieces: object) -> None:
    """Raise unless it is a number of pieces, the usual one where the curve is no spline."""
    if not _is_whole(pieces):
        raise EstimationError(
            "A spline has a whole number of pieces, one or more",
            code="RE-M43",
            do="Give a number such as knots=3.",
        )
    if distribution != "spline" and pieces != USUAL:
        raise EstimationError(
            "A number of spline pieces was given for a distribution without pieces",
            code="RE-M43",
            do="Use distribution='spline', or leave knots= out.",
        )


def spline_knots(data: Bracketed, people: np.ndarray, pieces: int) -> np.ndarray:
    """Return pieces + 1 knots at equally spaced percentiles, from the 5th to the 95th.

    A bracketed event counts at the middle of its bracket, and as often as there are people.
    """
    seen = ~np.isinf(data.upper) & (people > 0)
    middle = (data.lower[seen] + data.upper[seen]) / 2
    order = np.argsort(middle, kind="stable")
    upto = np.cumsum(people[seen][order])
    rank = (upto[-1] - 1) * np.linspace(0.05, 0.95, pieces + 1)
    below, above = (
        middle[order][np.minimum(np.searchsorted(upto, side, side="right"), upto.size - 1)]
        for side in (np.floor(rank), np.ceil(rank))
    )
    places = below + (rank - np.floor(rank)) * (above - below)
    if np.unique(places).size < places.size:
        raise EstimationError(
            f"Events lie at too few different times for a spline of {pieces} pieces",
            code="RE-M43",
            do="Give fewer knots= (at least 1), or another distribution.",
        )
    return np.asarray(places)
