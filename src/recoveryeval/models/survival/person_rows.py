"""Rows of one person in their order: who has several, and which row another one follows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd


@dataclass(frozen=True, slots=True, eq=False)
class PersonRows:
    """Code of each row's person (N,), or None where each person has one row; how rows follow.

    ``follows`` (N,) marks rows that another row of the person follows, ``begins`` (N,) the first
    row of each person, ``pairs`` (2, P) the places of rows and of the rows that follow them.
    """

    person: np.ndarray | None
    follows: np.ndarray
    begins: np.ndarray
    pairs: np.ndarray


def person_rows(frame: pd.DataFrame) -> PersonRows:
    """Return how the rows of a frame with ``time`` and perhaps ``person`` belong together.

    A row whose person is unknown is a person of its own.
    """
    follows = np.zeros(len(frame), dtype=bool)
    alone = PersonRows(None, follows, ~follows, np.empty((2, 0), dtype=np.int64))
    if "person" not in frame or not frame["person"].dropna().duplicated().any():
        return alone
    person = pd.factorize(frame["person"])[0]
    unknown = np.flatnonzero(person < 0)
    person[unknown] = person.size + np.arange(unknown.size)
    order = np.lexsort((frame["time"].to_numpy(), person))
    same = person[order][1:] == person[order][:-1]
    pairs = np.stack([order[:-1][same], order[1:][same]])
    begins = ~follows
    follows[pairs[0]] = True
    begins[pairs[1]] = False
    return PersonRows(person, follows, begins, pairs)
