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


def numbered(person: np.ndarray) -> np.ndarray:
    """Return 1, 2, ... within each person, in the order of the rows, shape (n,)."""
    order = np.argsort(person, kind="stable")
    ordered = person[order]
    first = np.searchsorted(ordered, ordered, side="left")
    number = np.empty(len(person), dtype="int64")
    number[order] = np.arange(len(person)) - first + 1
    return number


def of_person(person_id: np.ndarray, person: np.ndarray, mark: str) -> np.ndarray:
    """Return ids made of the person's id, a mark and the row's number within the person."""
    number = numbered(person)
    label = np.array([f"{mark}{k}" for k in range(number.max(initial=0) + 1)], dtype=object)
    return np.asarray(person_id[person] + label[number])
