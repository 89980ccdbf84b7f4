"""Planned waves and the window around each of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from recoveryeval.errors import OutcomeError
from recoveryeval.schema.vocabulary import load_vocabulary
from recoveryeval.schema.waves import planned_day

Around = int | tuple[int, int] | Mapping[int | str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Planned:
    """Waves in their order: the label of each, its day, and the window around it.

    ``label`` is what the caller named, ``term`` the wave's name in the
    assessment table where it has one.
    """

    label: tuple[int | str, ...]
    term: tuple[str, ...]
    day: np.ndarray
    opens: np.ndarray
    closes: np.ndarray


def planned(waves: Sequence[int | str], around: Around) -> Planned:
    """Return the waves by their day, with windows that do not overlap."""
    labels = tuple(waves)
    if not labels or len(set(labels)) != len(labels):
        raise _refused("Waves are absent or named twice", "Name each wave once: waves=[0, 90, 180]")
    day = np.array([_day(wave) for wave in labels])
    order = np.argsort(day, kind="stable")
    labels = tuple(labels[k] for k in order)
    day = day[order]
    sides = np.array([_sides(wave, around) for wave in labels], dtype="float64")
    opens, closes = day - sides[:, 0], day + sides[:, 1]
    if (closes[:-1] >= opens[1:]).any():
        room = int((np.diff(day).min() - 1) // 2)
        raise _refused(
            "The windows of two waves overlap, so an interview could belong to both",
            f"Use window_days={max(room, 0)} or less, or give each wave its own window",
        )
    return Planned(labels, tuple(_term(w, d) for w, d in zip(labels, day, strict=True)), day, opens,
                   closes)  # fmt: skip


def in_window(waves: Planned, day: np.ndarray) -> np.ndarray:
    """Return the wave whose window holds each day (n,), -1 for none."""
    inside = (day[:, None] >= waves.opens) & (day[:, None] <= waves.closes)
    return np.where(inside.any(axis=1), inside.argmax(axis=1), -1)


def _day(wave: int | str) -> float:
    """Return the planned day of one wave."""
    if isinstance(wave, (int, np.integer)) and not isinstance(wave, bool):
        return float(wave)
    day = planned_day(pd.Series([str(wave)], dtype="string")).iloc[0]
    if pd.isna(day):
        raise _refused(
            "One of the waves has no planned day",
            "Name waves by their day (waves=[0, 90, 180]) or as 'baseline', 'month_3', 'week_8'",
        )
    return float(day)


def _sides(wave: int | str, around: Around) -> tuple[float, float]:
    """Return the days before and after a wave that its window holds."""
    found = around.get(wave) if isinstance(around, Mapping) else around
    both: object = (found, found) if isinstance(found, (int, np.integer)) else found
    if not (isinstance(both, Sequence) and len(both) == 2 and all(map(_whole, both))):
        raise _refused(
            "A window is no pair of whole days, zero or more",
            "Use window_days=30, window_days=(30, 60) for days before and after, or a pair for "
            "every wave",
        )
    return float(both[0]), float(both[1])


def _whole(side: object) -> bool:
    """Say whether a side of a window is a whole number of days."""
    return isinstance(side, (int, np.integer)) and not isinstance(side, bool) and int(side) >= 0


def _term(wave: int | str, day: float) -> str:
    """Return the name that the assessment table gives to a wave."""
    if isinstance(wave, str):
        return wave
    terms = load_vocabulary("wave").terms
    return next((name for name, entry in terms.items() if entry.get("day") == day), f"day_{wave}")


def _refused(what: str, do: str) -> OutcomeError:
    """Return the error for waves that cannot be used."""
    return OutcomeError(what, code="RE-O30", do=f"{do}.")
