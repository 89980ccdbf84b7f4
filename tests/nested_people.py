"""People within coaches within sites, as tables and outcomes for tests."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

import recoveryeval as rv
from recoveryeval.outcomes.outcome import Outcome

FOLDER = Path(__file__).parent / "golden"
NESTED: dict[str, dict[str, Any]] = {
    s["name"]: s for s in json.loads((FOLDER / "nested.json").read_text())["sets"]
}
REPEATED: dict[str, Any] = json.loads((FOLDER / "repeated.json").read_text())


def nested_outcome(name: str) -> Outcome:
    """Return a golden set as an outcome whose visits are days."""
    frame = pd.DataFrame(NESTED[name]["data"]).rename(columns={"visit": "day"})
    return rv.repeated_measures(frame, value="score", person="person", day="day")


def repeated_outcome(*, day: bool = False) -> Outcome:
    """Return the golden set of terms and ratios, with waves as a factor or as days."""
    frame = pd.DataFrame(REPEATED["data"])
    if day:
        frame = frame.rename(columns={"wave": "day"})
        return rv.repeated_measures(frame, value="score", person="person", day="day")
    return rv.repeated_measures(frame, value="score", person="person", wave="wave")


def coached(
    coaches: int = 8, each: int = 8, sd: float = 1.5, seed: int = 4, waves: int = 3
) -> pd.DataFrame:
    """Return scores of people with one coach each; arms are given to coaches."""
    rng = np.random.default_rng(seed)
    people = coaches * each
    person = np.repeat(np.arange(people), waves)
    coach = person % coaches
    level = rng.normal(0, 2, people)[person] + rng.normal(0, sd, coaches)[coach]
    frame = pd.DataFrame(
        {
            "id": person,
            "wave": np.tile(np.arange(waves) * 3, people),
            "coach": [f"c{k}" for k in coach],
            "site": [f"s{k % 2}" for k in coach],
            "arm": np.where(coach % 4 < 2, "coached", "alone"),
            "score": 20 + level + rng.normal(0, 2, len(person)),
        }
    )
    return frame[(rng.uniform(size=len(frame)) > 0.2) | (frame["wave"] == 0)]


def as_outcome(frame: pd.DataFrame) -> Outcome:
    """Return the outcome of such a table."""
    return rv.repeated_measures(frame, value="score", person="id", wave="wave")
