"""Planted intervals of a few people, and plain readings of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

Rows = list[tuple[Any, ...]]


def planted(seed: int, days: int = 120, n: int = 40) -> pd.DataFrame:
    """Return nested, touching and tied intervals of six people, in no order."""
    rng = np.random.default_rng(seed)
    start = rng.integers(0, days, n).astype(float)
    length = rng.choice([0, 1, 2, 5, 40], n)
    frame = pd.DataFrame({"person": rng.integers(0, 6, n), "start": start, "stop": start + length})
    return pd.concat([frame, frame.head(3)], ignore_index=True)


def by_person(rows: Iterable[tuple[Any, ...]]) -> dict[Any, list[Any]]:
    """Return each person's rows without the person, sorted."""
    found = defaultdict(list)
    for who, *rest in sorted(rows):
        found[who].append(tuple(rest) if len(rest) > 1 else rest[0])
    return found


def joined(spans: Iterable[tuple[float, float]], gap: float) -> list[tuple[float, float]]:
    """Return spans put together where the next begins within a gap of the furthest end so far."""
    found: list[list[float]] = []
    for start, stop in sorted(spans):
        if found and start - found[-1][1] <= gap:
            found[-1][1] = max(found[-1][1], stop)
        else:
            found.append([start, stop])
    return [(a, b) for a, b in found]
