"""A history that stands for three people is three people, also in a robust variance."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import recoveryeval as rv


def splits(seed: int = 1) -> pd.DataFrame:
    """Return 24 people with two rows each: a covariate that changes half way."""
    rng = np.random.default_rng(seed)
    rows = []
    for person in range(24):
        half, end = np.sort(rng.integers(1, 30, 2)) + np.array([0, 1])
        arm = "ab"[person % 2]
        rows.append((person, 0, half, False, rng.normal(), arm))
        rows.append((person, half, end, rng.random() < 0.7, rng.normal(), arm))
    columns = ["id", "start", "stop", "event", "x", "arm"]
    return pd.DataFrame(rows, columns=columns).assign(n=np.repeat(rng.integers(1, 4, 24), 2))


def outcome(frame: pd.DataFrame, *, counted: bool) -> rv.Outcome:
    """Return times to an event with late entry, each person's rows joined."""
    return rv.time_to_event(
        frame, time="stop", event="event", entry="start", person="id", n="n" if counted else None
    )


def both() -> tuple[rv.Outcome, rv.Outcome]:
    """Return the study with counts, and with everyone written out by hand."""
    frame = splits()
    rows = frame.loc[frame.index.repeat(frame["n"])].copy()
    copy = rows.groupby(level=0).cumcount()
    rows["id"] = rows["id"].astype(str) + "-" + copy.astype(str)
    return outcome(frame, counted=True), outcome(rows.drop(columns="n"), counted=False)


@pytest.mark.parametrize("verb", ["cox", "kaplan_meier", "nelson_aalen"])
def test_counts_are_people_in_every_error(verb: str) -> None:
    """Estimates and robust errors by person are those of the study written out."""
    ask = {
        "cox": lambda o: rv.cox(o, "x"),
        "kaplan_meier": lambda o: rv.kaplan_meier(o, "arm"),
        "nelson_aalen": lambda o: rv.nelson_aalen(o, "arm"),
    }[verb]
    counted, written = (ask(o).tidy() for o in both())
    for name in ("estimate", "std_error"):
        np.testing.assert_allclose(counted[name], written[name], rtol=1e-10)
