"""Exports before they are written, in which faults can be planted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import pandas as pd

from recoveryeval.programs.program import Program

EACH = 3
Found = Literal["quarantine", "repair", "ledger", "accepted"]


@dataclass(frozen=True, slots=True, eq=False)
class Draft:
    """The frame of each CSV file and of each sheet by name, and the rows already spoiled."""

    program: Program
    frames: dict[str, pd.DataFrame]
    rng: np.random.Generator
    spoiled: dict[str, set[int]] = field(default_factory=dict)

    def rows(self, name: str, fits: pd.Series | np.ndarray, most: int = EACH) -> list[int]:
        """Choose rows that fit and are not spoiled yet, so that every fault can be counted.

        The first row is left alone: a fault there means something else.
        """
        used = self.spoiled.setdefault(name, {0})
        free = [k for k in np.flatnonzero(np.asarray(fits, dtype=bool)) if k not in used]
        chosen = [int(k) for k in self.rng.permutation(free)[:most]]
        used.update(chosen)
        return sorted(chosen)

    def put(self, name: str, rows: list[int], column: str, value: object) -> None:
        """Write a value into cells of a frame; a column of another type is widened."""
        held = self.frames[name][column].astype(object).copy()
        held.iloc[rows] = value
        self.frames[name][column] = held

    def append(self, name: str, rows: pd.DataFrame) -> None:
        """Add rows at the end of a frame; they count as spoiled."""
        frame = self.frames[name]
        whole = pd.concat([frame.astype(object), rows.astype(object)], ignore_index=True)
        self.spoiled.setdefault(name, {0}).update(range(len(frame), len(whole)))
        self.frames[name] = whole


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: its id in the catalog of bad inputs, and how a reader should meet it.

    ``found`` says in which account it turns up, ``reason`` under which name.
    ``plant`` spoils a draft, ``spoil`` the bytes of a file; both count what they did.
    """

    id: str
    file: str
    column: str
    found: Found
    reason: str
    meaning: str
    plant: Callable[[Draft], int] | None = None
    spoil: Callable[[bytes, np.random.Generator], tuple[bytes, int]] | None = None
