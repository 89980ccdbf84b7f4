"""Print how long a program evaluator waits: from a 400-person CSV to the first table and plot.

Aims: 2 s in all after the import, 0.2 s for each verb on 400 people. The first run also loads
the libraries that each verb needs.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pandas as pd

import recoveryeval as rv

REPEATS = 5
PEOPLE = 400
AIM_ALL, AIM_VERB = 2.0, 0.2
MAPPING = {
    "version": 1,
    "extract_date": "2026-06-30",
    "sources": {
        "people": {
            "date_formats": ["%Y-%m-%d"],
            "tables": {
                "person": {"person_id": "id", "sex": "sex", "birth_year": "born"},
                "episode": {
                    "person_id": "id",
                    "anchor": "intake",
                    "end": "left",
                    "end_reason": "why",
                    "arm": {"column": "arm", "known_at": "anchor"},
                },
            },
        }
    },
}


def people_csv(path: Path) -> None:
    """Write a made-up export of one row per person."""
    rng = np.random.default_rng(1)
    intake = pd.Timestamp("2025-03-01") + pd.to_timedelta(rng.integers(0, 300, PEOPLE), "D")
    stay = rng.exponential(150, PEOPLE).astype(int)
    left = pd.Series(intake + pd.to_timedelta(stay, "D"))
    gone = left < pd.Timestamp("2026-06-30")
    frame = pd.DataFrame(
        {
            "id": [f"{i:05d}" for i in range(PEOPLE)],
            "sex": rng.choice(["male", "female"], PEOPLE),
            "born": rng.integers(1955, 2004, PEOPLE),
            "intake": pd.Series(intake).dt.strftime("%Y-%m-%d"),
            "left": left.dt.strftime("%Y-%m-%d").where(gone, ""),
            "why": pd.Series("dropout", index=range(PEOPLE)).where(gone, ""),
            "arm": rng.choice(["coaching", "usual care"], PEOPLE),
        }
    )
    frame.to_csv(path, index=False)


def timed(what: Callable[[], object]) -> tuple[float, object]:
    """Return the seconds a call took, and what it gave."""
    start = time.perf_counter()
    given = what()
    return time.perf_counter() - start, given


def drawn(km: object) -> None:
    """Draw a curve with the number at risk under it."""
    km.plot().figure.canvas.draw()


def road(path: Path) -> dict[str, float]:
    """Return the seconds of each step from the file to table and picture."""
    seconds = {}
    seconds["read_csv"], program = timed(lambda: rv.read_csv(path, mapping=MAPPING))
    seconds["cohort"], cohort = timed(lambda: rv.cohort(program, arm="arm"))
    seconds["retention"], stay = timed(lambda: rv.retention(cohort, horizon_days=180))
    seconds["kaplan_meier"], km = timed(lambda: rv.kaplan_meier(stay, by="arm"))
    seconds["logrank"], _ = timed(lambda: rv.logrank(stay, "arm"))
    seconds["rmst"], _ = timed(lambda: rv.rmst(stay, by="arm", horizon=180))
    seconds["at"], _ = timed(lambda: km.at([30, 90, 180]).tidy())
    seconds["plot"], _ = timed(lambda: drawn(km))
    return seconds


def main() -> None:
    """Time the road several times; the first run also loads what each verb needs."""
    mpl.use("Agg")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "people.csv"
        people_csv(path)
        first = road(path)
        again = [road(path) for _ in range(REPEATS)]
    print(f"first run, with loading: {sum(first.values()):.2f} s in all (aim: {AIM_ALL} s)")
    for verb in first:
        middle = statistics.median(run[verb] for run in again)
        print(f"{verb:14s} first {first[verb]:.3f} s, then {middle:.3f} s (aim: {AIM_VERB} s)")


if __name__ == "__main__":
    main()
