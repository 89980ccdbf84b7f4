"""Ask imputation, and what it is compared with, of many simulated studies; write what held.

Run: python benchmarks/simulate_imputation.py [studies]
"""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from simulated_imputation import FILE, METHODS, OURS, SIZES, WIDE, run, wide


def main(studies: int) -> None:
    """Run every method at every size, and write the table that the documentation shows."""
    rows = []
    for people in SIZES:
        for method in METHODS:
            fewer = studies // 2 if people < 1000 else studies // 4
            rows.append(run(method, people, studies if method == OURS else fewer))
            print(rows[-1], flush=True)
            pd.DataFrame(rows).to_csv(FILE, index=False, float_format="%.4f", lineterminator="\n")
    wide(pd.DataFrame(rows)).to_csv(WIDE, index=False, lineterminator="\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
