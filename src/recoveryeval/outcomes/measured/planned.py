"""Planned waves and the window around each of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.errors import OutcomeError
from recoveryeval.schema.vocabulary import load_vocabulary
from recoveryeval.schema.waves import planned_day

NEAR = 3.0  # days by which a label's day may differ: three months are 90 or 91
Around = int | tuple[int, int] | Mapping[int | str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Planned:
    """Waves in their order: the label of each, its day, and the window around it.

    ``label`` is what the caller named.
    """

    label: tuple[int | str, ...]
    day: np.ndarray
    opens: np.ndarray
    closes: np.ndarray


def planned(waves: Sequence[int | str], around: Around) -> Planned:
    """Return the waves by their day, with windows that do not overlap."""
    labels = _labels(waves)
    day = np.array([_day(wave) for wave in labels])
    order = np.argsort(day, kind="stable")
    labels, day = tuple(labels[k] for k in order), day[order]
    if len(set(labels)) != len(labels) or (np.diff(day) == 0).any():
        raise _refused(
            "Two waves are planned for the same day", "Name each wave once: waves=[0, 90, 180]"
        )
    _refuse_other(labels, around)
    sides = np.array([_sides(wave, around) for wave in labels], dtype="float64")
    opens, closes = day - sides[:, 0], day + sides[:, 1]
    if (closes[:-1] >= opens[1:]).any():
        room = int((np.diff(day).min() - 1) // 2)
        raise _refused(
            "The windows of two waves overlap, so an interview could belong to both",
            f"Use window_days={max(room, 0)} or less, or give each wave its own window",
        )
    return Planned(labels, day, opens, closes)


def named_wave(waves: Planned, label: pd.Series) -> np.ndarray:
    """Return the wave (n,) that labels of interviews mean, -1 for none.

    A label means the wave of its own name, or the one planned for its day.
    """
    text = label.astype("string")
    own = text.map({_term(wave): k for k, wave in enumerate(waves.label)}).astype("float64")
    day = planned_day(text).to_numpy(dtype="float64", na_value=np.nan)
    away = np.abs(np.where(np.isnan(day), np.inf, day)[:, None] - waves.day)
    near = np.where(away.min(axis=1) <= NEAR, away.argmin(axis=1), -1)
    return np.where(own.notna(), own.fillna(-1), near).astype(np.int64)


def in_window(waves: Planned, day: np.ndarray) -> np.ndarray:
    """Return the wave whose window holds each day (n,), -1 for none."""
    inside = (day[:, None] >= waves.opens) & (day[:, None] <= waves.closes)
    return np.where(inside.any(axis=1), inside.argmax(axis=1), -1)


def _labels(waves: object) -> tuple[int | str, ...]:
    """Return waves as the caller named them, whole numbers as such."""
    many = isinstance(waves, Iterable) and not isinstance(waves, (str, bytes, Mapping))
    labels: tuple[Any, ...] = tuple(waves) if many else ()  # type: ignore[arg-type]
    if not labels:
        raise _refused("Waves are absent, or no list", "Name each wave once: waves=[0, 90, 180]")
    return tuple(int(w) if _is_whole(w) else w for w in labels)


def _day(wave: int | str) -> float:
    """Return the planned day of one wave."""
    if isinstance(wave, int) and not isinstance(wave, bool):
        return float(wave)
    day = planned_day(pd.Series([_term(wave)], dtype="string")).iloc[0]
    if pd.isna(day):
        raise _refused(
            "One of the waves has no planned day",
            "Name waves by their day (waves=[0, 90, 180]) or as 'baseline', 'month_3', 'week_8'",
        )
    return float(day)


def _refuse_other(labels: tuple[int | str, ...], around: Around) -> None:
    """Refuse windows of other waves, and waves without one."""
    if isinstance(around, Mapping) and set(around) != set(labels):
        raise _refused(
            "The windows are not those of the waves",
            f"Give every wave a pair, by the name it has in waves=: {len(labels)} in all",
        )


def _sides(wave: int | str, around: Around) -> tuple[float, float]:
    """Return the days before and after a wave that its window holds."""
    found = around.get(wave) if isinstance(around, Mapping) else around
    both: object = (found, found) if _is_whole(found) else found
    pair = isinstance(both, Sequence) and not isinstance(both, str) and len(both) == 2
    if not pair or not all(_is_whole(side) and side >= 0 for side in both):  # type: ignore[attr-defined]
        raise _refused(
            "A window is no pair of whole days, zero or more",
            "Use window_days=30, window_days=(30, 60) for days before and after, or a pair for "
            "every wave",
        )
    return float(both[0]), float(both[1])  # type: ignore[index]


def _is_whole(number: object) -> bool:
    """Say whether something is a whole number, such as 30, 30.0 or numpy's."""
    kinds = (int, float, np.integer, np.floating)
    whole = isinstance(number, kinds) and not isinstance(number, bool)
    return whole and float(number).is_integer()  # type: ignore[arg-type]


def _term(wave: int | str) -> str:
    """Return the name that the assessment table gives to a wave, as far as one is known."""
    return load_vocabulary("wave").term(str(wave)) or str(wave)


def _refused(what: str, do: str) -> OutcomeError:
    """Return the error for waves that cannot be used."""
    return OutcomeError(what, code="RE-O30", do=f"{do}.")
