"""Numbers that look like codes of missing answers among scores: told, never guessed away."""

from __future__ import annotations

import numpy as np

from recoveryeval.results.check import Check

NEGATIVE = (-7, -8, -9, -66, -77, -88, -99, -666, -777, -888, -999, -9999)
DIGITS = (7, 8, 9)
POSITIVE = (66, 77, 88, 99, 666, 777, 888, 999, 9999)
ENOUGH_OF_A_DIGIT = 3  # one or two people may well have the highest score


def code_like(values: np.ndarray, column: str) -> tuple[Check, ...]:
    """Return a concern where values (n,) are usual codes and lie apart from all others.

    A negative code lies apart where no other value is negative, a positive one
    where it is further above the others than these are from each other.
    """
    seen = values[np.isfinite(values)]
    others = seen[~np.isin(seen, (*NEGATIVE, *POSITIVE))]
    if not len(others):
        return ()
    below = np.isin(seen, NEGATIVE) & (others.min() >= 0)
    above = np.isin(seen, POSITIVE) & _apart(seen, others)
    top = others == others.max()
    digit = top & np.isin(others, DIGITS) & (top.sum() >= ENOUGH_OF_A_DIGIT)
    digit &= (~top).any() and _apart(others, others[~top])
    n = int((below | above).sum() + digit.sum())
    if not n:
        return ()
    told = (
        f"{n} values of '{column}' are numbers that often stand for a missing answer (-9, 99, 999 "
        "and their like) and lie apart from all others. They count as they stand: where they are "
        "codes, make them blank first."
    )
    return (Check("values_like_codes", told, "concern", statistic=float(n)),)


def _apart(values: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Return which values (n,) are further above others (m,) than these are from each other."""
    low, high = others.min(initial=np.inf), others.max(initial=-np.inf)
    return np.asarray((values > high) & (values - high >= max(high - low, 1.0)))
