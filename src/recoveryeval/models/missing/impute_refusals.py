"""Calls of impute() that cannot be answered, and those that should not be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from recoveryeval.errors import EstimationError
from recoveryeval.models.given_options import check_option
from recoveryeval.models.missing.impute_wide import PersonWide

CARRYING = ("forward", "locf", "bocf", "wocf", "nocb", "ffill", "carr", "last obs", "last score")


def refuse_call(asked: Mapping[str, Any]) -> None:
    """Refuse what cannot be done, and what should not be."""
    strategy, reference, by = asked["strategy"], asked["reference"], asked["by"]
    for way in (strategy, asked["method"]):
        if any(part in str(way).lower() for part in CARRYING):
            raise EstimationError(
                "Carrying the last score forward is not offered: it assumes that nobody changes "
                "after they are lost, and its limits are too narrow by far",
                code="RE-E42",
                do="Use strategy='missing at random', and tipping_point() to see what it would "
                "take to change the answer.",
            )
    check_option("method", asked["method"], ("regression", "matching"))
    if strategy not in ("missing at random", "jump to reference"):
        raise EstimationError(
            "There is no such strategy",
            code="RE-MI43",
            do="Use 'missing at random' or 'jump to reference'.",
        )
    if (strategy == "jump to reference") != (reference is not None) or (reference and not by):
        raise EstimationError(
            "Jump to reference needs a reference group, and nothing else does",
            code="RE-MI43",
            do="Name by= and reference=, for example by='arm', reference='usual care'.",
        )
    if not (_whole(asked["m"], 2) and _whole(asked["iterations"], 1)):
        raise EstimationError(
            "Imputation needs at least two versions and one round, as whole numbers",
            code="RE-MI40",
            do="Use m=20 and iterations=10.",
        )


def _whole(value: object, least: int) -> bool:
    """Return whether a value is a whole number that is large enough."""
    whole = isinstance(value, int | np.integer) and not isinstance(value, bool)
    return whole and int(value) >= least  # type: ignore[call-overload]


def generator(rng: object) -> np.random.Generator:
    """Return the source of randomness; it has to be named, so that versions can be made again."""
    if isinstance(rng, np.random.Generator):
        return rng
    if _whole(rng, 0):
        return np.random.default_rng(int(rng))  # type: ignore[call-overload]
    raise EstimationError(
        "Imputation draws at random, and a seed is needed to draw the same again",
        code="RE-MI40",
        do="Give rng= a whole number, for example rng=1, or numpy.random.default_rng(1).",
    )


def refuse_answers(wide: PersonWide, reference: str | None) -> None:
    """Refuse to let answers of yes and no jump: the rule is one of means and covariances."""
    if wide.answers and reference is not None:
        raise EstimationError(
            "Jump to reference is a rule for scores, and these are answers of 0 and 1",
            code="RE-MI43",
            do="Use strategy='missing at random' and by=; to ask how much the unseen would have "
            "to differ, give risk() an outcome in which they count as 0, and one in which they "
            "count as 1.",
        )
