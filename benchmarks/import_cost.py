"""Print how many times longer ``import recoveryeval`` takes than ``import pandas`` (aim: 1.3).

Each import runs in a new interpreter, the two in turn, and medians are compared, so that a busy
machine slows both alike. The time of starting the interpreter itself is left out.
"""

from __future__ import annotations

import statistics
import subprocess
import sys

REPEATS = 15
AIM = 1.3
CODE = "import time; t = time.perf_counter(); import {name}; print(time.perf_counter() - t)"


def seconds(name: str) -> float:
    """Time one import in a new interpreter."""
    done = subprocess.run(
        [sys.executable, "-c", CODE.format(name=name)], capture_output=True, text=True, check=True
    )
    return float(done.stdout)


def main() -> None:
    """Compare the two imports and print one line each."""
    names = ("pandas", "recoveryeval")
    for name in names:
        seconds(name)  # once for the disk cache and the compiled files
    rounds = [[seconds(name) for name in names] for _ in range(REPEATS)]
    pandas, ours = (statistics.median(times) for times in zip(*rounds, strict=True))
    print(f"import pandas        {pandas:.3f} s (median of {REPEATS})")
    print(f"import recoveryeval  {ours:.3f} s")
    print(f"ratio                {ours / pandas:.2f} (aim: at most {AIM})")


if __name__ == "__main__":
    main()
