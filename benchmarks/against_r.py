"""What the benchmarks against R share: hand over columns, get seconds and numbers back."""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path

import numpy as np

READ = """
options(digits = 15)
told <- commandArgs(TRUE)
n <- as.integer(told[2]); names <- strsplit(told[3], ",")[[1]]
d <- as.data.frame(matrix(readBin(told[1], "double", n * length(names)), n))
names(d) <- names
clock <- function(repeats, call) min(sapply(seq_len(repeats), function(i)
  system.time(call())[["elapsed"]]))
"""


def r_says(
    code: str, columns: Mapping[str, np.ndarray], *, timeout: float | None = None
) -> list[float] | None:
    """Run R code on a data frame ``d``; return the numbers it prints, or None after ``timeout`` s.

    Data are read before R's clock runs: the code times itself with ``clock(repeats, function)``.
    """
    rscript = shutil.which("Rscript")
    if rscript is None:
        sys.exit("Rscript is not on the path: install R and the packages survival and cmprsk.")
    table = np.stack([np.asarray(columns[name], dtype="float64") for name in columns])
    with tempfile.TemporaryDirectory() as folder:
        data, script = Path(folder) / "rows.bin", Path(folder) / "call.R"
        table.tofile(data)
        script.write_text(READ + code, encoding="utf-8")
        command = [rscript, str(script), str(data), str(table.shape[1]), ",".join(columns)]
        try:
            done = subprocess.run(
                command, check=True, capture_output=True, text=True, timeout=timeout
            )
        except subprocess.TimeoutExpired:
            return None
    return [float(value) for value in done.stdout.split()]


def fastest(
    call: Callable[[], object], repeats: int = 3, *, clock: Callable[[], float] = time.perf_counter
) -> float:
    """Return the seconds of the fastest of a few runs."""
    best = float("inf")
    for _ in range(repeats):
        start = clock()
        call()
        best = min(best, clock() - start)
    return best


def told(*packages: str) -> str:
    """Return versions of Python, R and packages, for the head of an output."""
    rscript = shutil.which("Rscript")
    code = 'cat(R.version$major, R.version$minor, sep=".")'
    r = "absent"
    if rscript is not None:
        r = subprocess.run([rscript, "-e", code], capture_output=True, text=True, check=True).stdout
    mine = ", ".join(f"{p} {version(p)}" for p in ("recoveryeval", "numpy", "pandas", *packages))
    return f"Python {platform.python_version()}, {mine}; R {r}"
