"""Coverage and false alarms of survival verbs, written to ``docs/validation/``.

    python benchmarks/simulate_survival.py [question ...] [--studies 2000] [--large 1000]

Each question is asked of simulated programs of 40, 120 and 1,000 people; answers that are there
already are replaced. All questions together take about an hour on one core.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
from simulated_answers import QUESTIONS
from simulated_run import FILE, SIZES, WIDE, run, wide


def keep(fresh: pd.DataFrame) -> None:
    """Write the rows in place of those they replace, and the table of the page."""
    key = ["measure", "question", "people"]
    held = pd.read_csv(FILE) if FILE.exists() else fresh.head(0)
    old = held[~held.set_index(key).index.isin(fresh.set_index(key).index)]
    rows = pd.concat([old, fresh] if len(old) else [fresh], ignore_index=True)
    rows = rows.sort_values("people", kind="stable", ignore_index=True)
    rows.to_csv(FILE, index=False, float_format="%.6g", lineterminator="\n")
    wide(rows).to_csv(WIDE, index=False, lineterminator="\n")


def main() -> None:
    """Ask, and write after each question."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions", nargs="*", default=list(QUESTIONS))
    parser.add_argument("--studies", type=int, default=2000)
    parser.add_argument("--large", type=int, default=1000, help="studies of 1,000 people")
    parser.add_argument("--sizes", type=int, nargs="*", default=list(SIZES))
    asked = parser.parse_args()
    for n in asked.sizes:
        for question in asked.questions:
            start = time.perf_counter()
            keep(run(question, n, asked.large if n >= 1000 else asked.studies))
            print(f"{question}, {n} people: {time.perf_counter() - start:.0f} s", flush=True)


if __name__ == "__main__":
    main()
