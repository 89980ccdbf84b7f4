"""Coverage of mixed models when people leave, and false alarms with six coaches; write what held.

python benchmarks/simulate_repeated.py [studies]
"""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from simulated_repeated import ALARMS, FILE, QUESTIONS, SIZES, run


def main(studies: int) -> None:
    """Ask every question at every size, and write the table that the documentation shows."""
    asked = [(q, n) for n in SIZES for q in QUESTIONS] + [(q, 90) for q in ALARMS]
    rows = []
    for question, people in asked:
        rows += run(question, people, studies if people < 1000 else studies // 2)
        print(rows[-2:], flush=True)
        shown(pd.DataFrame(rows)).to_csv(FILE, index=False, lineterminator="\n")


def shown(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows as the page shows them: percents to a tenth, points to a hundredth."""
    percents = {name: rows[name].map("{:.1f}".format) for name in ("coverage", "error")}
    return rows.assign(**percents, bias=rows["bias"].map("{:.2f}".format))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
