"""Print how many times longer ``import recoveryeval`` takes than ``import pandas`` (aim: 1.3).

Importing the package includes pandas. The third line adds the names that a report will use, since a
package that only puts its cost off should say so.

Each import runs in a new interpreter, the two in turn, and medians are compared, so that a busy
machine slows both alike. The time of starting the interpreter itself is left out.
"""

from __future__ import annotations

import statistics
import subprocess
import sys

REPEATS = 9
AIM = 1.3
CODE = "import time; t = time.perf_counter(); {what}; print(time.perf_counter() - t)"
PANDAS = "import pandas"
OURS = "import pandas, recoveryeval"
ROAD = (
    "import recoveryeval as rv; "
    "rv.read_csv, rv.cohort, rv.landmark, rv.retention, rv.kaplan_meier, rv.report"
)


def seconds(what: str) -> float:
    """Time some imports in a new interpreter."""
    done = subprocess.run(
        [sys.executable, "-c", CODE.format(what=what)], capture_output=True, text=True, check=True
    )
    return float(done.stdout)


def main() -> None:
    """Compare the imports and print one line each."""
    for what in (PANDAS, OURS, ROAD):
        seconds(what)  # once for the disk cache and the compiled files
    rounds = [[seconds(what) for what in (PANDAS, OURS, ROAD)] for _ in range(REPEATS)]
    pandas, ours, road = (statistics.median(times) for times in zip(*rounds, strict=True))
    print(f"import pandas               {pandas:.3f} s (median of {REPEATS})")
    print(f"and recoveryeval            {ours:.3f} s, ratio {ours / pandas:.2f} (aim: {AIM})")
    print(f"and what a report will use  {road:.3f} s, ratio {road / pandas:.2f}")


if __name__ == "__main__":
    main()
