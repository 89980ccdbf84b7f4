"""Ids as text with leading zeros."""

from __future__ import annotations

import numpy as np


def padded(numbers: np.ndarray, width: int) -> np.ndarray:
    """Return whole numbers below 10**width as text with leading zeros, shape (n,)."""
    rest = np.asarray(numbers, dtype="int64").copy()
    letters = np.empty((len(rest), width), dtype="uint32")
    for place in range(width - 1, -1, -1):
        rest, digit = np.divmod(rest, 10)
        letters[:, place] = digit + ord("0")
    return np.asarray(letters.view(f"U{width}").ravel().astype(object))
