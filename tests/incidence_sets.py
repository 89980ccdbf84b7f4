"""Golden data sets of incidences and hazards, as outcomes, with what R said of each group."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

import recoveryeval as rv

FOLDER = Path(__file__).resolve().parent / "golden" / "incidence"
NAMES = sorted(path.stem for path in FOLDER.glob("*.json"))
CLOSED = {"rtol": 1e-10, "atol": 1e-13}
CONF_TYPES = ("log-log", "log", "plain")


@cache
def golden(name: str) -> dict[str, Any]:
    return dict(json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8")))


@cache
def outcome(name: str) -> rv.Outcome:
    frame = pd.DataFrame({k: v for k, v in golden(name)["data"].items() if v is not None})
    causes = {k: f"cause {k}" for k in range(1, int(frame["event"].max()) + 1)}
    roles = {"entry": "entry"} if "entry" in frame else {}
    return rv.competing_events(frame, time="time", status="event", causes=causes, **roles)


def roles(name: str, *which: str) -> dict[str, str]:
    """Return the columns of a data set that play a role, such as weight and cluster."""
    names = {"weight": "weights", "cluster": "cluster"}
    return {names[w]: w for w in which if w in golden(name)["data"]}


def matched(tidy: pd.DataFrame, group: str, cause: str, times: Any) -> pd.DataFrame:
    """Return our rows at R's times."""
    own = tidy[(tidy["group"] == group) & (tidy["cause"] == cause)].set_index("time")
    return own.loc[np.ravel(times)]


def each(name: str, part: str) -> Iterator[tuple[str, Any]]:
    """Yield each group with a part of R's values."""
    for group, values in golden(name)["values"].items():
        yield group, values[part]


def numbers(values: Any) -> np.ndarray:
    return np.array(values, dtype=float)
